"""Opening a scenario file.

What was saved is found again, what the page cannot show is said, and nothing hostile gets further
than a sentence.
"""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.paths import SCENARIOS
from sim.page.levers.groups import LEVERS, MOMENTS, SWITCHES
from sim.page.levers.today import on_step, range_of, slider_today
from sim.page.state.address import PageVariant
from sim.page.state.opened import MAX_BYTES, variant_in
from sim.page.state.variant import as_yaml, scenario_of, scenarios
from sim.page.texts import Words

EN = Words("en")
TEXTS = "title: {nl: a, en: a}\nquestion: {nl: a, en: a}\nstory: {nl: a, en: a}\nsource: s\n"


def address_of(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "data:application/x-yaml;base64," + base64.b64encode(data).decode()


@st.composite
def variants(draw: st.DrawFn) -> PageVariant:
    moved: dict[str, float] = {}
    for slug in draw(st.sets(st.sampled_from(sorted(LEVERS)), max_size=5)):
        low, high = range_of(LEVERS[slug], wide=False)
        moved[slug] = on_step(LEVERS[slug], low + draw(st.floats(0, 1)) * (high - low))
        moved[slug] = min(max(moved[slug], low), high)
    for slug in draw(st.sets(st.sampled_from(sorted(MOMENTS)), max_size=2)):
        moved[slug] = float(draw(st.integers(MOMENTS[slug].low, MOMENTS[slug].high)))
    for slug in draw(st.sets(st.sampled_from(sorted(SWITCHES)), max_size=1)):
        moved[slug] = 1.0
    return PageVariant(draw(st.sampled_from(sorted(scenarios()))), dict(sorted(moved.items())))


@given(variants())
def test_what_was_saved_on_the_page_changes_the_same_when_it_is_opened(
    variant: PageVariant,
) -> None:
    text = as_yaml(variant, "noord_holland")
    found = variant_in(address_of(text), "noord_holland", EN)
    assert isinstance(found, PageVariant), f"{found}\n{text}"
    assert dict(scenario_of(found, "noord_holland").changes) == dict(
        scenario_of(variant, "noord_holland").changes
    )


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_every_scenario_of_the_library_can_be_opened(name: str) -> None:
    found = variant_in(address_of((SCENARIOS / f"{name}.yaml").read_bytes()), "limburg", EN)
    assert isinstance(found, PageVariant) and dict(scenario_of(found, "limburg").changes) == dict(
        scenarios()[name].changes
    )


def test_what_the_page_cannot_show_is_said() -> None:
    strange = TEXTS + "changes: {step_down.success_base: {from: 2026-01-01, to: 1}}"
    assert "no lever for 'step_down.success_base'" in str(
        variant_in(address_of(strange), "limburg", EN)
    )
    dated = TEXTS + "changes: {evaluation.interval_days: {from: 2027-03-01, to: 42}}"
    assert "other dates" in str(variant_in(address_of(dated), "limburg", EN))


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (None, "at most 64 kilobytes"),
        (7, "at most 64 kilobytes"),
        ("evaluation: 3", "at most 64 kilobytes"),
        ("data:text/html,<script>", "at most 64 kilobytes"),
        ("data:;base64,*not base64*", "at most 64 kilobytes"),
        (address_of(b"x" * (MAX_BYTES + 1)), "at most 64 kilobytes"),
        (address_of("just text"), "no scenario file"),
        (address_of(b"\xff\xfe\x00"), "cannot be read as a scenario"),
        (address_of("!!python/object/apply:os.system ['true']"), "a tag"),
        (address_of("a: &x 1\nb: *x"), "alias"),
        (address_of("[" * 5000), "nested deeper"),
        (address_of(TEXTS + "on_top_of: ../../etc/passwd\nchanges: {}"), "unknown scenario"),
        (
            address_of(TEXTS + "changes: {'../../x': {from: 2026-01-01, to: 1}}"),
            "no lever for '../../x'",
        ),
    ],
)
def test_nothing_hostile_gets_further_than_a_sentence(contents: object, said: str) -> None:
    found = variant_in(contents, "limburg", EN)
    assert isinstance(found, str) and said in found and len(found) < 700, found


@given(st.binary(max_size=400))
def test_any_bytes_give_a_sentence_or_a_variant(data: bytes) -> None:
    assert isinstance(variant_in(address_of(data), "limburg", EN), str | PageVariant)


def test_a_lever_that_is_put_back_to_today_is_found() -> None:
    """A scenario of the library changes it.

    The page put it where it is today: the file does not name the row at all.
    """
    slug = next(
        s for s, lever in LEVERS.items() if lever.row in scenarios()["evaluation_6_weeks"].changes
    )
    variant = PageVariant("evaluation_6_weeks", {slug: slider_today(LEVERS[slug], "limburg")})
    found = variant_in(address_of(as_yaml(variant, "limburg")), "limburg", EN)
    assert isinstance(found, PageVariant) and dict(scenario_of(found, "limburg").changes) == dict(
        scenario_of(variant, "limburg").changes
    )
