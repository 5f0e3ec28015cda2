"""Why they are still there: youths in 1:1 month by month, by the reason of the day.

Stacked areas, one axis for 1:1 of all forms and one for 1:1 alone, side by side for base and
scenario. The reasons are named with who owns them; together they are the census of 1:1.
"""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.common.arrays import Floats
from sim.measures.inputs import Recording
from sim.measures.periods import month_dates
from sim.measures.reasons import FORMS, month_means_by_reason
from sim.names import Reason
from sim.plots.style import REASON_COLOUR, REASON_HATCH, new_figure, number_axis
from sim.plots.time_axis import label_dates
from sim.words.catalogue import say
from sim.words.reasons import owned

WRAP = 36  # characters of a title above one of two axes


def mean_by_reason(recordings: Sequence[Recording], form: str) -> Floats:
    """Return youths a day by reason, `(n_reasons, n_months)`: the mean over replications.

    `form` is all or alone.
    """
    values = [month_means_by_reason(recording, *FORMS[form]) for recording in recordings]
    mean: Floats = np.mean(values, axis=0)
    return mean


def plot_reasons(ax: Axes, recordings: Sequence[Recording], form: str, lang: str) -> Axes:
    """Draw the reasons of 1:1 of `form` (all or alone) as stacked areas on `ax`; a month is as wide
    as it is, so that one month alone shows too.
    """
    months = month_dates(recordings[0])
    end = np.datetime64(months[-1], "M") + np.timedelta64(1, "M")
    edges = np.append(np.array(months, dtype="datetime64[D]"), end.astype("datetime64[D]"))
    floor = np.zeros(len(months))
    for reason, youths in zip(Reason, mean_by_reason(recordings, form), strict=True):
        name = reason.name.lower()
        ax.fill_between(
            edges,
            np.append(floor, floor[-1]),
            np.append(floor + youths, floor[-1] + youths[-1]),
            step="post",
            facecolor=REASON_COLOUR[name],
            hatch=REASON_HATCH.get(name, ""),
            edgecolor="white",
            linewidth=0.2,
            label=owned(reason, lang),
        )
        floor = floor + youths
    ax.set_ylim(bottom=0)
    ax.set_xlim(edges[0], edges[-1])
    number_axis(ax.yaxis, lang)
    label_dates(ax, months, lang, 3)
    return ax


def figure_why_still_there(sides: dict[str, tuple[str, Sequence[Recording]]], lang: str) -> Figure:
    """Return a row of axes for all forms and one for 1:1 alone, a column for each side.

    `sides` maps base and scenario, or one of them, to (label, recordings). Axes in a row have one
    scale.
    """
    n = len(sides)
    figure, axes = new_figure(len(FORMS), n, height=6.6)
    for row, form in enumerate(FORMS):
        mine = axes[row * n : (row + 1) * n]
        for ax, (label, recordings) in zip(mine, sides.values(), strict=True):
            plot_reasons(ax, recordings, form, lang)
            title = say(f"reasons.forms.{form}", lang)
            above = f"{fill(label, WRAP)}\n" if row == 0 and n > 1 else ""
            ax.set_title(f"{above}{title}", loc="left")
        top = max(ax.get_ylim()[1] for ax in mine)
        for ax in mine:
            ax.set_ylim(0, top)
    figure.supylabel(say("figures.youths_per_day", lang), fontsize=11)
    handles, labels = axes[0].get_legend_handles_labels()
    # from top to bottom as the areas lie
    figure.legend(handles[::-1], labels[::-1], loc="outside lower center", ncols=1, fontsize=10)
    return figure
