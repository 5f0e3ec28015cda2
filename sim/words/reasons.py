"""Reasons for a day of 1:1 in words, with who owns them."""

from sim.names import Reason
from sim.words.catalogue import say


def name_of(reason: Reason, lang: str) -> str:
    """Return what a reason is called, in `lang` (nl or en)."""
    return say(f"reasons.name.{reason.name.lower()}", lang)


def owner_of(reason: Reason, lang: str) -> str:
    """Return who can shorten it: evaluation, follow-up capacity, reluctance, teams, ..."""
    return say(f"reasons.owner.{reason.name.lower()}", lang)


def owned(reason: Reason, lang: str) -> str:
    """Return a reason with its owner: `Evaluation not held (evaluation)`."""
    return say("reasons.owned", lang, name=name_of(reason, lang), owner=owner_of(reason, lang))
