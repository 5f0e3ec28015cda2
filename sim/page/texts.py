"""Every word of the page through one message catalogue.

English in the sources, Dutch in `locale/nl.po`; numbers and dates as people write them. The
catalogue is read once and kept in memory; a message without a translation shows in English (a test
keeps the catalogue complete).
"""

import datetime as dt
import gettext
import io
import math
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("nl", "en")
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
LOCALE_FOLDER = Path(__file__).parent / "locale"
MINUS = "\u2212"
NOTHING = "–"


def mark(message: str) -> str:
    """Return the message as it is: marks a text that is translated later, where it is shown."""
    return message


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> gettext.NullTranslations:
    """Return the messages of one language; English is the language of the sources."""
    path = LOCALE_FOLDER / f"{lang}.po"
    if lang not in LANGUAGES or not path.is_file():
        return gettext.NullTranslations()
    buffer = io.BytesIO()
    with path.open("rb") as stream:
        write_mo(buffer, read_po(stream, locale=lang))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


class Words:
    """Texts, numbers and dates in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self.locale = LOCALES[self.lang]

    def __call__(self, message: str, **values: object) -> str:
        """Return the message in this language, with `{name}` filled in."""
        text = catalogue(self.lang).gettext(message)
        return text.format(**values) if values else text

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number as people write it.

        A dash where it is undefined, no minus before a rounded zero.
        """
        if not math.isfinite(value):
            return NOTHING
        rounded = round(value, decimals) + 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(rounded, format=pattern, locale=self.locale)).replace("-", MINUS)

    def signed(self, value: float, decimals: int = 0) -> str:
        """Return a number with its sign, none at zero."""
        return ("+" if round(value, decimals) > 0 else "") + self.number(value, decimals)

    def short(self, value: float) -> str:
        """Return a number with as many decimals as it needs, two at most."""
        decimals = next(
            (d for d in (0, 1) if abs(value - round(value, d)) < 0.5 * 10.0 ** -(d + 2)), 2
        )
        return self.number(value, decimals)

    def date(self, day: dt.date) -> str:
        """Return a date as people write it: 1 januari 2030."""
        return str(format_date(day, format="long", locale=self.locale))
