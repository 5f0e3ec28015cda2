"""Did a change to the code change a result? Event logs and tables before and after, byte for byte.

    python -m scripts.same_results --against HEAD~1     # beside a commit of its own history
    python -m scripts.same_results --write before.json  # keep what this interpreter makes ...
    python -m scripts.same_results --with before.json   # ... compare elsewhere

Three regions, two scenarios, two seeds in the compiled core, and one year of one region in the
reference executor. What is compared is a SHA-256 of every column: its name, its type, its bytes. A
commit is run in a copy of its own, by this interpreter, through nothing but `sim.simulate(...)`, so
that no move of files can be in the way. Exit code 0: all equal; 1: named differences.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]

CASES = [
    *(
        {"region": region, "scenario": scenario, "seed": seed, "engine": "core"}
        for region in ("noord_holland", "limburg", "rotterdam_rijnmond")
        for scenario in ("baseline", "jzplus_zero_2030")
        for seed in (1, 2)
    ),
    {
        "region": "limburg", "scenario": "jzplus_zero_2030", "seed": 1, "engine": "reference",
        "start": "2025-01-01", "end": "2026-01-01", "warm_up_years": 1,
    },
]  # fmt: skip
SHORT = [
    {**case, "start": "2025-01-01", "end": "2027-01-01", "warm_up_years": 1}
    for case in (CASES[6], CASES[-1])
]

MAKE = """
import hashlib, json, sys
import pandas as pd, sim

def digest(frame):
    made = hashlib.sha256()
    for name in frame.columns:
        column = frame[name]
        made.update(f"{name} {len(column)} ".encode())
        if isinstance(column.dtype, pd.CategoricalDtype):
            made.update("|".join(map(str, column.cat.categories)).encode())
            column = column.cat.codes
        if column.dtype.kind in "OT" or not hasattr(column.dtype, "byteorder"):
            made.update("|".join(map(str, column)).encode())
        else:
            values = column.to_numpy()
            made.update(values.dtype.str.encode() + values.tobytes())
    return made.hexdigest()

found = {}
for case in json.load(sys.stdin):
    arguments = {key: value for key, value in case.items() if key != "name"}
    scenario = arguments.pop("scenario")
    result = sim.simulate(scenario, replications=2, record="events", workers=1, **arguments)
    name = case.get("name") or " ".join(str(value) for value in case.values())
    for table, frame in {"events": result.events, **result.tables}.items():
        found[f"{name}: {table}"] = digest(frame)
    print(name, file=sys.stderr, flush=True)
json.dump(found, sys.stdout)
"""


def digests(
    home: Path, cases: Sequence[dict[str, object]], python: str = sys.executable
) -> dict[str, str]:
    """Return a SHA-256 per case and table, made by the code in `home`.

    Raises:
        CalledProcessError: the code in `home` cannot run the cases; its own message went to the
            error stream.
    """
    words = {**os.environ, "PYTHONPATH": str(home), "PYTHONSAFEPATH": "1"}
    asked = json.dumps(list(cases)).encode()
    run = subprocess.run(
        [python, "-c", MAKE], cwd=home, env=words, check=True, input=asked, stdout=subprocess.PIPE
    )
    found: dict[str, str] = json.loads(run.stdout)
    return found


@contextmanager
def copy_of(commit: str) -> Iterator[Path]:
    """Give a folder with the files of a commit; it is taken away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(
            ["git", "clone", "--quiet", "--no-checkout", str(HERE), str(copy)], check=True
        )
        subprocess.run(["git", "-C", str(copy), "checkout", "--quiet", commit], check=True)
        yield copy


def resolve(commit: str) -> str:
    """Return the full name of a commit; end the command with exit code 2 where there is none."""
    named = ["git", "-C", str(HERE), "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"]
    found = subprocess.run(named, stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()
    if not found:
        print(
            f"--against: '{commit}' is no commit of this repository. "
            "`git log --oneline` shows them.",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return found


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return a line per table that differs, or is on one side only."""
    lines = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            what = (
                "differs"
                if name in before and name in after
                else "is missing after"
                if name in before
                else "is new"
            )
            lines.append(f"{name} {what}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.same_results",
        description="Did a change to the code change a result?",
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--against", metavar="COMMIT", help="compare this checkout with a commit")
    asked.add_argument(
        "--write", type=Path, metavar="FILE", help="keep the digests of this checkout"
    )
    asked.add_argument(
        "--with",
        dest="kept",
        type=Path,
        metavar="FILE",
        help="compare this checkout with kept digests",
    )
    parser.add_argument(
        "--short", action="store_true", help="one region, two years, both executors: under a minute"
    )
    options = parser.parse_args(arguments)
    cases = SHORT if options.short else CASES
    resolved = resolve(options.against) if options.against else ""
    after = digests(HERE, cases)
    if options.write:
        options.write.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8", newline="\n")
        print(f"{len(after)} tables written to {options.write}.")
        return 0
    if resolved:
        with copy_of(resolved) as copy:
            before = digests(copy, cases)
    else:
        before = json.loads(options.kept.read_text(encoding="utf-8"))
    lines = differences(before, after)
    print("\n".join(lines) or f"{len(after)} tables and logs, byte for byte equal.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
