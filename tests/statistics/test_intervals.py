"""Intervals: against scipy, at the edges, and how often they cover the truth."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.statistics.intervals import mean_band, mean_interval, paired_band, paired_interval


def test_the_interval_is_that_of_students_t() -> None:
    x = [1.0, 4.0, 2.0, 8.0]
    low, high = stats.t.interval(0.95, 3, loc=np.mean(x), scale=stats.sem(x))
    assert mean_interval(x) == pytest.approx((3.75, low, high, 4))


def test_one_replication_has_a_mean_and_no_bounds() -> None:
    got = mean_interval([3.0])
    assert (got.mean, got.n) == (3.0, 1) and np.isnan(got.low) and np.isnan(got.high)
    none = mean_interval([np.nan])
    assert none.n == 0 and np.isnan(none.mean)


def test_undefined_replications_are_left_out_and_counted() -> None:
    assert (
        mean_interval([1.0, np.nan, 3.0]).n == 2 and mean_interval([1.0, np.nan, 3.0]).mean == 2.0
    )


def test_a_constant_difference_has_no_width_and_rounding_is_no_difference() -> None:
    assert paired_interval([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]) == (1.0, 1.0, 1.0, 3)
    assert paired_interval([0.3, 1e6], [0.1 + 0.2, 1e6 * (1 + 1e-15)]) == (0.0, 0.0, 0.0, 2)


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=30))
def test_bounds_lie_on_both_sides_of_the_mean(values: Any) -> None:
    got = mean_interval(values)
    assert got.low <= got.mean <= got.high


def test_unequal_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="base has \\(2, 1\\), other has \\(3, 1\\)"):
        paired_band(np.zeros((2, 1)), np.zeros((3, 1)))


@pytest.mark.parametrize("n", [2, 5, 30])
def test_the_interval_covers_the_truth_as_often_as_it_says(n: Any) -> None:
    """Seed 20260101; 20,000 intervals; a correct interval fails this for one seed in 10,000 per
    case.
    """
    false_alarm, tries = 1e-4, 20_000
    x = np.random.default_rng([20260101, n]).normal(3.0, 2.0, (n, tries))
    band = mean_band(x)
    n_covered = int(np.sum((band.low <= 3.0) & (band.high >= 3.0)))
    assert stats.binomtest(n_covered, tries, 0.95).pvalue > false_alarm, (
        f"{n_covered / tries:.4f} covered, 0.95 promised"
    )
