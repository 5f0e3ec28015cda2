"""Time: a SimPy environment in which the events of a day run in the order of
`sim/engine/phases.py`, in whatever order they were planned.
"""

from collections.abc import Callable
from typing import Any

import simpy

from sim.draws import Kind
from sim.engine.phases import PHASE_OF, What, priority
from sim.rules import clock


class Entry(simpy.Event):
    """An event that comes on a day, at its place in the order of the day."""

    def __init__(self, env: simpy.Environment, days: int, rank: int) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        place: Any = rank  # SimPy compares priorities and means no more by them
        env.schedule(self, priority=place, delay=days)


class Diary:
    """Plans what happens on which day, in which phase, to whom."""

    def __init__(self, n_days: int) -> None:
        self.env = simpy.Environment()
        self.n_days = n_days
        self.today = 0  # day of the run
        self.phase = -1  # phase that is running; -1 before the first day

    def at(self, day: int, kind: Kind, entity: int, what: What) -> simpy.Event:
        """Return an event for a SimPy process to wait for, in the phase of `what`.

        A phase that runs or is past means the next day; past the horizon it never comes.
        """
        phase = PHASE_OF[what]
        if day < self.today or (day == self.today and phase <= self.phase):
            day = self.today + 1
        if day >= self.n_days:
            return simpy.Event(self.env)

        def enter(_: simpy.Event) -> None:
            self.today, self.phase = day, phase

        event = Entry(self.env, day - self.today, priority(phase, kind, entity, what))
        event.callbacks = [enter]
        return event

    def put(
        self,
        day: int,
        kind: Kind,
        entity: int,
        what: What,
        action: Callable[[], None],
    ) -> None:
        """Plan an action. Days after the horizon are not kept."""
        event = self.at(day, kind, entity, what)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: action())

    def start(self, process: "simpy.events.ProcessGenerator") -> None:
        """Start a SimPy process."""
        self.env.process(process)

    def run(self) -> None:
        """Run to the end of the last day."""
        self.env.run(until=self.n_days)


class Clock:
    """A hazard that changes while it runs; see `sim/rules/clock.py`.

    `daily` is its rate, or the pace of what surrounds somebody who has a `weight` of one's own.
    `due` is the day on which it strikes if nothing changes.
    """

    __slots__ = (
        "action",
        "daily",
        "diary",
        "due",
        "entity",
        "entry",
        "kind",
        "left",
        "since",
        "weight",
        "what",
    )

    def __init__(
        self,
        diary: Diary,
        kind: Kind,
        entity: int,
        what: What,
        action: Callable[[], None],
    ) -> None:
        self.diary, self.kind, self.entity = diary, kind, entity
        self.what, self.action = what, action
        self.left = 0
        self.daily = 0
        self.weight = 1
        self.since = 0
        self.due = clock.NEVER
        self.entry = clock.NEVER  # day of the earliest entry in the diary

    def wind(self, left: int) -> None:
        """Start on a new threshold; it runs once a rate is set."""
        self.left, self.daily, self.since, self.due = left, 0, self.diary.today, clock.NEVER

    @property
    def is_running(self) -> bool:
        """A rate is set."""
        return self.daily > 0

    def set_rate(self, daily: int, weight: int = 1) -> None:
        """Spend what passed at the old rate, go on at the new one from tomorrow."""
        today = self.diary.today
        passed = self.daily * (today - self.since)
        needed = clock.needed(self.left, self.weight)
        self.left = clock.spent(self.left, self.weight, passed, needed)
        self.since, self.daily, self.weight = today, daily, weight
        self.due = today + clock.days_until(clock.needed(self.left, weight), daily)
        if self.due < self.entry and self.due < self.diary.n_days:
            self.entry = self.due
            self.diary.put(self.due, self.kind, self.entity, self.what, self._strike)

    def stop(self) -> None:
        """Stand still; what is left of the threshold is kept."""
        self.set_rate(0)

    def _strike(self) -> None:
        today = self.diary.today
        if self.entry != today:
            return  # a stale copy
        self.entry = clock.NEVER
        if self.due == today:
            self.due = clock.NEVER
            self.daily = 0
            self.action()
        elif self.due < self.diary.n_days:  # postponed meanwhile
            self.entry = self.due
            self.diary.put(self.due, self.kind, self.entity, self.what, self._strike)
