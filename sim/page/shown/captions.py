"""What each chart shows, said in one line of words and numbers.

For who cannot see it, and for who wants to quote it.
"""

from collections.abc import Callable, Sequence
from types import MappingProxyType

import numpy as np

from sim.page.computing.sample import DAYS, Sample
from sim.page.shown.figures import MILLION, MONTHS, Sides, by_year, series
from sim.page.texts import Words, mark

Number = Callable[[Sequence[Sample]], float]


def _last_year(name: str, factor: float = 1.0) -> Number:
    return lambda samples: float(np.nanmean(series(samples, name)[:, -MONTHS:])) * factor


def _yearly(*names: str, factor: float = 1.0) -> Number:
    return lambda samples: float(by_year(samples, *names)[:, -1].mean()) * factor


def _after_one_year(samples: Sequence[Sample]) -> float:
    at = int(np.searchsorted(DAYS, 365))
    return 100.0 * float(np.nanmean([s.survival[at] for s in samples]))


# chart -> (number of a side, decimals, words for it)
NUMBERS: MappingProxyType[str, tuple[Number, int, str]] = MappingProxyType(
    {
        "one_to_one": (_last_year("one_to_one"), 0, mark("{n} youths a day")),
        "survival": (_after_one_year, 0, mark("{n}% still run")),
        "alone": (_yearly("isolation_days"), 0, mark("{n} days")),
        "moves": (_yearly("moves"), 0, mark("{n} moves")),
        "waiting": (_last_year("waiting"), 0, mark("{n} youths a day")),
        "places": (_last_year("small_scale"), 0, mark("{n} youths in small-scale places")),
        "closed": (_last_year("closed"), 0, mark("{n} youths a day")),
        "stability": (_last_year("stability_core", 100.0), 0, mark("{n}% of positions")),
        "ret": (_last_year("ret_queue"), 1, mark("{n} cases")),
        "cost": (
            _yearly("cost_staff", "cost_housing", "cost_other", factor=MILLION),
            1,
            mark("{n} million euro"),
        ),
    }
)


def in_words(name: str, sides: Sides, year: str, w: Words) -> str:
    """Return the line below a chart: what is in the last year, and what would be as it is now."""
    number, decimals, words = NUMBERS[name]
    said = {
        side: w(words, n=w.number(number(samples), decimals)) for side, samples in sides.items()
    }
    when = w("After a year") if name == "survival" else w("In {year}", year=year)
    if "variant" not in said:
        return w("{when}: {now}.", when=when, now=said["base"])
    return w(
        "{when}: {then}. As it is now: {now}.", when=when, then=said["variant"], now=said["base"]
    )
