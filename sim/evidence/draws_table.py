"""The reference table of a calibration.

Parameters drawn from the prior, each simulated once, and what every target is in that simulation.
Blocks of draws are files that are whole or not there, named by all that decides them: the same
command goes on with what is missing.
"""

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.errors import ConfigError
from sim.common.files import replace
from sim.common.versions import model_version
from sim.engine.core import Keep
from sim.engine.core.batch import Workspace
from sim.engine.recording import Recording
from sim.evidence.targets import Target
from sim.evidence.validate import ASKED, applies
from sim.experiment.executors import Executor, TaskOutcome
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
    path = Path(folder) / f"{block.name}.parquet"
    replace(path, partial(frame.to_parquet, index=False))
    return str(path)


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
) -> Floats:
    """Return the statistics (n_draws, n_targets) of draws (n_draws, n_rows).

    Finished blocks in `folder` are read, not made again.

    Raises:
        ConfigError: a block cannot be simulated; says which draws and why. Finished blocks are
            kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [
        make_block(k, world, names, values[k : k + BLOCK], tuple(targets), seed)
        for k in range(0, len(values), BLOCK)
    ]
    tables = {block.first: table for block in blocks if (table := _read(folder, block)) is not None}
    done = sum(map(len, tables.values()))
    if progress is not None:
        progress(done, len(values))
    outcome: TaskOutcome
    for outcome in executor.run(
        [b for b in blocks if b.first not in tables], folder, simulate_block
    ):
        block: Block = outcome.task
        table = _read(folder, block)
        if outcome.path is None or table is None:
            raise ConfigError(
                f"draws {block.first} to {block.first + len(block.values) - 1} failed: "
                f"{outcome.failure}. What was finished is kept."
            )
        tables[block.first] = table
        done += len(table)
        if progress is not None:
            progress(done, len(values))
    return np.concatenate([tables[block.first] for block in blocks])


def _read(folder: Path, block: Block) -> Floats | None:
    """Return the statistics of a block, None where its file is not there, or is damaged.

    Then it is made again.
    """
    path = folder / f"{block.name}.parquet"
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError):
        return None
    names = [t.name for t in block.targets]
    if (
        list(frame.columns) != ["draw", *names]
        or len(frame) != len(block.values)
        or frame["draw"].iloc[0] != block.first
    ):
        return None
    return frame[names].to_numpy(np.float64)
