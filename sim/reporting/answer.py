"""The answer in three sentences: volume, duration, cost.

Each says direction, size, interval, and no more than the interval allows.
"""

import math
from types import MappingProxyType

from sim.measures.comparison import Comparison
from sim.reporting.lines import excludes_zero, plain, scale_of, telling_decimals

# kpi -> what is compared; {other} and {base} are numbers, {scenario} and {reference} are titles
OPENINGS = MappingProxyType(
    {
        "census_one_to_one": (
            (
                "Volume: met ‘{scenario}’ krijgen gemiddeld {other} jongeren per dag 1-op-1, met "
                "‘{reference}’ {base}"
            ),
            (
                "Volume: under ‘{scenario}’ {other} youths a day are in 1:1 on average, under "
                "‘{reference}’ {base}"
            ),
        ),
        "duration.median": (
            (
                "Duur: de helft van de 1-op-1-trajecten duurt langer dan {other} dagen, met "
                "‘{reference}’ langer dan {base} dagen"
            ),
            (
                "Duration: half of the 1:1 arrangements last longer than {other} days, under "
                "‘{reference}’ longer than {base} days"
            ),
        ),
        "cost_one_to_one": (
            "Kosten: 1-op-1 kost {other} {unit} per jaar, met ‘{reference}’ {base} {unit}",
            "Cost: 1:1 costs {other} {unit} a year, under ‘{reference}’ {base} {unit}",
        ),
    }
)
MORE = MappingProxyType(
    {  # (more, less) in nl and en
        "census_one_to_one": (("meer", "minder"), ("more", "fewer")),
        "duration.median": (("dagen langer", "dagen korter"), ("days longer", "days shorter")),
        "cost_one_to_one": (("{unit} meer", "{unit} minder"), ("{unit} more", "{unit} less")),
    }
)
UNITS = MappingProxyType(
    {  # unit of sentences, by key of `scale_of`
        "euro/year": ("euro", "euro"),
        "keuro/year": ("duizend euro", "thousand euro"),
        "meuro/year": ("miljoen euro", "million euro"),
    }
)
CLEAR = (
    (
        ": {size} {direction} (95%-interval: {low} tot {high} {direction}). Het interval bevat nul "
        "niet: binnen dit model is de richting duidelijk."
    ),
    (
        ": {size} {direction} (95% interval: {low} to {high} {direction}). The interval does not "
        "contain zero: within this model the direction is clear."
    ),
)
UNCLEAR = (
    ". Het verschil kan toeval zijn: het 95%-interval loopt van {low} {less} tot {high} {more} en "
    "bevat nul. "
    "Deze simulatie laat niet zien of het omhoog of omlaag gaat.",
    ". The difference may be chance: the 95% interval runs from {low} {less} to {high} {more} and "
    "contains zero. "
    "This simulation does not show whether it goes up or down.",
)
EQUAL = (
    ". Er is in geen enkele herhaling verschil.",
    ". There is no difference in any replication.",
)
ONCE = (
    (
        ": een verschil van {size} {direction}. Dit is één herhaling: hoeveel daarvan toeval is, "
        "valt "
        "niet te zeggen."
    ),
    (
        ": a difference of {size} {direction}. This is one replication: how much of it is chance "
        "cannot be said."
    ),
)
UNDEFINED = (
    (
        "{subject}: niet te bepalen in deze simulatie, omdat er te weinig trajecten zijn of te "
        "weinig "
        "ervan eindigen."
    ),
    (
        "{subject}: cannot be determined in this simulation, because there are too few "
        "arrangements or "
        "too few of them end."
    ),
)
PARTLY = (
    " (Bepaald in {n} van de {of} herhalingen.)",
    " (Determined in {n} of {of} replications.)",
)


def sentences(comparison: Comparison, lang: str) -> list[str]:
    """Return the answer: one statement each on volume, duration and cost."""
    return [sentence(comparison, kpi, lang) for kpi in OPENINGS]


def sentence(comparison: Comparison, kpi: str, lang: str) -> str:
    """Return what the paired difference of one KPI allows us to say."""
    en = int(lang != "nl")
    row = comparison.row(kpi)
    if not int(row["n"]):
        return UNDEFINED[en].format(subject=OPENINGS[kpi][en].partition(":")[0])
    factor, key, decimals = scale_of(str(row["unit"]), row["base"], row["other"])
    difference, low, high = (float(row[c]) * factor for c in ("difference", "low", "high"))
    bounds = (difference, difference) if excludes_zero(low, high) is None else (low, high)
    decimals = telling_decimals(
        decimals, row["base"] * factor, row["other"] * factor, difference, *bounds
    )

    def show(value: float) -> str:
        return plain(abs(value), decimals, lang)

    unit = UNITS.get(key, ("", ""))[en]
    more, less = (word.format(unit=unit) for word in MORE[kpi][en])
    text = OPENINGS[kpi][en].format(
        scenario=comparison.scenario.title[lang],
        reference=comparison.base.title[lang],
        unit=unit,
        other=show(row["other"] * factor),
        base=show(row["base"] * factor),
    )
    is_clear = excludes_zero(low, high)
    words = {
        "size": show(difference),
        "direction": more if difference > 0 else less,
        "more": more,
        "less": less,
    }
    if is_clear is None and difference == 0:
        text += EQUAL[en]
    elif is_clear is None:
        text += ONCE[en].format(**words)
    elif is_clear:
        near, far = sorted((abs(low), abs(high)))
        text += CLEAR[en].format(low=show(near), high=show(far), **words)
    elif low == high:
        text += EQUAL[en]
    else:
        text += UNCLEAR[en].format(low=show(low), high=show(high), **words)
    n = int(row["n"])
    return (
        text
        if n == comparison.n_replications or math.isnan(n)
        else text + PARTLY[en].format(n=n, of=comparison.n_replications)
    )
