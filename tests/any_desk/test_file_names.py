"""A name from a user's text becomes the name of a file on Windows, macOS and Linux alike."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.common.files import LONGEST, legal_name

ALLOWED = set("abcdefghijklmnopqrstuvwxyz0123456789_-")
DEVICES = ["CON", "prn", "Aux", "NUL", "COM1", "lpt9", "com²", "LPT0", "CONIN$", "conout$"]
anything = st.one_of(
    st.text(st.characters(), max_size=300),  # lone surrogates too: what a file system may give
    st.text('<>:"/\\|?*. \x00\x1f~=[]%', max_size=20),
    st.builds("{}{}".format, st.sampled_from(DEVICES), st.sampled_from(["", ".", ".yaml", " .x"])),
)


def is_device(name: str) -> bool:
    """Windows takes a name for a device whatever comes behind its first point."""
    return name.partition(".")[0].strip(" ").upper() in {each.upper() for each in DEVICES}


@given(anything)
def test_every_text_becomes_a_legal_name(text: str) -> None:
    name = legal_name(text)
    assert name and not set(name) & set('<>:"/\\|?*'), repr(name)
    assert all(unicodedata.category(sign) != "Cs" and ord(sign) > 31 for sign in name), repr(name)
    assert name[-1] not in ". " and name[0] not in ". ", repr(name)
    assert len(name.encode("utf-8")) <= LONGEST and len(name.encode("utf-16-le")) <= 2 * 255
    assert not is_device(name), repr(name)


@given(anything)
def test_a_legal_name_stays_as_it_is(text: str) -> None:
    name = legal_name(text)
    assert legal_name(name) == name


@given(st.text(sorted(ALLOWED), min_size=1, max_size=LONGEST))
def test_a_plain_name_is_left_alone(text: str) -> None:
    assume(not is_device(text))
    assert legal_name(text) == text


@given(st.lists(anything, min_size=2, max_size=2, unique=True))
def test_texts_that_differ_get_names_that_differ(texts: list[str]) -> None:
    assume(len({unicodedata.normalize("NFC", text) for text in texts}) == 2)
    assert legal_name(texts[0]) != legal_name(texts[1]), f"{texts}: {legal_name(texts[0])}"


@pytest.mark.parametrize("text", ["één wens", "a" * 300, "100 %: more?", "CON", "...", "=x;y"])
def test_this_system_takes_the_name(text: str, tmp_path: Path) -> None:
    (tmp_path / legal_name(text)).write_bytes(b"")
    assert [path.name for path in tmp_path.iterdir()] == [legal_name(text)]
