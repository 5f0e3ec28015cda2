"""Process 13, authorisation."""

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.authorise import days_of_notice, days_of_term, days_until_maximum, is_in_renewal
from tests.rules.arguments import Moved, moving
from tests.rules.groups import AUTHORISATION

days_any = st.floats(-10.0, 4000.0)


@given(moving(is_in_renewal, "day"))
def test_once_in_the_renewal_window_an_arrangement_stays_in_it_until_renewed(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(moving(is_in_renewal, "renewal_window_days", st.integers(0, 365).map(float)))
def test_a_wider_window_never_takes_a_day_out(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(st.integers(0, 5000), st.integers(0, 365))
def test_the_window_opens_exactly_so_many_days_before_the_end(day_end: int, days: int) -> None:
    p = AUTHORISATION._replace(renewal_window_days=float(days))
    before, first = (
        is_in_renewal(day_end - days - 1, day_end, p),
        is_in_renewal(day_end - days, day_end, p),
    )
    assert (before, first) == (False, True), (
        f"{before} on day {day_end - days - 1}, {first} on day {day_end - days}"
    )


@given(st.integers(91, 900))
def test_a_longer_term_leaves_a_larger_share_of_it_outside_the_window(days: int) -> None:
    def share_outside(days_term: int) -> float:
        return (
            sum(not is_in_renewal(day, days_term, AUTHORISATION) for day in range(days_term))
            / days_term
        )

    one, longer = share_outside(days), share_outside(2 * days)
    assert longer >= one, f"{one} of {days} days, {longer} of {2 * days} days"  # K23


@given(days_any)
def test_a_term_is_at_least_one_day(days: float) -> None:
    assert days_of_term(AUTHORISATION._replace(term_days=days)) >= 1, (
        f"{days_of_term(AUTHORISATION._replace(term_days=days))} days"
    )


@given(days_any)
def test_a_maximum_is_a_day_after_the_start_or_does_not_apply(days: float) -> None:
    until = days_until_maximum(AUTHORISATION._replace(maximum_days=days))
    assert until >= 1 if days > 0.0 else until == -1, f"{until} at {days}"


@given(moving(days_of_notice, "notice_days", st.integers(0, 180).map(float)))
def test_a_longer_notice_never_leaves_fewer_days_and_always_one(moved: Moved) -> None:
    assert 1 <= moved.at_low <= moved.at_high, moved
