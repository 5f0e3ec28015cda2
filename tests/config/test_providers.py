"""A list of providers of one's own: what it means in the world, and every fault of it in words."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.common.errors import ConfigError
from sim.names import PLACE_SETTINGS, Profile, Setting
from sim.world.build import Run, with_values
from sim.world.world import with_room
from tests.config.made_up import RUN, SETTINGS, dated, provider

WHERE = "conf/region/north.yaml: 'providers'"
ALL = dict.fromkeys(SETTINGS, 1)


def listed(config: Any, *entries: dict[str, Any]) -> None:
    config.files["region/north"]["providers"] = list(entries)


def locations(world: Any, region: int = 0) -> dict[Setting, list[int]]:
    """Return the provider (number in the region) of each location, by setting."""
    own = np.flatnonzero(world.service_region == region)
    first = 0
    for r in range(region):
        first += sum(-(-int(n) // 8) for n in world.max_places[r])
    found = {}
    for setting in PLACE_SETTINGS:
        n = -(-int(world.max_places[region, setting]) // 8)
        row = own[world.location_service[first : first + n]]
        assert set(world.service_setting[row]) <= {setting}, f"{setting}"
        found[setting] = world.provider_number[world.service_provider[row]].tolist()
        first += n
    return found


def test_an_own_list_is_the_providers_of_the_region_word_for_word(config):
    listed(
        config,
        provider("Broad", ages=[12, 18], profiles=["behaviour", "psychiatry"]),
        provider(
            "Units",
            settings={"open_group": 3.0},
            alone="unit",
            **{"from": date(2025, 7, 1), "until": date(2026, 7, 1)},
            tariff={"value": 1.2, "source": "made up", "grade": "C"},
        ),
        provider("Solo", settings=None, alone="solo", contract=False),
    )
    world = config.world()
    assert world.provider_names == ("Broad", "Units", "Solo")
    assert world.provider_contracted.tolist() == [1, 1, 0]
    assert world.provider_runs_unit.tolist() == [0, 1, 0]
    assert world.provider_runs_solo.tolist() == [0, 0, 1]
    assert world.provider_day_from.tolist() == [0, world.day(date(2025, 7, 1)), 0]
    assert world.provider_day_until.tolist() == [
        world.n_days,
        world.day(date(2026, 7, 1)),
        world.n_days,
    ]
    assert np.array_equal(world.provider_tariff, [np.nan, 1.2, np.nan], equal_nan=True)
    assert np.isnan(world.provider_days_intake).all() and np.isnan(world.provider_reluctance).all()
    assert world.service_provider.tolist() == [0, 0, 1, 0, 0, 0, 0, 0]
    assert world.service_setting.tolist() == [0, 1, 1, 2, 3, 4, 5, 6]
    assert world.service_share.tolist() == [1.0, 0.25, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0]
    mask = 1 << Profile.BEHAVIOUR | 1 << Profile.PSYCHIATRY
    assert (world.service_profiles == np.where(world.service_provider == 0, mask, 7)).all()
    own = locations(world)
    assert own[Setting.HIC] == [0] * 13
    assert [own[Setting.OPEN_GROUP].count(n) for n in (0, 1)] == [3, 10]


def test_services_are_sorted_by_region_setting_and_provider_and_belong_to_their_region(config):
    listed(config, provider("One"), provider("Two"))
    world = config.world(region="both")
    keys = list(
        zip(world.service_region, world.service_setting, world.service_provider, strict=True)
    )
    assert keys == sorted(set(keys))
    assert (world.provider_region[world.service_provider] == world.service_region).all()
    for region in (0, 1):
        locations(world, region)


def test_ages_leave_no_gap_between_two_bands_that_meet(config):
    listed(config, provider("Young", ages=[9, 16]), provider("Old", ages=[16, 23]))
    world = config.world()
    young, old = world.service_days_age_until[0], world.service_days_age_from[1]
    assert old <= young, f"nobody takes who is {young} to {old} days old"
    assert world.service_days_age_from[0] <= 9 * 365.2425
    assert world.service_days_age_until[1] >= 23 * 365.2425


def test_days_outside_the_run_are_brought_within_it(config):
    listed(
        config,
        provider("Before", **{"from": date(2001, 1, 1), "until": date(2002, 1, 1)}),
        provider("After", **{"from": date(2050, 1, 1)}),
        provider("Now"),
    )
    world = config.world()
    assert world.provider_day_from.tolist() == [0, world.n_days, 0]
    assert world.provider_day_until.tolist() == [0, world.n_days, world.n_days]


@pytest.mark.parametrize("places", [0.0, 7.0, 100.0, 493.0])
def test_places_put_into_a_world_deal_its_locations_out_as_if_it_were_built_with_them(
    config, places
):
    listed(config, provider("One"), provider("Two", settings=ALL | {"open_group": 2.5}))
    names = ("setting.open_group.places", "setting.hic.group_size")
    made = with_values(config.world(), names, (places, 5.0))
    built = config.world(parameters=dict(zip(names, (places, 5.0), strict=True)))
    assert made == built
    assert np.array_equal(made.location_service, built.location_service)


def test_more_room_leaves_the_locations_of_a_setting_whose_they_were(config):
    listed(config, provider("One"), provider("Two"), provider("Three", settings={"hic": 4}))
    world = config.world()
    wide = with_room(world, world.max_places + 40)
    assert wide.fingerprint != world.fingerprint
    before, after = locations(world), locations(wide)
    for setting in PLACE_SETTINGS:
        assert after[setting][: len(before[setting])] == before[setting], f"{setting}"


def test_everything_about_a_provider_changes_the_fingerprint(config):
    own = {"source": "made up", "grade": "D"}
    variants: list[dict[str, Any]] = [
        {},
        {"contract": False},
        {"ages": [9, 22]},
        {"profiles": ["behaviour"]},
        {"settings": ALL | {"hic": 2}},
        {"alone": "unit"},
        {"alone": "solo"},
        {"from": date(2025, 7, 1)},
        {"until": date(2025, 7, 1)},
        {"days_intake": {"value": 9, **own}},
        {"reluctance": {"value": 0.5, **own}},
        {"tariff": {"value": 1.5, **own}},
    ]
    prints = []
    for keys in variants:
        listed(config, provider("One", **keys), provider("Two"))
        prints.append(config.world().fingerprint)
    assert len(set(prints)) == len(variants)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"settings": None},
            " has neither 'settings' nor 'alone', so that nobody can ever be there; it needs at "
            "least one of them. Write 'settings: {open_group: 1}' with its weight, or 'alone: "
            "solo'; or remove the provider.",
        ),
        (
            {"ages": [18, 12]},
            ": 'ages' is [18, 12]; it must be two whole numbers of years, lowest first, from 9 to "
            "23. Nobody is of that age. Write 'ages: [12, 18]' for the twelfth up to the "
            "eighteenth birthday.",
        ),
        (
            {"ages": [8, 13]},
            ": 'ages' is [8, 13]; it must be two whole numbers of years, lowest first, from 9 to "
            "23. Write 'ages: [12, 18]' for the twelfth up to the eighteenth birthday.",
        ),
        (
            {"profiles": ["behavior"]},
            ": 'profiles': unknown profile 'behavior'; did you mean 'behaviour'? Valid: behaviour, "
            "disability, psychiatry. Correct or remove it.",
        ),
        (
            {"settings": {"open_groep": 1}},
            ": 'settings': unknown setting 'open_groep'; did you mean 'open_group'? Valid: "
            "crisis_group, family_home, follow_up, hic, jeugdzorgplus, open_group, small_scale. "
            "Correct or remove it.",
        ),
        (
            {"settings": {"open_group": -1}},
            ": 'settings': 'open_group' is -1; a weight must be more than 0: the places of a "
            "setting are dealt out by it. Correct it, or remove the setting.",
        ),
        (
            {"aloen": "unit"},
            ": unknown key 'aloen'; did you mean 'alone'? Valid: alone, ages, title, "
            "grade, source, settings, profiles, contract, reluctance, days_intake, from, until, "
            "and 1 more. Correct or remove it.",
        ),
        (
            {"alone": "both"},
            ": 'alone' is 'both'; valid are unit, solo. Choose one of these.",
        ),
        (
            {"from": date(2026, 1, 1), "until": date(2026, 1, 1)},
            ": 'until' is 2026-01-01; it must be later than 'from', 2026-01-01. Correct one of "
            "them.",
        ),
        (
            {"tariff": {"value": 40, "source": "made up", "grade": "D"}},
            ": 'tariff': 'value' is 40 times the hourly tariff of 1:1; from 0.2 to 5 is allowed. "
            "Correct it, or leave the key out.",
        ),
        (
            {"grade": "E"},
            ": 'grade' is 'E'; valid are A, B, C, D. Choose one of these.",
        ),
    ],
)
def test_a_fault_of_a_provider_names_it_the_key_and_the_way_out(config, keys, message):
    listed(config, provider("One"), provider("Two", **keys))
    assert config.fault() == f"{WHERE}, no. 2{message}"


def test_two_providers_of_one_name_are_told_apart_by_nobody(config):
    listed(config, provider("House"), provider("Other"), provider("house"))
    assert config.fault() == (
        f"{WHERE}, no. 3: 'title.nl' is 'house', as of no. 1; every provider has a name of its "
        "own. Add a place or a number to one of them, or put the two together."
    )


def test_an_empty_list_is_answered_with_the_default_list(config):
    listed(config)
    assert config.fault() == (
        f"{WHERE} is []; it must be a list of at least one provider. Write '- title: ...' lines, "
        "or leave 'providers' out: then the default list is scaled to the region."
    )


def test_a_weight_that_leads_to_no_location_is_refused_and_one_of_a_setting_without_places_not(
    config,
):
    rows = config.files["region/north"]["rows"]
    rows["setting.hic.places"] = dated(16)
    listed(config, provider("One"), provider("Two"), provider("Tiny", settings={"hic": 0.1}))
    assert config.fault() == (
        f"{WHERE}, no. 3 (Tiny): 'settings' leads to no location: 'hic' is 0.1 of 2.1 in all, for "
        "2 locations; a weight must be worth one location. Raise it, or put the provider together "
        "with another."
    )
    rows["setting.hic.places"] = dated(0)
    assert config.world().provider_names[-1] == "Tiny"


def test_places_that_no_provider_runs_are_refused_wherever_they_come_from(config):
    without = {name: 1 for name in SETTINGS if name != "hic"}
    listed(config, provider("One", settings=without))
    message = (
        "'providers' has nobody with 'hic' under 'settings', and 'setting.hic.places' reaches {n} "
        "places in the run; places need at least one provider. Write 'settings: {{hic: 1}}' with "
        "whoever runs them, or leave the places at 0."
    )
    where = "conf/region/north.yaml"
    assert config.fault() == f"{where}: {message.format(n=100)}"
    config.files["region/north"]["rows"]["setting.hic.places"] = dated(0)
    world = config.world()
    assert Setting.HIC not in world.service_setting
    lever = {"setting.hic.places": {"from": date(2026, 1, 1), "to": 8}}
    assert config.fault(levers=lever) == f"{where}: {message.format(n=8)}"
    with pytest.raises(ConfigError) as caught:
        with_values(world, ["setting.hic.places"], [8.0])
    assert str(caught.value) == f"region north: {message.format(n=8)}"


def test_a_provider_that_stops_is_another_world_only_within_the_run(config):
    listed(config, provider("One"), provider("Two", until=date(2026, 7, 1)))
    long = config.world()
    short = config.world(run=Run(RUN.start, date(2026, 1, 1), RUN.warm_up_days))
    listed(config, provider("One"), provider("Two"))
    assert config.world() != long
    assert config.world(run=short.run) == short
