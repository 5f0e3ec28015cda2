"""The answer in three sentences: volume, duration, cost.

Each says direction, size, interval, and no more than the intervals over chance and over assumptions
allow.
"""

import math
from collections.abc import Sequence

from sim.measures.comparison import Comparison
from sim.reporting.doubt import Doubt, with_verdict
from sim.words.catalogue import say
from sim.words.numbers import excludes_zero, plain, scale_of, telling_decimals

ANSWERED = ("census_one_to_one", "duration.median", "cost_one_to_one")


def sentences(
    comparison: Comparison,
    lang: str,
    doubt: Doubt | None = None,
    kpis: Sequence[str] = ANSWERED,
) -> list[str]:
    """Return the answer: one statement each on volume, duration and cost.

    With `doubt` each says too what holds over sets of assumptions.
    """
    made = []
    for kpi in kpis:
        row = comparison.row(kpi)
        told = next((line for line in doubt.lines if line.kpi == kpi), None) if doubt else None
        over_sets = f" {with_verdict(told, row['low'], row['high'], lang)}" if told else ""
        made.append(sentence(comparison, kpi, lang) + over_sets)
    return made


def sentence(comparison: Comparison, kpi: str, lang: str) -> str:
    """Return what the paired difference of one KPI allows us to say, as far as chance goes."""
    row = comparison.row(kpi)
    name = f"answer.{kpi.replace('.', '_')}"
    if not int(row["n"]):
        subject = say(f"{name}.opening", lang).partition(":")[0]
        return say("answer.undefined", lang, subject=subject)
    factor, key, decimals = scale_of(str(row["unit"]), row["base"], row["other"])
    difference, low, high = (float(row[c]) * factor for c in ("difference", "low", "high"))
    is_clear = excludes_zero(low, high)
    bounds = (difference, difference) if is_clear is None else (low, high)
    decimals = telling_decimals(
        decimals, row["base"] * factor, row["other"] * factor, difference, *bounds
    )

    def show(value: float) -> str:
        return plain(abs(value), decimals, lang)

    unit = say(f"units.long.{key.partition('/')[0]}", lang)
    more, less = (say(f"{name}.{way}", lang, unit=unit) for way in ("more", "less"))
    words = {
        "size": show(difference),
        "direction": more if difference > 0 else less,
        "more": more,
        "less": less,
    }
    text = say(
        f"{name}.opening",
        lang,
        scenario=comparison.scenario.title[lang],
        reference=comparison.base.title[lang],
        unit=unit,
        other=show(row["other"] * factor),
        base=show(row["base"] * factor),
    )
    if difference == 0 and (is_clear is None or low == high):
        text += say("answer.equal", lang)
    elif is_clear is None:
        text += say("answer.once", lang, **words)
    elif is_clear:
        near, far = sorted((abs(low), abs(high)))
        text += say("answer.clear", lang, low=show(near), high=show(far), **words)
    else:
        text += say("answer.unclear", lang, low=show(low), high=show(high), **words)
    n = int(row["n"])
    if n == comparison.n_replications or math.isnan(n):
        return text
    return text + say("answer.partly", lang, n=n, of=comparison.n_replications)
