"""Process 1, a youth arrives."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Profile
from sim.rules import arrive
from sim.rules.functions import TRUST_MAX
from tests.rules.arguments import LUCK, Moved, draws, mean_over_draws, moving
from tests.rules.groups import ARRIVAL

YEAR = 365.2425
SHARES = (ARRIVAL.share_age_9_11, ARRIVAL.share_age_12_14, ARRIVAL.share_age_15_17)
severity_above_zero = st.integers(1, 100).map(lambda k: k / 100)


@given(LUCK)
def test_youths_arrive_aged_nine_to_twenty_two(u: float) -> None:
    years = (arrive.days_of_age(u, ARRIVAL) + 1) / YEAR  # whole days, rounded down
    assert 9.0 < years <= 23.0 + 1.0 / YEAR, f"{years} years"


@given(moving(arrive.days_of_age, "u"))
def test_age_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [*zip((9, 12, 15, 18), (11, 14, 17, 22), (*SHARES, 1.0 - sum(SHARES)), strict=True)],
)
def test_each_band_of_ages_holds_its_share_of_arrivals(first: int, last: int, share: float) -> None:
    n = 20_000
    got = sum(first <= (arrive.days_of_age(u, ARRIVAL) + 1) / YEAR < last + 1 for u in draws(n)) / n
    assert got == pytest.approx(share, abs=2e-3), f"{got} aged {first} to {last}, must be {share}"


@given(LUCK)
def test_severity_lies_strictly_between_zero_and_one(u: float) -> None:
    assert 0.0 < arrive.severity(u, ARRIVAL) < 1.0, f"{arrive.severity(u, ARRIVAL)}"


@given(moving(arrive.severity, "u"))
def test_severity_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(LUCK)
def test_severity_gives_the_draw_back_through_the_kumaraswamy_distribution(u: float) -> None:
    again = 1.0 - (1.0 - arrive.severity(u, ARRIVAL) ** ARRIVAL.severity_a) ** ARRIVAL.severity_b
    assert again == pytest.approx(u, abs=1e-9), f"{u} came back as {again}"


@given(moving(arrive.days_to_next_candidate, "u"))
def test_the_gap_to_the_next_candidate_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low < moved.at_high, moved


def test_the_mean_gap_gives_the_ceiling_rate_of_candidates() -> None:
    per_year = YEAR / mean_over_draws(lambda u: arrive.days_to_next_candidate(u, ARRIVAL))
    assert per_year == pytest.approx(2100.0, rel=1e-3), (
        f"{per_year} a year, must be 30 per 10,000 of 700,000"
    )


@pytest.mark.parametrize("field", ["population", "ceiling_per_10000"])
def test_without_inhabitants_or_rate_no_candidate_ever_comes(field: str) -> None:
    gap = arrive.days_to_next_candidate(0.5, ARRIVAL._replace(**{field: 0.0}))
    assert gap == math.inf, f"{gap} days"


@given(moving(arrive.is_arrival, "per_10000", st.integers(0, 300).map(lambda k: k / 10)))
def test_a_lower_rate_removes_youths_and_never_adds_one(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


def test_the_share_of_candidates_that_arrive_is_the_rate_over_the_ceiling() -> None:
    n = 10_000
    share = sum(arrive.is_arrival(u, ARRIVAL) for u in draws(n)) / n
    assert share == pytest.approx(12.0 / 30.0, abs=1.0 / n), f"{share}, must be {12.0 / 30.0}"


@given(moving(arrive.moves_before, "u"))
def test_earlier_moves_rise_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(arrive.moves_before, "severity"))
def test_earlier_moves_never_fall_with_severity(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@pytest.mark.parametrize("severity", [0.2, 0.5, 0.9])
def test_mean_earlier_moves_are_proportional_to_severity(severity: float) -> None:
    mean = mean_over_draws(lambda u: arrive.moves_before(u, severity, ARRIVAL))
    assert mean == pytest.approx(4.0 * severity, rel=2e-3), f"{mean}, must be {4.0 * severity}"


@given(moving(arrive.trust_at_arrival, "n_moves"))
def test_trust_at_arrival_never_rises_with_earlier_moves(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K09


@given(st.integers(0, 1000))
def test_trust_at_arrival_is_a_level(n_moves: int) -> None:
    assert 0 <= arrive.trust_at_arrival(n_moves, ARRIVAL) <= TRUST_MAX, (
        f"{arrive.trust_at_arrival(n_moves, ARRIVAL)} after {n_moves} moves"
    )


@given(moving(arrive.prefers_family_home, "years"))
def test_growing_older_never_makes_a_family_home_the_first_choice(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@given(moving(arrive.prefers_family_home, "severity"))
def test_severity_never_makes_a_family_home_the_first_choice(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize(
    ("profile", "share"),
    [
        (Profile.DISABILITY, ARRIVAL.share_disability),
        (Profile.PSYCHIATRY, ARRIVAL.share_psychiatry),
        (Profile.BEHAVIOUR, 1.0 - ARRIVAL.share_disability - ARRIVAL.share_psychiatry),
    ],
)
def test_profiles_arrive_in_the_shares_asked_for(profile: Profile, share: float) -> None:
    n = 10_000
    got = sum(arrive.profile(u, ARRIVAL) == profile for u in draws(n)) / n
    assert got == pytest.approx(share, abs=1.5 / n), f"{profile.name}: {got}, must be {share}"
