"""Processes 7 and 12, people and team dynamics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.names import Variant
from sim.rules import staff
from sim.rules.functions import COMPETENCE_MAX
from tests.rules.arguments import LUCK, UNIT, Moved, arguments, call, draws, mean_over_draws, moving
from tests.rules.groups import STAFF

# --- who leaves -----------------------------------------------------------------------------------


@given(arguments(staff.departure_rate, n_settled=0, n_new=0))
def test_nobody_leaves_a_team_without_permanent_staff(values: dict) -> None:
    assert call(staff.departure_rate, values) == 0.0, f"{call(staff.departure_rate, values)} a day"


# K54: 1:1 wears people out; Stand van de Jeugdzorg 2023: strain and shortage
@pytest.mark.parametrize("name", ["strain", "one_to_one_load", "vacant"])
@given(data=st.data())
def test_departures_rise_with(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(staff.departure_rate, name, n_settled=data.draw(st.integers(1, 15))))
    assert moved.at_high > moved.at_low, moved


@pytest.mark.parametrize("name", ["n_settled", "n_new"])
@given(data=st.data())
def test_more_permanent_staff_are_more_departures(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(staff.departure_rate, name))
    assert moved.at_high > moved.at_low, moved


@given(moving(staff.departure_rate, "leadership", n_settled=4))
def test_departures_fall_with_near_leadership(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K60


def test_the_rate_at_reference_is_the_rate_asked_for() -> None:
    per_year = 365.2425 * staff.departure_rate(1, 0, 0, 0.0, 0.0, 0.5, STAFF)
    assert per_year == pytest.approx(STAFF.departures_per_year, rel=1e-12), (
        f"{per_year} a year, must be {STAFF.departures_per_year}"
    )


@given(moving(staff.who_leaves, "u"))
def test_one_draw_that_takes_a_newcomer_leaves_higher_draws_to_newcomers(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


@pytest.mark.parametrize(
    ("n_settled", "n_new", "leaver"), [(0, 3, staff.NEW), (3, 0, staff.SETTLED)]
)
@given(u=LUCK)
def test_only_who_is_there_can_leave(n_settled: int, n_new: int, leaver: int, u: float) -> None:
    got = staff.who_leaves(u, n_settled, n_new, STAFF)
    assert got == leaver, f"{got} leaves, with {n_settled} settled and {n_new} new"


def test_a_newcomer_leaves_sooner_than_a_settled_colleague_by_the_factor() -> None:
    n = 10_000
    share = sum(staff.who_leaves(u, 4, 4, STAFF) == staff.SETTLED for u in draws(n)) / n
    assert share == pytest.approx(1.0 / (1.0 + STAFF.new_factor), abs=1.0 / n), (
        f"{share}, must be {1.0 / (1.0 + STAFF.new_factor)}"
    )


# --- who comes ------------------------------------------------------------------------------------


@given(st.integers(1, 20), UNIT)
def test_agency_staff_fill_positions_up_to_the_cap_and_never_more(
    n_positions: int, cap: float
) -> None:
    p = STAFF._replace(agency_cap=cap)
    n_agency = 0
    while n_agency < n_positions and staff.has_room_for_agency(n_agency, n_positions, p):
        n_agency += 1
    exact = round(cap * 100) * n_positions // 100
    assert n_agency == exact, f"{n_agency} of {n_positions} at a cap of {cap}, must be {exact}"


@given(st.booleans(), st.integers(-2, 6))
def test_agency_staff_come_only_within_the_cap_and_from_a_pool_that_is_not_empty(
    is_within_cap: bool, n_left: int
) -> None:
    holder = staff.filled_by(is_within_cap, n_left)
    expected = staff.AGENCY if is_within_cap and n_left > 0 else staff.VACANT
    assert holder == expected, f"{holder}, must be {expected}"


@given(moving(staff.days_to_hire, "u"))
def test_days_to_hire_rise_with_the_draw(moved: Moved) -> None:
    assert moved.at_low <= moved.at_high, moved


@given(moving(staff.days_to_hire, "demand_fte"))
def test_hiring_never_gets_quicker_when_demand_rises(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved  # Stand van de Jeugdzorg 2023


@given(moving(staff.days_to_hire, "supply_fte", st.integers(0, 60).map(lambda k: k * 50.0)))
def test_hiring_never_gets_slower_when_supply_rises(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved


def test_hiring_takes_twice_the_demand_to_the_power_of_the_elasticity_longer() -> None:
    one, twice = (
        mean_over_draws(lambda u, d=demand: staff.days_to_hire(u, d, STAFF)) - 0.5
        for demand in (1000.0, 2000.0)
    )
    assert one == pytest.approx(STAFF.days_hire, rel=2e-3), (
        f"{one} days when demand equals supply, must be {STAFF.days_hire}"
    )
    assert twice / one == pytest.approx(2.0**STAFF.hire_elasticity, rel=2e-3), (
        f"{twice} days against {one}"
    )


@given(arguments(staff.who_can_start))
def test_nobody_works_who_does_not_exist(values: dict) -> None:
    holder = call(staff.who_can_start, values)
    assert holder != staff.NEW or values["n_left"] > 0, f"{holder} for {values}"
    has_agency = values["is_within_cap"] and values["n_left_agency"] > 0
    assert holder != staff.AGENCY or has_agency, f"{holder} for {values}"


@given(arguments(staff.who_can_start))
def test_a_position_of_a_new_team_stays_vacant_only_where_nobody_is_left(values: dict) -> None:
    has_agency = values["is_within_cap"] and values["n_left_agency"] > 0
    is_vacant = call(staff.who_can_start, values) == staff.VACANT
    assert is_vacant is (values["n_left"] <= 0 and not has_agency), f"{values}"


@given(arguments(staff.who_exists))
def test_a_holder_stays_where_there_is_such_a_worker_and_the_position_is_vacant_otherwise(
    values: dict,
) -> None:
    holder = values["holder"]
    n_left = values["n_left_agency"] if holder == staff.AGENCY else values["n_left"]
    expected = holder if n_left > 0 else staff.VACANT
    assert call(staff.who_exists, values) == expected, f"{values}"


@pytest.mark.parametrize("rule", [staff.n_permanent, staff.n_agency_pool])
@given(data=st.data())
def test_a_larger_supply_is_never_fewer_workers(rule, data: st.DataObject) -> None:
    moved = data.draw(moving(rule, "supply_fte", st.integers(0, 4000).map(lambda k: k / 4)))
    assert 0 <= moved.at_low <= moved.at_high, moved


def test_the_agency_pool_is_its_share_of_the_supply() -> None:
    assert staff.n_agency_pool(STAFF) == 150, f"{staff.n_agency_pool(STAFF)} of 1,000 at 15 %"


@pytest.mark.parametrize(
    ("who", "share"),
    [
        (staff.AGENCY, STAFF.p_agency_at_start),
        (staff.SETTLED, STAFF.p_settled_at_start),
        (staff.VACANT, 0.0),
    ],
)
def test_positions_on_the_first_day_are_held_in_the_shares_asked_for(
    who: int, share: float
) -> None:
    n = 10_000
    got = sum(staff.who_is_there(u, 1.0, STAFF) == who for u in draws(n)) / n
    assert got == pytest.approx(share, abs=1.5 / n), f"{got}, must be {share}"


# --- what a team can ------------------------------------------------------------------------------


@given(arguments(staff.resting_competence))
def test_competence_rests_at_a_level(values: dict) -> None:
    rest = call(staff.resting_competence, values)
    assert 0 <= rest <= COMPETENCE_MAX, f"{rest}, highest {COMPETENCE_MAX}"


@pytest.mark.parametrize("name", ["stability", "training", "practice_leadership"])  # K56
@given(data=st.data())
def test_competence_never_rests_lower_with_more(name: str, data: st.DataObject) -> None:
    moved = data.draw(moving(staff.resting_competence, name, UNIT))
    assert moved.at_high >= moved.at_low, moved


@pytest.mark.parametrize("name", ["stability", "training", "practice_leadership"])
def test_competence_rests_higher_with_all_than_with_none(name: str) -> None:
    if name == "stability":
        none, full = staff.resting_competence(0.0, STAFF), staff.resting_competence(1.0, STAFF)
    else:
        none, full = (
            staff.resting_competence(0.5, STAFF._replace(**{name: x})) for x in (0.0, 1.0)
        )
    assert full > none, f"{none} without, {full} with full {name}"


@given(moving(staff.nearness_of_leadership, "n_sites"))
def test_leadership_is_more_distant_with_more_sites(moved: Moved) -> None:
    assert moved.at_high < moved.at_low, moved  # K59


@given(
    moving(staff.nearness_of_leadership, "solo_managers", st.integers(0, 40).map(float), n_sites=12)
)
def test_leadership_is_nearer_with_more_managers(moved: Moved) -> None:
    assert moved.at_high > moved.at_low, moved


def test_leadership_is_halved_at_the_sites_per_manager_asked_for() -> None:
    near, far = staff.nearness_of_leadership(0, STAFF), staff.nearness_of_leadership(20, STAFF)
    assert far == pytest.approx(near / 2.0, rel=1e-12), f"{far} with 20 sites, {near} with none"


def test_without_managers_there_is_no_leadership() -> None:
    nearness = staff.nearness_of_leadership(3, STAFF._replace(solo_managers=0.0))
    assert nearness == 0.0, f"{nearness}, must be 0"


@given(arguments(staff.is_calm))
def test_a_period_with_strain_or_a_recent_departure_is_never_calm(values: dict) -> None:
    is_quiet = values["strain"] == 0 and values["days_since_departure"] >= STAFF.days_calm
    assert call(staff.is_calm, values) is is_quiet, f"calm: {call(staff.is_calm, values)}"  # K57


# --- how many -------------------------------------------------------------------------------------


@given(st.integers(0, 4320))
def test_presence_over_a_year_is_the_hours_that_full_time_workers_have(minutes: int) -> None:
    hours, present = (
        staff.fte_of(minutes, STAFF) * STAFF.hours_per_fte_year,
        minutes / 60.0 * 365.2425,
    )
    assert hours == pytest.approx(present, rel=1e-12), (
        f"{hours} hours worked, {present} hours present"
    )


@given(moving(staff.positions_of_location, "n_places"))
def test_more_places_are_never_fewer_positions(moved: Moved) -> None:
    assert moved.at_high >= moved.at_low, moved


@given(arguments(staff.positions_of_location))
def test_a_team_has_a_position_at_least(values: dict) -> None:
    assert call(staff.positions_of_location, values) >= 1, (
        f"{call(staff.positions_of_location, values)}"
    )


@given(UNIT)
def test_where_permanent_workers_are_fewer_the_rest_of_the_positions_are_vacant(
    supply: float,
) -> None:
    n = 1000
    share = sum(staff.who_is_there(u, supply, STAFF) == staff.VACANT for u in draws(n)) / n
    expected = (1.0 - STAFF.p_agency_at_start) * (1.0 - supply)
    assert share == pytest.approx(expected, abs=1.5 / n), f"{share}, must be {expected}"


@given(st.integers(1, 4320))
def test_the_positions_of_a_rung_are_as_few_as_can_be_there_all_the_minutes(minutes: int) -> None:
    n, exact = staff.positions_of_rung(minutes, STAFF), staff.fte_of(minutes, STAFF)
    assert n >= 1 and n - 1 < exact <= n + 1e-8, f"{n} positions for {exact} FTE"


@given(arguments(staff.coverage).filter(lambda v: v["n_filled"] <= v["n_positions"]))
def test_coverage_is_a_share_and_whole_where_every_position_is_filled(values: dict) -> None:
    got = call(staff.coverage, values)
    assert 0.0 <= got <= 1.0, f"{got}"
    assert (got == 1.0) is (values["n_filled"] == values["n_positions"]), f"{got} for {values}"


@given(arguments(staff.minutes_there).filter(lambda v: v["n_filled"] <= v["n_positions"]))
def test_minutes_that_are_covered_are_no_more_than_are_due_and_a_minute_off_coverage_at_most(
    values: dict,
) -> None:
    there = call(staff.minutes_there, values)
    exact = values["minutes"] * values["n_filled"] / values["n_positions"]
    assert exact - 1.0 < there <= exact + 1e-9, f"{there} minutes, exactly {exact}"


@pytest.mark.parametrize(
    ("name", "sign"), [("n_filled", 1), ("n_uncovered", -1), ("n_youths", -1), ("per_youth", -1)]
)
@given(data=st.data())
def test_staff_per_youth_moves_with(name: str, sign: int, data: st.DataObject) -> None:
    over = st.integers(1, 14) if name == "n_youths" else None
    fixed = {} if name == "n_youths" else {"n_youths": data.draw(st.integers(1, 14))}
    moved = data.draw(moving(staff.staff_ratio, name, over, **fixed))
    assert sign * (moved.at_high - moved.at_low) >= 0.0, moved  # K07


@given(st.integers(1, 14), st.integers(1, 20).map(lambda k: k / 4))
def test_a_full_team_for_all_youths_is_staffed_as_meant(n_youths: int, per_youth: float) -> None:
    n = round(n_youths * per_youth * 4)
    got = staff.staff_ratio(n, 0, 4 * n_youths, per_youth)
    assert got == pytest.approx(1.0, rel=1e-12), f"{got}"


@given(moving(staff.is_forgotten, "n_positions"))
def test_in_a_larger_team_one_leaver_never_takes_more_along(moved: Moved) -> None:
    assert moved.at_high <= moved.at_low, moved  # K26


def test_the_memory_goes_with_a_leaver_in_the_share_asked_for_over_the_positions() -> None:
    n = 10_000
    share = sum(staff.is_forgotten(u, 8, STAFF) for u in draws(n)) / n
    assert share == pytest.approx(STAFF.p_forget / 8, abs=1.5 / n), f"{share}"  # K26


@given(moving(staff.one_to_one_load, "n_uncovered", is_own=False))
def test_a_group_carries_what_nobody_else_covers(moved: Moved) -> None:
    assert moved.at_low < moved.at_high, moved  # K54


@given(arguments(staff.one_to_one_load, is_own=True))
def test_a_team_of_one_to_one_carries_all_of_its_own(values: dict) -> None:
    assert call(staff.one_to_one_load, values) == 1.0, f"{call(staff.one_to_one_load, values)}"


def test_a_group_never_lends_its_last_settled_colleague() -> None:
    lent = [staff.may_lend(n) for n in range(4)]
    assert lent == [False, False, True, True], f"{lent}"


@pytest.mark.parametrize("variant", [v for v in Variant if v != Variant.NONE])
def test_colleagues_go_along_to_a_unit_only_and_no_more_than_there_are_positions(
    variant: Variant,
) -> None:
    p = STAFF._replace(core_from_group=3.0)
    got = [staff.n_from_group(int(variant), n, p) for n in range(6)]
    expected = [min(3, n) for n in range(6)] if variant == Variant.UNIT else [0] * 6
    assert got == expected, f"{variant.name}: {got}, must be {expected}"
