"""A readable table says the same in a terminal of any width, in HTML, Markdown and LaTeX."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.readable.sheet import Sheet

WORD = st.text("abcdefgxyz_%&<|$1234567890", min_size=1, max_size=14)
CELL = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    n = draw(st.integers(1, 4))
    rows = draw(st.lists(st.tuples(*[CELL] * n), max_size=4))
    right = draw(st.frozensets(st.integers(0, n - 1)))
    wide = draw(st.frozensets(st.integers(0, n - 1)))
    sections = {0: "a section"} if rows and draw(st.booleans()) else {}
    headings = tuple(draw(CELL) for _ in range(n))
    return Sheet("a title", headings, rows, right, wide, sections, notes=("a note",))


def letters(text: str) -> list[str]:
    """All signs that are no space, in order of the alphabet: where a line is broken is free."""
    return sorted("".join(text.split()))


@given(sheets(), st.integers(30, 200))
def test_no_line_is_wider_than_asked_and_no_cell_is_cut(sheet: Sheet, width: int) -> None:
    text = sheet.text(width)
    longest = max(len(line) for line in text.splitlines())
    assert longest <= width, f"{longest} characters where {width} were asked:\n{text}"
    for row in sheet.rows:
        for cell in row:
            for word in cell.split():
                assert word in text, f"'{word}' is cut in\n{text}"


class Cells(HTMLParser):
    """Collects the text of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.is_in = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.is_in = tag in ("td", "th")
        if self.is_in:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_in = False

    def handle_data(self, data: str) -> None:
        if self.is_in:
            self.cells[-1] += data


@given(sheets())
def test_html_holds_every_cell_as_it_was_written(sheet: Sheet) -> None:
    reader = Cells()
    reader.feed(sheet.html())
    expected = [*sheet.headings]
    for n, row in enumerate(sheet.rows):
        expected += [*([sheet.sections[n]] if n in sheet.sections else []), *row]
    assert reader.cells == expected


@given(sheets())
def test_every_row_of_markdown_has_as_many_cells_as_there_are_columns(sheet: Sheet) -> None:
    lines = [line for line in sheet.markdown().splitlines() if line.startswith("| ")]
    counts = {len(re.findall(r"(?<!\\)\|", line)) - 1 for line in lines}
    assert counts == {len(sheet.headings)}, lines


@given(sheets())
def test_latex_has_no_sign_left_that_latex_gives_a_meaning(sheet: Sheet) -> None:
    body = sheet.latex().split(r"\toprule")[1].split(r"\bottomrule")[0]
    for line in body.splitlines():
        bare = line.removesuffix(r"\\").replace(" & ", "")
        assert not re.search(r"(?<!\\)[_%&$#]", bare), line


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_table_of_numbers_stands_in_columns_where_they_fit_and_in_blocks_where_not(
    width: int,
) -> None:
    rows = [("youths in 1:1", "122.2", "106.1", "-16.2", "-19.3 to -13.0", "youths")] * 2
    headings = ("Measure", "Base", "Scenario", "Difference", "95% interval", "Unit")
    sheet = Sheet("", headings, rows, frozenset({1, 2, 3, 4}), frozenset({0, 5}))
    first = sheet.text(width).splitlines()[0]
    assert first.startswith("Measure" if width >= 80 else "youths in 1:1"), first


def test_the_frame_of_a_sheet_has_a_row_for_each_section() -> None:
    sheet = Sheet("", ("a", "b"), [("1", "2"), ("3", "4")], sections={1: "more"})
    expected = pd.DataFrame([("1", "2"), ("more", ""), ("3", "4")], columns=["a", "b"])
    pd.testing.assert_frame_equal(sheet.frame(), expected.astype(object))
