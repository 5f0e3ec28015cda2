"""The run: a Mesa model that holds the agents, a SimPy diary that keeps the days, a recorder that
writes what happened.
"""

import datetime
import gc

import mesa

from sim.draws import Kind, uniform
from sim.engine.change import PLAN_MAXIMUM, TAKE_OVER_MONEY, TAKE_OVER_PLACES, action_of
from sim.engine.phases import Fact, Phase, What
from sim.engine.recording import Recorder, Recording
from sim.engine.reference.arrangement import Arrangement
from sim.engine.reference.diary import Diary
from sim.engine.reference.parameters import ParametersInForce
from sim.engine.reference.region import Process, Region
from sim.engine.reference.team import Team
from sim.engine.reference.youth import Youth
from sim.names import N_LEVELS, Outcome, Setting
from sim.rules import staff
from sim.world.build import World


class CareModel(mesa.Model):
    """One replication of one world."""

    def __init__(
        self, world: World, seed: int, replication: int, *, events: bool, days: bool
    ) -> None:
        super().__init__(rng=0)  # Mesa's own generator is not used: every draw has an address
        self.parameters_of = world
        self.seed_value, self.replication = seed, replication
        self.diary = Diary(world.n_days)
        self.recorder = Recorder(world, events=events, days=days)
        tomorrow = datetime.timedelta(days=1)
        self.month_ends = {
            day for day in range(world.n_days) if (world.date(day) + tomorrow).day == 1
        }
        self.regions = [
            Region(self, index, source, ParametersInForce(world.names, world.values[index]))
            for index, source in enumerate(world.region_sources)
        ]
        for region in self.regions:
            region.fill_places()
        self.diary.start(self.policy())
        self.diary.start(self.country())
        for region in self.regions:
            for process in (
                region.arrivals(),
                region.ret.reviews(),
                region.matching(),
                region.accounting(),
            ):
                self.diary.start(process)

    def uniform(self, kind: Kind, entity: int, purpose: int) -> float:
        """Return the one draw of an entity that is not an agent."""
        return uniform(self.seed_value, self.replication, int(kind), entity, int(purpose), 0)

    def youths(self) -> list[Youth]:
        """All youths who ever arrived."""
        return list(self.agents_by_type[Youth]) if Youth in self.agents_by_type else []

    def teams_of(self, region: Region) -> list[Team]:
        """Teams of one region."""
        if Team not in self.agents_by_type:
            return []
        return list(self.agents_by_type[Team].select(lambda team: team.region is region))  # type: ignore[attr-defined]

    # --- what all regions share -------------------------------------------------------------------

    def policy(self) -> Process:
        """Dated changes take effect in the morning."""
        w = self.parameters_of
        for day in sorted(set(w.change_day.tolist())):
            yield self.diary.at(day, Kind.POLICY, 0, What.CHANGE)
            for k in (w.change_day == day).nonzero()[0]:
                region = self.regions[int(w.change_region[k])]
                self.recorder.fact(
                    day, Phase.POLICY, Fact.POLICY, region.source, int(w.change_name[k])
                )
                name = region.p.change(int(w.change_name[k]), float(w.change_value[k]))
                self._take_over(region, action_of(name))

    def _take_over(self, region: Region, action: int) -> None:
        if action >= TAKE_OVER_PLACES:
            region.take_over_places(Setting(action - TAKE_OVER_PLACES))
        elif action == TAKE_OVER_MONEY:
            for youth in sorted(self.youths(), key=lambda youth: youth.id):
                if youth.region is region:
                    region.move(youth)
        elif action == PLAN_MAXIMUM:
            for _, arrangement in sorted(region.arrangements.items()):
                arrangement.plan_maximum()
        for team in self.teams_of(region):
            team.is_changed()

    def country(self) -> Process:
        """After all regions matched: places elsewhere, and 1:1 where nothing was found."""
        n, regions = len(self.regions), self.regions
        for day in range(self.diary.n_days):
            yield self.diary.at(day, Kind.COUNTRY, 0, What.MATCH_OUT)
            for nth, region in enumerate(regions):
                region.outside([regions[(nth + k) % n] for k in range(1, n)])

    # --- records ----------------------------------------------------------------------------------

    def collect_month(self, region: Region) -> None:
        """Write the state of teams, labour market and RET on the last evening of a month."""
        teams, labour, ret = self.teams_of(region), region.labour, region.ret
        held, core = labour.held, labour.held_core
        self.recorder.write(
            "teams",
            day=self.diary.today,
            region=region.index,
            n_positions=sum(held),
            n_settled=held[staff.SETTLED],
            n_new=held[staff.NEW],
            n_agency=held[staff.AGENCY],
            n_vacant=held[staff.VACANT],
            n_positions_core=sum(core),
            n_settled_core=core[staff.SETTLED],
            n_departures=labour.n_departures,
            sum_competence=sum(team.competence.value for team in teams),
            n_teams=len(teams),
        )
        self.recorder.write(
            "ret",
            day=self.diary.today,
            region=region.index,
            n_queue=len(ret.queue),
            n_reviewed=ret.n_reviewed,
            days_waited=ret.days_waited,
        )
        labour.n_departures = ret.n_reviewed = ret.days_waited = 0

    def record_stay(self, youth: Youth, day_end: int, *, is_unplanned_end: bool) -> None:
        """Write a row of `stays`."""
        here = youth.location
        assert here is not None
        self.recorder.write(
            "stays",
            id_youth=youth.id,
            region=youth.region.index,
            region_place=here.region.index,
            setting=int(here.setting),
            location=here.id,
            day_start=youth.day_stay_start,
            day_end=day_end,
            days_waited=youth.days_waited,
            is_crisis=youth.stay_in_crisis,
            is_unplanned_end=is_unplanned_end,
        )

    def record_spell(self, youth: Youth, day_end: int) -> None:
        """Write a row of `spells` and add its money to the arrangement.

        A stretch of no days leaves no row.
        """
        assert youth.cell is not None
        days = (day_end if day_end >= 0 else self.diary.n_days) - youth.day_cell
        cents = youth.cell_money[1] + youth.cell_money[2]
        if youth.cell_arrangement is not None:
            youth.cell_arrangement.cents += cents * days
        if days > 0:
            setting, variant, level = youth.cell
            self.recorder.write(
                "spells",
                id_youth=youth.id,
                region=youth.region.index,
                setting=setting,
                variant=variant,
                level=level,
                day_start=youth.day_cell,
                day_end=day_end,
                cents_per_day=cents,
            )

    def record_episode(self, a: Arrangement, day_end: int, outcome: Outcome) -> None:
        """Write a row of `episodes`."""
        youth = a.youth
        self.recorder.write(
            "episodes",
            id_youth=youth.id,
            n_arrangement=a.n_before,
            region=youth.region.index,
            cause=int(a.cause),
            variant=int(a.variant),
            day_start=a.day_start,
            day_end=day_end,
            days_planned=a.days_planned,
            level_start=a.level_start,
            level_end=a.level,
            **{f"days_level_{rung}": a.days_at_level[rung] for rung in range(1, N_LEVELS)},
            days_blocked=a.days_blocked,
            is_crisis=a.is_crisis,
            is_proactive=a.is_proactive,
            has_analysis=a.has_analysis,
            has_analysis_at_start=a.has_analysis_at_start,
            has_plan=a.has_plan,
            is_ret_at_start=a.is_ret_at_start,
            is_ret=a.is_ret,
            is_contracted=a.is_contracted,
            is_registered=a.is_registered,
            n_evaluations_due=a.n_due,
            n_evaluations_held=a.n_held,
            n_attempts=a.n_attempts,
            n_failed=a.n_failed,
            n_moves_before=a.n_moves_before,
            days_age=a.day_start - youth.day_born,
            is_jzp_indicated=youth.is_secure,
            cents=a.cents,
            outcome=int(outcome),
        )

    def finish(self) -> Recording:
        """Close the books: what still runs is written as running (censored)."""
        for youth in sorted(self.youths(), key=lambda youth: youth.id):
            one_to_one = youth.arrangement
            if youth.location is not None:
                self.record_stay(youth, -1, is_unplanned_end=False)
            if youth.cell is not None:
                self.record_spell(youth, -1)
            if one_to_one is not None:
                one_to_one.days_at_level[one_to_one.level] += (
                    self.diary.n_days - one_to_one.day_level
                )
                if one_to_one.day_blocked >= 0:
                    one_to_one.days_blocked += self.diary.n_days - one_to_one.day_blocked
                self.record_episode(one_to_one, -1, Outcome.RUNNING)
            self.recorder.write(
                "youths",
                id_youth=youth.id,
                region=youth.region.index,
                day_arrival=youth.day_arrival,
                day_left=youth.day_left,
                days_age_at_arrival=youth.days_age_at_arrival,
                severity=youth.severity,
                n_moves_at_arrival=youth.n_moves_at_arrival,
                n_moves=youth.n_moves,
                n_arrangements=youth.n_arrangements,
                is_secure=youth.is_secure,
                is_aged_out=youth.is_aged_out,
            )
        hours = self.regions[0].p.staff.hours_per_fte_year
        return self.recorder.finish(self.parameters_of, self.replication, hours)


def run(
    world: World, *, seed: int, replication: int, events: bool = False, days: bool = False
) -> Recording:
    """Run one replication of a world.

    Args:
        world: everything an executor needs, as plain numbers (`sim.world.build`).
        seed: 0 <= seed < 2**63.
        replication: number of the replication, >= 0.
        events: keep the full log too.
        days: keep the counts of every day too.

    Returns:
        The recording: rows and counts.
    """
    was_enabled = gc.isenabled()
    # agents refer to one another in circles: looking for garbage while they all live is time lost
    gc.disable()
    try:
        model = CareModel(world, seed, replication, events=events, days=days)
        model.diary.run()
        return model.finish()
    finally:
        if was_enabled:
            gc.enable()
