"""Which messages the page has, read from its sources.

A test tells what the catalogue lacks, and `python -m sim.page.messages` lists it.
"""

import ast
from pathlib import Path

from babel.messages.pofile import read_po

from sim.page.texts import LOCALE_FOLDER

MARKERS = ("mark", "w")
FOLDER = Path(__file__).parent


def messages() -> dict[str, str]:
    """Return every message that goes through `mark(...)` or `w(...)`, with the file in which it
    first stands.
    """
    found: dict[str, str] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in MARKERS
                and node.args
            ):
                for text in _texts(node.args[0]):
                    found.setdefault(text, path.relative_to(FOLDER).as_posix())
    return found


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return []


def translations(lang: str) -> dict[str, str]:
    """Return what the catalogue of a language holds."""
    with (LOCALE_FOLDER / f"{lang}.po").open("rb") as stream:
        return {
            str(m.id): str(m.string) for m in read_po(stream, locale=lang) if m.id and not m.fuzzy
        }


if __name__ == "__main__":
    for lang in ("nl",):
        known = translations(lang) if (LOCALE_FOLDER / f"{lang}.po").is_file() else {}
        for text, file in messages().items():
            if not known.get(text):
                print(f"{lang} {file}: {text}")
