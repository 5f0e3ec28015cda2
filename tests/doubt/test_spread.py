"""Doubt over an ensemble: range and share that rises are of the same members."""

import math

import numpy as np
import pytest

from sim.doubt.spread import FEW, summary_of


def members(n: int, doubt: float, luck: float, seed: int, n_replications: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    means = rng.normal(0.6, doubt, (n, 1))
    return np.asarray(means + luck * rng.normal(size=(n, n_replications)))


@pytest.mark.parametrize("n", [4, 20, 60])
@pytest.mark.parametrize("doubt", [0.0, 0.2, 0.4])
def test_a_range_beyond_zero_leaves_no_more_members_on_the_other_side_than_it_leaves_out(
    n: int, doubt: float
) -> None:
    most_outside = math.ceil(0.025 * (n - 1)) / n
    beyond = 0
    for seed in range(200):
        found = summary_of(members(n, doubt, 1.0, seed))
        if found["low"] > 0:
            beyond += 1
            assert found["share_rising"] >= 1 - most_outside
        elif found["high"] < 0:
            beyond += 1
            assert found["share_rising"] <= most_outside
    assert beyond > 0, "no range lay beyond zero"


@pytest.mark.parametrize("n", [4, FEW - 1, FEW, 60])
def test_where_luck_hides_the_doubt_or_members_are_few_the_range_keeps_the_luck(n: int) -> None:
    """Seed 7; no false alarm: replications that cancel out leave less between members than luck."""
    rng = np.random.default_rng(7)
    luck = rng.normal(0.0, 5.0, (n, 1))
    hidden = 0.5 + 0.1 * rng.normal(size=(n, 1)) + np.hstack([luck, -luck])
    found, means = summary_of(hidden), hidden.mean(axis=1)
    assert found["share_parameters"] == 0.0
    low, high = np.quantile(means, [0.025, 0.975])
    assert (found["low"], found["high"]) == pytest.approx((low, high)) and low < high
    assert found["share_rising"] == (means > 0).mean()


def test_where_doubt_shows_beside_luck_the_luck_is_taken_out() -> None:
    x = members(60, 1.0, 0.8, 3)
    found, means = summary_of(x), x.mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    assert low < found["low"] < found["high"] < high


def test_without_luck_the_members_are_counted_as_they_are() -> None:
    means = np.array([[-1.0], [0.5], [2.0], [3.0]])
    found = summary_of(np.repeat(means, 2, axis=1))
    assert found["share_rising"] == 0.75 and found["share_parameters"] == 1.0
    low, high = np.quantile(means, [0.025, 0.975])
    assert (found["low"], found["high"]) == pytest.approx((low, high))
