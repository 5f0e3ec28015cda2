"""`python -m sim parameters`: the parameter table.

What is the value, of what kind is it, how sure is it, who says so?
"""

import argparse
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.text import Text

from sim.catalogue.search import is_found
from sim.commands.helping import door
from sim.commands.shared import Options, framed, screen
from sim.common import checks
from sim.common.errors import Faults, in_unit, refuse, show, unknown
from sim.world.build import default_conf, default_groups, timelines_of
from sim.world.levers import timeline_of, value_on
from sim.world.parameters import Groups, ParameterRows, group_slices, load_rows
from sim.world.region import RegionProfile, load_regions
from sim.world.row import KINDS, Dated, Row

WIDEST = 120  # characters of a line: longer ones are hard to read
EXAMPLES = (
    ("--group evaluation", ""),
    ("--region noord_holland --on 2030-01-01", ""),
    ("--markdown > parameters.md", ""),
)
COLUMNS = ("name", "value", "unit", "kind", "plausible", "grade", "source", "description")


def main(arguments: Sequence[str] | None = None, *, groups: Groups | None = None) -> int:
    """Print the table and return the exit code; `groups` are those of the rules unless given."""
    return framed(lambda _: run(_options(arguments), groups))


def run(options: argparse.Namespace, groups: Groups | None = None) -> None:
    """Print the table."""
    lines = table(
        options.region,
        options.group,
        options.on,
        options.conf or default_conf(),
        groups or default_groups(),
        options.kind,
        options.search,
    )
    if options.markdown:
        print(markdown(lines))
        return
    console = screen()
    console.print(listing(lines, min(console.width, WIDEST)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("parameters", "Every number of the model, with its source.", EXAMPLES)
    options.region(default=None, more="; without: the parameter files alone")
    options.add_argument(
        "--group",
        metavar="NAME",
        help="one group, for example evaluation, setting, setting.open_group, level.3",
    )
    options.add_argument(
        "--kind",
        choices=KINDS,
        metavar="KIND",
        help=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}; levers: see `{door()} levers`",
    )
    options.add_argument(
        "--search",
        metavar="WORDS",
        help="words; a row must have all of them in its name, description or source",
    )
    options.add_argument(
        "--on",
        default=date.today().isoformat(),
        metavar="DATE",
        help="date for which the value is shown; default: today",
    )
    options.add_argument(
        "--conf", type=Path, metavar="FOLDER", help="another folder with parameters/ and region/"
    )
    options.markdown()
    return options.read(arguments)


def table(
    region: str | None,
    group: str | None,
    on: str,
    conf: Path,
    groups: Groups,
    kind: str | None = None,
    search: str | None = None,
) -> list[tuple[str, ...]]:
    """Return the lines of the table, one per row, columns as in COLUMNS.

    Only rows of this kind, and with all words of `search` in one of their cells or labels.
    """
    faults = Faults()
    day = checks.day(on, "--on", faults)
    faults.stop()
    assert day is not None
    rows = load_rows(conf / "parameters", groups)
    regions = load_regions(region, rows=rows, folder=conf / "region") if region else ()
    names = [name for name in rows if group is None or name.startswith(f"{group}.")]
    if not names:
        refuse(
            f"--group: {unknown('group', group, {*groups, *group_slices(groups)})} Choose one of "
            "these."
        )
    shown = _shown_values(rows, regions, day)
    lines = [
        _line(rows[name], shown[name], _records(rows[name], regions, day))
        for name in names
        if kind in (None, rows[name].kind)
    ]
    labels = {row.name: (row.label or {}).values() for row in rows.values()}
    found = [line for line in lines if is_found(search or "", [*line, *labels[line[0]]])]
    if not found:
        of_kind = f" and is of kind {kind}" if kind else ""
        refuse(
            f"--search: nothing has all of '{search or ''}'{of_kind}. Try another or a shorter "
            "word."
        )
    return found


def _shown_values(
    rows: ParameterRows, regions: tuple[RegionProfile, ...], day: date
) -> dict[str, str]:
    """Return per row the value in force.

    Over several regions the range; 'per region' where only regions know.
    """
    timelines = [timelines_of(profile, rows, {}) for profile in regions or (None,)]
    shown = {}
    for name, of_regions in zip(rows, zip(*timelines, strict=True), strict=True):
        values = sorted({value_on(timeline, day) for timeline in of_regions if timeline})
        shown[name] = (
            " … ".join(show(value) for value in dict.fromkeys((values[0], values[-1])))
            if values
            else "per region"
        )
    return shown


def _records(row: Row, regions: tuple[RegionProfile, ...], day: date) -> list[Dated]:
    """Return the record behind the value in force, one per region that has its own."""
    found = []
    for profile in regions or (None,):
        values = (profile.rows.get(row.name) if profile else None) or row.values
        if values:
            in_force = sum(start <= day for start, _ in timeline_of(values))
            found.append(values[in_force - 1])
    return found


def _line(row: Row, value: str, records: list[Dated]) -> tuple[str, ...]:
    grades = "".join(sorted({record.grade for record in records}))
    sources = "; ".join(dict.fromkeys(record.source for record in records))
    return (
        row.name,
        value,
        row.unit,
        row.kind,
        f"{show(row.plausible[0])} to {show(row.plausible[1])}",
        grades,
        sources,
        row.description,
    )


def listing(lines: list[tuple[str, ...]], width: int) -> Text:
    """Return one block per row, wrapped to `width` characters: name, meaning, facts, source."""
    blocks = []
    for name, value, unit, kind, plausible, grade, source, about in lines:
        facts = f"{in_unit(value, unit)} ({kind}, plausible {plausible}, grade {grade or '-'})"
        wrapped = [
            textwrap.fill(part, width, initial_indent="  ", subsequent_indent="    ")
            for part in (about, facts, source)
            if part
        ]
        blocks.append("\n".join([name, *wrapped]))
    return Text("\n".join(blocks))


def markdown(lines: list[tuple[str, ...]]) -> str:
    """Return the same as a Markdown table."""
    cells = [
        COLUMNS,
        ("---",) * len(COLUMNS),
        *([" ".join(cell.replace("|", "\\|").split()) for cell in line] for line in lines),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
