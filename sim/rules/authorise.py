"""Process 13, authorisation: term, renewal window, maximum duration.

Source: NJi quickscan 2026, Plaatsingsproces (Rotterdam, Nijmegen); CCE/Leiden 2025, Thema 5; K23,
K27.
"""

from typing import NamedTuple

from sim.compiled import rule
from sim.names import Outcome
from sim.rules.functions import whole_days


class AuthorisationParameters(NamedTuple):
    """The funder."""

    term_days: float  # term of an authorisation; lever
    renewal_window_days: (
        float  # days before the end in which renewal is prepared and decided; lever
    )
    effort_hours: float  # hours of professionals per renewal
    notice_days: float  # days that are left after a renewal was refused
    # maximum duration after which continuing needs a reviewed decision; 0 for none; lever
    maximum_days: float
    p_forced_attempt: (
        float  # chance that the reviewed decision at the maximum brings an attempt to step down
    )
    p_hard_cap: (
        float  # chance that the arrangement is ended at the maximum even without a place; lever
    )


@rule
def is_in_renewal(day: int, day_authorised_until: int, p: AuthorisationParameters) -> bool:
    """Tell whether a day lies inside the renewal window of the authorisation."""
    return day >= day_authorised_until - p.renewal_window_days


@rule
def days_until_maximum(p: AuthorisationParameters) -> int:
    """Return the days from the start to the maximum duration, or -1 when no maximum applies."""
    return -1 if p.maximum_days <= 0.0 else whole_days(p.maximum_days)


@rule
def days_of_term(p: AuthorisationParameters) -> int:
    """Return the term of an authorisation in whole days, at least one."""
    return whole_days(p.term_days)


@rule
def days_of_notice(p: AuthorisationParameters) -> int:
    """Return the whole days (at least 1) that are left after a renewal was refused."""
    return whole_days(p.notice_days)


@rule
def outcome_at_maximum(u: float, is_outside: bool, p: AuthorisationParameters) -> int:
    """Return what the reviewed decision at the maximum duration makes of 1:1 (`Outcome`).

    Running: it goes on. Under the cap it ends: outside a group it failed, as the youth must move in
    crisis; in a group the place is kept.
    """
    if u >= p.p_hard_cap:
        return Outcome.RUNNING.value
    return Outcome.FAILED.value if is_outside else Outcome.STABILISED.value


@rule
def is_attempt_forced(u: float, p: AuthorisationParameters) -> bool:
    """Tell whether the reviewed decision at the maximum brings an attempt to step down."""
    return u < p.p_forced_attempt
