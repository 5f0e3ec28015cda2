"""Process 3, providers: their intake, reluctance, tariff, whom they take."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.names import Profile
from sim.rules import provider
from tests.rules.arguments import LUCK, Moved, arguments, call, draws, mean_over_draws, moving
from tests.rules.groups import PROVIDER

NAN = math.nan
own_number = st.integers(1, 400).map(lambda k: k / 4)


@pytest.mark.parametrize("stage", ["first", "second", "third"])
@given(data=st.data())
def test_days_of_intake_rise_with_the_draw_of_each_stage(stage: str, data: st.DataObject) -> None:
    moved = data.draw(moving(provider.days_of_intake, stage))
    assert moved.at_low <= moved.at_high, moved


@pytest.mark.parametrize("n_stages", [1, 2, 3])
def test_stages_of_an_intake_follow_each_other(n_stages: int) -> None:
    """Days are Erlang (SciPy), but for rounding up to whole days; seed 1, false alarm 1e-4."""
    p = PROVIDER._replace(days_intake=20_000.0, intake_stages=float(n_stages))
    draws_of_stages = np.random.default_rng(1).random((4_000, 3))
    days = [provider.days_of_intake(*u, NAN, False, p) for u in draws_of_stages.tolist()]
    chance = stats.kstest(days, stats.gamma(n_stages, scale=20_000.0 / n_stages).cdf).pvalue
    assert chance > 1e-4, f"p = {chance} for {n_stages} stages"


@given(moving(provider.days_of_intake, "own_days", own_number))
def test_a_provider_with_a_longer_intake_never_answers_sooner_with_the_same_luck(
    moved: Moved,
) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(provider.days_of_intake, "is_crisis"))
def test_a_crisis_never_lengthens_the_intake(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize(
    ("own", "is_crisis", "mean"), [(NAN, False, 20.0), (NAN, True, 5.0), (60.0, True, 15.0)]
)
def test_a_crisis_shortens_the_intake_of_a_provider_in_the_proportion_of_the_rows(
    own: float, is_crisis: bool, mean: float
) -> None:
    of_one = PROVIDER._replace(intake_stages=1.0)
    got = mean_over_draws(lambda u: provider.days_of_intake(u, u, u, own, is_crisis, of_one))
    whole = 1.0 / (1.0 - math.exp(-1.0 / mean))  # rounded up, of an exponential
    assert got == pytest.approx(whole, rel=2e-3), f"{got} days, asked for {whole}"


@pytest.mark.parametrize("rule", [provider.reluctance, provider.tariff])
@given(u=LUCK, own=own_number)
def test_a_providers_own_number_goes_before_the_draw(rule, u: float, own: float) -> None:
    assert rule(u, own, PROVIDER) == own, f"{rule(u, own, PROVIDER)}, must be {own}"


@pytest.mark.parametrize("rule", [provider.reluctance, provider.tariff])
@given(data=st.data())
def test_what_is_drawn_rises_with_the_draw(rule, data: st.DataObject) -> None:
    moved = data.draw(moving(rule, "u", own=NAN))
    assert moved.at_low < moved.at_high, moved


@pytest.mark.parametrize(("rule", "median"), [(provider.reluctance, 0.0), (provider.tariff, 1.0)])
def test_the_median_provider_is_neither_reluctant_nor_dear(rule, median: float) -> None:
    assert rule(0.5, NAN, PROVIDER) == median, f"{rule(0.5, NAN, PROVIDER)}, must be {median}"


@given(LUCK)
def test_reluctance_is_as_often_above_as_below_the_median(u: float) -> None:
    one, other = (provider.reluctance(x, NAN, PROVIDER) for x in (u, 1.0 - u))
    assert one == pytest.approx(-other, abs=1e-6), f"{one} and {other}"


@given(LUCK)
def test_without_spread_providers_are_alike(u: float) -> None:
    alike = PROVIDER._replace(reluctance_spread=0.0, tariff_spread=0.0)
    got = (provider.reluctance(u, NAN, alike), provider.tariff(u, NAN, alike))
    assert got == (0.0, 1.0), f"{got}"


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_a_provider_takes_from_its_first_day_until_the_day_before_its_end(
    first: int, n_days: int
) -> None:
    end = first + n_days
    days = (first - 1, first, end - 1, end)
    taking = [provider.is_taking(day, first, end) for day in days]
    assert taking == [False, True, True, False], f"{taking} on days {days}"


@given(arguments(provider.fits, profiles=0))
def test_a_service_that_carries_no_profile_fits_nobody(values: dict) -> None:
    assert not call(provider.fits, values), f"{values}"


@given(moving(provider.fits, "days_until"))
def test_taking_older_youths_too_excludes_nobody(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@pytest.mark.parametrize("carried", Profile)
@pytest.mark.parametrize("profile", Profile)
def test_a_service_of_one_profile_fits_that_profile_only(
    carried: Profile, profile: Profile
) -> None:
    fits = provider.fits(6000, 5000, 7000, int(profile), 1 << carried)
    assert fits is (carried == profile), f"{profile.name} where {carried.name} is carried"


def test_exactly_the_ages_from_and_before_fit() -> None:
    ages = (4999, 5000, 6999, 7000)
    fits = [provider.fits(age, 5000, 7000, 0, 1) for age in ages]
    assert fits == [False, True, True, False], f"{fits} at {ages} days"


def test_the_share_of_reluctant_providers_is_a_logistic_share() -> None:
    n = 10_000
    share = sum(provider.reluctance(u, NAN, PROVIDER) > 0.4 for u in draws(n)) / n
    expected = 1.0 / (1.0 + math.e)  # one scale above the median
    assert share == pytest.approx(expected, abs=2.0 / n), f"{share}, must be {expected}"
