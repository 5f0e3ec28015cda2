"""Worlds that nobody thought of, other ones with every seed: both executors leave the same behind,
event for event, and the laws of conservation hold in each.

Beside the worlds of `tests/engines/test_equality.py`: up to 255 regions of one's own, assumptions
at the ends of what is plausible and far beyond, nobody who comes, no place, no staff, one day.
"""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import sim
from scripts.verify_at_scale import faults_of
from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.engine import core, reference
from sim.front_door import Prepared, prepare
from sim.world.build import default_groups
from sim.world.parameters import ParameterRows, load_rows
from sim.world.row import COUNTED, DIVISORS
from tests.drills.effort import Drill
from tests.engines.equality import assert_same, both
from tests.engines.test_equality import START, WORLDS
from tests.worlds import fixed, small_parameters

LONGEST = 730  # days
MOST_REGIONS, MANY = 255, 5
# rows that say how large a world is: `WORLDS` draws them, because the reference is slow
SIZE = ("arrival.population", ".places", "arrival.ceiling_per_10000")


@lru_cache(maxsize=1)
def rows_of_all() -> ParameterRows:
    """Return every row by name."""
    return load_rows(CONF / "parameters", default_groups())


def ends() -> st.SearchStrategy[dict[str, float]]:
    """Return rows at the ends of what is plausible, at the ends of what can be, or far beyond."""
    rows = [row for name, row in rows_of_all().items() if not name.endswith(SIZE)]

    def value(row: Any) -> st.SearchStrategy[tuple[str, float]]:
        low, high = row.plausible
        far = [low - (high - low), high + (high - low), 0.0, 1.0]
        can = [float(v) for v in (low, high, low, high, *far) if row.can_hold(float(v))]
        return st.tuples(st.just(row.name), st.sampled_from(can))

    some = st.lists(st.sampled_from(rows), max_size=12, unique_by=lambda row: row.name)
    return some.flatmap(lambda chosen: st.tuples(*map(value, chosen))).map(dict)


EXTREMES = st.sampled_from(
    [
        {},
        {},
        {},
        {"arrival.population": 0.0},
        {"staff.supply_fte": 0.0},
        {"staff.supply_fte": 0.0, "staff.agency_cap": 0.0},
        {f"setting.{s}.places": 0 for s in ("jeugdzorgplus", "open_group", "hic", "small_scale")},
    ]
)


@lru_cache(maxsize=MOST_REGIONS)
def own_region(number: int, folder: Path) -> str:
    """Return the file of a region of one's own; no two have the same luck."""
    path = folder / f"own_{number}.yaml"
    sim.new_region(f"own_{number}", population=3_000, like="limburg", path=path)
    text = path.read_text(encoding="utf-8").splitlines()
    at = next(k for k, line in enumerate(text) if line.startswith("source_number:"))
    text[at] = f"source_number: {number}"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return str(path)


def run_of(made: dict[str, Any], folder: Path) -> Prepared:
    """Return the world that was made up, checked."""
    n = made["n_regions"]
    free = [k for k in range(256) if k > 20 or k == 0]
    region = [own_region(number, folder) for number in free[:n]] if n else made["region"]
    values = {**made["ends"], **made["places"], **made["values"], **made["extreme"]}
    if n > MANY:  # many regions are small ones, for the sake of the reference
        values["arrival.population"] = min(values.get("arrival.population", 900.0), 900.0)
    return prepare(
        "baseline",
        region=region,
        replications=1,
        seed=made["seed"],
        start=START,
        end=START + dt.timedelta(days=min(made["days"], 40 if n > MANY else LONGEST)),
        warm_up_years=0.0 if n > MANY else made["warm_up_years"],
        levers={
            name: {**change, "widen": "a drill"} if "to" in change else change
            for name, change in made["levers"].items()
        },
        parameters={
            **small_parameters(),
            **fixed(**{name.replace(".", "__"): value for name, value in values.items()}),
        },
    )


def test_any_world_is_the_same_in_both_executors_and_loses_nobody(
    drill: Drill, tmp_path: Path
) -> None:
    regions = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 2, MANY, 30])
    worlds = st.fixed_dictionaries({"made": WORLDS, "ends": ends(), "extreme": EXTREMES})

    @seed(drill.seed)
    @settings(
        max_examples=drill.effort.worlds,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(worlds, regions)
    def hold(world: dict[str, Any], n_regions: int) -> None:
        made = {**world["made"], "n_regions": n_regions, **world}
        try:
            run = run_of(made, tmp_path)
        except ConfigError as error:
            drill.count("refused before they ran")
            assert str(error).strip(), made
            return
        try:
            compare(run, made, drill)
        except OverflowError:  # more 1:1 of one youth than ids have room for: so says the other too
            drill.count("refused by both executors while they ran")
            with pytest.raises(OverflowError, match="arrangement"):
                reference.run(run.world, seed=made["seed"], replication=made["replication"])

    hold()


def compare(run: Prepared, made: dict[str, Any], drill: Drill) -> None:
    found, reference = both(run.world, made["seed"], made["replication"])
    assert_same(found, reference)
    assert faults_of(found) == []
    drill.count("worlds the same in both executors")
    drill.count("regions in them", len(found.region_names))
    drill.count("events the same", len(found.rows["events"]))


def world_of(**made: Any) -> dict[str, Any]:
    """Return a world that is made up of little: one region of one's own, nothing changed."""
    plain = {key: {} for key in ("ends", "places", "values", "extreme", "levers")}
    return {"n_regions": 1, "seed": 1, "replication": 0, "warm_up_years": 0.0, **plain, **made}


def test_the_most_regions_that_can_be_are_one_world(drill: Drill, tmp_path: Path) -> None:
    n = MOST_REGIONS - 19 if drill.effort.worlds > 100 else 30
    made = world_of(n_regions=n, seed=drill.seed, days=40)
    compare(run_of(made, tmp_path), made, drill)


@pytest.mark.parametrize("days", [1, 7])
def test_a_world_of_some_days_is_one(days: int, drill: Drill, tmp_path: Path) -> None:
    made = world_of(seed=drill.seed, days=days)
    compare(run_of(made, tmp_path), made, drill)


def test_every_row_at_the_ends_of_what_can_be_is_a_world_or_is_refused(
    drill: Drill, tmp_path: Path
) -> None:
    """No row takes a value with which the arithmetic of a rule breaks down."""
    rows = rows_of_all()
    assert {*DIVISORS, *COUNTED} <= set(rows)
    names = list(rows)
    if 2 * drill.effort.worlds < len(names):
        divided = [name for name in names if name in DIVISORS or name.endswith("_shape")]
        names = [*divided, *drill.rng.sample(names, 2 * drill.effort.worlds)]
    broken: list[str] = []
    for name in names:
        least = max(rows[name].bounds[0], -1e6)
        most = (
            1.0 if name.endswith(SIZE) else min(rows[name].bounds[1], rows[name].plausible[1] * 100)
        )
        for value in (least, 0.0, 1.0, most):
            if not rows[name].can_hold(value):
                continue
            made = world_of(days=200, ends={name: value})
            try:
                run = run_of(made, tmp_path)
            except ConfigError:
                drill.count("refused before they ran")
                continue
            drill.count("ends of rows that are a world")
            broken += [f"{name} = {value}: {fault}" for fault in faults_at_the_end(run, drill.seed)]
    assert broken == []


def faults_at_the_end(run: Prepared, number: int) -> list[str]:
    """Return what is wrong with a run of this world, or that its arithmetic breaks down."""
    try:
        return faults_of(core.run(run.world, seed=number, replication=0, events=True, days=True))
    except ArithmeticError as error:
        return [repr(error)]
