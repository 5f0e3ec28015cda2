"""Everybody is in one place at a time.

Nothing exceeds its capacity; money can be counted again from the tables.
"""

import numpy as np
import pytest

from sim.engine.recording import Recording
from sim.names import (
    N_LEVELS,
    N_PLACE_SETTINGS,
    N_SETTINGS,
    N_VARIANTS,
    Component,
    Outcome,
    Reason,
    Setting,
    Variant,
)
from sim.rules.step_down import LOWEST_ALONE
from tests.worlds import small

WORLDS = {
    "as it was": {},
    "closed on the date": {
        "scenario": "jzplus_zero_2030",
        "levers": {"setting.jeugdzorgplus.is_closed_on_date": 1},
    },
    "hardly any places": {
        "setting__open_group__places": 6,
        "setting__family_home__places": 1,
        "setting__hic__places": 0,
    },
    "maximum duration with a hard cap": {
        "levers": {"authorisation.maximum_days": 180, "authorisation.p_hard_cap": 0.8}
    },
}


@pytest.fixture(scope="module", params=WORLDS)
def recording(request: pytest.FixtureRequest) -> Recording:
    world = dict(WORLDS[request.param])
    return small(world.pop("scenario", "baseline"), record="events", **world).recordings[0]  # type: ignore[arg-type]


def test_yesterdays_youths_and_those_who_came_are_todays_youths_and_those_who_left(
    recording: Recording,
) -> None:
    stock = recording.days["census"].sum(axis=(1, 2, 3))
    flow = recording.days["arrivals"] + recording.days["returned"] - recording.days["left"]
    before = np.concatenate([np.zeros((len(stock), 1), dtype=np.int64), stock[:, :-1]], axis=1)
    wrong = np.argwhere(stock != before + flow)
    assert not len(wrong), f"first wrong (region, day): {wrong[0]}"


def test_the_census_of_every_day_can_be_counted_again_from_the_spells(recording: Recording) -> None:
    spells, n = recording.rows["spells"], recording.n_days
    again = np.zeros(
        (len(recording.region_names), N_SETTINGS, N_VARIANTS, N_LEVELS, n + 1), dtype=np.int64
    )
    cell = tuple(spells[c].to_numpy() for c in ("region", "setting", "variant", "level"))
    end = np.where(spells["day_end"] < 0, n, spells["day_end"])
    np.add.at(again, (*cell, spells["day_start"].to_numpy()), 1)
    np.add.at(again, (*cell, end), -1)
    assert np.array_equal(np.cumsum(again, axis=-1)[..., :n], recording.days["census"])


def test_nobody_is_in_two_places_at_once(recording: Recording) -> None:
    spells = recording.rows["spells"].sort_values(["id_youth", "day_start"])
    same = spells["id_youth"].to_numpy()[1:] == spells["id_youth"].to_numpy()[:-1]
    end = np.where(spells["day_end"] < 0, recording.n_days, spells["day_end"])[:-1]
    overlap = same & (spells["day_start"].to_numpy()[1:] < end)
    assert not overlap.any(), f"{overlap.sum()} overlapping spells of {len(spells)}"


def test_no_location_holds_more_youths_than_its_group_size(recording: Recording) -> None:
    stays, n = recording.rows["stays"], recording.n_days
    size = {
        Setting.JEUGDZORGPLUS: 8,
        Setting.OPEN_GROUP: 8,
        Setting.HIC: 6,
        Setting.SMALL_SCALE: 4,
        Setting.FAMILY_HOME: 4,
        Setting.FOLLOW_UP: 6,
        Setting.CRISIS_GROUP: 6,
    }
    for (location, setting), rows in stays.groupby(["location", "setting"]):
        change = np.zeros(n + 1, dtype=np.int64)
        np.add.at(change, rows["day_start"].to_numpy(), 1)
        np.add.at(change, np.where(rows["day_end"] < 0, n, rows["day_end"]), -1)
        highest = np.cumsum(change).max()
        assert highest <= size[Setting(setting)], (
            f"location {location}: {highest} youths in a group of {size[Setting(setting)]}"
        )


def test_youths_in_places_never_exceed_usable_places(recording: Recording) -> None:
    present = recording.days["census"].sum(axis=(2, 3))[:, :N_PLACE_SETTINGS]
    assert (present <= recording.days["places"]).all(), "more youths than usable places"


def test_one_to_one_staff_and_housing_cost_the_sum_of_the_spells_day_by_day(
    recording: Recording,
) -> None:
    spells, n = recording.rows["spells"], recording.n_days
    again = np.zeros((len(recording.region_names), n + 1), dtype=np.int64)
    end = np.where(spells["day_end"] < 0, n, spells["day_end"])
    np.add.at(
        again,
        (spells["region"].to_numpy(), spells["day_start"].to_numpy()),
        spells["cents_per_day"].to_numpy(),
    )
    np.add.at(again, (spells["region"].to_numpy(), end), -spells["cents_per_day"].to_numpy())
    booked = recording.days["cents_per_day"][
        :, [Component.ONE_TO_ONE_STAFF, Component.ONE_TO_ONE_HOUSING]
    ].sum(axis=1)
    assert np.array_equal(np.cumsum(again, axis=-1)[:, :n], booked)


def test_episodes_and_the_books_of_the_region_hold_the_same_money(recording: Recording) -> None:
    components = [
        Component.ONE_TO_ONE_STAFF,
        Component.ONE_TO_ONE_HOUSING,
        Component.EVALUATION,
        Component.AUTHORISATION,
    ]
    booked = int(recording.days["cents_per_day"][:, components].sum())
    reviews = int(recording.days["cents_per_day"][:, Component.REVIEW].sum())
    episodes = int(recording.rows["episodes"]["cents"].sum())
    assert booked <= episodes <= booked + reviews, (
        f"episodes {episodes}, books {booked} and reviews {reviews}"
    )


def test_every_day_of_one_to_one_has_one_reason(recording: Recording) -> None:
    by_form = recording.days["census"].sum(axis=(1, 3))[:, Variant.GROUP :]
    by_reason = recording.days["reasons"].sum(axis=2)[:, Variant.GROUP :]
    wrong = np.argwhere(by_form != by_reason)
    assert not len(wrong), f"first wrong (region, form, day): {wrong[0]}"
    assert not recording.days["reasons"][:, Variant.NONE].any(), "a reason without 1:1"


def test_a_youth_alone_is_never_below_day_and_night(recording: Recording) -> None:
    alone = recording.days["census"][:, :, [Variant.UNIT, Variant.SOLO]]
    assert not alone[:, :, :, 1:LOWEST_ALONE].any(), "alone with less than day and night"


def test_places_are_kept_for_those_in_transition(recording: Recording) -> None:
    kept = recording.days["kept_free"].sum(axis=(0, 1))
    in_transition = recording.days["reasons"][:, :, Reason.TRANSITION].sum(axis=(0, 1))
    assert np.array_equal(kept, in_transition)
    taken = recording.days["census"].sum(axis=(2, 3))[:, :N_PLACE_SETTINGS]
    taken = taken + recording.days["kept_free"]
    assert (taken <= recording.days["places"]).all(), "more places taken than usable"


def test_dates_and_rungs_of_every_episode_are_consistent(recording: Recording) -> None:
    e = recording.rows["episodes"]
    end = np.where(e["day_end"] < 0, recording.n_days, e["day_end"])
    days = sum(e[f"days_level_{k}"] for k in range(1, 6))
    assert (days == end - e["day_start"]).all(), "days at the rungs do not add up to the duration"
    assert (e["n_evaluations_held"] <= e["n_evaluations_due"]).all()
    assert (e["n_failed"] <= e["n_attempts"]).all()
    assert (
        (e["level_start"] >= 1)
        & (e["level_start"] <= 5)
        & (e["level_end"] >= 1)
        & (e["level_end"] <= 5)
    ).all()
    reasons = sum(e[f"days_{why.name.lower()}"] for why in Reason)
    assert (reasons == end - e["day_start"]).all(), "days by reason do not add up to the duration"
    assert ((e["outcome"] == Outcome.RUNNING) == (e["day_end"] < 0)).all()
    assert (e.loc[e["is_ret_at_start"], "is_ret"]).all()


def test_running_episodes_are_those_in_the_census_of_the_last_evening(recording: Recording) -> None:
    running = (recording.rows["episodes"]["day_end"] < 0).sum()
    last = recording.days["census"][:, :, Variant.GROUP :, :, -1].sum()
    assert running == last, f"{running} running episodes, {last} youths in 1:1"


def test_starts_by_cause_are_the_episodes(recording: Recording) -> None:
    starts = recording.days["starts"].sum()
    assert starts == len(recording.rows["episodes"]), (
        f"{starts} starts, {len(recording.rows['episodes'])} episodes"
    )


def test_every_event_lies_in_the_run_and_in_order_of_the_day(recording: Recording) -> None:
    events = recording.rows["events"]
    order = events["day"].to_numpy() * 16 + events["phase"].to_numpy()
    assert (np.diff(order) >= 0).all(), "the log goes back in time"
