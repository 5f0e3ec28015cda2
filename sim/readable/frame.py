"""A data frame that shows itself as people read it.

The columns and their exact numbers are those of an ordinary data frame; what is taken out of it
(`frame[...]`, `.set_index(...)`) is one. Only printing, a notebook, Excel and LaTeX show the
readable table.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.common.errors import refuse, show, unknown
from sim.common.files import write_text
from sim.readable.excel import write_excel
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Shown(pd.DataFrame):
    """A data frame with a readable table of itself.

    `about` holds what the table says beside its numbers (titles, provenance).
    """

    _metadata = ["about"]  # noqa: RUF012  (the way of pandas to keep an attribute)

    def __init__(self, data: Any, about: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)  # type: ignore[call-arg]
        self.about: Mapping[str, Any] = dict(about or {})

    def _sheet(self, lang: str) -> Sheet:
        raise NotImplementedError

    def readable(self, language: str = "en") -> Sheet:
        """Return the table as people read it, in `language` (en or nl).

        It has `.text(width)`, `.html()`, `.markdown()`, `.latex()` and `.frame()`.
        """
        return self._sheet(checked_language(language))

    def __str__(self) -> str:
        return self.readable().text()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.readable().html()

    def to_latex(self, buf: Any = None, *, language: str = "en", **named: Any) -> Any:
        """Return the readable table as LaTeX (booktabs), or write it to the path `buf`.

        `label` names it. For the raw numbers: `pandas.DataFrame(frame).to_latex()`.
        """
        made = self.readable(language).latex(named.get("label"))
        if buf is None:
            return made
        write_text(_checked_path(buf), made)
        return None

    def to_excel(  # type: ignore[misc]
        self, excel_writer: Any, *_: Any, language: str = "en", **__: Any
    ) -> None:
        """Write an Excel file: the figures with readable titles and exact numbers, and a notes
        sheet that says where they come from.

        Needs XlsxWriter: the extra `publish`.

        Raises:
            ConfigError: XlsxWriter is not there; no path or no language.
        """
        checked_language(language)
        sheet = self.readable(language)
        write_excel(
            _checked_path(excel_writer),
            {sheet.title: self._exact(language)},
            self._notes(sheet),
            language,
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        """Return what a sheet of Excel holds: exact numbers, titles of columns in words."""
        return pd.DataFrame(self)

    def _notes(self, sheet: Sheet) -> dict[str, str]:
        about = {str(key): str(value) for key, value in self.about.get("origin", {}).items()}
        return {sheet.title: "\n".join(sheet.notes), **about}


class Shows:
    """What holds a table that shows itself, and shows itself by it."""

    def _table(self) -> Shown:
        raise NotImplementedError

    def readable(self, language: str = "en") -> Sheet:
        """Return the table as people read it, in `language` (en or nl)."""
        return self._table().readable(language)

    def to_excel(self, path: str | Path, *, language: str = "en") -> None:
        """Write the table to an Excel file, with a sheet of notes.

        Raises:
            ConfigError: XlsxWriter is not installed; no path or no language.
        """
        self._table().to_excel(path, language=language)

    def to_latex(self, *, language: str = "en") -> str:
        """Return the table as LaTeX (booktabs)."""
        return str(self._table().to_latex(language=language))

    def __str__(self) -> str:
        return str(self._table())

    def _repr_html_(self) -> str:
        return self._table()._repr_html_()


def checked_language(language: object) -> str:
    """Return a language in which tables are shown.

    Raises:
        ConfigError: it is neither en nor nl.
    """
    if not isinstance(language, str) or language not in LANGUAGES:
        refuse(unknown("language", language, LANGUAGES))
    return language


def _checked_path(value: object) -> Path:
    if not isinstance(value, str | os.PathLike) or not str(value).strip():
        refuse(f"the path is {show(value)}; it must be that of a file, such as 'figures.xlsx'.")
    return Path(value)


def on_axis(ax: "Axes | None", draw: "Callable[[Axes], Axes]", size: tuple[float, float]) -> "Axes":
    """Draw on `ax`, or on an axis of its own in the house style where none is given.

    An axis of its own belongs to pyplot, so that a notebook shows it and `plt.show()` opens it.
    """
    if ax is not None:
        return draw(ax)
    import matplotlib.pyplot as plt

    from sim.plots.style import styled

    with styled():
        _, made = plt.subplots(figsize=size, layout="constrained")
        return draw(made)
