"""The default list of providers: everybody is taken by somebody, in a region of any size."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue.levers import singles
from sim.common.paths import CONF
from sim.names import PLACE_SETTINGS, Profile, Setting
from sim.words.levers import all_rows
from sim.world.build import Run, build_world
from sim.world.default_providers import load_default, providers_of, scaled
from sim.world.fits import (
    AFTER,
    AGES,
    AGES_AFTER,
    FOR_ALL,
    Recorded,
    not_taken,
    recorded_of,
    services_in,
    without_location,
)
from sim.world.locations import n_locations
from sim.world.region import load_regions
from tests.config.made_up import provider

RUN = Run(date(2025, 1, 1), date(2027, 1, 1), 365)
SIZES = (8, 8, 6, 4, 4, 6, 6)
IN_NOORD_HOLLAND = {
    Setting.JEUGDZORGPLUS: (1, 2),
    Setting.OPEN_GROUP: (12, 20),
    Setting.HIC: (1, 2),
    Setting.SMALL_SCALE: (5, 10),
    Setting.FAMILY_HOME: (8, 12),
    Setting.FOLLOW_UP: (5, 8),
    Setting.CRISIS_GROUP: (3, 5),
}


def recorded(*places: int) -> Recorded:
    pairs = zip(places, SIZES, strict=True)
    return Recorded(tuple(map(float, places)), tuple(n_locations(n, size) for n, size in pairs))


def own(region: str):
    (profile,) = load_regions(region, rows=all_rows(), folder=CONF / "region")
    return providers_of(profile, all_rows(), load_default(CONF)), recorded_of(
        profile.rows, all_rows()
    )


@given(st.tuples(*(st.integers(0, 3000) for _ in PLACE_SETTINGS)))
def test_in_a_region_of_any_size_everybody_is_taken_where_there_are_places(
    places: tuple[int, ...],
) -> None:
    there = recorded(*places)
    providers = scaled(load_default(CONF), there)
    assert not_taken(providers, there, FOR_ALL, AGES) == []
    assert not_taken(providers, there, AFTER, AGES_AFTER) == []
    titles = [each.title["en"] for each in providers]
    assert len(set(titles)) == len(titles)
    assert all(services_in(providers, setting) for setting in PLACE_SETTINGS)


@given(st.integers(1, 2000), st.integers(0, 2000))
def test_more_places_never_make_fewer_providers(few: int, more: int) -> None:
    counts = [
        len(scaled(load_default(CONF), recorded(*(n,) * len(PLACE_SETTINGS))))
        for n in (few, few + more)
    ]
    assert counts[0] <= counts[1], f"{counts}"


def test_a_region_too_small_for_specialists_has_one_provider_who_takes_everybody() -> None:
    small, large = recorded(0, 16, 0, 0, 0, 6, 0), recorded(100, 1200, 20, 80, 500, 180, 40)
    broad, *others = load_default(CONF)
    entry = replace(broad.entry, ages=(11, 18), profiles=(Profile.BEHAVIOUR,))
    kinds = (replace(broad, entry=entry), *others)
    (first, *_), (usual, *_) = (scaled(kinds, each) for each in (small, large))
    assert first.profiles == tuple(Profile) and first.ages == (9, 23)
    assert usual.profiles == (Profile.BEHAVIOUR,) and usual.ages == (11, 18)


@pytest.mark.parametrize("region", singles(CONF))
def test_in_every_region_each_offer_has_a_location_and_1_to_1_alone_has_providers(
    region: str,
) -> None:
    providers, there = own(region)
    assert without_location(providers, there) == []
    assert {"unit", "solo"} <= {each.alone for each in providers}
    for each in providers:
        assert each.is_contracted or each.alone == "solo", f"{each.title['en']}"


def test_noord_holland_has_as_many_services_of_each_kind_as_is_plausible() -> None:
    providers, _ = own("noord_holland")
    for setting, (low, high) in IN_NOORD_HOLLAND.items():
        n = len(services_in(providers, setting))
        assert low <= n <= high, f"{n} services of {setting.name}"


def test_what_a_policy_opens_or_closes_renumbers_no_provider() -> None:
    name = "setting.open_group.places"
    plain, more = (
        build_world("baseline", region="limburg", run=RUN, parameters=parameters)
        for parameters in ({}, {name: 2900})
    )
    assert plain.provider_names == more.provider_names
    assert np.array_equal(plain.service_provider, more.service_provider)
    assert len(more.location_service) > len(plain.location_service)


def test_the_default_list_is_checked_as_a_list_of_ones_own_is(config):
    default = config.files["provider/default"]
    default["everything"]["ages"] = [12, 12]
    default["solo"]["one_per"] = {"open_group": 0}
    where = "conf/provider/default.yaml"
    assert config.faults() == [
        f"{where}: 'everything': 'ages' is [12, 12]; it must be two whole numbers of years, lowest "
        "first, from 9 to 23. Nobody is of that age. Write 'ages: [12, 18]' for the twelfth up to "
        "the eighteenth birthday.",
        f"{where}: 'solo': 'one_per': 'open_group' is 0 places; it must be more than 0. Correct "
        "it.",
    ]


def test_a_default_list_runs_every_setting(config):
    settings = {"open_group": 1}
    config.files["provider/default"] = {
        "group": provider("Group", one_per={"open_group": 50}, settings=settings)
    }
    faults = config.faults()
    assert faults[0] == (
        "conf/provider/default.yaml: no kind has 'jeugdzorgplus' under 'settings'; every setting "
        "of jeugdzorgplus, open_group, hic, small_scale, family_home, follow_up, crisis_group "
        "needs one. Add it to a kind."
    )
    assert len(faults) == len(PLACE_SETTINGS) - 1
