"""A design: which scenarios, which levers and assumptions over which ranges, how many points by
which method, how many replications.

    title: {nl: ..., en: ...}
    scenario: jzplus_zero_2030          # or a list; every point is run in each of them
    base: baseline                      # with what every point is compared, with the same luck
    region: noord_holland
    method: sobol                       # grid | latin_hypercube | sobol
    points: 200                         # not for a grid
    replications: 20
    levers:
      evaluation.interval_days: {low: 28, high: 182}
      setting.follow_up.places:
        {low: 1.0, high: 1.5, how: times, from: 2026-01-01, until: 2029-01-01}
      authorisation.maximum_days: {values: [0, 365, 730]}
    parameters:                         # assumptions, in the base and in the scenario alike;
                                        # `plausible` is the range of the row
      step_down.success_base: plausible

Optional: seed (1), block (10: replications per task), start, end, warm_up_years, minutes (30: how
long it may take without asking), note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from sim.common import arguments as check
from sim.common import checks
from sim.common.errors import ConfigError, Faults, not_among, short, show, unknown
from sim.common.paths import CONF
from sim.common.thousands import doubt
from sim.common.yaml_strict import load_mapping
from sim.world.build import default_conf, default_groups
from sim.world.changes import HOW, SHAPES
from sim.world.gone import unknown_row
from sim.world.parameters import ParameterRows, load_rows

METHODS = ("grid", "latin_hypercube", "sobol")
REQUIRED = ("title", "scenario", "base", "region", "method", "replications")
OPTIONAL = (
    "levers",
    "parameters",
    "points",
    "seed",
    "block",
    "start",
    "end",
    "warm_up_years",
    "minutes",
    "note",
)
MOST_POINTS = 100_000
MOST_REPLICATIONS = 1_000_000  # of one point
MOST_TASKS = 2_000_000  # each is a file of results


@dataclass(frozen=True)
class Axis:
    """One lever or assumption that is varied: over a range, or over a list of values."""

    name: str
    is_lever: bool
    low: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()
    steps: int = 0  # of a range in a grid
    is_whole: bool = False
    change: Mapping[str, Any] | None = None  # how a lever changes: how, from, until, shape, widen

    @property
    def is_factor(self) -> bool:
        """Whether its values are factors on what the lever is today."""
        return (self.change or {}).get("how") == "times"

    @property
    def levels(self) -> tuple[float, ...]:
        """All values of a grid."""
        return self.values or tuple(
            self._rounded(value) for value in np.linspace(self.low, self.high, self.steps).tolist()
        )

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value."""
        return (min(self.values), max(self.values)) if self.values else (self.low, self.high)

    def at(self, u: float) -> float:
        """Return the value at `u` in [0, 1): evenly over the range, or over the list."""
        if self.values:
            return self.values[int(u * len(self.values))]
        if self.is_whole:
            return float(int(self.low) + int(u * (int(self.high) - int(self.low) + 1)))
        return self._rounded(self.low + u * (self.high - self.low))

    def _rounded(self, value: float) -> float:
        return float(round(value)) if self.is_whole else float(f"{value:.6g}")

    def setting(self, value: float) -> object:
        """Return what `levers={...}` or `parameters={...}` takes for this value."""
        extra = dict(self.change or {})
        if not self.is_lever:
            return {"value": value, **extra} if extra else value
        return {extra.pop("how", "to"): value, **extra} if extra else value


@dataclass(frozen=True)
class Design:
    """What `conf/design/<name>.yaml` says."""

    name: str
    title: Mapping[str, str]
    scenarios: tuple[str, ...]
    base: str
    region: str | tuple[str, ...]
    method: str
    n_points: int
    replications: int
    seed: int
    block: int
    minutes: float
    axes: tuple[Axis, ...]
    run: Mapping[str, Any]  # start, end, warm_up_years, as far as they were given
    file: str

    def samples(self) -> list[tuple[float, ...]]:
        """Return the values of all axes at every point, the same for the same seed.

        One empty point where nothing is varied.
        """
        if not self.axes:
            return [()]
        if self.method == "grid":
            return list(product(*(axis.levels for axis in self.axes)))
        from scipy.stats import qmc  # a second of loading

        d = len(self.axes)
        if self.method == "sobol":
            n = (
                1 << (self.n_points - 1).bit_length()
            )  # drawn whole, so that the first points do not depend on how many are asked for
            unit = qmc.Sobol(d, scramble=True, rng=self.seed).random(n)[: self.n_points]
        else:
            unit = qmc.LatinHypercube(d, rng=self.seed).random(self.n_points)
        return [
            tuple(axis.at(u) for axis, u in zip(self.axes, row, strict=True))
            for row in unit.tolist()
        ]


def design_names() -> tuple[str, ...]:
    """Return the names of the designs that come with the program."""
    return tuple(sorted(path.stem for path in (CONF / "design").glob("*.yaml")))


def load_design(name_or_path: str | Path) -> Design:
    """Return a design by name (a file in `conf/design/`) or by the path of a file ending in
    `.yaml`.

    Raises:
        ConfigError: no such file, or all faults in it.
    """
    name = str(name_or_path)
    if name.endswith(".yaml"):
        path, file = Path(name), name
    elif name in design_names():
        path, file = CONF / "design" / f"{name}.yaml", f"conf/design/{name}.yaml"
    else:
        raise ConfigError(
            unknown("design", name, design_names())
            + " Choose one of these, or give the path of a file (.yaml)."
        )
    return parse_design(load_mapping(path, file), path.stem, file)


def parse_design(content: Mapping[str, Any], name: str, file: str) -> Design:
    """Return a design from what a file holds.

    Raises:
        ConfigError: all faults.
    """
    faults = Faults()
    checks.check_keys(content, file, faults, required=REQUIRED, optional=OPTIONAL)
    if not set(REQUIRED) <= set(content):
        faults.stop()  # what is missing cannot be checked any further
    title = checks.both_languages(content, "title", file, faults)
    method = checks.one_of(content.get("method"), METHODS, f"{file}: 'method'", faults) or "grid"
    rows = load_rows(default_conf() / "parameters", default_groups())
    axes = [
        *_axes(content, "levers", rows, method, file, faults),
        *_axes(content, "parameters", rows, method, file, faults),
    ]
    for name in sorted(n for n in _names_of(axes, True) if n in _names_of(axes, False)):
        faults.add(
            f"{file}: '{name}' stands under 'levers' and under 'parameters'. Keep one of the two."
        )
    n_points = _points(content, method, axes, file, faults)
    plain, run = Faults(), dict[str, Any]()
    for key in ("start", "end"):
        if key in content:
            run[key] = check.date(content[key], key, plain)
    if "warm_up_years" in content:
        run["warm_up_years"] = check.real(
            content["warm_up_years"], "warm_up_years", plain, 0, check.YEARS_MAX
        )
    replications = check.whole(
        content.get("replications"), "replications", plain, 1, MOST_REPLICATIONS
    )
    seed = check.whole(content.get("seed", 1), "seed", plain, 0, check.SEED_MAX - 1)
    block = check.whole(
        content.get("block", min(10, replications)), "block", plain, 1, MOST_REPLICATIONS
    )
    minutes = check.real(content.get("minutes", 30), "minutes", plain, 0, 1e6)
    scenarios, region = (_names(content.get(key), key, plain) for key in ("scenario", "region"))
    if "note" in content:
        checks.text(content["note"], f"{file}: 'note'", faults)
    n_tasks = n_points * len(scenarios) * -(-replications // block)
    if n_tasks > MOST_TASKS:
        plain.add(
            f"{n_tasks:,} tasks are asked for; at most {MOST_TASKS:,}. Take fewer 'points' or "
            "'replications', or a larger 'block'."
        )
    for message in plain.messages:
        faults.add(f"{file}: {message}")
    base = checks.text(content.get("base"), f"{file}: 'base'", faults) or ""
    faults.stop()
    where = region[0] if len(region) == 1 else region
    return Design(
        name,
        title,
        scenarios,
        base,
        where,
        method,
        n_points,
        replications,
        seed,
        block,
        minutes,
        tuple(axes),
        run,
        file,
    )


def _names_of(axes: list[Axis], is_lever: bool) -> list[str]:
    return [axis.name for axis in axes if axis.is_lever == is_lever]


def _names(value: object, key: str, faults: Faults) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, str) and each.strip() for each in listed):
        faults.add(
            f"'{key}' is {show(value)}; it must be a name or a list of names. Write {key}: name."
        )
        return ()
    names = tuple(str(each) for each in listed)
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add(f"'{key}' has {short(name)} twice. Keep each once.")
    return names


def _points(
    content: Mapping[str, Any], method: str, axes: list[Axis], file: str, faults: Faults
) -> int:
    if method == "grid":
        if "points" in content:
            faults.add(
                f"{file}: 'points' is {show(content['points'])}, but a grid has as many as its "
                "values make. Remove 'points'."
            )
        n = 1
        for axis in axes:
            n *= max(len(axis.values), axis.steps, 1)
        if n > MOST_POINTS:
            faults.add(
                f"{file}: the grid has {n:,} points; at most {MOST_POINTS:,}. Take fewer values, "
                "or method: sobol with 'points'."
            )
        return n
    if not axes:
        faults.add(
            f"{file}: 'levers' and 'parameters' are empty; {method} needs at least one range. Add "
            "one, or use method: grid."
        )
    if "points" not in content:
        faults.add(
            f"{file}: 'points' is missing; {method} needs the number of points. Add for example "
            "points: 64."
        )
        return 1
    return checks.whole(content["points"], f"{file}: 'points'", faults, 1, MOST_POINTS) or 1


def _axes(
    content: Mapping[str, Any],
    key: str,
    rows: ParameterRows,
    method: str,
    file: str,
    faults: Faults,
) -> list[Axis]:
    listed = checks.mapping(
        content.get(key) or {}, f"{file}: '{key}'", faults, of="names to ranges"
    )
    valid = (
        [row.name for row in rows.values() if row.kind == "lever"]
        if key == "levers"
        else list(rows)
    )
    axes = []
    strange = not_among(listed, valid)
    for name, entry in listed.items():
        if name not in valid:
            if name not in strange:
                continue
            other = (
                f" It is of kind {rows[name].kind}: put it under 'parameters'."
                if name in rows
                else ""
            )
            faults.add(
                f"{file}: {unknown_row('lever' if key == 'levers' else 'row', name, valid)}{other} "
                "`python -m sim parameters` lists all rows."
            )
            continue
        axis = _axis(name, entry, rows, key == "levers", method, f"{file}: '{key}.{name}'", faults)
        if axis is not None:
            axes.append(axis)
    return axes


def _listed(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


def _axis(
    name: str,
    entry: object,
    rows: ParameterRows,
    is_lever: bool,
    method: str,
    where: str,
    faults: Faults,
) -> Axis | None:
    row = rows[name]
    if entry == "plausible":
        entry = {"low": row.plausible[0], "high": row.plausible[1]}
    content = checks.mapping(entry, where, faults, of="low and high, or values")
    optional = ("how", "from", "until", "shape", "widen", "n") if is_lever else ("widen", "n")
    before = len(faults.messages)
    checks.check_keys(
        content, where, faults, required=(), optional=("low", "high", "values", *optional)
    )
    change = _change(content, where, faults)
    is_whole = row.integer and change.get("how", "to") != "times"
    values: tuple[float, ...] = ()
    low = high = 0.0
    if ("values" in content) == ("low" in content or "high" in content):
        faults.add(
            f"{where} needs either 'low' and 'high', or 'values'. Write {{low: 28, high: 182}} or "
            f"{{values: [42, 84]}}."
        )
    elif "values" in content:
        given = content["values"]
        if not isinstance(given, list) or not given:
            faults.add(
                f"{where}: 'values' is {show(given)}; a list of numbers that is not empty is "
                "needed. Write [42, 84]."
            )
        else:
            values = tuple(
                checks.number(value, f"{where}: 'values'", faults) or 0.0 for value in given
            )
            if len(set(values)) < len(values):
                faults.add(f"{where}: 'values' holds a value twice. Keep each once.")
    else:
        low, high = (
            checks.number(content.get(end), f"{where}: '{end}'", faults) or 0.0
            for end in ("low", "high")
        )
        if len(faults.messages) == before and not low < high:
            faults.add(
                f"{where}: the range from {show(low)} to {show(high)} is empty; 'low' must be less "
                "than 'high'. For one value: values: [...]."
            )
    if change.get("how", "to") != "times":
        for given in (*_listed(content.get("values")), content.get("low"), content.get("high")):
            if unclear := doubt(given, *row.plausible, row.unit):
                faults.add(f"{where} {unclear}")
    steps = checks.whole(content.get("n", 0), f"{where}: 'n'", faults, 0, MOST_POINTS) or 0
    if "n" in content and (method != "grid" or "values" in content):
        faults.add(f"{where}: 'n' is for a range in a grid. Remove it.")
    elif is_whole and not values and steps > high - low + 1:
        faults.add(
            f"{where}: 'n' is {steps}, but from {show(low)} to {show(high)} there are fewer whole "
            "numbers. Lower 'n', or name 'values'."
        )
    if method == "grid" and not values and steps < 2 and len(faults.messages) == before:
        faults.add(
            f"{where}: a grid needs 'values', or 'n': how many levels from low to high, at least "
            "2. Add n: 3."
        )
    if len(faults.messages) > before:
        return None
    return Axis(name, is_lever, low, high, values, steps, is_whole, change or None)


def _change(content: Mapping[str, Any], where: str, faults: Faults) -> dict[str, Any]:
    change: dict[str, Any] = {
        key: content[key] for key in ("how", "from", "until", "shape", "widen") if key in content
    }
    if "how" in change:
        checks.one_of(change["how"], HOW, f"{where}: 'how'", faults)
    if "shape" in change:
        checks.one_of(change["shape"], SHAPES, f"{where}: 'shape'", faults)
    for key in ("from", "until"):
        if key in change and not isinstance(change[key], date):
            checks.day(change[key], f"{where}: '{key}'", faults)
    return change
