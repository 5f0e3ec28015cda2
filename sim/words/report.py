"""Words that agree with a number: how often, and how many changes were added."""

from collections.abc import Mapping

from sim.words.catalogue import LANGUAGES, say


def title_with(title: Mapping[str, str], n_levers: int) -> Mapping[str, str]:
    """Return the title of a scenario, marked where changes were added to it."""
    if not n_levers:
        return title
    key = f"report.extra.{number_of(n_levers)}"
    return {lang: say(key, lang, title=title[lang], n=n_levers) for lang in LANGUAGES}


def times(n: int, lang: str) -> str:
    """Return a number of replications in words that agree with it."""
    return say(f"report.times.{number_of(n)}", lang, n=n)


def number_of(n: float) -> str:
    """Return `one` or `more`: the form of the noun."""
    return "one" if n == 1 else "more"
