"""The same youth twice: no change, no difference.

The largest is the largest; nobody's number gets out.
"""

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.common.errors import ConfigError
from sim.engine.phases import Fact
from sim.front_door import Result
from sim.measures.groups import SETTINGS_ALONE
from sim.measures.rows import days_in_period
from sim.measures.volume import one_to_one_days, setting_days
from sim.names import Cause, Outcome, Setting, Variant, Wait
from sim.plots.style import styled
from sim.reporting.figures import svg
from sim.why.twin_texts import FACTS, fact_words, refusal_words
from sim.why.twins import MEASURES, Twins, of_youths, twins
from tests.worlds import small

LEVERS = {"setting.jeugdzorgplus.places": {"from": "2025-03-01", "to": 0}}


@pytest.fixture(scope="module")
def base() -> Result:
    return small(replications=3)


@pytest.fixture(scope="module")
def other() -> Result:
    return small(replications=3, levers=LEVERS)


@pytest.fixture(scope="module")
def four(base: Result, other: Result) -> Twins:
    return twins(base, other, n=4)


def of(frame: pd.DataFrame, policy: str) -> pd.DataFrame:
    return frame[frame["policy"] == policy].drop(columns="policy").reset_index(drop=True)


def test_an_empty_change_gives_identical_lives_and_no_difference(base: Result) -> None:
    same = twins(
        base,
        small(
            replications=3,
            levers={"evaluation.interval_days": {"from": "2026-01-01", "times": 1.0}},
        ),
        n=5,
        pick="random",
    )
    assert len(same.timelines) > 20
    for frame in (same.timelines, same.spans):
        pd.testing.assert_frame_equal(of(frame, "base"), of(frame, "other"))
    assert (same.pairs[[f"{measure}_difference" for measure in MEASURES]] == 0).all(axis=None)


def test_the_youths_of_a_recording_make_up_its_volume_and_its_cost(base: Result) -> None:
    for recording in base.recordings:
        youths = of_youths(recording)
        assert youths["days_one_to_one"].sum() == one_to_one_days(recording).sum()
        assert youths["days_alone"].sum() == setting_days(recording, *SETTINGS_ALONE).sum()
        spells = recording.rows["spells"]
        assert youths["euro"].sum() == pytest.approx(
            (days_in_period(recording, spells) * spells["cents_per_day"]).sum() / 100
        )


def test_the_largest_difference_is_the_largest_there_is(
    base: Result, other: Result, four: Twins
) -> None:
    largest = []
    for a, b in zip(base.recordings, other.recordings, strict=True):
        sides = [
            r.rows["episodes"]
            .assign(days=lambda e, r=r: days_in_period(r, e))
            .groupby("id_youth")["days"]
            .sum()
            for r in (a, b)
        ]
        largest += (sides[1] - sides[0].reindex(sides[1].index, fill_value=0)).tolist()
        largest += (-sides[0][~sides[0].index.isin(sides[1].index)]).tolist()
    expected = sorted((abs(days) for days in largest), reverse=True)[:4]
    assert four.pairs["days_one_to_one_difference"].abs().tolist() == expected and expected[0] > 0


@pytest.mark.parametrize("by", MEASURES)
def test_another_measure_chooses_by_that_measure(base: Result, other: Result, by: str) -> None:
    shown = twins(base, other, n=3, by=by).pairs
    sizes = shown[f"{by}_difference"].abs()
    assert sizes.is_monotonic_decreasing and sizes.iloc[0] > 0
    assert (shown[f"{by}_other"] - shown[f"{by}_base"]).equals(shown[f"{by}_difference"])


def test_a_log_that_was_not_recorded_is_made_again_and_is_the_same(four: Twins) -> None:
    logged = [small(replications=3, record="events", levers=levers) for levers in (None, LEVERS)]
    again = twins(*logged, n=4)
    for name in ("pairs", "timelines", "spans"):
        pd.testing.assert_frame_equal(getattr(four, name), getattr(again, name))


def test_the_choice_by_lot_follows_its_seed(base: Result, other: Result) -> None:
    first, same, another = (
        twins(base, other, n=4, pick="random", seed=seed).pairs for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, same)
    assert not first.equals(another)


def test_the_lives_shown_hold_the_days_and_arrangements_that_the_pairs_count(
    four: Twins, base: Result
) -> None:
    start, end = (pd.Timestamp(day) for day in (base.world.run.start, base.world.run.end))
    for pair in four.pairs.to_dict("records"):
        for policy in ("base", "other"):
            mine = of(four.spans[four.spans["youth"] == pair["youth"]], policy)
            days = (mine["end"].clip(upper=end) - mine["start"].clip(lower=start)).dt.days.clip(
                lower=0
            )
            assert days[mine["level"] > 0].sum() == pair[f"days_one_to_one_{policy}"]
            events = of(four.timelines[four.timelines["youth"] == pair["youth"]], policy)
            n_started, n_ended = ((events["event"] == name).sum() for name in ("started", "ended"))
            runs_at_end = int(mine["level"].iloc[-1] > 0 and mine["end"].iloc[-1] == end)
            assert n_started == n_ended + runs_at_end, (
                f"{n_started} started, {n_ended} ended, {runs_at_end} running"
            )
            assert (
                events["event"].iloc[0] == "arrived"
                and events["date"].is_monotonic_increasing
                and (events["until"] >= events["date"]).all()
            )


def test_stability_is_a_share_and_a_bespoke_team_begins_with_nobody_settled(four: Twins) -> None:
    stability = four.timelines["team_stability"].dropna()
    assert stability.between(0.0, 1.0).all() and len(stability)
    is_solo = four.timelines["place"] == "one_to_one_solo"
    alone = is_solo & (four.timelines["event"] == "started")
    assert alone.any() and (four.timelines.loc[alone, "team_stability"] == 0.0).all()


def test_no_number_of_a_youth_gets_out(four: Twins, base: Result) -> None:
    ids = set(base.recordings[0].rows["youths"]["id_youth"].tolist())
    for frame in (four.pairs, four.timelines, four.spans):
        assert "id_youth" not in frame and set(frame["youth"]) == set("ABCD")
        for column in frame.select_dtypes("number"):
            assert not ids & set(frame[column].dropna().astype(int)), column
        for column in frame.select_dtypes(["object", "string"]):
            assert not frame[column].astype(str).str.contains("|".join(map(str, ids))).any(), column


def test_results_of_another_version_are_refused(base: Result, other: Result) -> None:
    tampered = [
        replace(
            r,
            rows={
                **r.rows,
                "spells": r.rows["spells"].assign(cents_per_day=lambda s: s["cents_per_day"] + 1),
            },
        )
        for r in other.recordings
    ]
    with pytest.raises(ConfigError, match="made by another version"):
        twins(base, replace(other, recordings=tampered))


def test_wrong_arguments_are_refused_all_at_once(base: Result, other: Result) -> None:
    with pytest.raises(ConfigError) as caught:
        twins(base, other, n=0, pick="larges", by="day_alone")
    assert [message.split(";")[0] for message in caught.value.faults] == [
        "'n' is 0",
        "unknown pick 'larges'",
        "unknown by 'day_alone'",
    ]
    with pytest.raises(ConfigError, match="there is no youth 'Z'; choose one of A"):
        twins(base, other).plot(None, youth="Z")  # type: ignore[arg-type]


def values_of(fact: Fact) -> list[int]:
    some: dict[Fact, Any] = {
        Fact.STARTED: Cause,
        Fact.REQUESTED: Cause,
        Fact.ENDED: [o for o in Outcome if o != Outcome.RUNNING],
        Fact.ASKED: Wait,
        Fact.LEVEL: range(6),
        Fact.SUCCEEDED: range(6),
    }
    return [int(value) for value in some.get(fact, Setting)]


def test_every_fact_about_a_youth_has_words_for_every_value_in_both_languages() -> None:
    without = {Fact.POLICY, Fact.HIRED, Fact.SETTLED, Fact.APPLIED}  # answers are told, askings not
    assert set(Fact) - set(FACTS) == without
    for fact in FACTS:
        for value in values_of(fact):
            said = {
                language: fact_words(fact, value, Variant.SOLO, language)
                for language in ("nl", "en")
            }
            assert (
                all(said.values())
                and said["nl"] != said["en"]
                and "{" not in said["nl"] + said["en"]
            ), (fact, value, said)
    refusals = [Setting.OPEN_GROUP, Setting.HIC, Setting.HIC]
    assert refusal_words(refusals, "nl") == "3 keer geweigerd (2 × HIC-bed, 1 × open groep)"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_figure_renders_without_a_warning_and_the_same_twice(four: Twins, lang: str) -> None:
    with warnings.catch_warnings(), styled():
        warnings.simplefilter("error")
        first, second = (svg(four.figure(lang)) for _ in range(2))
    assert first == second


def test_days_in_the_heading_are_those_of_the_pair(base: Result, other: Result) -> None:
    one = twins(base, other)
    row = one.pairs.iloc[0]
    assert one.headings("en")["A"] == (
        f"Youth A: {row.days_one_to_one_other:,} days in 1:1 instead of "
        f"{row.days_one_to_one_base:,}"
    )
    assert np.isclose(row.euro_difference, row.euro_other - row.euro_base)
