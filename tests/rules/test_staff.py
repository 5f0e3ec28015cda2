"""Process 11, team dynamics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    while n_agency < n_positions and staff.filled_by(n_agency, n_positions, p) == staff.AGENCY:
        n_agency += 1
    exact = round(cap * 100) * n_positions // 100
    assert n_agency == exact, f"{n_agency} of {n_positions} at a cap of {cap}, must be {exact}"


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


@given(arguments(staff.who_starts))
def test_a_team_starts_with_somebody_new_or_with_agency_staff_up_to_the_cap(values: dict) -> None:
    holder = call(staff.who_starts, values)
    if values["u"] >= values["p_agency"]:
        assert holder == staff.NEW, f"{holder}"
    else:
        fits = values["n_agency"] + 1 <= values["p"].agency_cap * values["n_positions"] + 1e-9
        assert holder == (staff.AGENCY if fits else staff.VACANT), f"{holder}"


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
    got = sum(staff.who_is_there(u, STAFF) == who for u in draws(n)) / n
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
