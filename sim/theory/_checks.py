"""Checks of arguments that the closed forms share.

A message names the argument, its value and what is allowed.
"""

import math


def need_not_negative(**values: float) -> None:
    """Raise ValueError unless every value is finite and >= 0."""
    for name, value in values.items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} is {value}; a finite number >= 0 is needed.")


def need_positive(**values: float) -> None:
    """Raise ValueError unless every value is finite and > 0."""
    for name, value in values.items():
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} is {value}; a finite number > 0 is needed.")


def need_count(lowest: int = 1, **values: int) -> None:
    """Raise ValueError unless every value is a whole number >= `lowest`."""
    for name, value in values.items():
        if value != int(value) or value < lowest:
            raise ValueError(f"{name} is {value}; a whole number >= {lowest} is needed.")


def need_chance(**values: float) -> None:
    """Raise ValueError unless every value is in (0, 1]: a step that never succeeds has no end."""
    for name, value in values.items():
        if not 0 < value <= 1:
            raise ValueError(f"{name} is {value}; a chance > 0 and <= 1 is needed.")


def need_quantile(**values: float) -> None:
    """Raise ValueError unless every value is in [0, 1)."""
    for name, value in values.items():
        if not 0 <= value < 1:
            raise ValueError(f"{name} is {value}; a number >= 0 and < 1 is needed.")
