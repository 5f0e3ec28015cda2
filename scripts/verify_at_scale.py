"""Laws at a size that only the compiled core can reach.

Python scripts/verify_at_scale.py [replications] [years] [region]. For every replication of the
whole country, from its rows and its sums by month (integers, so exactly):
* conservation: youth-days counted from the spells of all youths are those of the census, in every
  region, setting, form, rung and month;
* Little's law per setting with places: days spent in stays are youth-days in the census;
* arrivals and returns less leavings are those who are there;
* cost: staff and housing of 1:1 counted from the spells are those in the books, and so are all
  one-off amounts in the episodes.

Prints what was checked; ends with exit code 1 and the first fault if a law does not hold.
"""

import datetime as dt
import sys
import time

import numpy as np
from numpy.typing import NDArray

from sim.engine.core import Keep, run_batch
from sim.engine.recording import Recording
from sim.front_door import prepare
from sim.names import N_LEVELS, N_PLACE_SETTINGS, N_SETTINGS, N_VARIANTS, Component

Ints = NDArray[np.int64]


def sums_of(rows: Ints, start: Ints, end: Ints, edges: Ints, n_cells: int, weight: Ints) -> Ints:
    """Return weight x days by cell and period, (n_cells, n_periods), without a table of all
    stretches by all periods.
    """
    total = np.zeros((n_cells, len(edges)), dtype=np.int64)  # weight-days before each edge
    for k, edge in enumerate(edges):
        np.add.at(total[:, k], rows, weight * (np.clip(edge, start, end) - start))
    found: Ints = np.diff(total, axis=1)
    return found


def faults_of(r: Recording) -> list[str]:
    """Return every law that does not hold in a recording."""
    faults = []
    n = len(r.region_names)
    spells = {name: r.rows["spells"][name].to_numpy() for name in r.rows["spells"]}
    end = np.where(spells["day_end"] < 0, r.n_days, spells["day_end"])
    shape = (n, N_SETTINGS, N_VARIANTS, N_LEVELS)
    cell = np.ravel_multi_index(
        tuple(spells[c] for c in ("region", "setting", "variant", "level")), shape
    )
    again = sums_of(
        cell,
        spells["day_start"],
        end,
        r.edges,
        int(np.prod(shape)),
        np.ones(len(cell), dtype=np.int64),
    )
    if not np.array_equal(again.reshape(*shape, -1), r.sums["census"]):
        faults.append("youth-days of the spells are not those of the census")
    stays = {name: r.rows["stays"][name].to_numpy() for name in r.rows["stays"]}
    last = np.where(stays["day_end"] < 0, r.n_days, stays["day_end"])
    in_stays = np.bincount(
        stays["setting"],
        weights=(last - stays["day_start"]).astype(float),
        minlength=N_PLACE_SETTINGS,
    ).astype(np.int64)
    in_census = r.sums["census"].sum(axis=(0, 2, 3, 4))[:N_PLACE_SETTINGS]
    if not np.array_equal(in_stays, in_census):
        faults.append(
            f"Little's law: days of stays {in_stays.tolist()}, youth-days {in_census.tolist()}"
        )
    there = int(
        sum(
            r.sums[name].sum() * sign
            for name, sign in (("arrivals", 1), ("returned", 1), ("left", -1))
        )
    )
    running = int((spells["day_end"] < 0).sum())
    if there != running:
        faults.append(f"in less out is {there}, {running} are there at the end")
    money = sums_of(spells["region"], spells["day_start"], end, r.edges, n, spells["cents_per_day"])
    booked = r.sums["cents_per_day"][
        :, [Component.ONE_TO_ONE_STAFF, Component.ONE_TO_ONE_HOUSING]
    ].sum(axis=1)
    if not np.array_equal(money, booked):
        faults.append("staff and housing of the spells are not those in the books")
    once = int(r.sums["cents_per_day"][:, [Component.EVALUATION, Component.AUTHORISATION]].sum())
    reviews = int(r.sums["cents_per_day"][:, Component.REVIEW].sum())
    in_episodes = int(r.rows["episodes"]["cents"].sum()) - int(booked.sum())
    if not once <= in_episodes <= once + reviews:
        faults.append(
            f"one-off amounts in episodes {in_episodes}, in the books {once} and reviews {reviews}"
        )
    return faults


def main(replications: str = "1000", years: str = "5", region: str = "nederland") -> int:
    end = dt.date(2025 + int(years), 1, 1)
    world = prepare(
        "jzplus_zero_2030",
        region=region,
        replications=1,
        seed=11,
        start=dt.date(2025, 1, 1),
        end=end,
        warm_up_years=0.0,
    ).world
    began, days, money, done = time.monotonic(), 0, 0, 0
    for lanes in run_batch([world], int(replications), seed=11, keep=Keep(), chunk=2):
        for lane in lanes:
            faults = faults_of(lane.recording)
            if faults:
                print(f"replication {lane.replication}: {'; '.join(faults)}")
                return 1
            days += int(lane.recording.sums["census"].sum())
            money += int(lane.recording.sums["cents_per_day"].sum())
            done += 1
        if done % 50 < len(lanes):
            print(f"{done} replications, {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    counted = (
        f"{days:,} youth-days and {money / 1e11:,.1f} billion euro counted twice, no difference"
    )
    print(f"{done:,} replications of {region} over {years} years: {counted}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
