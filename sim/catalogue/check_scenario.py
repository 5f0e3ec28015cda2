"""What a scenario means: each lever it moves, year by year, beside its base."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.catalogue.levers import amount, capital
from sim.common.errors import Faults, show
from sim.front_door import prepare
from sim.readable.sheet import Sheet
from sim.reporting.background import recorded
from sim.reporting.policy import Policy, notes, share_in_crisis
from sim.words.catalogue import say
from sim.words.levers import label_of
from sim.words.numbers import date_text, shortest
from sim.world.build import default_conf, default_groups, timelines_of
from sim.world.levers import Context, Timeline, parse_parameters, timeline_of, value_on
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import RegionProfile, load_regions
from sim.world.row import Row
from sim.world.scenario import Scenario, load_scenario

TOTALS = ("places", "FTE", "reviews/week")  # units of which "to" may be taken for "on top"


class Moved(NamedTuple):
    """One lever in one region: its dated values in the scenario and in its base."""

    row: Row
    region: RegionProfile
    own: Timeline
    base: Timeline


def scenario_sheet(name: str, region: str | Sequence[str] | None, lang: str) -> Sheet:
    """Return every lever that a scenario moves, with its value on 1 January of each year.

    Raises:
        ConfigError: everything that is wrong in the file.
    """
    scenario = load_scenario(name)
    ready = prepare(scenario, region=region, replications=1)  # every check, nothing is run
    base = load_scenario(scenario.usual_base) if scenario.usual_base != scenario.name else None
    rows = load_rows(default_conf() / "parameters", default_groups())
    regions = load_regions(ready.settings["region"], rows=rows, folder=default_conf() / "region")
    run, today = ready.world.run, dt.date.today()
    moved = _moved(scenario, base, regions, rows)
    years = _years(moved, run.start, run.end)
    lines = []
    for each in moved:
        label = label_of(each.row.name, lang)
        where = f", {each.region.title[lang]}" if len(regions) > 1 else ""
        days = [today, *(dt.date(year, 1, 1) for year in years)]
        own, usual = (
            tuple(_short(value_on(line, day), lang) for day in days)
            for line in (each.own, each.base)
        )
        is_flat = len(set(usual)) == 1
        now = amount(float(f"{value_on(each.base, today):.4g}"), each.row, lang)
        base_words = f"{say('check.in_base', lang)}: {now}"
        head = f"{capital(label)}{where}\n  {each.row.name}"
        own = (usual[0], *own[1:])  # today nothing of the scenario holds yet
        lines.append((f"{head}\n  {base_words}" if is_flat else head, *own))
        if not is_flat:
            lines.append((f"  {say('check.in_base', lang)}", *usual))
    policy = Policy(scenario.title, scenario.changes, {})
    found = notes([policy], rows, run, recorded(rows, regions), False)[lang]
    period = {
        "first": date_text(run.start, lang),
        "last": date_text(run.end - dt.timedelta(days=1), lang),
    }
    told = [say("check.period", lang).format(**period)]
    if base is not None:
        told.insert(0, say("check.against", lang).format(base=base.title[lang]))
    told += _assumed(scenario, rows, regions, today, lang)
    if not moved and not scenario.assume:
        told.append(say("check.nothing", lang))
    told += [*_of_levers(moved, scenario, rows, lang), *found]
    title = say("check.scenario", lang).format(
        title=scenario.title[lang],
        name=scenario.name,
        region=", ".join(each.title[lang] for each in regions),
    )
    return Sheet(
        title,
        (say("check.lever", lang), say("check.today", lang), *(str(year) for year in years)),
        lines,
        frozenset(range(1, len(years) + 2)),
        notes=tuple(told),
    )


def _assumed(
    scenario: Scenario,
    rows: ParameterRows,
    regions: Sequence[RegionProfile],
    today: dt.date,
    lang: str,
) -> list[str]:
    """Return what the scenario assumes, beside what is in force today in each region."""
    told = []
    held = parse_parameters(scenario.assume, rows, Faults())
    for name, value in held.items():
        now = {
            amount(value_on(timeline, today), rows[name], lang)
            for region in regions
            if (timeline := timeline_of(region.rows.get(name) or rows[name].values))
        }
        told.append(
            say("check.assumed", lang).format(
                what=label_of(name, lang),
                name=name,
                value=amount(value, rows[name], lang),
                now=" / ".join(sorted(now)),
            )
        )
    return told


def _moved(
    scenario: Scenario, base: Scenario | None, regions: Sequence[RegionProfile], rows: ParameterRows
) -> list[Moved]:
    """Return what differs from the base on any day, in order of the file."""
    below = base.changes if base else {}
    names = [key for key in scenario.changes if below.get(key) != scenario.changes[key]]
    found = []
    for region in regions:
        own, usual = (
            dict(zip(rows, _timelines(region, rows, changes), strict=True))
            for changes in (scenario.changes, below)
        )
        found += [
            Moved(rows[name], region, own[name], usual[name])
            for name in names
            if own[name] != usual[name]
        ]
    return found


def _timelines(
    region: RegionProfile, rows: ParameterRows, changes: Mapping[str, object]
) -> list[Timeline]:
    context = Context("", region.name, Faults())
    return timelines_of(region, rows, {}, [(changes, context)])  # type: ignore[list-item]


def _years(moved: Sequence[Moved], start: dt.date, end: dt.date) -> list[int]:
    """Return the years in which any value differs from the year before, and the first and last."""
    every = list(range(start.year, end.year + (end > dt.date(end.year, 1, 1))))
    kept = []
    for n, year in enumerate(every):
        day, before = dt.date(year, 1, 1), dt.date(year - 1, 1, 1)
        has_moved = any(
            value_on(line, day) != value_on(line, before)
            for each in moved
            for line in (each.own, each.base)
        )
        if n in (0, len(every) - 1) or has_moved:
            kept.append(year)
    return kept


def _short(value: float, lang: str) -> str:
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3
    return shortest(round(value, decimals), lang)


def _of_levers(
    moved: Sequence[Moved], scenario: Scenario, rows: ParameterRows, lang: str
) -> list[str]:
    """Return what a reader could take for something else."""
    told: list[str] = []
    for each in moved:
        name, unit = each.row.name, each.row.unit
        what = label_of(name, lang)
        for change in scenario.changes[name]:
            after = value_on(each.own, change.until)
            if share := share_in_crisis(name, after, rows, lang):
                told.append(share)
            elif unit in TOTALS and change.how == "to" and change.amount:
                before = value_on(each.base, change.until)
                sign = "+" if after > before else ""
                told.append(
                    say("check.total", lang).format(
                        what=what,
                        value=amount(after, each.row, lang),
                        day=date_text(change.until, lang),
                        before=amount(before, each.row, lang),
                        difference=f"{sign}{shortest(after - before, lang)}",
                        amount=show(change.amount),
                    )
                )
    return list(dict.fromkeys(told))
