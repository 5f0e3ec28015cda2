"""Figures, the page in two languages, and the table on the screen."""

import base64
import io
import re
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.measures import reasons
from sim.measures.comparison import Comparison, Side, comparison_of
from sim.measures.periods import month_means
from sim.measures.volume import variant_days
from sim.names import Reason
from sim.plots.bands import spread
from sim.plots.style import COLOUR, SIDES, styled
from sim.plots.why_still_there import mean_by_reason
from sim.readable.lines import line
from sim.reporting.answer import sentence, sentences
from sim.reporting.background import Background, ParameterCount, counts_by_class
from sim.reporting.console import print_comparison, reasons_table
from sim.reporting.doubt import Doubt, line_of
from sim.reporting.figures import FIGURES, svg
from sim.reporting.summary import write_summary
from sim.words.numbers import excludes_zero, percent, plain, shortest, signed
from sim.words.reasons import owned, owner_of
from sim.world.row import class_of
from tests.measures.synthetic import lively

TITLES = ({"nl": "Zoals <nu>", "en": "As <now>"}, {"nl": "Afbouw", "en": "Run-down"})


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    sides = [
        Side(n, t, [lively(k, e, years=2) for k in range(4)])
        for n, t, e in zip(SIDES, TITLES, (0, 0.8), strict=True)
    ]
    return comparison_of(sides[0], sides[1])


def with_row(**row: Any) -> Comparison:
    recordings = [lively(k, years=1) for k in range(2)]
    frame = pd.DataFrame(
        [
            {
                "kpi": "census_one_to_one",
                "unit": "youths",
                "base": 10.0,
                "other": 12.0,
                "difference": 2.0,
                "n": 2,
                **row,
            }
        ]
    )
    return Comparison(
        Side("base", TITLES[0], recordings), Side("other", TITLES[1], recordings), frame
    )


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("n", [1, 4])
def test_every_figure_renders_without_a_warning_and_the_same_twice(
    name: Any, lang: Any, n: Any, comparison: Any
) -> None:
    sides = {
        s: (side.title[lang], side.recordings[:n])
        for s, side in zip(SIDES, (comparison.base, comparison.scenario), strict=True)
    }
    with warnings.catch_warnings(), styled():
        warnings.simplefilter("error")
        first, second = (svg(FIGURES[name][0](sides, lang)) for _ in range(2))
    assert first == second and first.startswith(b"<?xml")


def test_bands_are_the_interval_of_the_mean_and_the_middle_80_per_cent() -> None:
    s = spread(np.arange(11.0)[:, None])
    assert (s.mean[0], s.tenth[0], s.ninetieth[0]) == (5, 1, 9) and s.tenth[0] < s.low[
        0
    ] < 5 < s.high[0] < s.ninetieth[0]
    assert np.isnan(spread([[1.0]]).low[0]) and np.isnan(spread([[1.0]]).tenth[0])


def test_nobody_can_change_a_colour_for_everybody() -> None:
    with pytest.raises(TypeError):
        COLOUR["base"] = "red"  # type: ignore[index]


def test_both_pages_are_written_and_fetch_nothing(tmp_path: Any, comparison: Any) -> None:
    path = write_summary(
        tmp_path,
        comparison,
        "en",
        Background(
            parameters=[ParameterCount("estimate", "A", 3)],
            provenance={"seed": "1"},
        ),
    )
    assert path.name == "summary.en.html" and {p.name for p in tmp_path.iterdir()} == {
        "summary.nl.html",
        "summary.en.html",
    }
    for lang, heading in (("nl", "Het antwoord van het model"), ("en", "The answer of the model")):
        page = (tmp_path / f"summary.{lang}.html").read_text(encoding="utf-8")
        assert heading in page and f'<html lang="{lang}">' in page and "<script" not in page
        assert not re.search(r"https?://|url\(|@import|<link", page)
        assert page.count("data:image/svg+xml;base64,") == len(FIGURES)
        assert "&lt;n" in page and "<nu>" not in page
        for picture in re.findall(r"base64,([A-Za-z0-9+/=]+)", page):
            assert b"<image" not in base64.b64decode(picture)


def test_a_page_without_background_says_what_it_was_not_given(
    tmp_path: Any, comparison: Any
) -> None:
    page = write_summary(tmp_path, comparison, "nl").read_text(encoding="utf-8")
    assert "niet meegegeven" in page


def test_an_unknown_language_is_refused(tmp_path: Any, comparison: Any) -> None:
    with pytest.raises(ValueError, match="choose one of nl, en"):
        write_summary(tmp_path, comparison, "fr")


def test_the_answer_claims_a_direction_only_where_the_interval_excludes_zero() -> None:
    clear = sentence(with_row(low=1.0, high=3.0), "census_one_to_one", "en")
    assert "2.0 more (95% interval: 1.0 to 3.0 more)" in clear and "does not contain zero" in clear
    fewer = sentence(
        with_row(other=8.0, difference=-2.0, low=-3.0, high=-1.0), "census_one_to_one", "nl"
    )
    assert "2,0 minder (95%-interval: 1,0 tot 3,0 minder)" in fewer
    unclear = sentence(with_row(low=-1.0, high=5.0), "census_one_to_one", "en")
    assert (
        "may be chance" in unclear
        and "from 1.0 fewer to 5.0 more" in unclear
        and "2.0 more" not in unclear
    )
    once = sentence(with_row(low=np.nan, high=np.nan, n=1), "census_one_to_one", "en")
    assert "one replication" in once and "interval" not in once
    assert "cannot be determined" in sentence(
        with_row(low=np.nan, high=np.nan, n=0), "census_one_to_one", "en"
    )
    assert "no difference" in sentence(
        with_row(other=10.0, difference=0.0, low=0.0, high=0.0), "census_one_to_one", "en"
    )


def over_sets(low: float, high: float) -> Doubt:
    row = {"kpi": "census_one_to_one", "n": 24, "mean": (low + high) / 2, "share_rising": 0.75}
    return Doubt("", (line_of({**row, "low": low, "high": high}, "en"),))


@pytest.mark.parametrize(
    ("chance", "assumptions", "is_clear"),
    [
        ((1.0, 3.0), (0.5, 9.0), True),
        ((1.0, 3.0), (-0.5, 9.0), False),
        ((-1.0, 3.0), (0.5, 9.0), False),
        ((1.0, 3.0), (-9.0, -0.5), False),
    ],
)
def test_a_direction_is_clear_only_where_chance_and_assumptions_both_say_so(
    chance: Any, assumptions: Any, is_clear: bool
) -> None:
    answered = with_row(low=chance[0], high=chance[1])
    (text,) = sentences(answered, "en", over_sets(*assumptions), ("census_one_to_one",))
    assert ("within this model the direction is clear" in text) is is_clear, text
    assert ("the direction is not clear" in text) is not is_clear, text
    assert "Over 24 sets of assumptions" in text and "in 75% it rises" in text
    (alone,) = sentences(answered, "en", None, ("census_one_to_one",))
    assert "direction is clear" not in alone, "chance alone makes nothing clear"


def test_numbers_follow_the_language_and_never_round_a_clear_bound_to_zero() -> None:
    assert plain(1234567.891, 1, "nl") == "1.234.567,9" and plain(1234.5, 1, "en") == "1,234.5"
    assert (
        plain(-0.01, 1, "en") == "0.0"
        and signed(0.01, 1, "en") == "0.0"
        and signed(-2, 0, "en") == "\u22122"
    )
    assert plain(float("nan"), 1, "en") == "–" and excludes_zero(float("nan"), 1.0) is None
    shown = line(with_row(difference=0.3, low=0.004, high=0.6).row("census_one_to_one"), "en")
    assert shown.interval == "+0.004 to +0.600" and shown.excludes_zero
    assert [shortest(x, "nl") for x in (0.5, -1250.25, 3.0, 1e-9)] == [
        "0,5",
        "\u22121.250,25",
        "3",
        "0",
    ]
    euro = line(
        with_row(
            unit="euro/year", base=2.71e7, other=3.3e7, difference=5.9e6, low=5e6, high=6.8e6
        ).row("census_one_to_one"),
        "nl",
    )
    assert (euro.base, euro.difference, euro.unit) == ("27,1", "+5,9", "M€/jaar")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_numbers_print_equal_only_where_their_difference_prints_as_zero(lang: str) -> None:
    fewer = with_row(base=26.34, other=26.26, difference=-0.08, low=np.nan, high=np.nan, n=1)
    shown = line(fewer.row("census_one_to_one"), "en")
    assert (shown.base, shown.other, shown.difference) == ("26.34", "26.26", "\u22120.08")
    assert "26.26" in sentence(fewer, "census_one_to_one", "en") and "0.08 fewer" in sentence(
        fewer, "census_one_to_one", "en"
    )
    apart = line(
        with_row(base=26.34, other=26.36, difference=0.02, low=-9.0, high=9.0).row(
            "census_one_to_one"
        ),
        "en",
    )
    assert (apart.base, apart.other, apart.difference) == ("26.34", "26.36", "+0.02")
    same = sentence(
        with_row(base=26.3, other=26.3, difference=0.0, low=np.nan, high=np.nan, n=1),
        "census_one_to_one",
        lang,
    )
    assert "0,0 " not in same and "0.0 " not in same
    assert (
        "geen enkele herhaling verschil" if lang == "nl" else "no difference in any replication"
    ) in same


@pytest.mark.parametrize(
    ("lang", "one", "more"),
    [("nl", "1 herhaling", "2 herhalingen"), ("en", "1 replication", "2 replications")],
)
def test_one_replication_is_written_in_the_singular_and_has_no_interval(
    lang: str, one: str, more: str, tmp_path: Any
) -> None:
    for n, words_expected in ((1, one), (2, more)):
        made = [lively(k, years=1) for k in range(n)]
        pair = comparison_of(
            *(Side(name, title, made) for name, title in zip(SIDES, TITLES, strict=True))
        )
        out = io.StringIO()
        print_comparison(Console(file=out, width=80), pair, lang)
        page = write_summary(tmp_path, pair, lang).read_text(encoding="utf-8")
        for text in (" ".join(out.getvalue().split()), " ".join(page.split())):
            assert re.search(rf"\b{words_expected}\b", text), text[-400:]
            assert n > 1 or not re.search(
                r"\b1 (herhalingen|replications)\b|zonder nul|without zero|Vet:|Bold:", text
            )


def test_parameters_are_classed_by_what_they_rest_on() -> None:
    rows = [
        ("estimate", "A"),
        ("estimate", "C"),
        ("estimate", "D"),
        ("estimate", ""),
        ("assumption", "A"),
        ("law", ""),
        ("lever", "B"),
    ]
    assert [class_of(*r) for r in rows] == [
        "data",
        "impression",
        "proxy",
        "assumption",
        "assumption",
        "law",
        "choice",
    ]
    assert (
        counts_by_class([ParameterCount("estimate", "A", 3), ParameterCount("estimate", "B", 2)])[
            "data"
        ]
        == 5
    )


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_screen_table_fits_and_shows_every_number(
    width: Any, lang: Any, comparison: Any
) -> None:
    out = io.StringIO()
    print_comparison(Console(file=out, width=width), comparison, lang)
    text = out.getvalue()
    assert max(len(row.rstrip()) for row in text.splitlines()) <= width and "…" not in text
    assert line(comparison.row("cost_one_to_one"), lang).base in text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_reasons_fit_eighty_columns_and_each_is_named_with_its_owner(
    lang: str, comparison: Comparison
) -> None:
    screen = Console(width=80, file=io.StringIO())
    screen.print(reasons_table(comparison, lang))
    assert isinstance(screen.file, io.StringIO)
    told = screen.file.getvalue()
    assert max(len(row) for row in told.splitlines()) <= 80
    for reason in Reason:
        assert f"({owner_of(reason, lang)})" in told, owned(reason, lang)
        share = comparison.row(f"reason_share.{reason.name.lower()}")["other"]
        assert percent(share, 0, lang) in told


@pytest.mark.parametrize("form", reasons.FORMS)
def test_the_areas_of_the_reasons_reach_the_census(form: str, comparison: Comparison) -> None:
    recordings = comparison.scenario.recordings
    alone = [
        month_means(r, sum(variant_days(r, v) for v in reasons.FORMS[form])) for r in recordings
    ]
    top = mean_by_reason(recordings, form).sum(axis=0)
    assert np.allclose(top, np.mean(alone, axis=0))
