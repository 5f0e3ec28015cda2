"""Claims are read strictly.

What is wrong in a file is refused with file, claim, key, value and way out.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.claims.rows import load_claims
from sim.common.errors import ConfigError

N_CLAIMS, N_CORE = 69, 15
CORE = [
    "K01",
    "K04",
    "K12",
    "K17",
    "K18",
    "K20",
    "K21",
    "K23",
    "K32",
    "K33",
    "K43",
    "K44",
    "K45",
    "K54",
    "K58",
]
ROW: dict[str, Any] = {
    "text": "More departures bring fewer attempts.",
    "source": "a survey",
    "strength": "I",
    "is_core": False,
    "origin": "rule",
    "level": 0.01,
    "replications": 16,
    "experiments": [
        {
            "outcome": "attempts_per_evaluation",
            "expect": "falls",
            "sides": [
                {"name": "as it is"},
                {"name": "many leave", "set": {"staff.departures_per_year": 0.4}},
            ],
        }
    ],
}
ONE_SIDE = [{"name": "as it is"}]
FAULTS: dict[str, tuple[list[Any], Any, str]] = {
    "strength": (["strength"], "X", "'strength' is 'X'; valid are R, I, O"),
    "core": (["is_core"], "yes", "'is_core' is 'yes'; it must be true or false"),
    "origin": (["origin"], "guess", "'origin' is 'guess'; valid are rule, follows"),
    "level too high": (["level"], 0.2, "'level' is 0.2; it must be above 0 and at most 0.05"),
    "level zero": (["level"], 0, "'level' is 0; it must be above 0 and at most 0.05"),
    "replications": (["replications"], 2, "'replications' is 2; it must be a whole number from 8"),
    "tension": (["tensions"], ["reveiw"], "'tensions' is 'reveiw'; valid are"),
    "tensions": (["tensions"], "review", "'tensions' is 'review'; it must be a list"),
    "no experiments": (
        ["experiments"],
        [],
        "'experiments' is []; it must be a list of at least one",
    ),
    "outcome": (
        ["experiments", 0, "outcome"],
        "atempts_per_evaluation",
        "did you mean 'attempts_per_evaluation'?",
    ),
    "expect": (
        ["experiments", 0, "expect"],
        "grows",
        "'expect' is 'grows'; valid are rises, falls, above, below",
    ),
    "no sides": (
        ["experiments", 0, "sides"],
        [],
        "'sides' is []; it must be a list of one to 3 worlds",
    ),
    "one side": (["experiments", 0, "sides"], ONE_SIDE, "'expect' is falls with one side"),
    "bound": (["experiments", 0, "bound"], 1, "'bound' stands beside 'falls'"),
    "above": (
        ["experiments", 0, "expect"],
        "above",
        "'expect' is above; that takes a 'bound', and one side or two",
    ),
    "same sides": (
        ["experiments", 0, "sides", 1],
        {"name": "the same"},
        "two sides are the same world",
    ),
    "row": (
        ["experiments", 0, "sides", 1, "set"],
        {"staff.departure_per_year": 0.4},
        "did you mean 'staff.departures_per_year'?",
    ),
    "range": (
        ["experiments", 0, "sides", 1, "set"],
        {"staff.departures_per_year": 0.9},
        "plausible is 0.03 to 0.5 1/year. Typing error?",
    ),
    "whole": (
        ["experiments", 0, "sides", 1, "set"],
        {"evaluation.interval_days": 42.5},
        "only whole numbers",
    ),
    "text value": (
        ["experiments", 0, "sides", 1, "set"],
        {"staff.departures_per_year": "many"},
        "it must be a finite number",
    ),
    "key of a side": (
        ["experiments", 0, "sides", 1, "sets"],
        {},
        "unknown key 'sets'; did you mean 'set'?",
    ),
    "region": (
        ["experiments", 0, "region"],
        "nord_holland",
        "'region' is 'nord_holland'; valid are brabant_zeeland",
    ),
    "unknown key": (["sourse"], "x", "unknown key 'sourse'; did you mean 'source'?"),
    "both": (["not_representable"], "x", "give either 'experiments' or 'not_representable'"),
}


def written(folder: Path, row: Any, name: str = "K01") -> Path:
    (folder / "some.yaml").write_text(
        yaml.safe_dump({name: row}, allow_unicode=True), encoding="utf-8"
    )
    return folder


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    row = deepcopy(ROW)
    at: Any = row
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return row


def faults_of(folder: Path, row: Any, name: str = "K01") -> str:
    with pytest.raises(ConfigError) as caught:
        load_claims(written(folder, row, name))
    return str(caught.value)


def test_all_69_claims_are_there_and_the_fifteen_core_ones_are_tested():
    claims = load_claims()
    assert [claim.number for claim in claims] == [f"K{n:02d}" for n in range(1, N_CLAIMS + 1)]
    assert [claim.number for claim in claims if claim.is_core] == CORE
    assert len(CORE) == N_CORE
    assert not [claim.number for claim in claims if claim.is_core and claim.not_representable]


def test_core_claims_together_are_called_reproduced_by_luck_in_less_than_one_in_twenty():
    assert sum(claim.level for claim in load_claims() if claim.is_core) < 0.05


def test_a_row_without_faults_is_read_as_written(tmp_path: Path):
    (claim,) = load_claims(written(tmp_path, ROW))
    (experiment,) = claim.experiments
    assert (claim.number, claim.level, experiment.expect) == ("K01", 0.01, "falls")
    assert experiment.sides[1].changes == (("staff.departures_per_year", "set", 0.4),)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_claim_and_way_out(fault: str, tmp_path: Path):
    path, value, message = FAULTS[fault]
    told = faults_of(tmp_path, changed(path, value))
    assert message in told, told
    assert "some.yaml: 'K01'" in told, told


def test_a_value_outside_its_range_needs_a_reason_and_is_read_with_one(tmp_path: Path):
    row = changed(["experiments", 0, "sides", 1, "set"], {"staff.departures_per_year": 0.9})
    row["experiments"][0]["widen"] = "the extreme shows the direction"
    (claim,) = load_claims(written(tmp_path, row))
    assert claim.experiments[0].widen == "the extreme shows the direction"


def test_an_assumption_cannot_change_on_the_first_reporting_day(tmp_path: Path):
    row = changed(["experiments", 0, "sides", 1, "set"], {"staff.p_jolt": 0.5})
    row["experiments"][0]["from_start"] = True
    assert "is of kind assumption; only a lever can change on the first reporting day" in faults_of(
        tmp_path, row
    )


def test_a_row_changed_twice_in_one_side_is_refused(tmp_path: Path):
    row = changed(["experiments", 0, "sides", 1, "times"], {"staff.departures_per_year": 2})
    assert "staff.departures_per_year is changed twice" in faults_of(tmp_path, row)


def test_neither_experiments_nor_a_reason_is_refused(tmp_path: Path):
    row = {key: value for key, value in ROW.items() if key != "experiments"}
    assert "A claim without a test is a finding too: say why." in faults_of(tmp_path, row)


def test_a_claim_that_stands_in_two_files_is_refused(tmp_path: Path):
    written(tmp_path, ROW)
    (tmp_path / "other.yaml").write_text(yaml.safe_dump({"K01": ROW}), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"'K01' stands in other\.yaml too"):
        load_claims(tmp_path)


def test_a_name_that_is_no_number_of_a_claim_is_refused(tmp_path: Path):
    assert "a claim is named K and two digits" in faults_of(tmp_path, ROW, "claim_1")


def test_a_folder_without_claims_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match="holds no claims"):
        load_claims(tmp_path)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, width=16)
    | st.text(max_size=6)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
PATHS = (
    [[key] for key in ROW]
    + [["experiments", 0, key] for key in ("outcome", "expect", "sides")]
    + [["experiments", 0, "sides", 1, "set"]]
)


@given(path=st.sampled_from(PATHS), value=ANYTHING)
def test_whatever_is_written_in_a_row_is_read_or_refused_in_words(
    path: list[Any], value: Any, tmp_path_factory: pytest.TempPathFactory
):
    folder = tmp_path_factory.mktemp("claims")
    try:
        load_claims(written(folder, changed(path, value)))
    except ConfigError as error:
        assert all("some.yaml" in fault for fault in error.faults), error.faults
