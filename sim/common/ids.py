"""Ids: what is in the number of a youth, a 1:1 arrangement, a location.

An id is the same in every scenario and part of the address of every draw. Its lowest 28 bits count
within a source (a region as it stands in the address of a draw), the 8 bits above them are the
source. These functions take whole numbers or arrays of them, and stand in compiled handlers too.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., Any])

SOURCE_BITS = 28  # bits of the number within a source
ID_BITS = SOURCE_BITS + 8  # bits of a whole id
MOST_PER_YOUTH = 64  # 1:1 arrangements for which ids leave room, per youth
_WITHIN = (1 << SOURCE_BITS) - 1
_SETTING_BITS = 16  # bits of the number of a location within its setting
_PLACE_BITS = 18  # bits of the number of a place within its setting
_FIRST_PRESENT = 1 << 21  # youths present on the first day are numbered from here


def _everywhere(function: F) -> F:
    """Let a function stand in compiled code; plain Python calls it as it is."""
    made: F = register_jitable(function)
    return made


@_everywhere
def youth_id(source: Any, nth: Any) -> Any:
    """Return the id of the n-th candidate of a source."""
    return source << SOURCE_BITS | nth


@_everywhere
def nth_present(setting: Any, place: Any) -> Any:
    """Return the number, within its source, of who is in a place on the first day of the run."""
    return _FIRST_PRESENT | setting << _PLACE_BITS | place


@_everywhere
def location_id(source: Any, setting: Any, nth: Any) -> Any:
    """Return the id of the n-th location of a setting."""
    return source << SOURCE_BITS | setting << _SETTING_BITS | nth


@_everywhere
def provider_id(source: Any, nth: Any) -> Any:
    """Return the id of the n-th provider (from 0, below 256) of a source; fits in 16 bits."""
    return source << 8 | nth


@_everywhere
def arrangement_id(youth: Any, nth: Any) -> Any:
    """Return the id of the n-th 1:1 arrangement (from 0, below `MOST_PER_YOUTH`) of a youth."""
    return (youth >> SOURCE_BITS << SOURCE_BITS) + (youth & _WITHIN) * MOST_PER_YOUTH + nth


@_everywhere
def youth_of(arrangement: Any) -> Any:
    """Return the id of the youth of a 1:1 arrangement."""
    return arrangement >> SOURCE_BITS << SOURCE_BITS | (arrangement & _WITHIN) // MOST_PER_YOUTH
