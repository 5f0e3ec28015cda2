"""Results, comparisons and explanations show themselves, and keep their exact numbers."""

import pickle
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import sim
from sim.common.errors import ConfigError
from sim.measures import comparison
from sim.measures.kpis import HEADLINES, title_of
from sim.readable.frame import Shown
from sim.result import Result
from tests.worlds import small

mpl.use("Agg")
LEVERS = {"evaluation.interval_days": 42}
NAMES = ("result", "differences", "explanation", "flows", "twins")


@pytest.fixture(scope="module")
def pair() -> tuple[Result, Result]:
    return small(replications=3), small(replications=3, levers=LEVERS)


@pytest.fixture(scope="module")
def shown(pair: tuple[Result, Result]) -> dict[str, Any]:
    return {
        "result": pair[1],
        "differences": sim.compare(*pair),
        "explanation": sim.explain(*pair),
        "flows": sim.flows(pair[1]),
        "twins": sim.twins(*pair, n=2),
    }


def table_of(each: Any) -> Shown:
    for name in ("kpis", "table", "pairs"):
        if isinstance(getattr(each, name, None), Shown):
            return getattr(each, name)
    assert isinstance(each, Shown)
    return each


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_what_is_printed_fits_and_has_the_words_of_the_language(
    shown: dict[str, Any], name: str, language: str, width: int
) -> None:
    text = table_of(shown[name]).readable(language).text(width)
    assert max(map(len, text.splitlines())) <= width, text
    other = table_of(shown[name]).readable("en" if language == "nl" else "nl").text(width)
    assert text != other, "the same in both languages"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_on_the_last_line_is_short_or_a_table(
    shown: dict[str, Any], name: str
) -> None:
    each = shown[name]
    html = each._repr_html_()
    assert html.startswith("<table") and html.count("<table") == 1, html[:80]
    is_frame = isinstance(each, pd.DataFrame)
    assert str(each) and (is_frame or len(repr(each)) < 200), repr(each)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plot_makes_an_axis_where_none_is_given_and_uses_the_one_that_is(
    shown: dict[str, Any], name: str, language: str
) -> None:
    from matplotlib import pyplot

    made = shown[name].plot(language=language)
    pyplot.close(made.figure)
    figure, ax = pyplot.subplots()
    assert shown[name].plot(ax, language=language) is ax and made is not ax
    assert ax.has_data() or ax.patches, "nothing was drawn"
    pyplot.close(figure)


@pytest.mark.parametrize("name", NAMES)
def test_what_shows_itself_goes_to_excel_and_latex(
    shown: dict[str, Any], name: str, tmp_path: Path
) -> None:
    text = shown[name].to_latex(language="nl")
    assert text.count(r"\begin{tabular}") == 1
    titles = [row[0] for row in table_of(shown[name]).readable("nl").rows]
    assert all(title.split("_")[0] in text for title in titles)
    pytest.importorskip("xlsxwriter")
    shown[name].to_excel(tmp_path / "x.xlsx", language="nl")
    assert len(cells_of(tmp_path / "x.xlsx")) > len(titles)


def test_compare_is_the_exact_frame_whatever_it_shows(
    pair: tuple[Result, Result], shown: dict[str, Any]
) -> None:
    exact = comparison.compare(pair[0].recordings, pair[1].recordings)
    found = shown["differences"]
    pd.testing.assert_frame_equal(pd.DataFrame(found), exact, check_exact=True)
    assert found.to_string() == exact.to_string()
    assert type(found.set_index("kpi")) is pd.DataFrame
    assert pickle.loads(pickle.dumps(found)).about == found.about


def test_a_comparison_shows_the_headlines_unless_others_are_asked_for(
    shown: dict[str, Any],
) -> None:
    found = shown["differences"]
    there = [name for name in HEADLINES if name in set(found["kpi"])]
    titles = [row[0] for row in found.readable().rows]
    assert sorted(titles) == sorted(title_of(name, "en") for name in there)
    assert len(found.readable(kpis="all").rows) == len(found)
    assert [row[0] for row in found.readable("nl", kpis="duration").rows] == [
        title_of(f"duration.{label}", "nl") for label in ("quarter", "median", "three_quarters")
    ]
    with pytest.raises(ConfigError, match="did you mean 'census_alone'"):
        found.readable(kpis=["census_alon"])
    with pytest.raises(ConfigError, match="unknown language 'fr'"):
        found.readable("fr")


def test_an_explanation_says_in_which_unit_each_number_is(shown: dict[str, Any]) -> None:
    table = shown["explanation"].table
    assert set(table["unit_difference"]) == {"youths"}
    sheet = shown["explanation"].table.readable("en")
    by_part = dict(zip(table["part"], sheet.rows, strict=True))
    assert by_part["starts.refused"][3] == "per year"
    assert by_part["duration"][3] == "days"
    assert "youths" in sheet.headings[4]


def cells_of(path: Path) -> list[str]:
    """Every text and number in an Excel file."""
    found = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith((".xml",)) and ("worksheets/" in name or "sharedStrings" in name):
                for node in ElementTree.fromstring(book.read(name)).iter():
                    if node.tag.rpartition("}")[2] in ("t", "v") and node.text:
                        found.append(node.text)
    return found


def test_excel_holds_the_exact_numbers_readable_titles_and_where_they_come_from(
    shown: dict[str, Any], tmp_path: Path
) -> None:
    pytest.importorskip("xlsxwriter")
    path = tmp_path / "x.xlsx"
    shown["differences"].to_excel(path, language="nl")
    cells = cells_of(path)
    numbers = [float(cell) for cell in cells if re.fullmatch(r"-?\d+(\.\d+)?(E-?\d+)?", cell)]
    wanted = shown["differences"].set_index("kpi").loc["census_one_to_one", "difference"]
    assert np.isclose(numbers, wanted, rtol=1e-12).any(), f"{wanted} is not in the file"
    words = ("Jongeren in 1-op-1", "Verschil", "parameter_fingerprint")
    missing = [word for word in words if word not in cells]
    assert not missing, f"not in the file: {missing}"


def test_excel_without_its_library_is_refused_with_the_way_out(
    shown: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(ConfigError, match=r"XlsxWriter is not there\. Install it: "):
        shown["differences"].to_excel(tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())


def test_latex_has_readable_titles_and_escaped_signs(shown: dict[str, Any]) -> None:
    text = shown["differences"].to_latex(language="nl")
    assert "Jongeren in 1-op-1" in text and "census_one_to_one" not in text
    assert r"95\%-interval" in text and r"\toprule" in text


def test_the_public_face_is_what_completion_and_help_show() -> None:
    public = [name for name in dir(sim) if not name.startswith("__")]
    assert public == sorted(sim.__all__)
    text = sim.__doc__ or ""
    missing = [name for name in sim.__all__ if name not in text]
    assert not missing, f"the docstring of sim does not name {missing}"


def test_simulate_shows_its_arguments_and_passes_all_of_them_on() -> None:
    from inspect import Parameter, signature

    from sim.front_door import prepare

    shown = signature(sim.simulate).parameters
    missing = set(signature(prepare).parameters) - set(shown)
    assert not missing, f"simulate does not show {missing}"
    doc = sim.simulate.__doc__ or ""
    for name, parameter in shown.items():
        assert f"{name}:" in doc, f"{name} is not explained"
        if parameter.kind is Parameter.KEYWORD_ONLY and name in signature(prepare).parameters:
            assert parameter.default == signature(prepare).parameters[name].default, name
