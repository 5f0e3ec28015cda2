"""Every text stands in a catalogue, in both languages, with the same places to fill in; none is
missing, none is left over, and no module picks a language by itself.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import sim
from sim.words.catalogue import LANGUAGES, below, both, catalogues, say, texts

FOLDER = Path(sim.__file__).parent
SOURCES = (*FOLDER.rglob("*.py"), *(FOLDER.parent / "scripts").glob("*.py"))
ALL = {f"{name}.{key}": text for name in catalogues() for key, text in texts(name).items()}
IN_TEMPLATE = {"w": "report", "doubt_words": "doubt"}
LANGUAGE = re.compile(r"""[!=]= ?["'](nl|en)["']|["'](nl|en)["'] if """)
FILE_ENDS = ("yaml", "csv", "parquet", "html", "json")
SAME_IN_BOTH = 3  # words that a text may have and be the same in both languages


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def written(path: Path) -> Iterator[str]:
    """Return every text in a source as a pattern; `.+` for what an f-string fills in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in node.values
            )
            yield "".join(parts)


def used() -> set[str]:
    """Return every key that some source or template may ask for."""
    exact, patterns = set(), set()
    for path in SOURCES:
        for pattern in written(path):
            is_key = pattern.partition("\\.")[0] in catalogues()
            if is_key and "\\." in pattern and " " not in pattern:
                (patterns if ".+" in pattern else exact).add(pattern)
    for path in FOLDER.rglob("*.j2"):
        for name, key in re.findall(r"\b(\w+)\.([\w.]+)", path.read_text(encoding="utf-8")):
            if name in IN_TEMPLATE:
                exact.add(re.escape(f"{IN_TEMPLATE[name]}.{key.removesuffix('.format')}"))
    return {
        key
        for key in ALL
        if re.escape(key) in exact
        or any(re.fullmatch(pattern, key) for pattern in patterns)
        or any(re.escape(key).startswith(f"{prefix}\\.") for prefix in ("report\\.missing",))
    }


def test_every_text_is_used() -> None:
    left_over = sorted(set(ALL) - used())
    assert not left_over, f"no source asks for these, remove them: {left_over}"


def test_every_key_that_a_source_asks_for_is_there() -> None:
    asked = {
        pattern.replace("\\", "")
        for path in SOURCES
        for pattern in written(path)
        if re.fullmatch(rf"({'|'.join(catalogues())})\\\.[a-z_0-9]+(\\\.[a-z_0-9]+)*", pattern)
    }
    known = set(ALL) | {".".join(key.split(".")[:n]) for key in ALL for n in (2, 3)}
    missing = {key for key in asked if key not in known and key.split(".")[1] not in FILE_ENDS}
    assert len(asked) > 200 and not missing, f"in no catalogue: {sorted(missing)}"


@pytest.mark.parametrize("catalogue", catalogues())
def test_both_languages_fill_in_the_same_places(catalogue: str) -> None:
    for key, text in texts(catalogue).items():
        nl, en = (text[lang] for lang in LANGUAGES)
        assert bool(nl.strip()) == bool(en.strip()), f"{key} is empty in one language"
        assert fields(nl) == fields(en), f"{nl!r} fills in other places than {en!r}"
        assert nl[:1].isspace() == en[:1].isspace(), f"{key} begins with a space in one language"
        assert nl[-1:].isspace() == en[-1:].isspace(), f"{key} ends with a space in one language"


def test_long_texts_are_really_translated() -> None:
    same = [
        key
        for key, text in ALL.items()
        if text["nl"] == text["en"]
        and len(re.findall(r"[A-Za-z]{3,}", re.sub(r"{\w+}", "", text["nl"]))) >= SAME_IN_BOTH
    ]
    assert not same, f"the same in both languages: {same}"


def test_no_module_picks_a_language_by_itself() -> None:
    found = [
        f"{path.relative_to(FOLDER.parent)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LANGUAGE.search(line)
    ]
    assert not found, f"put the words into sim/words/*.yaml: {found}"


def test_a_text_is_filled_in_in_the_language_that_is_asked_for() -> None:
    assert say("report.times.more", "nl", n=3) == "3 herhalingen"
    assert both("report.times.one", n=1) == {"nl": "1 herhaling", "en": "1 replication"}
    assert list(below("report.times", "en")) == ["one", "more"]
    with pytest.raises(KeyError):
        say("report.times.more", "fr")
