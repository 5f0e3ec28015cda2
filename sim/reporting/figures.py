"""The figures of a page, as pictures that stand in the page itself."""

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.measures.comparison import Comparison
from sim.measures.inputs import Recording
from sim.plots.census_by_variant import figure_census_by_variant
from sim.plots.cost_per_year import figure_cost_per_year
from sim.plots.duration_survival import figure_duration_survival
from sim.plots.jeugdzorgplus_census import figure_jeugdzorgplus_census
from sim.plots.starts_by_cause import figure_starts_by_cause
from sim.plots.style import styled
from sim.plots.why_still_there import figure_why_still_there
from sim.words.catalogue import say
from sim.words.figures import caption

Sides = dict[str, tuple[str, Sequence[Recording]]]
# figure -> (function, how its caption explains uncertainty); in the order of the page
FIGURES: MappingProxyType[str, tuple[Callable[[Sides, str], Figure], str]] = MappingProxyType(
    {
        "jeugdzorgplus_census": (figure_jeugdzorgplus_census, "bands"),
        "census_by_variant": (figure_census_by_variant, "bands"),
        "starts_by_cause": (figure_starts_by_cause, "dots"),
        "why_still_there": (figure_why_still_there, "mean"),
        "duration_survival": (figure_duration_survival, "bands"),
        "cost_per_year": (figure_cost_per_year, "bars"),
    }
)


class Drawing(NamedTuple):
    """A figure as its two files hold it."""

    svg: bytes
    png: bytes


Drawings = Mapping[tuple[str, str], Drawing]
"""By name and language."""


class Picture(NamedTuple):
    """A figure in a page: its name, title, caption and the picture as a data address."""

    name: str
    title: str
    caption: str
    source: str


def pictures(comparison: Comparison, lang: str, drawn: Drawings | None = None) -> list[Picture]:
    """Return all figures of a comparison in one language, as SVG; `drawn`: those that are there."""
    shown = []
    for name, (_, kind) in FIGURES.items():
        if drawn is None:
            with styled():
                source = svg(_figure(comparison, name, lang))
        else:
            source = drawn[name, lang].svg
        shown.append(
            Picture(
                name,
                say(f"figures.titles.{name}", lang),
                caption(name, lang, comparison.n_replications, kind),
                data_address(source),
            )
        )
    return shown


def drawing(comparison: Comparison, name: str, lang: str) -> Drawing:
    """Return one figure of a comparison in one language, drawn once for all its uses."""
    with styled():
        figure, buffer = _figure(comparison, name, lang), io.BytesIO()
        picture = svg(figure)
        figure.savefig(buffer, format="png", dpi=150)
    return Drawing(picture, buffer.getvalue())


def _figure(comparison: Comparison, name: str, lang: str) -> Figure:
    draw, _ = FIGURES[name]
    base, scenario = comparison.base, comparison.scenario
    sides: Sides = {
        "base": (base.title[lang], base.recordings),
        "scenario": (scenario.title[lang], scenario.recordings),
    }
    return draw(sides, lang)


def write_figures(folder: Path, drawn: Drawings) -> None:
    """Write every figure as `<name>.<lang>.svg` and `.png` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for (name, lang), picture in drawn.items():
        (folder / f"{name}.{lang}.svg").write_bytes(picture.svg)
        (folder / f"{name}.{lang}.png").write_bytes(picture.png)


def svg(figure: Figure) -> bytes:
    """Return the figure as SVG, without a date: the same figure gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def data_address(picture: bytes) -> str:
    """Return a figure, as SVG, as an address that holds the picture itself."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture).decode("ascii")
