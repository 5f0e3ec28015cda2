"""The comparison on the screen: one table that fits 80 columns."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.measures.comparison import Comparison
from sim.measures.kpis import HEADLINES
from sim.reporting.background import Background
from sim.reporting.lines import plain
from sim.reporting.summary import table_groups
from sim.words.report import times, words


def comparison_table(
    comparison: Comparison, lang: str = "en", background: Background | None = None
) -> Table:
    """Return the headline KPIs by group: base, scenario, difference with its 95 % interval, unit.

    Bold where the interval excludes zero. Below it stand what was added to the scenario and
    warnings about dates, if `background` has any.
    """
    w, n = words(lang), comparison.n_replications
    known = background or Background()
    caption = [f"{w['levers']}: {lever}." for lever in (known.levers or {}).get(lang, ())]
    caption += [f"{w['note']}: {note}" for note in (known.notes or {}).get(lang, ())]
    caption.append(
        w["console_note_once" if n == 1 else "console_note"].format(times=times(n, lang))
    )
    if gain := comparison.gain_of_pairing(HEADLINES):
        caption.append(
            w["gain_of_pairing"].format(
                **dict(
                    zip(("typical", "low", "high"), (plain(g, 1, lang) for g in gain), strict=True)
                )
            )
        )
    table = Table(
        title=Text(
            w["compared"].format(
                scenario=comparison.scenario.title[lang], base=comparison.base.title[lang]
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
    table.add_column(w["measure"], ratio=1, overflow="fold")
    for heading in (w["base"], w["scenario"], w["difference"]):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(Text("[95%]"), justify="right", no_wrap=True)
    table.add_column(w["unit"], no_wrap=True)
    for title, lines in table_groups(comparison, HEADLINES, lang):
        table.add_row(Text(title, style="bold underline"))
        for line in lines:
            difference = Text(line.difference, style="bold" if line.excludes_zero else "")
            table.add_row(
                Text(line.title),
                line.base,
                line.other,
                difference,
                Text(short(line.interval)),
                line.unit,
            )
    return table


def short(interval: str) -> str:
    """Return an interval as `[low; high]`."""
    return "[" + interval.replace(" tot ", "; ").replace(" to ", "; ") + "]"


def print_comparison(
    console: Console, comparison: Comparison, lang: str = "en", background: Background | None = None
) -> None:
    """Print the comparison to `console`."""
    console.print(comparison_table(comparison, lang, background))
