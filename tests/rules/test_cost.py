"""What care costs, in whole eurocents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.cost import cents, cents_of_evaluation, cents_of_staff, staff_minutes, tariff_factor
from tests.rules.arguments import LUCK, UNIT, Moved, mean_over_draws, moving
from tests.rules.groups import COST, LEVEL


@pytest.mark.parametrize("field", ["staff_present", "hours_per_day"])
@given(data=st.data())
def test_more_staff_or_more_hours_are_more_minutes(field: str, data: st.DataObject) -> None:
    moved = data.draw(moving(staff_minutes, field, st.integers(1, 96).map(lambda k: k / 4)))
    assert moved.at_high > moved.at_low, moved


def test_two_workers_day_and_night_are_two_days_of_minutes() -> None:
    assert staff_minutes(LEVEL) == 2 * 24 * 60, (
        f"{staff_minutes(LEVEL)} minutes, must be {2 * 24 * 60}"
    )


@given(moving(tariff_factor, "u"))
def test_the_factor_on_the_tariff_rises_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


def test_the_median_factor_of_a_contracted_provider_is_one() -> None:
    assert tariff_factor(0.5, True, 1.0, COST) == 1.0, (
        f"{tariff_factor(0.5, True, 1.0, COST)}, must be 1"
    )


def test_factors_on_the_tariff_are_skewed_to_the_right() -> None:
    mean = mean_over_draws(lambda u: tariff_factor(u, True, 1.0, COST))
    assert mean > 1.01, f"mean {mean}, median 1"  # K61


@given(LUCK)
def test_a_provider_without_contract_costs_the_surcharge_more(u: float) -> None:
    with_contract, without = tariff_factor(u, True, 1.0, COST), tariff_factor(u, False, 1.0, COST)
    assert without == pytest.approx(1.25 * with_contract, rel=1e-12), (
        f"{without} against {with_contract}"
    )


@given(moving(cents_of_staff, "minutes"))
def test_more_minutes_of_presence_cost_more(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved  # K61


@given(moving(cents_of_staff, "factor"))
def test_a_dearer_provider_never_costs_less(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(st.integers(0, 72), UNIT)
def test_staff_cost_hours_times_tariff_times_factor(hours: int, factor: float) -> None:
    got, exact = cents_of_staff(60 * hours, factor, COST), hours * 4600.0 * factor
    assert abs(got - exact) <= 0.5 + 1e-6, f"{got} cents, {exact} before rounding"


@given(st.integers(-(10**9), 10**9))
def test_halves_of_a_cent_are_rounded_up(eighths: int) -> None:
    euro = eighths / 8.0  # 12.5 cents each: exact in binary
    assert cents(euro) == (25 * eighths + 1) // 2, (
        f"{cents(euro)} cents of {euro} euro, must be {(25 * eighths + 1) // 2}"
    )


@given(st.integers(-(10**11), 10**11))
def test_an_amount_in_whole_cents_is_kept(amount: int) -> None:
    assert cents(amount / 100.0) == amount, f"{cents(amount / 100.0)}, must be {amount}"


def test_an_outside_expert_adds_his_fee_to_an_evaluation() -> None:
    without, with_expert = cents_of_evaluation(False, COST), cents_of_evaluation(True, COST)
    assert (without, with_expert - without) == (114_000, 150_000), (
        f"{without} and {with_expert} cents"
    )


@given(moving(tariff_factor, "of_provider"))
def test_an_arrangement_of_a_dearer_provider_is_dearer_with_the_same_luck(moved: Moved) -> None:
    assert moved.at_low < moved.at_high, moved  # K61, K62
