"""One youth under two policies.

Two lanes of settings, base above, with the rung of 1:1 as a step line and what happened as marks.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.plots.style import COLOUR, PLACE_COLOUR, PLACE_HATCH, new_figure
from sim.plots.time_axis import label_dates
from sim.words.catalogue import say

LANES = MappingProxyType({"base": 2.4, "other": 0.0})  # bottom of each lane
HEIGHT, RUNG = 0.55, 0.16  # of the settings; of one rung of the step line
NEAR, FAR = (
    0.14,
    0.34,
)  # rows of marks below a lane; refusals, which are many, stand in the lower one
N_RUNGS = 5
MARKER = MappingProxyType(
    {
        "started": "^",
        "ended": "v",
        "incident": "x",
        "refused": "|",
        "fell_back": "s",
        "expelled": "D",
        "relapsed": "D",
        "displaced": "D",
    }
)
MARK_NAMES = MappingProxyType(
    {"expelled": "expelled", "relapsed": "expelled", "displaced": "expelled"}
)  # one word in the legend
DARK = ("jeugdzorgplus", "hic", "adult_care")  # white letters on these
CHARACTERS = 120  # letters that fit along the axis


def plot_twin(
    ax: Axes, spans: pd.DataFrame, timelines: pd.DataFrame, titles: Sequence[str], lang: str
) -> Axes:
    """Draw both lives of one youth on `ax`.

    Args:
        ax: where it is drawn.
        spans: [policy, start, end, place, level] of one youth, policy being base or other.
        timelines: [policy, date, until, event, ...] of the same youth.
        titles: of base and other.
        lang: nl or en.
    """
    first, last = spans["start"].min(), spans["end"].max()
    spans, timelines = _numbered(spans), _numbered(timelines)
    left, right = spans["start"].min(), spans["end"].max()
    for (policy, bottom), title in zip(LANES.items(), titles, strict=True):
        mine, events = spans[spans["policy"] == policy], timelines[timelines["policy"] == policy]
        after = "adult_care" if "aged_out" in set(events["event"]) else "home"
        for place, start, end in _merged(mine, right, after):
            _span(ax, bottom, place, start, end, (end - start) / (right - left), lang)
        _rungs(ax, mine, bottom + HEIGHT + 0.1)
        for event, marker in MARKER.items():
            marked = events[events["event"] == event]
            y = np.full(len(marked), bottom - (FAR if event == "refused" else NEAR))
            ax.hlines(y, marked["date"], marked["until"], color=COLOUR["ink"], linewidth=1.0)
            ax.plot(marked["date"], y, marker, color=COLOUR["ink"], markersize=5, fillstyle="none")
        ax.text(
            left, bottom + HEIGHT + 0.1 + RUNG * (N_RUNGS + 0.6), title, va="bottom", fontsize=10.5
        )
    ax.set_xlim(left, right)
    ax.set_ylim(-FAR - 0.15, LANES["base"] + HEIGHT + 0.1 + RUNG * (N_RUNGS + 2.6))
    ticks = {
        bottom + HEIGHT + 0.1 + RUNG * rung: str(rung)
        for bottom in LANES.values()
        for rung in (0, 1, 3, 5)
    }
    ax.set_yticks(list(ticks), list(ticks.values()), fontsize=8)
    ax.set_ylabel(say("figures.twins.rung", lang))
    ax.grid(visible=False)
    ax.xaxis_date()
    return label_dates(
        ax, [month.date() for month in pd.date_range(first, last, freq="MS")], lang, n_most=10
    )


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with dates as days since 1970, as matplotlib counts them."""
    dates = [name for name in frame.columns if frame[name].dtype.kind == "M"]
    return frame.assign(
        **{name: (frame[name] - pd.Timestamp(1970, 1, 1)) / pd.Timedelta(days=1) for name in dates}
    )


def _merged(spans: pd.DataFrame, right: float, after: str) -> list[tuple[str, float, float]]:
    """Return stretches in one place.

    Days between two stretches are days out of care, and `after` says where the youth is at the end.
    """
    merged: list[tuple[str, float, float]] = []
    for row in spans.to_dict("records"):
        if merged and merged[-1][2] < row["start"]:
            merged.append(("home", merged[-1][2], row["start"]))
        if merged and merged[-1][0] == row["place"]:
            merged[-1] = (row["place"], merged[-1][1], row["end"])
        else:
            merged.append((row["place"], row["start"], row["end"]))
    if merged and merged[-1][2] < right:
        merged.append((after, merged[-1][2], right))
    return merged


def _span(
    ax: Axes, bottom: float, place: str, start: float, end: float, share: float, lang: str
) -> None:
    kind: dict[str, Any] = {
        "edgecolor": COLOUR["ink"],
        "linewidth": 0.4,
        "hatch": PLACE_HATCH.get(place, ""),
    }
    ax.broken_barh([(start, end - start)], (bottom, HEIGHT), facecolor=PLACE_COLOUR[place], **kind)
    words = say(f"figures.place.{place}", lang)
    if share * CHARACTERS > len(words) + 1:
        colour = "white" if place in DARK else COLOUR["ink"]
        box = {"facecolor": PLACE_COLOUR[place], "edgecolor": "none", "pad": 1.0}
        ax.text(
            (start + end) / 2,
            bottom + HEIGHT / 2,
            words,
            ha="center",
            va="center",
            fontsize=8.5,
            color=colour,
            bbox=box,
        )


def _rungs(ax: Axes, spans: pd.DataFrame, bottom: float) -> None:
    """Draw the rung of 1:1 as a step line; no line where there is no 1:1."""
    ax.axhline(bottom, color=COLOUR["quiet"], linewidth=0.5)
    for row in spans[spans["level"] > 0].to_dict("records"):
        x, y = [row["start"], row["end"]], bottom + RUNG * row["level"]
        ax.fill_between(x, bottom, y, color=COLOUR["scenario"], alpha=0.25, linewidth=0)
        ax.plot(x, [y, y], color=COLOUR["scenario"], linewidth=1.6, solid_capstyle="butt")


def figure_twins(
    spans: pd.DataFrame,
    timelines: pd.DataFrame,
    headings: dict[str, str],
    titles: Sequence[str],
    lang: str,
) -> Figure:
    """Return one axis per youth.

    `headings` maps the label of each youth to the words above the axis.
    """
    figure, axes = new_figure(len(headings), 1, width=11.0, height=1.0 + 3.5 * len(headings))
    for ax, (youth, heading) in zip(axes, headings.items(), strict=True):
        plot_twin(
            ax, spans[spans["youth"] == youth], timelines[timelines["youth"] == youth], titles, lang
        )
        ax.set_title(heading, loc="left", weight="bold")
    figure.legend(
        handles=_handles(spans, timelines, lang), loc="outside lower center", ncols=4, fontsize=8.5
    )
    return figure


def _handles(spans: pd.DataFrame, timelines: pd.DataFrame, lang: str) -> list[Patch | Line2D]:
    """Return the legend of what is shown."""
    seen, happened = {*spans["place"], "home"}, set(timelines["event"])
    handles: list[Patch | Line2D] = [
        Patch(
            facecolor=colour,
            edgecolor=COLOUR["ink"],
            linewidth=0.4,
            hatch=PLACE_HATCH.get(place, ""),
            label=say(f"figures.place.{place}", lang),
        )
        for place, colour in PLACE_COLOUR.items()
        if place in seen
    ]
    handles.append(
        Line2D(
            [], [], color=COLOUR["scenario"], linewidth=1.6, label=say("figures.twins.rung", lang)
        )
    )
    names = {
        MARK_NAMES.get(event, event): marker
        for event, marker in MARKER.items()
        if event in happened
    }
    for name, marker in names.items():
        label = say(f"figures.twins.{name}", lang)
        handles.append(
            Line2D(
                [],
                [],
                color=COLOUR["ink"],
                marker=marker,
                linestyle="",
                fillstyle="none",
                markersize=5,
                label=label,
            )
        )
    return handles
