"""What a policy costs by itself: no lever is free.

Training, practice leadership and less restraint (which takes training) follow from how far those
levers were pulled, over all positions; posts from how far a setting has more of them per place than
its tariff pays for; evaluations, reviews and the tariff of places that are kept for who is in
transition are recorded already; places that stand empty cost a share of the tariff of their
setting. Levers that buy nothing themselves: `sim/measures/pulled.py`. Rows:
`conf/parameters/cost.yaml`. Where a recording does not know its world, what needs one is NaN.
Source: docs/model.md, What a policy costs.
"""

import numpy as np

from sim.common.arrays import Floats
from sim.common.calendar import DAYS_PER_YEAR
from sim.measures import pulled
from sim.measures.cost import CENTS, cents, total_per_year
from sim.measures.in_force import row_by_period
from sim.measures.inputs import Recording, n_years, ratio, reported
from sim.measures.placing import empty_days
from sim.names import PLACE_SETTINGS, Component, Setting

RECORDED = ("evaluation", "review", "kept_places")  # parts that are in the recorded cost already


def by_part(recording: Recording) -> dict[str, float]:
    """Return the cost per year of each part of a policy (euro)."""
    return {
        "training": _per_position(recording, "staff.training", "cost.training_per_position_year"),
        "leadership": _per_position(
            recording, "staff.practice_leadership", "cost.leadership_per_position_year"
        ),
        "retention": pulled.retention(recording),
        "less_restraint": _per_position(
            recording, "escalation.less_restraint", "cost.training_per_position_year"
        ),
        "posts": sum(_posts(recording, setting) for setting in PLACE_SETTINGS),
        "evaluation": _recorded(recording, Component.EVALUATION),
        "review": _recorded(recording, Component.REVIEW),
        "empty_places": sum(_empty(recording, setting) for setting in PLACE_SETTINGS),
        "kept_places": sum(_kept(recording, setting) for setting in PLACE_SETTINGS),
        "tariffs": pulled.tariffs(recording),
        "duty": pulled.duty(recording),
        "guarantee": pulled.guarantee(recording),
        "prevention": pulled.prevention(recording),
        "faster_decisions": pulled.faster_decisions(recording),
    }


def per_year(recording: Recording) -> float:
    """Return the cost per year of a policy by itself (euro), all parts."""
    return sum(by_part(recording).values())


def all_in_per_year(recording: Recording) -> float:
    """Return cost per year of all components (euro), with the parts of the policy that are in none
    of them.
    """
    parts = by_part(recording)
    return total_per_year(recording) + sum(v for k, v in parts.items() if k not in RECORDED)


def _per_position(recording: Recording, lever: str, price: str) -> float:
    """Return euro per year of a lever from 0 to 1 with a price per position and year at 1."""
    intensity, euro = (row_by_period(recording, name) for name in (lever, price))
    return pulled.per_position(recording, intensity * euro)


def _posts(recording: Recording, setting: Setting) -> float:
    """Return euro per year of the posts per place that a setting has beyond its reference, which
    its tariff pays for; negative where it has fewer.
    """
    here = f"setting.{setting.name.lower()}"
    posts, usual, euro = (
        row_by_period(recording, name)
        for name in (
            f"{here}.positions_per_place",
            f"{here}.positions_reference",
            "cost.per_position_year",
        )
    )
    places = reported(recording, "places")[:, PLACE_SETTINGS.index(setting)]
    cost = (places * (posts - usual) * euro).sum()
    return ratio(float(cost) / DAYS_PER_YEAR, n_years(recording))


def _recorded(recording: Recording, component: Component) -> float:
    return ratio(float(cents(recording, component).sum()) / CENTS, n_years(recording))


def _tariff(recording: Recording, setting: Setting) -> Floats:
    """Return the tariff of a place (euro per day), `(n_regions, n reporting periods)`."""
    return row_by_period(recording, f"setting.{setting.name.lower()}.tariff_per_day")


def _empty(recording: Recording, setting: Setting) -> float:
    places = reported(recording, "places")[:, PLACE_SETTINGS.index(setting)]
    euro = _tariff(recording, setting) * row_by_period(recording, "cost.empty_place_share")
    weighted = (places * euro).sum(axis=0)
    mean = weighted / np.maximum(places.sum(axis=0), 1)  # over regions, by their places
    return ratio(float((empty_days(recording, setting) * mean).sum()), n_years(recording))


def _kept(recording: Recording, setting: Setting) -> float:
    kept = reported(recording, "kept_free")[:, PLACE_SETTINGS.index(setting)]
    return ratio(float((kept * _tariff(recording, setting)).sum()), n_years(recording))
