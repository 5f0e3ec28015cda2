"""docs/model.md and docs/tables.md say what the code says."""

import re

import pytest

from scripts.list_tables import ABOUT, PAGE, page
from sim.common.paths import CONF
from sim.engine.phases import Phase
from sim.names import Setting
from sim.tables.schemas import COLUMNS
from sim.world.build import default_groups
from sim.world.parameters import load_rows
from tests.docs.test_sources import PROCESS, ROOT, claims, numbers

TEXT = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| (\d+) \| [^|]+ \| `(sim/rules/\w+\.py)` \|", TEXT, re.MULTILINE)
BESIDE = {
    "__init__.py",
    "functions.py",
    "clock.py",
    "cost.py",
    "family.py",
    "participate.py",
    "reason.py",
}


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("number", "file"), RULES)
def test_every_process_has_a_rule_that_calls_itself_by_its_number(number, file):
    first = (ROOT / file).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith('"""Process'), f"{file}: {first}"
    assert int(number) in numbers(PROCESS, first), f"{file}: {first}"


def test_every_rule_is_a_process_of_the_list_or_serves_all():
    listed = {file.rsplit("/", 1)[1] for _, file in RULES}
    there = {path.name for path in (ROOT / "sim" / "rules").glob("*.py")} - BESIDE
    assert listed == there


def test_every_claim_that_the_model_names_is_a_row():
    named = {int(n) for n in re.findall(r"\bK(\d{2})\b", TEXT)}
    assert named <= claims(), named - claims()


def test_the_settings_and_the_phases_of_the_page_are_those_of_the_code():
    settings = re.findall(r"^\| `(\w+)` \|", section("Settings"), re.MULTILINE)
    assert settings == [setting.name.lower() for setting in Setting]
    phases = re.findall(r"^\| (\d) `(\w+)` \|", section("Order of the day"), re.MULTILINE)
    assert phases == [(str(phase.value), phase.name) for phase in Phase]


def test_the_levers_of_the_page_are_the_rows_of_that_kind():
    rows = load_rows(CONF / "parameters", default_groups())
    levers = {
        re.sub(r"^setting\.\w+\.", "setting.<setting>.", name)
        for name, row in rows.items()
        if row.kind == "lever"
    }
    assert set(re.findall(r"`([a-z]+\.[\w.<>]+)`", section("Levers"))) == levers


def test_every_table_is_on_the_page_with_a_sentence_about_it():
    assert set(ABOUT) == {*COLUMNS, "events"}


def test_the_page_of_tables_is_that_of_the_code():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.list_tables"
