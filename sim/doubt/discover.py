"""Under which conditions does a policy fail, and which choice is robust.

Rules from a small tree, and regret over the ensemble or a sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.common.arrays import Bools, Floats
from sim.common.errors import ConfigError, refuse
from sim.common.extras import install
from sim.experiment.results import Results

DEPTH = 3
SMALLEST = 0.08  # share of all cases that a condition must hold for
BOTH = 5  # cases that must fail, and that must not
CHANCE = 0.6  # balanced accuracy below which rules say no more than luck would


@dataclass(frozen=True)
class Condition:
    """A corner of the parameters.

    Attributes:
        text: such as "search.days_tolerance < 4.2 and start.p_unit > 0.3".
        density: share of its cases that fail.
        coverage: share of all failures that lie in it.
        support: share of all cases that lie in it.
    """

    text: str
    density: float
    coverage: float
    support: float


@dataclass(frozen=True)
class Discovery:
    """Conditions of failure, worst first, and whether to believe them.

    Attributes:
        conditions: corners whose density is above the share that fails anywhere.
        share: share of all cases that fail.
        score: balanced accuracy in five-fold cross-validation; 0.5 is no better than chance: then
            there is nothing to read in the conditions.
    """

    conditions: list[Condition]
    share: float
    score: float


def conditions(x: pd.DataFrame, fails: Bools, seed: int = 1) -> Discovery:
    """Return the corners of `x` (one row per case, one column per parameter) in which cases fail,
    by a classification tree.

    Raises:
        ConfigError: fewer than five cases fail, or do not: there is nothing to tell apart;
            scikit-learn is not installed.
    """
    try:
        from sklearn.model_selection import cross_val_score
        from sklearn.tree import DecisionTreeClassifier
    except ImportError as error:
        raise ConfigError(
            f"scenario discovery needs scikit-learn. {install('evidence')}"
        ) from error
    if min(int(fails.sum()), int((~fails).sum())) < BOTH:
        refuse(
            f"discovery: {int(fails.sum())} of {len(fails)} cases fail; at least {BOTH} must, and "
            f"{BOTH} must not. Choose another target."
        )
    tree = DecisionTreeClassifier(
        max_depth=DEPTH,
        min_samples_leaf=max(int(SMALLEST * len(x)), 1),
        class_weight="balanced",
        random_state=seed,
    )
    score = float(cross_val_score(tree, x, fails, cv=BOTH, scoring="balanced_accuracy").mean())
    tree.fit(x, fails)
    leaf, t = tree.apply(x), tree.tree_
    found = []
    for node in np.unique(leaf):
        inside = leaf == node
        density = float(fails[inside].mean())
        if density > fails.mean():
            found.append(
                Condition(
                    _path(t, int(node), list(x.columns)),
                    density,
                    float(fails[inside].sum() / fails.sum()),
                    float(inside.mean()),
                )
            )
    return Discovery(
        sorted(found, key=lambda c: (-c.density, -c.coverage)), float(fails.mean()), score
    )


def _path(t: "object", node: int, names: Sequence[str]) -> str:
    """Return the conditions on the way from the root of a tree to a leaf.

    Of two on the same side of one parameter the narrower.
    """
    left, right = t.children_left, t.children_right  # type: ignore[attr-defined]
    parts: dict[tuple[str, str], float] = {}
    while node != 0:
        parent = int(np.flatnonzero((left == node) | (right == node))[0])
        side = "<" if left[parent] == node else ">"
        key = (names[t.feature[parent]], side)  # type: ignore[attr-defined]
        parts.setdefault(key, float(t.threshold[parent]))  # type: ignore[attr-defined]
        node = parent
    return (
        " and ".join(
            f"{name} {side} {value:.3g}" for (name, side), value in reversed(parts.items())
        )
        or "always"
    )


def cases_of(
    results: Results, kpi: str, *, is_difference: bool = False, scenario: str | None = None
) -> pd.DataFrame:
    """Return [what was varied ..., value].

    A row per point, with its mean over replications or its difference from the base.

    Raises:
        ConfigError: unknown KPI or scenario; nothing was varied.
    """
    column = "difference" if is_difference else "mean"
    found = results.differences(kpi) if is_difference else results.summary(kpi)
    if scenario is not None:
        there = sorted(found["scenario"].unique())
        if scenario not in there:
            refuse(
                f"--scenario: no point of '{scenario}' among these results. There are: "
                f"{', '.join(there)}."
            )
        found = found[found["scenario"] == scenario]
    cases = (
        found[[*results.axes, column]]
        .rename(columns={column: "value"})
        .dropna()
        .reset_index(drop=True)
    )
    if not results.axes or cases.empty:
        refuse(
            f"{results.folder}: no point in it has values of levers or assumptions beside a "
            "result, so there are no conditions to look for."
        )
    return cases


def discover(cases: pd.DataFrame, target: float, *, is_from_below: bool = False) -> Discovery:
    """Return the conditions under which `value` of `cases` misses a target.

    Raises as `conditions`.
    """
    value = cases["value"].to_numpy(float)
    return conditions(
        cases.drop(columns="value"), np.asarray(value < target if is_from_below else value > target)
    )


def regret(loss: Floats, options: Sequence[str]) -> pd.DataFrame:
    """Return [option, expected, mean_regret, regret_95, share_best] from losses (n_members,
    n_options), least regret in a bad case first.

    Regret is what an option loses against the best option of that member; `regret_95` is not
    exceeded in 95 % of the members.
    """
    over = loss - loss.min(axis=1, keepdims=True)
    best = np.eye(loss.shape[1])[loss.argmin(axis=1)].mean(axis=0)
    frame = pd.DataFrame(
        {
            "option": list(options),
            "expected": loss.mean(axis=0),
            "mean_regret": over.mean(axis=0),
            "regret_95": np.quantile(over, 0.95, axis=0),
            "share_best": best,
        }
    )
    return frame.sort_values(["regret_95", "mean_regret"], ignore_index=True)
