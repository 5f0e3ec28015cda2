"""Habits that a reviewer would otherwise have to remember.

Length of files, docstrings, nothing of one machine in committed files.
"""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIM = ROOT / "sim"
N_LINES_MAX = 450

MACHINE_PATH = re.compile(r"(?<![\w.$~}/\\-])(?:/(?:home|tmp|root|work|Users)/|[A-Z]:\\Users\\)")
REGISTRY_HOST = re.compile(
    r"py[p]i\.(?:org|python)|python[h]osted\.org|ana[c]onda\.(?:org|com)|registry\.np[m]js|np[m]js\.(?:org|com)"
    r"|art[i]factory|(?:ind[e]x|registry)[-_]url|ext[r]a-index|find-lin[k]s\s*=",
    re.IGNORECASE,
)


def sources(*folders: str) -> list[Path]:
    return [
        p
        for folder in folders or ("",)
        for p in sorted((SIM / folder).rglob("*.py"))
        if "_data" not in p.parts
    ]


def committed_files() -> list[Path]:
    """Files that git tracks, and new ones that it would take in."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("this folder is not a git checkout")
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [p for p in files if p.is_file() and p.name != "uv.lock"]


def found_in(pattern: re.Pattern[str]) -> list[str]:
    hits = []
    for path in committed_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # Parquet, pictures
        hits += [
            f"{path.relative_to(ROOT)}:{n}: {m[0]}"
            for n, line in enumerate(text.splitlines(), 1)
            if (m := pattern.search(line))
        ]
    return hits


def public_functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of a module and methods of its classes whose name does not start with an
    underscore.
    """
    bodies = [
        tree.body,
        *(
            node.body
            for node in tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        ),
    ]
    found = [
        node
        for body in bodies
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [node for node in found if not node.name.startswith("_")]


def test_no_file_in_sim_is_longer_than_450_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > N_LINES_MAX
    }
    assert not long, f"split by verb: {long}"


def test_every_public_function_of_rules_and_theory_has_a_docstring():
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources("rules", "theory")
        for node in public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if not (ast.get_docstring(node) or "").strip()
    ]
    assert not bare, f"say what it returns, units and limits: {bare}"


def test_every_closed_form_states_its_source():
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources("theory")
        if not path.name.startswith("_")
        for node in public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if not {"Returns:", "Source:"}
        <= set(re.findall(r"^\s*(\w+:)", ast.get_docstring(node) or "", re.MULTILINE))
    ]
    assert not bare, f"Returns: and Source: are needed in {bare}"


def test_no_committed_file_names_a_folder_of_one_machine():
    hits = found_in(MACHINE_PATH)
    assert not hits, "\n".join(hits)


def test_no_committed_file_names_a_package_registry():
    hits = found_in(REGISTRY_HOST)
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    ("text", "is_bad"),
    [
        ("/" + "home/anna/x", True),
        ('"/' + 'tmp/x"', True),
        ("see C:" + "\\Users\\anna", True),
        ("cd /" + "work/main", True),
        ("tests/" + "work/x", False),
        ("https://example.org/" + "home/x", False),
        ("$HOME/" + "tmp/x", False),
    ],
)
def test_the_search_for_machine_paths_finds_them_and_nothing_else(text, is_bad):
    assert bool(MACHINE_PATH.search(text)) is is_bad


def test_no_script_hides_an_installed_module():
    """A script that is run by its path puts its folder first.

    `import coverage`, deep in a library, must not find one of ours.
    """
    known = {
        "coverage",
        *sys.stdlib_module_names,
    }  # coverage: libraries import it where it is there
    hidden = [
        p.name
        for p in (ROOT / "scripts").glob("*.py")
        if p.stem in known or importlib.util.find_spec(p.stem) is not None
    ]
    assert not hidden, f"rename {hidden}"
