"""Results of the claims as tables (terminal, Markdown, data frame) and as sentences.

What was not reproduced, what the model cannot represent.
"""

import math
from collections import Counter
from collections.abc import Sequence

import pandas as pd
from rich.markup import escape
from rich.table import Table

from sim.claims.judge import (
    NOT_REPRESENTABLE,
    NOT_REPRODUCED,
    REPRODUCED,
    ClaimResult,
    ExperimentResult,
    family_error,
)
from sim.claims.rows import Claim, Experiment
from sim.common.errors import NO_UNIT
from sim.measures.catalogue import entry, text_of
from sim.words.numbers import MINUS

HEADINGS = ("Claim", "Outcome", "Expected", "Difference [95 %]", "p", "Agree", "Verdict")
COLUMNS = (
    "claim",
    "core",
    "text",
    "source",
    "strength",
    "origin",
    "outcome",
    "unit",
    "expected",
    "sides",
    "difference",
    "low",
    "high",
    "p",
    "agree",
    "n",
    "level",
    "success",
    "verdict",
    "why",
)
WIDTH = 94
# whether a row has the sign by its own range, or it follows from several rules together
PUT_IN, EMERGES = "put in", "emerges"
ORIGIN = {"rule": PUT_IN, "follows": EMERGES, "": ""}
SIGN = {"rises": "+", "falls": MINUS, "above": ">", "below": "<"}


def number(value: float) -> str:
    """Return a number with three significant digits, thousands separated.

    A dash where it is undefined.
    """
    if math.isnan(value):
        return "-"
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return shown.replace("-", MINUS)


def chance(p: float) -> str:
    """Return a p-value in three decimals."""
    return "-" if math.isnan(p) else "<0.001" if p < 0.001 else f"{p:.3f}"


def expected(experiment: Experiment) -> str:
    """Return the expectation: a sign, or a bound."""
    sign = SIGN[experiment.expect]
    return f"{sign} {number(experiment.bound)}" if experiment.expect in ("above", "below") else sign


def sides(experiment: Experiment) -> str:
    """Return the sides in words, first to last."""
    return " \u2192 ".join(side.name for side in experiment.sides)


def difference(result: ExperimentResult) -> str:
    """Return the mean difference with its interval; for a bound, the value itself."""
    shift = result.experiment.bound
    low, high = (number(value + shift) for value in (result.low, result.high))
    return f"{number(result.mean + shift)} [{low}, {high}]"


def agree(result: ExperimentResult) -> str:
    """Return the share that agrees in percent."""
    return "-" if math.isnan(result.agree) else f"{result.agree:.0%}"


def _sentence(text: str, unit: str) -> str:
    begun = text if text[:1] == "1" else f"{text[0].lower()}{text[1:]}"
    return begun if unit == NO_UNIT else f"{begun} ({unit})"


def cells(one: ClaimResult) -> list[tuple[str, ...]]:
    """Return the rows of a claim, one per experiment, in the order of `HEADINGS`."""
    claim = one.claim
    name = f"{claim.number}{'*' if claim.is_core else ''} {claim.strength}"
    if not one.results:
        return [(name, "", "", "", "", "", one.verdict)]
    rows: list[tuple[str, ...]] = []
    for n, r in enumerate(one.results):
        text = _sentence(text_of(r.experiment.outcome), entry(r.experiment.outcome).unit)
        mark = "" if r.is_success else " \u2717"
        rows.append(
            (
                name if n == 0 else "",
                text,
                expected(r.experiment),
                difference(r),
                chance(r.p),
                agree(r) + mark,
                one.verdict if n == 0 else "",
            )
        )
    return rows


def table(tested: Sequence[ClaimResult]) -> Table:
    """Return the results as a table for the terminal, `WIDTH` columns wide."""
    made = Table(box=None, pad_edge=False, header_style="bold", width=WIDTH, padding=(0, 1))
    for heading in ("Claim", "Outcome, expected", "Difference", "p", "Agree", "Verdict"):
        right = heading in ("Difference", "p", "Agree")
        wide = {"Outcome, expected": None, "Verdict": 13}.get(heading, 0)
        made.add_column(
            heading,
            ratio=1 if wide is None else None,
            justify="right" if right else "left",
            width=wide or None,
            no_wrap=wide == 0,
        )
    for one in tested:
        for first, outcome, expect, found, p, share, told in cells(one):
            style = "bold" if one.verdict == NOT_REPRODUCED else None
            verdict = f"{told}\n{ORIGIN[one.claim.origin]}" if told else ""
            what = f"{expect} {outcome}" if outcome else one.claim.text
            row = (first, what, found.replace(" [", "\n["), p, share, verdict)
            made.add_row(*(escape(text) for text in row), style=style)
    return made


def markdown(tested: Sequence[ClaimResult]) -> str:
    """Return the results as a Markdown table: claim, source, strength, whether the sign was put in
    or emerges, sides and result.
    """
    head = (
        "Claim",
        "Text",
        "Source",
        "Strength",
        "Sign",
        "Outcome",
        "Sides",
        "Expected",
        "Difference [95 %]",
        "p",
        "Agree",
        "Verdict",
    )
    lines = [head, ("---",) * len(head)]
    for one in tested:
        claim = one.claim
        words = (
            f"{claim.number}{' (core)' if claim.is_core else ''}",
            claim.text,
            claim.source,
            claim.strength,
            ORIGIN[claim.origin],
        )
        if not one.results:
            lines.append(
                (*words, "", "", "", "", "", "", f"{one.verdict}: {claim.not_representable}")
            )
        for n, (result, row) in enumerate(zip(one.results, cells(one), strict=False)):
            lines.append(
                (
                    *(words if n == 0 else ("",) * len(words)),
                    row[1],
                    sides(result.experiment),
                    *row[2:],
                )
            )
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def frame(tested: Sequence[ClaimResult]) -> pd.DataFrame:
    """Return the results as a frame with the columns `COLUMNS`.

    One row per experiment, one for a claim without any.
    """
    rows = []
    for one in tested:
        c = one.claim
        head = {
            "claim": c.number,
            "core": c.is_core,
            "text": c.text,
            "source": c.source,
            "strength": c.strength,
            "origin": c.origin,
            "level": c.level or math.nan,
            "verdict": one.verdict,
            "why": c.not_representable or c.note,
        }
        for r in one.results:
            e = r.experiment
            what = {
                "outcome": e.outcome,
                "unit": entry(e.outcome).unit,
                "expected": expected(e),
                "sides": sides(e),
            }
            found = {
                "difference": r.mean,
                "low": r.low,
                "high": r.high,
                "p": r.p,
                "agree": r.agree,
                "n": r.n,
                "success": r.is_success,
            }
            rows.append({**head, **what, **found})
        if not one.results:
            rows.append(head)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def summary(tested: Sequence[ClaimResult], n_members: int | None) -> list[str]:
    """Return the sentences under the table: how many, how sure, what failed and why."""
    count = Counter(one.verdict for one in tested)
    core = [one for one in tested if one.claim.is_core]
    of_core = sum(one.verdict == REPRODUCED for one in core)
    over = (
        "at the stated values of all parameters (luck only)"
        if n_members is None
        else f"over {n_members} parameter sets"
    )
    counts = ", ".join(
        f"{count[verdict]} {verdict}" for verdict in (REPRODUCED, NOT_REPRODUCED, NOT_REPRESENTABLE)
    )
    lines = [f"{len(tested)} claims {over}: {counts}."]
    if core:
        luck = family_error([one.claim for one in core])
        lines.append(
            f"Core (*): {of_core} of {len(core)} reproduced; chance that luck alone makes any of "
            f"them so: at most {luck:.1%}."
        )
    lines += [
        f"{_share(tested, 'rule')} of the claims of which the sign was put in, by a parameter's "
        "own range, are reproduced: it survives the rest of the model.",
        f"{_share(tested, 'follows')} of the claims of which the sign emerges, from several rules "
        "together, are reproduced.",
    ]
    if count[NOT_REPRODUCED]:
        lines.append("Not reproduced:")
        lines += [
            f"- {_headed(one.claim)} {_failures(one)} {one.claim.note}".rstrip()
            for one in tested
            if one.verdict == NOT_REPRODUCED
        ]
    if count[NOT_REPRESENTABLE]:
        lines.append("Not representable:")
        lines += [
            f"- {_headed(one.claim)} {one.claim.not_representable}"
            for one in tested
            if one.verdict == NOT_REPRESENTABLE
        ]
    return lines


def _share(tested: Sequence[ClaimResult], origin: str) -> str:
    """Return how many of the claims of this origin are reproduced, in words."""
    of = [one.verdict for one in tested if one.claim.origin == origin]
    return f"{of.count(REPRODUCED)} of {len(of)}"


def _headed(claim: Claim) -> str:
    return f"{claim.number}{'*' if claim.is_core else ''} {claim.text}"


def _failures(one: ClaimResult) -> str:
    failed = [r for r in one.results if not r.is_success]
    return " ".join(
        (
            f"[{text_of(r.experiment.outcome)}: expected {expected(r.experiment)}, got "
            f"{difference(r)}.]"
        )
        for r in failed
    )
