"""What happened to a youth, in words, Dutch and English: one line per fact of the full log."""

from collections import Counter
from collections.abc import Sequence

from sim.common.calendar import DAYS_PER_YEAR
from sim.engine.phases import Fact
from sim.names import Cause, Outcome, Setting, Variant, Wait
from sim.words.catalogue import has, say
from sim.words.numbers import plain

FACTS = tuple(fact for fact in Fact if has(f"youths.facts.{fact.name.lower()}"))


def fact_words(fact: Fact, value: int, variant: Variant, language: str) -> str:
    """Return what happened in words.

    Args:
        fact: one of `FACTS`.
        value: what the log keeps with it.
        variant: form of the 1:1 arrangement to which it belongs; NONE for others.
        language: nl or en.
    """
    if fact == Fact.EVALUATED and not value:
        return say("youths.facts.not_held", language)
    if fact == Fact.DECIDED and not value:
        return say("youths.facts.not_funded", language)
    if fact == Fact.ADVISED and not value:
        return say("youths.facts.advised_no", language)
    if fact == Fact.MAXIMUM_REACHED and value:
        return say("youths.facts.capped", language)
    template = say(f"youths.facts.{fact.name.lower()}", language)
    words = {"n": str(value), "form": say(f"youths.forms.{variant.name.lower()}", language)}
    if "{place}" in template:
        words["place"] = place_word(Setting(value), language)
    if "{rung}" in template:
        words["rung"] = say(f"youths.rungs.rung_{value}", language)
    if "{cause}" in template:
        words["cause"] = say(f"labels.{Cause(value).name.lower()}", language)
    if "{outcome}" in template:
        words["outcome"] = say(f"labels.{Outcome(value).name.lower()}", language)
    if "{wait}" in template:
        words["wait"] = say(f"youths.waits.{Wait(value).name.lower()}", language)
    if "{years}" in template:
        words["years"] = plain(value // DAYS_PER_YEAR, 0, language)
    return template.format(**words)


def refusal_words(settings: Sequence[int], language: str) -> str:
    """Return several refusals in a row in words: how often by whom, the most frequent first."""
    times = Counter(settings).most_common()
    by = ", ".join(f"{n} × {place_word(Setting(setting), language)}" for setting, n in times)
    return say("youths.refused_times", language, n=len(settings), by=by)


def place_word(setting: Setting, language: str) -> str:
    """Return a setting in words."""
    name = "waiting" if setting == Setting.HOME else setting.name.lower()
    return say(f"figures.place.{name}", language)
