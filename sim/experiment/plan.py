"""A design made into points (a world each) and tasks (a point and a block of replications), each
with the hash of all that decides its result.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.common.errors import ConfigError, Faults
from sim.common.versions import model_version
from sim.experiment.design import Axis, Design
from sim.front_door import prepare
from sim.world.build import World

MOST_TASKS = 2_000_000


@dataclass(frozen=True)
class Point:
    """One scenario with one value for every lever and assumption that is varied."""

    number: int
    scenario: str
    values: Mapping[str, float]  # of the axes that hold here
    base: int  # number of the point it is compared with; its own for a base
    world: World


@dataclass(frozen=True)
class Task:
    """Some replications of one point.

    All that a worker needs, and nothing that it has to look up.
    """

    point: int
    scenario: str
    world: World
    seed: int
    replications: tuple[int, ...]
    name: str

    @property
    def key(self) -> str:
        """Return the hash of all that decides its result."""
        return self.name.rpartition("-")[2]


@dataclass(frozen=True)
class Plan:
    """All points and tasks of a design."""

    design: Design
    points: tuple[Point, ...]

    @property
    def n_replications(self) -> int:
        """Replications in all."""
        return len(self.points) * self.design.replications

    def tasks(self) -> list[Task]:
        """Return all tasks, in order of point and replication."""
        return [
            Task(p.number, p.scenario, p.world, self.design.seed, block, self._name(p, block))
            for p in self.points
            for block in blocks_of(self.design.replications, self.design.block)
        ]

    def is_begun(self, name: str) -> bool:
        """Tell whether a name is that of a task which has more replications now.

        The last block of a sweep that grows: it is made again as a whole.
        """
        number, first, _ = name.split("-")
        point, start = int(number), int(first)
        if point >= len(self.points) or start % self.design.block:
            return False
        longest = min(self.design.block, self.design.replications - start)
        return any(
            name == self._name(self.points[point], tuple(range(start, start + n)))
            for n in range(1, longest)
        )

    def _name(self, point: Point, replications: Sequence[int]) -> str:
        world, seed = point.world.fingerprint, self.design.seed
        return task_name(point.number, world, model_version(), seed, replications)

    def table(self) -> pd.DataFrame:
        """Return one row per point: [point, scenario, base, world, one column per axis].

        `world` is the fingerprint of all numbers of the point.

        A lever is missing in a base.
        """
        names = [axis.name for axis in self.design.axes]
        rows = [
            {
                "point": p.number,
                "scenario": p.scenario,
                "base": p.base,
                "world": p.world.fingerprint,
                **{name: p.values.get(name) for name in names},
            }
            for p in self.points
        ]
        return pd.DataFrame(rows).astype({name: float for name in names})

    def fingerprint(self) -> str:
        """Return a hash over everything but the number of replications, which may grow."""
        parts = [[p.number, p.scenario, p.base, p.world.fingerprint] for p in self.points]
        return hashlib.sha256(
            json.dumps([parts, self.design.seed, self.design.block]).encode()
        ).hexdigest()[:16]


def blocks_of(replications: int, block: int) -> list[tuple[int, ...]]:
    """Return the numbers of replications in blocks; the last one may be shorter."""
    return [tuple(range(k, min(k + block, replications))) for k in range(0, replications, block)]


def task_name(point: int, world: str, model: str, seed: int, replications: Sequence[int]) -> str:
    """Return the name of a task: `<point>-<first replication>-<key>`.

    The key is the hash of all that decides its result: version of the model, numbers, seed and
    replications.

    Args:
        point: number of the point.
        world: fingerprint of all its numbers.
        model: version of the model.
        seed: of the design.
        replications: their numbers.
    """
    parts = json.dumps([model, world, seed, list(replications)])
    key = hashlib.sha256(parts.encode()).hexdigest()[:20]
    return f"{point:06d}-{replications[0]:06d}-{key}"


def make_plan(design: Design) -> Plan:
    """Return all points of a design, every one of them checked before anything runs.

    Raises:
        ConfigError: a value that is not allowed, a scenario or region that does not exist, or more
            tasks than a sweep can have.
    """
    _check_size(design)
    _check_ends(design)
    points: list[Point] = []
    base_of: dict[tuple[tuple[str, float], ...], int] = {}
    for sample in design.samples():
        chosen = list(zip(design.axes, sample, strict=True))
        fixed = [(axis, value) for axis, value in chosen if not axis.is_lever]
        key = tuple((axis.name, value) for axis, value in fixed)
        if key not in base_of:  # assumptions hold in the base too; levers do not
            base_of[key] = len(points)
            points.append(_point(len(points), len(points), design.base, design, fixed))
        for scenario in design.scenarios:
            points.append(_point(len(points), base_of[key], scenario, design, chosen))
    return Plan(design, tuple(points))


def _point(
    number: int, base: int, scenario: str, design: Design, chosen: Sequence[tuple[Axis, float]]
) -> Point:
    return Point(
        number,
        scenario,
        {axis.name: value for axis, value in chosen},
        base,
        _world(scenario, design, chosen),
    )


def _world(scenario: str, design: Design, chosen: Sequence[tuple[Axis, float]]) -> World:
    levers = {axis.name: axis.setting(value) for axis, value in chosen if axis.is_lever}
    parameters = {axis.name: axis.setting(value) for axis, value in chosen if not axis.is_lever}
    region = design.region if isinstance(design.region, str) else list(design.region)
    return prepare(
        scenario,
        region=region,
        replications=1,
        seed=design.seed,
        levers=levers,
        parameters=parameters,
        **design.run,
    ).world


def _check_size(design: Design) -> None:
    blocks = -(-design.replications // design.block)
    n = design.n_points * (len(design.scenarios) + 1) * blocks
    if n > MOST_TASKS:
        raise ConfigError(
            f"{design.file}: {design.n_points:,} points with {design.replications:,} replications "
            f"in blocks of {design.block:,} are {n:,} tasks; at most {MOST_TASKS:,}. Ask for fewer "
            "points or replications, or for larger blocks ('block')."
        )


def _check_ends(design: Design) -> None:
    """Check scenarios, region and both ends of every axis first, so that a fault is told once and
    not for every point.
    """
    faults = Faults()
    cases: list[tuple[str, list[tuple[Axis, float]]]] = [
        (scenario, []) for scenario in (design.base, *design.scenarios)
    ]
    for scenario in design.scenarios:
        cases.extend((scenario, [(axis, end)]) for axis in design.axes for end in axis.ends)
    for scenario, chosen in cases:
        try:
            _world(scenario, design, chosen)
        except ConfigError as error:
            for message in error.faults:
                faults.add(
                    message if message.startswith(design.file) else f"{design.file}: {message}"
                )
    faults.stop()
