"""Process 11, relapse after follow-up or after going home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.relapse import is_counted, relapse_rate
from tests.rules.arguments import Moved, arguments, call, moving
from tests.rules.groups import RELAPSE


@given(arguments(relapse_rate))
def test_relapse_never_becomes_impossible(values: dict) -> None:
    assert call(relapse_rate, values) > 0.0, f"{call(relapse_rate, values)} a day"


@pytest.mark.parametrize("name", ["behaviour", "severity", "abruptness"])  # K33: an abrupt end
@given(data=st.data())
def test_relapse_rises_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(relapse_rate, name))
    assert moved.at_high > moved.at_low, moved


@given(moving(relapse_rate, "stability"))
def test_relapse_falls_with_the_stability_of_the_receiving_team(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K32


def test_the_rate_at_reference_is_the_rate_asked_for() -> None:
    p = RELAPSE._replace(per_participation=0.0)
    per_year = 365.2425 * relapse_rate(0, 0.5, 0, 0.5, 2, p)
    assert per_year == pytest.approx(RELAPSE.per_year, rel=1e-12), (
        f"{per_year} a year, must be {RELAPSE.per_year}"
    )


@given(moving(relapse_rate, "participation"))
def test_relapse_falls_with_a_day_programme(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K46


@given(moving(is_counted, "day"))
def test_a_relapse_that_no_longer_counts_never_counts_again(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved
