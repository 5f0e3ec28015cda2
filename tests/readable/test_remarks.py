"""What is said beside the numbers of a comparison."""

import pandas as pd
import pytest

from sim.readable.remarks import remarks


def _of(base: float, other: float, low: float) -> pd.DataFrame:
    row = {"kpi": "uncovered_share", "unit": "share", "base": base, "other": other}
    half = other - base - low
    row |= {"difference": other - base, "low": low, "high": other - base + half, "n": 20}
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["people are short", "8.8%", "1.8%"]), ("nl", ["mensen tekort", "8,8%", "1,8%"])],
)
def test_a_scenario_in_which_people_are_short_says_so_with_both_levels(
    lang: str, words: list[str]
) -> None:
    (told,) = remarks(_of(0.018, 0.088, 0.05), lang)
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    "frame",
    [_of(0.088, 0.018, -0.09), _of(0.018, 0.0185, 0.0001), _of(0.0, 0.02, -0.01), _of(0, 0, 0)],
    ids=["fewer", "too little to say", "chance", "equal"],
)
def test_where_people_are_not_clearly_shorter_nothing_is_said(frame: pd.DataFrame) -> None:
    assert not remarks(frame, "en")


def test_a_comparison_without_that_number_says_nothing() -> None:
    assert not remarks(_of(0, 1, 1).assign(kpi="census_alone"), "en")
