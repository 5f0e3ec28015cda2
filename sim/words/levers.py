"""Names of levers in words, Dutch and English.

A lever without words here goes by the description of its row.
"""

from types import MappingProxyType

from sim.words.kpis import LABEL_TEXTS

LEVERS = MappingProxyType(
    {
        "arrival.per_10000": (
            "jongeren die per jaar in zorg komen, per 10.000 tot 23 jaar",
            "youths who arrive per year, per 10,000 aged 0-22",
        ),
        "search.accept_after_one_to_one": (
            "bereidheid om een jongere uit 1-op-1 op te nemen",
            "willingness to accept a youth who comes from 1:1",
        ),
        "start.p_ret": (
            "kans dat het expertteam (RET) vooraf meekijkt",
            "chance that the expert team (RET) is consulted beforehand",
        ),
        "start.p_late_review": (
            "kans dat het expertteam (RET) achteraf meekijkt",
            "chance that the expert team (RET) reviews afterwards",
        ),
        "start.p_analysis": (
            "kans op een verklarende analyse bij de start",
            "chance of an explanatory analysis at the start",
        ),
        "start.p_plan": (
            "kans op een afbouwplan bij de start",
            "chance of an exit plan at the start",
        ),
        "start.p_contracted": (
            "kans op een gecontracteerde aanbieder",
            "chance of a contracted provider",
        ),
        "start.p_shared_rung": (
            "kans dat jongeren in een groep een begeleider delen",
            "chance that youths in a group share a worker",
        ),
        "start.fit_alone": (
            "geschiktheid van locaties voor één jongere",
            "fit of locations for one youth",
        ),
        "review.per_week": (
            "zaken die het expertteam (RET) per week aankan",
            "cases that the expert team (RET) can take per week",
        ),
        "review.days_decision": (
            "dagen tot het expertteam (RET) beslist",
            "days until the expert team (RET) decides",
        ),
        "evaluation.interval_days": (
            "dagen tussen twee evaluaties",
            "days between two evaluations",
        ),
        "evaluation.compliance": (
            "kans dat een evaluatie echt doorgaat",
            "chance that an evaluation that is due is held",
        ),
        "evaluation.p_outside_expert": (
            "kans dat een deskundige van buiten meedoet",
            "chance that an outside expert takes part",
        ),
        "staff.departures_per_year": (
            "vertrek van vaste medewerkers per jaar",
            "departures of permanent staff per year",
        ),
        "staff.agency_cap": (
            "hoogste aandeel uitzendkrachten in een team",
            "largest share of agency staff in a team",
        ),
        "staff.days_hire": (
            "dagen om een vaste medewerker te vinden",
            "days to fill a position permanently",
        ),
        "staff.supply_fte": (
            "beschikbaar vast personeel in de regio",
            "permanent staff available in the region",
        ),
        "staff.training": ("inzet op scholing", "intensity of training"),
        "staff.practice_leadership": (
            "inzet op leiding op de werkvloer",
            "intensity of practice leadership",
        ),
        "authorisation.term_days": ("duur van een toekenning", "term of an authorisation"),
        "authorisation.renewal_window_days": (
            "dagen om een verlenging voor te bereiden",
            "days to prepare a renewal",
        ),
        "authorisation.maximum_days": (
            "duur waarna doorgaan een nieuw besluit vraagt",
            "duration after which going on needs a new decision",
        ),
        "authorisation.p_hard_cap": (
            "kans dat 1-op-1 bij de maximale duur echt stopt",
            "chance that 1:1 ends at the maximum duration",
        ),
        "cost.tariff_per_hour": ("prijs van een uur 1-op-1", "price of an hour of 1:1"),
        "cost.surcharge_non_contracted": (
            "prijsfactor zonder contract",
            "price factor without a contract",
        ),
    }
)
SETTING_LEVERS = MappingProxyType(
    {
        "places": ("aantal plekken", "number of places"),
        "is_closed_on_date": (
            "sluiting op datum in plaats van bij vertrek",
            "closing on a date instead of when a youth leaves",
        ),
        "fit": ("geschiktheid van het gebouw", "fit of the building"),
        "tariff_per_day": ("prijs per dag", "price per day"),
    }
)
UNITS = MappingProxyType(
    {
        "places": ("plekken", "places"),
        "day": ("dagen", "days"),
        "euro/day": ("euro per dag", "euro a day"),
        "euro/hour": ("euro per uur", "euro an hour"),
        "reviews/week": ("per week", "a week"),
        "FTE": ("fte", "FTE"),
        "0..1": ("op een schaal van 0 tot 1", "on a scale of 0 to 1"),
        "0 or 1": ("(1 is ja, 0 is nee)", "(1 is yes, 0 is no)"),
    }
)
IN_PER_CENT = ("chance", "share")


def lever_words(name: str, lang: str, description: str | None = None) -> str:
    """Return what a lever is called.

    `description` (English) is taken where there are no words for it, else its name.
    """
    en = int(lang != "nl")
    parts = name.split(".")
    if (
        len(parts) == 3
        and parts[0] == "setting"
        and parts[1] in LABEL_TEXTS
        and parts[2] in SETTING_LEVERS
    ):
        return f"{SETTING_LEVERS[parts[2]][en]} ({LABEL_TEXTS[parts[1]][en]})"
    return LEVERS[name][en] if name in LEVERS else (description or name).rstrip(".")


def amount_words(value: float, unit: str, lang: str) -> str:
    """Return a value with its unit in words; chances and shares in per cent."""
    if unit in IN_PER_CENT:
        return (
            f"{number_words(value * 100, lang)}%"
            if lang == "en"
            else f"{number_words(value * 100, lang)} %"
        )
    return (
        f"{number_words(value, lang)} {UNITS[unit][lang != 'nl']}"
        if unit in UNITS
        else number_words(value, lang)
    )


def number_words(value: float, lang: str) -> str:
    """Return a number as short as it can be, with the signs of the language."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".").replace("-", "\u2212")
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text
