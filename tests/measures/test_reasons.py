"""Why they are still there: every day of 1:1 has one reason, whoever counts it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import reasons, volume
from sim.measures.inputs import in_region
from sim.measures.periods import mean_at_end, per_year_at_end
from sim.names import Reason, Setting, Variant
from sim.tables.tables import tables
from tests.measures.laws import assert_every_day_of_one_to_one_has_a_reason
from tests.measures.synthetic import Made, blank, lively, with_reasons

CELLS = st.sampled_from(
    [
        (Setting.OPEN_GROUP, Variant.GROUP, 1),
        (Setting.FOLLOW_UP, Variant.GROUP, 2),
        (Setting.ONE_TO_ONE_UNIT, Variant.UNIT, 3),
        (Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 5),
        (Setting.HOME, Variant.HOME, 2),
        (Setting.OPEN_GROUP, Variant.NONE, 0),
    ]
)
SPELLS = st.lists(
    st.tuples(CELLS, st.integers(0, 1), st.integers(0, 89), st.integers(1, 60)), max_size=12
)


def made_of(spells: list[tuple[tuple[Setting, Variant, int], int, int, int]]) -> Made:
    made = blank(90, day_start=20, regions=("A", "B"))
    for (setting, variant, level), region, first, days in spells:
        made.days["census"][region, setting, variant, level, first : first + days] += 1
    return with_reasons(made)


@given(spells=SPELLS)
def test_reasons_sum_to_the_census_of_one_to_one_in_every_count(spells: list[object]) -> None:
    made = made_of(spells)  # type: ignore[arg-type]
    assert_every_day_of_one_to_one_has_a_reason(made)
    for part in (made, in_region(made, 0), in_region(made, 1)):
        per_year = sum(reasons.days_per_year("all")(part).values())
        alone = sum(reasons.days_per_year("alone")(part).values())
        assert per_year == pytest.approx(volume.census_one_to_one(part) * 365.2425)
        assert alone == pytest.approx(volume.census_alone(part) * 365.2425)


@pytest.mark.parametrize("variant", [Variant.SOLO, Variant.GROUP])
def test_a_day_without_a_reason_is_found(variant: Variant) -> None:
    made = lively(0, years=1)
    made.days["reasons"][0, variant, Reason.NOT_READY, 500] -= 1
    with pytest.raises(AssertionError, match="1 youth-days off"):
        assert_every_day_of_one_to_one_has_a_reason(made)


def test_a_reason_moved_to_another_day_of_the_month_is_found() -> None:
    made = lively(0, years=1)
    made.days["reasons"][0, Variant.SOLO, Reason.NOT_READY, 500] -= 1
    made.days["reasons"][0, Variant.SOLO, Reason.NOT_READY, 501] += 1
    with pytest.raises(AssertionError, match="2 days off"):
        assert_every_day_of_one_to_one_has_a_reason(made)


def test_the_monthly_table_of_reasons_is_the_census_of_one_to_one_month_by_month() -> None:
    made = tables([lively(1, 0.7, years=2), lively(2, 0.7, years=2)])
    keys = ["month", "region", "variant", "replication"]
    census = made["census"][made["census"]["level"] > 0]
    a, b = (
        table.groupby(keys, observed=True)["youths"].sum().sort_index()
        for table in (census, made["reasons"])
    )
    assert len(a) == len(b) > 100 and np.allclose(a, b)


def test_shares_of_reasons_sum_to_one_and_are_undefined_without_one_to_one() -> None:
    for form in reasons.FORMS:
        assert sum(reasons.shares(form)(lively(0, years=1)).values()) == pytest.approx(1.0)
        assert np.isnan(list(reasons.shares(form)(blank(40)).values())).all()


def test_alone_is_solo_and_unit_and_blocked_is_refused_or_no_place_free() -> None:
    made = blank(10, day_start=5)
    days = made.days["reasons"]
    days[0, Variant.SOLO, Reason.REFUSED] = 1
    days[0, Variant.UNIT, Reason.NO_PLACE_FREE] = 2
    days[0, Variant.UNIT, Reason.NOT_READY, 5:] = 3
    days[0, Variant.GROUP, Reason.REFUSED] = 50
    assert reasons.blocked_share(made) == 0.5
    alone = reasons.shares("alone")(made)
    assert (alone["refused"], alone["no_place_free"], alone["not_ready"]) == (1 / 6, 2 / 6, 0.5)


def test_reasons_by_year_sum_to_their_days_and_the_end_is_the_last_twelve_months() -> None:
    made = blank(365 * 3, day_start=365)  # 2026 and 2027
    solo = made.days["reasons"][0, Variant.SOLO]
    solo[Reason.BRIDGING, 365:730], solo[Reason.BRIDGING, 730:] = 2, 4
    solo[Reason.RENEWAL, 730:] = 1
    by_year = reasons.days_by_year(made)
    assert (by_year["bridging.2026"], by_year["bridging.2027"]) == (730, 1460)
    assert (by_year["renewal.2026"], by_year["renewal.2027"]) == (0, 365)
    assert reasons.days_at_end(made)["bridging"] == pytest.approx(4 * 365.2425)


def test_the_end_of_a_short_run_is_all_of_it() -> None:
    made = blank(59)  # January and February
    per_period = np.array([31, 56])
    assert mean_at_end(made, per_period) == pytest.approx(87 / 59)
    assert per_year_at_end(made, per_period) == pytest.approx(87 / 59 * 365.2425)
