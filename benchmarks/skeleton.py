"""`python -m benchmarks skeleton`: what one lane needs as primitives, in C (`skeleton.c`), as often
as was counted in the core (`budget.py`); each primitive on its own, and all of them.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NO_COMPILER = "no C compiler that works (cc, gcc, clang): the core has no yardstick here"
N_PHASES, MOST_TABLES = 4, 16  # as in skeleton.c
OPTIONS = ("-O3", "-std=c99", "-ffp-contract=off", "-shared", "-fPIC")
# whoever else uses the machine; the clock of the process is too coarse on Windows
clock = time.perf_counter if sys.platform == "win32" else time.process_time

MEMORY, KERNEL = "sim.engine.core.memory.lane.", "sim.engine.core.kernel."
PROCESS = "sim.engine.core.process."
COUNTED = {  # what is counted in the skeleton: the functions of the core that do it, once each
    "n_visits": (
        f"{KERNEL}do_for_youth",
        f"{PROCESS}youth_in_care.set_rates_of_youth",
        f"{PROCESS}surroundings.feel",
        f"{PROCESS}team_time.call",
    ),
    "counted_draws": (f"{MEMORY}index_of_draw",),
    "rated": (
        f"{PROCESS}team_time.set_weight",
        f"{PROCESS}team_time.set_pace",
        f"{PROCESS}levels.set_rate",
    ),
    "divided": ("sim.rules.clock.needed", "sim.rules.clock.days_until"),
}
PARTS = {  # a line of the table: what of the counts it is
    "draws": ("counted_draws", "other_draws"),
    "exponentials": ("exponentials",),
    "logarithms": ("logarithms",),
    "powers, gammas": ("powers", "gammas"),
    "hazards set anew": ("rated", "divided"),
    "rows": ("rows",),
    "visits beside entries": ("n_visits",),
}


class Counts(ctypes.Structure):
    """What one lane needs (`Counts` in skeleton.c)."""

    _fields_ = [
        ("n_days", ctypes.c_int64),
        ("n_entries", ctypes.c_int64),
        ("of_phase", ctypes.c_int64 * N_PHASES),
        ("n_records", ctypes.c_int64),
        ("words_of_record", ctypes.c_int64),
        ("n_visits", ctypes.c_int64),
        ("counted_draws", ctypes.c_int64),
        ("other_draws", ctypes.c_int64),
        ("exponentials", ctypes.c_int64),
        ("logarithms", ctypes.c_int64),
        ("powers", ctypes.c_int64),
        ("gammas", ctypes.c_int64),
        ("rated", ctypes.c_int64),
        ("divided", ctypes.c_int64),
        ("rows", ctypes.c_int64 * MOST_TABLES),
        ("width", ctypes.c_int64 * MOST_TABLES),
    ]


class Done(ctypes.Structure):
    """What a run did (`Done` in skeleton.c)."""

    _fields_ = [
        ("checksum", ctypes.c_uint64),
        ("taken", ctypes.c_int64),
        ("owed", ctypes.c_int64),
        ("cards", ctypes.c_int64),
    ]


def counts_of(found: Mapping[str, Any]) -> Counts:
    """Return what the skeleton does, from what was counted in a lane (`budget.counts`).

    Visits are at least as many as entries: each entry is one.

    Raises:
        KeyError: a function of the core that is counted here has another name now.
    """
    from sim.engine.core.memory.lane import WORDS_OF_LINE
    from sim.engine.core.memory.people import WORDS_OF_YOUTH
    from sim.engine.phases import PHASE_OF, Phase, What

    calls, kinds = found["calls"], found["kinds"]
    made = Counts(n_days=found["days"], **found["library"])
    for name in (f"{KERNEL}do_for_{whom}" for whom in ("team", "youth", "arrangement")):
        for what in What:
            if kinds[name][what]:
                made.of_phase[PHASE_OF[what] - Phase.STAFF] += kinds[name][what]
    made.n_entries = sum(made.of_phase)
    made.n_records = kinds[f"{MEMORY}allocate_record"][WORDS_OF_YOUTH]
    made.words_of_record = -(-WORDS_OF_YOUTH // WORDS_OF_LINE) * WORDS_OF_LINE
    for name, functions in COUNTED.items():
        setattr(made, name, sum(calls[function] for function in functions))
    made.n_visits = max(made.n_visits, made.n_entries)
    made.other_draws = calls["sim.draws.philox"] - made.counted_draws
    for k, (n_rows, n_words) in enumerate(found["rows"].values()):
        made.rows[k], made.width[k] = n_rows, n_words
    return made


@cache
def library() -> Any:
    """Return the skeleton as the system's C compiler makes it; None where none can."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    folder = tempfile.mkdtemp(prefix="skeleton_")
    made = Path(folder) / ("skeleton.dll" if sys.platform == "win32" else "skeleton.so")
    for native in (["-march=native"], []):  # not every compiler knows it
        command = [compiler, *OPTIONS, *native, str(HERE / "skeleton.c"), "-o", str(made), "-lm"]
        if subprocess.run(command, check=False, capture_output=not native).returncode == 0:
            break
    else:
        return None
    try:
        loaded = ctypes.CDLL(str(made))
    except OSError:  # for another machine than this Python
        return None
    finally:
        if os.name == "posix":  # elsewhere a library that is in use cannot be taken away
            shutil.rmtree(folder, ignore_errors=True)
    loaded.skeleton_new.argtypes = [ctypes.POINTER(Counts)]
    loaded.skeleton_new.restype = ctypes.c_void_p
    loaded.skeleton_prepare.argtypes = loaded.skeleton_free.argtypes = [ctypes.c_void_p]
    loaded.skeleton_prepare.restype = loaded.skeleton_free.restype = None
    loaded.skeleton_run.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32]
    loaded.skeleton_run.restype = Done
    return loaded


@dataclass
class Skeleton:
    """Room for one run, used again by the next.

    Attributes:
        counts: what is done.
    """

    counts: Counts

    def __post_init__(self) -> None:
        self._c = library()
        if self._c is None:
            raise RuntimeError(NO_COMPILER)
        self._room = self._c.skeleton_new(ctypes.byref(self.counts))
        if not self._room:
            raise MemoryError("no room for the skeleton, or its records are too small")

    def prepare(self) -> None:
        """Put everything back to the start; not timed, as a lane's block is not."""
        self._c.skeleton_prepare(self._room)

    def run(self, seed: int = 1, replication: int = 0) -> Done:
        """Run it once, after `prepare`."""
        return self._c.skeleton_run(self._room, seed, replication)

    def close(self) -> None:
        """Give the room back."""
        self._c.skeleton_free(self._room)
        self._room = None


def best_of(counts: Counts, rounds: int) -> float:
    """Return the least time (s) of so many runs.

    Raises:
        RuntimeError: there is no C compiler, or something was not done.
    """
    skeleton, times = Skeleton(counts), []
    for _ in range(rounds):
        skeleton.prepare()
        start = clock()
        done = skeleton.run()
        times.append(clock() - start)
        if done.taken != counts.n_entries or done.owed:
            raise RuntimeError(f"taken {done.taken:,} of {counts.n_entries:,}; owed: {done.owed:,}")
    skeleton.close()
    return min(times)


def only(counts: Counts, names: Sequence[str]) -> Counts:
    """Return the agenda of these counts, and of the rest nothing but what is named."""
    made = Counts.from_buffer_copy(counts)
    for part in PARTS.values():
        for name in part:
            if name not in names:
                empty = (ctypes.c_int64 * MOST_TABLES)() if name == "rows" else 0
                setattr(made, name, made.n_entries if name == "n_visits" else empty)
    return made


def page(counts: Counts, rounds: int) -> str:
    """Return the table: how often each primitive is done, and what it costs."""
    agenda = best_of(only(counts, ()), rounds)
    lines = [
        f"{'':32}{'times':>12}{'ms':>8}{'ns each':>9}",
        f"{'entries planned, taken, sorted':32}{counts.n_entries:>12,}{agenda * 1e3:>8.2f}"
        f"{agenda / counts.n_entries * 1e9:>9.1f}",
    ]
    for what, names in PARTS.items():
        n = sum(sum(counts.rows) if name == "rows" else getattr(counts, name) for name in names)
        n -= counts.n_entries if "n_visits" in names else 0
        time_ = best_of(only(counts, names), rounds) - agenda
        each = f"{time_ / n * 1e9:>9.1f}" if n else ""
        lines.append(f"{what:32}{n:>12,}{time_ * 1e3:>8.2f}{each}")
    whole = best_of(counts, rounds)
    lines.append(f"{'everything':32}{'':>12}{whole * 1e3:>8.2f}")
    bytes_rows = 8 * sum(n * width for n, width in zip(counts.rows, counts.width, strict=True))
    lines.append(
        f"{counts.n_records:,} records of {8 * counts.words_of_record} bytes; rows of "
        f"{bytes_rows / 2**20:.1f} MiB. The parts are each beside the agenda alone, and overlap."
    )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the table for one lane of a region."""
    from benchmarks.budget import counted

    parser = argparse.ArgumentParser(prog="python -m benchmarks skeleton", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=20, help="runs of each; the best is told")
    chosen = parser.parse_args(arguments)
    if library() is None:
        print(NO_COMPILER, file=sys.stderr)
        return 1
    found = counted(chosen.years)
    if found is None:
        return 1
    print(page(counts_of(found), chosen.rounds))
    return 0
