"""Providers remember: a no stays a no until the chance has risen; applications add up."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import sim
from sim.common.calendar import DAYS_PER_YEAR
from sim.engine.phases import Fact
from sim.engine.recording import Recording
from sim.front_door import Result
from sim.names import PLACE_SETTINGS, Answer, Setting, Wait
from tests.worlds import small

REPLICATIONS = 20
LEVEL = 1e-3  # one-sided chance of a false alarm of each paired test


@pytest.fixture(scope="module")
def result() -> Result:
    return small(replications=3, record="events", escalation__per_year=1.2)


@pytest.fixture(scope="module", params=range(3))
def recording(result: Result, request: pytest.FixtureRequest) -> Recording:
    return result.recordings[request.param]


def test_an_answer_is_yes_where_the_draw_lies_below_the_chance(recording: Recording) -> None:
    rows = recording.rows["applications"]
    answered = rows[rows["answer"] != Answer.OPEN]
    is_yes = answered["answer"] == Answer.ACCEPTED
    assert ((answered["luck"] < answered["chance"]) == is_yes).all()
    assert (~is_yes).any() and is_yes.any()


def test_a_youth_and_a_provider_share_one_draw(recording: Recording) -> None:
    rows = recording.rows["applications"]
    is_for_whoever_comes = rows["setting"] == Setting.CRISIS_GROUP
    assert (rows.loc[is_for_whoever_comes, "luck"] == 0).all() and is_for_whoever_comes.any()
    rows = rows[~is_for_whoever_comes]
    draws = rows.groupby(["id_youth", "region_place", "provider"])["luck"].nunique()
    assert (draws == 1).all()
    assert rows["luck"].nunique() == len(draws), "two pairs share a draw"


def test_a_refusal_changes_only_where_the_chance_did(recording: Recording) -> None:
    rows = recording.rows["applications"]
    rows = rows[rows["answer"] != Answer.OPEN].sort_values(["day_asked"], kind="stable")
    n_again = 0
    for _, asked in rows.groupby(["id_youth", "region_place", "provider", "setting"]):
        for before, after in zip(
            asked.iloc[:-1].itertuples(), asked.iloc[1:].itertuples(), strict=True
        ):
            if before.answer == Answer.REFUSED and after.answer == Answer.ACCEPTED:
                assert after.chance > before.chance
                n_again += 1
    assert n_again > 0, "nobody was ever asked again: nothing was tested"


def test_applications_add_up(recording: Recording) -> None:
    """Asked in the log = rows; accepted, refused and open are all there are."""
    rows, events = recording.rows["applications"], recording.rows["events"]
    n = {fact: int((events["fact"] == fact).sum()) for fact in Fact}
    assert n[Fact.APPLIED] == len(rows)
    assert ((rows["chance"] == -1) == (rows["answer"] == Answer.OPEN)).all()
    assert n[Fact.REFUSED] == int((rows["answer"] == Answer.REFUSED).sum())
    assert n[Fact.ACCEPTED] == int((rows["answer"] == Answer.ACCEPTED).sum())
    assert (rows.loc[rows["answer"] == Answer.REFUSED, "day_end"] >= 0).all()


def test_queues_are_the_applications_that_wait(recording: Recording) -> None:
    rows, n = recording.rows["applications"], recording.n_days
    waiting = rows[rows["answer"] == Answer.ACCEPTED]
    again = np.zeros((len(recording.days["queue"][0]), n + 1), dtype=np.int64)
    end = np.where(waiting["day_end"] < 0, n, waiting["day_end"])
    np.add.at(again, (waiting["setting"].to_numpy(), waiting["day_answer"].to_numpy()), 1)
    np.add.at(again, (waiting["setting"].to_numpy(), end), -1)
    assert np.array_equal(np.cumsum(again, axis=-1)[:, :n], recording.days["queue"][0])


def days_waited_for_a_place(**values: float) -> list[float]:
    """Youth-days of waiting at home or in a bridge for a first place, per replication."""
    result = small(replications=REPLICATIONS, **values)
    return [float(r.sums["waiting"][:, [Wait.SECURE, Wait.OPEN]].sum()) for r in result.recordings]


@pytest.mark.parametrize(
    "more",
    [
        {"setting__open_group__places": 60, "setting__family_home__places": 18},
        {"staff__supply_fte": 220},
        {"search__accept_base": 6.0},
        {"setting__follow_up__places": 24},
    ],
    ids=["places", "people", "acceptance", "follow-up places"],
)
def test_more_never_lengthens_the_queue_of_the_same_youths(more: dict[str, float]) -> None:
    """20 paired replications: that the queue is longer with more is refused at LEVEL.

    The queue for a first place: more 1:1 that people make possible asks for places of its own.
    """
    as_it_is, with_more = days_waited_for_a_place(), days_waited_for_a_place(**more)
    longer = stats.ttest_rel(with_more, as_it_is, alternative="greater")
    assert longer.pvalue > LEVEL, f"longer with more: p = {longer.pvalue:.2g}"


def test_with_all_places_doubled_nobody_waits_for_a_free_place() -> None:
    """A region of full size, where every kind of youth has several providers."""
    twice = {
        f"setting.{setting.name.lower()}.places": {"from": "2025-01-01", "times": 2.0}
        for setting in PLACE_SETTINGS
    }
    as_it_is, doubled = (
        sim.simulate(
            "baseline",
            region="noord_holland",
            start=dt.date(2025, 1, 1),
            end=dt.date(2029, 1, 1),
            warm_up_years=4.0,
            replications=2,
            seed=1,
            workers=1,
            levers=levers,
        )
        for levers in ({}, twice)
    )
    assert days_in_queue(doubled) < 1.5 < 10.0 < days_in_queue(as_it_is)


def days_in_queue(result: Result) -> float:
    """Mean days between a yes and a free place, of all who asked not in crisis in the last year."""
    stays = pd.concat([r.rows["stays"] for r in result.recordings])
    stays = stays[(stays["day_start"] > result.recordings[0].n_days - 365) & ~stays["is_crisis"]]
    return float(stays["days_waited_in_queue"].mean())


def test_without_reluctance_nobody_is_refused() -> None:
    recording = small(search__duty_to_accept=1.0).recordings[0]
    assert not (recording.rows["applications"]["answer"] == Answer.REFUSED).any()


def test_where_requests_follow_places_and_there_are_none_no_closed_place_is_asked_for() -> None:
    recording = small(
        need__elasticity=1.0, need__p_secure=0.25, setting__jeugdzorgplus__places=0
    ).recordings[0]
    assert not recording.sums["waiting"][:, Wait.SECURE].any()
    assert not (recording.rows["applications"]["setting"] == Setting.JEUGDZORGPLUS).any()
    assert not recording.rows["youths"]["is_secure"].any()
    assert recording.rows["youths"]["has_secure_need"].any()


def test_a_closed_place_is_never_asked_for_whom_the_law_keeps_out_of_it() -> None:
    """Who arrives at 18 or older, whatever the need; who arrives younger is asked for."""
    youths = small(need__p_secure=0.25).recordings[0].rows["youths"]
    youths = youths[youths["day_arrival"] > 0]
    is_adult = youths["days_age_at_arrival"] >= 18 * DAYS_PER_YEAR
    assert youths["has_secure_need"][is_adult].any() and not youths["is_secure"][is_adult].any()
    assert youths["is_secure"][~is_adult].any()


def test_a_need_stays_where_requests_do_not() -> None:
    """The same youths have the need, whatever the elasticity."""
    needs = [
        small(need__elasticity=e, setting__jeugdzorgplus__places=2).recordings[0].rows["youths"]
        for e in (0.0, 1.0)
    ]
    both = needs[0].merge(needs[1], on="id_youth")
    assert len(both) > 50
    present = both["day_arrival_x"] > 0
    assert (both["has_secure_need_x"] == both["has_secure_need_y"])[present].all()
    asked = both[present]
    assert (asked["is_secure_x"] | ~asked["is_secure_y"]).mean() > 0.95
