"""Run all replications of worlds with one of the two executors.

Compiled on threads, or the reference on processes.
"""

import concurrent.futures
from collections.abc import Callable, Sequence

import psutil

from sim.common.errors import ConfigError
from sim.common.processes import Workers
from sim.engine.recording import Recording, words_of_recording
from sim.world.build import World

ENGINES = ("core", "reference")
RECORDS = ("tables", "days", "events")
WORD = 8  # bytes
Progress = Callable[[int, int], None]


def execute(
    engine: str,
    world: World,
    seed: int,
    replications: int | Sequence[int],
    record: str,
    workers: int,
    progress: Progress | None,
) -> list[Recording]:
    """Return the recordings of one world in order of replication; as `execute_all`."""
    (recordings,) = execute_all(engine, [world], seed, replications, record, workers, progress)
    return recordings


def execute_all(
    engine: str,
    worlds: Sequence[World],
    seed: int,
    replications: int | Sequence[int],
    record: str,
    workers: int,
    progress: Progress | None,
) -> list[list[Recording]]:
    """Return the recordings of each world in order of replication, the same for both engines and
    any number of workers.

    The compiled engine runs a past that worlds have in common once.

    Args:
        engine: one of `ENGINES`.
        worlds: what is run.
        seed: seed of all draws.
        replications: how many (numbered from 0), or their numbers.
        record: one of `RECORDS`.
        workers: threads or processes.
        progress: called with (replications finished, replications in all), of all worlds together.
    """
    tell = progress or (lambda done, total: None)
    numbers = range(replications) if isinstance(replications, int) else replications
    total = len(worlds) * len(numbers)
    tell(0, total)
    days, events = record in ("days", "events"), record == "events"
    if engine == "core":
        from sim.engine.core import Keep, run_batch  # compiles: only where it is used

        batch = run_batch(
            worlds,
            numbers,
            seed=seed,
            keep=Keep(days=days, events=events),
            threads=workers,
            progress=tell,
        )
        found = {(lane.world, lane.replication): lane.recording for part in batch for lane in part}
        return [[found[k, number] for number in numbers] for k in range(len(worlds))]
    recordings: list[list[Recording]] = []
    for k, world in enumerate(worlds):
        before = k * len(numbers)

        def told(done: int, _: int, before: int = before) -> None:
            tell(before + done, total)

        if workers == 1:
            runs = run_one_by_one(world, seed, numbers, events, days, told)
        else:
            runs = run_on_processes(world, seed, numbers, events, days, workers, told)
        recordings.append(runs)
    return recordings


def run_one_by_one(
    world: World, seed: int, numbers: Sequence[int], events: bool, days: bool, tell: Progress
) -> list[Recording]:
    """Run the reference executor in this process."""
    recordings = []
    for replication in numbers:
        recordings.append(run_reference(world, seed, replication, events, days))
        tell(len(recordings), len(numbers))
    return recordings


def run_reference(world: World, seed: int, replication: int, events: bool, days: bool) -> Recording:
    """Run one replication with the reference executor."""
    from sim.engine.reference import run

    return run(world, seed=seed, replication=replication, events=events, days=days)


def run_on_processes(
    world: World,
    seed: int,
    numbers: Sequence[int],
    events: bool,
    days: bool,
    workers: int,
    tell: Progress,
) -> list[Recording]:
    """Run the reference executor on so many processes.

    Raises:
        ConfigError: a process was ended from outside.
    """
    results: dict[int, Recording] = {}
    pool = Workers(workers)
    try:
        futures = {pool.submit(run_reference, world, seed, k, events, days): k for k in numbers}
        for future in concurrent.futures.as_completed(futures):
            results[futures[future]] = future.result()
            tell(len(results), len(numbers))
    except KeyboardInterrupt:
        pool.end()  # else each would first finish its replication, and leaving would wait for them
        raise
    except concurrent.futures.process.BrokenProcessPool as error:
        raise ConfigError(
            "a worker process was ended from outside (out of memory?); nothing was written. Run "
            "again with fewer 'workers', or 'workers=1'."
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [results[k] for k in numbers]


def check_memory(world: World, replications: int, record: str) -> None:
    """Refuse a run whose recordings would not fit in memory.

    Raises:
        ConfigError: says how much is needed and how much there is.
    """
    each = WORD * words_of_recording(world, days=record != "tables", events=record == "events")
    available = available_memory()
    if available is not None and each * replications > available:
        fit = int(available // each)
        less = "fewer regions or years" + (', or record="tables"' if record != "tables" else "")
        way_out = f"Use at most {fit:,} replications" if fit else "Not even one fits: use"
        way_out = f"{way_out}{', ' if fit else ' '}{less}."
        raise ConfigError(
            f"{replications:,} replications need about {each * replications / 2**30:,.1f} GiB of "
            f"memory ({each / 2**20:,.1f} MiB each); "
            f"{available / 2**30:,.1f} GiB is available. {way_out}"
        )


def available_memory() -> int | None:
    """Return the bytes that can be used now; None where the system does not say."""
    try:
        return int(psutil.virtual_memory().available)
    except (OSError, NotImplementedError):
        return None
