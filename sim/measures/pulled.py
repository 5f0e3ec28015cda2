"""What it costs to pull a lever that has no price of its own in what is recorded.

Each part follows from how far its lever was pulled from where it was, times how much of it there
is, times a price (`conf/parameters/cost.yaml`; assumptions of this model, no figures). Where it
*was* is the value in force on the first day of the run, warm-up included (`row_at_start`): no row
that is pulled here has dated values in the data, so that is what would have been in force all the
time without the scenario, and a baseline costs nothing. A run that begins after a lever was pulled
takes it for granted. A lever pulled the other way saves nothing, but for tariffs. Where a recording
does not know its world, all of it is NaN. Source: docs/model.md, What a policy costs.
"""

import numpy as np

from sim.common.arrays import Floats
from sim.common.calendar import DAYS_PER_YEAR
from sim.measures.cost import CENTS
from sim.measures.in_force import row_at_start, row_by_period
from sim.measures.inputs import (
    Recording,
    days_per_period,
    n_years,
    ratio,
    reported,
    reported_edges,
)
from sim.measures.placing import placed
from sim.measures.rows import months
from sim.names import PLACE_SETTINGS, Component, Decision, Setting

PER_INHABITANTS = 10_000.0  # of which arrivals are a rate
ALL_BUT_GONE = 2.0**-6  # of what it was: a rate is never halved more than six times
ASKED = [k for k, s in enumerate(PLACE_SETTINGS) if s != Setting.CRISIS_GROUP]  # may say no


def per_position(recording: Recording, euro: Floats) -> float:
    """Return euro per year of what costs so much per position and year in each region and period,
    `(n_regions, n reporting periods)`; a month row holds the positions of a month.
    """
    teams = months(recording, "teams")
    period = np.searchsorted(reported_edges(recording), teams["day"], side="right") - 1
    cost = teams["n_positions"] * euro[teams["region"], period]
    return ratio(float(cost.sum()), len(np.unique(teams["day"])))


def tariffs(recording: Recording) -> float:
    """Return euro per year by which tariffs of places and of staff of 1:1 rise to close the gap
    with costs, from what is recorded; negative where they lag further behind.
    """
    was, now = _was_and_now(recording, "search.tariff_gap")
    rise = _share(was - now, 1.0 - was)
    paid = reported(recording, "cents_per_day")[:, [Component.PLACE, Component.ONE_TO_ONE_STAFF]]
    return ratio(float((paid.sum(axis=1) * rise).sum()) / CENTS, n_years(recording))


def retention(recording: Recording) -> float:
    """Return euro per year of pay, rosters and reflection that keep colleagues: so much per
    position for every halving of departures.
    """
    was, now = _was_and_now(recording, "staff.departures_per_year")
    left = np.maximum(_share(now, was, nothing=1.0), ALL_BUT_GONE)
    halvings = np.maximum(-np.log2(left), 0.0)
    return per_position(recording, halvings * _price(recording, "retention_per_position_year"))


def duty(recording: Recording) -> float:
    """Return euro per year of staff at hand for youths whom a group did not choose: so much per
    place at a full duty to accept. A crisis place has no choice anyway.
    """
    places = reported(recording, "places")[:, ASKED].sum(axis=1)
    pulled = row_by_period(recording, "search.duty_to_accept")
    cost = places * pulled * _price(recording, "duty_per_place_year")
    return ratio(float(cost.sum()) / DAYS_PER_YEAR, n_years(recording))


def guarantee(recording: Recording) -> float:
    """Return euro per year of coaching, and of the promise of help or return, with which providers
    become less reluctant: for each youth placed from 1:1, by the share of reluctance that went.
    """
    was, now = _was_and_now(recording, "search.accept_after_one_to_one")
    gone = np.maximum(_share(was - now, was), 0.0)
    rows = placed(recording)
    rows = rows.where(rows["is_from_one_to_one"].astype(np.bool_))
    period = np.searchsorted(reported_edges(recording), rows["day_end"], side="right") - 1
    euro = (gone * _price(recording, "guarantee_per_placement"))[rows["region"], period]
    return ratio(float(euro.sum()), n_years(recording))


def prevention(recording: Recording) -> float:
    """Return euro per year of help that comes earlier, for each youth who therefore did not
    arrive: inhabitants times the fall of the rate of arrivals.
    """
    was, now = _was_and_now(recording, "arrival.per_10000")
    per_year = row_by_period(recording, "arrival.population") / PER_INHABITANTS
    spared = per_year * np.maximum(was - now, 0.0) * days_per_period(recording) / DAYS_PER_YEAR
    cost = (spared * _price(recording, "prevention_per_request")).sum()
    return ratio(float(cost), n_years(recording))


def faster_decisions(recording: Recording) -> float:
    """Return euro per year of deciding sooner: for each request for 1:1 decided on (those that
    began and those that were refused, at a renewal too), by the share of the days that went.
    """
    was, now = _was_and_now(recording, "decision.days")
    gone = np.maximum(_share(was - now, was), 0.0)
    begun = reported(recording, "starts").sum(axis=1)
    decided = begun + reported(recording, "decisions")[:, Decision.REFUSED]
    cost = (decided * gone * _price(recording, "per_faster_decision")).sum()
    return ratio(float(cost), n_years(recording))


def _was_and_now(recording: Recording, name: str) -> tuple[Floats, Floats]:
    """Return a row as it was, `(n_regions, 1)`, and in each reporting period, `(n_regions, n
    periods)`.
    """
    return row_at_start(recording, name), row_by_period(recording, name)


def _price(recording: Recording, name: str) -> Floats:
    return row_by_period(recording, f"cost.{name}")


def _share(part: Floats, whole: Floats, nothing: float = 0.0) -> Floats:
    """Return part / whole, `nothing` where there is no whole."""
    there = np.broadcast_to(whole, part.shape)
    share: Floats = np.divide(part, there, out=np.full(part.shape, nothing), where=there != 0.0)
    return share
