"""A region of your own to begin from: what nobody knows is scaled from a region that is there."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from sim.catalogue.levers import singles
from sim.common import arguments as check
from sim.common.checks import number
from sim.common.errors import LONGEST_PATH, NO_UNIT, Faults, not_among, refuse, short, show, unknown
from sim.common.files import writable_file, write_text
from sim.common.yaml_strict import load_mapping, parse
from sim.world.build import default_conf, default_groups
from sim.world.gone import unknown_row
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import SOURCE_MAX, RegionProfile, load_regions, region_names, region_of
from sim.world.row import Dated, Row

POPULATION = "arrival.population"
SCALED = ("places", "FTE", "managers", "reviews/week")  # units that grow with the population
FIRST_FREE = 100  # lower numbers are for the regions that come with the program
NAME = re.compile(r"[a-z][a-z0-9_]*")
HEAD = """\
# {title}: made from {model} by `doorstroom new region`. It loads and runs as it is.
# What is marked GUESSED is that region's number{scaled}. Replace it where you know better, with its
# source and grade (A counted, B derived from counts, C experts or research elsewhere, D assumed).
# What matters most comes first to ask for: arrivals, places, staff.
#   doorstroom check {file}        what it means, beside other regions
#   doorstroom region={file}       run it
"""
PROVIDERS = """\
# Who offers care here. Left out, the usual list by size is taken (conf/provider/default.yaml), an
# assumption. Your own list replaces it as a whole. One entry for each organisation:
# providers:
#   - title: {nl: "Huis aan het water", en: "House on the water"}
#     contract: true
#     ages: [12, 18]             # from the twelfth up to the eighteenth birthday, within 9 to 23
#     profiles: [behaviour, disability, psychiatry]                    # what it can carry
#     settings: {open_group: 3, crisis_group: 1}  # its weight among those that offer a setting, so
#                                # a number of places will do; every setting with places needs one
#     source: "list of contracts 2025"
#     grade: A
#     # alone: unit              # it runs 1:1 alone: unit (of an institution) or solo (bespoke)
#     # from: 2026-01-01         # takes applications on from this day
#     # until: 2028-01-01        # and none from this day on
#     # days_intake: {value: 10, source: "...", grade: B}   # mean days until it answers
#     # reluctance: {value: 0.5, source: "...", grade: C}   # log-odds, more is more reluctant
#     # tariff: {value: 1.2, source: "...", grade: B}       # times the hourly tariff of 1:1
"""


def new_region(
    name: str,
    *,
    population: float,
    like: str = "noord_holland",
    title: str | None = None,
    known: Mapping[str, float] | None = None,
    path: str | Path | None = None,
) -> Path:
    """Write the file of a region of your own, and return its path.

    Numbers that grow with the population (places, staff, reviews) are scaled from a model region by
    the number of youths; rates and chances are taken over. Each of them says in its source that it
    is a guess. The file loads and runs.

    Args:
        name: of the region: small letters, digits, underscores.
        population: inhabitants aged 0 to 22, > 0.
        like: model region (`sim.regions()`), no composite.
        title: what people call it; default: made from the name.
        known: rows that are known already, for example `{"setting.open_group.places": 80}`.
        path: where to; default: `<name>.yaml` in the working folder. Nothing is overwritten.

    Raises:
        ConfigError: anything wrong, before anything is written.
    """
    faults = Faults()
    for key, value in (("name", name), ("like", like)):
        check.kind(value, str, f"new region: '{key}'", faults, "the name of a region.")
    given = check.mapping(known, "known", faults, "'setting.hic.places': 12")
    check.kind(path, str | Path | None, "new region: 'path'", faults, "the path of a file.")
    check.kind(title, str | None, "new region: 'title'", faults, "what people call it.")
    faults.stop()
    target = Path(f"{name}.yaml" if path is None else path)
    text = text_of_region(name, population, like, title, cast(Any, given), target)
    write_text(target, text)
    return target


def text_of_region(
    name: str,
    population: float,
    like: str,
    title: str | None,
    known: Mapping[str, float],
    target: Path,
) -> str:
    """Return what the file holds; see `new_region`.

    Raises:
        ConfigError: anything wrong.
    """
    conf = default_conf()
    rows = load_rows(conf / "parameters", default_groups())
    faults = Faults()
    alone = singles(conf)
    if NAME.fullmatch(str(name)) is None:
        faults.add(
            f"new region: 'name' is {show(name)}; small letters, digits and underscores are "
            "allowed. Example: kennemerland."
        )
    elif name in region_names(conf / "region"):
        faults.add(f"new region: '{name}' is there already. Choose another name.")
    if NAME.fullmatch(str(name)) is not None:
        check_new_file(target, title, "new region", faults)
    if number(population, "population", Faults()) is None or population < 1:
        faults.add(
            f"new region: 'population' is {show(population)}; it must be at least 1: inhabitants "
            "aged 0 to 22."
        )
    if like not in alone:
        faults.add(f"new region: {unknown('model region', like, alone)}")
    for key in not_among(known, rows):
        faults.add(f"new region: {unknown_row('row', key, rows)}")
    for key in known:
        if key == POPULATION:
            faults.add(f"new region: '{key}' is given as 'population'. Leave it out of the rest.")
    faults.stop()
    (model,) = load_regions(like, rows=rows, folder=conf / "region")
    words = title or name.replace("_", " ").title()
    text = _written(name, float(population), model, words, known, rows, target, _free_number(conf))
    region_of(name, str(target), parse(text.encode(), str(target)), rows)  # it loads, or says why
    return text


def check_new_file(target: Path, title: str | None, what: str, faults: Faults) -> None:
    """Note why a file of one's own cannot be written, or cannot have that title."""
    named = short(str(target), LONGEST_PATH)
    if os.path.lexists(target):
        faults.add(f"{what}: {named} is there already. Remove it, or give another --output.")
    elif target.suffix != ".yaml":
        faults.add(f"{what}: {named} does not end in .yaml, as every file that is read. Add it.")
    else:
        faults.unless(lambda: writable_file(target))
    if title is not None and not title.isprintable():
        faults.add(f"{what}: 'title' is {show(title)}; it must be one line of letters. Correct it.")


def _free_number(conf: Path) -> int:
    taken = {
        load_mapping(file, file.name).get("source_number")
        for file in (conf / "region").glob("*.yaml")
    }
    free = next((n for n in range(FIRST_FREE, SOURCE_MAX + 1) if n not in taken), None)
    if free is None:
        refuse(f"new region: no source number from {FIRST_FREE} to {SOURCE_MAX} is free.")
    return free


def _written(
    name: str,
    population: float,
    model: RegionProfile,
    title: str,
    known: Mapping[str, float],
    rows: ParameterRows,
    target: Path,
    number: int,
) -> str:
    there = model.rows[POPULATION][-1].value
    share = population / there
    where = f"{model.title['en']} ({show(population)} of {show(there)} youths)"
    lines = [
        HEAD.format(
            title=title, model=model.name, file=target, scaled=", scaled by the number of youths"
        ).rstrip(),
        f'title: {{nl: "{_quoted(title)}", en: "{_quoted(title)}"}}',
        f"source_number: {number}  # of this region in the address of every draw; never reused",
        f'note: "Made from {model.title["en"]} on {date.today()}; what is not known is scaled by '
        'the number of youths."',
        "rows:",
        f"  {POPULATION}:",
        f'    2020-01-01: {{value: {show(population)}, source: "own figure, inhabitants aged 0 to '
        '22; write here where it comes from", grade: B}  # KNOWN',
    ]
    for key in [
        *(k for k in model.rows if k != POPULATION),
        *(k for k in known if k not in model.rows),
    ]:
        row = rows[key]
        unit = "" if row.unit == NO_UNIT else f" ({row.unit})"
        lines.append(f"  {key}:  # {row.description}{unit}")
        if key in known:
            source = "assumption; own figure" if row.kind == "assumption" else "own figure"
            lines.append(
                f'    2010-01-01: {{value: {show(known[key])}, source: "{source}; write here where '
                'it comes from", grade: D}  # KNOWN'
            )
            continue
        lines += [
            _guessed(each, row, share, where) for each in _distinct(model.rows[key], row, share)
        ]
    return "\n".join(lines) + "\n" + PROVIDERS


def _scaled(value: float, row: Row, share: float) -> float:
    if row.unit not in SCALED:
        return value
    made = value * share
    return float(round(made)) if row.integer else float(f"{made:.3g}")


def _distinct(values: tuple[Dated, ...], row: Row, share: float) -> list[Dated]:
    """Return the dated values without those that scaling makes equal to the one before."""
    kept: list[Dated] = []
    for each in values:
        if not kept or _scaled(each.value, row, share) != _scaled(kept[-1].value, row, share):
            kept.append(each)
    return kept


def _guessed(each: Dated, row: Row, share: float, where: str) -> str:
    how = "scaled from" if row.unit in SCALED else "taken from"
    return (
        f"    {each.date}: {{value: {show(_scaled(each.value, row, share))}, source: "
        f'"assumption; {how} {where}; not known for this region", grade: D}}  # GUESSED'
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
