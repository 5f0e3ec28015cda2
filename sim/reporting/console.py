"""The comparison on the screen: one table that fits the terminal, also a narrow one, and a small
one of why youths are still in 1:1.
"""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.measures.comparison import Comparison
from sim.measures.kpis import HEADLINES
from sim.names import Reason
from sim.readable.remarks import remarks
from sim.reporting.background import Background
from sim.reporting.summary import table_groups
from sim.words.catalogue import say
from sim.words.numbers import bracketed, percent, plain
from sim.words.reasons import owned
from sim.words.report import times

WIDE = 76  # columns in which a column for units fits
BROAD = 66  # columns in which an interval fits beside its difference


def comparison_table(
    comparison: Comparison,
    lang: str = "en",
    background: Background | None = None,
    width: int = WIDE,
) -> Table:
    """Return the headline KPIs by group: base, scenario, difference with its 95 % interval, unit.

    Bold where the interval excludes zero. Below it stand what was added to the scenario and
    warnings about dates, if `background` has any. In fewer columns than `WIDE` the unit stands
    behind the measure, in fewer than `BROAD` the interval below its difference.
    """
    n = comparison.n_replications
    known = background or Background()
    caption = [
        f"{say('report.levers', lang)}: {lever}." for lever in (known.levers or {}).get(lang, ())
    ]
    caption += [f"{say('report.note', lang)}: {note}" for note in (known.notes or {}).get(lang, ())]
    caption += [f"{say('report.note', lang)}: {note}" for note in remarks(comparison.kpis, lang)]
    note = "report.console_note_once" if n == 1 else "report.console_note"
    caption.append(say(note, lang, times=times(n, lang)))
    if gain := comparison.gain_of_pairing(HEADLINES):
        typical, low, high = (plain(g, 1, lang) for g in gain)
        caption.append(say("report.gain_of_pairing", lang, typical=typical, low=low, high=high))
    table = Table(
        title=Text(
            say(
                "report.compared",
                lang,
                scenario=comparison.scenario.title[lang],
                base=comparison.base.title[lang],
            ),
            style="table.title",
        ),
        caption=Text("\n".join(caption), style="table.caption"),
        box=None,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
        header_style="bold",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column(say("report.measure", lang), ratio=1, overflow="fold")
    for heading in ("base", "scenario", "difference"):
        table.add_column(say(f"report.{heading}", lang), justify="right", no_wrap=True)
    if width >= BROAD:
        table.add_column(Text("[95%]"), justify="right", no_wrap=True)
    if width >= WIDE:
        table.add_column(say("report.unit", lang), no_wrap=True)
    for title, lines in table_groups(comparison, HEADLINES, lang):
        table.add_row(Text(title, style="bold underline"))
        for line in lines:
            name = line.title if width >= WIDE else f"{line.title} ({line.unit})"
            difference = Text(line.difference, style="bold" if line.excludes_zero else "")
            interval = Text(bracketed(line.interval, lang))
            cells = [difference, interval] if width >= BROAD else [difference + "\n" + interval]
            last = [line.unit] if width >= WIDE else []
            table.add_row(Text(name), line.base, line.other, *cells, *last)
    return table


def reasons_table(comparison: Comparison, lang: str = "en") -> Table:
    """Return why youths are still in 1:1: the share of each reason in the days of 1:1, of all forms
    and alone, on both sides, with who owns it. It fits 80 columns.
    """
    table = Table(
        title=Text(say("reasons.table", lang), style="table.title"),
        box=None,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
        header_style="bold",
    )
    table.add_column("\n" + say("reasons.reason", lang), ratio=1, overflow="fold")
    forms = {"reason_share": "all", "reason_share_alone": "alone"}
    for form in forms.values():
        for side in ("base", "scenario"):
            heading = f"{say(f'labels.{form}', lang)}\n{say(f'report.{side}', lang)}"
            table.add_column(heading, justify="right", no_wrap=True)
    for reason in Reason:
        rows = [comparison.row(f"{kpi}.{reason.name.lower()}") for kpi in forms]
        shares = (row[side] for row in rows for side in ("base", "other"))
        cells = (percent(float(share), 0, lang) for share in shares)
        table.add_row(Text(owned(reason, lang)), *cells)
    return table


def print_comparison(
    console: Console, comparison: Comparison, lang: str = "en", background: Background | None = None
) -> None:
    """Print the comparison to `console`, and why youths are still in 1:1."""
    console.print(comparison_table(comparison, lang, background, console.width))
    console.print()
    console.print(reasons_table(comparison, lang))
