"""The core claims of the sources, as directions: if X, then Y. Magnitudes are unknown; only signs are tested.

Each test runs two worlds with the same luck and takes the paired differences over replications. It passes when their mean has the claimed sign in a
one-sided t-test at LEVEL: a model without the effect would pass once in 100. Seeds are fixed, so that a verdict can be repeated.
Claims K..: NJi quickscan on 1:1 guidance (2026) and CCE/Leiden report on 1:1 care for adults with intellectual disability (2025).
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim
from sim.engine.recording import Recording
from sim.front_door import Result
from sim.measures.kpis import measure
from tests.worlds import fixed

pytestmark = pytest.mark.slow
LEVEL = 0.01
REPLICATIONS = 40
# a fifth of Noord-Holland
PLACES = {"jeugdzorgplus": 16, "open_group": 256, "hic": 8, "small_scale": 16, "family_home": 96, "follow_up": 34}
WORLD = {"arrival__population": 144_000, "staff__supply_fte": 460, "staff__solo_managers": 2, "review__per_week": 0.5}


def run(levers: dict[str, Any] | None = None, replications: int = REPLICATIONS, **values: float) -> Result:
    parameters = fixed(**{**{f"setting__{s}__places": n for s, n in PLACES.items()}, **WORLD, **values})
    return sim.simulate(
        "baseline", region="noord_holland", replications=replications, seed=5, levers=levers, parameters=parameters, start=dt.date(2025, 1, 1),
        end=dt.date(2030, 1, 1), warm_up_years=2.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Result:
    return run()


def kpi(name: str) -> Callable[[Recording], float]:
    return lambda recording: measure(recording)[name]


def assert_rises(base: Result, other: Result, what: Callable[[Recording], float], claim: str) -> np.ndarray:
    differences = np.array([what(b) - what(a) for a, b in zip(base.recordings, other.recordings, strict=True)])
    p = float(stats.ttest_1samp(differences, 0.0, alternative="greater").pvalue)
    assert p < LEVEL, f"{claim}: mean paired difference {differences.mean():.4g}, p = {p:.3f}, each {np.round(differences, 3)}"
    return differences


def assert_falls(base: Result, other: Result, what: Callable[[Recording], float], claim: str) -> None:
    assert_rises(other, base, what, claim)


def alone_days(recording: Recording) -> float:
    """Days in 1:1 outside a group, in the whole run."""
    return float(recording.sums["census"][:, :, 2:4].sum())


def starts_outside(recording: Recording) -> float:
    return float((recording.rows["episodes"]["variant"] > 1).sum())


def days_per_start_outside(recording: Recording) -> float:
    return alone_days(recording) / starts_outside(recording)


def attempts_per_evaluation(recording: Recording) -> float:
    episodes = recording.rows["episodes"]
    return float(episodes["n_attempts"].sum() / episodes["n_evaluations_held"].sum())


def success_share(recording: Recording) -> float:
    episodes = recording.rows["episodes"]
    return 1.0 - float(episodes["n_failed"].sum() / episodes["n_attempts"].sum())


def moves(recording: Recording) -> float:
    """Moves of all youths, from arrival on."""
    youths = recording.rows["youths"]
    return float((youths["n_moves"] - youths["n_moves_at_arrival"]).sum())


def unplanned_moves(recording: Recording) -> float:
    return float(recording.rows["stays"]["is_unplanned_end"].sum())


def test_k01_fewer_closed_places_bring_more_one_to_one_and_alternatives_soften_it() -> None:
    closed = {"setting.jeugdzorgplus.places": {"from": dt.date(2025, 1, 1), "times": 0.0}}
    as_many = {"setting.small_scale.places": {"from": dt.date(2025, 1, 1), "add": PLACES["jeugdzorgplus"]}}
    kept, fewer, replaced = (run(levers=levers, replications=24) for levers in (None, closed, {**closed, **as_many}))
    assert_rises(kept, fewer, starts_outside, "K01: starts of 1:1 outside groups rise")
    assert_rises(kept, fewer, alone_days, "K01: days in 1:1 outside groups rise")
    assert_falls(fewer, replaced, alone_days, "K01: with as many small-scale places they rise less")


def test_k17_scarcer_follow_up_places_lengthen_one_to_one(base: Result) -> None:
    scarce = run(levers={f"setting.{s}.places": {"from": dt.date(2025, 1, 1), "times": 0.4} for s in ("follow_up", "small_scale")})
    assert_rises(base, scarce, days_per_start_outside, "K17: 1:1 outside groups lasts longer")
    assert_rises(base, scarce, alone_days, "K17: days in 1:1 alone rise")


def test_k18_reluctance_after_one_to_one_lengthens_it(base: Result) -> None:
    willing = run(search__accept_after_one_to_one=0.0, search__accept_per_dependency=0.0)
    assert_falls(base, willing, alone_days, "K18: without the label fewer days in 1:1 alone")


def test_k20_dependency_makes_stepping_down_rarer_the_longer_it_lasts(base: Result) -> None:
    without = run(evaluation__attempt_per_dependency=0.0)
    assert_rises(base, without, attempts_per_evaluation, "K20: without dependency more attempts per evaluation")


def test_k21_fear_feeds_itself(base: Result) -> None:
    """A higher fear at the start leaves fewer attempts; switching the feedback of failure on fear off leaves more (small: 24 replications)."""
    afraid = run(start__fear_base=4.0)
    assert_falls(base, afraid, attempts_per_evaluation, "K21: fear at the start makes attempts rarer")
    fed, numb = run(replications=24), run(replications=24, step_down__fear_jump=0.0, step_down__fear_per_incident=0.0)
    assert_rises(fed, numb, attempts_per_evaluation, "K21: without fear from failures attempts are more frequent")


def test_k23_longer_authorisations_give_room_to_step_down(base: Result) -> None:
    longer = run(levers={"authorisation.term_days": 1095})
    assert_rises(base, longer, attempts_per_evaluation, "K23: three-year terms bring more attempts")


def test_k27_frequent_evaluation_with_an_outsider_shortens_one_to_one(base: Result) -> None:
    often = run(levers={"evaluation.interval_days": 42, "evaluation.p_outside_expert": 0.9})
    assert_falls(base, often, kpi("duration.median"), "K27: median duration falls")
    nowhere = {"setting.follow_up.places": {"times": 0.4}}
    uncapped = run(levers=nowhere)
    capped = run(levers={**nowhere, "authorisation.maximum_days": 180, "authorisation.p_hard_cap": 1.0})
    assert_rises(uncapped, capped, moves, "K27: a hard cap without places to go to brings more moves (no free lunch)")


def test_k31_stable_teams_dare_more_and_succeed_more(base: Result) -> None:
    stable, unstable = run(levers={"staff.departures_per_year": 0.07}), run(levers={"staff.departures_per_year": 0.35})
    assert_rises(unstable, stable, attempts_per_evaluation, "K31: attempts")
    assert_rises(unstable, stable, success_share, "K31: successes")


def test_k32_turnover_brings_relapse(base: Result) -> None:
    turnover = run(levers={"staff.departures_per_year": 0.35})
    assert_rises(base, turnover, unplanned_moves, "K32: unplanned moves rise")


def test_k33_gradual_steps_fail_less_than_a_jump() -> None:
    """In a group, rung 1 (one worker shared) makes the last step one rung instead of two."""
    jump, ladder = run(levers={"start.p_shared_rung": 0.0}), run(levers={"start.p_shared_rung": 1.0})
    assert_rises(jump, ladder, success_share, "K33: successes per attempt")


def test_k54_more_hours_of_one_to_one_wear_people_out(base: Result) -> None:
    heavier = run(level__2__staff_present=2.0, level__3__staff_present=2.0)
    assert_rises(base, heavier, kpi("departures"), "K54: departures per position")


def test_k58_shortage_fills_shifts_with_agency_staff_and_moves_youths(base: Result) -> None:
    short = run(levers={"staff.supply_fte": {"times": 0.5}, "staff.days_hire": 200})
    assert_rises(base, short, kpi("agency_share"), "K58: agency share rises")
    assert_rises(base, short, unplanned_moves, "K58: unplanned moves rise")
