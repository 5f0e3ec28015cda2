"""Addresses: what is written is read back.

Whatever is read, the result is a valid state and nothing else happens.
"""

from types import MappingProxyType
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.page.levers.groups import ALL, LEVERS, MOMENTS, SWITCHES
from sim.page.levers.today import on_step, range_of
from sim.page.state.address import (
    MAX_LENGTH,
    MAX_PINS,
    VIEWS,
    PageVariant,
    State,
    is_allowed,
    read,
    write,
)
from sim.words.catalogue import LANGUAGES

REGIONS = ("noord_holland", "limburg")
SCENARIOS = ("baseline", "jzplus_zero_2030")


@st.composite
def variants(draw: st.DrawFn) -> PageVariant:
    wide = draw(st.booleans())
    moved = {}
    for slug in draw(st.lists(st.sampled_from(sorted(ALL)), unique=True, max_size=6)):
        if slug in LEVERS:
            low, high = range_of(LEVERS[slug], wide)
            moved[slug] = on_step(
                LEVERS[slug], draw(st.floats(low + LEVERS[slug].step, high - LEVERS[slug].step))
            )
        elif slug in MOMENTS:
            moved[slug] = float(draw(st.integers(MOMENTS[slug].low, MOMENTS[slug].high)))
        else:
            moved[slug] = float(draw(st.booleans()))
    in_order = {slug: moved[slug] for slug in ALL if slug in moved}
    return PageVariant(draw(st.sampled_from(SCENARIOS)), MappingProxyType(in_order), wide)


states = st.builds(
    State,
    lang=st.sampled_from(LANGUAGES),
    region=st.sampled_from(REGIONS),
    variant=variants(),
    pins=st.lists(variants(), max_size=MAX_PINS, unique_by=lambda v: v.key).map(tuple),
    view=st.sampled_from(VIEWS),
    is_presenting=st.booleans(),
)


@given(states)
def test_what_is_written_is_read_back(state: State) -> None:
    again = read(write(state), REGIONS, SCENARIOS)
    assert again == state
    assert again.n_refused == 0
    assert write(again) == write(state)


keys = st.sampled_from(
    [*ALL, "lang", "region", "scenario", "pin", "view", "wide", "present"]
) | st.text(max_size=12)
hostile = st.lists(st.tuples(keys, st.text(max_size=60)), max_size=12).map(
    lambda pairs: "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in pairs)
)


@given(
    hostile
    | st.text(max_size=400)
    | st.none()
    | st.integers()
    | st.binary(max_size=40)
    | st.lists(st.text(max_size=5), max_size=3)
)
def test_whatever_is_read_gives_a_valid_state(address: object) -> None:
    state = read(address, REGIONS, SCENARIOS)
    assert state.lang in LANGUAGES and state.region in REGIONS and state.view in VIEWS
    assert len(state.pins) <= MAX_PINS
    for variant in (state.variant, *state.pins):
        assert variant.scenario in SCENARIOS
        assert all(
            slug in ALL and is_allowed(slug, value, variant.wide)
            for slug, value in variant.moved.items()
        )
    assert read(write(state), REGIONS, SCENARIOS) == state


@pytest.mark.parametrize(
    "query",
    [
        "region=../../etc/passwd",
        "scenario=/etc/passwd.yaml",
        "scenario=!!python/object/apply:os.system",
        "lang=__import__('os')",
        "evaluation=nan",
        "evaluation=inf",
        "evaluation=1e2",
        "evaluation=9999",
        "evaluation=6&evaluation=7",
        "built_by=2029.5",
        "jzp_date=0.5",
        "pin=baseline~evaluation",
        "pin=nowhere",
        "pin=baseline~evaluation:6~evaluation:7",
        "nothing=1",
        "&".join(f"pin=baseline~evaluation:{k}" for k in range(6, 12)),
    ],
)
def test_what_is_not_understood_is_left_out_and_counted(query: str) -> None:
    state = read(f"?{query}", REGIONS, SCENARIOS)
    assert state.n_refused > 0
    assert (state.lang, state.region, state.variant.scenario) == ("nl", "noord_holland", "baseline")


def test_an_address_without_end_is_cut_off() -> None:
    state = read("?evaluation=6&x=" + "a" * 10 * MAX_LENGTH, REGIONS, SCENARIOS)
    assert state.n_refused and state.variant.moved == {"evaluation": 6.0}
    assert read("?" + "a=1&" * 5000, REGIONS, SCENARIOS).n_refused


def test_beyond_what_is_plausible_needs_the_word() -> None:
    assert "evaluation" not in read("?evaluation=2", REGIONS, SCENARIOS).variant.moved
    assert read("?evaluation=2&wide=1", REGIONS, SCENARIOS).variant.moved == {"evaluation": 2.0}


def test_switches_and_moments_are_levers_too() -> None:
    assert set(ALL) == {*LEVERS, *MOMENTS, *SWITCHES}
    assert all(lever.ready in ("", *MOMENTS) for lever in LEVERS.values())
