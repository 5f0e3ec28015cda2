"""The suite of claims can fail: sides swapped, an effect switched off, noise alone.

And it takes an ensemble as it is meant.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.claims import sides
from sim.claims.judge import (
    NOT_REPRESENTABLE,
    NOT_REPRODUCED,
    REPRODUCED,
    family_error,
    judge,
    run_claims,
)
from sim.claims.rows import Claim, Experiment, ExperimentSide, load_claims
from sim.claims.sides import Key, key_of, members_of, worlds_for
from sim.claims.table import COLUMNS, frame, markdown, summary
from sim.common.errors import ConfigError
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows

ROWS = load_rows(default_conf() / "parameters", default_groups())
LEAVE = "staff.departures_per_year"
STABLE, UNSTABLE = (
    ExperimentSide("few leave", ((LEAVE, "set", 0.07),)),
    ExperimentSide("many leave", ((LEAVE, "set", 0.35),)),
)
FALLS = Experiment("attempts_per_evaluation", "falls", (STABLE, UNSTABLE))
CLAIM = Claim(
    "K99",
    "More departures bring fewer attempts.",
    "a test",
    "I",
    False,
    "rule",
    0.003,
    8,
    (),
    (FALLS,),
)
SWAPPED = replace(CLAIM, number="K98", experiments=(replace(FALLS, sides=(UNSTABLE, STABLE)),))
UNKNOWN = Claim("K97", "Nobody can say.", "a test", "O", False, not_representable="No such state.")
FALSE_ALARM = 0.01


@pytest.fixture(scope="module")
def tested():
    return run_claims([CLAIM, SWAPPED, UNKNOWN], replications=6, workers=2)


def test_a_claim_of_which_the_sides_are_swapped_is_not_reproduced(tested):
    assert [one.verdict for one in tested] == [REPRODUCED, NOT_REPRODUCED, NOT_REPRESENTABLE]


def test_swapped_sides_give_the_opposite_difference_draw_for_draw(tested):
    there, back = tested[0].results[0], tested[1].results[0]
    assert there.mean == pytest.approx(-back.mean) and there.mean < 0 < back.p
    assert there.agree == pytest.approx(1.0 - back.agree)


def test_every_verdict_comes_back_in_the_tables(tested):
    table = frame(tested)
    assert list(table.columns) == list(COLUMNS)
    assert list(table["verdict"]) == [REPRODUCED, NOT_REPRODUCED, NOT_REPRESENTABLE]
    assert markdown(tested).count("\n") == 4
    text = "\n".join(summary(tested, None))
    assert (
        "1 reproduced, 1 not reproduced, 1 not representable" in text and "No such state." in text
    )


def test_an_effect_that_is_switched_off_is_not_found():
    off = (("evaluation.attempt_per_fear", "set", 0.0),)
    made = tuple(
        ExperimentSide(f"fear {fear}", (*off, ("start.fear_base", "set", fear)))
        for fear in (0.0, 2.5)
    )
    claim = replace(
        CLAIM,
        experiments=(
            replace(
                FALLS, sides=tuple(ExperimentSide(s.name, tuple(sorted(s.changes))) for s in made)
            ),
        ),
    )
    (one,) = run_claims([claim], replications=6, workers=2)
    assert one.verdict == NOT_REPRODUCED, one.results


def test_what_comes_out_depends_neither_on_workers_nor_on_what_else_is_tested(tested):
    (alone,) = run_claims([CLAIM], replications=6, workers=1)
    assert alone.results == tested[0].results


def test_an_ensemble_moves_members_and_the_experiment_keeps_its_own_values():
    ensemble = pd.DataFrame({LEAVE: [0.1, 0.2, 0.3], "staff.p_jolt": [0.05, 0.1, 0.2]})
    key = Key(STABLE.changes)
    times = ((LEAVE, "times", 2.0),)
    worlds = worlds_for([key, Key(times)], members_of(ensemble, ROWS), ROWS, [])
    column, other = (worlds[key][0].column(name) for name in (LEAVE, "staff.p_jolt"))
    assert [world.values[0, column] for world in worlds[key]] == [0.07] * 3
    assert [world.values[0, other] for world in worlds[key]] == [0.05, 0.1, 0.2]
    assert [world.values[0, column] for world in worlds[Key(times)]] == [0.2, 0.4, 0.5], (
        "held within what is plausible"
    )


def test_a_change_on_the_first_reporting_day_leaves_the_warm_up_as_it_was():
    key = Key(UNSTABLE.changes, True)
    (world,) = worlds_for([key], [{"staff.p_jolt": 0.05}], ROWS, [])[key]
    assert world.values[0, world.column(LEAVE)] == 0.14
    assert world.values[0, world.column("staff.p_jolt")] == 0.05
    assert list(world.change_day) == [world.run.warm_up_days] and list(world.change_value) == [0.35]


def test_replications_of_one_member_are_one_observation():
    rng = np.random.default_rng(1)
    of_member = rng.normal(0.0, 1.0, (4, 1))
    values = [np.zeros((4, 200)), -of_member + rng.normal(0.0, 0.01, (4, 200))]
    result = judge(FALLS, 0.003, values)
    assert result.n == 4
    assert result.high - result.low > 1.0, "two hundred replications do not make four members more"


def test_noise_alone_is_called_a_success_as_often_as_the_level_says():
    rng = np.random.default_rng(2)
    n = 2000
    found = sum(
        judge(FALLS, 0.01, [np.zeros((1, 12)), rng.normal(0.0, 1.0, (1, 12))]).is_success
        for _ in range(n)
    )
    # exact binomial bounds; a correct test fails this for one seed in a hundred
    low, high = np.quantile(
        np.random.default_rng(3).binomial(n, 0.01, 100_000), [FALSE_ALARM / 2, 1 - FALSE_ALARM / 2]
    )
    assert low <= found <= high, (low, found, high)


def test_three_sides_must_rise_step_by_step():
    rises = replace(FALLS, expect="rises", sides=(STABLE, ExperimentSide("as it is", ()), UNSTABLE))
    noise = [np.random.default_rng(k).normal(0.0, 0.1, (1, 20)) for k in range(3)]
    assert judge(rises, 0.01, [noise[0], noise[1] + 1, noise[2] + 2]).is_success
    assert not judge(rises, 0.01, [noise[0], noise[1] + 2, noise[2] + 1]).is_success, (
        "last above first is not enough"
    )


@pytest.mark.parametrize(("gain", "is_success"), [(0.02, True), (0.2, False)])
def test_a_bounded_difference_is_a_success_only_where_it_stays_within_the_bound(
    gain: float, is_success: bool
):
    rng = np.random.default_rng(2)
    before = rng.normal(2.0, 1.0, (1, 400))
    after = before + gain + rng.normal(0.0, 0.1, (1, 400))
    small = replace(FALLS, expect="below", bound=0.1)
    result = judge(small, 0.01, [before, after])
    assert result.is_success is is_success, f"{result.mean + 0.1} against 0.1, p {result.p}"
    assert result.mean + 0.1 == pytest.approx(float(np.mean(after - before)))


def test_an_experiment_that_names_a_region_is_run_there():
    key = key_of(replace(FALLS, region="limburg"), STABLE)
    (world,) = worlds_for([key], [{}], ROWS, [])[key]
    assert world.region_names == ("limburg",), f"{world.region_names}"


def test_differences_that_do_not_vary_are_certain_and_none_is_no_success():
    flat = np.zeros((1, 8))
    assert judge(FALLS, 0.01, [flat, flat - 1.0]).p == 0.0
    assert not judge(FALLS, 0.01, [flat, flat]).is_success


def test_an_outcome_that_is_nowhere_defined_is_no_success():
    nothing = judge(FALLS, 0.01, [np.full((1, 8), np.nan)] * 2)
    assert np.isnan(nothing.p) and not nothing.is_success


def test_a_success_with_which_most_members_disagree_is_none():
    values = np.array([[-100.0]] * 12 + [[1.0]] * 13)
    assert not judge(FALLS, 0.05, [np.zeros((25, 1)), values]).is_success


def test_the_false_alarms_of_a_family_add_up_at_most():
    assert family_error([CLAIM, SWAPPED, UNKNOWN]) == pytest.approx(0.006)


BAD = {
    "unknown row": (
        pd.DataFrame({"staff.departures": [0.1]}),
        "Was it made by another version of the model?",
    ),
    "no members": (pd.DataFrame({LEAVE: []}), "has no members"),
    "not a number": (
        pd.DataFrame({LEAVE: [0.1, np.nan]}),
        f"'{LEAVE}', row 2 of 2: is nan; it must be a number from 0.03 to 0.5",
    ),
    "impossible": (
        pd.DataFrame({"staff.p_jolt": [0.1, 1.5]}),
        "'staff.p_jolt', row 2 of 2: is 1.5 chance; it must be at least 0 and at most 1.",
    ),
    "not plausible": (
        pd.DataFrame({LEAVE: [0.9, 0.1, 0.8]}),
        f"'{LEAVE}', row 1 of 3 (and in 1 other rows): is 0.9",
    ),
    "log-odds": (
        pd.DataFrame({"step_down.success_per_stability": [1e300]}),
        "'step_down.success_per_stability', row 1 of 1: is 1e+300 log-odds; plausible is",
    ),
    "text": (pd.DataFrame({LEAVE: ["many"]}), f"'{LEAVE}', row 1 of 1: is 'many'; it must be"),
    "twice": (
        pd.DataFrame([[0.1, 0.2]], columns=[LEAVE, LEAVE]),
        f"there are several columns '{LEAVE}'",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_an_ensemble_that_does_not_fit_is_refused(fault: str):
    ensemble, message = BAD[fault]
    with pytest.raises(ConfigError) as caught:
        run_claims([CLAIM], ensemble)
    assert message in str(caught.value), str(caught.value)


def test_a_factor_that_leaves_the_plausible_range_is_refused_before_anything_runs():
    made = (
        ExperimentSide("as it is", ()),
        ExperimentSide("far too many", ((LEAVE, "times", 10.0),)),
    )
    with pytest.raises(ConfigError, match=r"plausible is 0\.03 to 0\.5"):
        run_claims([replace(CLAIM, experiments=(replace(FALLS, sides=made),))])


def test_the_declared_experiments_stay_within_what_is_plausible():
    claims = load_claims()
    keys = {key_of(e, s) for c in claims for e in c.experiments for s in e.sides}
    assert len(worlds_for(sorted(keys), [{}], ROWS, claims)) == len(keys)


def test_a_member_that_the_model_cannot_hold_is_named(monkeypatch: pytest.MonkeyPatch):
    real = sides.run_batch

    def full(worlds, *arguments, **named):
        if any(world.values[0, world.column("staff.p_jolt")] == 0.6 for world in worlds):
            raise OverflowError("no room")
        return real(worlds, *arguments, **named)

    monkeypatch.setattr(sides, "run_batch", full)
    ensemble = pd.DataFrame({"staff.p_jolt": [0.1, 0.6, 0.2]})
    with pytest.raises(
        ConfigError,
        match=(
            r"member 1 \(from 0\), with staff.departures_per_year \(set 0.07\), replication 0: "
            r"no room. .* leave"
        ),
    ):
        run_claims([CLAIM], ensemble, replications=1, workers=1)
