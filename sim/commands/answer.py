"""One run: two scenarios with the same luck, one table on the screen, and a folder with tables,
figures and a page.
"""

import datetime as dt
import io
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from rich.console import Console

from sim.commands.belongs import RECORD, answer_files
from sim.commands.content import Content, content_beside
from sim.commands.folders import INTERRUPTED
from sim.commands.question import LANGUAGES, Question
from sim.commands.shared import Bars, Ending, bars, finishing, print_plain
from sim.common.console import say as tell
from sim.common.files import whole_folder, write_text
from sim.common.sealed import write_record
from sim.common.versions import model_version
from sim.doubt.demand import Demand, over_demand
from sim.doubt.spread import Spread, over_its_ensemble
from sim.front_door import Result, differences_of, run_all
from sim.measures.comparison import Comparison
from sim.reporting.background import Background, background_of
from sim.reporting.console import print_comparison
from sim.reporting.demand import DemandTold, demand_table, demand_told
from sim.reporting.doubt import Doubt, doubt_in, doubt_table
from sim.reporting.figures import write_figures
from sim.reporting.kpi_files import write_kpi_files
from sim.reporting.summary import write_summary
from sim.tables.parquet import write_encoded
from sim.words.catalogue import say

NO_DOUBT = "none"


class More(NamedTuple):
    """What is told beside the comparison; by language where it is words."""

    background: Background
    demand: Mapping[str, DemandTold]  # at both ends of how far demand follows supply
    doubt: Mapping[str, Doubt]


def answer(
    question: Question, ending: Ending, about: Mapping[str, str], *, console: Console | None
) -> None:
    """Answer a question: run it, write everything, print it.

    Args:
        question: checked and prepared.
        ending: told what is kept when it is interrupted.
        about: files for `.hydra/`, by name.
        console: the screen; None: nothing is printed.

    Raises:
        KeyboardInterrupt: interrupted; if only the repetition over assumptions was, the comparison
            is written and printed first.
    """
    lang = question.config["language"]
    found = question.look_in()
    if found and found.damaged:
        named = say("runs.damaged", lang, file=question.folder / found.damaged)
        tell(named)
    elif console and found and not found.is_whole:
        print_plain(console, say("runs.goes_on", lang))
    if console and question.ensemble is not None and question.members < question.config["members"]:
        asked, there = question.config["members"], question.members
        print_plain(console, say("runs.capped", lang, asked=asked, there=there))
    if console:
        ending.kept = "nothing of the interrupted run was written."
    with content_beside() as content:
        results, demand, spread, doubt_is = _run(question, console, content)
        if doubt_is == INTERRUPTED and found and found.is_whole:
            ending.kept = f"the answer that was there stays as it was, in {question.folder}."
            raise KeyboardInterrupt
        with finishing():  # what was simulated is not thrown away while it is being written
            background = background_of(results["base"], results["scenario"])
            doubt = _doubt(question, spread, doubt_is)
            told = {lang: demand_told(demand, lang) for lang in LANGUAGES} if demand else {}
            more = More(background, told, doubt)
            _write(question, content, results, more, {"doubt": doubt_is}, about)
            if console:
                ending.kept = f"the answer is kept in {question.folder}."
                _print(console, content.comparison(), more, lang)
                print_plain(console, say("report.written", lang, folder=question.folder))
    if doubt_is == INTERRUPTED:
        if console:
            ending.kept = (
                f"the comparison is kept in {question.folder}, without the repetition over "
                "assumptions. The same command makes that too."
            )
        raise KeyboardInterrupt


def _run(
    question: Question, console: Console | None, content: Content
) -> tuple[dict[str, Result], Demand | None, Spread | None, str]:
    """Run both sides, then at both ends of demand, then over sets of assumptions.

    What comes after both sides may be left. What both sides alone decide is made meanwhile.
    """
    lang = question.config["language"]
    with bars(is_shown=console is not None) as progress:
        sides = [question.base, question.scenario]
        titles = [run.scenario.title[lang] for run in sides]
        found = run_all(sides, lambda done, total: progress.tell_all(titles, done, total))
        results = dict(zip(("base", "scenario"), found, strict=True))
        _begin(content, question, results)
        demand = None
        try:
            demand = over_demand(
                results["base"], results["scenario"], _tell(progress, say("demand.title", lang))
            )
            if not question.config["members"]:
                return results, demand, None, NO_DOUBT
            spread = over_its_ensemble(
                results["base"],
                results["scenario"],
                question.members or question.config["members"],
                _tell(progress, say("doubt.title", lang)),
            )
        except KeyboardInterrupt:
            return results, demand, None, INTERRUPTED
        return results, demand, spread, "done"


def _begin(content: Content, question: Question, results: Mapping[str, Result]) -> None:
    config = _plain(question.config)
    content.begin(
        results,
        {
            side: {
                **result.provenance(),
                "config": config,
                "levers": _plain(result.settings["levers"]),
            }
            for side, result in results.items()
        },
    )


def _tell(progress: Bars, what: str) -> Any:
    return lambda done, total: progress.tell(what, done, total)


def _doubt(question: Question, spread: Spread | None, doubt_is: str) -> dict[str, Doubt]:
    if doubt_is == NO_DOUBT:
        return {}
    if doubt_is == INTERRUPTED:
        return {lang: Doubt(say("runs.doubt_interrupted", lang)) for lang in LANGUAGES}
    return {lang: doubt_in(spread, lang) for lang in LANGUAGES}


def _print(console: Console, pair: Comparison, more: More, lang: str) -> None:
    print_comparison(console, pair, lang, more.background)
    if more.demand:
        console.print()
        console.print(demand_table(more.demand[lang], lang))
    if more.doubt:
        console.print()
        told = more.doubt[lang]
        console.print(doubt_table(told, lang) if told.lines else told.words, highlight=False)


def _write(
    question: Question,
    content: Content,
    results: Mapping[str, Result],
    more: More,
    record: Mapping[str, Any],
    about: Mapping[str, str],
) -> None:
    """Write everything into the folder: all of it, in one step, or nothing."""
    pair, drawn = content.comparison(), content.drawings()
    with whole_folder(question.folder) as new:
        for side in results:
            write_encoded(content.files(side), new / side, content.provenance[side])
        pair.kpis.to_csv(new / "kpis.csv", index=False, lineterminator="\n")
        write_kpi_files(new, differences_of(results["base"], results["scenario"], pair.kpis))
        write_figures(new / "figures", drawn)
        write_summary(
            new,
            pair,
            background=more.background,
            doubt=more.doubt,
            demand=more.demand,
            drawn=drawn,
        )  # in both languages
        for lang in LANGUAGES:
            for width, name in answer_files(lang).items():
                page = io.StringIO()
                _print(Console(file=page, width=width), pair, more, lang)
                write_text(new / name, page.getvalue())
        for name, text in about.items():
            write_text(new / ".hydra" / name, text)
        for name, data in question.inputs.items():
            path = new / "inputs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        whole = {
            "title": question.title,
            "code": question.code,
            "made": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
            "model": model_version(),
            "question": _plain(question.config),
            **record,
        }
        written = [p.relative_to(new).as_posix() for p in sorted(new.rglob("*")) if p.is_file()]
        write_record(new / RECORD, whole, written)


def _plain(values: Any) -> Any:
    return json.loads(json.dumps(values, default=str))
