"""The levers: what policy can move, with meaning, unit, today's value, range, source and grade."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from sim.catalogue.catalogue import FEW, Catalogue
from sim.common import arguments as check
from sim.common.errors import Faults, refuse, unknown
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES, has, say
from sim.words.levers import IN_PER_CENT, amount_words, label_of
from sim.words.numbers import shortest
from sim.world.build import default_conf, default_groups, timelines_of
from sim.world.levers import timeline_of, value_on
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import RegionProfile, load_regions, region_names
from sim.world.row import KINDS, Dated, Row

EVERY = "all"


class Levers(Catalogue):
    """[name, nl, en, meaning_nl, meaning_en, unit, today, today_high, today_nl, today_en, low,
    high, kind, grade, source, file]; `today` to `today_high` is the range over regions.
    """

    WHAT = "levers"

    def _sheet(self, lang: str, *, few: bool | None = None) -> Sheet:
        few = len(self) <= FEW if few is None else few
        rows = [_cells(row, lang, few=few) for row in self.to_dict("records")]
        name = str(self["name"].iloc[0]) if len(self) else "start.p_ret"
        more = () if not len(self) else (say("found.use", lang).format(name=name),)
        if few:
            keys = (self.WHAT[:-1], "name", "meaning", "today", "range", "kind", "grade", "source")
            return self._made(lang, keys, rows, *more, is_below=True)
        brief = (self.WHAT[:-1], "today", "range")
        return self._made(lang, brief, rows, say("found.more", lang), *more, wide=frozenset({0, 1}))


class ParameterCatalogue(Levers):
    """The same columns for rows of any kind."""

    WHAT = "parameters"


def levers(
    search: str | None = None,
    *,
    region: str | Path | Sequence[str] | None = None,
    kind: str = "lever",
    on: date | None = None,
) -> Levers:
    """Return the levers as a table that shows itself.

    Args:
        search: words in Dutch or English; a row must have all of them.
        region: whose value is shown; default: the range over all regions.
        kind: lever, estimate, law, assumption, or all.
        on: day of which the value is shown; default: today.

    Returns:
        [name, nl, en, meaning_nl, meaning_en, unit, today, today_high, today_nl, today_en, low,
        high, kind, grade, source, file]: `low` and `high` are the plausible range.

    Raises:
        ConfigError: an unknown region or kind, or a wrong file.
    """
    if kind not in (*KINDS, EVERY):
        refuse(f"levers: {unknown('kind', kind, (*KINDS, EVERY))}")
    folder = default_conf()
    rows = load_rows(folder / "parameters", default_groups())
    names = None
    if region is not None:
        faults = Faults()
        found_names = check.names(region, "region", faults)
        faults.stop()
        names = [found_names] if isinstance(found_names, str) else found_names
    regions = load_regions(names or singles(folder), rows=rows, folder=folder / "region")
    frame = pd.DataFrame(described(rows, regions, on or date.today(), is_asked=bool(names)))
    if kind != EVERY:
        frame = frame[frame["kind"] == kind].reset_index(drop=True)
    made = (Levers if kind == "lever" else ParameterCatalogue)(frame)
    found = made.searched(search)
    assert isinstance(found, Levers)
    return found


def singles(conf: Path) -> list[str]:
    """Return the names of all regions that are no composite."""
    from sim.common.yaml_strict import load_mapping

    names = region_names(conf / "region")
    return [
        name
        for name in names
        if "regions"
        not in load_mapping(conf / "region" / f"{name}.yaml", f"conf/region/{name}.yaml")
    ]


def described(
    rows: ParameterRows, regions: Sequence[RegionProfile], day: date, *, is_asked: bool = True
) -> list[dict[str, object]]:
    """Return one record per row, columns as `Levers`.

    Unless regions were asked for, source and grade are those of the first.
    """
    timelines = [timelines_of(profile, rows, {}) for profile in regions]
    made = []
    for row, of_regions in zip(rows.values(), zip(*timelines, strict=True), strict=True):
        values = [value_on(timeline, day) for timeline in of_regions if timeline]
        records = [
            in_force(row, profile, day) for profile in (regions if is_asked else regions[:1])
        ]
        known = [record for record in records if record is not None]
        made.append(
            {
                "name": row.name,
                **{lang: capital(label_of(row.name, lang, rows)) for lang in LANGUAGES},
                **{f"meaning_{lang}": meaning(row, lang) for lang in LANGUAGES},
                "unit": row.unit,
                "today": min(values) if values else float("nan"),
                "today_high": max(values) if values else float("nan"),
                **{f"today_{lang}": _told(values, row, lang) for lang in LANGUAGES},
                "low": row.plausible[0],
                "high": row.plausible[1],
                "kind": row.kind,
                "grade": "".join(sorted({record.grade for record in known})),
                "source": "; ".join(dict.fromkeys(record.source for record in known)),
                "file": row.file,
            }
        )
    return made


def in_force(row: Row, profile: RegionProfile | None, day: date) -> Dated | None:
    """Return the record behind the value of a row on a day; None where there is none."""
    values = (profile.rows.get(row.name) if profile else None) or row.values
    if not values:
        return None
    n = sum(start <= day for start, _ in timeline_of(values))
    return values[n - 1]


def meaning(row: Row, lang: str) -> str:
    """Return what a row means, in `lang`; its description (English) where nothing is written."""
    group, _, rest = row.name.partition(".")
    key = f"meanings.{group}.{rest.rpartition('.')[2]}"
    return say(key, lang) if has(key) else row.description


def capital(text: str) -> str:
    """Return text with a first capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def amount(value: float, row: Row, lang: str) -> str:
    """Return a value as it is typed, with its unit: 91 dagen, 0,35."""
    if value != value:
        return say("found.unknown", lang)
    key = next((k for k in (f"units.rows.{row.unit}", f"found.units.{row.unit}") if has(k)), None)
    return f"{shortest(value, lang)} {say(key, lang)}" if key else shortest(value, lang)


def _told(values: Sequence[float], row: Row, lang: str) -> str:
    """Return the value today as it is typed and, where that differs, as it is told."""
    if not values:
        return say("found.unknown", lang)
    low, high = min(values), max(values)
    if low != high:
        ends = {"low": shortest(low, lang), "high": amount(high, row, lang)}
        return say("found.by_region", lang, **ends)
    typed, told = amount(low, row, lang), amount_words(low, row, lang)
    is_other = row.said is not None or row.unit in (*IN_PER_CENT, "0 or 1")
    return f"{typed} ({told})" if is_other else typed


def _cells(row: Mapping[Hashable, Any], lang: str, *, few: bool) -> tuple[str, ...]:
    plausible = " – ".join(shortest(float(row[end]), lang) for end in ("low", "high"))
    label, name, today = str(row[lang]), str(row["name"]), str(row[f"today_{lang}"])
    if not few:
        return f"{label}\n  {name}", today, plausible
    about, kind = str(row[f"meaning_{lang}"]), say(f"found.kinds.{row['kind']}", lang)
    return label, name, about, today, plausible, kind, str(row["grade"]), str(row["source"])
