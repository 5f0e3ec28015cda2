"""The way down from 1:1, and why it runs today: ready, refused, no place free, transition
(process 10).

Alone there is no rung below day and night: an evaluation judges a youth ready for a place, a place
is kept while the new team works in, and 1:1 goes along as an overlay.
"""

from typing import TYPE_CHECKING

from sim.draws import Purpose
from sim.engine.phases import Fact, What
from sim.names import N_REASONS, Reason, Variant, Wait
from sim.rules import clock, follow_up, reason, transition

if TYPE_CHECKING:
    from sim.engine.reference.arrangement import Arrangement
    from sim.engine.reference.location import Location


class WayDown:
    """How one arrangement stands on its way to a place, and the days of every reason."""

    def __init__(self, arrangement: "Arrangement") -> None:
        self.arrangement = arrangement
        self.is_ready = False  # for a place: judged so, or nothing but a place was ever lacking
        self.is_forced = False  # a place is looked for whatever is judged
        self.is_missed = False  # the last evaluation that was due was not held
        self.is_in_renewal = False  # the last one fell into the renewal window
        self.location: Location | None = None  # the place that is kept
        self.day_kept = 0
        self.days_in_queue = 0
        self.day_moving = clock.NEVER
        self.reason: Reason | None = None
        self.variant = Variant.NONE  # the form under which the reason is counted
        self.day_reason = 0
        self.days = [0] * N_REASONS

    # --- why it runs today ------------------------------------------------------------------------

    def update(self) -> None:
        """Bring the reason in line with how things stand, and count its days."""
        a, request = self.arrangement, self.arrangement.youth.request
        if not a.is_present:
            return
        standing = reason.Standing(
            is_in_transition=self.location is not None,
            is_searching=request.wait == Wait.AFTER_ONE_TO_ONE,
            is_accepted=request.n_accepted > 0,
            is_open=request.n_pending > 0 or not request.applications,
            is_missed=self.is_missed,
            is_in_renewal=self.is_in_renewal,
        )
        self._count(Reason(reason.reason_of(standing)), a.variant)

    def days_to(self, day: int) -> None:
        """Count the days of the reason that runs, up to a day."""
        if self.reason is not None:
            self.days[self.reason] += day - self.day_reason
            self.day_reason = day

    def close(self) -> None:
        """The arrangement ends: no reason any more."""
        self._count(None, Variant.NONE)

    def _count(self, new: Reason | None, variant: Variant) -> None:
        a = self.arrangement
        if new == self.reason and variant == self.variant:
            return
        if self.reason is not None:
            self.days[self.reason] += a.today - self.day_reason
            a.region.count("reasons", self.variant, self.reason, by=-1)
        if new is not None:
            a.region.count("reasons", variant, new)
        self.reason, self.variant, self.day_reason = new, variant, a.today

    # --- looking for a place ----------------------------------------------------------------------

    def become_ready(self) -> None:
        """An evaluation judged the youth ready for a place."""
        a = self.arrangement
        if not self.is_ready:
            self.is_ready = True
            a.log(Fact.READY, a.level)
        self.look_for_place()

    def look_for_place(self) -> None:
        """Ask for a place if judgement, plan or decision allow it; ask again whom it may help."""
        a, request = self.arrangement, self.arrangement.youth.request
        if not a.is_present or not a.is_outside or self.location is not None:
            return
        is_searching = follow_up.is_searching(
            a.level, a.has_plan, self.is_ready, self.is_forced, a.region.p.follow_up
        )
        if request.wait == Wait.AFTER_ONE_TO_ONE:
            if not is_searching:
                request.stop()
            else:
                request.ask_around()
        elif is_searching and request.wait == Wait.NONE:
            request.ask(Wait.AFTER_ONE_TO_ONE, is_crisis=False)
        self.update()

    def suffer(self) -> None:
        """An incident not coped with may take the judgement back that the youth is ready."""
        a = self.arrangement
        if not a.is_outside or not self.is_ready:
            return
        if transition.is_taken_back(a.draw(Purpose.TAKEN_BACK), a.region.p.transition):
            self.is_ready = False
            a.log(Fact.NOT_READY, a.youth.behaviour.value)
            self.break_off()
            self.look_for_place()

    # --- transition -------------------------------------------------------------------------------

    def begin_transition(self, location: "Location", days_in_queue: int) -> None:
        """A place is kept for the youth; the team there works in."""
        a = self.arrangement
        days = transition.days_of_transition(a.region.p.transition)
        self.location, self.days_in_queue = location, days_in_queue
        self.day_kept, self.day_moving = a.today, a.today + days
        location.keep_free()
        a.log(Fact.KEPT_FREE, days)
        a.youth.request.stop()
        a.plan(self.day_moving, What.TRANSITION, self.move_over)
        a.region.move(a.youth)
        self.update()

    def move_over(self) -> None:
        """The transition is over: the youth moves in, and 1:1 goes along."""
        a = self.arrangement
        if not a.is_present or self.location is None or self.day_moving != a.today:
            return
        location = self.location
        self._release()
        a.youth.take(
            location,
            days_in_queue=self.days_in_queue,
            days_kept_free=a.today - self.day_kept,
            is_misfit=False,
        )

    def lose_place(self) -> None:
        """The place that was kept is lost: the search goes on."""
        self.break_off()
        self.look_for_place()

    def break_off(self) -> None:
        """The transition ends without a move: the place is given back."""
        if self.location is not None:
            location = self.location
            self._release()
            location.count_places()
            self.arrangement.region.move(self.arrangement.youth)

    def _release(self) -> None:
        assert self.location is not None
        location, self.location = self.location, None
        self.day_moving = clock.NEVER
        location.release()
