"""Every day of 1:1 has one reason, and every application one answer, whichever executor ran."""

import pytest

from sim.engine.recording import Recording
from sim.measures.comparison import kpi_frame
from tests.measures.laws import (
    assert_applications_add_up,
    assert_every_day_of_one_to_one_has_a_reason,
    assert_reasons_of_arrangements_are_their_days,
)
from tests.worlds import small


@pytest.fixture(scope="module", params=["core", "reference"])
def recording(request: pytest.FixtureRequest) -> Recording:
    return small(record="days", engine=request.param, warm_up_years=0.5).recordings[0]


def test_reasons_sum_to_the_census_of_one_to_one_every_day(recording: Recording) -> None:
    assert recording.days["reasons"].any()
    assert_every_day_of_one_to_one_has_a_reason(recording)


def test_the_days_by_reason_of_an_arrangement_are_the_days_that_it_lasted(
    recording: Recording,
) -> None:
    assert (recording.rows["episodes"]["day_end"] >= 0).any()
    assert_reasons_of_arrangements_are_their_days(recording)


def test_asked_is_accepted_and_refused_and_open(recording: Recording) -> None:
    assert len(recording.rows["applications"]) > 100
    assert_applications_add_up(recording)


def test_shares_of_reasons_answers_and_outcomes_sum_to_one(recording: Recording) -> None:
    numbers = kpi_frame([recording]).iloc[0]
    for kpi in ("reason_share", "answers", "outcome"):
        shares = numbers[[name for name in numbers.index if name.startswith(f"{kpi}.")]]
        assert shares.sum() == pytest.approx(1.0), f"{kpi}: {shares.to_dict()}"
