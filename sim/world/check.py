"""Checks of a whole world before it runs: what no single row can know."""

from sim.common.errors import Faults
from sim.world.build import World


def check_world(world: World) -> None:
    """Refuse a world that cannot be simulated.

    Raises:
        ConfigError: arrivals above the ceiling from which they are thinned, or shares that add up
            to more than one; all faults at once.
    """
    faults = Faults()
    for index, region in enumerate(world.region_names):
        ceiling = world.values[index, world.column("arrival.ceiling_per_10000")]
        column = world.column("arrival.per_10000")
        highest = max([world.values[index, column], *_later(world, index, column)])
        if highest > ceiling:
            faults.add(
                f"region {region}: 'arrival.per_10000' reaches {highest:g} per year; at most "
                f"'arrival.ceiling_per_10000' = {ceiling:g} is allowed, "
                "because arrivals are thinned from candidates at that rate. Lower the arrivals, or "
                "raise the ceiling in the region's file "
                "(which draws other candidates)."
            )
        shares = [f"arrival.share_age_{band}" for band in ("9_11", "12_14", "15_17")]
        total = sum(world.values[index, world.column(name)] for name in shares)
        if total >= 1.0:
            faults.add(
                f"region {region}: {', '.join(shares)} add up to {total:g}; less than 1 is "
                "allowed, the rest is 18 to 22. Lower one of them."
            )
    faults.stop()


def _later(world: World, region: int, column: int) -> list[float]:
    return [
        float(v)
        for v in world.change_value[(world.change_region == region) & (world.change_name == column)]
    ]
