"""An executor may not decide anything: it draws, asks a rule, and acts.

So nothing in `sim/engine` compares a draw or a number of the world with anything; and a rule with
many arguments is called by their names, so that no caller can swap two.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.common.versions import PACKAGE

ENGINE = PACKAGE / "engine"
SOURCES = sorted(ENGINE.rglob("*.py"))
MOST_BY_POSITION = 5
RULES = {path.stem for path in (PACKAGE / "rules").glob("*.py")} - {"__init__", "functions"}


def names_in(node: ast.AST) -> set[str]:
    """Return the names and attributes in a piece of code."""
    return {
        name
        for part in ast.walk(node)
        for name in (getattr(part, "id", None), getattr(part, "attr", None))
        if isinstance(name, str)
    }


def decided(source: str) -> Iterator[tuple[int, str]]:
    """Yield every comparison with a draw, or with a number of the world, by its line.

    What a rule made of a draw may be compared: calls of rules are not looked into.
    """

    class Seen(ast.NodeVisitor):
        def visit_Compare(self, node: ast.Compare) -> None:
            names = {
                name
                for side in (node.left, *node.comparators)
                if not is_call_of_rule(side)
                for name in names_in(side)
            }
            is_drawn = any(
                name in ("uniform", "u") or name.startswith(("draw", "luck")) for name in names
            )
            if is_drawn or names & {"p", "ps", "parameters"}:
                found.append((node.lineno, ast.unparse(node)))
            self.generic_visit(node)

    found: list[tuple[int, str]] = []
    Seen().visit(ast.parse(source))
    yield from found


def is_call_of_rule(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {*RULES, "rule"}
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_nothing_is_decided_in_an_executor(path: Path) -> None:
    found = [f"line {line}: {text}" for line, text in decided(path.read_text(encoding="utf-8"))]
    assert not found, f"move it into a rule that takes the draw as an argument: {found}"


@pytest.mark.parametrize(
    ("source", "is_decided"),
    [
        ("x = uniform(1, 2) < chance", True),
        ("x = self.draw(Purpose.JOLT) < p_jolt", True),
        ("x = luck <= 0.3", True),
        ("x = today - day >= region.p.review.days_decision", True),
        ("x = p.is_closed_on_date > 0.0", True),
        ("x = staff.is_jolted(draw(youth, Purpose.JOLT), p)", False),
        ("x = stay.n_locations(p.places, p.group_size) > 0", False),
        ("x = youth.day_next_offer <= today", False),
    ],
)
def test_a_decision_in_an_executor_is_found_and_nothing_else(source: str, is_decided: bool) -> None:
    assert bool(list(decided(source))) is is_decided, source


def long_calls(source: str) -> Iterator[tuple[int, str]]:
    """Yield every call of a rule with many arguments that does not name them all."""
    for node in ast.walk(ast.parse(source)):
        if is_call_of_rule(node) and len(node.args) > MOST_BY_POSITION:
            yield node.lineno, ast.unparse(node.func)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_a_rule_with_many_arguments_is_called_by_their_names(path: Path) -> None:
    found = list(long_calls(path.read_text(encoding="utf-8")))
    assert not found, f"name the arguments, or make a group of them: {found}"


def test_every_call_of_a_rule_is_known_by_the_name_of_its_file() -> None:
    """`decided` knows a rule by its module: executors import modules, not single rules."""
    loose = [
        f"{path.relative_to(ENGINE)}: {alias.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in {f"sim.rules.{r}" for r in RULES}
        for alias in node.names
        if not inspect.isclass(getattr(importlib.import_module(node.module), alias.name))
    ]
    assert not loose, f"import the module of the rule: {loose}"
