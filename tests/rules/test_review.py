"""Process 8, review by the Regional Expert Team."""

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.review import n_reviews
from tests.rules.groups import REVIEW

hundredths = st.integers(0, 6000)


@given(hundredths, st.integers(0, 600))
def test_reviews_of_all_weeks_add_up_to_the_weekly_rate_rounded_down(
    per_week: int, n_weeks: int
) -> None:
    p = REVIEW._replace(per_week=per_week / 100)
    total, exact = sum(n_reviews(week, p) for week in range(n_weeks)), n_weeks * per_week // 100
    assert total == exact, f"{total} reviews in {n_weeks} weeks at {p.per_week}, must be {exact}"


@given(hundredths, st.integers(0, 3000))
def test_a_week_has_the_weekly_rate_rounded_down_or_up(per_week: int, week: int) -> None:
    n = n_reviews(week, REVIEW._replace(per_week=per_week / 100))
    assert per_week // 100 <= n <= -(-per_week // 100), (
        f"{n} reviews in week {week}, {per_week / 100} a week"
    )


@given(hundredths, hundredths, st.integers(1, 300))
def test_a_larger_team_never_does_fewer_reviews_in_all(one: int, other: int, n_weeks: int) -> None:
    low, high = (
        sum(n_reviews(week, REVIEW._replace(per_week=k / 100)) for week in range(n_weeks))
        for k in sorted((one, other))
    )
    assert high >= low, f"{low} and {high} reviews in {n_weeks} weeks"
