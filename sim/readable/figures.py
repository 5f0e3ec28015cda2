"""Tables of figures: one result, two results, several against one base."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.common.errors import refuse, show, unknown
from sim.measures.kpis import GROUPS, HEADLINES, kpi_of, title_of
from sim.readable.frame import Shown, checked_language, on_axis
from sim.readable.lines import line
from sim.readable.remarks import remarks
from sim.readable.sheet import Sheet
from sim.words.catalogue import say
from sim.words.numbers import (
    NOTHING,
    excludes_zero,
    plain,
    scale_of,
    signed,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RIGHT = frozenset({1, 2, 3, 4})
ALL = "all"


class Figures(Shown):
    """A frame with one row per number: `kpi`, `unit`, ..."""

    def readable(self, language: str = "en", kpis: str | Sequence[str] | None = None) -> Sheet:
        """Return the table as people read it, in `language` (en or nl).

        Args:
            language: en or nl.
            kpis: which numbers (`duration.median`, or `duration` for all its labels), "all", or
                the headline figures.

        Raises:
            ConfigError: an unknown number or language.
        """
        return self._sheet(checked_language(language), self.wanted(kpis))

    def wanted(self, kpis: str | Sequence[str] | None = None) -> list[str]:
        """Return names of numbers, by group, out of those that are in this frame.

        Raises:
            ConfigError: an unknown one; names the nearest.
        """
        there = [str(name) for name in self["kpi"]]
        if kpis is None:
            chosen = [name for name in HEADLINES if name in there]
        elif isinstance(kpis, str) and kpis == ALL:
            chosen = there
        elif not isinstance(kpis, Iterable):
            refuse(
                f"kpis is {show(kpis)}; it must be the name of a number, a list of them or 'all'."
            )
        else:
            chosen = []
            for name in [kpis] if isinstance(kpis, str) else kpis:
                found = [each for each in there if each == name or each.startswith(f"{name}.")]
                if not found:
                    refuse(f"kpis: {unknown('KPI', name, there)} Choose one of these, or 'all'.")
                chosen += found
        order = {group: n for n, group in enumerate(GROUPS)}
        return sorted(dict.fromkeys(chosen), key=lambda name: order[kpi_of(name).group])

    def _sheet(self, lang: str, names: list[str] | None = None) -> Sheet:
        raise NotImplementedError

    def _rows(self, names: list[str]) -> "list[pd.Series[Any]]":
        by_name = {str(row["kpi"]): row for _, row in pd.DataFrame(self).iterrows()}
        return [by_name[name] for name in names]

    def _told(self, lang: str, names: list[str], *notes: str) -> tuple[str, ...]:
        n = int(self["n"].max()) if len(self) else 0
        over = say("shown.over", lang).format(n=n) if n > 1 else say("shown.once", lang)
        more = say("shown.headlines", lang).format(n=len(names), total=len(self))
        chance = [say("shown.chance", lang)] if n > 1 else []
        return (
            " ".join([over, *notes, *chance]),
            *([more] if len(names) < len(self) else []),
        )

    def _title(self, key: str, lang: str) -> str:
        return _in(self.about.get(key, ""), lang)

    def _exact(self, lang: str) -> pd.DataFrame:
        made = pd.DataFrame(self)
        made.insert(0, say("shown.measure", lang), [title_of(str(k), lang) for k in made["kpi"]])
        names = {"unit": "unit", "kpi": "key", "mean": "mean", "n": "n"}
        names |= {name: name for name in ("base", "other", "difference", "low", "high")}
        return made.rename(columns={name: say(f"shown.{key}", lang) for name, key in names.items()})


def _in(text: Any, lang: str) -> str:
    return str(text[lang]) if isinstance(text, dict) else str(text)


def _sections(names: Sequence[str], lang: str) -> dict[int, str]:
    groups = [kpi_of(name).group for name in names]
    return {
        n: say(f"report.groups.{group}", lang)
        for n, group in enumerate(groups)
        if n == 0 or group != groups[n - 1]
    }


class ResultKpis(Figures):
    """[kpi, unit, mean, low, high, n] of one result, as a table that shows itself."""

    def _sheet(self, lang: str, names: list[str] | None = None) -> Sheet:
        names = self.wanted() if names is None else names
        headings = [say(f"shown.{key}", lang) for key in ("measure", "mean", "interval", "unit")]
        return Sheet(
            self._title("title", lang),
            tuple(headings),
            [_kpi_cells(row, lang) for row in self._rows(names)],
            frozenset({1, 2}),
            sections=_sections(names, lang),
            notes=self._told(lang, names),
        )


def _kpi_cells(row: "pd.Series[Any]", lang: str) -> tuple[str, ...]:
    factor, key, decimals = scale_of(str(row["unit"]), row["mean"])
    low, high = row["low"] * factor, row["high"] * factor
    if excludes_zero(low, high) is not None:
        tells = [low == high or round(low, d) != round(high, d) for d in range(decimals + 3)]
        decimals = next((d for d in range(decimals, decimals + 3) if tells[d]), decimals)
    return (
        title_of(str(row["kpi"]), lang),
        plain(row["mean"] * factor, decimals, lang),
        _interval(plain(low, decimals, lang), plain(high, decimals, lang), lang),
        say(f"units.short.{key}", lang),
    )


def _interval(low: str, high: str, lang: str) -> str:
    return NOTHING if NOTHING in (low, high) else f"{low} {say('units.to', lang)} {high}"


class Differences(Figures):
    """What `sim.compare` gives: one row per number, both means, the paired difference."""

    def _sheet(self, lang: str, names: list[str] | None = None) -> Sheet:
        names = self.wanted() if names is None else names
        rows = [line(row, lang) for row in self._rows(names)]
        keys = ("measure", "base", "other", "difference", "interval", "unit")
        return Sheet(
            self._title("title", lang),
            tuple(say(f"shown.{key}", lang) for key in keys),
            [(r.title, r.base, r.other, r.difference, r.interval, r.unit) for r in rows],
            RIGHT,
            frozenset({0, 5}),
            sections=_sections(names, lang),
            strong=frozenset(n for n, r in enumerate(rows) if r.excludes_zero),
            notes=(
                *self._told(lang, names, say("shown.paired", lang)),
                *remarks(pd.DataFrame(self), lang),
            ),
        )

    def plot(  # type: ignore[override]
        self,
        ax: "Axes | None" = None,
        *,
        language: str = "en",
        kpis: str | Sequence[str] | None = None,
    ) -> "Axes":
        """Draw the differences in per cent of the base, with their intervals, and give the axis
        back; an axis is made where none is given.

        What is zero or undefined in the base is left out.
        """
        from sim.plots.differences import plot_differences

        lang, names = checked_language(language), self.wanted(kpis)
        rows = pd.DataFrame(self).set_index("kpi", drop=False).loc[names]
        rows = rows[(rows["base"] != 0) & rows["base"].notna()]
        if rows.empty:
            refuse("plot: none of these numbers is above zero in the base. Choose other 'kpis'.")
        return on_axis(
            ax,
            lambda made: plot_differences(made, rows, self._title("title", lang), lang),
            (8.6, 1.4 + 0.32 * len(rows)),
        )


def _p(value: float, lang: str) -> str:
    return f"< {plain(0.001, 3, lang)}" if value < 0.001 else plain(value, 3, lang)


class Many(Shown):
    """What `sim.compare_many` gives: several scenarios against one base."""

    def _sheet(self, lang: str) -> Sheet:
        rows, sections, strong, last = [], {}, set(), None
        for n, row in enumerate(pd.DataFrame(self).to_dict("records")):
            made = line(pd.Series(row), lang)
            if row["scenario"] != last:
                last = sections[n] = str(row["scenario"])
            if made.excludes_zero:
                strong.add(n)
            p = _p(row["p_adjusted"], lang)
            rows.append(
                (made.title, made.base, made.other, made.difference, made.interval, made.unit, p)
            )
        keys = ("measure", "base", "other", "difference", "interval", "unit", "p")
        return Sheet(
            say("shown.many", lang),
            tuple(say(f"shown.{key}", lang) for key in keys),
            rows,
            frozenset({1, 2, 3, 4, 6}),
            frozenset({0, 5}),
            sections=sections,
            strong=frozenset(strong),
            notes=(f"{say('shown.many_note', lang)} {say('shown.chance', lang)}",),
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        made = pd.DataFrame(self)
        made.insert(0, say("shown.measure", lang), [title_of(str(k), lang) for k in made["kpi"]])
        names = ("scenario", "unit", "base", "other", "difference", "low", "high", "n")
        words = {name: say(f"shown.{name}", lang) for name in names} | {
            "kpi": say("shown.key", lang)
        }
        return made.rename(columns=words)


def selection_sheet(table: pd.DataFrame, kpi: str, lang: str) -> Sheet:
    """Return the table of `sim.select_best`, best first."""
    factor, key, decimals = scale_of(kpi_of(kpi).unit, *table["mean"])
    decimals = max(decimals, 1)
    rows = [
        (
            str(row["scenario"]),
            plain(row["mean"] * factor, decimals, lang),
            signed(row["lead"] * factor, decimals, lang),
            _interval(
                signed(row["low"] * factor, decimals, lang),
                signed(row["high"] * factor, decimals, lang),
                lang,
            ),
            say(f"shown.verdict.{str(row['verdict']).replace(' ', '_')}", lang),
        )
        for row in table.to_dict("records")
    ]
    return Sheet(
        f"{title_of(kpi, lang)} ({say(f'units.short.{key}', lang)})",
        tuple(
            say(f"shown.{each}", lang)
            for each in ("scenario", "mean", "lead", "together", "verdict_is")
        ),
        rows,
        frozenset({1, 2, 3}),
    )


class Choices(Shown):
    """`sim.select_best(...).table`: scenarios, best first."""

    def _sheet(self, lang: str) -> Sheet:
        return selection_sheet(pd.DataFrame(self), str(self.about["kpi"]), lang)
