"""The panel of reasons: stacked, named with who owns them, and as high as the census of 1:1."""

import numpy as np
import pytest

from sim.measures.periods import month_dates
from sim.names import Reason
from sim.page.computing.sample import Sample, sample_of
from sim.page.shown.captions import in_words
from sim.page.shown.reasons import draw_reasons
from sim.page.shown.traces import mean_of, series
from sim.page.texts import Words
from sim.words.reasons import name_of, owner_of
from tests.measures.synthetic import lively

MONTHS = [day.isoformat() for day in month_dates(lively(0, years=2))]


@pytest.fixture(scope="module")
def sides() -> dict[str, list[Sample]]:
    return {
        side: [sample_of(lively(k, effect, years=2)) for k in range(2)]  # type: ignore[arg-type]
        for side, effect in (("base", 0.0), ("variant", 0.9))
    }


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_areas_stack_up_to_the_youths_in_one_to_one(
    sides: dict[str, list[Sample]], lang: str
) -> None:
    for shown, side in (({"base": sides["base"]}, "base"), (sides, "variant")):
        figure = draw_reasons(shown, MONTHS, Words(lang))
        areas = [trace for trace in figure["data"] if trace.get("stackgroup")]
        top = np.sum([trace["y"] for trace in areas], axis=0)
        census = mean_of(series(sides[side], "one_to_one"))
        assert len(areas) == len(Reason) and np.allclose(top, census, atol=1e-3)


def test_with_a_variant_the_youths_as_it_is_now_are_a_dashed_line(
    sides: dict[str, list[Sample]],
) -> None:
    (line,) = [t for t in draw_reasons(sides, MONTHS, Words("en"))["data"] if "stackgroup" not in t]
    assert line["line"]["dash"] == "dash" and line["meta"] == "base"
    assert np.allclose(line["y"], mean_of(series(sides["base"], "one_to_one")), atol=1e-3)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_reason_is_named_with_who_owns_it(sides: dict[str, list[Sample]], lang: str) -> None:
    names = [trace["name"] for trace in draw_reasons(sides, MONTHS, Words(lang))["data"]]
    for reason, shown in zip(Reason, names, strict=False):
        assert shown == f"{name_of(reason, lang)} ({owner_of(reason, lang)})"
    assert len(set(names)) == len(names)


def test_the_caption_counts_who_is_ready_without_a_place(sides: dict[str, list[Sample]]) -> None:
    last = slice(-12, None)
    now = sum(
        mean_of(series(sides["base"], name))[last].mean()
        for name in ("reason_refused", "reason_no_place_free")
    )
    assert f"{now:.1f} youths a day are ready" in in_words("reasons", sides, "2027", Words("en"))
