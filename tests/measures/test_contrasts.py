"""Contrasts inside one recording, on recordings made by hand where the answer is known."""

import math

import pytest

from sim.common.ids import arrangement_id
from sim.engine.phases import Fact
from sim.measures import contrasts
from sim.names import Answer, Outcome, Variant
from tests.measures.synthetic import Made, blank, table

YEAR = 365


def made(n_days: int = 4 * YEAR, **tables: list[dict]) -> Made:
    """A recording with these rows."""
    recording = blank(n_days)
    recording.rows.update({name: table(name, *rows) for name, rows in tables.items()})
    return recording


def youths(*severities: float) -> list[dict]:
    return [{"id_youth": k, "severity": each} for k, each in enumerate(severities)]


def arrangement(youth: int, start: int, days: int, **more: object) -> dict:
    end = -1 if days < 0 else start + days
    usual = {"variant": Variant.GROUP, "outcome": Outcome.STABILISED if days >= 0 else 0}
    return {"id_youth": youth, "day_start": start, "day_end": end, **usual, **more}


def test_early_ends_alone_are_moves_into_a_place_and_late_ones_count_against_them() -> None:
    alone = {"variant": Variant.SOLO, "outcome": Outcome.RUNNING}
    rows = [
        arrangement(0, 0, -1, day_moved=100, **alone),  # left alone early, still runs beside
        arrangement(0, 700, -1, **alone),  # never left: 759 days until the end, 394 of them late
    ]
    got = contrasts.early_less_late_exits_alone(made(episodes=rows, youths=youths(0.5)))
    early = 1 / ((100 + 180) / 365.2425)
    assert got == pytest.approx(early, rel=1e-9), f"{got}, must be {early}"


def test_steps_in_a_group_are_counted_per_evaluation_that_was_held_and_none_of_them_alone() -> None:
    rows = [arrangement(0, 0, 900), arrangement(1, 0, 900, variant=Variant.SOLO)]
    happened = [
        (Fact.EVALUATED, 0, 60, 1),
        (Fact.SUCCEEDED, 0, 60, 1),
        (Fact.EVALUATED, 0, 120, 1),
        (Fact.EVALUATED, 0, 150, 0),  # due, not held
        (Fact.EVALUATED, 0, 300, 1),  # neither early nor late
        (Fact.EVALUATED, 0, 400, 1),
        (Fact.EVALUATED, 0, 500, 1),
        (Fact.SUCCEEDED, 0, 500, 1),
        (Fact.EVALUATED, 0, 600, 1),
        (Fact.EVALUATED, 0, 700, 1),
        (Fact.EVALUATED, 1, 50, 1),  # alone
    ]
    events = [
        {"fact": fact, "id": int(arrangement_id(youth, 0)), "day": day, "value": value}
        for fact, youth, day, value in happened
    ]
    recording = made(episodes=rows, youths=youths(0.5, 0.5), events=events)
    got = contrasts.early_less_late_steps_in_group(recording)
    assert got == pytest.approx(1 / 2 - 1 / 4), f"{got}, must be a half less a quarter"


def test_there_is_no_contrast_of_a_form_that_nobody_had() -> None:
    recording = made(episodes=[arrangement(0, 0, 800)], youths=youths(0.5))
    assert math.isnan(contrasts.early_less_late_exits_alone(recording)), "there was none alone"


def test_an_analysis_counts_as_kept_only_where_there_was_one() -> None:
    rows = [
        arrangement(0, 0, 10, has_analysis_at_start=True, has_analysis=True),
        arrangement(1, 0, 10, has_analysis_at_start=True, has_analysis=False),
        arrangement(2, 0, 10, has_analysis_at_start=False, has_analysis=True),
    ]
    got = contrasts.analysis_kept(made(episodes=rows))
    assert got == 0.5, f"{got}, must be one of two"


def test_only_starts_in_a_group_can_be_partial_returns() -> None:
    rows = [
        arrangement(0, 0, 10, level_start=1),
        arrangement(1, 0, 10, level_start=2),
        arrangement(2, 0, 10, level_start=3, variant=Variant.SOLO),
    ]
    got = contrasts.share_partial_return(made(episodes=rows))
    assert got == 0.5, f"{got}, must be one of two"


def test_what_was_given_up_at_home_is_a_share_of_what_ended_there() -> None:
    home = {"variant": Variant.HOME}
    rows = [
        arrangement(0, 0, 10, **home, outcome=Outcome.FAILED),
        arrangement(1, 0, 10, **home),
        arrangement(2, 0, -1, **home),
        arrangement(3, 0, 10, outcome=Outcome.FAILED),
    ]
    got = contrasts.failed_at_home(made(episodes=rows))
    assert got == 0.5, f"{got}, must be one of two"


@pytest.mark.parametrize(("refused", "expected"), [((0, 0, 1), 1.0), ((1, 0, 0), -1.0)])
def test_refusals_of_the_severe_less_those_of_the_mild(
    refused: tuple[int, ...], expected: float
) -> None:
    answers = [Answer.REFUSED if each else Answer.ACCEPTED for each in refused]
    rows = [{"id_youth": k, "answer": answer} for k, answer in enumerate(answers)]
    rows.append({"id_youth": 2, "answer": Answer.OPEN})
    recording = made(applications=rows, youths=youths(0.1, 0.5, 0.9))
    got = contrasts.refused_severe_less_mild(recording)
    assert got == expected, f"{got}, must be {expected}"


def test_growth_is_the_last_year_less_the_first() -> None:
    recording = blank(3 * YEAR)
    recording.days["census"][0, 0, Variant.GROUP, 2, 2 * YEAR :] = 5
    recording.days["census"][0, 0, Variant.GROUP, 2, :YEAR] = 2
    got = contrasts.growth_of_use(recording)
    assert got == pytest.approx(3.0, abs=0.05), f"{got}, must be 3"


def test_participation_after_a_short_time_alone_less_that_after_a_long_one() -> None:
    alone = {"variant": Variant.UNIT}
    rows = [
        arrangement(0, 0, 60, participation=3, **alone),
        arrangement(1, 0, 180, participation=1, **alone),
        arrangement(2, 0, 100, participation=0, **alone),  # in between: on neither side
        arrangement(3, 0, 300, participation=0, day_moved=50, **alone),  # not alone until its end
        arrangement(4, 0, 300, participation=2),
    ]
    recording = made(episodes=rows)
    got = contrasts.participation_short_less_long(recording)
    assert got == 2.0, f"{got}, must be 3 - 1"
    assert contrasts.participation_in_group(recording) == 2.0


def test_regions_of_one_cost_do_not_differ_and_one_region_cannot() -> None:
    def recording(*cents: int) -> Made:
        one = blank(YEAR, regions=tuple("ABC"[: len(cents)]))
        one.days["census"][:, 0, Variant.SOLO, 3] = 1
        for region, each in enumerate(cents):
            one.days["cents_per_day"][region, 1] = each
        return one

    alike, apart = (
        contrasts.spread_of_cost_between_regions(recording(*cents))
        for cents in ((100, 100, 100), (100, 200, 300))
    )
    assert alike == pytest.approx(0.0, abs=1e-12), f"{alike}"
    assert apart == pytest.approx(0.5, rel=1e-9), f"{apart}, must be 100 over 200"
    assert math.isnan(contrasts.spread_of_cost_between_regions(recording(100)))
