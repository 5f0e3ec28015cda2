"""Write the exact versions and hashes of every package, after a change to the dependencies.

    python -m scripts.pins                        # a dependency was added, dropped or bounded anew
    python -m scripts.pins --upgrade numpy scipy  # ... and the newest of these
    python -m scripts.pins --upgrade              # ... and the newest of everything

Two lists are written: `constraint-dependencies` in pyproject.toml, to which `uv run` resolves, and
requirements.lock, the same versions with the hashes of their files. They serve every Python from
3.11 on: where Pythons need different versions, a package has a line for each, with a marker. Exit
code 0: written; 1: uv found no solution, said why, and nothing was changed. `uv run --no-sync`
starts it also when the pins that stand have no solution any more.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^constraint-dependencies = \[\n(.*?)^\]\n", re.MULTILINE | re.DOTALL)


def pins_of(project: str) -> list[Requirement]:
    """Return the pins in the text of pyproject.toml."""
    (block,) = BLOCK.findall(project)
    return [Requirement(line.strip().strip('",')) for line in block.splitlines()]


def with_pins(project: str, pins: Sequence[str]) -> str:
    """Return the text of pyproject.toml with these pins instead of its own."""
    lines = "".join(f'  "{pin.replace(chr(34), chr(39))}",\n' for pin in pins)
    return BLOCK.sub(lambda _: f"constraint-dependencies = [\n{lines}]\n", project)


def pins_in_lock(lock: str) -> list[str]:
    """Return one `name==version ; marker` per package of a requirements file with hashes."""
    return [line.removesuffix("\\").strip() for line in lock.splitlines() if re.match(r"\w", line)]


def resolve(project: str) -> str:
    """Return the requirements file, with hashes, that uv makes of the text of a pyproject.toml.

    Raises:
        CalledProcessError: there is no solution; uv's own words went to the error stream.
    """
    uv = os.environ.get("UV", "uv")  # `uv run` says where it is
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(project, encoding="utf-8", newline="\n")
        export = ["export", "--no-header", "--no-emit-project", "--all-groups"]
        found = subprocess.run(
            [uv, *export, "--quiet", "--project", folder], check=True, stdout=subprocess.PIPE
        )
    return found.stdout.decode().replace("\r\n", "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.pins",
        description="Write the pins of pyproject.toml and the hashes of requirements.lock.",
    )
    parser.add_argument(
        "--upgrade", nargs="*", metavar="NAME", help="the newest of these; of everything, if bare"
    )
    upgrade = parser.parse_args(arguments).upgrade
    file, lock_file = ROOT / "pyproject.toml", ROOT / "requirements.lock"
    project = file.read_text(encoding="utf-8")
    before = pins_of(project)
    names = {canonicalize_name(pin.name) for pin in before}
    renewed = names if upgrade == [] else {canonicalize_name(name) for name in upgrade or ()}
    if renewed - names:
        parser.error(
            f"--upgrade: {', '.join(sorted(renewed - names))} is not pinned. A new dependency is "
            "written in pyproject.toml first, and needs no --upgrade."
        )
    kept = [str(pin) for pin in before if canonicalize_name(pin.name) not in renewed]
    try:
        lock = resolve(with_pins(project, kept))
    except subprocess.CalledProcessError:
        print(
            "Nothing was changed. A pin may be in the way of a new bound: --upgrade NAME lets go "
            "of it.",
            file=sys.stderr,
        )
        return 1
    pins = pins_in_lock(lock)
    file.write_text(with_pins(project, pins), encoding="utf-8", newline="\n")
    lock_file.write_text(lock, encoding="utf-8", newline="\n")
    old, new = {str(pin) for pin in before}, {str(Requirement(pin)) for pin in pins}
    for sign, lines in (("-", old - new), ("+", new - old)):
        print("\n".join(f"{sign} {line}" for line in sorted(lines)), end="\n" if lines else "")
    print(f"{len(pins)} pins in pyproject.toml, with hashes in requirements.lock.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
