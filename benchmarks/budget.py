"""`python -m benchmarks budget`: how often every handler and rule of one lane runs, what is drawn,
what is planned and what of it changes anything, and where the time goes.

The kernel is compiled twice, and nothing of it is kept: once with a counter at the head of every
function of `sim`, which does not change what it does; and, where `perf` is installed (Linux), once
with every larger function on its own, so that samples can be laid to it. Times then are a little
higher than those of the kernel that is used, in which small handlers melt into others.
"""

import argparse
import bisect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

MOST_FUNCTIONS, MOST_KINDS = 2048, 256
BY_KIND = {  # functions whose calls are counted by the value of an argument too
    "sim.draws.uniform": "purpose",
    "sim.draws.uniforms": "purpose",
    "sim.engine.core.memory.lane.plan": "what",
    "sim.engine.core.memory.lane.allocate_record": "n",
    "sim.engine.core.kernel.do_for_team": "what",
    "sim.engine.core.kernel.do_for_youth": "what",
    "sim.engine.core.kernel.do_for_arrangement": "what",
}
# functions of the C library, by a part of the name under which the kernel calls them
LIBRARY = {"exp": "exponentials", "log": "logarithms", "pow": "powers", "gamma": "gammas"}
# what an entry of the agenda leads to when it still holds; of other kinds it is not told
DEEDS = {
    "CALL": "team_time.call_team",
    "DEPARTURE": "team.depart",
    "INCIDENT": "youth_in_care.suffer_incident",
    "RELAPSE": "youth_in_care.suffer_relapse",
    "ANSWER": "youth_seeks.hear",
}
ALONE = 250  # bytes of Python's code of a function that is compiled on its own for the samples
HZ, SECONDS = 5000, 8.0
# names the folder of machine code that is thrown away: code that counts would crash another process
THROWN_AWAY = "DOORSTROOM_BUDGET_CACHE"


def main(arguments: list[str]) -> int:
    """Print the budget of one lane of a region."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks budget", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--lines", type=int, default=60, help="functions to print")
    parser.add_argument("--part", choices=("counts", "samples"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    kept = os.environ.get("DOORSTROOM_CACHE", "")
    if chosen.part and os.environ.get(THROWN_AWAY, "-") != kept:
        parser.error("--part is for this command itself: what is compiled for it must not be kept")
    if chosen.part == "counts":
        print(json.dumps(counts(chosen.years)))
        return 0
    if chosen.part == "samples":
        run_alone(chosen.years)
        return 0
    found = counted(chosen.years)
    if found is None:
        return 1
    times, n_samples = samples(chosen.years)
    print(page(found, times, n_samples, chosen.years, chosen.lines))
    return 0


def _command(part: str, years: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks", "budget", "--part", part, "--years", str(years)]


def _run(command: list[str]) -> str | None:
    """Return the last line that a command prints, None where it fails; what it compiles is thrown
    away.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "DOORSTROOM_CACHE": folder, THROWN_AWAY: folder},
        )
    return done.stdout.splitlines()[-1] if done.returncode == 0 else None


# --- how often ------------------------------------------------------------------------------------


def counted(years: int) -> dict[str, Any] | None:
    """Return `counts` of one lane over so many years, counted in a process apart; None where that
    fails, whose own message went to the error stream.
    """
    told = _run(_command("counts", years))
    return None if told is None else json.loads(told)


def counts(years: int) -> dict[str, Any]:
    """Return how often every function runs in one lane, some of them by argument too; calls of the
    C library; rows written and words of a row by table. What is compiled here goes on counting.
    """
    import numpy as np
    from llvmlite import ir
    from numba.core import lowering

    calls = np.zeros(MOST_FUNCTIONS, np.int64)
    kinds = np.zeros((MOST_FUNCTIONS, MOST_KINDS), np.int64)
    library = np.zeros(len(LIBRARY), np.int64)
    numbers: dict[str, int] = {}
    word = ir.IntType(64)
    take_arguments, call = lowering.BaseLower.extract_function_arguments, ir.IRBuilder.call

    def count(builder: Any, address: Any) -> None:
        place = builder.inttoptr(address, word.as_pointer())
        builder.store(builder.add(builder.load(place), word(1)), place)

    def take_and_count(self: Any) -> Any:
        taken = take_arguments(self)
        function = self.func_ir.func_id
        name = f"{function.modname}.{function.func_qualname}"
        if name.startswith("sim."):
            k = numbers.setdefault(name, len(numbers))
            count(self.builder, word(calls.ctypes.data + 8 * k))
            if name in BY_KIND:
                kind = self.fnargs[self.fndesc.args.index(BY_KIND[name])]
                at = self.builder.mul(kind, word(8))
                first = word(kinds.ctypes.data + 8 * k * MOST_KINDS)
                count(self.builder, self.builder.add(at, first))
        return taken

    def call_and_count(self: Any, called: Any, *arguments: Any, **named: Any) -> Any:
        plain = re.fullmatch(r"(?:llvm\.|numba_|)(\w+?)(?:\.f64|)", getattr(called, "name", ""))
        if plain and plain[1] in LIBRARY:
            count(self, word(library.ctypes.data + 8 * list(LIBRARY).index(plain[1])))
        return call(self, called, *arguments, **named)

    def forget() -> None:
        for counters in (calls, kinds, library):
            counters.fill(0)

    lowering.BaseLower.extract_function_arguments = take_and_count
    ir.IRBuilder.call = call_and_count
    n_events, _, lane = _lanes(years, 0.0, forget)
    return {
        "events": n_events,
        "days": lane.n_days,
        "calls": {name: int(calls[k]) for name, k in numbers.items() if calls[k]},
        "kinds": {name: kinds[numbers[name]].tolist() for name in BY_KIND if name in numbers},
        "library": dict(zip(LIBRARY.values(), library.tolist(), strict=True)),
        "rows": rows_of(lane),
    }


def rows_of(lane: Any) -> dict[str, tuple[int, int]]:
    """Return rows written by a lane that ran and the words of one row, by table."""
    from sim.engine.columns import TABLES

    tables = {name: getattr(lane, name) for name in TABLES}
    return {name: (int(it.n_rows), int(it.n_columns)) for name, it in tables.items()}


def _lanes(years: int, seconds: float, before: Any = None) -> tuple[int, float, Any]:
    """Run one lane after the other for so long, at least one; return the events of one, the least
    time of one (s) and the last lane as it was left.
    """
    from benchmarks.worlds import world
    from sim.engine.core import Keep
    from sim.engine.core.batch import Workspace
    from sim.engine.core.kernel import run_lane
    from sim.engine.core.memory.layout import fill
    from sim.engine.core.memory.state import Lane

    of = world(years=years, warm_up_years=0)
    workspace = Workspace(Keep())
    workspace.run(of, 1, 0)
    best, end = float("inf"), time.perf_counter() + seconds
    while True:
        fill(workspace.block, workspace.template, 1, 0)
        if before is not None:
            before()
        start = time.process_time()
        n_events = run_lane(workspace.block)
        best = min(best, time.process_time() - start)
        if time.perf_counter() >= end:
            return n_events, best, Lane(workspace.block, 0)


# --- where the time goes --------------------------------------------------------------------------


def run_alone(years: int) -> None:
    """Run lanes whose larger functions stand on their own; print where each of these is."""
    from numba.core import lowering

    begin = lowering.BaseLower.setup_function

    def stand_alone(self: Any, description: Any) -> None:
        begin(self, description)
        code = getattr(self.func_ir.func_id.func, "__code__", None)
        is_large = code is not None and len(code.co_code) > ALONE
        if is_large and "alwaysinline" not in self.function.attributes:
            self.function.attributes.add("noinline")

    lowering.BaseLower.setup_function = stand_alone
    _, best, _ = _lanes(years, SECONDS)
    from sim.engine.core.kernel import run_lane

    (made,) = run_lane.overloads.values()
    library, name = made.library, made.fndesc.llvm_func_name
    address = library._codegen._engine._ee.get_function_address(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kernel.o"
        path.write_bytes(library._get_compiled_object())
        symbols = _symbols(path)
    shift = address - next(at for at, _, symbol in symbols if symbol == name)
    places = [(at + shift, size, symbol) for at, size, symbol in symbols]
    print(json.dumps({"best": best, "places": places}))


def _symbols(path: Path) -> list[tuple[int, int, str]]:
    """Return where functions begin in an object, their sizes and names, in order."""
    text = subprocess.run(
        ["readelf", "-s", "-W", str(path)], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
    rows = [line.split() for line in text.splitlines()]
    return sorted(
        (int(row[1], 16), int(row[2], 0), row[7])
        for row in rows
        if len(row) == 8 and row[3] == "FUNC"
    )


def samples(years: int) -> tuple[dict[str, float], int]:
    """Return milliseconds a lane by function, and of how many samples; nothing without `perf`."""
    if not (shutil.which("perf") and shutil.which("readelf")):
        return {}, 0
    with tempfile.TemporaryDirectory() as folder:
        data = str(Path(folder) / "samples")
        record = ["perf", "record", "-q", "-F", str(HZ), "-o", data, *_command("samples", years)]
        line = _run(record)
        if line is None:
            return {}, 0
        told = json.loads(line)
        script = ["perf", "script", "-i", data, "-F", "ip,sym,dso"]
        lines = subprocess.run(
            script,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ).stdout.splitlines()
    starts = [place[0] for place in told["places"]]
    found: Counter[str] = Counter()
    for sample in lines:
        parts = sample.split()
        if not parts:
            continue
        k = bisect.bisect_right(starts, int(parts[0], 16)) - 1
        at, size, symbol = told["places"][k]
        if k >= 0 and int(parts[0], 16) < at + size:
            found[_plain(symbol)] += 1
        elif "libm" in sample:
            found[f"C library: {parts[1].split('@')[0]}"] += 1
    n = found.total()
    return {name: told["best"] * 1e3 * k / n for name, k in found.items()}, n


def _plain(symbol: str) -> str:
    """Return the Python name that Numba made a symbol from: its module and its own."""
    names, rest = [], symbol.removeprefix("_ZN")
    while match := re.match(r"\d+", rest):
        n = int(match.group())
        rest = rest[match.end() :]
        names.append(rest[:n])
        rest = rest[n:]
    return ".".join(name for name in names[-2:] if "locals" not in name) or symbol[:40]


# --- the page -------------------------------------------------------------------------------------


def page(counted: dict[str, Any], times: dict[str, float], n: int, years: int, lines: int) -> str:
    """Return the tables."""
    from sim.draws import Purpose
    from sim.engine.phases import What

    calls, kinds, n_events = counted["calls"], counted["kinds"], counted["events"]
    text = [
        f"One lane of Noord-Holland over {years} years, everything on: {n_events:,} planned events "
        "and daily rounds.",
        "",
        "What is planned, what comes up, and what of it still holds ('-': not told apart)",
        f"{'':16}{'planned':>10}{'comes up':>10}{'holds':>10}",
    ]
    come_up = [sum(row) for row in zip(*(kinds[f] for f in kinds if ".do_for_" in f), strict=True)]
    planned = kinds["sim.engine.core.memory.lane.plan"]
    for what in sorted(What, key=lambda what: -planned[what]):
        if planned[what] or come_up[what]:
            deed = DEEDS.get(what.name, "")
            n_done = calls.get(f"sim.engine.core.process.{deed}", 0)
            holds = f"{n_done:>10,}" if deed else f"{'-':>10}"
            text.append(f"{what.name:16}{planned[what]:>10,}{come_up[what]:>10,}{holds}")
    drawn: Counter[str] = Counter()
    for name in ("sim.draws.uniform", "sim.draws.uniforms"):
        for purpose in Purpose:
            drawn[purpose.name] += kinds.get(name, [0] * MOST_KINDS)[purpose]
    text += ["", f"Calls of Philox, by the purpose of the first draw: {drawn.total():,}"]
    text += [f"{name:24}{k:>10,}" for name, k in drawn.most_common(20)]
    if times:
        text += ["", f"Where the time goes ({n:,} samples; ms a lane, nanoseconds a call)"]
        text.append(f"{'ms':>8}{'times':>12}{'ns':>8}  function")
        by_name = Counter[str]()
        for name, k in calls.items():
            by_name[".".join(name.replace(".<locals>", "").split(".")[-2:])] += k
        for name, ms in sorted(times.items(), key=lambda pair: -pair[1])[:lines]:
            k = by_name.get(name, 0)
            told = f"{k:>12,}{ms * 1e6 / k:>8.0f}" if k else f"{'':20}"
            text.append(f"{ms:>8.2f}{told}  {name}")
    else:
        text += ["", "Where the time goes: install `perf` and binutils (Linux) to be told."]
    text += ["", "How often each runs", f"{'times':>12}{'an event':>10}  function"]
    most = sorted(calls.items(), key=lambda pair: -pair[1])[:lines]
    text += [f"{k:>12,}{k / n_events:>10.2f}  {name.removeprefix('sim.')}" for name, k in most]
    return "\n".join(text)
