"""What is timed: a region, the country, small worlds, and a queue that a few lines of SimPy can
express too.
"""

import datetime as dt
import math
from functools import cache
from typing import Any

import simpy

from sim.common.calendar import DAYS_PER_YEAR
from sim.draws import uniform
from sim.front_door import prepare
from sim.world.build import World
from tests.laws.test_theory import OFF
from tests.worlds import fixed, small_parameters

PER_YEAR, DAYS_STAY, PLACES = 400.0, 150.0, 180


@cache
def world(
    region: str | tuple[str, ...] = "noord_holland", years: int = 10, warm_up_years: int = 5
) -> World:
    """Return a world with all rules on."""
    names = list(region) if isinstance(region, tuple) else region
    end = dt.date(2025 + years, 1, 1)
    return prepare(
        "jzplus_zero_2030",
        region=names,
        replications=1,
        seed=1,
        start=dt.date(2025, 1, 1),
        end=end,
        warm_up_years=warm_up_years,
    ).world


@cache
def small_world(years: int = 3) -> World:
    """Return a region of some eighty places."""
    arguments: dict[str, Any] = {
        "start": dt.date(2025, 1, 1),
        "end": dt.date(2025 + years, 1, 1),
        "warm_up_years": 0.0,
    }
    return prepare(
        "baseline",
        region="noord_holland",
        replications=1,
        seed=1,
        parameters=small_parameters(),
        **arguments,
    ).world


@cache
def queue_world(years: int = 20) -> World:
    """Return the queue as a world of the model.

    Feedbacks off, one setting, arrivals, waiting and stays.
    """
    values = {
        **OFF,
        "arrival__population": 100_000,
        "arrival__per_10000": PER_YEAR / 10,
        "arrival__ceiling_per_10000": PER_YEAR / 10,
        "setting__open_group__places": PLACES,
        "setting__open_group__days_stay": DAYS_STAY,
    }
    arguments: dict[str, Any] = {
        "start": dt.date(2025, 1, 1),
        "end": dt.date(2025 + years, 1, 1),
        "warm_up_years": 0.0,
    }
    parameters = {**small_parameters(), **fixed(**values)}
    return prepare(
        "baseline",
        region="noord_holland",
        replications=1,
        seed=1,
        parameters=parameters,
        **arguments,
    ).world


def simpy_queue(seed: int, n_days: int) -> int:
    """Run the queue in plain SimPy: one process per youth, a Resource for the places.

    Return stays that ended.
    """
    environment = simpy.Environment()
    places = simpy.Resource(environment, PLACES)
    ended = 0

    def youth(n: int) -> Any:
        nonlocal ended
        with places.request() as request:
            yield request
            yield environment.timeout(
                max(1, math.ceil(DAYS_STAY * -math.log(1.0 - uniform(seed, 0, 2, n, 18, 0))))
            )
            ended += 1

    def arrivals() -> Any:
        time, n = 0.0, 0
        while True:
            time += -math.log(1.0 - uniform(seed, 0, 5, n, 0, 0)) / (PER_YEAR / DAYS_PER_YEAR)
            yield environment.timeout(max(0, math.floor(time) - environment.now))
            environment.process(youth(n))
            n += 1

    environment.process(arrivals())
    environment.run(until=n_days)
    return ended


def ciw_queue(seed: int, n_days: int) -> int | None:
    """Run the queue in Ciw: Poisson arrivals, exponential stays, so many servers.

    Return stays that ended, None where Ciw is not installed.
    """
    try:
        import ciw
    except ImportError:
        return None
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=PER_YEAR / DAYS_PER_YEAR)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / DAYS_STAY)],
        number_of_servers=[PLACES],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(n_days)
    return len(simulation.get_all_records())
