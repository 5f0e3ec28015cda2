"""The parts of a difference in volume are the difference.

No more, no less, in every replication.
"""

import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import sim
from sim.common.errors import ConfigError
from sim.front_door import Result
from sim.measures.volume import one_to_one_days
from sim.names import Cause
from sim.plots.steps import figure_explanation
from sim.plots.style import styled
from sim.reporting.figures import svg
from sim.why.explain import CAUSES, PARTS, explain, split
from tests.measures.synthetic import Made, blank, table
from tests.worlds import small

OTHERS: dict[str, dict[str, Any]] = {
    "places go": {
        "scenario": "jzplus_zero_2030",
        "levers": {"setting.jeugdzorgplus.places": {"from": "2025-07-01", "to": 0}},
    },
    "more to move on to": {"levers": {"setting.follow_up.places": {"times": 3}}},
    "more evaluation": {"levers": {"evaluation.interval_days": 42}},
}


@pytest.fixture(scope="module")
def base() -> Result:
    return small(replications=3)


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest) -> Result:
    return small(replications=3, **OTHERS[request.param])


def test_the_parts_add_up_to_the_difference_in_the_census_exactly_in_every_replication(
    base: Result, other: Result
) -> None:
    for a, b in zip(base.recordings, other.recordings, strict=True):
        n_days = a.n_days - a.day_start
        difference = Fraction(int(one_to_one_days(b).sum()) - int(one_to_one_days(a).sum()), n_days)
        parts = split(a, b).parts
        assert sum(parts.values()) == difference, (
            f"replication {a.replication}: parts {sum(parts.values())}, census {difference}"
        )
        assert difference != 0, "nothing to explain: the test says nothing"


def test_the_total_is_the_paired_difference_that_compare_prints(
    base: Result, other: Result
) -> None:
    total = explain(base, other).table.iloc[-1]
    printed = sim.compare(base, other).set_index("kpi").loc["census_one_to_one"]
    for name in ("base", "other", "difference", "low", "high"):
        assert total[name] == pytest.approx(printed[name], rel=1e-9), name


def test_seen_from_the_other_side_every_part_has_the_opposite_sign(
    base: Result, other: Result
) -> None:
    for a, b in zip(base.recordings, other.recordings, strict=True):
        there, back = split(a, b).parts, split(b, a).parts
        assert there == {name: -back[name] for name in PARTS}


def test_an_empty_change_leaves_every_part_zero(base: Result) -> None:
    table = explain(
        base,
        small(
            replications=3,
            levers={"evaluation.interval_days": {"from": "2026-01-01", "times": 1.0}},
        ),
    ).table
    assert (table[["difference", "low", "high"]] == 0.0).all(axis=None)
    assert (table["base"] == table["other"]).all()


def made(*episodes: dict[str, int]) -> Made:
    recording = blank(200, day_start=100)
    recording.rows["episodes"] = table("episodes", *episodes)
    return recording


def test_a_difference_made_by_hand_falls_apart_as_by_hand() -> None:
    base = made(
        {"day_start": 110, "day_end": 120, "cause": 3},
        {"day_start": 130, "day_end": 140, "cause": 3},
        {"day_start": 50, "day_end": 104},
    )
    two = [
        {
            "day_start": day,
            "day_end": day + 20,
            "cause": 3,
            "days_refused": 2,
            "days_no_place_free": 4,
        }
        for day in (105, 150)
    ]
    other = made(
        *two,
        {"day_start": 190, "day_end": -1, "cause": 3, "days_no_place_free": 3},
        {"day_start": 50, "day_end": 101},
    )
    parts = split(base, other).parts  # type: ignore[arg-type]
    mean_other, mean_blocked = (
        Fraction(50 - 15, 3),
        Fraction(15, 3),
    )  # the one that still runs counts with its ten days
    assert parts["starts.escalation"] == (10 + mean_other + mean_blocked) / 2 / 100
    assert parts["duration"] == Fraction(5, 2) * (mean_other - 10) / 100
    assert parts["blocked"] == Fraction(5, 2) * mean_blocked / 100
    assert parts["running_at_start"] == Fraction(1 - 4, 100)


def test_a_cause_that_is_new_is_put_down_to_starts_alone() -> None:
    other = made(
        {"day_start": 120, "day_end": 150, "cause": int(Cause.REFUSED), "days_no_place_free": 10}
    )
    parts = split(made(), other).parts  # type: ignore[arg-type]
    assert (
        parts["starts.refused"] == Fraction(30, 100)
        and sum(map(abs, parts.values())) == parts["starts.refused"]
    )


def test_the_means_behind_duration_are_taken_over_the_same_mix_of_causes() -> None:
    long, short = [
        {"day_start": 100, "day_end": 100 + days, "cause": cause}
        for days, cause in ((60, 3), (10, 2))
    ]
    result = split(made(long, short, short), made(long, long, short))  # type: ignore[arg-type]
    assert result.parts["duration"] == 0 and result.days_other[0] == result.days_other[1]


def test_results_that_cannot_be_paired_are_refused(base: Result) -> None:
    with pytest.raises(ConfigError, match="'seed' is 1 in the base and 2 in the other"):
        explain(base, small(replications=3, seed=2))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_figure_renders_without_a_warning_and_the_same_twice(
    base: Result, other: Result, lang: str
) -> None:
    shown = explain(base, other).table
    with warnings.catch_warnings(), styled():
        warnings.simplefilter("error")
        first, second = (svg(figure_explanation(shown, lang)) for _ in range(2))
    assert first == second


def test_every_cause_has_a_part_and_every_part_words_in_two_languages(base: Result) -> None:
    shown = explain(base, base).table
    assert len(CAUSES) == len(Cause) and list(shown["part"]) == [*PARTS, "total"]
    assert shown["nl"].is_unique and shown["en"].is_unique and np.isfinite(shown["low"]).all()


def test_the_front_door_finds_every_name_and_refuses_others() -> None:
    assert sim.explain is explain and all(callable(getattr(sim, name)) for name in sim.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'explian'"):
        sim.explian  # type: ignore[attr-defined]  # noqa: B018
