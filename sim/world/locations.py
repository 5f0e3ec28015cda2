"""The locations of a setting are dealt out to the services of that setting, by weight.

The capacity path closes the last location first, so every beginning of the row of locations has to
be as proportional as it can be.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm

FINEST = 1_000_000  # parts of one, up to which shares are told apart


@lru_cache(maxsize=4096)
def dealt(weights: tuple[float, ...], n_locations: int) -> tuple[int, ...]:
    """Return to which service each location of a setting belongs, in order of location.

    The next location goes, among the services that are not ahead of their share, to the one with
    the highest weight / (k + d), k being the locations that it has: whose turn is due first. With m
    services, not ahead is a share of the locations so far, this one included, of at least
    k + 1 / (2 m - 2), and d is 1 - 1 / (2 m - 2). Equal claims go by order. Every beginning of the
    row then differs less than one location from the exact shares, for every service; highest weight
    / (2 k + 1) alone (Sainte-Lague) does not do that where many small services stand beside a large
    one. More locations never take one from anybody.

    Args:
        weights: (n_services,) weights, > 0.
        n_locations: locations of the setting, >= 0.

    Returns:
        (n_locations,) index of a service, 0 .. n_services - 1.

    Source: R. Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980), 323-330.
    """
    if len(weights) < 2:
        return (0,) * n_locations
    whole = _whole(weights)
    total, parts = sum(whole), 2 * len(whole) - 2
    has = [0] * len(whole)
    row = []
    for n in range(1, n_locations + 1):
        due = [
            i for i, weight in enumerate(whole) if (weight * n - has[i] * total) * parts >= total
        ]
        service = max(due, key=lambda i: (Fraction(whole[i], parts * (has[i] + 1) - 1), -i))
        has[service] += 1
        row.append(service)
    return tuple(row)


def n_locations(places: float, group_size: float) -> int:
    """Return how many locations hold so many places: the rule of sim/rules/stay.py."""
    from sim.rules.stay import n_locations as rule  # compiled when it is first needed

    return int(rule(float(places), float(group_size)))


def _whole(weights: Sequence[float]) -> tuple[int, ...]:
    """Return whole numbers in the same proportion.

    A share such as 0.08333 stands for 1/12, so that equal claims are equal whatever was divided.
    """
    exact = [Fraction(weight) for weight in weights]
    near = [each.limit_denominator(FINEST) or each for each in exact]
    common = lcm(*(each.denominator for each in near))
    return tuple(int(each * common) for each in near)
