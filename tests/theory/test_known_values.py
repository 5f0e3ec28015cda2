"""Closed forms against published values, against other ways to compute them, and against each
other.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.theory import erlang_c, geometric, littles_law, mg_infinity

QUICK = settings(deadline=None, max_examples=60)
n_places_any = st.integers(1, 400)
days_any = st.floats(1.0, 900.0)
utilisation_any = st.floats(0.01, 0.99)
chance_any = st.floats(0.02, 1.0)


def exact_p_wait(load: Fraction, n_places: int) -> Fraction:
    """Erlang C from its definition (sums of powers over factorials), in exact fractions.

    No recursion, no rounding.
    """
    top = load**n_places / math.factorial(n_places) * n_places / (n_places - load)
    return top / (sum(load**k / Fraction(math.factorial(k)) for k in range(n_places)) + top)


# --- Erlang B and C -------------------------------------------------------------------------------


# Loads at which 1 % and 5 % is lost; standard traffic tables (for example Iversen, Teletraffic
# Engineering handbook, table of Erlang's B-formula).
@pytest.mark.parametrize(
    ("n_places", "load", "p_lost"),
    [
        (1, 0.0101, 0.01),
        (5, 1.361, 0.01),
        (10, 4.461, 0.01),
        (20, 12.03, 0.01),
        (100, 84.06, 0.01),
        (10, 6.216, 0.05),
        (50, 44.53, 0.05),
    ],
)
def test_the_loss_formula_gives_the_values_of_the_traffic_tables(n_places, load, p_lost):
    assert erlang_c.p_blocked(load, n_places) == pytest.approx(p_lost, rel=2e-3)


def test_the_eye_clinic_with_three_doctors_has_the_textbook_queue():
    # Gross et al., ch. 2: 6 patients per hour, 20 minutes each, 3 doctors: p0 = 1/9, Lq = 8/9, Wq =
    # 4/27 hour.
    clinic = (6.0, 1 / 3, 3)
    assert erlang_c.mean_n_waiting(*clinic) == pytest.approx(8 / 9, rel=1e-12)
    assert erlang_c.mean_wait(*clinic) == pytest.approx(4 / 27, rel=1e-12)
    assert erlang_c.p_wait(*clinic) == pytest.approx(4 / 9, rel=1e-12)


def test_ten_erlang_on_fourteen_lines_has_the_well_known_service_level():
    # The worked example of call-centre handbooks: 200 calls per hour of 180 s, 14 lines: 17.4 %
    # wait, 7.8 s on average, 88.8 % within 20 s.
    lines = (200 / 3600, 180.0, 14)
    assert erlang_c.p_wait(*lines) == pytest.approx(0.174, abs=5e-4)
    assert erlang_c.mean_wait(*lines) == pytest.approx(7.8, abs=0.05)
    assert 1 - erlang_c.p_wait_longer(20.0, *lines) == pytest.approx(0.888, abs=5e-4)


@pytest.mark.parametrize("n_places", [1, 2, 3, 7, 20, 60, 150])
@pytest.mark.parametrize(
    "utilisation", [Fraction(1, 20), Fraction(1, 2), Fraction(9, 10), Fraction(199, 200)]
)
def test_the_recursion_equals_the_definition_in_exact_fractions(n_places, utilisation):
    load = utilisation * n_places
    assert erlang_c.p_wait(float(load), 1.0, n_places) == pytest.approx(
        float(exact_p_wait(load, n_places)), rel=1e-11
    )


@QUICK
@given(utilisation=utilisation_any, days_stay=days_any, days=st.floats(0, 1000))
def test_one_place_is_the_single_server_queue(utilisation, days_stay, days):
    pool = (utilisation / days_stay, days_stay, 1)
    assert erlang_c.p_wait(*pool) == pytest.approx(utilisation, rel=1e-9)
    assert erlang_c.mean_wait(*pool) == pytest.approx(
        utilisation * days_stay / (1 - utilisation), rel=1e-9
    )
    expected = utilisation * math.exp(-(1 - utilisation) * days / days_stay)
    assert erlang_c.p_wait_longer(days, *pool) == pytest.approx(expected, rel=1e-9)


@QUICK
@given(utilisation=utilisation_any)
def test_two_places_have_the_closed_form(utilisation):
    assert erlang_c.p_wait(2 * utilisation, 1.0, 2) == pytest.approx(
        2 * utilisation**2 / (1 + utilisation), rel=1e-10
    )


@QUICK
@given(load=st.floats(0.01, 300), n_places=n_places_any)
def test_the_loss_formula_is_a_truncated_poisson(load, n_places):
    log_ratio = stats.poisson.logpmf(n_places, load) - stats.poisson.logcdf(n_places, load)
    assert erlang_c.p_blocked(load, n_places) == pytest.approx(
        math.exp(log_ratio), rel=1e-8, abs=1e-290
    )


def test_a_large_pool_follows_the_halfin_whitt_limit():
    # Halfin and Whitt, Operations Research 29 (1981): with (1 - rho) sqrt(c) = beta, C -> 1 / (1 +
    # beta Phi(beta) / phi(beta)).
    n_places, beta = 100_000, 0.7
    limit = 1 / (1 + beta * stats.norm.cdf(beta) / stats.norm.pdf(beta))
    assert erlang_c.p_wait(n_places - beta * math.sqrt(n_places), 1.0, n_places) == pytest.approx(
        limit, abs=2e-3
    )


@QUICK
@given(utilisation=utilisation_any, n_places=n_places_any, days_stay=days_any)
def test_the_mean_wait_is_the_area_under_the_chance_of_waiting_longer(
    utilisation, n_places, days_stay
):
    pool = (utilisation * n_places / days_stay, days_stay, n_places)
    scale = days_stay / (n_places * (1 - utilisation))
    nodes, weights = np.polynomial.laguerre.laggauss(4)
    area = (
        sum(
            w * math.exp(x) * erlang_c.p_wait_longer(x * scale, *pool)
            for x, w in zip(nodes, weights, strict=True)
        )
        * scale
    )
    assert erlang_c.mean_wait(*pool) == pytest.approx(area, rel=1e-7)


@QUICK
@given(
    utilisation=st.floats(0.3, 0.99),
    n_places=n_places_any,
    days_stay=days_any,
    quantile=st.floats(0, 0.999),
)
def test_the_quantile_of_the_wait_inverts_its_chance(utilisation, n_places, days_stay, quantile):
    pool = (utilisation * n_places / days_stay, days_stay, n_places)
    days = erlang_c.wait_quantile(quantile, *pool)
    if days == 0:
        assert erlang_c.p_wait(*pool) <= 1 - quantile
    else:
        assert erlang_c.p_wait_longer(days, *pool) == pytest.approx(1 - quantile, rel=1e-8)


@QUICK
@given(utilisation=utilisation_any, n_places=n_places_any, days_stay=days_any)
def test_one_more_place_shortens_the_wait(utilisation, n_places, days_stay):
    rate = utilisation * n_places / days_stay
    now, then = (
        erlang_c.mean_wait(rate, days_stay, n_places),
        erlang_c.mean_wait(rate, days_stay, n_places + 1),
    )
    assert then < now or now < 1e-300, f"{n_places} places: {now} days; one more: {then} days"


@pytest.mark.parametrize("rate", [0.5, 0.7, 40.0])
def test_a_pool_at_or_over_its_load_lets_everyone_wait_for_ever(rate):
    assert erlang_c.p_wait(rate, 10.0, 5) == 1.0
    assert erlang_c.mean_wait(rate, 10.0, 5) == math.inf
    assert erlang_c.mean_n_waiting(rate, 10.0, 5) == math.inf
    assert erlang_c.wait_quantile(0.5, rate, 10.0, 5) == math.inf
    assert erlang_c.p_wait_longer(1e6, rate, 10.0, 5) == 1.0


def test_without_referrals_nobody_waits():
    assert (
        erlang_c.p_wait(0.0, 10.0, 5),
        erlang_c.mean_wait(0.0, 10.0, 5),
        erlang_c.mean_n_waiting(0.0, 10.0, 5),
    ) == (0.0, 0.0, 0.0)


@QUICK
@given(rate=st.floats(0, 2), days_stay=st.floats(1, 200), days_wait=st.floats(0.5, 60))
def test_places_needed_is_the_first_number_that_is_enough(rate, days_stay, days_wait):
    n_places = erlang_c.places_needed(rate, days_stay, days_wait)
    assert erlang_c.mean_wait(rate, days_stay, n_places) <= days_wait
    assert n_places == 1 or erlang_c.mean_wait(rate, days_stay, n_places - 1) > days_wait


# --- M/G/infinity ---------------------------------------------------------------------------------


def test_the_census_by_day_of_exponential_stays_has_its_closed_form():
    p_stay = math.exp(-1 / 40)
    census = mg_infinity.census_by_day(np.full(300, 0.6), p_stay ** np.arange(300))
    expected = 0.6 * (1 - p_stay ** np.arange(1, 301)) / (1 - p_stay)
    np.testing.assert_allclose(census, expected, rtol=1e-12)


def test_fine_days_approach_continuous_time():
    n_per_day, days_stay, rate = 200, 30.0, 1.5
    ages = (np.arange(100 * n_per_day) + 0.5) / n_per_day
    census = mg_infinity.census_by_day(
        np.full(ages.size, rate / n_per_day), np.exp(-ages / days_stay)
    )
    assert census[-1] == pytest.approx(
        mg_infinity.census_exponential(100.0, rate, days_stay), rel=1e-5
    )
    census = mg_infinity.census_by_day(
        np.full(ages.size, rate / n_per_day), (ages < days_stay).astype(float)
    )
    for day in (10, 60):
        assert census[day * n_per_day - 1] == pytest.approx(
            mg_infinity.census_fixed(float(day), rate, days_stay), rel=1e-9
        )


def test_the_long_run_depends_on_the_mean_stay_only():
    rate, n_days = 0.8, 4000
    shapes = {
        "fixed": (np.arange(n_days) < 50).astype(float),
        "geometric": 0.98 ** np.arange(n_days),
        "two kinds": 0.5 * (np.arange(n_days) < 20) + 0.5 * (np.arange(n_days) < 80),
    }
    for shape, p_still_there in shapes.items():
        census = mg_infinity.census_by_day(np.full(n_days, rate), p_still_there)[-1]
        assert census == pytest.approx(mg_infinity.mean_census(rate, 50.0), rel=1e-9), shape


@QUICK
@given(n_start=st.floats(0, 500), rate=st.floats(0, 5), days_stay=days_any, days=st.floats(0, 3000))
def test_the_exponential_census_solves_its_differential_equation(n_start, rate, days_stay, days):
    half = mg_infinity.census_exponential(days / 2, rate, days_stay, n_start)
    assert mg_infinity.census_exponential(days / 2, rate, days_stay, half) == pytest.approx(
        mg_infinity.census_exponential(days, rate, days_stay, n_start), rel=1e-9, abs=1e-9
    )
    assert mg_infinity.census_exponential(0.0, rate, days_stay, n_start) == pytest.approx(n_start)
    assert mg_infinity.census_exponential(1e6, rate, days_stay, n_start) == pytest.approx(
        rate * days_stay, abs=1e-9
    )


def test_the_quantile_of_the_census_is_that_of_a_poisson_table():
    # Cumulative Poisson table, mean 5: P(X <= 8) = 0.9319, P(X <= 9) = 0.9682.
    assert [mg_infinity.census_quantile(q, 5.0) for q in (0.93, 0.9320, 0.95, 0.968, 0.9683)] == [
        8,
        9,
        9,
        9,
        10,
    ]
    assert (mg_infinity.census_quantile(0.0, 5.0), mg_infinity.census_quantile(0.99, 0.0)) == (0, 0)


# --- Little's law ---------------------------------------------------------------------------------


def test_the_three_forms_of_littles_law_invert_each_other():
    present = littles_law.mean_present(0.3, 251.0)
    assert present == pytest.approx(75.3)
    assert littles_law.days_present(present, 0.3) == pytest.approx(251.0)
    assert littles_law.rate_arrival(present, 251.0) == pytest.approx(0.3)


def test_little_holds_for_the_queue_and_for_the_whole_of_erlang_c():
    rate, days_stay, n_places = 0.19, 100.0, 20
    waiting = erlang_c.mean_n_waiting(rate, days_stay, n_places)
    assert littles_law.days_present(waiting, rate) == pytest.approx(
        erlang_c.mean_wait(rate, days_stay, n_places)
    )


@QUICK
@given(
    stays=st.lists(
        st.tuples(st.integers(0, 80), st.one_of(st.integers(0, 60), st.none())), max_size=40
    ),
    day_from=st.integers(0, 70),
    n_days=st.integers(1, 70),
)
def test_rows_and_counts_per_evening_tell_the_same_within_any_window(stays, day_from, n_days):
    start = [s for s, _ in stays]
    end = [-1 if days is None else s + days for s, days in stays]
    evenings = range(day_from, day_from + n_days)
    count = [
        sum(s <= day and (e == -1 or day < e) for s, e in zip(start, end, strict=True))
        for day in evenings
    ]
    seen = sum(
        any(s <= day and (e == -1 or day < e) for day in evenings)
        for s, e in zip(start, end, strict=True)
    )
    window = littles_law.within_window(start, end, day_from, n_days)
    assert window.mean_present == pytest.approx(sum(count) / n_days)
    assert window.rate_seen == pytest.approx(seen / n_days)
    assert window.mean_present == pytest.approx(
        littles_law.mean_present(window.rate_seen, window.days_inside)
    )


# --- ladder ---------------------------------------------------------------------------------------


def duration_by_convolution(n_steps: int, p_success: float, n_evaluations: int) -> np.ndarray:
    """P(duration = k evaluations), k = 0 .. n_evaluations, by adding one geometric step after
    another.
    """
    one = np.concatenate([[0.0], p_success * (1 - p_success) ** np.arange(n_evaluations)])
    total = np.eye(1, n_evaluations + 1)[0]
    for _ in range(n_steps):
        total = np.convolve(total, one)[: n_evaluations + 1]
    return total


@pytest.mark.parametrize(("n_steps", "p_success"), [(1, 0.3), (2, 0.5), (4, 0.35), (4, 0.9)])
def test_the_duration_is_a_sum_of_geometric_steps(n_steps, p_success):
    chance = duration_by_convolution(n_steps, p_success, 400)
    k = np.arange(401)
    mean = float(chance @ k)
    assert geometric.mean_days(n_steps, p_success, 42.0) == pytest.approx(42 * mean, rel=1e-9)
    assert geometric.sd_days(n_steps, p_success, 42.0) == pytest.approx(
        42 * math.sqrt(chance @ (k - mean) ** 2), rel=1e-9
    )
    for n_evaluations in (0, 1, 3, 4, 9, 25):
        longer = geometric.p_longer(42.0 * n_evaluations, n_steps, p_success, 42.0)
        assert longer == pytest.approx(1 - chance[: n_evaluations + 1].sum(), abs=1e-12)
    for quantile in (0.1, 0.5, 0.9, 0.99):
        first = int(np.searchsorted(np.cumsum(chance), quantile))
        assert geometric.days_quantile(quantile, n_steps, p_success, 42.0) == 42.0 * first


def test_one_step_at_one_half_takes_two_evaluations_on_average():
    assert geometric.mean_days(1, 0.5, 90.0) == 180.0
    assert geometric.sd_days(1, 0.5, 90.0) == pytest.approx(90 * math.sqrt(2))
    assert [geometric.days_quantile(q, 1, 0.5, 90.0) for q in (0.0, 0.5, 0.51, 0.75, 0.76)] == [
        90,
        90,
        180,
        180,
        270,
    ]


@QUICK
@given(n_steps=st.integers(0, 6), days_interval=days_any)
def test_a_sure_success_takes_one_interval_per_step(n_steps, days_interval):
    assert geometric.mean_days(n_steps, 1.0, days_interval) == n_steps * days_interval
    assert geometric.sd_days(n_steps, 1.0, days_interval) == 0
    assert geometric.days_quantile(0.99, n_steps, 1.0, days_interval) == n_steps * days_interval


@QUICK
@given(n_steps=st.integers(0, 6), p_success=chance_any, days_interval=days_any)
def test_equal_steps_and_no_relapse_are_special_cases(n_steps, p_success, days_interval):
    expected = geometric.mean_days(n_steps, p_success, days_interval)
    assert geometric.mean_days_uneven(
        [p_success] * n_steps, [days_interval] * n_steps
    ) == pytest.approx(expected)
    assert geometric.mean_days_with_relapse(
        n_steps, p_success, 0.0, days_interval
    ) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("n_steps", "p_down", "p_up"), [(1, 0.4, 0.3), (3, 0.4, 0.3), (4, 0.2, 0.5), (5, 0.5, 0.5)]
)
def test_the_way_down_with_relapse_solves_the_absorbing_chain(n_steps, p_down, p_up):
    chain = np.zeros(
        (n_steps, n_steps)
    )  # rungs above the bottom, top first; at the top nobody goes up
    for i in range(n_steps):
        up = p_up if i else 0.0
        chain[i, i] = 1 - p_down - up
        if i:
            chain[i, i - 1] = up
        if i + 1 < n_steps:
            chain[i, i + 1] = p_down
    n_evaluations = np.linalg.solve(np.eye(n_steps) - chain, np.ones(n_steps))[0]
    assert geometric.mean_days_with_relapse(n_steps, p_down, p_up, 28.0) == pytest.approx(
        28 * n_evaluations, rel=1e-10
    )


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: erlang_c.p_wait(-0.1, 10.0, 5),
            "rate_referral is -0.1; a finite number >= 0 is needed.",
        ),
        (
            lambda: erlang_c.mean_wait(0.1, 0.0, 5),
            "days_stay is 0.0; a finite number > 0 is needed.",
        ),
        (
            lambda: erlang_c.mean_wait(0.1, math.nan, 5),
            "days_stay is nan; a finite number > 0 is needed.",
        ),
        (lambda: erlang_c.p_wait(0.1, 10.0, 0), "n_places is 0; a whole number >= 1 is needed."),
        (
            lambda: erlang_c.p_wait_longer(-1.0, 0.1, 10.0, 1),
            "days is -1.0; a finite number >= 0 is needed.",
        ),
        (
            lambda: erlang_c.wait_quantile(1.0, 0.1, 10.0, 1),
            "quantile is 1.0; a number >= 0 and < 1 is needed.",
        ),
        (
            lambda: mg_infinity.census_by_day([1.0], [0.5, 0.6]),
            (
                "p_still_there leaves 0..1 or rises; it is the chance still to be there k evenings "
                "after entry."
            ),
        ),
        (
            lambda: littles_law.within_window([5], [4], 0, 9),
            "day_end lies before day_start in a stay that has ended; only -1 (running) may.",
        ),
        (
            lambda: geometric.mean_days(2, 0.0, 42.0),
            "p_success is 0.0; a chance > 0 and <= 1 is needed.",
        ),
        (
            lambda: geometric.mean_days_with_relapse(2, 0.75, 0.5, 42.0),
            "p_up is 0.5; a chance >= 0 and at most 1 - p_down = 0.25 is needed.",
        ),
    ],
)
def test_an_argument_outside_its_range_is_named_with_what_is_allowed(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message
