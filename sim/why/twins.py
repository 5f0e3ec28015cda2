"""Counterfactual twins: the same youth with the same luck under two policies, side by side.

A twin is one synthetic youth of one replication who is in both runs; every draw of chance about
this youth has the same address under both policies. Nobody here exists: youths are numbers that the
model made. What is given back and drawn carries a label ("A"), never the number.

Largest differences are extremes, chosen because they are: they show what a policy can do to one
youth, not what it does to most. A random choice shows that better. How often it happens stands in
the KPIs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.common import arguments as check
from sim.common.arrays import Floats, Ints
from sim.common.calendar import years_of
from sim.common.errors import Faults, refuse
from sim.engine.execute import run_reference
from sim.engine.recording import Recording
from sim.front_door import Result, check_pair
from sim.measures.cost import CENTS
from sim.measures.groups import SETTINGS_ALONE
from sim.measures.rows import column, days_in_period
from sim.plots.twins import figure_twins, plot_twin
from sim.readable.frame import Shown, Shows, checked_language, on_axis
from sim.readable.why import Pairs
from sim.why.twin_log import spans, timeline
from sim.words.catalogue import say
from sim.words.numbers import plain
from sim.words.report import title_with

PICKS = ("largest", "random")
MEASURES = ("days_one_to_one", "days_alone", "euro", "moves")
SIDES = ("base", "other")


@dataclass(frozen=True, repr=False)
class Twins(Shows):
    """Youths under two policies.

    Attributes:
        titles: titles of base and other, each with keys nl and en.
        pairs: one row per youth: [youth, replication, years_at_arrival, then per measure
            <measure>_base, <measure>_other, <measure>_difference]: days
            in 1:1, days alone (unit or separate location) and euro of 1:1 (staff and housing) in
            the reporting period; moves since arrival.
        timelines: one row per thing that happened: [youth, policy, day, date, until, event, nl, en,
            place, level, team_stability]; policy is
            base or other, day is the day of the run; see `sim.why.twin_log.timeline`.
        spans: one row per stretch of days: [youth, policy, start, end, place, level].
    """

    titles: tuple[Mapping[str, str], Mapping[str, str]]
    pairs: Pairs
    timelines: pd.DataFrame = field(repr=False)
    spans: pd.DataFrame = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"<Twins: {len(self.pairs)} youths under {self.titles[0]['en']} and "
            f"{self.titles[1]['en']}>"
        )

    def _table(self) -> Shown:
        return self.pairs

    def plot(self, ax: Axes | None = None, youth: str = "A", language: str = "en") -> Axes:
        """Draw both lives of one youth, base above.

        On `ax`, or on an axis of its own; give the axis back.
        """
        lang = checked_language(language)
        if youth not in set(self.pairs["youth"]):
            refuse(
                f"twins: there is no youth '{youth}'; choose one of "
                f"{', '.join(self.pairs['youth'])}."
            )
        mine = [frame[frame["youth"] == youth] for frame in (self.spans, self.timelines)]
        sides = (self.titles[0][lang], self.titles[1][lang])

        def draw(made: Axes) -> Axes:
            made.set_title(self.headings(lang)[youth], loc="left", weight="bold")
            return plot_twin(made, mine[0], mine[1], sides, lang)

        return on_axis(ax, draw, (9.0, 3.4))

    def headings(self, language: str) -> dict[str, str]:
        """Return, by label, each youth in words.

        Days in 1:1 under the one policy instead of the other.
        """
        days = zip(
            *(
                self.pairs[name]
                for name in ("youth", "days_one_to_one_base", "days_one_to_one_other")
            ),
            strict=True,
        )
        text = say("figures.twins.heading", language)
        return {
            youth: text.format(
                youth=youth, base=plain(before, 0, language), other=plain(after, 0, language)
            )
            for youth, before, after in days
        }

    def figure(self, language: str = "en") -> Figure:
        """Return a figure of all youths, one below the other, with a legend.

        Draw it inside `sim.plots.style.styled()`.
        """
        return figure_twins(
            self.spans,
            self.timelines,
            self.headings(language),
            [title[language] for title in self.titles],
            language,
        )


def twins(
    base: Result,
    other: Result,
    *,
    n: int = 1,
    pick: str = "largest",
    by: str = "days_one_to_one",
    seed: int = 1,
) -> Twins:
    """Return youths under two policies, out of those who were in 1:1 in the reporting period under
    at least one of them.

    Args:
        base: what `sim.simulate(...)` gave for the base.
        other: likewise for the other scenario: the same seed, period, region and replications.
        n: youths, 1 to 26; fewer are given back where there are fewer.
        pick: "largest" (difference, either way) or "random".
        by: what differs: "days_one_to_one", "days_alone", "euro" or "moves".
        seed: seed of the random choice.

    Raises:
        ConfigError: wrong arguments, results that cannot be paired, nobody in 1:1, or results that
            cannot be made again with this version.
    """
    faults = Faults()
    n = check.whole(n, "n", faults, 1, len(ascii_uppercase))
    seed = check.whole(seed, "seed", faults, 0, check.SEED_MAX - 1)
    pick, by = check.choice(pick, "pick", faults, PICKS), check.choice(by, "by", faults, MEASURES)
    faults.stop()
    check_pair(base, other)
    pool = _pool(base, other)
    if pool.empty:
        refuse(
            "twins: no youth was in 1:1 in the reporting period under either policy. Take a longer "
            "period or more replications."
        )
    chosen = _choose(pool, n, pick, by, seed)
    logs = _Logs({"base": base, "other": other})
    labels = dict(zip(chosen.index, ascii_uppercase, strict=False))
    lives: dict[str, list[pd.DataFrame]] = {"timelines": [], "spans": []}
    for (replication, id_youth), label in labels.items():
        for side in SIDES:
            recording, world = logs.of(side, replication), logs.results[side].world
            for name, read in (("timelines", timeline), ("spans", spans)):
                frame = read(recording, world, id_youth)
                frame.insert(0, "youth", label)
                frame.insert(1, "policy", side)
                lives[name].append(frame)
    first, second = (
        title_with(result.scenario.title, len(result.settings.get("levers", ())))
        for result in (base, other)
    )
    pairs = chosen.reset_index().drop(columns="id_youth")
    pairs.insert(0, "youth", list(labels.values()))
    return Twins(
        (first, second),
        Pairs(pairs, {"titles": (first, second)}),
        *(pd.concat(frames, ignore_index=True) for frames in lives.values()),
    )


def _choose(pool: pd.DataFrame, n: int, pick: str, by: str, seed: int) -> pd.DataFrame:
    """Return the rows of the youths chosen.

    Equal differences in order of replication and number.
    """
    n = min(n, len(pool))
    if pick == "random":
        return pool.iloc[np.random.default_rng(seed).choice(len(pool), n, replace=False)]
    return pool.iloc[np.argsort(-pool[f"{by}_difference"].abs().to_numpy(), kind="stable")[:n]]


def _pool(base: Result, other: Result) -> pd.DataFrame:
    """Return every youth in both runs who was in 1:1 in at least one.

    Index (replication, id_youth), columns as `Twins.pairs`.
    """
    frames = []
    for a, b in zip(base.recordings, other.recordings, strict=True):
        first, second = of_youths(a), of_youths(b)[list(MEASURES)].add_suffix("_other")
        both = first.rename(columns={measure: f"{measure}_base" for measure in MEASURES}).join(
            second, how="inner"
        )
        both = both[(both["days_one_to_one_base"] > 0) | (both["days_one_to_one_other"] > 0)]
        frames.append(pd.concat({a.replication: both}, names=["replication"]))
    pool = pd.concat(frames).sort_index()
    columns = ["years_at_arrival"]
    for measure in MEASURES:
        pool[f"{measure}_difference"] = pool[f"{measure}_other"] - pool[f"{measure}_base"]
        columns += [f"{measure}_{side}" for side in (*SIDES, "difference")]
    return pool[columns]


def of_youths(recording: Recording) -> pd.DataFrame:
    """Return the measures of every youth of one replication.

    Index id_youth, columns `years_at_arrival` and `MEASURES`.
    """
    youths = {
        name: column(recording, "youths", name)
        for name in ("id_youth", "days_age_at_arrival", "n_moves", "n_moves_at_arrival")
    }
    spells = {
        name: column(recording, "spells", name)
        for name in ("id_youth", "setting", "level", "cents_per_day", "day_start", "day_end")
    }
    days = days_in_period(recording, pd.DataFrame(spells))
    order = np.argsort(youths["id_youth"])
    row = order[np.searchsorted(youths["id_youth"], spells["id_youth"], sorter=order)]

    def total(amount: Ints) -> Floats:
        return np.bincount(row, amount.astype(np.float64), minlength=len(order)).astype(np.float64)

    return pd.DataFrame(
        {
            "years_at_arrival": years_of(youths["days_age_at_arrival"]).round(1),
            "days_one_to_one": total(days * (spells["level"] > 0)).astype(np.int64),
            "days_alone": total(days * np.isin(spells["setting"], SETTINGS_ALONE)).astype(np.int64),
            "euro": total(days * spells["cents_per_day"]) / CENTS,
            "moves": youths["n_moves"] - youths["n_moves_at_arrival"],
        },
        index=pd.Index(youths["id_youth"], name="id_youth"),
    )


class _Logs:
    """Recordings with the full log; where it was not recorded, the one replication is run again."""

    def __init__(self, results: Mapping[str, Result]) -> None:
        self.results = results
        self._made: dict[tuple[str, int], Recording] = {}

    def of(self, side: str, replication: int) -> Recording:
        key = (side, replication)
        if key not in self._made:
            result = self.results[side]
            recorded = next(r for r in result.recordings if r.replication == replication)
            self._made[key] = (
                recorded
                if result.settings.get("record") == "events"
                else self._again(result, recorded)
            )
        return self._made[key]

    def _again(self, result: Result, recorded: Recording) -> Recording:
        again = _run_one(result, recorded.replication)
        if not again.rows["spells"].equals(recorded.rows["spells"]):
            refuse(
                f"twins: replication {recorded.replication} of '{result.scenario.name}' does not "
                "come out as it was recorded: these results were "
                "made by another version of the rules. Run both scenarios again with this version."
            )
        return again


def _run_one(result: Result, replication: int) -> Recording:
    arguments: dict[str, Any] = {
        "seed": result.seed,
        "replication": replication,
        "events": True,
        "days": False,
    }
    if result.settings.get("engine") == "reference":
        return run_reference(result.world, **arguments)
    from sim.engine.core import run  # compiles: only where it is used

    return run(result.world, **arguments)
