"""What is passed to the library and makes no sense: ConfigError, and nothing else."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.common.errors import ConfigError, show
from sim.doubt.spread import over_ensemble
from sim.front_door import Prepared
from sim.readable.figures import ResultKpis
from sim.readable.frame import Shown, Shows
from tests.drills.effort import Drill

STRANGE: tuple[Any, ...] = (
    *(None, True, -1, 0, 1, 10**30, -(10**30), 2**63, 1.0, 1.5, 1e300, float("nan"), float("inf")),
    *("", " ", "x" * 300, "a\0b", "\ud800", "a\nb", "x" * 300 + ".yaml", "a\0b.yaml", "limbrug"),
    *("/dev/zero", ".", "..", "baseline", "limburg", "2025-02-30", "9999-12-31", "1.000"),
    *(
        b"",
        b"limburg",
        [],
        [[]],
        [None],
        ["limburg", "limburg"],
        (),
        {},
        {"a": 1},
        {1: 2},
        {"": {}},
    ),
    *({"evaluation.interval_days": each} for each in (None, {}, [], "x", 10**30, float("nan"))),
    *({"evaluation.interval_days": {"from": "9999-12-31", "to": 3}}, {"x" * 300: 1}, {None: 1}),
    {"evaluation.interval_days": [{"from": dt.date.min, "until": dt.date.max, "to": 42}]},
    *(object(), set(), range(3), print, dt.date.max, dt.date.min, dt.datetime(2025, 1, 1, 12)),
    *(pd.NaT, pd.Timestamp("2025-01-01", tz="UTC"), np.nan, np.array([1, 2]), np.int64(-1)),
    *(np.datetime64("NaT"), pd.DataFrame(), pd.NA, Path(), Path("x" * 300), Path("/proc/self/mem")),
    *(1j, "${seed}", "region=limburg", "\x1b[31m", 10**5000, "9" * 5000, frozenset({"limburg"})),
)
ARGUMENTS = (
    *("region", "replications", "seed", "engine", "start", "end", "warm_up_years"),
    *("levers", "parameters", "record", "workers"),
)
Call = Callable[[Any], object]
CALLS: dict[str, Call] = {
    "scenario": lambda value: sim.simulate(value),
    "misspelt": lambda value: sim.simulate("baseline", **{show(value): value}),
    **{
        name: lambda value, name=name: sim.simulate("baseline", **{name: value})
        for name in ARGUMENTS
    },
    "base": lambda value: sim.compare(value, value),
    "folder": lambda value: sim.open_results(value),
    "name of a region": lambda value: sim.new_region(value, population=1000),
    "population": lambda value: sim.new_region("x", population=value, path="/proc/x.yaml"),
    "model": lambda value: sim.new_region("x", population=9000, like=value, path="/proc/x.yaml"),
    "known": lambda value: sim.new_region("x", population=9000, known=value, path="/proc/x.yaml"),
    "words": lambda value: sim.levers(value),
    "region of levers": lambda value: sim.levers(region=value),
    "scenarios": lambda value: sim.scenarios(value),
    "kpis": lambda value: sim.kpis(value),
    "readable": lambda value: Showing().readable(value),
    "language of LaTeX": lambda value: Showing().to_latex(language=value),
    "numbers": lambda value: Showing().table.readable("en", value),
    "Excel": lambda value: Showing().to_excel(value) if is_no_path(value) else None,
    "language of Excel": lambda value: Showing().to_excel("x.xlsx", language=value),
    "members": lambda value: over_ensemble(["baseline"], region="x", ensemble=NONE, members=value),
}


NONE = pd.DataFrame()


class Showing(Shows):
    """What shows itself as a result does, with no number in it."""

    table = ResultKpis(pd.DataFrame(columns=["kpi", "unit", "mean", "low", "high"]), {})

    def _table(self) -> Shown:
        return self.table


def is_no_path(value: object) -> bool:
    """Tell whether nothing can be written there: a drill writes in no device."""
    return not isinstance(value, str | Path) or not str(value).strip()


def made(call: str, value: Any) -> str:
    """Return what came of a call; fail with what it was if that is no refusal."""
    try:
        CALLS[call](value)
    except ConfigError as error:
        told = str(error)
        assert told.strip() and len(told.splitlines()) <= 11, (call, value, told)
        return "refused"
    except Exception as error:
        raise AssertionError(f"{call}={show(value)} ({type(value)})") from error
    return "taken"


@pytest.mark.parametrize("call", CALLS)
def test_a_value_that_makes_no_sense_is_refused_in_words(
    call: str, drill: Drill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Prepared, "run", lambda *_, **__: None)
    values = STRANGE if drill.effort.name == "long" else drill.rng.sample(STRANGE, 25)
    for value in values:
        drill.count(made(call, value))
    drill.count("other exceptions", 0)
