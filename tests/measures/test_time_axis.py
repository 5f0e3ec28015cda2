"""Labels of dates in figures: readable at every horizon."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.plots.census_by_variant import figure_census_by_variant
from sim.plots.cost_per_year import figure_cost_per_year
from sim.plots.jeugdzorgplus_census import figure_jeugdzorgplus_census
from sim.plots.style import new_figure, styled
from sim.plots.time_axis import label_dates
from tests.measures.synthetic import blank

FIGURES = {
    "census_by_variant": figure_census_by_variant,
    "jeugdzorgplus": figure_jeugdzorgplus_census,
    "cost_per_year": figure_cost_per_year,
}


@pytest.mark.parametrize(
    "n_days", [20, 59, 200, 365, 500, 800, 3652, 10957], ids=lambda n: f"{n} days"
)
@pytest.mark.parametrize("day_zero", [dt.date(2025, 1, 1), dt.date(2025, 7, 15)], ids=str)
@pytest.mark.parametrize("name", FIGURES)
def test_labels_of_dates_never_overlap(name: str, n_days: int, day_zero: dt.date) -> None:
    made = blank(n_days, day_zero=day_zero)
    sides: Any = {
        "base": ("Zoals medio 2025", [made]),
        "scenario": ("JeugdzorgPlus naar nul in 2030", [made]),
    }
    with styled():
        figure = FIGURES[name](sides, "nl")
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        for ax in figure.axes:
            boxes = [
                label.get_window_extent(canvas.get_renderer())
                for label in ax.get_xticklabels()
                if label.get_text()
            ]
            for left, right in pairwise(sorted(boxes, key=lambda box: box.x0)):
                assert left.x1 < right.x0, (
                    f"{name}: labels overlap, {[t.get_text() for t in ax.get_xticklabels()]}"
                )


def test_a_short_run_is_labelled_with_months_in_the_language_and_a_long_one_with_years() -> None:
    months = [dt.date(2025, m, 1) for m in range(1, 13)]
    _, (ax,) = new_figure()
    for lang, expected in (
        ("nl", ["jan\n2025", "apr", "jul", "okt"]),
        ("en", ["Jan\n2025", "Apr", "Jul", "Oct"]),
    ):
        label_dates(ax, months, lang)
        assert [text.get_text() for text in ax.get_xticklabels()] == expected
    label_dates(ax, [dt.date(2025 + m // 12, m % 12 + 1, 1) for m in range(120)], "nl")
    assert [text.get_text() for text in ax.get_xticklabels()] == [
        "2025",
        "2027",
        "2029",
        "2031",
        "2033",
    ]
