"""One catalogue of everything that is counted: every name resolves, and nothing is there twice."""

import pytest

from sim.claims.rows import load_claims
from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.evidence.targets import load_targets
from sim.measures.catalogue import CATALOGUE, can_count, count, entry, names, text_of
from sim.measures.kpis import HEADLINES, KPIS, measure
from sim.measures.measured import CLAIM, KPI, TARGET
from sim.measures.of_claims import OF_CLAIMS
from sim.measures.of_targets import NOT_COUNTED, OF_TARGETS
from sim.names import Outcome
from tests.measures.synthetic import blank, table

OF_TARGET_FILES = {target.measure for target in load_targets(CONF / "targets")}
OF_CLAIM_FILES = {e.outcome for claim in load_claims() for e in claim.experiments}


def test_no_two_things_that_are_counted_have_one_name() -> None:
    rows = [one.name for one in (*KPIS, *OF_TARGETS, *OF_CLAIMS)]
    assert len(rows) == len(set(rows)) == len(CATALOGUE), sorted(rows)


def test_no_two_names_are_counted_by_the_same_function() -> None:
    functions = [one.measure for one in CATALOGUE.values()]
    assert len(functions) == len(set(functions))


@pytest.mark.parametrize(
    "name", sorted({*OF_TARGET_FILES, *OF_CLAIM_FILES, *HEADLINES} - set(NOT_COUNTED))
)
def test_every_name_that_a_target_a_claim_or_a_headline_gives_has_a_row(name: str) -> None:
    one = entry(name)
    assert one.unit and text_of(name), f"{one} says too little"
    assert can_count(name, TARGET) or name not in OF_TARGET_FILES
    assert can_count(name, CLAIM) or name not in OF_CLAIM_FILES


@pytest.mark.parametrize(("user", "asked"), [(TARGET, OF_TARGET_FILES), (CLAIM, OF_CLAIM_FILES)])
def test_what_is_counted_for_targets_or_claims_alone_is_asked_for_by_one(
    user: str, asked: set[str]
) -> None:
    idle = {name for name, one in CATALOGUE.items() if one.user == user} - asked
    assert not idle, f"no {user} asks for {idle}: remove it, or ask"


def test_what_cannot_be_counted_has_no_row_and_is_asked_for_by_a_target() -> None:
    assert not set(NOT_COUNTED) & set(CATALOGUE)
    assert set(NOT_COUNTED) <= OF_TARGET_FILES


def test_a_target_cannot_name_what_needs_the_full_log() -> None:
    assert not can_count("incidents_per_year", TARGET)
    assert "incidents_per_year" not in names(TARGET) and "incidents_per_year" in names(CLAIM)


@pytest.mark.parametrize("name", ["attempts_per_year_of_ended", "cost_per_youth_year_solo"])
def test_a_rate_or_a_price_per_youth_does_not_grow_with_the_region(name: str) -> None:
    assert not entry(name).grows


@pytest.mark.parametrize("name", ["census_registered", "cost_alone", "youths_in_family_home"])
def test_a_number_of_youths_or_a_budget_does(name: str) -> None:
    assert entry(name).grows


def test_attempts_of_what_ended_and_of_what_is_active_are_over_different_arrangements() -> None:
    made = blank(800, day_start=400)
    made.rows["episodes"] = table(
        "episodes",
        {"day_start": 0, "day_end": 500, "n_attempts": 1},
        {"day_start": 300, "day_end": -1, "n_attempts": 5},
    )
    ended = count("attempts_per_year_of_ended", made, "here")
    active = count("attempts_per_year_of_active", made, "here")
    assert ended == pytest.approx(365.2425 / 500)
    assert active == pytest.approx(6 * 365.2425 / 1000)


def test_one_number_of_a_kpi_is_what_the_kpi_gives() -> None:
    made = blank(800)
    made.rows["episodes"] = table("episodes", {"day_end": 10, "outcome": Outcome.FAILED})
    (kpi,) = [one for one in KPIS if one.name == "outcome"]
    assert entry("outcome.failed").user == KPI
    assert count("outcome.failed", made, "here") == measure(made, [kpi])["outcome.failed"] == 1.0


def test_a_label_that_a_kpi_does_not_have_is_refused_where_it_stands() -> None:
    with pytest.raises(ConfigError, match=r"conf/x: 'measure' is 'outcome\.positve'.*'outcome\.p"):
        count("outcome.positve", blank(800), "conf/x: 'measure'")
