"""Plausible arguments for every rule, by the name of the argument, and pairs of calls that differ
in one argument only.
"""

import inspect
import math
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any, NamedTuple, get_type_hints

from hypothesis import strategies as st

from sim.compiled import rule
from sim.rules import escalate
from tests.rules.groups import GROUP_OF

# Grids, not all floats: two different values differ so much that a strict direction survives
# rounding.
UNIT = st.integers(0, 100).map(lambda k: k / 100)
LUCK = st.integers(0, 2**32 - 1).map(lambda word: (word + 0.5) / 4294967296.0)
LEVEL_5, LEVEL_10 = st.integers(0, 5), st.integers(0, 10)
LOG_ODDS = st.integers(-20, 20).map(lambda k: k / 10)
N_PER_TEAM = st.integers(0, 15)
PLACES = st.integers(0, 800).map(lambda k: k / 4)

DOMAINS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("u", "first", "second", "third"), LUCK),
    **dict.fromkeys(
        (
            "severity",
            "rank",
            "match",
            "occupancy",
            "stability",
            "fit",
            "dependency",
            "not_permanent",
            "leadership",
            "vacant",
            "uncovered",
            "label",
            "chance",
            "chance_before",
            "duty_to_accept",
            "supply",
            "behaviour_share",
        ),
        UNIT,
    ),
    **dict.fromkeys(("p_keep", "group_funding", "p_agency", "p_restrain"), UNIT),
    **dict.fromkeys(("behaviour", "fear", "level", "rest", "burden"), LEVEL_5),
    **dict.fromkeys(("trust", "competence", "strain"), LEVEL_10),
    **dict.fromkeys(("log_setting", "setting_cope", "setting_accept"), LOG_ODDS),
    **dict.fromkeys(("odds", "odds_before", "of_youth"), LOG_ODDS),
    **dict.fromkeys(("n", "n_settled", "n_new", "n_agency", "n_uncovered", "n_filled"), N_PER_TEAM),
    **dict.fromkeys(("places", "positions_of_location.n_places"), PLACES),
    "weight": st.integers(1, 1 << 28),
    "passed": st.integers(0, 1 << 30),
    "needed": st.integers(1, 1 << 40),
    "n_places": st.integers(0, 200),
    **dict.fromkeys(("n_left", "n_left_agency"), st.integers(0, 6)),
    "n_due": st.integers(0, 12),
    "n_youths": st.integers(0, 14),
    "holder": st.integers(0, 3),
    **dict.fromkeys(
        ("per_youth", "staff", "mean_of_scale_1", "mean_at_scale_1"),
        st.integers(1, 30).map(lambda k: k / 10),
    ),
    "is_closed_on_date": st.sampled_from([0.0, 1.0]),
    **dict.fromkeys(
        (
            "day",
            "day_authorised_until",
            "days",
            "days_in_one_to_one",
            "days_since_departure",
            "days_since_step",
            "days_waited",
            "day_asked",
            "day_at_risk_until",
            "day_case",
            "day_limit",
            "day_tolerance",
            "day_from",
            "day_until",
            "days_since",
        ),
        st.integers(0, 4000),
    ),
    "days_without_incident": st.integers(0, 400),
    **dict.fromkeys(("reluctance", "known"), st.integers(-6, 6).map(lambda k: k / 10)),
    **dict.fromkeys(
        ("own", "own_days"), st.integers(1, 400).map(lambda k: k / 4) | st.just(math.nan)
    ),
    **dict.fromkeys(("of_region", "of_provider"), st.integers(20, 80).map(lambda k: k / 40)),
    "scale": st.integers(0, 32).map(lambda k: k / 40),
    "advice": st.integers(0, 2),
    "n_now": st.integers(0, 200),
    "n_past": st.integers(0, 800).map(lambda k: k / 4),
    "n_months": st.integers(1, 400),
    "participation": st.integers(0, 3),
    "of_setting": st.integers(0, 3).map(float),
    "profile": st.integers(0, 2),
    "profiles": st.integers(0, 7),
    "here": st.integers(-1, 9),
    "n_positions": st.integers(1, 15),
    "n_moves": LEVEL_10,
    "n_refused": LEVEL_5,
    "n_rungs": st.integers(1, 5),
    "n_group": st.integers(1, 14).map(float),
    "n_sites": st.integers(0, 300),
    "n_open": st.integers(0, 60),
    "n_present": st.integers(0, 250),
    "days_asked": st.integers(0, 400),
    "abruptness": st.integers(0, 4),
    "stance": st.integers(-1, 1),
    "years": st.integers(900, 2300).map(lambda k: k / 100),
    **dict.fromkeys(("days_age", "days_from", "days_until"), st.integers(3288, 8400)),
    "cause": LEVEL_5,
    "variant": st.integers(1, 4),
    "wait": st.integers(1, 4),
    "k": st.integers(0, 6),
    "week": st.integers(0, 1500),
    "setting": st.integers(0, 6),
    "outcome": st.integers(0, 5),
    "youth": st.integers(0, (1 << 36) - 1),
    "u_days": LUCK,
    "nth": st.integers(0, 60),
    "group_size": st.integers(1, 14).map(float),
    "per_place": st.integers(1, 30).map(lambda k: k / 10),
    "one_to_one_load": st.integers(0, 30).map(lambda k: k / 10),
    "demand_fte": st.integers(0, 60).map(lambda k: k * 50.0),
    "minutes": st.integers(0, 4320),
    "minutes_per_day": st.integers(0, 4320),
    "factor": st.integers(20, 400).map(lambda k: k / 100),
    "euro": st.integers(0, 10**8).map(lambda k: k / 1000),
    "rate": st.floats(0.0, 2000.0),
    "left": st.integers(1, 1 << 37),
    "daily": st.integers(0, 1 << 42),
    "x": st.floats(-60.0, 60.0),
    "per_year": st.floats(0.0, 1e6),
    "highest": LEVEL_10.map(lambda k: k + 1),
    "days_mean": st.integers(0, 1200).map(float),
    "shape": st.integers(6, 40).map(lambda k: k / 10),
    "mean": st.integers(0, 40).map(lambda k: k / 4),
    "spread": st.integers(0, 50).map(lambda k: k / 100),
    # where one name is used for another range
    "fit_of.mean": UNIT,
    "label.variant": st.integers(0, 4),
    "dependency.days": st.integers(0, 4000).map(float),
    "days_dependent.days": st.integers(0, 4000).map(float),
    "days_kept": st.integers(0, 120),
    "days_known": st.integers(0, 480),
    "next_rung.level": st.integers(1, 5),
    "demand_fte.n_positions": st.integers(0, 5000),
    "whole_days.days": st.integers(-40, 4000).map(lambda k: k / 8),
    "clip.level": st.integers(-20, 20),
    "towards.level": st.integers(-20, 20),
    "towards.rest": st.integers(-20, 20),
}


def hints(rule: Any) -> dict[str, Any]:
    """Return the annotation of each argument of a rule, in order."""
    found = inspect.get_annotations(rule.py_func, eval_str=True)
    return {name: hint for name, hint in found.items() if name != "return"}


@cache
def flat_hints(rule: Any) -> dict[str, Any]:
    """Return the same with the fields of a group of arguments in the place of the group."""
    flat: dict[str, Any] = {}
    for name, hint in hints(rule).items():
        flat |= get_type_hints(hint) if is_group(hint) else {name: hint}
    return flat


def is_group(hint: Any) -> bool:
    """Tell whether an argument is a group of arguments, and not one of parameters."""
    return hasattr(hint, "_fields") and hint not in GROUP_OF


def domain(rule: Any, name: str) -> st.SearchStrategy[Any]:
    """Return what an argument of a rule, or a field of a group of arguments, can be."""
    hint = flat_hints(rule)[name]
    if hint is bool:
        return st.booleans()
    if hint in GROUP_OF:
        return st.just(GROUP_OF[hint])
    own = f"{rule.__name__}.{name}"
    return DOMAINS[own if own in DOMAINS else name]


def arguments(rule: Any, **fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return calls of a rule: arguments by name, some of them fixed."""
    return st.fixed_dictionaries(
        {
            name: st.just(fixed[name]) if name in fixed else domain(rule, name)
            for name in flat_hints(rule)
        }
    )


def in_order(rule: Any, values: dict[str, Any]) -> list[Any]:
    """Return the arguments of a call in order, groups of arguments made from their fields."""
    return [
        hint(**{field: values[field] for field in hint._fields}) if is_group(hint) else values[name]
        for name, hint in hints(rule).items()
    ]


def call(rule: Any, values: dict[str, Any]) -> Any:
    """Return the value of a rule at arguments by name, in whatever order they stand."""
    return rule(*in_order(rule, values))


@rule
def incident_rate(at: escalate.Exposure, p: escalate.EscalateParameters) -> float:
    """Return what both executors let a youth spend: its own factor, in the time of its team."""
    return escalate.own_factor(at, p) * escalate.rate_around(at, p)


class Moved(NamedTuple):
    """Two calls of one rule that differ in one argument, or in one parameter of its group."""

    rule: str
    name: str
    low: Any
    high: Any
    at_low: Any
    at_high: Any
    others: dict[str, Any]

    def __str__(self) -> str:
        """Say both numbers."""
        return (
            f"{self.rule} is {self.at_low} at {self.name} {self.low} and {self.at_high} at "
            f"{self.high}; others {self.others}"
        )


@st.composite
def moving(
    draw: st.DrawFn, rule: Any, name: str, over: st.SearchStrategy[Any] | None = None, **fixed: Any
) -> Moved:
    """Return a pair of calls in which argument (or field of the group) `name` is lower and higher,
    and all else the same.
    """
    values = draw(arguments(rule, **fixed))
    low, high = sorted(
        draw(
            st.lists(
                domain(rule, name) if over is None else over, min_size=2, max_size=2, unique=True
            )
        )
    )

    def at(value: Any) -> Any:
        if name in values:
            return call(rule, {**values, name: value})
        return call(rule, {**values, "p": values["p"]._replace(**{name: value})})

    others = {k: v for k, v in values.items() if k not in (name, "p")}
    return Moved(rule.__name__, name, low, high, at(low), at(high), others)


def draws(n: int) -> list[float]:
    """Return n draws spread evenly over (0, 1): the middles of n equal parts."""
    return [(k + 0.5) / n for k in range(n)]


def mean_over_draws(inverse: Callable[[float], float], n: int = 20_000) -> float:
    """Return the mean of an inverse distribution function over evenly spread draws.

    A quadrature, no chance in it.
    """
    return sum(map(inverse, draws(n))) / n


def plain(rule: Any) -> Any:
    """Return a rule in plain Python, with every rule that it calls in plain Python as well."""
    function = rule.py_func
    known = dict(function.__globals__)
    called = [
        name
        for name in function.__code__.co_names
        if hasattr(known.get(name), "py_func") and known[name] is not rule
    ]
    known.update({name: plain(known[name]) for name in called})
    return FunctionType(function.__code__, known)
