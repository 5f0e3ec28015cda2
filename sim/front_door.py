"""The one front door: run a scenario, compare two.

`simulate(...) -> Result`, `compare(base, other) -> table of paired differences`.
"""

import datetime as dt
import importlib.metadata
import inspect
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from sim.common import arguments as check
from sim.common.calendar import whole_days
from sim.common.errors import Faults, refuse
from sim.common.paths import CONF
from sim.common.watch import Progress, watched
from sim.common.yaml_strict import load_mapping
from sim.compiled import machine_code_version
from sim.engine.execute import ENGINES, RECORDS, check_memory, execute
from sim.engine.recording import Recording
from sim.measures import comparison
from sim.measures.comparison import Comparison, Side
from sim.readable.figures import Differences, ResultKpis
from sim.readable.frame import checked_language, on_axis
from sim.tables import tables
from sim.words.catalogue import LANGUAGES, say
from sim.words.numbers import date_text
from sim.words.report import title_with
from sim.world.build import Run, World, build_world
from sim.world.check import check_world
from sim.world.scenario import Scenario, load_scenario


@dataclass(frozen=True, repr=False)
class Result:
    """What a scenario gave.

    Recordings, one per replication, and tidy tables made from them on request. `print(result)`
    shows the headline figures.

    Attributes:
        scenario: the scenario.
        world: the numbers with which it ran.
        recordings: in order of replication.
        seed: seed of all draws.
        settings: arguments of the run, for provenance.
    """

    scenario: Scenario
    world: World = field(repr=False)
    recordings: Sequence[Recording] = field(repr=False)
    seed: int
    settings: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tidy tables, by name; one below the other over replications."""
        return tables.tables(self.recordings)

    @cached_property
    def kpis(self) -> ResultKpis:
        """One row per KPI: mean over replications, 95 % t interval, unit."""
        title = {
            lang: say("shown.of_run", lang).format(title=self.title[lang], **self.where(lang))
            for lang in LANGUAGES
        }
        about = {"title": title, "origin": _origin(self)}
        return ResultKpis(comparison.summarise(self.recordings), about)

    @property
    def title(self) -> Mapping[str, str]:
        """Title of the scenario, nl and en, with the number of levers added to it."""
        return title_with(self.scenario.title, len(self.settings.get("levers", ())))

    def where(self, language: str = "en") -> dict[str, str]:
        """Return region, first and last reporting day, in words."""
        run = self.world.run
        return {
            "region": ", ".join(_region_title(n, language) for n in self.world.region_names),
            "first": date_text(run.start, language),
            "last": date_text(run.end - dt.timedelta(days=1), language),
        }

    def __repr__(self) -> str:
        where = self.where()
        return (
            f"<Result: {self.title['en']}, {where['region']}, {where['first']} to {where['last']}, "
            f"{len(self.recordings)} replications, seed {self.seed}>"
        )

    def __str__(self) -> str:
        return str(self.kpis)

    def _repr_html_(self) -> str:
        return self.kpis._repr_html_()

    def plot(self, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the youths in 1:1 month by month, with bands over replications, and give the axis
        back; an axis is made where none is given.

        The dark band is the 95 % interval of the mean, the light one the middle 80 % of
        replications.
        """
        from sim.plots.census import plot_census

        lang = checked_language(language)
        return on_axis(
            ax, lambda made: plot_census(made, self.recordings, self.title[lang], lang), (7.0, 3.9)
        )

    def to_excel(self, path: str | Path, *, language: str = "en") -> None:
        """Write the KPIs to an Excel file, with a sheet that says where they come from.

        Raises:
            ConfigError: XlsxWriter is not installed.
        """
        self.kpis.to_excel(path, language=language)

    def to_latex(self, *, language: str = "en") -> str:
        """Return the table of the headline KPIs as LaTeX."""
        return str(self.kpis.to_latex(language=language))

    @property
    def census(self) -> pd.DataFrame:
        """Youths: month means by region, setting, variant and level."""
        return self.tables["census"]

    @property
    def episodes(self) -> pd.DataFrame:
        """One row per 1:1 arrangement; running ones have no end (censored)."""
        return self.tables["episodes"]

    @property
    def stays(self) -> pd.DataFrame:
        """One row per stay in a place."""
        return self.tables["stays"]

    @property
    def costs(self) -> pd.DataFrame:
        """Euro by year, region and component."""
        return self.tables["costs"]

    @property
    def teams(self) -> pd.DataFrame:
        """Stability and staffing, last day of every month."""
        return self.tables["teams"]

    @property
    def ret(self) -> pd.DataFrame:
        """Queue and reviews of the RET, by month."""
        return self.tables["ret"]

    @property
    def events(self) -> pd.DataFrame:
        """The full log, in the order in which it happened, warm-up included.

        Raises:
            ConfigError: it was not recorded.
        """
        if self.settings.get("record") != "events":
            refuse(
                'events: the log of this run was not recorded. Pass record="events" to simulate, '
                "or write record=events behind the command."
            )
        return pd.concat(
            [r.rows["events"].assign(replication=r.replication) for r in self.recordings],
            ignore_index=True,
        )

    def provenance(self) -> dict[str, Any]:
        """Return where these numbers come from: scenario, settings, seed, fingerprint, versions."""
        packages = ("doorstroom", "numpy", "numba", "simpy", "mesa", "pandas", "scipy")
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": [r.replication for r in self.recordings],
            "settings": {key: str(value) for key, value in self.settings.items()},
            "parameter_fingerprint": self.world.fingerprint,
            "rules_fingerprint": machine_code_version(),
            "parameters": {
                region: dict(zip(self.world.names, row.tolist(), strict=True))
                for region, row in zip(self.world.region_names, self.world.values, strict=True)
            },
            "changes": [
                {
                    "day": str(self.world.date(int(d))),
                    "region": self.world.region_names[int(r)],
                    "name": self.world.names[int(n)],
                    "value": float(v),
                }
                for d, r, n, v in zip(
                    self.world.change_day,
                    self.world.change_region,
                    self.world.change_name,
                    self.world.change_value,
                    strict=True,
                )
            ],
            "python": platform.python_version(),
            "versions": {name: _version(name) for name in packages},
        }


def _region_title(name: str, language: str) -> str:
    """Return what a region is called; a region that is no file of ours goes by its own name."""
    path = CONF / "region" / f"{name}.yaml"
    if not path.is_file():
        return name
    titles = load_mapping(path, f"conf/region/{name}.yaml").get("title", {})
    return str(titles.get(language, name))


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed as a package"


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
        recordings = execute(
            self.engine,
            self.world,
            self.seed,
            self.replications,
            self.record,
            self.workers,
            progress,
        )
        return Result(self.scenario, self.world, recordings, self.seed, self.settings)


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
        check.whole((os.cpu_count() or 1) if workers is None else workers, "workers", faults, 1),
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
    title = {
        lang: say("shown.compared_in", lang).format(
            base=base.title[lang], other=other.title[lang], **other.where(lang)
        )
        for lang in LANGUAGES
    }
    origin = {
        **{f"{key} (base)": value for key, value in _origin(base).items()},
        **_origin(other),
    }
    frame = comparison.compare(base.recordings, other.recordings)
    return Differences(frame, {"title": title, "origin": origin})


def _origin(result: Result) -> dict[str, str]:
    """Return where the numbers of a result come from, as lines for a sheet of notes."""
    known = result.provenance()
    numbers = known["replications"]
    settings = {key: value for key, value in known["settings"].items() if value not in ("{}", "")}
    return {
        "scenario": known["scenario"],
        "seed": str(known["seed"]),
        "replications": f"{len(numbers)} ({numbers[0]} to {numbers[-1]})",
        **settings,
        "parameter_fingerprint": known["parameter_fingerprint"],
        "rules_fingerprint": known["rules_fingerprint"],
        "python": known["python"],
        **{f"version of {name}": version for name, version in known["versions"].items()},
    }


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
