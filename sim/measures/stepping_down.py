"""Evaluations held, attempts to step down, and how they end."""

from collections.abc import Callable

from sim.common.calendar import years_of
from sim.measures import volume
from sim.measures.groups import ENDED_WELL
from sim.measures.inputs import Recording, ratio
from sim.measures.rows import Rows, active, day_end_or, ended, is_any
from sim.names import Variant

HELD = "n_evaluations_held"


def per_episode(above: str, below: str, *variants: Variant) -> Callable[[Recording], float]:
    """Return the measure of one count of arrangements over another, such as attempts over
    evaluations held.

    Over the whole life so far of arrangements active in the period, of these forms of 1:1 or of
    any.
    """

    def share(recording: Recording) -> float:
        rows = active(recording, "episodes")
        rows = rows.where(is_any(rows["variant"], *(variants or tuple(Variant))))
        return ratio(float(rows[above].sum()), float(rows[below].sum()))

    return share


def attempts_per_year_of_ended(recording: Recording) -> float:
    """Return attempts to step down per year of 1:1, over arrangements that ended in the period
    (their whole life).

    An arrangement that goes on has one count of attempts, made up at the end of the run and not at
    the end of a window: it is left out above and below the line alike.
    """
    return _attempts_per_year(recording, ended(recording, "episodes"))


def attempts_per_year_of_active(recording: Recording) -> float:
    """Return attempts to step down per year of 1:1, over arrangements active in the period (their
    whole life so far).

    Only for a period that lasts until the end of the run.
    """
    return _attempts_per_year(recording, active(recording, "episodes"))


def _attempts_per_year(recording: Recording, episodes: Rows) -> float:
    lasted = day_end_or(episodes, recording.n_days) - episodes["day_start"]
    return ratio(float(episodes["n_attempts"].sum()), years_of(float(lasted.sum())))


def success_share(recording: Recording) -> float:
    """Return the share of attempts to step down that hold."""
    return 1.0 - per_episode("n_failed", "n_attempts")(recording)


def exits_per_year(recording: Recording) -> float:
    """Return arrangements ended well (positive or stabilised) per youth-year of 1:1."""
    n = is_any(ended(recording, "episodes")["outcome"], *ENDED_WELL).sum()
    return ratio(float(n), years_of(float(volume.one_to_one_days(recording).sum())))
