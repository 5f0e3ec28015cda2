"""The life of one youth in one replication, read from the full log.

What happened, where the youth was that evening, who was in the team.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.common.arrays import Bools, Ints
from sim.common.ids import arrangement_id
from sim.engine.phases import Fact
from sim.engine.recording import Recording
from sim.engine.reference.parameters import ParametersInForce
from sim.names import Setting, Variant
from sim.rules import cost, staff
from sim.why.flows import PLACE_OF_VARIANT, Place
from sim.why.twin_texts import FACTS, fact_words, refusal_words
from sim.words.catalogue import LANGUAGES
from sim.world.build import World

OF_ARRANGEMENT = frozenset(
    {
        Fact.STARTED,
        Fact.LEVEL,
        Fact.READY,
        Fact.NOT_READY,
        Fact.KEPT_FREE,
        Fact.BROKE_DOWN,
        Fact.ENDED,
        Fact.EVALUATED,
        Fact.ATTEMPTED,
        Fact.SUCCEEDED,
        Fact.FELL_BACK,
        Fact.RENEWED,
        Fact.MAXIMUM_REACHED,
    }
)
OF_TEAM = frozenset({Fact.DEPARTED, Fact.SETTLED, Fact.HIRED})
COLUMNS = ("day", "date", "until", "event", "nl", "en", "place", "level", "team_stability")
SPANS = ("start", "end", "place", "level")


class TeamOfYouth(NamedTuple):
    """A team in whose care the youth was, from one day to another (the day on which the youth left,
    or the end of the run).
    """

    id: int
    start: int
    end: int
    n_positions: int
    n_settled: int | None  # on the day on which the team began; None: not known


def timeline(recording: Recording, world: World, id_youth: int) -> pd.DataFrame:
    """Return what happened to one youth, in order.

    Args:
        recording: one replication with the full log.
        world: the numbers with which it ran.
        id_youth: synthetic number of the youth; it is not in what is returned.

    Returns:
        [day, date, until, event, nl, en, place, level, team_stability]: `event` is the name of the
        fact; refusals that follow one another are one row from `date` to `until`, any other row is
        of one day, and what happens twice in a row on it (several crisis places that would take the
        youth) is told once; `place` (see `sim.why.flows.Place`) and `level` are those of that
        evening; `team_stability` is the share of settled positions in the team in charge, NaN
        without a team, or where nobody left it yet, so that the log does not tell.
    """
    events, episodes = recording.rows["events"], _of(recording, "episodes", id_youth)
    variant_of = {
        arrangement_id(id_youth, int(n)): Variant(v)
        for n, v in zip(episodes["n_arrangement"], episodes["variant"], strict=True)
    }
    teams = list(_teams(recording, world, id_youth))
    fact, entity = events["fact"].to_numpy(), events["id"].to_numpy()
    arrangement_facts, team_facts = (
        np.isin(fact, list(OF_ARRANGEMENT)),
        np.isin(fact, list(OF_TEAM)),
    )
    youth_facts = np.isin(fact, [f for f in FACTS if f not in OF_ARRANGEMENT | OF_TEAM])
    is_mine = (youth_facts & (entity == id_youth)) | (
        arrangement_facts & np.isin(entity, list(variant_of))
    )
    is_mine |= (fact == Fact.DEPARTED) & _is_in_charge(teams, entity, events["day"].to_numpy())
    staffing = {
        team: _settled_by_day(team, events[team_facts & (entity == team.id)]) for team in teams
    }
    spans_ = _of(recording, "spells", id_youth)
    left = _of(recording, "youths", id_youth).iloc[0]
    rows: list[dict[str, Any]] = []
    refusals: list[int] = []
    for row in events[is_mine].to_dict("records"):
        what, day = Fact(row["fact"]), int(row["day"])
        place, level = _evening(
            spans_, day, is_aged_out=bool(left["is_aged_out"]) and day >= left["day_left"]
        )
        variant = (
            variant_of.get(int(row["id"]), Variant.NONE) if what in OF_ARRANGEMENT else Variant.NONE
        )
        words = {
            language: fact_words(what, int(row["value"]), variant, language)
            for language in LANGUAGES
        }
        date = pd.Timestamp(world.date(day))
        refusals = [*refusals, int(row["value"])] if what == Fact.REFUSED else []
        if len(refusals) > 1:
            rows[-1] |= {
                "until": date,
                **{language: refusal_words(refusals, language) for language in LANGUAGES},
            }
            continue
        told = {"day": day, "event": what.name.lower(), **words}
        if rows and told.items() <= rows[-1].items():
            continue
        rows.append(
            {
                **told,
                "date": date,
                "until": date,
                "place": place.name.lower(),
                "level": level,
                "team_stability": _stability(staffing, day),
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def spans(recording: Recording, world: World, id_youth: int) -> pd.DataFrame:
    """Return where one youth was from day to day: [start, end, place, level].

    `end` is the last date + 1, or the end of the run.
    """
    mine = _of(recording, "spells", id_youth).sort_values("day_start")
    rows = []
    for spell in mine.to_dict("records"):
        end = recording.n_days if spell["day_end"] < 0 else int(spell["day_end"])
        dates = (pd.Timestamp(world.date(int(spell["day_start"]))), pd.Timestamp(world.date(end)))
        rows.append(
            (
                *dates,
                _place(int(spell["setting"]), int(spell["variant"])).name.lower(),
                int(spell["level"]),
            )
        )
    return pd.DataFrame(rows, columns=list(SPANS))


def _of(recording: Recording, table: str, id_youth: int) -> pd.DataFrame:
    rows = recording.rows[table]
    return rows[rows["id_youth"] == id_youth]


def _place(setting: int, variant: int) -> Place:
    if setting == Setting.HOME:
        return PLACE_OF_VARIANT.get(Variant(variant), Place.WAITING)
    return Place[Setting(setting).name]


def _evening(spells: pd.DataFrame, day: int, *, is_aged_out: bool) -> tuple[Place, int]:
    """Return where the youth is on the evening of a day, and on which rung."""
    now = spells[
        (spells["day_start"] <= day) & ((day < spells["day_end"]) | (spells["day_end"] < 0))
    ]
    if now.empty:
        return (Place.ADULT_CARE if is_aged_out else Place.HOME), 0
    return _place(int(now["setting"].iloc[0]), int(now["variant"].iloc[0])), int(
        now["level"].iloc[0]
    )


def _teams(recording: Recording, world: World, id_youth: int) -> Iterator[TeamOfYouth]:
    """Yield the teams in whose care the youth was.

    Where a location and an arrangement share a number the log cannot tell, and both are left out.
    """
    locations, episodes = (
        set(recording.rows["stays"]["location"].tolist()),
        recording.rows["episodes"],
    )
    arrangements = set(
        arrangement_id(
            episodes["id_youth"].to_numpy(), episodes["n_arrangement"].to_numpy()
        ).tolist()
    )
    for stay in _of(recording, "stays", id_youth).to_dict("records"):
        if stay["location"] in arrangements:
            continue
        region, name = int(stay["region_place"]), f"setting.{Setting(stay['setting']).name.lower()}"
        size, per_place = (
            float(world.values[region, world.column(f"{name}.{field}")])
            for field in ("group_size", "positions_per_place")
        )
        yield TeamOfYouth(
            int(stay["location"]),
            int(stay["day_start"]),
            _end(recording, stay["day_end"]),
            staff.positions_of_location(size, per_place),
            None,
        )
    for episode in _of(recording, "episodes", id_youth).to_dict("records"):
        own = arrangement_id(id_youth, int(episode["n_arrangement"]))
        if episode["variant"] != Variant.GROUP and own not in locations:
            moved = int(episode["day_moved"])
            end = moved if moved >= 0 else _end(recording, episode["day_end"])
            n = _positions(world, int(episode["region"]), int(episode["level_start"]))
            # to a unit settled colleagues go along; how many, the log does not tell
            n_settled = None if episode["variant"] == Variant.UNIT else 0
            yield TeamOfYouth(own, int(episode["day_start"]), end, n, n_settled)


def _positions(world: World, region: int, rung: int) -> int:
    """Return the positions of a team of 1:1 on the rung on which it starts."""
    p = ParametersInForce(world.names, world.values[region])
    return int(staff.positions_of_rung(cost.staff_minutes(p.level[rung]), p.staff))


def _end(recording: Recording, day_end: int) -> int:
    return recording.n_days if day_end < 0 else int(day_end)


def _is_in_charge(teams: list[TeamOfYouth], entity: Ints, day: Ints
                  ) -> Bools:  # fmt: skip
    """Return which events are of a team that had the youth in its care that morning."""
    found = np.zeros(len(entity), dtype=np.bool_)
    for team in teams:
        found |= (entity == team.id) & (team.start < day) & (day <= team.end)
    return found


def _settled_by_day(team: TeamOfYouth, events: pd.DataFrame) -> list[tuple[int, int]]:
    """Return (day, settled positions from that day on) for one team, as far as the log tells."""
    known, n = [], team.n_settled
    if n is not None:
        known.append((team.start, n))
    for row in events.to_dict("records"):
        if team.n_settled is not None and row["day"] < team.start:
            continue
        if row["fact"] == Fact.DEPARTED:
            n = int(row["value"])
        elif row["fact"] == Fact.SETTLED and n is not None:
            n = min(n + 1, team.n_positions)
        if n is not None:
            known.append((int(row["day"]), n))
    return known


def _stability(staffing: Mapping[TeamOfYouth, list[tuple[int, int]]], day: int) -> float:
    for team, known in staffing.items():
        if team.start <= day < team.end:
            until_now = [n for since, n in known if since <= day]
            # positions follow the rung: with more of them all may be settled, and no more than all
            return min(until_now[-1] / team.n_positions, 1.0) if until_now else float("nan")
    return float("nan")
