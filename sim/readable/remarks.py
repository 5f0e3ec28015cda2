"""What a reader must know to take a difference for what it is."""

import pandas as pd

from sim.readable.lines import line
from sim.words.catalogue import say

SHORT = "uncovered_share"
A_POINT = 0.01  # less of the hours than this is too little to say


def remarks(kpis: pd.DataFrame, lang: str) -> list[str]:
    """Return what must be said beside the numbers of a comparison, one sentence or two each.

    That people are short: 1:1 that could not start, or not in full, because nobody was there, is
    missing from the numbers, so that fewer youths in 1:1, or alone, may be no gain.

    Args:
        kpis: [kpi, base, other, difference, low, high, ...] as `compare` has them.
        lang: en or nl.
    """
    found = kpis[kpis["kpi"] == SHORT]
    if found.empty:
        return []
    row = found.iloc[0]
    is_short = row["low"] > 0 and row["difference"] >= A_POINT
    if not is_short:
        return []
    told = line(row, lang)
    return [say("shown.people_short", lang, base=told.base, other=told.other)]
