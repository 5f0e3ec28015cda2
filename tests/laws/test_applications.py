"""Every application has one answer, and months have the reasons of their days, whichever executor
ran.
"""

import numpy as np
import pytest

from sim.engine.recording import Recording
from sim.measures.comparison import kpi_frame
from sim.measures.reasons import unexplained
from tests.measures.laws import assert_applications_add_up
from tests.worlds import small


@pytest.fixture(scope="module", params=["core", "reference"])
def recording(request: pytest.FixtureRequest) -> Recording:
    return small(record="days", engine=request.param, warm_up_years=0.5).recordings[0]


def test_asked_is_accepted_and_refused_and_open(recording: Recording) -> None:
    assert len(recording.rows["applications"]) > 100
    assert_applications_add_up(recording)


def test_months_of_one_to_one_have_as_many_days_with_a_reason(recording: Recording) -> None:
    assert recording.sums["reasons"].any()
    gap = np.abs(unexplained(recording)).sum()
    assert gap == 0, f"{gap} youth-days without a reason, or with two"


def test_shares_of_reasons_answers_and_outcomes_sum_to_one(recording: Recording) -> None:
    numbers = kpi_frame([recording]).iloc[0]
    for kpi in ("reason_share", "answers", "outcome"):
        shares = numbers[[name for name in numbers.index if name.startswith(f"{kpi}.")]]
        assert shares.sum() == pytest.approx(1.0), f"{kpi}: {shares.to_dict()}"
