"""KPIs as one list, and paired comparison."""

import io

import numpy as np
import pytest
from rich.console import Console

from sim.measures.comparison import COLUMNS, Side, compare, comparison_of, summarise
from sim.measures.kpis import (
    BY_NAME,
    GROUPS,
    HEADLINES,
    IN_DOUBT,
    KPIS,
    LARGE,
    kpi_of,
    measure,
    title_of,
)
from sim.names import Setting, Variant
from sim.reporting.console import print_comparison
from sim.words.catalogue import LANGUAGES, texts
from tests.measures.synthetic import Made, blank, lively


def constant(replication: int, youths: int) -> Made:
    made = blank(400, replication=replication)
    made.days["census"][0, Setting.ONE_TO_ONE_SOLO, Variant.SOLO, 3] = youths
    return made


def test_every_kpi_has_words_in_both_languages_and_a_group() -> None:
    told = {key.partition(".")[0] for key in texts("kpis")}
    assert told == set(BY_NAME) and len(BY_NAME) == len(KPIS)
    assert {k.group for k in KPIS} == set(GROUPS)
    assert all(k.title(lang) and k.description(lang) for k in KPIS for lang in LANGUAGES)
    assert {*LARGE, *IN_DOUBT} <= set(HEADLINES)


def test_an_empty_recording_gives_numbers_or_nan_and_no_error() -> None:
    numbers = measure(blank(400))
    assert (
        np.isnan(numbers["duration.median"])
        and np.isnan(numbers["stability"])
        and numbers["starts_per_year"] == 0
    )


def test_headlines_are_measured_and_titles_name_their_label() -> None:
    numbers = measure(lively(0, years=2))
    assert set(HEADLINES) <= set(numbers)
    assert (
        title_of("starts_by_cause.refused", "nl") == "Gestarte 1-op-1, naar aanleiding: geweigerd"
    )
    assert kpi_of("duration.median").unit == "day"


def test_differences_are_paired_by_number_whatever_the_order() -> None:
    base = [constant(k, 10 * k) for k in (1, 2, 3)]
    other = [constant(k, 10 * k + 2) for k in (3, 1, 2)]
    frame = compare(base, other)
    assert tuple(frame.columns) == COLUMNS
    row = frame.set_index("kpi").loc["census_one_to_one"]
    assert (row["base"], row["other"], row["difference"], row["low"], row["high"], row["n"]) == (
        20,
        22,
        2,
        2,
        2,
        3,
    )


def test_a_row_is_base_plus_difference_even_where_a_replication_is_undefined() -> None:
    frame = compare(
        [lively(k, years=1) for k in (0, 1)],
        [lively(0, 0.5, years=1), blank(731, 365, ("Noord",), 1)],
    )
    defined = frame[frame["n"] > 0]
    np.testing.assert_allclose(
        defined["other"] - defined["base"], defined["difference"], rtol=1e-9, atol=1e-9
    )
    assert frame.set_index("kpi").loc["duration.median", "n"] == 1


def test_unequal_sets_of_replications_are_refused() -> None:
    with pytest.raises(
        ValueError,
        match=(
            r"replications \[2\] are only in base and \[3\] only in other\. Run both with the "
            r"same"
        ),
    ):
        compare([constant(1, 1), constant(2, 1)], [constant(1, 1), constant(3, 1)])
    with pytest.raises(ValueError, match="occurs twice"):
        compare([constant(1, 1), constant(1, 1)], [constant(1, 1), constant(1, 1)])


def test_one_replication_is_compared_without_bounds() -> None:
    row = compare([constant(1, 5)], [constant(1, 7)]).set_index("kpi").loc["census_one_to_one"]
    assert row["difference"] == 2 and np.isnan(row["low"]) and row["n"] == 1


def test_a_summary_of_one_side_has_means_and_bounds() -> None:
    row = summarise([constant(1, 5), constant(2, 7)]).set_index("kpi").loc["census_one_to_one"]
    assert row["mean"] == 6 and row["low"] < 5 and row["n"] == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "Aan beide kanten hetzelfde toeval"), ("en", "The same luck on both sides")],
)
def test_the_table_says_what_pairing_gained_once_there_are_ten_replications(
    lang: str, words: str
) -> None:
    def printed(n: int) -> str:
        base, other = ([lively(k, effect, years=1) for k in range(n)] for effect in (0.0, 0.5))
        sides = (
            Side(name, {"nl": name, "en": name}, recordings)
            for name, recordings in (("base", base), ("other", other))
        )
        console = Console(width=80, record=True, file=io.StringIO())
        print_comparison(console, comparison_of(*sides), lang)
        return console.export_text()

    assert words in printed(10)
    assert words not in printed(9)
