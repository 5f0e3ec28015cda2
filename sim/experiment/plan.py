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
    key: str

    @property
    def name(self) -> str:
        """Return the beginning of the name of its file."""
        return f"{self.point:06d}-{self.replications[0]:06d}-{self.key}"


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
        design = self.design
        blocks = [
            tuple(range(k, min(k + design.block, design.replications)))
            for k in range(0, design.replications, design.block)
        ]
        return [
            Task(
                p.number,
                p.scenario,
                p.world,
                design.seed,
                block,
                key_of(p.world, design.seed, block),
            )
            for p in self.points
            for block in blocks
        ]

    def table(self) -> pd.DataFrame:
        """Return one row per point: [point, scenario, base, one column per axis].

        A lever is missing in a base.
        """
        names = [axis.name for axis in self.design.axes]
        rows = [
            {
                "point": p.number,
                "scenario": p.scenario,
                "base": p.base,
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


def key_of(world: World, seed: int, replications: Sequence[int]) -> str:
    """Return the hash of all that decides the result of a task.

    Model, numbers, seed, replications.
    """
    parts = json.dumps([model_version(), world.fingerprint, seed, list(replications)])
    return hashlib.sha256(parts.encode()).hexdigest()[:20]


def make_plan(design: Design) -> Plan:
    """Return all points of a design, every one of them checked before anything runs.

    Raises:
        ConfigError: a value that is not allowed, or a scenario or region that does not exist.
    """
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
