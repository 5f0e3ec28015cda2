"""What a scenario gave: recordings, tables, KPIs, and how they show themselves."""

import datetime as dt
import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.common.errors import refuse
from sim.common.machine_code import machine_code_version
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.engine.recording import Recording
from sim.measures import comparison
from sim.readable.figures import ResultKpis
from sim.readable.frame import Shown, Shows, checked_language, on_axis
from sim.tables import tables
from sim.words.catalogue import LANGUAGES, say
from sim.words.numbers import date_text
from sim.words.report import title_with
from sim.world.build import World
from sim.world.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Result(Shows):
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
        about = {"title": title, "origin": origin(self)}
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

    def _table(self) -> Shown:
        return self.kpis

    def plot(self, ax: "Axes | None" = None, *, language: str = "en") -> "Axes":
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
    def applications(self) -> pd.DataFrame:
        """One row for every time that a provider was asked for a youth."""
        return self.tables["applications"]

    @property
    def reasons(self) -> pd.DataFrame:
        """Why 1:1 runs: youths, month means by region, form and reason."""
        return self.tables["reasons"]

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


def origin(result: Result) -> dict[str, str]:
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
