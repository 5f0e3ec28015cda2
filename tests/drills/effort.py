"""How much a drill tries: the short form runs with every suite, the long one with `-m drill`."""

import os
import random
import secrets
from collections import Counter
from dataclasses import dataclass, field

USUAL_SEED = 20_261_127
VARIABLE = "DOORSTROOM_DRILL_SEED"  # a whole number, or the word random


@dataclass(frozen=True)
class Effort:
    """How often a drill tries each thing."""

    name: str
    flips: int  # of one bit, and other damage to files
    kills: int  # of a running command
    interrupts: int  # typed in a terminal
    worlds: int  # simulated by both executors
    tasks: int  # small ones, through one folder of results
    requests: int  # of a visitor who means no good
    rounds: int  # of anything else


SHORT = Effort("short", 40, 2, 6, 10, 400, 60, 1)
LONG = Effort("long", 2_000, 60, 150, 300, 10_000, 300, 20)


def chosen_seed() -> int:
    """Return the seed of a drill: the usual one, that of the environment, or any."""
    asked = os.environ.get(VARIABLE, "")
    if asked == "random":
        return secrets.randbelow(10**9)
    return int(asked) if asked else USUAL_SEED


@dataclass
class Drill:
    """What a drill is given, and what it tells: one line at the end of the test run.

    Attributes:
        effort: how often to try.
        seed: of all that is drawn; stands in the line.
        rng: draws from that seed.
        counts: what became of the tries, in the order in which it was first counted.
    """

    effort: Effort
    seed: int
    rng: random.Random = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def count(self, what: str, n: int = 1) -> None:
        """Count one thing that happened; `n=0` names a thing that never should."""
        self.counts[what] += n

    def figures(self) -> str:
        """Return the counts in words."""
        return ", ".join(f"{n:,} {what}" for what, n in self.counts.items()) or "nothing counted"
