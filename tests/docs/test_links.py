"""Files that documents and docstrings name are there."""

import importlib
import re
from pathlib import Path

import pytest

from scripts.list_sources import ROOT, of_code

PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    ROOT / "scenarios" / "README.md",
]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
FILE = re.compile(
    r"(?<![\w/.<>])((?:sim|conf|scenarios|scripts|tests|docs|benchmarks)/[\w./*{},<>-]*[\w*/}])"
)
# what stands there as an example, or is only in a wheel
EXAMPLES = re.compile(r".*/(?:mine|my_\w+)\.\w+|sim/_data/")
BARE = re.compile(r"(?<![\w/.}*])([a-z_]\w*\.py)\b")
IMPORT = re.compile(r"^(?:>>> )?from (sim[\w.]*) import (\w+)", re.MULTILINE)
MODULE = re.compile(r"python -m ((?:sim|scripts)(?:\.\w+)+)")


def named(text: str) -> set[str]:
    """Files of the repository that a text names, without a full stop at the end."""
    found = {name.rstrip(".") for name in FILE.findall(text)}
    # `<name>` stands for any
    return {name for name in found if "<" not in name and not EXAMPLES.fullmatch(name)}


def is_there(name: str) -> bool:
    """A file, a folder, or a pattern that something fits; `a.{b,c}` is two names."""
    choice = re.search(r"\{([^}]*)\}", name)
    if choice:
        return all(is_there(name.replace(choice[0], each.strip())) for each in choice[1].split(","))
    if "*" in name:
        return any(True for _ in ROOT.glob(name.rstrip("/")))
    return (ROOT / name).exists()


def of_past(page: Path, text: str) -> str:
    """The changelog tells of files by the names they had: only its links are followed."""
    return "" if page.name == "CHANGELOG.md" else text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    dead = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not dead, f"{page.name}: {dead}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page):
    text = of_past(page, page.read_text(encoding="utf-8"))
    dead = sorted(name for name in named(text) if not is_there(name))
    assert not dead, f"{page.name}: {dead}"


def test_every_file_that_a_docstring_or_comment_names_is_there():
    dead = {
        f"{n.file}:{n.line}": gone
        for n in of_code()
        if (gone := sorted(name for name in named(n.text) if not is_there(name)))
    }
    assert not dead, dead


def test_every_file_that_is_named_without_its_folder_is_somewhere():
    there = {p.name for room in ("sim", "scripts", "tests") for p in (ROOT / room).rglob("*.py")}
    there.add("sim.py")  # a file of the reader, which would hide the package
    texts = {f"{n.file}:{n.line}": n.text for n in of_code()}
    texts |= {page.name: of_past(page, page.read_text(encoding="utf-8")) for page in PAGES}
    gone = {
        where: names
        for where, text in texts.items()
        if (names := sorted(set(BARE.findall(text)) - there))
    }
    assert not gone, gone


def test_every_module_that_is_to_be_run_can_be():
    texts = {
        page.name: of_past(page, " ".join(page.read_text(encoding="utf-8").split()))
        for page in PAGES
    }
    texts |= {f"{n.file}:{n.line}": n.text for n in of_code()}
    texts |= {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("conf", "scenarios")
        for path in sorted((ROOT / folder).rglob("*.yaml"))
    }
    dead = {
        where: module
        for where, text in texts.items()
        for module in MODULE.findall(text)
        if not (ROOT / f"{module.replace('.', '/')}.py").exists()
    }
    assert not dead, dead


def test_every_import_of_a_page_works():
    broken = {
        page.name: f"from {module} import {name}"
        for page in PAGES
        for module, name in IMPORT.findall(page.read_text(encoding="utf-8"))
        if not hasattr(importlib.import_module(module), name)
    }
    assert not broken, broken


def test_the_search_for_files_finds_those_that_are_gone():
    text = "see `sim/gone.py`, sim/rules/{arrive,never}.py and conf/claims/*.yaml."
    assert named(text) == {"sim/gone.py", "sim/rules/{arrive,never}.py", "conf/claims/*.yaml"}
    assert [is_there(name) for name in sorted(named(text))] == [True, False, False]
