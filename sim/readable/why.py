"""Tables that say why: parts of a difference, levers, moves, twins, assumptions."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.measures.kpis import title_of
from sim.readable.frame import Shown, checked_language, on_axis
from sim.readable.sheet import Sheet
from sim.words.catalogue import LANGUAGES, say
from sim.words.numbers import (
    NOTHING,
    enough_decimals,
    excludes_zero,
    plain,
    scale_of,
    signed,
    span,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

N_ASSUMPTIONS = 20  # rows of a readable table of assumptions
SIDES = ("base", "other")


def effect_cells(row: Any, unit: str, lang: str, decimals: int = 1) -> tuple[str, str, bool]:
    """Return a difference, its interval, and whether the interval excludes zero."""
    factor, _, usual = scale_of(unit, row["difference"])
    low, high = row["low"] * factor, row["high"] * factor
    decimals = enough_decimals(max(decimals, usual) if factor == 1.0 else usual, low, high)
    is_clear = excludes_zero(low, high)
    interval = NOTHING if is_clear is None else span(low, high, decimals, lang)
    return signed(row["difference"] * factor, decimals, lang), interval, bool(is_clear)


class Parts(Shown):
    """`sim.explain(...).table`: what changed, in its own unit, and what that does to 1:1."""

    def _sheet(self, lang: str) -> Sheet:
        rows, strong = [], set()
        for n, row in enumerate(pd.DataFrame(self).to_dict("records")):
            unit = str(row["unit"])
            factor, key, decimals = scale_of(unit, row["base"], row["other"])
            difference, interval, is_clear = effect_cells(row, "youths", lang)
            if is_clear:
                strong.add(n)
            sides = [plain(row[side] * factor, decimals, lang) for side in SIDES]
            rows.append(
                (row[lang], *sides, say(f'units.short.{key}', lang), difference, interval)
            )  # fmt: skip
        keys = ("part", "base", "other", "unit", "effect", "interval")
        return Sheet(
            say("shown.explain", lang),
            tuple(say(f"shown.{key}", lang) for key in keys),
            rows,
            frozenset({1, 2, 4, 5}),
            wide=frozenset({0, 3, 4}),
            strong=frozenset(strong),
            notes=(f"{say('shown.explain_note', lang)} {say('shown.chance', lang)}",),
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        made = pd.DataFrame(self).drop(columns=["part", *others(lang)])
        names = {"base": "base", "other": "other", "unit": "unit", "low": "low", "high": "high"}
        words = {name: say(f"shown.{key}", lang) for name, key in names.items()}
        words |= {
            lang: say("shown.part", lang),
            "difference": say("shown.effect", lang),
            "n": say("shown.n", lang),
        }
        return made.drop(columns="unit_difference").rename(columns=words)


class LeverEffects(Shown):
    """`sim.waterfall(...).table`: what each lever does to one number."""

    def _sheet(self, lang: str) -> Sheet:
        kpi, frame = str(self.about["kpi"]), pd.DataFrame(self)
        unit = str(frame["unit"].iloc[0])
        factor, key, decimals = scale_of(unit, *frame["difference"])
        scaled = frame.assign(**{n: frame[n] * factor for n in ("difference", "low", "high")})
        cells = [effect_cells(row, "", lang, decimals) for row in scaled.to_dict("records")]
        sides = {side: f"{plain(self.about[side] * factor, decimals, lang)}" for side in SIDES}
        return Sheet(
            say("shown.waterfall", lang).format(
                kpi=title_of(kpi, lang), unit=say(f"units.short.{key}", lang)
            ),
            tuple(say(f"shown.{each}", lang) for each in ("lever", "difference", "interval")),
            [(str(words), *cell[:2]) for words, cell in zip(frame[lang], cells, strict=True)],
            frozenset({1, 2}),
            strong=frozenset(n for n, cell in enumerate(cells) if cell[2]),
            notes=(f"{say('shown.waterfall_note', lang, **sides)} {say('shown.chance', lang)}",),
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        made = pd.DataFrame(self).drop(columns=others(lang))
        names = ("difference", "low", "high", "n", "unit")
        words = {name: say(f"shown.{name}", lang) for name in names}
        words |= {lang: say("shown.lever", lang), "lever": say("shown.key", lang)}
        return made.rename(columns=words)


class Moves(Shown):
    """What `sim.flows` gives: moves per year from setting to setting."""

    def _sheet(self, lang: str) -> Sheet:
        rows = []
        for row in pd.DataFrame(self).to_dict("records"):
            value, low, high = (row[name] for name in ("moves_per_year", "low", "high"))
            decimals = 0 if value >= 100 else 1 if value >= 1 else 2
            interval = (
                NOTHING
                if excludes_zero(low, high) is None
                else f" {say('units.to', lang)} ".join(
                    plain(end, decimals, lang) for end in (low, high)
                )
            )
            places = [say(f"figures.place.{row[end]}", lang) for end in ("from", "to")]
            rows.append((places[0], places[1], plain(value, decimals, lang), interval))
        n = int(self["n"].max()) if len(self) else 0
        return Sheet(
            say("shown.flows", lang),
            tuple(say(f"shown.{each}", lang) for each in ("from", "to", "moves", "interval")),
            rows,
            frozenset({2, 3}),
            wide=frozenset({0, 1, 2}),
            notes=(say("shown.over", lang).format(n=n) if n > 1 else say("shown.once", lang),),
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        made = pd.DataFrame(self)
        for end in ("from", "to"):
            made[end] = [say(f"figures.place.{name}", lang) for name in made[end]]
        words = {name: say(f"shown.{name}", lang) for name in ("from", "to", "low", "high", "n")}
        return made.rename(columns={**words, "moves_per_year": say("shown.moves", lang)})

    def plot(  # type: ignore[override]
        self, ax: "Axes | None" = None, *, language: str = "en"
    ) -> "Axes":
        """Draw the moves as bands from left to right and give the axis back; an axis is made where
        none is given.
        """
        from sim.plots.flows import plot_flows

        lang = checked_language(language)
        return on_axis(ax, lambda made: plot_flows(made, pd.DataFrame(self), lang), (7.2, 6.6))


class Pairs(Shown):
    """`sim.twins(...).pairs`: each youth under both policies."""

    MEASURES = ("days_one_to_one", "days_alone", "euro", "moves")

    def _sheet(self, lang: str) -> Sheet:
        rows = []
        for row in pd.DataFrame(self).to_dict("records"):
            sides = [
                f"{plain(row[f'{m}_base'], 0, lang)} → {plain(row[f'{m}_other'], 0, lang)}"
                for m in self.MEASURES
            ]
            rows.append((str(row["youth"]), plain(row["years_at_arrival"], 1, lang), *sides))
        keys = ("youth", "age", "days_one_to_one", "days_alone", "euro", "days_moves")
        titles = {side: self.about["titles"][n][lang] for n, side in enumerate(SIDES)}
        return Sheet(
            say("shown.twins", lang).format(**titles),
            tuple(say(f"shown.{key}", lang) for key in keys),
            rows,
            frozenset(range(1, 6)),
            wide=frozenset(range(6)),
            notes=(say("shown.twins_note", lang),),
        )

    def _exact(self, lang: str) -> pd.DataFrame:
        made, words = pd.DataFrame(self), {"youth": say("shown.youth", lang)}
        words["years_at_arrival"] = say("shown.age", lang)
        for measure in self.MEASURES:
            name = say(f"shown.{'days_moves' if measure == 'moves' else measure}", lang)
            for side in (*SIDES, "difference"):
                words[f"{measure}_{side}"] = f"{name}: {say(f'shown.{side}', lang).lower()}"
        return made.drop(columns="replication").rename(columns=words)


class Assumptions(Shown):
    """What `sim.assumptions_that_matter` gives, the one that moves the difference most first."""

    def _sheet(self, lang: str) -> Sheet:
        unit, rows = str(self.attrs["unit"]), []
        frame = pd.DataFrame(self)
        top = [self.attrs["difference"], *frame["at_low"], *frame["at_high"]]
        factor, key, decimals = scale_of(unit, *top)

        def shown(value: float) -> str:
            return signed(value * factor, max(decimals, 1), lang)

        for row in frame.head(N_ASSUMPTIONS).to_dict("records"):
            ends = f"{plain_short(row['low_end'], lang)} – {plain_short(row['high_end'], lang)}"
            at = [shown(row[name]) for name in ("at_low", "at_high")]
            text = f"{str(row['description']).rstrip('.')} [{row['name']}]"
            rows.append((text, ends, *at))
        title = say("shown.assumptions", lang).format(
            kpi=title_of(str(self.attrs["kpi"]), lang),
            difference=f"{shown(self.attrs['difference'])} {say(f'units.short.{key}', lang)}",
        )
        more = say("shown.first_of", lang).format(n=len(rows), total=len(frame))
        return Sheet(
            title,
            tuple(
                say(f"shown.{key}", lang) for key in ("assumption", "range", "at_low", "at_high")
            ),
            rows,
            frozenset({1, 2, 3}),
            notes=(more,) if len(rows) < len(frame) else (),
        )


def others(lang: str) -> list[str]:
    """Return the languages that are not `lang`, as columns."""
    return [each for each in LANGUAGES if each != lang]


def plain_short(value: float, lang: str) -> str:
    """Return a number with as many decimals as it needs, at most three, none in thousands."""
    decimals = next((d for d in range(3) if round(value, d) == round(value, 6)), 3)
    return plain(value, 0 if abs(value) >= 1000 else decimals, lang)
