"""The levers that the page shows, read from `conf/page/levers.yaml` and checked: which row of
`conf/parameters` each moves, how, and within which range a room may move it.

What a lever is called, and in what it is told, stands in its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.page.texts import capital
from sim.words.catalogue import LANGUAGES, both
from sim.words.levers import all_rows, label_of, said_of
from sim.world.parameters import ParameterRows

FILE = "conf/page/levers.yaml"
HOW = ("to", "times", "add")
NUMBERS = ("low", "high", "wide_low", "wide_high", "step")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Lever:
    """A slider that moves one row.

    Attributes:
        slug: short name in the address.
        row: full name of the row that it moves.
        label: what it is called (nl, en), as its row says.
        unit: of the slider (nl, en).
        factor: from slider to row, for "to".
        how: "to" (slider x factor = value of the row), "times" (slider is per cent of today) or
            "add" (slider is added to today).
        low, high: range of the slider; None: the row's plausible range.
        wide_low, wide_high: range once the room chooses to go beyond what is plausible; None: no
            further than plausible.
        step: step of the slider.
        ready: slug of the lever that says in which year a gradual change is complete; "" for a
            change on one day.
        help: one sentence (nl, en) for who hears of it for the first time.
    """

    slug: str
    row: str
    label: Texts
    unit: Texts
    factor: float
    how: str
    low: float | None
    high: float | None
    wide_low: float | None
    wide_high: float | None
    step: float
    ready: str
    help: Texts


@dataclass(frozen=True)
class Moment:
    """A lever that says when: the year by whose first day the levers that name it have changed."""

    slug: str
    label: Texts
    low: int
    high: int
    today: int


@dataclass(frozen=True)
class Switch:
    """A yes or no, written as 1 or 0."""

    slug: str
    row: str
    label: Texts


@dataclass(frozen=True)
class Group:
    """Levers that belong together."""

    name: str
    title: Texts
    levers: tuple[Lever | Moment | Switch, ...]


def groups_in(
    content: Mapping[Any, Any], rows: ParameterRows, file: str = FILE
) -> tuple[Group, ...]:
    """Return the groups of levers in the content of a file.

    Raises:
        ConfigError: unknown keys, rows that are no levers, a moment or a text that is missing; all
            faults at once.
    """
    faults = Faults()
    groups = []
    for name, entry in content.items():
        where = f"{file}: '{name}'"
        group = checks.mapping(entry, where, faults, of="title and levers")
        checks.check_keys(group, where, faults, required=("title", "levers"))
        title = checks.both_languages(group, "title", where, faults)
        levers = checks.mapping(group.get("levers", {}), f"{where}: 'levers'", faults, of="levers")
        made = [_lever(str(slug), each, rows, where, faults) for slug, each in levers.items()]
        groups.append(Group(str(name), title, tuple(each for each in made if each is not None)))
    found = [lever for group in groups for lever in group.levers]
    moments = [lever.slug for lever in found if isinstance(lever, Moment)]
    slugs = [lever.slug for lever in found]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        faults.add(f"{file}: '{slug}' stands twice; an address could not tell them apart. Rename.")
    for lever in found:
        if isinstance(lever, Lever) and lever.ready and lever.ready not in moments:
            faults.add(f"{file}: '{lever.slug}': {unknown('moment', lever.ready, moments)}")
    faults.stop()
    return tuple(groups)


def _lever(
    slug: str, entry: Any, rows: ParameterRows, where: str, faults: Faults
) -> Lever | Moment | Switch | None:
    where = f"{where}: '{slug}'"
    content = checks.mapping(entry, where, faults, of="row, how, range and help")
    if "year" in content:
        return _moment(slug, content, where, faults)
    optional = ("switch", "how", "ready", "help", *NUMBERS)
    checks.check_keys(content, where, faults, required=("row",), optional=optional)
    name = str(content.get("row"))
    levers = [row.name for row in rows.values() if row.kind == "lever"]
    if name not in levers:
        faults.add(f"{where}: 'row': {unknown('lever', name, levers)} Correct it.")
        return None
    label = {lang: capital(label_of(name, lang, rows)) for lang in LANGUAGES}
    if "switch" in content:
        return Switch(slug, name, label)
    how = checks.one_of(content.get("how", "to"), HOW, f"{where}: 'how'", faults) or "to"
    numbers = {
        key: checks.number(content[key], f"{where}: '{key}'", faults) if key in content else None
        for key in NUMBERS
    }
    factor, unit = said_of(rows[name]) if how != "times" else (1.0, both("page.of_today"))
    return Lever(
        slug,
        name,
        label,
        unit,
        factor,
        how,
        numbers["low"],
        numbers["high"],
        numbers["wide_low"],
        numbers["wide_high"],
        numbers["step"] or 1.0,
        str(content.get("ready", "")),
        checks.both_languages(content, "help", where, faults),
    )


def _moment(slug: str, content: Mapping[Any, Any], where: str, faults: Faults) -> Moment | None:
    checks.check_keys(content, where, faults, required=("label", "year"))
    year = checks.mapping(content["year"], f"{where}: 'year'", faults, of="low, high and today")
    checks.check_keys(year, f"{where}: 'year'", faults, required=("low", "high", "today"))
    numbers = [
        checks.number(year.get(key, 0), f"{where}: 'year.{key}'", faults) or 0
        for key in ("low", "high", "today")
    ]
    label = checks.both_languages(content, "label", where, faults)
    return Moment(slug, label, *(int(number) for number in numbers))


GROUPS = groups_in(load_mapping(CONF / "page" / "levers.yaml", FILE), all_rows())
ALL = MappingProxyType({lever.slug: lever for group in GROUPS for lever in group.levers})
LEVERS = MappingProxyType({slug: lever for slug, lever in ALL.items() if isinstance(lever, Lever)})
MOMENTS = MappingProxyType(
    {slug: lever for slug, lever in ALL.items() if isinstance(lever, Moment)}
)
SWITCHES = MappingProxyType(
    {slug: lever for slug, lever in ALL.items() if isinstance(lever, Switch)}
)
