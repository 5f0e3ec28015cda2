"""Made-up samples, so that the page can be tested without a simulation."""

import threading
from collections.abc import Callable

import numpy as np

from sim.engine.core.pause import NotWantedError
from sim.measures.kpis import KPIS
from sim.page.computing.sample import DAYS, SERIES, Sample
from sim.why.explain import Counted, Started
from sim.world.build import World

N_MONTHS = 120
LABELS = {
    "duration": ("quarter", "median", "three_quarters"),
    "starts_by_cause": (
        "no_secure_place",
        "no_place",
        "refused",
        "escalation",
        "proactive",
        "no_follow_up",
    ),
    "outcome": ("positive", "stabilised", "failed", "aged_out", "not_funded"),
    "refusals_per_placement": ("median", "mean"),
}


def sample(replication: int, level: float = 100.0, noise: float = 1.0) -> Sample:
    """Return a sample whose numbers lie around `level`; the same replication has the same luck."""
    luck = np.random.default_rng(replication).normal(size=(len(SERIES), N_MONTHS)) * noise
    numbers = {
        f"{k.name}.{label}" if label else k.name: level + float(luck[0, 0])
        for k in KPIS
        for label in LABELS.get(k.name, ("",))
    }
    survival = np.linspace(1.0, 0.05, len(DAYS))
    starts = tuple(Started(n, 200 * n, 3 * n) for n in range(6))
    return Sample(
        replication, numbers, np.abs(level + luck), survival, Counted(3652, starts, int(level))
    )


def level_of(world: World) -> float:
    """Return the level that a made-up variant has.

    Its own, so that one visitor's cannot be taken for another's.
    """
    return 110.0 + int(world.fingerprint[:4], 16) / 1000


class MadeUpRunner:
    """Runs no simulation: the base gives 100, any other world a level of its own.

    Remembers what it was asked; `gate` holds it up, after so many lanes that are `free`.
    """

    def __init__(
        self, fails: bool = False, gate: threading.Event | None = None, free: int = 0
    ) -> None:
        self.fails, self.gate, self.free = fails, gate, free
        self.asked: list[tuple[str, int]] = []
        self.given_up: list[tuple[str, int]] = []

    def run(
        self, base: World, world: World, replication: int, is_wanted: Callable[[], bool]
    ) -> Sample:
        """Return a made-up sample, or give up where nobody wants it any more."""
        self.asked.append((world.fingerprint, replication))
        if self.gate is not None and len(self.asked) > self.free:
            self.gate.wait(10)
        if not is_wanted():
            self.given_up.append((world.fingerprint, replication))
            raise NotWantedError
        if self.fails and world != base:
            raise RuntimeError("made up")
        return sample(replication, 100.0 if world == base else level_of(world))
