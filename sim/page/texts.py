"""Words, numbers and dates of the page in one language, from the catalogues and the one table of
signs that everything else has too (`sim/words`).
"""

import datetime as dt

from sim.words.catalogue import LANGUAGES, say
from sim.words.numbers import long_date, plain, shortest, signed

SHORT = 2  # decimals of a slider at most


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


class Words:
    """Texts, numbers and dates in one language; an unknown one is the first of `LANGUAGES`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text under `key` (`page.region`), with `{name}` filled in."""
        return say(key, self.lang, **values)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number as people write it."""
        return plain(value, decimals, self.lang)

    def signed(self, value: float, decimals: int = 0) -> str:
        """Return a number with its sign, none at zero."""
        return signed(value, decimals, self.lang)

    def short(self, value: float) -> str:
        """Return a number with as many decimals as it needs, two at most."""
        return shortest(value, self.lang, SHORT)

    def date(self, day: dt.date) -> str:
        """Return a date in words: 1 januari 2030."""
        return long_date(day, self.lang)
