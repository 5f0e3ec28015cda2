"""A verdict says on which side of the evidence the model lies.

The command states misses and refuses bad input.
"""

import datetime as dt
import io
from dataclasses import replace

import pytest
from rich.console import Console

from sim.commands.evidence import main, print_summary
from sim.common.paths import CONF
from sim.evidence.tables import (
    NATIONAL,
    evidence,
    markdown,
    misses,
    model,
    named,
    table,
    verdict,
    when,
)
from sim.evidence.targets import Target, load_targets
from sim.evidence.validate import applies, compare
from sim.names import Setting, Variant
from tests.measures.synthetic import Made, blank

TARGET = Target(
    "solo.alone",
    "Youths.",
    "census_alone",
    "noord_holland",
    dt.date(2025, 1, 1),
    dt.date(2025, 1, 11),
    30.0,
    21.0,
    44.0,
    "youths",
    "A",
    "a count",
)


def with_youths(*counts: int) -> list[Made]:
    made = [blank(10, replication=k) for k in range(len(counts))]
    for recording, n in zip(made, counts, strict=True):
        recording.days["census"][0, Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 3] = n
    return made


@pytest.mark.parametrize(
    ("n", "expected"), [(20, "below"), (21, "near"), (44, "near"), (45, "above")]
)
def test_a_model_on_a_bound_is_near_and_beyond_it_is_not(n: int, expected: str) -> None:
    assert compare([TARGET], with_youths(n, n))[0].verdict == expected


@pytest.mark.parametrize(
    ("n", "expected"), [(25, "below"), (26, "near"), (34, "near"), (35, "above")]
)
def test_without_bounds_near_is_within_15_percent(n: int, expected: str) -> None:
    assert compare([replace(TARGET, low=None, high=None)], with_youths(n, n))[0].verdict == expected


def test_one_bound_leaves_the_other_side_open() -> None:
    assert compare([replace(TARGET, high=None)], with_youths(900, 900))[0].verdict == "near"


def test_the_ratio_is_to_the_figure_or_else_to_the_bound_that_was_passed() -> None:
    assert compare([TARGET], with_youths(60, 60))[0].ratio == 2.0
    assert compare([replace(TARGET, value=None)], with_youths(66, 66))[0].ratio == 1.5


def test_the_mean_over_replications_has_its_t_interval() -> None:
    line = compare([TARGET], with_youths(29, 31))[0]
    assert line.model.mean == 30.0
    assert line.model.high - 30.0 == pytest.approx(
        12.7062, abs=1e-4
    )  # t of 1 degree of freedom times the standard error, 1


def test_what_cannot_be_computed_in_the_recording_is_undefined() -> None:
    line = compare(
        [replace(TARGET, measure="outcome.failed", unit="share", value=0.5, low=None, high=None)],
        with_youths(1, 1),
    )[0]
    assert (line.verdict, model(line)) == ("undefined", "-")


def test_a_national_share_is_compared_with_a_region_and_a_national_count_is_not() -> None:
    national = replace(TARGET, region="nederland")
    assert not applies(national, "noord_holland")
    assert applies(replace(national, measure="share_over_one_year", unit="share"), "noord_holland")
    assert applies(TARGET, "noord_holland")
    assert not applies(TARGET, "limburg")


def test_a_line_of_the_markdown_table_has_model_evidence_and_verdict() -> None:
    lines = compare([TARGET], with_youths(60, 60))
    assert markdown(lines, "noord_holland").splitlines()[-1] == (
        "| Youths | 2025-01-01 to 2025-01-10 | 60 [60, 60] | 30 (21 to 44) | youths | A | above "
        "x 2 |"
    )
    assert verdict(lines[0]) == "above\nx 2"


def test_bounds_alone_are_shown_as_bounds() -> None:
    assert evidence(replace(TARGET, value=None, high=None)) == "21 to .."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--region", "nord_holland"], "noord_holland"),
        (["--replications", "0"], "--replications is 0"),
    ],
)
def test_bad_input_gives_one_message_and_exit_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("start", "until", "shown"),
    [
        ("2024-01-01", "2024-01-02", "2024-01-01"),
        ("2024-01-01", "2025-01-01", "2024"),
        ("2020-01-01", "2024-01-01", "2020-2023"),
        ("2022-01-01", "2022-07-01", "Jan-Jun 2022"),
        ("2023-02-01", "2023-03-01", "Feb 2023"),
        ("2018-04-01", "2023-04-01", "Apr 2018-Mar 2023"),
        ("2024-01-15", "2024-03-01", "2024-01-15 to 2024-02-29"),
    ],
)
def test_the_time_of_a_figure_is_as_short_as_it_can_be(start: str, until: str, shown: str) -> None:
    assert (
        when(
            replace(TARGET, start=dt.date.fromisoformat(start), until=dt.date.fromisoformat(until))
        )
        == shown
    )


def test_no_two_figures_of_a_region_have_the_same_name() -> None:
    names = [(target.region, named(target)) for target in load_targets(CONF / "targets")]
    assert {name for name in names if names.count(name) > 1} == set()


def test_the_table_and_the_misses_fit_120_columns_and_say_once_what_is_national() -> None:
    targets = [
        replace(
            TARGET, quantity=t.quantity, region=t.region, unit=t.unit, start=t.start, until=t.until
        )
        for t in load_targets(CONF / "targets")
    ]
    lines = [
        replace(compare([TARGET], with_youths(60, 60))[0], target=target)
        for target in targets
        if target.region in ("noord_holland", NATIONAL)
    ]
    assert len(lines) > 40
    out = io.StringIO()
    console = Console(file=out, width=120)
    console.print(table(lines, "noord_holland"))
    print_summary(console, lines, len(targets), "noord_holland", 1)
    text = out.getvalue()
    assert max(len(row.rstrip()) for row in text.splitlines()) <= 120 and "\u2026" not in text
    assert text.count("National figures") == 2 and "(national)" not in text, (
        "once in the table, once among the misses"
    )
    assert "1 replication." in text
    listed = [miss for miss in misses(lines, "noord_holland") if miss.startswith("- ")]
    assert len(set(listed)) == len(listed) == len(lines)
    assert all(any(c.isdigit() for c in miss.split(": model")[0]) for miss in listed), (
        "a miss without a year"
    )
