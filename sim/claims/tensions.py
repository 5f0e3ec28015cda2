"""Three tensions of the sources, measured rather than averaged away.

Relief and harm, newcomers as threat and fresh start, two forms of review.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from sim.claims.sides import Key, Measure, members_of, run_sides, worlds_for
from sim.common.arrays import Floats
from sim.common.calendar import DAYS_ONE_YEAR, DAYS_PER_YEAR, months_of
from sim.common.watch import Progress
from sim.measures import cost, duration, stepping_down, volume
from sim.measures.incidents import incidents_alone_between
from sim.measures.inputs import View, ratio
from sim.names import Component
from sim.plots.tensions import Tensions
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows

Changes = Mapping[str, float]
DAYS_BIN = 91
N_BINS = 8  # quarters of a year: two years
DEPARTURES = (0.05, 0.1, 0.14, 0.2, 0.3, 0.4, 0.5)
NEITHER: Changes = {"escalation.one_to_one_relief": 0.0, "escalation.rest_isolated": 0.0}
EFFECTS: Mapping[str, Changes] = {
    "relief": {"escalation.one_to_one_relief": 0.8, "escalation.rest_isolated": 0.0},
    "isolation": {"escalation.one_to_one_relief": 0.0, "escalation.rest_isolated": 1.0},
    "both": {"escalation.one_to_one_relief": 0.8, "escalation.rest_isolated": 1.0},
}
REVIEWS: Mapping[str, Changes] = {
    "as_is": {},
    "six_weeks": {"evaluation.interval_days": 42},
    "six_weeks_outsider": {"evaluation.interval_days": 42, "evaluation.p_outside_expert": 0.9},
    "half_year_grant": {"authorisation.term_days": 182},
    "three_year_grant": {"authorisation.term_days": 3 * DAYS_ONE_YEAR},
    "maximum": {"authorisation.maximum_days": 180},
}


def deliberation_per_youth_year(recording: View) -> float:
    """Return euro per youth-year of 1:1 for evaluations, reviews by the RET and renewals of
    authorisations.
    """
    cents = cost.cents(recording, Component.EVALUATION, Component.REVIEW, Component.AUTHORISATION)
    return ratio(
        float(cents.sum()) / cost.CENTS * DAYS_PER_YEAR,
        float(volume.one_to_one_days(recording).sum()),
    )


def measure_tensions(
    ensemble: pd.DataFrame | None = None,
    *,
    replications: int = 24,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Tensions:
    """Run the sides of the three tensions.

    Arguments and errors as in `sim.claims.judge.run_claims`.
    """
    rows = load_rows(default_conf() / "parameters", default_groups())
    members = members_of(ensemble, rows)
    bins = {
        str(k): incidents_alone_between(k * DAYS_BIN, (k + 1) * DAYS_BIN) for k in range(N_BINS)
    }
    asked: dict[Key, dict[str, Measure]] = {}

    def key_of(changes: Changes, measures: Mapping[str, Callable[[View], float]]) -> Key:
        key = Key(tuple(sorted((name, "set", float(value)) for name, value in changes.items())))
        asked.setdefault(key, {}).update(measures)
        return key

    attempts: dict[str, Measure] = {
        "attempts": stepping_down.per_episode("n_attempts", stepping_down.HELD)
    }
    forms: dict[str, Measure] = {
        "cost": deliberation_per_youth_year,
        "days": duration.mean_duration,
    }
    neither = key_of(NEITHER, bins)
    effects = {name: key_of(changes, bins) for name, changes in EFFECTS.items()}
    fresh = {
        name: [
            key_of({"staff.departures_per_year": rate, "staff.p_fresh_start": p}, attempts)
            for rate in DEPARTURES
        ]
        for name, p in (("none", 0.0), ("certain", 1.0))
    }
    reviews = {name: key_of(changes, forms) for name, changes in REVIEWS.items()}
    worlds = worlds_for(list(asked), members, rows, ())
    found = run_sides(
        worlds,
        dict.fromkeys(asked, replications),
        asked,
        seed=seed,
        workers=workers,
        progress=progress,
    )

    def values(key: Key, name: str) -> Floats:
        got = found[key, name]
        each: Floats = got[0] if len(got) == 1 else np.nanmean(got, axis=1)
        return each

    def columns(keys: Sequence[Key], names: Sequence[str]) -> Floats:
        return np.stack([values(key, name) for key, name in zip(keys, names, strict=True)], axis=1)

    base = columns([neither] * N_BINS, list(bins))
    return Tensions(
        months=months_of((np.arange(N_BINS) + 0.5) * DAYS_BIN),
        effect={name: columns([key] * N_BINS, list(bins)) - base for name, key in effects.items()},
        departures=np.array(DEPARTURES),
        attempts={name: columns(keys, ["attempts"] * len(keys)) for name, keys in fresh.items()},
        review_cost={name: values(key, "cost") for name, key in reviews.items()},
        review_days={name: values(key, "days") for name, key in reviews.items()},
    )
