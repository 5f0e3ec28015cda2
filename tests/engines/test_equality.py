"""The law of the two executors: the same event log, tables and counts, for any world.

Never loosened. Worlds are made up by Hypothesis: one or two regions, capacities down to zero, ramps
and steps of levers, any seed, some months to some years. The search is derandomised: the same
worlds every time, so a failure is never chance.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.common.paths import SCENARIOS
from sim.front_door import prepare
from sim.names import PLACE_SETTINGS
from tests.engines.equality import assert_same, both
from tests.worlds import PERIOD, fixed, small_parameters

SETTINGS = tuple(setting.name.lower() for setting in PLACE_SETTINGS)
START = dt.date(2025, 1, 1)
DAYS = st.integers(-200, 800).map(lambda n: START + dt.timedelta(days=n))


def ramp(start: dt.date, days: int, **how: float) -> dict[str, Any]:
    return {"from": start, **how} | (
        {"until": start + dt.timedelta(days=days), "shape": "linear"} if days else {}
    )


LEVERS: dict[str, st.SearchStrategy[Any]] = {
    **{
        f"setting.{s}.places": st.builds(
            ramp, DAYS, st.sampled_from([0, 90, 400]), to=st.integers(0, 30)
        )
        for s in SETTINGS
    },
    "setting.open_group.is_closed_on_date": st.builds(
        ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0])
    ),
    "setting.jeugdzorgplus.is_closed_on_date": st.builds(
        ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0])
    ),
    "evaluation.interval_days": st.builds(
        ramp, DAYS, st.sampled_from([0, 200]), to=st.sampled_from([14, 42, 182])
    ),
    "authorisation.maximum_days": st.builds(
        ramp, DAYS, st.just(0), to=st.sampled_from([0, 60, 180])
    ),
    "authorisation.term_days": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([60, 180])),
    "review.per_week": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 0.3, 3.0])),
    "staff.departures_per_year": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.1, 0.5])),
    "cost.tariff_per_hour": st.builds(ramp, DAYS, st.just(0), times=st.sampled_from([0.85, 1.3])),
    "setting.open_group.tariff_per_day": st.builds(ramp, DAYS, st.just(0), times=st.just(1.1)),
    "setting.open_group.positions_per_place": st.builds(
        ramp, DAYS, st.sampled_from([0, 90]), to=st.sampled_from([0.3, 0.9, 2.5])
    ),
    "staff.supply_fte": st.builds(
        ramp, DAYS, st.sampled_from([0, 90]), to=st.sampled_from([0.0, 20.0, 90.0])
    ),
    "staff.agency_share": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 0.3])),
    "transition.days": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0, 60.0])),
    "decision.gate": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0])),
    "start.p_shared_rung": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0])),
    "start.p_ret": st.builds(ramp, DAYS, st.just(0), to=st.sampled_from([0.0, 1.0])),
}

VALUES = {
    "authorisation.p_hard_cap": st.sampled_from([0.0, 0.5, 1.0]),
    "authorisation.p_forced_attempt": st.sampled_from([0.0, 1.0]),
    "escalation.per_year": st.sampled_from([0.3, 3.0, 9.0]),
    "escalation.give_up_base": st.sampled_from([-3.0, 1.0]),
    "search.p_out_of_region": st.sampled_from([0.0, 1.0]),
    "search.accept_base": st.sampled_from([0.0, 2.0]),
    "search.rise_to_ask_again": st.sampled_from([0.0, 0.1]),
    "search.n_at_once": st.sampled_from([1.0, 5.0]),
    "search.days_tolerance": st.sampled_from([1.0, 10.0]),
    "provider.days_intake": st.sampled_from([1.0, 60.0]),
    "decision.base": st.sampled_from([-4.0, 0.0, 4.0]),
    "decision.p_at_once": st.sampled_from([0.0, 0.5, 1.0]),
    "decision.is_binding": st.sampled_from([0.0, 1.0]),
    "need.elasticity": st.sampled_from([0.0, 1.0]),
    "transition.p_taken_back": st.sampled_from([0.0, 1.0]),
    "difference.reluctance": st.sampled_from([0.0, 1.0]),
    "family.days_burden": st.sampled_from([5.0, 60.0]),
    "start.p_home": st.sampled_from([0.0, 1.0]),
    "start.p_contracted": st.sampled_from([0.0, 1.0]),
    "start.coverage_to_start": st.sampled_from([0.0, 0.5, 1.0]),
    "step_down.success_base": st.sampled_from([-1.0, 2.0]),
    "evaluation.attempt_base": st.sampled_from([-1.0, 2.0]),
    "relapse.per_year": st.sampled_from([0.1, 3.0]),
    "staff.core_from_group": st.sampled_from([0.0, 2.0, 9.0]),
    "staff.supply_fte": st.sampled_from([0.0, 30.0, 90.0]),
    "staff.agency_cap": st.sampled_from([0.0, 0.3, 1.0]),
    "arrival.population": st.sampled_from([0.0, 4_000.0, 30_000.0]),
    "setting.jeugdzorgplus.group_size": st.sampled_from([1.0, 6.0]),
    "step_down.p_fall_back": st.sampled_from([0.0, 1.0]),
    "follow_up.search_level_with_plan": st.sampled_from([0.0, 3.0, 5.0]),
    "start.p_planned": st.sampled_from([0.0, 1.0]),
    "start.p_late_review": st.sampled_from([0.0, 1.0]),
}
PLACES = st.fixed_dictionaries(
    {f"setting.{s}.places": st.sampled_from([0, 1, 3, 8, 25]) for s in SETTINGS}
)

WORLDS = st.fixed_dictionaries(
    {
        "region": st.sampled_from(
            [
                ["noord_holland"],
                ["noord_holland", "limburg"],
                ["limburg", "overijssel", "noord_holland"],
            ]
        ),
        "levers": st.fixed_dictionaries({}, optional=LEVERS),
        "values": st.fixed_dictionaries({}, optional=VALUES),
        "places": PLACES,
        "days": st.sampled_from([1, 40, 365, 900]),
        "warm_up_years": st.sampled_from([0.0, 0.5]),
        "seed": st.integers(0, 2**63 - 1),
        "replication": st.integers(0, 2**32 - 1),
    }
)


def check(made: dict[str, Any]) -> None:
    values = {
        name.replace(".", "__"): value
        for name, value in {**made["places"], **made["values"]}.items()
    }
    run = prepare(
        "baseline",
        region=made["region"],
        replications=1,
        seed=made["seed"],
        start=START,
        end=START + dt.timedelta(days=made["days"]),
        warm_up_years=made["warm_up_years"],
        levers={
            name: {**change, "widen": "a test"} if "to" in change else change
            for name, change in made["levers"].items()
        },
        parameters={**small_parameters(), **fixed(**values)},
    )
    assert_same(*both(run.world, made["seed"], made["replication"]))


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(WORLDS)
def test_core_and_reference_leave_the_same_behind(made: dict[str, Any]) -> None:
    check(made)


@pytest.mark.slow
@settings(
    max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(WORLDS)
def test_core_and_reference_leave_the_same_behind_in_many_worlds(made: dict[str, Any]) -> None:
    check(made)


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_is_the_same_in_both(scenario: Path) -> None:
    run = prepare(
        scenario,
        region="noord_holland",
        replications=1,
        seed=3,
        parameters=small_parameters(),
        **PERIOD,
    )
    assert_same(*both(run.world, 3, 0))


@pytest.mark.slow
@pytest.mark.parametrize("region", ["noord_holland", "limburg"])
def test_a_whole_region_over_ten_years_is_the_same_in_both(region: str) -> None:
    run = prepare("jzplus_zero_2030", region=region, replications=1, seed=5)
    assert_same(*both(run.world, 5, 1))


@pytest.mark.slow
def test_two_whole_regions_are_the_same_in_both() -> None:
    run = prepare(
        "jzplus_zero_2030",
        region=["utrecht_flevoland", "limburg"],
        replications=1,
        seed=6,
        end=dt.date(2030, 1, 1),
        warm_up_years=2,
    )
    assert_same(*both(run.world, 6, 0))
