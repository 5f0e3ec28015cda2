"""Every message has a Dutch translation with the same places to fill in.

Numbers and dates are those of the language.
"""

import datetime as dt
import re
from string import Formatter

import pytest

from sim.page.messages import messages, translations
from sim.page.texts import Words, catalogue

HAND = re.compile(r"[A-Za-z]{3}")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_catalogue_holds_every_message_and_no_other() -> None:
    ours, theirs = set(messages()), set(translations("nl"))
    assert ours == theirs, (
        f"missing: {sorted(ours - theirs)}; no longer used: {sorted(theirs - ours)}"
    )
    assert len(ours) > 150


def test_every_translation_is_there_and_fills_in_the_same_places() -> None:
    for message, dutch in translations("nl").items():
        assert dutch.strip(), f"no Dutch for {message!r}"
        assert fields(dutch) == fields(message), f"{dutch!r} fills in other places than {message!r}"
        assert (message[0] == " ") == (dutch[0] == " ") and (message[-1] == " ") == (
            dutch[-1] == " "
        ), message


def test_long_messages_are_really_translated() -> None:
    same = [
        m
        for m, dutch in translations("nl").items()
        if m == dutch and len(m.split()) > 2 and HAND.search(re.sub(r"{\w+}", "", m))
    ]
    assert not same, f"still English: {same}"


def test_english_is_the_language_of_the_sources() -> None:
    assert catalogue("en").gettext("Youths in 1:1") == "Youths in 1:1"
    assert catalogue("../../etc/passwd").gettext("Youths in 1:1") == "Youths in 1:1"
    assert Words("../../etc/passwd").lang == "nl"


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (13717.4, 0, "13.717", "13,717"),
        (35.42, 1, "35,4", "35.4"),
        (-0.04, 1, "0,0", "0.0"),
        (-12.0, 0, "\u221212", "\u221212"),
        (float("nan"), 0, "–", "–"),
    ],
)
def test_numbers_are_written_as_people_write_them(
    value: float, decimals: int, nl: str, en: str
) -> None:
    assert (Words("nl").number(value, decimals), Words("en").number(value, decimals)) == (nl, en)


def test_dates_are_written_as_people_write_them() -> None:
    day = dt.date(2030, 1, 1)
    assert (Words("nl").date(day), Words("en").date(day)) == ("1 januari 2030", "1 January 2030")
