"""All figures of a comparison as files that people open: Markdown, and Excel where it can be made.

`kpis.csv` beside them holds the exact numbers under the names of the model.
"""

import importlib.util
from pathlib import Path

from sim.common.files import write_text
from sim.readable.figures import ALL, Differences
from sim.words.catalogue import LANGUAGES


def write_kpi_files(folder: Path, differences: Differences) -> list[Path]:
    """Write `kpis.<language>.md` (titles, units, sensible decimals) and, where XlsxWriter is
    installed, `kpis.<language>.xlsx` (the same with exact numbers, and a sheet of notes).

    Args:
        folder: where to; it exists.
        differences: what `sim.compare` gave.

    Returns:
        What was written.
    """
    written = []
    for lang in LANGUAGES:
        page = folder / f"kpis.{lang}.md"
        text = differences.readable(lang, kpis=ALL).markdown() + "\n"
        write_text(page, text)
        written.append(page)
        if importlib.util.find_spec("xlsxwriter") is not None:
            book = folder / f"kpis.{lang}.xlsx"
            differences.to_excel(book, language=lang)
            written.append(book)
    return written
