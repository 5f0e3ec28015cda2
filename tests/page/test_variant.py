"""A variant is a scenario.

The file that is saved makes the same world as the page, in every region, whatever was moved.
"""

from pathlib import Path

import pytest

from sim.page.levers.groups import LEVERS, SWITCHES
from sim.page.levers.today import (
    GROUNDS,
    WIDEN,
    ground_of,
    is_beyond,
    range_of,
    record_today,
    regions,
    row_today,
    rows,
    slider_today,
)
from sim.page.state.address import PageVariant
from sim.page.state.presets import presets
from sim.page.state.variant import (
    as_yaml,
    position,
    run_of_page,
    scenario_of,
    scenarios,
    title_of,
    world_of_variant,
)
from sim.page.texts import Words
from sim.words.catalogue import LANGUAGES
from sim.world.build import build_world
from sim.world.scenario import load_scenario

REGION = "noord_holland"
BASE = world_of_variant(PageVariant(), REGION)


def saved(variant: PageVariant, folder: Path, region: str = REGION) -> Path:
    path = folder / "variant.yaml"
    path.write_text(as_yaml(variant, region), encoding="utf-8")
    return path


@pytest.mark.parametrize("slug", LEVERS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_lever_at_both_ends_makes_a_world_and_a_file_that_makes_it_again(
    slug: str, end: str, tmp_path: Path
) -> None:
    low, high = range_of(LEVERS[slug], wide=False)
    variant = PageVariant("baseline", {slug: low if end == "low" else high})
    world = world_of_variant(variant, REGION)
    again = build_world(load_scenario(saved(variant, tmp_path)), region=REGION, run=run_of_page())
    assert again.fingerprint == world.fingerprint
    if variant.moved[slug] != slider_today(LEVERS[slug], REGION):
        assert world != BASE, f"{slug} at {variant.moved[slug]} changes nothing"


@pytest.mark.parametrize(
    "slug",
    [
        slug
        for slug, lever in LEVERS.items()
        if lever.wide_low is not None or lever.wide_high is not None
    ],
)
def test_beyond_what_is_plausible_says_so_in_the_file(slug: str, tmp_path: Path) -> None:
    for value in range_of(LEVERS[slug], wide=True):
        variant = PageVariant("baseline", {slug: value}, wide=True)
        world = world_of_variant(variant, REGION)
        path = saved(variant, tmp_path)
        assert (
            build_world(load_scenario(path), region=REGION, run=run_of_page()).fingerprint
            == world.fingerprint
        )
        assert (WIDEN in path.read_text(encoding="utf-8")) == is_beyond(slug, value)


@pytest.mark.parametrize("slug", LEVERS)
def test_a_lever_put_where_it_stands_today_changes_nothing(slug: str) -> None:
    assert (
        world_of_variant(
            PageVariant("baseline", {slug: slider_today(LEVERS[slug], REGION)}), REGION
        )
        == BASE
    )


def test_a_lever_replaces_what_the_scenario_says_about_the_same_row() -> None:
    assert position("jzp", "jzplus_zero_2030", REGION) == 0.0
    assert position("jzp_by", "jzplus_zero_2030", REGION) == 2030.0
    undone = PageVariant("jzplus_zero_2030", {"jzp": 100.0})
    assert world_of_variant(undone, REGION) == BASE
    half = scenario_of(PageVariant("jzplus_zero_2030", {"jzp": 50.0, "jzp_by": 2032.0}), REGION)
    (change,) = half.changes["setting.jeugdzorgplus.places"]
    assert (change.amount, change.until.year) == (0.5, 2032)


@pytest.mark.parametrize("region", sorted(regions()))
def test_every_question_to_begin_with_makes_a_world_in_every_region(region: str) -> None:
    base = world_of_variant(PageVariant(), region)
    for words, variant in presets(region):
        assert world_of_variant(variant, region) != base, words


@pytest.mark.parametrize("region", sorted(regions()))
def test_todays_position_lies_on_the_slider_in_every_region(region: str) -> None:
    for lever in LEVERS.values():
        low, high = range_of(lever, wide=False)
        today = slider_today(lever, region)
        assert low <= today <= high, (
            f"{lever.slug} stands at {today}, outside {low} to {high}, in {region}"
        )
        if lever.how == "to":
            error = abs(today * lever.factor - row_today(lever.row, region))
            assert error <= lever.step * abs(lever.factor) / 2 + 1e-9, (
                f"{lever.slug} shows {today} in {region}"
            )


def test_every_lever_moves_a_row_of_kind_lever_and_says_what_it_rests_on() -> None:
    for lever in [*LEVERS.values(), *SWITCHES.values()]:
        assert rows()[lever.row].kind == "lever"
        assert ground_of(record_today(lever.row, REGION)) in GROUNDS


def test_places_counted_in_the_region_are_data_and_a_guess_is_not() -> None:
    assert ground_of(record_today("setting.jeugdzorgplus.places", REGION)) == "data"
    assert ground_of(record_today("evaluation.interval_days", REGION)) == "assumption"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_says_what_was_moved(lang: str) -> None:
    variant = PageVariant("baseline", {"evaluation": 6.0})
    assert (
        title_of(variant, REGION, Words(lang))
        == {
            "nl": "Tijd tussen evaluaties: 6 weken (nu 13)",
            "en": "Time between evaluations: 6 weeks (now 13)",
        }[lang]
    )
    assert title_of(PageVariant(), REGION, Words(lang)) == scenarios()["baseline"].title[lang]
