"""What each chart shows, said in one line of words and numbers.

For who cannot see it, and for who wants to quote it.
"""

from collections.abc import Callable, Sequence
from types import MappingProxyType

import numpy as np

from sim.common.calendar import DAYS_ONE_YEAR
from sim.measures.reasons import BLOCKED
from sim.page.computing.sample import DAYS, Sample, reason_series
from sim.page.shown.traces import MONTHS, Sides, by_year, series
from sim.page.texts import Words
from sim.words.numbers import scale_of

Number = Callable[[Sequence[Sample]], float]


def _last_year(name: str) -> Number:
    return lambda samples: float(np.nanmean(series(samples, name)[:, -MONTHS:]))


def _yearly(*names: str) -> Number:
    return lambda samples: float(by_year(samples, *names)[:, -1].mean())


def _ready_without_place(samples: Sequence[Sample]) -> float:
    return sum(_last_year(reason_series(reason))(samples) for reason in BLOCKED)


def _after_one_year(samples: Sequence[Sample]) -> float:
    at = int(np.searchsorted(DAYS, DAYS_ONE_YEAR))
    return float(np.nanmean([s.survival[at] for s in samples]))


# chart -> (number of a side, its unit, words for it)
NUMBERS: MappingProxyType[str, tuple[Number, str, str]] = MappingProxyType(
    {
        "one_to_one": (_last_year("one_to_one"), "youths", "page.n_youths_a_day"),
        "reasons": (_ready_without_place, "youths", "page.n_youths_ready_without_a_place"),
        "survival": (_after_one_year, "share", "page.n_still_run"),
        "alone": (_yearly("isolation_days"), "day/year", "page.n_days"),
        "moves": (_yearly("moves"), "1/year", "page.n_moves"),
        "waiting": (_last_year("waiting"), "youths", "page.n_youths_a_day"),
        "places": (_last_year("small_scale"), "youths", "page.n_youths_in_small_scale_places"),
        "closed": (_last_year("closed"), "youths", "page.n_youths_a_day"),
        "stability": (_last_year("stability_core"), "share", "page.n_of_positions"),
        "ret": (_last_year("ret_queue"), "cases", "page.n_cases"),
        "cost": (
            _yearly("cost_staff", "cost_housing", "cost_other"),
            "euro/year",
            "page.n_money",
        ),
    }
)


def in_words(name: str, sides: Sides, year: str, w: Words) -> str:
    """Return the line below a chart: what is in the last year, and what would be as it is now."""
    number, unit, words = NUMBERS[name]
    found = {side: number(samples) for side, samples in sides.items()}
    factor, key, decimals = scale_of(unit, *found.values())
    said = {
        side: w(words, n=w.number(value * factor, decimals), unit=w(f"units.long.{key}"))
        for side, value in found.items()
    }
    when = w("page.after_a_year") if name == "survival" else w("page.in_year", year=year)
    if "variant" not in said:
        return w("page.when_now", when=when, now=said["base"])
    return w("page.when_then_as_it_is_now", when=when, then=said["variant"], now=said["base"])
