"""What our own code may not say, because some desk would not understand it."""

import ast
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.common.files import legal_name
from tests.style.test_habits import ROOT, committed_files

DESK = runpy.run_path(str(Path(__file__).parent / "desk" / "sitecustomize.py"))
SIGNALS = ("SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm", "setitimer", "pause")
OTHER_HALF = {  # what is said only where it is understood
    ("sim/common/kept.py", "os.getuid"): "what is raised where it is not there is caught",
    ("sim/page/computing/queue.py", "os.setpriority"): "under sys.platform == 'linux'",
    ("tests/experiment/test_slurm.py", "os.geteuid"): "skipped where there is no Slurm",
    **{
        (f"tests/drills/{name}.py", each): "skipped on Windows"
        for name, several in {
            "test_disks": ("os.geteuid",),
            "test_kills": ("os.kill", "os.killpg", "signal.SIGKILL", "start_new_session"),
            "test_terminals": ("pty", "os.killpg", "preexec_fn", "signal.SIGKILL"),
            "wrong": ("os.mkfifo", "signal.SIGALRM", "signal.setitimer"),
        }.items()
        for each in several
    },
}


def files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"any_desk", "_data"} & set(path.parts)
    ]


def posix_only(tree: ast.AST) -> Iterator[str]:
    """Modules, functions and signals that Windows does not have, and starts of processes that it
    does not know.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name in DESK["MODULES"])
            case ast.ImportFrom(module=str(module)) if module in DESK["MODULES"]:
                yield module
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in DESK["OF_OS"]:
                yield f"os.{name}"
            case ast.Attribute(value=ast.Name(id="signal"), attr=name) if name in SIGNALS:
                yield f"signal.{name}"
            case ast.Constant(value="fork" | "forkserver"):
                yield node.value
            case ast.keyword(arg="preexec_fn" | "start_new_session" | "process_group"):
                yield str(node.arg)


def of_the_locale(tree: ast.AST) -> Iterator[str]:
    """Text that is read or written as the machine's language has it, or with its line ends."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = {each.arg: each.value for each in node.keywords}
        on_path = isinstance(node.func, ast.Attribute)
        if name in ("read_text", "write_text") and on_path and "encoding" not in given:
            yield f"{name} without encoding"
        if name == "write_text" and on_path and "newline" not in given:
            yield "write_text without newline"
        if name == "open" and not on_path and "encoding" not in given and "b" not in mode(node):
            yield "open without encoding"
        as_text = given.get("text", given.get("universal_newlines"))
        if getattr(as_text, "value", None) is True and "encoding" not in given:
            yield "text of a process without encoding"
        if name == "to_csv" and "lineterminator" not in given:
            yield "to_csv without lineterminator"


def mode(call: ast.Call) -> str:
    given = [each.value for each in call.keywords if each.arg == "mode"] + call.args[1:2]
    return given[0].value if given and isinstance(given[0], ast.Constant) else "r"


def hits(search: Callable[[ast.AST], Iterator[str]], *folders: str) -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), found)
        for path in files(*folders)
        for found in search(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_nothing_of_posix_alone_is_used_without_its_other_half() -> None:
    found = set(hits(posix_only, "sim", "scripts", "benchmarks", "tests"))
    assert found == set(OTHER_HALF), f"{found ^ set(OTHER_HALF)}: psutil and filelock have both"


def test_text_is_utf_8_with_line_ends_of_one_byte_whatever_the_locale() -> None:
    found = hits(of_the_locale, "sim", "scripts", "benchmarks")
    assert not found, f"{found}: use sim.common.files.write_text, or say encoding and newline"


@pytest.mark.parametrize(
    ("code", "search", "found"),
    [
        ("import fcntl", posix_only, ["fcntl"]),
        ("from resource import getrusage", posix_only, ["resource"]),
        ("os.kill(process, 0)", posix_only, ["os.kill"]),
        ("get_context('fork')", posix_only, ["fork"]),
        ("Popen(command, start_new_session=True)", posix_only, ["start_new_session"]),
        ("os.replace(a, b); signal.SIGTERM; get_context('spawn')", posix_only, []),
        ("open(p)", of_the_locale, ["open without encoding"]),
        ("open(p, 'rb'); open(p, mode='wb'); open(p, encoding='ascii')", of_the_locale, []),
        ("p.read_text()", of_the_locale, ["read_text without encoding"]),
        ("p.write_text(t, encoding='utf-8')", of_the_locale, ["write_text without newline"]),
        ("write_text(p, t)", of_the_locale, []),
        ("run(c, text=True)", of_the_locale, ["text of a process without encoding"]),
        ("column(text='a')", of_the_locale, []),
        ("f.to_csv(p, index=False)", of_the_locale, ["to_csv without lineterminator"]),
    ],
)
def test_the_searches_find_what_they_are_for_and_nothing_else(
    code: str, search: Callable[[ast.AST], Iterator[str]], found: list[str]
) -> None:
    assert list(search(ast.parse(code))) == found


def test_a_checkout_has_names_that_every_system_takes() -> None:
    paths = [path.relative_to(ROOT).as_posix() for path in committed_files()]
    illegal = [path for path in paths if any(illegal_parts(path))]
    assert not illegal, f"rename {illegal}"
    folded: dict[str, set[str]] = {}
    for path in paths:
        folded.setdefault(path.casefold(), set()).add(path)
    same = [names for names in folded.values() if len(names) > 1]
    assert not same, f"{same} are one file where capitals do not count"


def illegal_parts(path: str) -> list[str]:
    return [
        part for part in path.split("/") if not part.startswith(".") and legal_name(part) != part
    ]
