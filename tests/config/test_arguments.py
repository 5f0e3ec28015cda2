"""What a user passes to `simulate` and `compare`.

One clear message each, and what is well meant is taken as it is meant.
"""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.common.errors import ConfigError
from sim.front_door import prepare
from tests.worlds import small

WHOLE = "it must be a whole number of at least 1. An interval needs at least 2."
DATE = (
    "it must be a date such as 2025-07-01, as text or datetime.date(2025, 7, 1), without a time "
    "of day."
)
ENGINE = "unknown engine 'refrence'; did you mean 'reference'? Valid: "
FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"replicatons": 3},
        "simulate: unknown argument 'replicatons'; did you mean 'replications'? Valid: ",
    ),
    ({"replications": "6"}, f"'replications' is '6'; {WHOLE}"),
    ({"replications": 0}, f"'replications' is 0; {WHOLE}"),
    ({"replications": True}, f"'replications' is true; {WHOLE}"),
    ({"replications": 2.0}, f"'replications' is 2.0; {WHOLE}"),
    ({"seed": 1.5}, "'seed' is 1.5; it must be a whole number from 0 to 9223372036854775807."),
    (
        {"seed": 2**63},
        "'seed' is 9223372036854775808; it must be a whole number from 0 to 9223372036854775807.",
    ),
    ({"record": "event"}, "unknown record 'event'; did you mean 'events'? Valid: "),
    ({"record": None}, "unknown record 'None'; "),
    ({"engine": "refrence"}, ENGINE),
    ({"start": "2025-13-01"}, f"'start' is '2025-13-01'; {DATE}"),
    ({"end": pd.Timestamp("2026-01-01 12:00")}, f"'end' is 2026-01-01 12:00:00; {DATE}"),
    ({"end": pd.NaT}, f"'end' is NaT; {DATE}"),
    ({"start": 2025}, f"'start' is 2025; {DATE}"),
    (
        {"levers": [42]},
        (
            "'levers' is [42]; it must be a mapping of names to values. Pass "
            "levers={'evaluation.interval_days': 42}."
        ),
    ),
    (
        {"levers": {"evaluation.interval": 42}},
        "levers: unknown lever 'evaluation.interval'; did you mean 'evaluation.interval_days'?",
    ),
    ({"parameters": "a=1"}, "'parameters' is 'a=1'; it must be a mapping"),
    ({"region": 3}, "'region' is 3; it must be a name or a list of names."),
    ({"region": "limbrug"}, "unknown region 'limbrug'; did you mean 'limburg'?"),
    ({"warm_up_years": float("nan")}, "'warm_up_years' is nan; it must be a number from 0 to 60."),
    ({"workers": 0}, "'workers' is 0; it must be a whole number from 1 to 1000."),
    ({"progress": 3}, "'progress' is 3; it must be a function of"),
]


@pytest.mark.parametrize(("arguments", "message"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_wrong_argument_is_refused_with_what_is_allowed_before_anything_runs(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        sim.simulate("baseline", **arguments)
    assert str(caught.value).startswith(message) and len(caught.value.faults) == 1, caught.value


def test_all_wrong_arguments_are_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        sim.simulate(None, replications="6", seed=-1, record="event", engine="fast")  # type: ignore[arg-type]
    assert [fault.split(" is ")[0].split(";")[0] for fault in caught.value.faults] == [
        "'replications'",
        "'seed'",
        "unknown engine 'fast'",
        "unknown record 'event'",
        "'scenario'",
    ]


@pytest.mark.parametrize(
    "day",
    ["2025-03-01", dt.date(2025, 3, 1), dt.datetime(2025, 3, 1), pd.Timestamp("2025-03-01")],
    ids=str,
)
def test_a_date_may_be_text_a_date_or_a_timestamp_and_gives_the_same_world(day: Any) -> None:
    world = prepare("baseline", start=day, end="2026-01-01").world
    assert (world.run.start, world.run.end) == (dt.date(2025, 3, 1), dt.date(2026, 1, 1))
    assert type(world.run.start) is dt.date


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    ready = prepare("baseline", replications=np.int64(3), seed=np.uint8(7))  # type: ignore[arg-type]
    assert (ready.replications, ready.seed, type(ready.seed)) == (3, 7, int)


@pytest.fixture(scope="module")
def result() -> Any:
    return small(end=dt.date(2025, 3, 1), warm_up_years=0)


@pytest.mark.parametrize("nothing", [None, "jzplus_zero_2030", 3])
def test_only_results_can_be_compared(result: Any, nothing: Any) -> None:
    with pytest.raises(
        ConfigError, match=r"compare: 'other' is .*; it must be a result\. Pass what sim\.simulate"
    ):
        sim.compare(result, nothing)
    with pytest.raises(ConfigError, match=r"compare: 'base' is "):
        sim.compare(nothing, result)


def test_a_log_that_was_not_recorded_is_refused_and_not_empty(result: Any) -> None:
    with pytest.raises(ConfigError, match=r'not recorded\. Pass record="events"'):
        _ = result.events
    assert len(small(end=dt.date(2025, 3, 1), warm_up_years=0, record="events").events) > 0
