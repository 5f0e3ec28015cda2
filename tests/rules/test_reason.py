"""Why a 1:1 arrangement runs today."""

from itertools import product

import pytest
from hypothesis import given

from sim.names import Reason
from sim.rules.reason import Standing, reason_of
from tests.rules.arguments import arguments, call

ALL = [Standing(*flags) for flags in product((False, True), repeat=6)]


@given(arguments(reason_of))
def test_every_day_has_one_reason(values: dict) -> None:
    assert call(reason_of, values) in list(Reason), f"{call(reason_of, values)}"


def test_every_reason_occurs() -> None:
    reasons = {Reason(reason_of(at)) for at in ALL}
    assert reasons == set(Reason), f"never {set(Reason) - reasons}"


@pytest.mark.parametrize(
    ("reason", "condition"),
    [
        (Reason.TRANSITION, lambda at: at.is_in_transition),
        (Reason.NO_PLACE_FREE, lambda at: at.is_searching and at.is_accepted),
        (Reason.REFUSED, lambda at: at.is_searching and not at.is_accepted and not at.is_open),
        (Reason.BRIDGING, lambda at: at.is_searching and not at.is_accepted and at.is_open),
        (Reason.NOT_EVALUATED, lambda at: not at.is_searching and at.is_missed),
        (
            Reason.RENEWAL,
            lambda at: not at.is_searching and not at.is_missed and at.is_in_renewal,
        ),
        (
            Reason.NOT_READY,
            lambda at: not at.is_searching and not at.is_missed and not at.is_in_renewal,
        ),
    ],
)
def test_a_reason_is_given_exactly_where_it_holds_and_a_place_kept_goes_before_all(
    reason: Reason, condition
) -> None:
    for at in ALL:
        expected = condition(at) and (reason == Reason.TRANSITION or not at.is_in_transition)
        assert (reason_of(at) == reason) is expected, f"{Reason(reason_of(at)).name} for {at}"


@given(arguments(reason_of, is_in_transition=False, is_searching=False))
def test_who_does_not_look_for_a_place_waits_for_none(values: dict) -> None:
    without = {Reason.NOT_EVALUATED, Reason.RENEWAL, Reason.NOT_READY}
    assert call(reason_of, values) in without, f"{Reason(call(reason_of, values)).name}"
