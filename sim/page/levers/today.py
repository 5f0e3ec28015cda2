"""Where a lever stands today, how far it may go, who says so, and what a moved one changes in the
world.
"""

import datetime as dt
import math
from collections.abc import Mapping
from functools import lru_cache

from sim.page.levers.groups import LEVERS, MOMENTS, SWITCHES, Lever
from sim.words.levers import all_rows
from sim.world.build import default_conf, timelines_of
from sim.world.changes import Change
from sim.world.levers import value_on
from sim.world.parameters import ParameterRows
from sim.world.region import RegionProfile, load_regions, region_names
from sim.world.row import DATA_GRADES, Dated, Row

FROM = dt.date(2026, 1, 1)  # levers of the page move from this day on
WIDEN = "chosen knowingly on the workshop page"
GROUNDS = ("data", "impression", "proxy", "assumption")


def rows() -> ParameterRows:
    """Return all rows of `conf/parameters`."""
    return all_rows()


@lru_cache(maxsize=1)
def regions() -> dict[str, RegionProfile]:
    """Return the regions that the page offers, by name.

    Single ones, not composites (the whole country is not computed in a breath).
    """
    folder = default_conf() / "region"
    found = {}
    for name in region_names(folder):
        loaded = load_regions(name, rows=rows(), folder=folder)
        if len(loaded) == 1 and loaded[0].name == name:
            found[name] = loaded[0]
    return found


@lru_cache(maxsize=64)
def timelines(region: str) -> dict[str, tuple[tuple[dt.date, float], ...]]:
    """Return the recorded values of every row in a region."""
    return dict(zip(rows(), timelines_of(regions()[region], rows(), {}), strict=True))


def row_today(row: str, region: str) -> float:
    """Return the value of a row in force in this region on the day from which levers move."""
    return value_on(timelines(region)[row], FROM)


def record_today(row: str, region: str) -> Dated:
    """Return the record behind that value: source and grade."""
    values = regions()[region].rows.get(row) or rows()[row].values
    return [v for n, v in enumerate(values) if n == 0 or v.date <= FROM][-1]


def ground_of(record: Dated) -> str:
    """Return what a recorded value rests on, one of GROUNDS, from its grade and its source."""
    if record.source.lower().startswith("assumption") or "; assumption" in record.source:
        return "assumption"
    if record.grade in DATA_GRADES:
        return "data"
    return {"C": "impression", "D": "proxy"}.get(record.grade, "assumption")


def slider_today(lever: Lever, region: str) -> float:
    """Return where the slider stands when nothing is changed, on the steps of the slider."""
    if lever.how != "to":
        return 100.0 if lever.how == "times" else 0.0
    return on_step(lever, row_today(lever.row, region) / lever.factor)


def on_step(lever: Lever, value: float) -> float:
    """Return the nearest position at which a slider may stand."""
    return round(round(value / lever.step) * lever.step, 4) + 0.0


def range_of(lever: Lever, wide: bool) -> tuple[float, float]:
    """Return the range of the slider.

    What is plausible, or beyond it once that was chosen knowingly.
    """
    row: Row = rows()[lever.row]
    ends = sorted(end / lever.factor for end in row.plausible)
    low = math.ceil(round(ends[0] / lever.step, 6)) * lever.step if lever.low is None else lever.low
    high = (
        math.floor(round(ends[1] / lever.step, 6)) * lever.step
        if lever.high is None
        else lever.high
    )
    if wide:
        low = low if lever.wide_low is None else lever.wide_low
        high = high if lever.wide_high is None else lever.wide_high
    return low + 0.0, high + 0.0


def is_beyond(slug: str, value: float) -> bool:
    """Tell whether a slider stands outside what is plausible."""
    if slug not in LEVERS:
        return False
    low, high = range_of(LEVERS[slug], wide=False)
    return not low - 1e-9 <= value <= high + 1e-9


def changes_of(moved: Mapping[str, float], region: str) -> dict[str, tuple[Change, ...]]:
    """Return the dated changes that moved sliders ask for, by row name.

    None for a slider that was put where today is.
    """
    found: dict[str, tuple[Change, ...]] = {}
    for slug, lever in LEVERS.items():
        if slug not in moved:
            continue
        if moved[slug] == slider_today(lever, region):
            found[lever.row] = ()
            continue
        until = (
            dt.date(int(moved.get(lever.ready, MOMENTS[lever.ready].today)), 1, 1)
            if lever.ready
            else FROM
        )
        widen = WIDEN if is_beyond(slug, moved[slug]) else ""
        found[lever.row] = (
            Change(FROM, until, lever.how, amount_of(lever, moved[slug]), widen=widen),
        )
    for slug, switch in SWITCHES.items():
        if slug in moved:
            found[switch.row] = (Change(FROM, FROM, "to", 1.0),) if moved[slug] else ()
    return found


def amount_of(lever: Lever, position: float) -> float:
    """Return the amount of the change for a slider position, whole where the row is, and within
    what the row can hold.
    """
    if lever.how == "times":
        return position / 100.0
    if lever.how == "add":
        return position
    row = rows()[lever.row]
    value = position * lever.factor
    value = float(round(value)) if row.integer else round(value, 6)
    low, high = row.plausible
    return (value if is_beyond(lever.slug, position) else min(max(value, low), high)) + 0.0
