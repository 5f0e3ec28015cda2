"""Searching a catalogue: every word must be somewhere in the texts of a row, in any language."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence

from sim.common.errors import refuse, show

SAME = (  # words that mean the same to whoever searches
    ("1-op-1", "1:1", "one-to-one", "een-op-een", "1op1"),
    ("jeugdzorgplus", "closed youth care", "gesloten jeugdhulp", "jzplus"),
    ("ret", "expertteam", "expert team"),
    ("places", "plekken", "capacity", "capaciteit", "bedden", "beds"),
    ("staff", "personeel", "medewerkers", "workforce"),
    ("cost", "kosten", "prijs", "price", "tarief", "tariff", "euro"),
    ("duration", "duur", "days", "dagen"),
    ("wait", "wachttijd", "wachten", "wachtrij", "queue"),
    ("evaluation", "evaluatie"),
)


def plain(text: str) -> str:
    """Return text in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def is_found(search: str, texts: Iterable[str]) -> bool:
    """Tell whether every word of `search`, or one that means the same, is in `texts`."""
    whole = plain(" ".join(texts))
    return all(any(each in whole for each in _same(word)) for word in plain(search).split())


def _same(word: str) -> Sequence[str]:
    return next((words for words in SAME if word in words), (word,))


def checked(search: object) -> str:
    """Return the words to search for; empty for None.

    Raises:
        ConfigError: it is no text.
    """
    if search is None:
        return ""
    if not isinstance(search, str):
        refuse(f"'search' is {show(search)}; it must be text. Pass search='places'.")
    return search


def nearest_words(search: str, texts: Iterable[str]) -> list[str]:
    """Return at most five words in `texts` that are spelled most like those of `search`."""
    words = {word.strip(".,;:()[]?") for text in texts for word in plain(text).split()}
    near = [
        found
        for word in plain(search).split()
        for found in difflib.get_close_matches(word, sorted(words), n=3, cutoff=0.7)
    ]
    return list(dict.fromkeys(near))[:5]
