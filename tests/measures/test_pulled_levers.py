"""No lever is free: what is paid for those that buy nothing themselves."""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.common.paths import CONF, SCENARIOS
from sim.measures import policy
from sim.measures.inputs import in_region
from sim.names import PLACE_SETTINGS, Cause, Component, Decision, Setting
from sim.world.build import build_world, default_groups
from sim.world.parameters import load_rows
from sim.world.region import load_regions
from sim.world.run import Run
from sim.world.world import World
from tests.measures.in_world import YEAR, made_of
from tests.measures.synthetic import Made, blank, table
from tests.worlds import small

# part of the cost -> its lever, and whether pulling it costs money upwards (1) or downwards (-1)
LEVERS = {
    "tariffs": ("search.tariff_gap", -1),
    "retention": ("staff.departures_per_year", -1),
    "duty": ("search.duty_to_accept", 1),
    "guarantee": ("search.accept_after_one_to_one", 1),
    "less_restraint": ("escalation.less_restraint", 1),
    "prevention": ("arrival.per_10000", -1),
    "faster_decisions": ("decision.days", -1),
}
SAVES = {"tariffs"}  # pulled the other way, these cost less than nothing
PULLED_TO = {
    "tariffs": 0.0,
    "retention": 0.07,
    "duty": 0.5,
    "guarantee": -1.0,
    "less_restraint": 0.5,
    "prevention": 8.0,
    "faster_decisions": 5.0,
}
RUN = Run(dt.date(2025, 1, 1), dt.date(2031, 1, 1), 366)
EVERYWHERE = "nederland"  # all regions


def filled(made: Made) -> Made:
    """Fill in some of all there is to pay for, the same on every day and in every region."""
    made.days["places"][:] = 20
    made.days["cents_per_day"][:, Component.PLACE] = 3_000_000
    made.days["cents_per_day"][:, Component.ONE_TO_ONE_STAFF] = 5_000_000
    made.days["cents_per_day"][:, Component.ONE_TO_ONE_HOUSING] = 700_000
    made.days["starts"][:, Cause.ESCALATION, ::5] = 1
    made.days["decisions"][:, Decision.REFUSED, ::10] = 1
    made.days["decisions"][:, Decision.APPROVED, ::2] = 1
    regions = range(len(made.region_names))
    made.rows["teams"] = table(
        "teams",
        *({"day": d - 1, "region": r, "n_positions": 100} for d in made.edges[1:] for r in regions),
    )
    one = {"setting": Setting.FOLLOW_UP, "is_placed": 1, "is_from_one_to_one": 1}
    made.rows["applications"] = table(
        "applications",
        *(
            {**one, "region": r, "day_end": d, **other}
            for d in range(0, made.n_days, 10)
            for r in regions
            for other in (
                {},
                {"is_from_one_to_one": 0},
                {"is_placed": 0},
                {"setting": Setting.CRISIS_GROUP},
            )
        ),
    )
    return made


def in_this(world: World) -> Made:
    made = blank(world.n_days, world.run.warm_up_days, world.region_names, 0, world.date(0))
    made.world = world
    return filled(made)


def paid(scenario: Any = "baseline", run: Run = RUN, **build: Any) -> dict[str, float]:
    """Return the parts of the cost of a policy in the world of a scenario of the data."""
    world = build_world(scenario, run=run, **{"region": "noord_holland", **build})
    return {k: v for k, v in policy.by_part(in_this(world)).items() if k in LEVERS}


def by_hand(*changes: tuple[str, float]) -> Mapping[str, float]:
    """Return the parts where these rows have had other values from the second day on."""
    made = filled(made_of(*((1, 0, name, value) for name, value in changes)))
    made.day_start = 1
    return policy.by_part(made)


@pytest.mark.parametrize(
    ("part", "value", "euro"),
    [
        ("tariffs", 0.0, 80_000 * YEAR * 0.1 / 0.9),
        ("tariffs", 0.28, -80_000 * YEAR * 0.2),
        ("retention", 0.08, 100 * 3000),
        ("retention", 0.04, 2 * 100 * 3000),
        ("retention", 0.3, 0.0),
        ("duty", 0.5, 0.5 * 20 * (len(PLACE_SETTINGS) - 1) * 6000),
        ("guarantee", -0.5, 36 / 364 * YEAR * 0.75 * 10_000),
        ("guarantee", -3.0, 0.0),
        ("less_restraint", 0.25, 0.25 * 100 * 2000),
        ("prevention", 8.0, 500_000 * 2 / 10_000 * 7000),
        ("prevention", 0.0, 500_000 * 10 / 10_000 * 7000),
        ("prevention", 12.0, 0.0),
        ("faster_decisions", 5.0, (72 + 36) / 364 * YEAR * 0.75 * 400),
        ("faster_decisions", 30.0, 0.0),
    ],
)
def test_each_lever_costs_what_is_reckoned_by_hand_and_moves_no_other_part(
    part: str, value: float, euro: float
) -> None:
    as_it_was, parts = by_hand(), by_hand((LEVERS[part][0], value))
    assert parts[part] == pytest.approx(euro)
    others = [k for k in parts if k != part]
    assert [parts[k] for k in others] == [as_it_was[k] for k in others]


def test_a_rate_that_falls_to_nothing_costs_much_but_not_without_end() -> None:
    parts = by_hand(("staff.departures_per_year", 0.0))
    assert parts["retention"] == pytest.approx(6 * 100 * 3000)


def test_of_what_was_nothing_already_no_share_can_go() -> None:
    changes = [(1, 0, LEVERS[part][0], PULLED_TO[part]) for part in ("guarantee", "retention")]
    nothing = {"search__accept_after_one_to_one": 0.0, "staff__departures_per_year": 0.0}
    parts = policy.by_part(filled(made_of(*changes, **nothing)))
    assert parts["guarantee"] == 0 and parts["retention"] == 0


def test_each_region_pays_for_what_it_pulls() -> None:
    changes = [(1, 1, name, PULLED_TO[part]) for part, (name, _) in LEVERS.items()]
    made = made_of(*changes, regions=("A", "B"))
    made = filled(made)
    here, there, both = (
        policy.by_part(each) for each in (in_region(made, 0), in_region(made, 1), made)
    )
    for part in LEVERS:
        assert here[part] == 0 and there[part] > 0, part
        assert both[part] == pytest.approx(there[part]), part


SCENARIO_FILES = sorted(SCENARIOS.glob("*.yaml"))


def costs_of_pulls(world: World) -> dict[str, int]:
    """Return for each part whether its lever is pulled to where it costs (1), the other way (-1) or
    not at all (0), at the end of the run.
    """
    pulls = {}
    for part, (name, way) in LEVERS.items():
        column = world.column(name)
        last = world.change_value[world.change_name == column]
        was = world.values[0, column]
        pulls[part] = way * int(np.sign((last[-1] if len(last) else was) - was))
    return pulls


@pytest.mark.parametrize("file", SCENARIO_FILES, ids=lambda file: file.stem)
def test_a_scenario_pays_for_the_levers_that_it_pulls_and_for_no_other(file: Path) -> None:
    pulls = costs_of_pulls(build_world(file.stem, region="noord_holland", run=RUN))
    expected = {k: n if n > 0 or k in SAVES else 0 for k, n in pulls.items()}
    assert {part: int(np.sign(euro)) for part, euro in paid(file.stem).items()} == expected


def test_every_lever_is_pulled_by_a_scenario() -> None:
    worlds = [build_world(f.stem, region="noord_holland", run=RUN) for f in SCENARIO_FILES]
    pulled = {k for world in worlds for k, n in costs_of_pulls(world).items() if n > 0}
    assert pulled == set(LEVERS)


@pytest.mark.parametrize("start", [2019, 2025])
def test_a_baseline_pays_for_none_of_them_in_any_region(start: int) -> None:
    run = Run(dt.date(start, 1, 1), dt.date(start + 6, 1, 1), 1826)
    parts = paid(region=EVERYWHERE, run=run)
    assert parts == dict.fromkeys(LEVERS, 0.0)


def test_no_lever_of_them_has_dated_values_in_the_data() -> None:
    """Where they were is read from the first day of a run: it has to be so on every other day."""
    rows = load_rows(CONF / "parameters", default_groups())
    profiles = load_regions(EVERYWHERE, rows=rows, folder=CONF / "region")
    for name, _ in LEVERS.values():
        dated = [rows[name].values, *(p.rows[name] for p in profiles if name in p.rows)]
        assert max(len(values) for values in dated) == 1, name


@pytest.mark.parametrize("part", LEVERS)
def test_a_lever_pulled_further_costs_more(part: str) -> None:
    name, _ = LEVERS[part]
    world = build_world("baseline", region="noord_holland", run=RUN)
    was = float(world.values[0, world.column(name)])
    euro = [
        paid(levers={name: was + share * (PULLED_TO[part] - was)})[part]
        for share in (0.25, 0.5, 0.75, 1.0)
    ]
    assert euro[0] > 0 and all(less < more for less, more in pairwise(euro)), euro


def test_in_a_run_every_lever_that_is_pulled_costs_money_and_none_where_nobody_pulls() -> None:
    pulled = {LEVERS[part][0]: value for part, value in PULLED_TO.items()}
    before, after = (
        policy.by_part(small(levers=levers).recordings[0]) for levers in (None, pulled)
    )
    assert {part: before[part] for part in LEVERS} == dict.fromkeys(LEVERS, 0.0)
    assert min(after[part] for part in LEVERS) > 0, after
