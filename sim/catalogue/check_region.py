"""What a region's file means: its own numbers, per 10,000 youths, beside other regions."""

from datetime import date
from pathlib import Path

from sim.catalogue.check_providers import notes_on_providers
from sim.catalogue.levers import amount, capital, in_force, singles
from sim.catalogue.new_region import POPULATION, SCALED
from sim.catalogue.regions import PER
from sim.front_door import prepare
from sim.readable.sheet import Sheet
from sim.words.catalogue import say
from sim.words.levers import label_of
from sim.words.numbers import shortest
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows
from sim.world.region import RegionProfile, load_regions
from sim.world.row import Row
from sim.world.scenario import BASELINE

MARGIN = 2.0  # times below the lowest or above the highest of other regions: out of proportion


def region_sheet(name: str, lang: str) -> Sheet:
    """Return the numbers that a region gives itself, beside those of other regions.

    Raises:
        ConfigError: everything that is wrong in the file.
    """
    conf, day = default_conf(), date.today()
    rows = load_rows(conf / "parameters", default_groups())
    regions = load_regions(name, rows=rows, folder=conf / "region")
    prepare(BASELINE, region=name, replications=1)  # every check, nothing is run
    if len(regions) > 1:
        members = ", ".join(each.title[lang] for each in regions)
        title = say("check.made_of", lang).format(title=Path(name).stem, members=members)
        return Sheet(title, (say("check.row", lang),), [(each.name,) for each in regions])
    (mine,) = regions
    others = [
        profile
        for each in singles(conf)
        for profile in load_regions(each, rows=rows, folder=conf / "region")
        if profile.name != mine.name
    ]
    lines, warned = [], []
    for key in mine.rows:
        line, warning = _line(rows[key], mine, others, day, lang)
        lines.append(line)
        if warning:
            warned.append(warning)
    grades = [(in_force(rows[key], mine, day) or mine.rows[key][-1]).grade for key in mine.rows]
    n_taken = len(rows) - len(mine.rows)
    notes = (
        *(warned or [say("check.fine", lang)]),
        say("check.guessed", lang).format(n=grades.count("D"), total=len(grades)),
        say("check.taken", lang).format(n=n_taken, name=name),
        *notes_on_providers(mine, rows, conf, day, lang),
    )
    keys = ("row", "today", "per", "others", "grade")
    return Sheet(
        say("check.region", lang).format(title=mine.title[lang], name=mine.name, n=len(others)),
        tuple(say(f"check.{key}", lang) for key in keys),
        lines,
        frozenset({1, 2, 3}),
        notes=notes,
    )


def _value(row: Row, profile: RegionProfile, day: date) -> float:
    record = in_force(row, profile, day)
    return float("nan") if record is None else record.value


def _line(
    row: Row, mine: RegionProfile, others: list[RegionProfile], day: date, lang: str
) -> tuple[tuple[str, ...], str | None]:
    """Return the cells of a row, and a warning where it is out of proportion to other regions."""
    is_scaled = row.unit in SCALED
    own, theirs = (
        _value(row, mine, day),
        [_value(row, profile, day) for profile in others],
    )
    population = _population(mine, day)
    if is_scaled:
        ratio = own / population * PER if population else float("nan")
        theirs = [v / _population(p, day) * PER for v, p in zip(theirs, others, strict=True)]
    else:
        ratio = own
    low, high = min(theirs), max(theirs)
    label = capital(label_of(row.name, lang))
    record = in_force(row, mine, day)
    cells = (
        f"{label}\n  {row.name}",
        amount(own, row, lang),
        _number(ratio, lang) if is_scaled else "",
        f"{_number(low, lang)} – {_number(high, lang)}",
        record.grade if record else "",
    )
    if row.name == POPULATION or low / MARGIN <= ratio <= high * MARGIN:
        return cells, None
    return cells, say("check.out" if is_scaled else "out_plain", lang).format(
        what=f"‘{label}’",
        value=_number(ratio, lang),
        low=_number(low, lang),
        high=_number(high, lang),
        population=shortest(population, lang),
    )


def _population(profile: RegionProfile, day: date) -> float:
    values = [each.value for each in profile.rows[POPULATION] if each.date <= day]
    return values[-1] if values else profile.rows[POPULATION][0].value


def _number(value: float, lang: str) -> str:
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return shortest(round(value, decimals), lang)
