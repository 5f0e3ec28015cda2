"""The one front door: run a scenario, compare two.

`simulate(...) -> Result`, `compare(base, other) -> table of paired differences`.
"""

import datetime as dt
import inspect
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.common import arguments as check
from sim.common.calendar import whole_days
from sim.common.errors import Faults
from sim.common.paths import CONF
from sim.common.watch import Progress, watched
from sim.common.yaml_strict import load_mapping
from sim.engine.execute import ENGINES, RECORDS, check_memory, execute_all
from sim.measures import comparison
from sim.measures.comparison import Comparison, Side
from sim.readable.figures import Differences
from sim.result import Result as Result
from sim.result import origin
from sim.words.catalogue import LANGUAGES, say
from sim.words.report import title_with
from sim.world.build import Run, World, build_world
from sim.world.check import check_world
from sim.world.scenario import Scenario, load_scenario


@dataclass(frozen=True)
class Prepared:
    """A run of which everything has been checked and nothing has been simulated."""

    scenario: Scenario
    world: World
    seed: int
    replications: int
    engine: str
    record: str
    workers: int
    settings: Mapping[str, Any]

    @property
    def title(self) -> Mapping[str, str]:
        """Title of the scenario, nl and en, with the number of levers added to it."""
        return title_with(self.scenario.title, len(self.settings.get("levers", ())))

    def run(self, progress: Progress | None = None) -> Result:
        """Run all replications.

        `progress` is called with (replications finished, replications in all).
        """
        (result,) = run_all([self], progress)
        return result


def run_all(runs: Sequence[Prepared], progress: Progress | None = None) -> list[Result]:
    """Run several runs of the same seed and replications with one engine.

    Each gives what it gives alone; a past that they have in common is run once. `progress` is
    called with (replications finished, replications in all), of all runs together.
    """
    first = runs[0]
    assert all(_is_alike(run, first) for run in runs), "runs of another seed, size or engine"
    found = execute_all(
        first.engine,
        [run.world for run in runs],
        first.seed,
        first.replications,
        first.record,
        first.workers,
        progress,
    )
    return [
        Result(run.scenario, run.world, recordings, run.seed, run.settings)
        for run, recordings in zip(runs, found, strict=True)
    ]


def _is_alike(run: Prepared, other: Prepared) -> bool:
    alike = ("engine", "seed", "replications", "record", "workers")
    return all(getattr(run, name) == getattr(other, name) for name in alike)


def prepare(
    scenario: str | Path | Scenario,
    *,
    region: str | Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    engine: str | None = None,
    start: dt.date | str | None = None,
    end: dt.date | str | None = None,
    warm_up_years: float | None = None,
    levers: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    record: str = "tables",
    workers: int | None = None,
) -> Prepared:
    """Check a run and get it ready. What is not given is taken from `conf/config.yaml`.

    Args:
        scenario: name of a file in `scenarios/`, a path, or a loaded scenario.
        region: name of a profile in `conf/region/`, or several names.
        replications: number of replications, >= 1; they are numbered from 0.
        seed: seed of all draws, 0 <= seed < 2**63. The same seed pairs scenarios youth by youth.
        engine: "core" (compiled), or "reference" (SimPy and Mesa; the same results to the last
            event, some hundreds of times slower).
        start: first reporting day: a date, ISO text or a Timestamp.
        end: day after the last reporting day, likewise.
        warm_up_years: years simulated before `start` and discarded, >= 0.
        levers: dotted names of levers to values or dated changes, beside the scenario; validated
            like a file.
        parameters: dotted names of any parameters to values in force for the whole run.
        record: "tables", "days" for the counts of every day too, or "events" for those and the full
            log.
        workers: threads (core) or processes (reference); default: the processors of this machine,
            at most one per replication.

    Returns:
        The run, not yet simulated.

    Raises:
        ConfigError: anything wrong in files or arguments, all faults at once, before anything runs.
    """
    given: dict[str, Any] = {
        "region": region,
        "replications": replications,
        "seed": seed,
        "engine": engine,
        "start": start,
        "end": end,
    }
    given["warm_up_years"] = warm_up_years
    usual = {
        key: value if given.get(key) is None else given[key] for key, value in defaults().items()
    }
    faults = Faults()
    region = check.names(usual["region"], "region", faults)
    replications = check.whole(
        usual["replications"], "replications", faults, 1, more=" An interval needs at least 2."
    )
    seed = check.whole(usual["seed"], "seed", faults, 0, check.SEED_MAX - 1)
    engine = check.choice(usual["engine"], "engine", faults, ENGINES)
    record = check.choice(record, "record", faults, RECORDS)
    start, end = (check.date(usual[key], key, faults) for key in ("start", "end"))
    warm_up_years = check.real(usual["warm_up_years"], "warm_up_years", faults, 0, check.YEARS_MAX)
    levers = check.mapping(levers, "levers", faults, "'evaluation.interval_days': 42")
    parameters = check.mapping(parameters, "parameters", faults, "'evaluation.interval_days': 42")
    workers = min(
        check.whole(
            (os.cpu_count() or 1) if workers is None else workers,
            "workers",
            faults,
            1,
            check.MOST_WORKERS,
        ),
        replications,
    )
    check.kind(
        scenario,
        str | Path | Scenario,
        "'scenario'",
        faults,
        "the name of a file in scenarios/, a path, or a loaded one. Pass 'baseline'.",
    )
    faults.stop()
    loaded = load_scenario(scenario) if not isinstance(scenario, Scenario) else scenario
    run = Run(start, end, whole_days(warm_up_years))
    world = build_world(loaded, region=region, run=run, levers=levers, parameters=parameters)
    check_world(world)
    check_memory(world, replications, record)
    settings = {
        "region": region,
        "engine": engine,
        "start": start,
        "end": end,
        "warm_up_years": warm_up_years,
        "record": record,
        "levers": dict(levers),
        "parameters": dict(parameters),
    }
    return Prepared(loaded, world, seed, replications, engine, record, workers, settings)


def simulate(
    scenario: str | Path | Scenario,
    *,
    region: str | Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    engine: str | None = None,
    start: dt.date | str | None = None,
    end: dt.date | str | None = None,
    warm_up_years: float | None = None,
    levers: Mapping[str, object] | None = None,
    parameters: Mapping[str, object] | None = None,
    record: str = "tables",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    **misspelt: object,
) -> Result:
    """Run a scenario. What is not given is taken from `conf/config.yaml`.

    Args:
        scenario: name of a file in `scenarios/` (`sim.scenarios()`), a path, or a loaded scenario.
        region: name of a profile in `conf/region/` (`sim.regions()`), the path of your own, or
            several.
        replications: number of replications, >= 1; they are numbered from 0. An interval needs at
            least 2.
        seed: seed of all draws, 0 <= seed < 2**63. The same seed pairs scenarios youth by youth.
        engine: "core" (compiled), or "reference" (SimPy and Mesa; the same results to the last
            event, some hundreds of times slower).
        start: first reporting day: a date, ISO text or a Timestamp.
        end: day after the last reporting day, likewise.
        warm_up_years: years simulated before `start` and discarded, >= 0.
        levers: names of levers (`sim.levers()`) to values or dated changes, beside the scenario:
            `{"evaluation.interval_days": 42}` or `{"setting.follow_up.places": {"from":
            "2026-01-01", "times": 1.25}}`.
        parameters: names of any parameters to values in force for the whole run.
        record: "tables", "days" for the counts of every day too, or "events" for those and the full
            log.
        workers: threads (core) or processes (reference); default: the processors of this machine,
            at most one per replication.
        progress: a function of (replications finished, replications in all); True for a bar, False
            for silence; default: a bar if a person watches.
        misspelt: refused, with the nearest name that exists.

    Returns:
        A `Result`.

    Raises:
        ConfigError: anything wrong in files or arguments, all faults at once, before anything runs.
    """
    valid = [name for name in inspect.signature(prepare).parameters if name != "scenario"]
    check.check_names("simulate", misspelt, [*valid, "progress"])
    with watched(progress, "simulate") as told:
        return prepare(
            scenario,
            region=region,
            replications=replications,
            seed=seed,
            engine=engine,
            start=start,
            end=end,
            warm_up_years=warm_up_years,
            levers=levers,
            parameters=parameters,
            record=record,
            workers=workers,
        ).run(told)


def defaults() -> dict[str, Any]:
    """Return the usual arguments of a run: `conf/config.yaml`."""
    return load_mapping(CONF / "config.yaml", "conf/config.yaml")


def compare(base: Result, other: Result) -> Differences:
    """Return the paired differences other - base.

    A data frame that shows itself as a readable table of the headline figures (`print`, a notebook,
    `.readable(language="nl", kpis="all")`, `.plot()`, `.to_excel(path)`, `.to_latex()`);
    `.to_string()` and its columns give everything exactly. One row per KPI with unit, both means,
    difference and its 95 % intervals. `low` and `high` are Student's t, `bootstrap_low` and
    `bootstrap_high` the studentised bootstrap (from ten replications on); `variance_reduction` is
    how many times more replications an unpaired comparison would need for the same precision. How
    often they hold: docs/coverage.md. Replications are paired by number under common random
    numbers: both results need the same seed, period and number of replications.

    Raises:
        ConfigError: the results cannot be paired; says what differs.
    """
    check_pair(base, other)
    return differences_of(base, other, comparison.compare(base.recordings, other.recordings))


def differences_of(base: Result, other: Result, frame: pd.DataFrame) -> Differences:
    """Return the frame of a comparison of these results, as a table that shows itself."""
    title = {
        lang: say("shown.compared_in", lang).format(
            base=base.title[lang], other=other.title[lang], **other.where(lang)
        )
        for lang in LANGUAGES
    }
    told = {
        **{f"{key} (base)": value for key, value in origin(base).items()},
        **origin(other),
    }
    return Differences(frame, {"title": title, "origin": told})


def comparison_of(base: Result, other: Result) -> Comparison:
    """Return both sides with their paired differences, for tables, figures and pages.

    Raises as `compare`.
    """
    check_pair(base, other)
    first, second = (
        Side(
            r.scenario.name,
            r.title,
            r.recordings,
        )
        for r in (base, other)
    )
    return comparison.comparison_of(first, second)


def check_pair(base: Result, other: Result) -> None:
    """Refuse to pair what is no result, and results of different seeds, periods, regions or
    replications.
    """
    faults = Faults()
    for which, result in (("base", base), ("other", other)):
        check.kind(
            result,
            Result,
            f"compare: '{which}'",
            faults,
            "a result. Pass what sim.simulate(...) gave.",
        )
    faults.stop()
    pairs = {
        "seed": (base.seed, other.seed),
        "start": (base.world.run.start, other.world.run.start),
        "end": (base.world.run.end, other.world.run.end),
        "warm_up_days": (base.world.run.warm_up_days, other.world.run.warm_up_days),
        "region": (base.world.region_names, other.world.region_names),
        "replications": (
            [r.replication for r in base.recordings],
            [r.replication for r in other.recordings],
        ),
    }
    for key, (a, b) in pairs.items():
        if a != b:
            faults.add(
                f"compare: '{key}' is {a} in the base and {b} in the other; they must be equal to "
                "be paired. Run both with the same."
            )
    faults.stop()
