"""Numbers and dates of the page are those of its language, and there is such a language."""

import datetime as dt

import pytest

from sim.page.texts import Words


def test_an_unknown_language_is_dutch() -> None:
    assert Words("../../etc/passwd").lang == "nl"
    assert Words("en")("page.region") == "Region"


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
