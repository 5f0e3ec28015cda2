"""Process 17, regions differ."""

import pytest
from hypothesis import given

from sim.rules.differ import effect, factor
from tests.rules.arguments import LUCK, Moved, draws, moving
from tests.rules.arguments import UNIT as SCALE


@pytest.mark.parametrize("rule", [effect, factor])
@given(u=LUCK)
def test_without_a_scale_regions_are_alike(rule, u: float) -> None:
    assert rule(u, 0.0) == (0.0 if rule is effect else 1.0), f"{rule(u, 0.0)}"


@pytest.mark.parametrize(("rule", "median"), [(effect, 0.0), (factor, 1.0)])
@given(scale=SCALE)
def test_the_median_region_is_what_the_rows_say(rule, median: float, scale: float) -> None:
    assert rule(0.5, scale) == median, f"{rule(0.5, scale)}, must be {median}"


@given(moving(effect, "u"))
def test_an_effect_never_falls_as_the_draw_rises(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(effect, "scale", u=0.8))
def test_a_larger_scale_sets_a_region_further_apart(moved: Moved) -> None:
    assert moved.at_low < moved.at_high, moved


@given(LUCK, SCALE)
def test_a_factor_is_above_nothing_and_that_of_the_mirrored_luck_is_its_inverse(
    u: float, scale: float
) -> None:
    product = factor(u, scale) * factor(1.0 - u, scale)
    assert product == pytest.approx(1.0, rel=1e-6), f"{product}"


def test_as_many_regions_are_below_as_above_the_median() -> None:
    n = 1000
    share = sum(factor(u, 0.2) < 1.0 for u in draws(n)) / n
    assert share == 0.5, f"{share}"
