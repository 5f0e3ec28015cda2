"""The page of speed: a miss is called a miss, and what was not measured is not on it."""

import math

from benchmarks.results import Measured, Row, exponent, page, ratios, table, times


def measured(seconds: float, **info: object) -> dict[str, object]:
    return {"stats": {"min": seconds, "median": 2 * seconds}, "extra_info": info}


def test_a_goal_is_met_or_missed() -> None:
    assert "| met |" in Row("a", 1.4, most=1.4).line()
    assert "| **miss** |" in Row("a", 1.41, most=1.4).line()
    assert "| met |" in Row("a", 8.0, least=8.0).line()
    assert "| **miss** |" in Row("a", 7.9, least=8.0).line()
    assert Row("a", 1.0, "{:,.0f} ms").line() == "| a | 1 ms |  |  |"


def test_a_goal_is_written_like_its_figure() -> None:
    assert "| 1,234 | at least 1,000 |" in Row("a", 1234.0, "{:,.0f}", least=1000).line()


def test_what_was_not_measured_is_left_out() -> None:
    rows = [Row("here", 1.0), Row("not here", math.nan, most=2.0)]
    assert "| here |" in table(rows)
    assert "not here" not in table(rows)
    assert all(math.isnan(row.value) for row in ratios(Measured({})) + times(Measured({})))
    assert "**miss**" not in page({}, "nothing ran")


def test_speed_is_told_as_ratios_and_facts_a_second() -> None:
    found = {
        "test_reference_and_core": measured(42.0, ratio=1050.0),
        "test_core_region_ten_years_with_log": measured(0.05, facts=300_000),
        "test_core_and_skeleton": measured(1.0, ratio=1.75, skeleton=0.02, page="the parts"),
    }
    text = page(found, "about")
    assert "| Reference : core, region, ten years, one thread | 1,050 | at least 1,000 |" in text
    assert "| 6.0 million | at least 8.0 million | **miss** |" in text
    assert "| Core : skeleton in C, in turn | 1.75 | at most 1.40 | **miss** |" in text
    assert "the parts" in text
    assert "two threads" not in text


def test_the_exponent_is_the_power_of_growth() -> None:
    assert math.isclose(exponent((5.0, 1.0), (20.0, 4.0)), 1.0)
    assert math.isclose(exponent((1.0, 1.0), (10.0, 100.0)), 2.0)
