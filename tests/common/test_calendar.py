"""One calendar: nobody else knows how long a year is."""

import ast
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common import calendar
from sim.rules import functions

SIM = Path(calendar.__file__).resolve().parents[1]
LENGTHS = (365, 366, 365.2425, 365.25, 30.4, 30.42, 30.4375, 1095, 52.18)
ELSEWHERE = ("common/calendar.py", "page/levers")  # days of a lever there, not lengths of a year


def test_no_other_module_writes_the_length_of_a_year_or_month_as_a_number() -> None:
    found = [
        f"{path.relative_to(SIM)}:{node.lineno} {node.value}"
        for path in sorted(SIM.rglob("*.py"))
        if not path.relative_to(SIM).as_posix().startswith(ELSEWHERE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and node.value in LENGTHS
    ]
    assert not found, f"take it from sim/common/calendar.py: {found}"


def test_four_centuries_of_the_calendar_are_four_hundred_years() -> None:
    days = (dt.date(2400, 1, 1) - dt.date(2000, 1, 1)).days
    assert calendar.years_of(days) == 400.0
    assert calendar.months_of(days) == 4800.0
    assert sum(map(calendar.days_in_year, range(2000, 2400))) == days


@given(st.integers(0, 40_000))
def test_rules_and_measures_count_years_and_months_alike(days: int) -> None:
    assert functions.years.py_func(days) == calendar.years_of(days)
    assert functions.months.py_func(days) == calendar.months_of(days)


@pytest.mark.parametrize(("years", "days"), [(0, 0), (1, 365), (2, 730), (5, 1826), (60, 21915)])
def test_a_warm_up_in_years_is_the_nearest_number_of_whole_days(years: int, days: int) -> None:
    assert calendar.whole_days(years) == days


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 20_000))
def test_a_day_of_a_run_lies_in_the_year_and_month_of_its_date(zero: dt.date, day: int) -> None:
    date = zero + dt.timedelta(days=day)
    assert calendar.year_on(zero, np.array([day])).tolist() == [date.year]
    assert calendar.month_on(zero, np.array([day])) == [date.replace(day=1)]
