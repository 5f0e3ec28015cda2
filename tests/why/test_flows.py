"""In every setting: moves in = moves out + change of the number of youths there."""

import warnings

import numpy as np
import pytest

from sim.engine.recording import Recording
from sim.front_door import Result
from sim.names import PLACE_SETTINGS, Setting, Variant
from sim.plots.flows import FROM, ONE_TO_ONE, TO, figure_flows
from sim.plots.style import styled
from sim.reporting.figures import svg
from sim.why.flows import Place, counts, first_day, flows, sojourns
from tests.measures.synthetic import blank, table
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
    "no warm-up": {"warm_up_years": 0.0},
}
OUTSIDE = (Place.HOME, Place.ADULT_CARE, Place.ARRIVAL)  # nobody is counted there


@pytest.fixture(scope="module", params=WORLDS)
def result(request: pytest.FixtureRequest) -> Result:
    world = dict(WORLDS[request.param])
    return small(world.pop("scenario", "baseline"), record="days", **world)  # type: ignore[arg-type]


def census(recording: Recording, day: int) -> np.ndarray:
    """Youths in each place on the evening of a day, from the daily counts.

    None before the first day.
    """
    stock = np.zeros(len(Place), dtype=np.int64)
    if day < 0:
        return stock
    cells = recording.days["census"][..., day].sum(axis=(0, 3))
    stock[: Setting.HOME] = cells[: Setting.HOME].sum(axis=1)
    stock[Place.WAITING] = cells[Setting.HOME, Variant.NONE]
    stock[Place.ONE_TO_ONE_HOME] = cells[Setting.HOME, Variant.HOME]
    return stock


def test_moves_in_are_moves_out_plus_the_change_of_the_census(result: Result) -> None:
    (recording,) = result.recordings
    moves = counts(recording, waiting=True)
    change = census(recording, recording.n_days - 1) - census(recording, first_day(recording) - 1)
    surplus = moves.sum(axis=0) - moves.sum(axis=1)
    inside = [place for place in Place if place not in OUTSIDE]
    assert (surplus[inside] == change[inside]).all(), (
        f"in - out {surplus[inside]}, census {change[inside]}"
    )
    assert moves.sum() > 100, "hardly any moves: the test says little"


def origins(recording: Recording, day: int) -> np.ndarray:
    """Youths in each place on the evening of a day, one by one.

    Who waits counts where he or she came from.
    """
    stock, here, who, until = np.zeros(len(Place), dtype=np.int64), Place.ARRIVAL, -1, -1
    for youth, place, start, end in zip(
        *(each.tolist() for each in sojourns(recording)), strict=True
    ):
        if youth != who:
            here = Place.ARRIVAL
        elif start != until:
            here = Place.HOME
        who, until = youth, end
        here = here if place == Place.WAITING else Place(place)
        stock[here] += start <= day and (day < end or end < 0)
    return stock


def test_who_waits_counts_where_he_or_she_came_from_and_nobody_is_lost(result: Result) -> None:
    (recording,) = result.recordings
    moves = counts(recording)
    assert not moves[:, Place.WAITING].any() and not moves[Place.WAITING].any()
    change = origins(recording, recording.n_days - 1) - origins(recording, first_day(recording) - 1)
    surplus = moves.sum(axis=0) - moves.sum(axis=1)
    inside = [place for place in Place if place not in OUTSIDE]
    assert (surplus[inside] == change[inside]).all(), (
        f"in - out {surplus[inside]}, youths {change[inside]}"
    )


def test_arrivals_and_those_past_the_age_limit_are_the_recorded_ones(result: Result) -> None:
    (recording,) = result.recordings
    moves, youths, first = (
        counts(recording, waiting=True),
        recording.rows["youths"],
        first_day(recording),
    )
    arrived = recording.days["arrivals"][:, first:].sum()
    assert moves[Place.ARRIVAL].sum() == arrived, (
        f"{moves[Place.ARRIVAL].sum()} moves, {arrived} arrivals"
    )
    assert moves[Place.HOME].sum() == recording.days["returned"][:, first:].sum()
    assert (
        moves[:, Place.ADULT_CARE].sum()
        == (youths["is_aged_out"] & (youths["day_left"] >= first)).sum()
    )
    assert moves[:, [Place.ADULT_CARE, Place.HOME]].sum() == recording.days["left"][:, first:].sum()


def test_a_path_made_by_hand_gives_its_moves() -> None:
    made = blank(400, day_start=100)
    made.rows["youths"] = table("youths", {"id_youth": 7, "day_left": 300, "is_aged_out": 1})
    stays = [(90, 120, Setting.OPEN_GROUP), (200, 300, Setting.FOLLOW_UP)]
    made.rows["stays"] = table(
        "stays",
        *({"id_youth": 7, "day_start": a, "day_end": b, "setting": int(s)} for a, b, s in stays),
    )
    made.rows["episodes"] = table(
        "episodes", {"id_youth": 7, "day_start": 125, "day_end": 150, "variant": int(Variant.SOLO)}
    )
    waits = [(80, 90), (120, 125), (180, 200)]
    made.rows["spells"] = table(
        "spells",
        *(
            {"id_youth": 7, "day_start": a, "day_end": b, "setting": int(Setting.HOME)}
            for a, b in waits
        ),
    )
    seen = {
        (Place(i).name, Place(j).name): int(n) for (i, j), n in np.ndenumerate(counts(made)) if n
    }  # type: ignore[arg-type]
    expected = [
        ("OPEN_GROUP", "ONE_TO_ONE_SOLO"),
        ("ONE_TO_ONE_SOLO", "HOME"),
        ("HOME", "FOLLOW_UP"),
        ("FOLLOW_UP", "ADULT_CARE"),
    ]
    assert seen == dict.fromkeys(expected, 1)


def test_a_recording_without_youths_has_no_moves() -> None:
    assert counts(blank(50)).sum() == 0  # type: ignore[arg-type]


def test_the_table_holds_means_per_year_with_intervals_over_replications() -> None:
    result = small(replications=3)
    shown = flows(result)
    per_year = np.array([counts(r).sum() for r in result.recordings]) / (3 * 365 / 365.2425)
    assert shown["moves_per_year"].sum() == pytest.approx(per_year.mean())
    assert (shown["low"] <= shown["moves_per_year"]).all() and (shown["n"] == 3).all()
    assert set(shown["from"]) <= set(FROM) and set(shown["to"]) <= set(TO), "a setting is not drawn"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("about", [None, ONE_TO_ONE])
def test_the_figure_renders_without_a_warning_and_the_same_twice(
    result: Result, lang: str, about: tuple[str, ...] | None
) -> None:
    sides = {side: (f"title {side}", flows(result, waiting=True)) for side in ("base", "scenario")}
    with warnings.catch_warnings(), styled():
        warnings.simplefilter("error")
        first, second = (svg(figure_flows(sides, lang, about)) for _ in range(2))
    assert first == second and b"<image" not in first


def test_settings_with_places_have_the_same_numbers_in_stays_and_in_moves() -> None:
    assert [(place.name, place.value) for place in Place][: len(PLACE_SETTINGS)] == [
        (s.name, s.value) for s in PLACE_SETTINGS
    ]
