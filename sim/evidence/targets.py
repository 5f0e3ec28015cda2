"""Targets: what is known, as rows.

One file a theme in `conf/targets/`; `until` is the first day not counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from pathlib import Path
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, refuse, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.measures.catalogue import can_count, names
from sim.measures.measured import TARGET
from sim.measures.of_targets import NOT_COUNTED
from sim.world.region import region_names
from sim.world.row import GRADES

FIRST, LAST = date(2000, 1, 1), date(2050, 1, 1)  # a date outside is a slip of the pen
REQUIRED = ("quantity", "measure", "region", "value", "low", "high", "unit", "grade", "source")


@dataclass(frozen=True)
class Target:
    """One figure to compare the model with.

    Attributes:
        name: theme and key.
        quantity: what is counted, in words.
        measure: what is counted, a name of `sim/measures/catalogue.py`.
        region: region to which it applies.
        start: first day.
        until: first day not counted.
        value: the figure, None where the source gives words only.
        low: lower bound, None where there is none.
        high: upper bound, None where there is none.
        unit: unit of value, low and high.
        grade: evidence grade, A to D.
        source: author, title, year, place.
    """

    name: str
    quantity: str
    measure: str
    region: str
    start: date
    until: date
    value: float | None
    low: float | None
    high: float | None
    unit: str
    grade: str
    source: str


def load_targets(folder: Path) -> list[Target]:
    """Return all targets of a folder, in order of file and row.

    Raises:
        ConfigError: no files; unknown or missing keys, unknown measure, region or grade, no figure
            at all, bounds out of order, dates that are
            none; all faults at once.
    """
    faults = Faults()
    targets = []
    if not any(folder.glob("*.yaml")):
        refuse(
            f"{folder.name}: holds no targets; files <theme>.yaml are expected. Check the folder."
        )
    for path in sorted(folder.glob("*.yaml")):
        for key, content in load_mapping(path, path.name).items():
            target = target_of(
                f"{path.stem}.{key}",
                checks.mapping(content, f"{path.name}: '{key}'", faults, of="a target"),
                path.name,
                faults,
            )
            if target is not None:
                targets.append(target)
    faults.stop()
    return targets


def target_of(name: str, content: Any, file: str, faults: Faults) -> Target | None:
    """Return one checked row, named `<theme>.<key>`; None where it has faults, which are added."""
    where = f"{file}: '{name.split('.', 1)[1]}'"
    before = len(faults.messages)
    checks.check_keys(content, where, faults, required=REQUIRED, optional=("period", "on", "note"))
    if len(faults.messages) > before:
        return None
    words, figures = ("quantity", "measure", "region", "unit", "source"), ("value", "low", "high")
    texts: dict[str, Any] = {k: checks.text(content[k], f"{where}: '{k}'", faults) for k in words}
    numbers: dict[str, Any] = {
        k: None if content[k] is None else checks.number(content[k], f"{where}: '{k}'", faults)
        for k in figures
    }
    if content["grade"] not in tuple(GRADES):
        faults.add(
            f"{where}: 'grade' is {content['grade']}; allowed are {', '.join(GRADES)}. Take the "
            "grade of the source."
        )
    if all(number is None for number in numbers.values()):
        faults.add(
            f"{where}: neither 'value' nor 'low' nor 'high' has a number, so nothing can be "
            "compared. Give at least one."
        )
    low, high = numbers["low"], numbers["high"]
    if low is not None and high is not None and low > high:
        faults.add(
            f"{where}: 'low' is {low:g} and 'high' is {high:g}; low must not exceed high. Swap "
            "them."
        )
    if numbers["value"] is not None and not (-inf if low is None else low) <= numbers["value"] <= (
        inf if high is None else high
    ):
        faults.add(
            f"{where}: 'value' is {numbers['value']:g}; it must lie within 'low' and 'high'. "
            "Correct one of the three."
        )
    measure, region = texts["measure"], texts["region"]
    known = [*names(TARGET), *NOT_COUNTED]
    if measure is not None and not can_count(measure, TARGET) and measure not in NOT_COUNTED:
        faults.add(
            f"{where}: 'measure': {unknown('measure', measure, known)} Correct it, or add it to "
            "sim/measures/of_targets.py."
        )
    if region is not None and region not in region_names(CONF / "region"):
        faults.add(
            f"{where}: 'region': {unknown('region', region, region_names(CONF / 'region'))} "
            "Correct it."
        )
    start, until = _days(content, where, faults)
    if len(faults.messages) > before or start is None or until is None:
        return None
    return Target(
        name=name, start=start, until=until, grade=str(content["grade"]), **numbers, **texts
    )


def _days(content: Any, where: str, faults: Faults) -> tuple[date | None, date | None]:
    if ("on" in content) == ("period" in content):
        faults.add(
            f"{where}: give either 'on' (a date) or 'period' (from, until), not both and not "
            "neither."
        )
        return None, None
    if "on" in content:
        day = _day(content["on"], where, "on", faults)
        return day, None if day is None else day + timedelta(days=1)
    period = checks.mapping(content["period"], f"{where}: 'period'", faults, of="a period")
    checks.check_keys(period, f"{where}: 'period'", faults, required=("from", "until"))
    start, until = (
        _day(period.get(key), where, f"period.{key}", faults) for key in ("from", "until")
    )
    if start is not None and until is not None and until <= start:
        faults.add(
            f"{where}: 'period' ends on {until}, not after its start on {start}. Correct one of "
            "them."
        )
    return start, until


def _day(value: object, where: str, key: str, faults: Faults) -> date | None:
    """Return a date that a figure can be about."""
    day = checks.day(value, f"{where}: '{key}'", faults)
    if day is None or FIRST <= day <= LAST:
        return day
    faults.add(
        f"{where}: '{key}' is {day}, which lies outside {FIRST} to {LAST}, the years that a figure "
        "can be about. Correct the date."
    )
    return None
