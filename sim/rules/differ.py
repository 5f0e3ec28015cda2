"""Process 17, regions differ: reluctance, use of the RET, evaluation and tariffs.

Each region's own effect is drawn once per replication from a common distribution. Source:
CCE/Leiden 2025, regioverschillen; K62. Form: logistic spread, assumption.
"""

import math
from typing import NamedTuple

from sim.compiled import rule


class DifferenceParameters(NamedTuple):
    """Scales of what differs between regions."""

    reluctance: float  # scale of the log-odds off every provider's chance of accepting
    ret: float  # scale of the log of the factor on consulting the RET
    evaluation: float  # scale of the log of the factor on the days between evaluations
    tariff: float  # scale of the log of the factor on the tariff of 1:1


@rule
def effect(u: float, scale: float) -> float:
    """Return a region's own effect: the logistic quantile times its scale, 0 at the median."""
    return scale * math.log(u / (1.0 - u))


@rule
def factor(u: float, scale: float) -> float:
    """Return a region's own factor: 1 at the median."""
    return math.exp(effect(u, scale))
