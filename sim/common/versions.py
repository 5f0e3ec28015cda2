"""One hash of meaning, for machine code, stores of results and kept ensembles.

When is code still the same code?. What counts is what the code says, not how it is written or where
it stands: syntax trees of all definitions, without docstrings, comments, blank lines and imports,
whatever the file and the order. So a move, a new line of explanation or a reformatted file voids
nothing, and a changed number, rule or name voids exactly what was made from it. The hash is the
same on every Python.
"""

import ast
import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from sim.common.kept import kept

PACKAGE = Path(__file__).resolve().parents[1]

RULES = ("draws.py", "common/calendar.py", "rules")
"""What decides what happens to a youth.

A kept ensemble belongs to these (and to the numbers it was fitted with).
"""

MACHINE_CODE = (
    *RULES,
    "compiled.py",
    "names.py",
    "common/ids.py",
    "common/linking.py",
    "common/parts.py",
    "engine/phases.py",
    "engine/change.py",
    "engine/columns.py",
    "engine/recording.py",
    "engine/core",
)
"""What machine code is made from."""

MODEL = (
    *RULES,
    "compiled.py",
    "names.py",
    "common/ids.py",
    "world",
    "engine",
    "measures",
    "experiment/task.py",
)
"""What decides what a number in a store of results is.

Speed, pages and plots are not among them.
"""

DIGITS = 16
_PARSING = threading.Lock()  # Python 3.11 ends in a SystemError where two threads parse at once


def meaning(parts: Sequence[str], folder: Path = PACKAGE) -> str:
    """Return sixteen hexadecimal digits that change when, and only when, a definition in one of the
    parts does.

    Args:
        parts: files and folders inside `folder`; folders count with everything below them.
        folder: a copy of the package; by default the one that runs.

    Raises:
        FileNotFoundError: a part does not exist: the list is older than the house.
        SyntaxError: a file is no Python.
    """
    sources = [path.read_text(encoding="utf-8") for path in _files(parts, folder)]

    def work_out() -> str:
        definitions = sorted(text for each in sources for text in definitions_of(each))
        return hashlib.sha256("\n".join(definitions).encode()).hexdigest()[:DIGITS]

    if folder != PACKAGE:
        return work_out()
    made_from = "\0".join((Path(__file__).read_text(encoding="utf-8"), *sources)).encode()
    return kept("meaning", f"{folder} {parts}", made_from, work_out)


@lru_cache(maxsize=1)
def model_version() -> str:
    """Return the meaning of everything that decides what a result is.

    Parameters have a fingerprint of their own.
    """
    return meaning(MODEL)


def definitions_of(source: str) -> list[str]:
    """Return a canonical text for every statement at the top of a module.

    Imports only where they give another name.
    """
    with _PARSING:
        statements = ast.parse(source).body
    return [_text(statement) for statement in _meant(statements)]


def _files(parts: Sequence[str], folder: Path) -> Iterator[Path]:
    for part in parts:
        path = folder / part
        if not path.exists():
            raise FileNotFoundError(
                f"{path} decides what a result is, by sim/common/versions.py, and is not there"
            )
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _meant(body: Sequence[ast.AST]) -> list[ast.AST]:
    return [
        node
        for node in body
        if not (
            _is_text(node) or (isinstance(node, ast.Import | ast.ImportFrom) and not _renames(node))
        )
    ]


def _is_text(node: ast.AST) -> bool:
    """Tell whether a statement is nothing but a text.

    A docstring, of a module, a function, a class or a constant.
    """
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _renames(node: ast.Import | ast.ImportFrom) -> bool:
    return any(alias.asname not in (None, alias.name) for alias in node.names)


def _text(node: object) -> str:
    """Return a syntax tree as text that no Python version writes in another way.

    Fields by name, those that say nothing left out.
    """
    if isinstance(node, ast.Import | ast.ImportFrom):
        renamed = [
            f"{alias.name} as {alias.asname}"
            for alias in node.names
            if alias.asname not in (None, alias.name)
        ]
        return f"import({', '.join(renamed)})"
    if isinstance(node, ast.AST):
        fields = []
        for name in node._fields:
            value = getattr(node, name, None)
            if name in ("kind", "type_comment", "ctx") or value is None or value == []:
                continue
            is_body = name == "body" and isinstance(value, list)
            fields.append(f"{name}={_text(_meant(value) if is_body else value)}")
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join(map(_text, node))}]"
    return repr(node)
