"""The difference in the number of youths in 1:1, in parts that add up.

As numbers, and as a chart in steps.
"""

import numpy as np

from sim.page.computing.queue import Found
from sim.page.shown.traces import Figure, layout
from sim.page.texts import Words
from sim.plots.style import COLOUR, HATCH_FEWER
from sim.statistics.intervals import Interval, mean_interval
from sim.why.explain import PARTS, TOTAL, label, split_counted

WHY = (
    "page.why_the_number_of_youths",
    "page.from_no_difference_to_the_whole",
)
LEAST = 0.05  # youths; smaller parts are left out of the chart, not of the table


def effects_of(found: Found, lang: str) -> list[tuple[str, Interval]]:
    """Return (words, mean effect on the youths in 1:1 with its 95 % interval) per part.

    The last one is the whole difference.
    """
    splits = [
        split_counted(a.counted, b.counted).parts
        for a, b in zip(found.base, found.variant, strict=True)
    ]
    parts = np.array([[float(split[name]) for name in PARTS] for split in splits])
    rows = [(label(name, lang), mean_interval(parts[:, k])) for k, name in enumerate(PARTS)]
    return [*rows, (label(TOTAL, lang), mean_interval(parts.sum(axis=1)))]


def draw_why(found: Found, w: Words) -> Figure:
    """Return the chart: parts as steps, what is more in one colour and what is fewer in another
    with dots.
    """
    *parts, (total_words, total) = effects_of(found, w.lang)
    shown = [(words, effect.mean) for words, effect in parts if abs(effect.mean) >= LEAST]
    starts = np.cumsum([0.0, *(size for _, size in shown)])
    sizes = [*(size for _, size in shown), total.mean]
    names = [*(words for words, _ in shown), total_words]
    kinds = ["more" if size >= 0 else "fewer" for size in sizes]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": [round(size, 3) for size in sizes],
        "base": [*(round(float(s), 3) for s in starts[:-1]), 0.0],
        "text": [w.signed(size, 1) for size in sizes],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {
            "color": [COLOUR[kind] for kind in kinds],
            "pattern": {
                "shape": ["" if kind == "more" else HATCH_FEWER[:1] for kind in kinds],
                "fgcolor": "white",
            },
        },
        "hoverinfo": "skip",
    }
    figure = layout(
        w,
        x_title=w("page.youths_in_one_to_one_compared_with_now"),
        margin={"l": 258, "r": 46, "b": 42},
        bargap=0.3,
    )
    figure["yaxis"] |= {"autorange": "reversed", "showgrid": False}
    ends = [*starts, total.mean]
    room = 0.14 * max(max(ends) - min(ends), 1.0)  # for the numbers beside the bars
    figure["xaxis"] |= {
        "showgrid": True,
        "zeroline": True,
        "zerolinecolor": "#1b2733",
        "range": [float(min(ends)) - room, float(max(ends)) + room],
    }
    caption = w("page.together_size_youths_in_one_to_one", size=w.signed(total.mean, 1))
    return {"data": [trace], "layout": figure, "caption": caption}
