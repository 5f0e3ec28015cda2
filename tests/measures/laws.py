"""Laws of what the second edition records, for recordings of an executor and made by hand."""

import numpy as np

from sim.measures.inputs import Recording
from sim.measures.reasons import unexplained
from sim.names import Answer, Variant


def assert_every_day_of_one_to_one_has_a_reason(recording: Recording) -> None:
    """Reasons sum to the census of 1:1 by form, in every region, on every day and in every month.

    The days need `record="days"`; months alone are checked where they were not kept.
    """
    assert (gap := np.abs(unexplained(recording)).sum()) == 0, f"{gap} youth-days off in months"
    if not recording.days:
        return
    census = recording.days["census"][:, :, :, 1:].sum(axis=(1, 3))[:, 1:]
    reasons = recording.days["reasons"].sum(axis=2)
    assert not reasons[:, Variant.NONE].any(), "who is not in 1:1 has a reason for it"
    wrong = np.argwhere(census != reasons[:, 1:])
    assert not len(wrong), f"{len(wrong)} days off; first (region, form, day): {wrong[0]}"


def assert_applications_add_up(recording: Recording) -> None:
    """Asked = accepted + refused + open; who was placed was accepted, after the answer; an answer
    follows the question, and what is open has none.
    """
    rows = recording.rows["applications"]
    counts = [int((rows["answer"] == answer).sum()) for answer in Answer]
    assert sum(counts) == len(rows), f"asked {len(rows)}, by answer {counts}"
    placed, answered = rows[rows["is_placed"]], rows[rows["answer"] != Answer.OPEN]
    assert (placed["answer"] == Answer.ACCEPTED).all(), "placed without a yes"
    assert (placed["day_end"] >= placed["day_answer"]).all(), "placed before the answer"
    assert (answered["day_answer"] >= answered["day_asked"]).all(), "an answer before the question"
    assert (rows.loc[rows["answer"] == Answer.OPEN, "day_answer"] < 0).all(), "open and answered"
