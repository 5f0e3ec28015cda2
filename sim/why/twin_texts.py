"""What happened to a youth, in words, Dutch and English: one line per fact of the full log."""

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType

from sim.engine.phases import Fact
from sim.names import Cause, Outcome, Setting, Variant, Wait
from sim.reporting.lines import plain
from sim.words.figures import word
from sim.words.kpis import LABEL_TEXTS

WAITS = MappingProxyType(
    {
        Wait.NONE: ("vraagt een plek", "asks for a place"),
        Wait.SECURE: ("vraagt een gesloten plek", "asks for a closed place"),
        Wait.OPEN: ("vraagt een open plek", "asks for an open place"),
        Wait.FOLLOW_UP: ("zoekt een vervolgplek", "looks for a follow-up place"),
        Wait.AFTER_ONE_TO_ONE: ("zoekt een plek na 1-op-1", "looks for a place after 1:1"),
    }
)
FORMS = MappingProxyType(
    {
        Variant.NONE: ("", ""),
        Variant.GROUP: ("in de groep", "in the group"),
        Variant.UNIT: ("alleen, in een unit", "alone, in a unit"),
        Variant.SOLO: ("alleen, op een aparte locatie", "alone, in a separate location"),
        Variant.HOME: ("thuis", "at home"),
    }
)
RUNGS = (
    ("geen 1-op-1", "no 1:1"),
    ("begeleider gedeeld met anderen", "worker shared with others"),
    ("1-op-1, deel van de dag", "1:1, part of the day"),
    ("1-op-1, dag en nacht", "1:1, day and night"),
    ("2-op-1, dag en nacht", "2:1, day and night"),
    ("3-op-1, dag en nacht", "3:1, day and night"),
)
# {n} the value as a number, {place} as a setting, {rung} as a rung, {form} the form of 1:1,
# {cause}, {outcome}, {wait}, {years} as years of age
FACTS = MappingProxyType(
    {
        Fact.ARRIVED: ("komt in de jeugdzorg, {years} jaar", "comes into youth care, aged {years}"),
        Fact.ASKED: ("{wait}", "{wait}"),
        Fact.REFUSED: ("geweigerd door {place}", "refused by {place}"),
        Fact.PLACED: ("geplaatst: {place}", "placed: {place}"),
        Fact.LEFT_PLACE: ("vertrekt: {place}", "leaves: {place}"),
        Fact.WENT_HOME: (
            "gaat uit de jeugdzorg, naar huis of eigen woonplek",
            "leaves youth care, for home or own living",
        ),
        Fact.INCIDENT: ("ernstig incident", "serious incident"),
        Fact.COPED: ("het team kan het aan", "the team copes"),
        Fact.EXPELLED: ("moet weg: {place}", "must leave: {place}"),
        Fact.STARTED: (
            "1-op-1 begint, {form}; aanleiding: {cause}",
            "1:1 starts, {form}; cause: {cause}",
        ),
        Fact.LEVEL: ("andere trede: {rung}", "other rung: {rung}"),
        Fact.BLOCKED: (
            "klaar om verder te gaan, maar nog geen plek",
            "ready to move on, but no place yet",
        ),
        Fact.ENDED: ("1-op-1 eindigt: {outcome}", "1:1 ends: {outcome}"),
        Fact.EVALUATED: ("evaluatie", "evaluation"),
        Fact.ATTEMPTED: ("poging om af te bouwen", "attempt to step down"),
        Fact.SUCCEEDED: ("afbouw gelukt: {rung}", "stepped down: {rung}"),
        Fact.FELL_BACK: ("afbouw mislukt", "step down failed"),
        Fact.RENEWED: ("toekenning verlengd, keer {n}", "authorisation renewed, time {n}"),
        Fact.MAXIMUM_REACHED: ("maximale duur bereikt", "maximum duration reached"),
        Fact.CONSULTED: (
            "besproken in het expertteam (RET), na {n} dagen wachten",
            "reviewed by the expert team (RET), after {n} days of waiting",
        ),
        Fact.RELAPSED: ("loopt weer vast: {place}", "goes wrong again: {place}"),
        Fact.AGED_OUT: ("leeftijdsgrens van de jeugdzorg", "age limit of youth care"),
        Fact.DEPARTED: (
            "een vaste medewerker vertrekt; {n} ingewerkt over",
            "a permanent worker leaves; {n} settled left",
        ),
        Fact.TIPPED: (
            "wachten wordt een crisis, na {n} dagen",
            "waiting turns into a crisis, after {n} days",
        ),
        Fact.DISPLACED: ("de plek sluit: {place}", "the place closes: {place}"),
        Fact.RETURNED: ("komt terug in de jeugdzorg", "comes back into youth care"),
    }
)
NOT_HELD = ("evaluatie gaat niet door", "evaluation not held")
CAPPED = ("maximale duur bereikt: 1-op-1 stopt", "maximum duration reached: 1:1 stops")


def fact_words(fact: Fact, value: int, variant: Variant, language: str) -> str:
    """Return what happened in words.

    Args:
        fact: one of `FACTS`.
        value: what the log keeps with it.
        variant: form of the 1:1 arrangement to which it belongs; NONE for others.
        language: nl or en.
    """
    en = int(language != "nl")
    if fact == Fact.EVALUATED and not value:
        return NOT_HELD[en]
    if fact == Fact.MAXIMUM_REACHED and value:
        return CAPPED[en]
    words = {"n": str(value), "form": FORMS[variant][en]}
    template = FACTS[fact][en]
    if "{place}" in template:
        words["place"] = place_word(Setting(value), language)
    if "{rung}" in template:
        words["rung"] = RUNGS[value][en]
    if "{cause}" in template:
        words["cause"] = LABEL_TEXTS[Cause(value).name.lower()][en]
    if "{outcome}" in template:
        words["outcome"] = LABEL_TEXTS[Outcome(value).name.lower()][en]
    if "{wait}" in template:
        words["wait"] = WAITS[Wait(value)][en]
    if "{years}" in template:
        words["years"] = plain(value // 365.2425, 0, language)
    return template.format(**words)


def refusal_words(settings: Sequence[int], language: str) -> str:
    """Return several refusals in a row in words, with how often by whom, the most frequent first."""
    times = Counter(settings).most_common()
    by = ", ".join(f"{n} × {place_word(Setting(setting), language)}" for setting, n in times)
    return (
        f"{len(settings)} keer geweigerd ({by})"
        if language == "nl"
        else f"refused {len(settings)} times ({by})"
    )


def place_word(setting: Setting, language: str) -> str:
    """Return a setting in words."""
    return word(
        "place.waiting" if setting == Setting.HOME else f"place.{setting.name.lower()}", language
    )
