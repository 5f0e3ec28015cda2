"""A table as people read it: titles, text in cells, notes below; drawn for whoever asks."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest

import pandas as pd

ROOMY, TIGHT = (22, 16), (14, 8)  # characters that text needs at least: first column, others
GAP = 2  # characters between two columns
WIDEST = 100  # characters: what fits a page, a mail and most terminals
STYLE = (
    "border-collapse:collapse",
    "font-variant-numeric:tabular-nums",
    "text-align:left",
)


@dataclass(frozen=True)
class Sheet:
    """A readable table.

    Attributes:
        title: above it.
        headings: one per column.
        rows: cells as text, one tuple per row.
        right: columns that hold numbers, set to the right.
        wide: columns that may wrap; the first where none is named.
        sections: row -> heading above it.
        strong: rows whose difference is clear, in bold.
        notes: below it.
        is_below: each row a block of lines, however wide the terminal is.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset({0})
    sections: Mapping[int, str] = field(default_factory=dict)
    strong: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    is_below: bool = False

    def text(self, width: int | None = None) -> str:
        """Return it for a terminal of `width` characters (default: this one, at most 100).

        Where the columns do not fit beside one another, each row becomes a block of lines.
        """
        if width is None:
            from rich.console import Console

            width = min(Console().width, WIDEST)
        title, notes = (
            "\n".join(textwrap.fill(each, width) for each in texts)
            for texts in ([self.title] if self.title else [], self.notes)
        )
        room = next((room for room in (ROOMY, TIGHT) if self._fits(width, room)), None)
        body = self._below(width) if room is None else self._beside(width, room)
        body = body if self.rows else ""
        return "\n\n".join(part for part in (title, body, notes) if part)

    def _fits(self, width: int, room: tuple[int, int]) -> bool:
        if self.is_below:
            return False
        return sum(self._least(room)) + GAP * (len(self.headings) - 1) <= width

    def _lines(self, column: int) -> list[str]:
        return [line for row in self.rows for line in row[column].split("\n")]

    def _least(self, room: tuple[int, int]) -> list[int]:
        """Return per column the fewest characters in which it can be read."""
        least = []
        for k, heading in enumerate(self.headings):
            lines = self._lines(k)
            longest = max(map(len, lines), default=0)
            if k in self.wide:
                indents = [len(line) - len(line.lstrip()) for line in lines]
                words = [
                    indent + max(map(len, line.split()), default=0)
                    for line, indent in zip(lines, indents, strict=True)
                ]
                enough = min(longest, room[k > 0])
                least.append(max(enough, *words, *map(len, heading.split())))
            else:
                least.append(max(longest, len(heading)))
        return least

    def _beside(self, width: int, room: tuple[int, int]) -> str:
        widths = self._least(room)
        most = [
            max(map(len, [heading, *self._lines(k)])) for k, heading in enumerate(self.headings)
        ]
        left = width - sum(widths) - GAP * (len(widths) - 1)
        while left > 0 and any(w < m for w, m in zip(widths, most, strict=True)):
            for k in range(len(widths)):
                if left > 0 and widths[k] < most[k]:
                    widths[k], left = widths[k] + 1, left - 1
        lines = self._row(self.headings, widths)
        for n, row in enumerate(self.rows):
            if n in self.sections:
                lines.append(f"{self.sections[n]}:")
            lines += self._row(row, widths)
        return "\n".join(lines)

    def _row(self, row: Sequence[str], widths: Sequence[int]) -> list[str]:
        cells = [
            [part for line in cell.split("\n") for part in _wrapped(line, width)]
            for cell, width in zip(row, widths, strict=True)
        ]
        return [
            (" " * GAP)
            .join(
                part.rjust(width) if k in self.right else part.ljust(width)
                for k, (part, width) in enumerate(zip(parts, widths, strict=True))
            )
            .rstrip()
            for parts in zip_longest(*cells, fillvalue="")
        ]

    def _below(self, width: int) -> str:
        blocks = []
        for n, row in enumerate(self.rows):
            lines = [f"{self.sections[n]}:"] if n in self.sections else []
            for text in row[0].split("\n"):
                lines.append(textwrap.fill(text, width, break_on_hyphens=False))
            facts = [
                f"{heading}: {cell}" if heading else cell
                for heading, cell in zip(self.headings[1:], row[1:], strict=True)
                if cell
            ]
            for text in facts if self.is_below else ["; ".join(facts)]:
                lines += textwrap.wrap(
                    text,
                    width,
                    initial_indent="  ",
                    subsequent_indent="    ",
                    break_on_hyphens=False,
                )
            blocks.append("\n".join(lines))
        return "\n".join(blocks)

    def html(self) -> str:
        """Return it for a notebook or a page: one table with caption, headings and notes."""
        n = len(self.headings)
        head = "".join(
            f'<th scope="col"{self._align(k)}>{escape(heading)}</th>'
            for k, heading in enumerate(self.headings)
        )
        body = []
        for r, row in enumerate(self.rows):
            if r in self.sections:
                section = escape(self.sections[r])
                body.append(
                    f'<tr><th scope="rowgroup" colspan="{n}" style="text-align:left;'
                    f'padding-top:.6em">{section}</th></tr>'
                )
            weight = ";font-weight:bold" if r in self.strong else ""
            cells = [
                f'<th scope="row" style="text-align:left;font-weight:normal">{escape(row[0])}</th>'
            ]
            cells += [
                f"<td{self._align(k, weight)}>{escape(cell)}</td>"
                for k, cell in enumerate(row[1:], 1)
            ]
            body.append(f"<tr>{''.join(cells)}</tr>")
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        return (
            f'<table style="{";".join(STYLE)}">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody></table>{notes}"
        )

    def _align(self, column: int, more: str = "") -> str:
        side = "right" if column in self.right else "left"
        return f' style="text-align:{side}{more}"'

    def frame(self) -> pd.DataFrame:
        """Return the text in its cells as a data frame; a section is a row with one cell."""
        return pd.DataFrame(self._all_rows(), columns=list(self.headings), dtype=object)

    def _all_rows(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for n, row in enumerate(self.rows):
            if n in self.sections:
                rows.append((self.sections[n], *[""] * (len(self.headings) - 1)))
            rows.append(row)
        return rows

    def markdown(self) -> str:
        """Return it as Markdown: title, table, notes."""
        marks = tuple("---:" if k in self.right else "---" for k in range(len(self.headings)))
        texts = [
            tuple(" ".join(cell.replace("|", "\\|").split()) for cell in row)
            for row in (self.headings, *self._all_rows())
        ]
        rows = [texts[0], marks, *texts[1:]]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        title = f"**{self.title}**" if self.title else ""
        return "\n\n".join(part for part in (title, table, *self.notes) if part)

    def latex(self, label: str | None = None) -> str:
        """Return it as a LaTeX table (booktabs) with every sign escaped; notes as comments."""
        columns = "".join("r" if k in self.right else "l" for k in range(len(self.headings)))
        made: str = self.frame().to_latex(
            index=False, escape=True, column_format=columns, caption=_latex(self.title), label=label
        )
        comments = "".join(f"% {line}\n" for note in self.notes for line in note.splitlines())
        return comments + made.replace("\u2212", "$-$")


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    ) or [""]


def _latex(text: str) -> str:
    """Return a caption with the signs escaped that LaTeX gives a meaning."""
    signs = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(signs.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in text)
