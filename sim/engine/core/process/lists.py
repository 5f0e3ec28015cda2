"""Hand-linked lists: who waits at a service, where a youth was asked for, which cases the RET has,
who belongs to a region.

Every record on a list holds the one before and the one after it, its owner the first and the last.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sim.engine.core.memory.fields import is_some, set_field
from sim.engine.core.memory.machine import handler


class Linked(NamedTuple):
    """What can be done with one kind of list."""

    put_after: Callable[[Any, Any, Any], None]
    take_out: Callable[[Any, Any], None]


def linked(first: str, last: str, following: str, previous: str) -> Linked:
    """Return the handlers of a list.

    Args:
        first: field of the owner that holds the first.
        last: field of the owner that holds the last.
        following: field of each that holds the one after it.
        previous: field of each that holds the one before it.
    """

    @handler
    def put_after(owner: Any, before: Any, who: Any) -> None:
        """Put `who` after `before`, or first where that is nobody."""
        after = getattr(before, following) if is_some(before) else getattr(owner, first)
        set_field(who, previous, before)
        set_field(who, following, after)
        if is_some(before):
            set_field(before, following, who)
        else:
            set_field(owner, first, who)
        if is_some(after):
            set_field(after, previous, who)
        else:
            set_field(owner, last, who)

    @handler
    def take_out(owner: Any, who: Any) -> None:
        """Take `who` off the list."""
        before, after = getattr(who, previous), getattr(who, following)
        if is_some(before):
            set_field(before, following, after)
        else:
            set_field(owner, first, after)
        if is_some(after):
            set_field(after, previous, before)
        else:
            set_field(owner, last, before)

    return Linked(put_after, take_out)


put_case, take_case = linked("first_case", "last_case", "next_case", "previous_case")
put_youth, take_youth = linked("first_youth", "last_youth", "next_in_region", "previous_in_region")
put_arrangement, take_arrangement = linked(
    "first_arrangement", "last_arrangement", "next_in_region", "previous_in_region"
)
put_application, take_application = linked(
    "first_application", "last_application", "next_of_youth", "previous_of_youth"
)
put_waiting, take_waiting = linked(
    "first_waiting", "last_waiting", "next_waiting", "previous_waiting"
)
