"""The fit: it gives the posterior that is known where one is, refuses figures without uncertainty,
and names figures that contradict each other.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.common.errors import ConfigError
from sim.evidence.fit import Draws, Observed, is_two_sided, observed, posterior, strains
from sim.evidence.prior import Settings
from sim.evidence.targets import Target

SETTINGS = Settings({}, {}, 0.1, ("A", "B", "C"), dt.date(2024, 7, 1), {})
TARGET = Target(
    "t.a",
    "a",
    "census_alone",
    "limburg",
    dt.date(2024, 1, 1),
    dt.date(2024, 4, 1),
    31.0,
    21.0,
    44.0,
    "youths",
    "A",
    "s",
)


def figures(values: list[float], sd: float) -> Observed:
    n = len(values)
    return Observed(
        tuple(map(str, range(n))), np.array(values), np.full(n, sd), np.zeros(n), np.arange(n)
    )


def draws(z: Any, reported: Any) -> Draws:
    return Draws(z, reported)


def test_the_posterior_of_a_linear_model_is_the_known_one() -> None:
    """s = A z + error with z standard normal.

    The posterior is normal with known mean and covariance. Seed 4; 20,000 draws: means within 0.06
    and covariances within 0.08 are more than five standard errors.
    """
    rng = np.random.default_rng(4)
    a = np.array([[1.0, 1.0, 0.0], [0.5, -1.0, 0.0]])  # the third parameter is not identified
    z = rng.standard_normal((20_000, 3))
    o = figures([1.0, 0.5], 0.5)
    found = posterior(
        draws(z, z @ a.T + o.noise(len(z), 4)), o.values, np.full(2, 50.0), 5000, seed=1, kept=0.5
    )
    covariance = np.linalg.inv(np.eye(3) + a.T @ a / 0.25)
    mean = covariance @ a.T @ o.values / 0.25
    assert found.mean(axis=0) == pytest.approx(mean, abs=0.06)
    assert np.cov(found.T) == pytest.approx(covariance, abs=0.08)


def test_two_rounds_with_half_of_the_information_each_are_one() -> None:
    """The linear model again, 8,000 draws in each round, the variance of errors doubled.

    The same posterior (seed 5, as above).
    """
    rng = np.random.default_rng(5)
    a = np.array([[1.0, 1.0], [0.5, -1.0]])
    o = figures([1.0, 0.5], 0.5)
    z = rng.standard_normal((8000, 2))
    for k in range(2):
        z = posterior(
            draws(z, z @ a.T + np.sqrt(2.0) * o.noise(8000, 5 + k)),
            o.values,
            np.full(2, 50.0),
            8000,
            seed=k,
            kept=0.9,
        )
    covariance = np.linalg.inv(np.eye(2) + a.T @ a / 0.25)
    assert z.mean(axis=0) == pytest.approx(covariance @ a.T @ o.values / 0.25, abs=0.06)
    assert np.cov(z.T) == pytest.approx(covariance, abs=0.08)


def test_intervals_hold_as_often_as_they_say_with_few_draws_per_figure() -> None:
    """240 fits of a linear model with 40 parameters and 25 figures to 600 draws.

    Intervals of plain residuals would hold 93.2 and 76.1 %. Seed 1. What varies is the fit, not the
    truth in it: the bounds are three standard errors over fits (0.0026 and 0.0050): one seed in 200
    would fail at one or other.
    """
    rng = np.random.default_rng(1)
    a = rng.standard_normal((25, 40)) * (rng.random((25, 40)) < 0.15)
    o = figures([0.0] * 25, 0.7)
    held = []
    for k in range(240):
        z, truth = rng.standard_normal((600, 40)), rng.standard_normal(40)
        at = a @ truth + 0.7 * rng.standard_normal(25)
        found = posterior(
            draws(z, z @ a.T + o.noise(600, 1000 + k)), at, np.full(25, 5.0), 400, seed=k, kept=0.9
        )
        held.append(np.abs((found < truth).mean(axis=0) - 0.5))
    for level, bound in ((0.95, 0.008), (0.8, 0.015)):
        assert np.mean(np.array(held) <= level / 2.0) == pytest.approx(level, abs=bound)


def test_what_no_figure_tells_about_stays_where_it_was_believed() -> None:
    """A hundred parameters and twenty figures, of which one tells about the first parameter.

    240 draws, 216 kept, all figures off by a standard deviation of their own. Over seeds 0 to 9 the
    other means moved by 0.09 to 0.15 standard deviations of the prior; along the slopes as they
    come out of the regression they would have by 0.37 to 0.47.
    """
    rng = np.random.default_rng(0)
    z = rng.standard_normal((240, 100))
    o = figures([1.0] * 20, 0.5)
    reported = 2.0 * o.noise(240, 0)
    reported[:, 0] = z[:, 0] + reported[:, 0] / 2.0
    found = posterior(draws(z, reported), o.values, np.full(20, 50.0), 216, seed=1, kept=0.9)
    moved = np.sqrt((found[:, 1:].mean(axis=0) ** 2).mean())
    assert moved < 0.2, f"moved by {moved:.2f} standard deviations of the prior"
    assert found[:, 0].mean() > 0.4, f"{found[:, 0].mean():.2f}; the figure says 0.8"


def test_a_ridge_stays_a_ridge() -> None:
    """One figure fixes a sum: single parameters stay wide, their sum becomes narrow.

    Points are kept, not a box.
    """
    rng = np.random.default_rng(5)
    z = rng.standard_normal((8000, 2))
    o = figures([0.0], 0.1)
    found = posterior(
        draws(z, z.sum(axis=1, keepdims=True) + o.noise(len(z), 5)),
        o.values,
        o.scale,
        2000,
        seed=1,
        kept=0.5,
    )
    assert found.std(axis=0).min() > 0.5 and found.sum(axis=1).std() < 0.2


def test_a_curved_model_agrees_with_rejection() -> None:
    """s = exp(z) + error against plain rejection of 200,000 draws (seed 6).

    Quartiles agree to 0.1.
    """
    rng = np.random.default_rng(6)
    z = rng.standard_normal((200_000, 1))
    o = figures([1.5], 0.3)
    s = np.exp(z) + o.noise(len(z), 6)
    accepted = z[np.abs(s[:, 0] - 1.5) < 0.02, 0]
    found = posterior(draws(z[:20_000], s[:20_000]), o.values, o.scale, 4000, seed=1, kept=0.2)
    assert len(accepted) > 500
    assert np.quantile(found, [0.25, 0.5, 0.75]) == pytest.approx(
        np.quantile(accepted, [0.25, 0.5, 0.75]), abs=0.1
    )


def test_too_few_draws_are_refused() -> None:
    z = np.zeros((10, 2))
    with pytest.raises(ConfigError, match="Raise --draws: those that were simulated are kept"):
        posterior(
            draws(z, np.arange(10.0)[:, None]), np.array([3.0]), np.ones(1), 5, seed=1, kept=0.5
        )


@pytest.mark.parametrize(
    ("changes", "discrepancy", "message"),
    [
        ({"low": 31.0, "high": 31.0}, 0.1, "an uncertainty of zero"),
        ({"low": None, "high": None}, 0.0, "has no uncertainty"),
    ],
)
def test_a_figure_without_uncertainty_is_refused(
    changes: dict[str, Any], discrepancy: float, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        observed([replace(TARGET, **changes)], replace(SETTINGS, discrepancy=discrepancy))


def test_figures_are_read_with_their_bounds() -> None:
    words = replace(TARGET, name="t.b", value=None, low=0.1, high=0.5)
    o = observed([TARGET, words], SETTINGS)
    assert o.values == pytest.approx([31.0, 0.3]) and o.sd == pytest.approx(
        [13.0 / 1.96, 0.2 / 1.96], rel=1e-3
    )
    assert o.group.tolist() == [0, 0], "figures of one measure share what the model misses"
    assert not is_two_sided(replace(TARGET, value=None, high=None))
    assert not is_two_sided(replace(TARGET, high=None)), (
        "a floor is no figure to lie near, though it has a number"
    )
    assert is_two_sided(replace(TARGET, low=None, high=None))


def test_figures_that_contradict_each_other_are_named_with_what_the_others_give() -> None:
    """Two figures of one quantity that lie ten errors apart, each of them well within the draws."""
    rng = np.random.default_rng(8)
    z = rng.standard_normal(4000)
    o = figures([1.0, -1.0], 0.05)
    reported = np.column_stack([z, z]) + o.noise(4000, 8)
    alone, together = strains(reported, o)
    assert not alone and {s.name for s in together} == {"0", "1"}
    assert together[0].expected == pytest.approx(-1.0, abs=0.3)
    far, _ = strains(reported, figures([9.0, 9.0], 0.05))
    assert {s.name for s in far} == {"0", "1"}
