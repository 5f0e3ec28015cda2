"""A scenario of which replications are added block by block.

Only the values of its KPIs are kept, so memory stays small.
"""

import inspect
import math
from collections.abc import Collection, Mapping, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd

from sim.common import arguments as check
from sim.common.errors import ConfigError, Faults, show, unknown
from sim.common.watch import Progress
from sim.engine.execute import execute_all
from sim.front_door import Prepared, prepare
from sim.measures.comparison import kpi_frame
from sim.measures.kpis import BY_NAME, HEADLINES, KPIS, Kpi
from sim.world.scenario import Scenario

BLOCK = 50  # recordings that are held at once
OWN = ("scenario", "levers", "parameters")  # what one scenario may have of its own
NOT_PASSED = ("scenario", "levers", "replications", "record")
Option = str | Path | Scenario | Mapping[str, Any]


class Growing:
    """Replications 0 to n-1 of a run, as a frame of numbers.

    One row per replication, one column per number. Replication k is the same whether it was run now
    or later, alone or in a block: adding replications never changes those that are there.
    """

    def __init__(self, prepared: Prepared, kpis: Sequence[Kpi] = KPIS) -> None:
        self.prepared = prepared
        self.kpis = kpis
        self.values = pd.DataFrame()

    @property
    def n(self) -> int:
        """Number of replications so far."""
        return len(self.values)

    def grow(self, n: int, progress: Progress | None = None) -> pd.DataFrame:
        """Run what is missing up to `n` replications and return all values.

        `progress` hears (replications added, to be added).
        """
        grow_all([self], n, progress)
        return self.values


def grow_all(sides: Collection[Growing], n: int, progress: Progress | None = None) -> None:
    """Run what is missing up to `n` replications of scenarios that are compared.

    All of one seed and engine. Those that stand at the same replication run it side by side, and a
    past that they have in common once. `progress` hears (replications added, to be added), of all.
    """
    done, total = 0, sum(max(0, n - side.n) for side in sides)
    most = max(1, BLOCK // len(sides))
    while missing := [side for side in sides if side.n < n]:
        first = min(side.n for side in missing)
        going = [side for side in missing if side.n == first]
        stop = min(first + most, n, *(side.n for side in missing if side.n > first))
        run, numbers = going[0].prepared, range(first, stop)
        found = execute_all(
            run.engine,
            [side.prepared.world for side in going],
            run.seed,
            numbers,
            run.record,
            min(run.workers, len(going) * len(numbers)),
            None,
        )
        for side, recordings in zip(going, found, strict=True):
            side.values = pd.concat([side.values, kpi_frame(recordings, side.kpis)])
        done += len(going) * len(numbers)
        if progress is not None:
            progress(done, total)


def get_ready(
    call: str,
    options: Mapping[str, Option],
    arguments: Mapping[str, Any],
    kpis: Sequence[Kpi] = KPIS,
) -> dict[str, Growing]:
    """Check all scenarios, and return each under its name with nothing run yet.

    Args:
        call: the function that a user called, for messages.
        options: name to scenario: a file in `scenarios/`, a path, a loaded scenario, or a mapping
            with `scenario` and its own `levers` and
            `parameters`.
        arguments: region, seed, engine, start, end, warm_up_years, parameters, workers: see
            `sim.front_door.prepare`.
        kpis: what is measured.

    Raises:
        ConfigError: anything wrong, all faults at once.
    """
    valid = [name for name in inspect.signature(prepare).parameters if name not in NOT_PASSED]
    check.check_names(call, arguments, valid)
    faults = Faults()
    ready = {}
    for name, option in options.items():
        own = {**option} if isinstance(option, Mapping) else {"scenario": option}
        for key in own:
            if key not in OWN:
                faults.add(f"{call}: scenario '{name}': {unknown('key', key, OWN)}")
        if "scenario" not in own:
            faults.add(
                f"{call}: scenario '{name}' is {show(dict(own))}; 'scenario' is missing. Example: "
                f"{{'scenario': 'baseline', 'levers': {{...}}}}."
            )
            continue
        try:
            given = {**arguments, **{key: value for key, value in own.items() if key in OWN}}
            ready[name] = Growing(prepare(**given, replications=BLOCK), kpis)
        except ConfigError as error:
            for fault in error.faults:
                faults.add(fault)
    faults.stop()
    return ready


def check_number(name: object, what: str, faults: Faults, valid: Collection[str] = ()) -> None:
    """Note a name that is no number of a KPI.

    Without `valid` (nothing has run yet) only what stands before the dot is checked.
    """
    if (
        not isinstance(name, str)
        or (name.partition(".")[0] not in BY_NAME)
        or (valid and name not in valid)
    ):
        faults.add(f"{what}: {unknown('KPI', name, valid or {*BY_NAME, *HEADLINES})}")


def check_above_zero(value: Any, name: str, faults: Faults, what: str) -> None:
    """Note what is no finite number above zero; `what` says in words what it must be."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < math.inf:
        faults.add(f"{name} is {show(value)}; it must be above 0: {what}")


def check_confidence(value: object, faults: Faults, low: float = 0.5) -> float:
    """Return a confidence above `low` and below 1; after a fault 0.95."""
    good = isinstance(value, float) and low < value < 1
    if not good:
        faults.add(
            f"'confidence' is {show(value)}; it must be a number above {low:.3g} and below 1. "
            "Usual is 0.95."
        )
    return float(value) if isinstance(value, float) and good else 0.95
