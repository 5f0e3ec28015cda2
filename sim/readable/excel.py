"""Excel files that open well: titles in words, exact numbers with a format, a sheet of notes."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from sim.common.errors import refuse
from sim.common.extras import install
from sim.common.files import as_utf8
from sim.words.catalogue import say

FORMATS = {
    "share": "0.0%",
    "chance": "0.0%",
    "youths": "#,##0.0",
    "day": "#,##0",
    "day/year": "#,##0",
    "places": "#,##0",
    "persons": "#,##0",
    "FTE": "#,##0",
    "1/youth-year": "0.00",
    "1/position-year": "0.00",
    "moves": "0.00",
}
MADE = datetime(2000, 1, 1)  # the same figures give the same file, whenever it is written
UNITS = ("unit", "eenheid")  # headings of the column that says in what a row counts


def write_excel(
    path: Path, tables: Mapping[str, pd.DataFrame], notes: Mapping[str, str], lang: str
) -> None:
    """Write tables, each on a sheet of its own, and the notes on a last one.

    A number takes its format from the column `unit` (or `eenheid`) of its row; what is undefined is
    an empty cell.

    Raises:
        ConfigError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        refuse(f"to_excel: XlsxWriter is not there. {install('publish')} Or use .to_csv(...).")
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        formats: dict[str, Any] = {}
        for title, frame in tables.items():
            sheet = book.add_worksheet(
                _name(as_utf8(title), {s.get_name() for s in book.worksheets()})
            )
            sheet.freeze_panes(1, 1)
            unit = next((k for k, c in enumerate(frame.columns) if str(c).lower() in UNITS), None)
            whole = {
                k
                for k in range(len(frame.columns))
                if pd.api.types.is_integer_dtype(frame.iloc[:, k])
            }
            for k, heading in enumerate(frame.columns):
                cells = [str(heading), *(str(v) for v in frame.iloc[:, k])]
                is_text = not pd.api.types.is_numeric_dtype(frame.iloc[:, k])
                longest = max(map(len, cells)) if is_text else len(cells[0])
                sheet.set_column(k, k, min(max(longest + 2, 11), 60))
                sheet.write_string(0, k, as_utf8(str(heading)), bold)
            for r, row in enumerate(frame.itertuples(index=False), 1):
                of_row = "" if unit is None else str(row[unit])
                for k, value in enumerate(row):
                    if _is_number(value):
                        if math.isfinite(value):
                            style = _style(of_row, value) if k not in whole else "#,##0"
                            made = formats.setdefault(style, book.add_format({"num_format": style}))
                            sheet.write_number(r, k, float(value), made)
                    elif value is not None and value == value:
                        sheet.write_string(r, k, as_utf8(str(value)))
        sheet = book.add_worksheet(say("shown.notes", lang))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        for r, (key, text) in enumerate(notes.items()):
            sheet.write_string(r, 0, as_utf8(key), bold)
            sheet.write_string(r, 1, as_utf8(text)[:32_000], wrap)


def _is_number(value: object) -> bool:
    return pd.api.types.is_number(value) and not isinstance(value, bool)


def _style(unit: str, value: float) -> str:
    if float(value).is_integer() and unit not in FORMATS:
        return "#,##0"
    if unit.startswith("euro"):
        return "#,##0"
    return FORMATS.get(unit, "#,##0.0##")


def _name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes for a sheet: at most 31 characters, none twice."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "1"
    name, n = plain, 2
    while name.lower() in {each.lower() for each in taken}:
        name, n = f"{plain[:28]} {n}", n + 1
    return name
