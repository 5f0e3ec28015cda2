"""The reference table of a calibration.

Parameters drawn from the prior, each simulated once, and what every target is in that simulation.
Blocks of draws are files that are whole or not there, named by all that decides them and by what is
in them (`sim.evidence.kept_tables`): the same command goes on with what is missing.
"""

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.errors import ConfigError
from sim.common.versions import model_version
from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.engine.recording import Recording
from sim.evidence.kept_tables import KeptTables, read_table, write_table
from sim.evidence.targets import Target
from sim.evidence.validate import ASKED, applies
from sim.experiment.executors import Executor, TaskOutcome
from sim.experiment.store import StoreError
from sim.front_door import prepare
from sim.measures.catalogue import count
from sim.measures.window import window
from sim.world.build import World, with_values

START, END = dt.date(2019, 1, 1), dt.date(2026, 1, 1)  # the years from which figures come
BLOCK = 20  # draws per file
# bytes of a block that are kept for the next draw: worlds in which 1:1 runs away need far more room
# than others
LARGEST = 100 * 2**20
_mine = threading.local()


@dataclass(frozen=True)
class Block:
    """Some draws: all that a worker needs.

    `values` is (n_draws, n_rows); draw k is replication k, with luck of its own.
    """

    first: int
    world: World
    names: tuple[str, ...]
    values: Floats
    targets: tuple[Target, ...]
    seed: int
    key: str

    @property
    def name(self) -> str:
        """Return the beginning of the name of its file."""
        return f"draws-{self.first:06d}-{self.key}"


def make_block(
    first: int,
    world: World,
    names: tuple[str, ...],
    values: Floats,
    targets: tuple[Target, ...],
    seed: int,
) -> Block:
    """Return a block with the hash of all that decides its figures as its key."""
    asked = [[t.name, t.measure, str(t.start), str(t.until)] for t in targets]
    digest = hashlib.sha256(
        json.dumps([model_version(), world.fingerprint, names, asked, seed, first]).encode()
    )
    digest.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return Block(first, world, names, values, targets, seed, digest.hexdigest()[:16])


def targets_of(targets: Sequence[Target], region: str) -> list[Target]:
    """Return the targets that a run of this region can compute within the years simulated."""
    return [t for t in targets if applies(t, region) and t.start >= START and t.until <= END]


def base_world(region: str) -> World:
    """Return the baseline over the years from which figures come, all rows where they stand."""
    return prepare(
        "baseline", region=region, start=START, end=END, record="days", replications=1
    ).world


def statistics_of(recording: Recording, targets: Sequence[Target]) -> Floats:
    """Return what each target is in one simulation, NaN where it is undefined."""
    values = np.full(len(targets), np.nan)
    for start, until in sorted({(t.start, t.until) for t in targets}):
        seen = window(recording, start, until)
        for k, target in enumerate(targets):
            if (target.start, target.until) == (start, until):
                values[k] = count(target.measure, seen, ASKED)
    return values


def simulate_block(block: Block, folder: str) -> str:
    """Simulate a block of draws and write [draw, one column per target]; return the path.

    Runs in a worker. A draw whose world overflows a counter of the core gets no figures (NaN
    throughout).

    Raises:
        StoreError: it cannot be written; names the folder and why.
    """
    rows = []
    for k, values in enumerate(block.values):
        workspace: Workspace | None = getattr(_mine, "workspace", None)
        if workspace is None or workspace.block.nbytes > LARGEST:
            workspace = _mine.workspace = Workspace(Keep(days=True))
        try:
            recording = workspace.run(
                with_values(block.world, block.names, values.tolist()), block.seed, block.first + k
            )
        except OverflowError:  # no region resembles it: more events than ids have room for
            rows.append(np.full(len(block.targets), np.nan))
        else:
            rows.append(statistics_of(recording, block.targets))
    frame = pd.DataFrame(np.array(rows), columns=[t.name for t in block.targets])
    frame.insert(0, "draw", np.arange(block.first, block.first + len(frame)))
    try:
        return str(write_table(Path(folder), block.name, frame))
    except OSError as error:
        raise StoreError(
            f"{folder}: draws cannot be written ({error.strerror or error}). What was finished is "
            "kept; make room or mend the folder, then give the same command again: it goes on "
            "with what is missing."
        ) from error


def simulate_draws(
    values: Floats,
    names: tuple[str, ...],
    world: World,
    targets: Sequence[Target],
    *,
    seed: int,
    folder: Path,
    executor: Executor,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str], None] | None = None,
) -> Floats:
    """Return the statistics (n_draws, n_targets) of draws (n_draws, n_rows).

    Finished blocks in `folder` are read, not made again; damaged ones are put aside, which `note`
    is told in one line, and made again.

    Raises:
        ConfigError: a block cannot be simulated or written; says which draws and why. Finished
            blocks are kept.
    """
    blocks = [
        make_block(k, world, names, values[k : k + BLOCK], tuple(targets), seed)
        for k in range(0, len(values), BLOCK)
    ]
    kept = KeptTables(folder)
    tables = {
        block.first: found
        for block in blocks
        if (found := _figures(kept.read(block.name), block)) is not None
    }
    if note is not None and (told := kept.told()):
        note(told)
    done = sum(map(len, tables.values()))
    if progress is not None:
        progress(done, len(values))
    outcome: TaskOutcome
    try:
        for outcome in executor.run(
            [b for b in blocks if b.first not in tables], folder, simulate_block
        ):
            tables[outcome.task.first] = _made(outcome)
            done += len(outcome.task.values)
            if progress is not None:
                progress(done, len(values))
    except StoreError as error:
        raise ConfigError(str(error)) from error
    return np.concatenate([tables[block.first] for block in blocks])


def _made(outcome: TaskOutcome) -> Floats:
    """Return the statistics of a block that was simulated just now.

    Raises:
        ConfigError: it could not be, or its file does not hold what was written.
    """
    block, failure, found = outcome.task, outcome.failure, None
    if outcome.path is not None:
        try:
            found = _figures(read_table(outcome.path), block)
        except (OSError, ValueError) as error:
            failure = str(error)
    if found is None:
        raise ConfigError(
            f"draws {block.first} to {block.first + len(block.values) - 1} failed: "
            f"{failure or 'their file holds something else'}. What was finished is kept."
        )
    return found


def _figures(frame: pd.DataFrame | None, block: Block) -> Floats | None:
    """Return the statistics in the table of a block; None where it is not one."""
    names = [t.name for t in block.targets]
    if frame is None or list(frame.columns) != ["draw", *names]:
        return None
    if frame["draw"].tolist() != list(range(block.first, block.first + len(block.values))):
        return None
    return frame[names].to_numpy(np.float64)
