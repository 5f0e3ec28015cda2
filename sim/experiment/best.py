"""The points of a design that meet what is asked at least cost, and how sure that is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from sim.common.errors import Faults, show, unknown
from sim.common.thousands import could_be_thousands, unclear
from sim.experiment.study import OF_A_POINT
from sim.measures.kpis import kpi_of, title_of
from sim.readable.frame import Shown
from sim.readable.sheet import Sheet
from sim.words.catalogue import say
from sim.words.levers import label_of
from sim.words.numbers import Scale, percent, plain, scale_of, shortest

ASKED = re.compile(r"\s*(<=|>=|<|>)\s*(-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)\s*")
SHOWN = 10  # points in a readable table


class Asked(NamedTuple):
    """What a number must be: at most or at least a bound."""

    kpi: str
    sign: str
    bound: float

    @property
    def is_most(self) -> bool:
        """Whether the bound is the most that is allowed."""
        return self.sign.startswith("<")

    def is_met(self, mean: Any) -> Any:
        """Return for which means it holds."""
        return {
            "<=": np.less_equal,
            "<": np.less,
            ">=": np.greater_equal,
            ">": np.greater,
        }[self.sign](mean, self.bound)

    def sure(self, mean: Any, sd: Any, n: Any) -> Any:
        """Return how sure it is that the true mean meets it, 0 to 1, by Student's t.

        NaN with one replication; 0 or 1 where all replications are equal.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            away = (self.bound - mean) * np.sqrt(n) / sd
            likely = special.stdtr(np.maximum(n - 1, 1), away if self.is_most else -away)
        likely = np.where(sd == 0, self.is_met(mean).astype(float), likely)
        return np.where(n > 1, likely, np.nan)


def parse_where(where: object, valid: Sequence[str], faults: Faults) -> list[Asked]:
    """Return what is asked of each number: `{"census_one_to_one": "<= 110"}`.

    A sign (<=, <, >=, >) and a number with a decimal point; what is wrong is noted.
    """
    example = "where={'census_one_to_one': '<= 110'}"
    if not isinstance(where, Mapping) or not where:
        faults.add(
            f"best: 'where' is {show(where)}; it must say what each number must be. Pass {example}."
        )
        return []
    found = []
    for kpi, text in where.items():
        if kpi not in valid:
            faults.add(f"best: where: {unknown('KPI', kpi, valid)} Choose one of these.")
            continue
        match = ASKED.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            faults.add(
                f"best: where: '{kpi}' is {show(text)}; it must be a sign (<=, <, >=, >) and a "
                f"number with a decimal point. Pass {example}."
            )
        elif could_be_thousands(match[2]):
            faults.add(f"best: where: '{kpi}' is {show(text)}; the number {unclear(match[2])}")
        else:
            found.append(Asked(str(kpi), match[1], float(match[2])))
    return found


class Best(Shown):
    """[point, scenario, axes, cost, cost_low, cost_high, n, then per number asked
    <kpi>, <kpi>_low, <kpi>_high, <kpi>_sure, <kpi>_share]: cheapest first.

    `_sure` is how sure it is that the true mean meets what is asked, `_share` the share of
    replications that do.
    """

    def _sheet(self, lang: str) -> Sheet:
        asked: Sequence[Asked] = self.about["asked"]
        cost, axes = str(self.about["cost"]), list(self.about["axes"])
        frame = pd.DataFrame(self)
        numbers = [cost, *(each.kpi for each in asked)]
        columns = ["cost", *(each.kpi for each in asked)]
        scales = {
            column: scale_of(kpi_of(kpi).unit, *frame[column])
            for column, kpi in zip(columns, numbers, strict=True)
        }
        rows = []
        for row in frame.head(SHOWN).to_dict("records"):
            cells = [f"{row['scenario']} ({row['point']})"]
            cells += [shortest(float(f"{row[axis]:.4g}"), lang) for axis in axes]
            cells.append(_with_interval(row, "cost", scales["cost"], lang))
            for each in asked:
                cells.append(_with_interval(row, each.kpi, scales[each.kpi], lang))
                cells.append(_sure(row[f"{each.kpi}_sure"], lang))
            rows.append(tuple(cells))
        heads = [f"{title_of(kpi, lang)} ({say(f'units.short.{scales[column].unit}', lang)})"
                 for column, kpi in zip(columns, numbers, strict=True)]  # fmt: skip
        headings = [say("shown.point", lang), *(_axis(axis, lang) for axis in axes), heads[0]]
        for head in heads[1:]:
            headings += [head, say("shown.sure", lang)]
        told = ", ".join(
            f"{title_of(a.kpi, lang)} {a.sign} {shortest(a.bound, lang)}" for a in asked
        )
        notes = [say("shown.best_note", lang)]
        if not rows:
            notes = [say("shown.best_none", lang, nearest=self.about["nearest"] or "–")]
        elif len(rows) < len(frame):
            notes.append(say("shown.first_of", lang, n=len(rows), total=len(frame)))
        return Sheet(
            say("shown.best", lang, cost=title_of(cost, lang), asked=told, n=len(frame)),
            tuple(headings),
            rows,
            frozenset(range(1, len(headings))),
            wide=frozenset(range(len(headings))),
            notes=tuple(notes),
        )


def _axis(name: str, lang: str) -> str:
    return f"{label_of(name.removesuffix(' (x)'), lang)}"


def _with_interval(row: Mapping[Any, Any], name: str, scale: Scale, lang: str) -> str:
    value, low, high = (row[each] * scale.factor for each in (name, f"{name}_low", f"{name}_high"))
    ends = f" {say('units.to', lang)} ".join(
        plain(end, scale.decimals, lang) for end in (low, high)
    )
    mean = plain(value, scale.decimals, lang)
    return mean if low != low or high != high else f"{mean} ({ends})"


def _sure(value: float, lang: str) -> str:
    if value != value:
        return say("shown.unknown", lang)
    return f"> {percent(0.99, 0, lang)}" if value > 0.99 else percent(value, 0, lang)


def best_points(
    points: pd.DataFrame,
    summary: pd.DataFrame,
    values: pd.DataFrame,
    cost: str,
    asked: Sequence[Asked],
    smallest: bool,
) -> Best:
    """Return the points whose means meet all that is asked, cheapest first.

    Args:
        points: one row per point, with its axes.
        summary: per point and KPI [point, kpi, n, mean, sd, low, high].
        values: per point and replication, one column per KPI.
        cost: the number that is to be small (or large).
        asked: what other numbers must be.
        smallest: whether the smallest `cost` comes first.
    """
    by_kpi = {kpi: rows.set_index("point") for kpi, rows in summary.groupby("kpi")}
    costs = by_kpi[cost].rename(columns={"mean": "cost", "low": "cost_low", "high": "cost_high"})
    found = points.drop(columns=["base", "world"]).merge(
        costs[["cost", "cost_low", "cost_high", "n"]], left_on="point", right_index=True
    )
    is_met, distance = np.ones(len(found), np.bool_), np.zeros(len(found))
    for each in asked:
        rows = by_kpi[each.kpi].reindex(found["point"])
        mean, sd, n = (rows[name].to_numpy(float) for name in ("mean", "sd", "n"))
        found[each.kpi] = mean
        found[f"{each.kpi}_low"], found[f"{each.kpi}_high"] = (
            rows[end].to_numpy(float) for end in ("low", "high")
        )
        found[f"{each.kpi}_sure"] = each.sure(mean, sd, n)
        shares = each.is_met(values.set_index("point")[each.kpi]).groupby(level=0).mean()
        found[f"{each.kpi}_share"] = shares.reindex(found["point"]).to_numpy(float)
        is_met &= each.is_met(mean)
        size = abs(each.bound) or 1.0
        distance += np.where(each.is_met(mean), 0.0, np.abs(mean - each.bound) / size)
    near = found.iloc[int(np.nanargmin(distance))] if len(found) else None
    nearest = "" if near is None else _nearest(near, asked)
    about = {
        "asked": list(asked),
        "cost": cost,
        "axes": [name for name in points.columns if name not in OF_A_POINT],
        "nearest": nearest,
    }
    order = found[is_met].sort_values(["cost", "point"], ascending=[smallest, True])
    return Best(order.reset_index(drop=True), about)


def _nearest(row: Any, asked: Sequence[Asked]) -> str:
    reached = ", ".join(f"{each.kpi} {row[each.kpi]:.4g}" for each in asked)
    return f"{row['scenario']} ({row['point']}): {reached}"
