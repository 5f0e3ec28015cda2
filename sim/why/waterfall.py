"""Which lever does what.

Each lever of a scenario alone, all together, and what they do to one another. Every lever is put
into the base on its own and run with the same luck, replication by replication. What all levers
together do beyond the sum of what each does alone is their interaction: levers + interaction =
total, in every replication. An interaction in the direction of the levers says that they strengthen
one another, one against it that they partly do the same work, or that one takes away what the other
works on. One lever has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.common import arguments as check
from sim.common.arrays import Floats
from sim.common.errors import Faults, refuse, unknown
from sim.common.watch import Progress, watched
from sim.front_door import Prepared, prepare
from sim.measures.comparison import kpi_frame
from sim.measures.inputs import mean
from sim.measures.kpis import BY_NAME, kpi_of
from sim.plots.steps import plot_waterfall
from sim.readable.frame import Shown, Shows, checked_language, on_axis
from sim.readable.why import LeverEffects
from sim.statistics.intervals import mean_interval
from sim.words.catalogue import LANGUAGES, say
from sim.words.levers import all_rows, label_of, lever_lines
from sim.words.report import title_with
from sim.world.changes import Change, parse_changes
from sim.world.scenario import Scenario

INTERACTION, TOTAL = "interaction", "total"


@dataclass(frozen=True, repr=False)
class Waterfall(Shows):
    """What the levers of a scenario do to one KPI, each alone and together.

    Attributes:
        kpi: the number, `kpi` or `kpi.label`.
        titles: titles of base and scenario, each with keys nl and en.
        base: mean over replications in the base, in the unit of the KPI.
        other: mean over replications in the scenario.
        replications: one row per replication (index): the difference from the base of each lever
            alone, of their interaction, and in all.
        table: one row per lever, then the interaction, then the total: [lever, nl, en, unit,
            difference, low, high, n], with 95 % t intervals.
    """

    kpi: str
    titles: tuple[Mapping[str, str], Mapping[str, str]]
    base: float
    other: float
    replications: pd.DataFrame = field(repr=False)
    table: LeverEffects

    def plot(self, ax: Axes | None = None, language: str = "en") -> Axes:
        """Draw the levers as steps from no difference to the whole difference.

        On `ax`, or on an axis of its own; give the axis back.
        """
        lang, height = checked_language(language), 1.2 + 0.5 * len(self.table)
        return on_axis(
            ax, lambda made: plot_waterfall(made, self.kpi, self.table, lang), (9.2, height)
        )

    def __repr__(self) -> str:
        return (
            f"<Waterfall: {self.kpi}, {self.titles[1]['en']} against {self.titles[0]['en']}, "
            f"{len(self.table) - 2} levers>"
        )

    def _table(self) -> Shown:
        return self.table


def waterfall(
    scenario: str | Path | Scenario,
    *,
    base: str | Path | Scenario | None = None,
    kpi: str = "census_one_to_one",
    progress: Progress | bool | None = None,
    **arguments: Any,
) -> Waterfall:
    """Run each lever of a scenario alone, and all together, against a base.

    Args:
        scenario: name of a file in `scenarios/`, a path, or a loaded scenario; `levers={...}` adds
            to it, not to its base.
        base: what it is compared with, likewise; default: what it stands on top of, else the
            baseline.
        kpi: a KPI that is one number, or `kpi.label`, for example `starts_by_cause.refused`.
        progress: called with (replications finished, replications in all), over all runs: one for
            the base, one for each lever, one for all; True for a bar, False for silence; default: a
            bar if a person watches.
        arguments: region, replications, seed, engine, start, end, warm_up_years, levers,
            parameters, workers, as in `sim.simulate`.

    Raises:
        ConfigError: anything wrong in files or arguments, an unknown KPI, or a scenario without a
            change, before anything runs; an unknown label of a
            KPI, once the base ran.
    """
    valid = [name for name in signature(prepare).parameters if name not in ("scenario", "record")]
    check.check_names("waterfall", arguments, [*valid, "base", "kpi", "progress"])
    _check_kpi(kpi)
    whole = prepare(scenario, **arguments)
    bottom = prepare(
        whole.scenario.usual_base if base is None else base, **{**arguments, "levers": None}
    )
    alone = {key: _alone(key, whole, bottom, arguments) for key in _keys(whole, bottom)}
    if not alone:
        refuse(
            f"waterfall: scenario '{whole.scenario.name}' changes nothing that its base "
            f"'{bottom.scenario.name}' does not: there is nothing to take "
            "apart. Name a scenario with changes, or pass levers={'evaluation.interval_days': 42}; "
            "`doorstroom levers` lists all levers."
        )
    with watched(progress, "waterfall") as told:
        values = _run(kpi, [bottom, whole, *alone.values()], told)
    is_defined = np.isfinite(values).all(axis=0)
    in_base, in_all, *in_each = values[:, is_defined]
    parts = {key: each - in_base for key, each in zip(alone, in_each, strict=True)}
    parts[INTERACTION] = (
        (in_all - in_base) - np.sum(list(parts.values()), axis=0)
        if len(alone) > 1
        else np.zeros_like(in_base)
    )
    parts[TOTAL] = in_all - in_base
    index = pd.Index(np.flatnonzero(is_defined), name="replication")
    titles = (
        bottom.scenario.title,
        title_with(whole.scenario.title, len(whole.settings["levers"])),
    )
    about = {"kpi": kpi, "base": mean(in_base), "other": mean(in_all)}
    return Waterfall(
        kpi,
        titles,
        mean(in_base),
        mean(in_all),
        pd.DataFrame(parts, index=index),
        LeverEffects(_table(kpi, parts, whole), about),
    )


def _check_kpi(kpi: object) -> None:
    if str(kpi).partition(".")[0] not in BY_NAME:
        refuse(f"waterfall: {unknown('kpi', kpi, BY_NAME)}")


def _keys(whole: Prepared, bottom: Prepared) -> list[str]:
    mine, theirs = whole.scenario.changes, bottom.scenario.changes
    differing = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
    return list(dict.fromkeys([*differing, *whole.settings["levers"]]))


def _alone(key: str, whole: Prepared, bottom: Prepared, arguments: Mapping[str, Any]) -> Prepared:
    """Return the base with one lever of the scenario, in memory."""
    changes = {k: each for k, each in bottom.scenario.changes.items() if k != key}
    if key in whole.scenario.changes:
        changes[key] = whole.scenario.changes[key]
    levers = {k: each for k, each in whole.settings["levers"].items() if k == key}
    one = replace(whole.scenario, name=f"{bottom.scenario.name} + {key}", changes=changes)
    return prepare(one, **{**arguments, "levers": levers})


def _run(kpi: str, runs: list[Prepared], progress: Callable[[int, int], None] | None) -> Floats:
    """Return the KPI of every run, `(n_runs, n_replications)`.

    Equal worlds are run once, and only the KPI of a run is kept.
    """
    seen: dict[str, Floats] = {}
    different = len({run.world.fingerprint for run in runs})
    for run in runs:
        if run.world.fingerprint not in seen:
            before, each = len(seen) * run.replications, run.replications
            result = run.run(_told(progress, before, different * each))
            frame = kpi_frame(result.recordings, [kpi_of(kpi)])
            if kpi not in frame:
                refuse(f"waterfall: {unknown('kpi', kpi, list(map(str, frame.columns)))}")
            seen[run.world.fingerprint] = frame[kpi].to_numpy(np.float64)
    return np.array([seen[run.world.fingerprint] for run in runs])


def _told(
    progress: Callable[[int, int], None] | None, before: int, in_all: int
) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, _: progress(before + done, in_all)


def _table(kpi: str, parts: Mapping[str, Floats], whole: Prepared) -> pd.DataFrame:
    rows = []
    for name, values in parts.items():
        effect = mean_interval(values)
        words = {lang: _words(name, whole, lang) for lang in LANGUAGES}
        rows.append(
            {
                "lever": name,
                **words,
                "unit": kpi_of(kpi).unit,
                "difference": effect.mean,
                "low": effect.low,
                "high": effect.high,
                "n": effect.n,
            }
        )
    return pd.DataFrame(rows)


def _words(name: str, whole: Prepared, lang: str) -> str:
    """Return a lever in words, with its change where there is one only."""
    if name in (INTERACTION, TOTAL):
        return say(f"figures.waterfall.{name}", lang)
    rows = all_rows()
    given = whole.settings["levers"]
    changes: tuple[Change, ...] = whole.scenario.changes.get(name, ())
    if name in given:
        changes = parse_changes(given[name], "levers", name, Faults(), whole.world.run.start)
    if len(changes) == 1:
        return lever_lines({name: changes}, rows)[lang][0]
    return label_of(name, lang, rows)
