"""The catalogues: every text under one key in Dutch and in English.

`say("report.base", "nl")` is the text under `base` in `sim/words/report.yaml`. A text may have
places to fill in, `{n}`, the same in both languages.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.common.errors import refuse, unknown
from sim.common.yaml_strict import load_mapping

LANGUAGES = ("nl", "en")
FOLDER = Path(__file__).parent


@cache
def texts(catalogue: str) -> Mapping[str, Mapping[str, str]]:
    """Return every text of one catalogue, by key without the name of the catalogue.

    Raises:
        ConfigError: there is no such catalogue, or a text lacks a language.
    """
    path = FOLDER / f"{catalogue}.yaml"
    if not path.is_file():
        refuse(f"words: {unknown('catalogue', catalogue, catalogues())}")
    content = load_mapping(path, f"sim/words/{path.name}")
    return MappingProxyType(dict(_texts(content, (), f"sim/words/{path.name}")))


def catalogues() -> tuple[str, ...]:
    """Return the names of all catalogues."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def say(key: str, lang: str, **values: object) -> str:
    """Return the text under `key`, `catalogue.name`, in `lang` (nl or en).

    `values` fill its places; without any it is returned as it stands.
    """
    catalogue, _, name = key.partition(".")
    text = texts(catalogue)[name][lang]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """Tell whether there is a text under `key`."""
    catalogue, _, name = key.partition(".")
    return name in texts(catalogue)


def both(key: str, **values: object) -> dict[str, str]:
    """Return the text under `key` in both languages, by language."""
    return {lang: say(key, lang, **values) for lang in LANGUAGES}


def below(prefix: str, lang: str) -> dict[str, str]:
    """Return all texts below `prefix` (`report`, `report.missing`), by the rest of their keys, in
    the order in which they are written.
    """
    catalogue, _, start = prefix.partition(".")
    start = f"{start}." if start else ""
    return {
        name.removeprefix(start): text[lang]
        for name, text in texts(catalogue).items()
        if name.startswith(start)
    }


def _texts(
    content: Mapping[Any, Any], path: tuple[str, ...], file: str
) -> Iterator[tuple[str, Mapping[str, str]]]:
    for key, value in content.items():
        name = (*path, str(key))
        where = f"{file}: '{'.'.join(name)}'"
        if not isinstance(value, Mapping) or not value:
            refuse(f'{where} is {value!r}; write {{nl: "...", en: "..."}}.')
        elif not set(LANGUAGES) & set(value):
            yield from _texts(value, name, file)
        elif set(value) != set(LANGUAGES) or not all(isinstance(t, str) for t in value.values()):
            refuse(f"{where} has {', '.join(value)}; it needs text in nl and en, and no more.")
        else:
            yield ".".join(name), MappingProxyType(dict(value))
