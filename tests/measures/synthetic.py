"""Recordings built by hand: blank ones to fill in, and lively ones for figures and pages."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.columns import TABLES
from sim.engine.periods import period_edges, period_sums
from sim.engine.recording import day_shapes
from sim.measures.inputs import Numbers
from sim.measures.lazy import Lazy
from sim.names import (
    PLACE_SETTINGS,
    Answer,
    Component,
    Decision,
    Outcome,
    Reason,
    Setting,
    Variant,
    Wait,
)

UNSAID = {"episodes": {"day_moved": -1}, "applications": {"day_answer": -1, "day_end": -1}}
DTYPE = {"int": np.int64, "float": np.float64, "bool": np.bool_}


@dataclass
class Made:
    """A recording made by hand: fill in `days` and `rows`; sums follow from days."""

    n_days: int
    day_start: int
    day_zero: dt.date = dt.date(2025, 1, 1)
    region_names: tuple[str, ...] = ("A",)
    replication: int = 0
    net_hours_per_fte_year: float = 1200.0
    world: Numbers | None = None
    rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    days: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    @property
    def edges(self) -> NDArray[np.int64]:
        return period_edges(self.day_zero, self.day_start, self.n_days)

    @property
    def sums(self) -> Lazy[NDArray[np.int64]]:
        return Lazy(self.days, lambda name: period_sums(self.days[name], self.edges))


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Return a table with exactly the recorded columns.

    What a row does not state is zero or false; an arrangement never moved, and ends in the form in
    which it began; an application stands without an answer.
    """
    columns = TABLES[name]
    if unknown := {key for row in rows for key in row} - set(columns):
        raise KeyError(f"the table '{name}' has no {sorted(unknown)}")
    unsaid = UNSAID.get(name, {})
    made = [{**unsaid, **row} for row in rows]
    if name == "episodes":
        made = [{"variant_end": row.get("variant", 0), **row} for row in made]
    return pd.DataFrame(
        {c: np.array([r.get(c, 0) for r in made], dtype=DTYPE[columns[c][0]]) for c in columns}
    )


def blank(
    n_days: int,
    day_start: int = 0,
    regions: tuple[str, ...] = ("A",),
    replication: int = 0,
    day_zero: dt.date = dt.date(2025, 1, 1),
) -> Made:
    """Return a recording in which nothing happens."""
    return Made(
        n_days,
        day_start,
        day_zero,
        regions,
        replication,
        rows={name: table(name) for name in TABLES},
        days={
            name: np.zeros(shape, np.int64)
            for name, shape in day_shapes(len(regions), n_days).items()
        },
    )


SHARES = (0.14, 0.34, 0.12, 0.14, 0.12, 0.05, 0.09)  # of the reasons, in a lively recording


def with_reasons(made: Made, shares: tuple[float, ...] = SHARES) -> Made:
    """Give every day of 1:1 in the census a reason, by form: about these shares, and what rounding
    leaves to the first.
    """
    census = made.days["census"][:, :, :, 1:].sum(axis=(1, 3))  # region, variant, day
    census[:, Variant.NONE] = 0
    reasons = made.days["reasons"]
    for reason in list(Reason)[1:]:
        reasons[:, :, reason] = np.floor(census * shares[reason])
    reasons[:, :, 0] = census - reasons[:, :, 1:].sum(axis=2)
    return made


def _second(
    made: Made, one_to_one: NDArray[np.int64], fall: NDArray[np.float64], rng: np.random.Generator
) -> None:
    """Fill in reasons, hours, people, decisions, waiting and applications."""
    with_reasons(made)
    days = made.days
    days["uncovered_minutes_per_day"][0] = (one_to_one * 60 * (1 + fall)).round()
    days["staff_in_use"][0, 0], days["staff_in_use"][0, 1] = one_to_one * 3, one_to_one
    days["without_programme"][0] = (one_to_one * 0.5).round()
    days["restraints"][0], days["unplanned_moves"][0] = rng.poisson(0.2, (2, made.n_days))
    days["decisions"][0, Decision.APPROVED] = rng.poisson(0.3, made.n_days)
    days["decisions"][0, Decision.REFUSED] = rng.poisson(0.05, made.n_days)
    days["start_waits"][0] = rng.poisson(0.1, made.n_days)
    days["queue"][0, PLACE_SETTINGS.index(Setting.FOLLOW_UP)] = 9
    days["kept_free"][0, PLACE_SETTINGS.index(Setting.FOLLOW_UP)] = 2
    applications = [
        {
            "id_youth": k // 4,
            "setting": Setting.FOLLOW_UP,
            "wait": Wait.AFTER_ONE_TO_ONE,
            "day_asked": (k // 4) * 20 + 5 * (k % 4),
            "day_answer": (k // 4) * 20 + 5 * (k % 4) + 9,
            "answer": Answer.ACCEPTED if k % 4 == 3 else Answer.REFUSED,
            "day_end": (k // 4) * 20 + 30,
            "is_placed": k % 4 == 3,
            "is_from_one_to_one": k % 8 < 4,
        }
        for k in range(made.n_days // 5 - 8)
    ]
    made.rows["applications"] = table("applications", *applications)


def lively(replication: int, effect: float = 0.0, years: int = 6) -> Made:
    """Return a recording that looks like a region.

    `effect` of the closed places goes, 1:1 rises meanwhile. Invented numbers.
    """
    rng = np.random.default_rng([17, replication])
    warm_up, d = 365, 365 + 365 * years + 1
    made = blank(d, warm_up, ("Noord",), replication)
    t = np.arange(d)
    fall = np.clip((t - warm_up) / (365 * 3), 0, 1) * effect
    noise = np.convolve(rng.normal(0, 1, d + 120), np.ones(120) / 120, mode="valid")[:d] * 9
    level = np.exp(rng.normal(0, 0.06))
    census = made.days["census"]
    for variant, setting, rung, mean, gain in (
        (Variant.GROUP, Setting.OPEN_GROUP, 2, 26, 4),
        (Variant.UNIT, Setting.ONE_TO_ONE_UNIT, 3, 7, 6),
        (Variant.SOLO, Setting.ONE_TO_ONE_SOLO, 3, 30, 16),
        (Variant.HOME, Setting.HOME, 2, 5, 1),
    ):
        census[0, setting, variant, rung] = np.maximum(
            level * mean + gain * fall + noise * np.sqrt(mean / 30), 0
        ).round()
    made.days["places"][0, Setting.JEUGDZORGPLUS] = (60 * (1 - fall)).round()
    made.days["places"][0, Setting.OPEN_GROUP] = 400
    census[0, Setting.JEUGDZORGPLUS, 0, 0] = (56 * (1 - fall) - np.abs(noise)).clip(0).round()
    census[0, Setting.OPEN_GROUP, 0, 0] = (350 + noise).round()
    one_to_one = census[0, :, :, 1:].sum(axis=(0, 1, 2))
    made.days["census_registered"][0] = (one_to_one * 0.6).round()
    made.days["waiting"][0, Wait.AFTER_ONE_TO_ONE] = (one_to_one * 0.15).round()
    made.days["staff_minutes_per_day"][0] = one_to_one * 20 * 60
    made.days["cents_per_day"][0, Component.ONE_TO_ONE_STAFF] = one_to_one * 95_000
    made.days["cents_per_day"][0, Component.ONE_TO_ONE_HOUSING] = one_to_one * 12_000
    made.days["cents_per_day"][0, Component.EVALUATION] = one_to_one * 900
    made.days["cents_per_day"][0, Component.PLACE] = 400 * 30_000
    _second(made, one_to_one, fall, rng)
    episodes: list[dict[str, Any]] = []
    spells: list[dict[str, Any]] = []
    for day in range(d):
        for _ in range(rng.poisson(0.16 + 0.05 * fall[day])):
            cause = int(rng.choice(6, p=[0.2, 0.2, 0.15, 0.3, 0.05, 0.1]))
            made.days["starts"][0, cause, day] += 1
            days = int(np.ceil(rng.weibull(0.9) * 260 * level * (1 + 0.15 * fall[day]))) + 1
            end = day + days if day + days < d else -1
            n = len(episodes)
            outcome = (
                int(rng.choice([1, 2, 3, 4], p=[0.25, 0.45, 0.2, 0.1]))
                if end >= 0
                else Outcome.RUNNING
            )
            episodes.append(
                {
                    "id_youth": n // 2,
                    "n_arrangement": n % 2,
                    "cause": cause,
                    "variant": Variant.SOLO,
                    "day_start": day,
                    "day_end": end,
                    "days_planned": 120,
                    "days_refused": days // 12,
                    "days_no_place_free": days // 6 - days // 12,
                    "days_not_ready": days - days // 6,
                    "is_contracted": rng.random() < 0.6,
                    "is_ret_at_start": rng.random() < 0.25,
                    "is_ret": rng.random() < 0.4,
                    "has_analysis_at_start": rng.random() < 0.2,
                    "has_plan": rng.random() < 0.3,
                    "outcome": outcome,
                    "cents": days * 107_000,
                }
            )
            spells.append(
                {
                    "variant": Variant.SOLO,
                    "level": 3,
                    "day_start": day,
                    "day_end": end,
                    "cents_per_day": 107_000,
                }
            )
    made.rows["episodes"], made.rows["spells"] = (
        table("episodes", *episodes),
        table("spells", *spells),
    )
    made.rows["stays"] = table(
        "stays",
        *(
            {
                "setting": Setting.JEUGDZORGPLUS,
                "day_start": k * 9,
                "day_end": min(k * 9 + 180, d - 1),
                "days_waited": 20 + k % 9,
                "is_crisis": k % 2,
                "is_unplanned_end": k % 5 == 0,
            }
            for k in range(d // 9)
        ),
    )
    evenings = made.edges[1:] - 1  # the last of every month
    made.rows["teams"] = table(
        "teams",
        *(
            {
                "day": day,
                "n_positions": 300,
                "n_settled": 200 - int(10 * effect),
                "n_agency": 40,
                "n_vacant": 20,
                "n_positions_core": 60,
                "n_settled_core": int(30 - 6 * effect + rng.integers(-4, 5)),
                "n_departures": 6,
            }
            for day in evenings
        ),
    )
    made.rows["ret"] = table(
        "ret",
        *({"day": day, "n_queue": 6, "n_reviewed": 8, "days_waited": 150} for day in evenings),
    )
    return made
