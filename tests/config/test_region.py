import pytest

from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.words.levers import all_rows
from sim.world.parameters import column_names
from sim.world.region import region_of
from tests.config.made_up import GROUPS, dated

NORTH = "conf/region/north.yaml"


def test_a_region_overrides_rows_and_gives_its_own(config):
    world = config.world(region="south")
    assert (world.region_names, world.region_sources) == (("south",), (4,))
    assert world.values[0, world.column("setting.hic.places")] == 10.0
    assert world.values[0, world.column("arrival.per_year")] == 950.0
    assert world.values[0, world.column("setting.open_group.places")] == 100.0


def test_a_composite_stands_for_its_members_in_order(config):
    both = config.world(region="both")
    assert both.region_names == ("north", "south")
    assert both.fingerprint == config.world(region=["north", "south"]).fingerprint
    assert both.values.shape == (2, len(column_names(GROUPS)))


def test_a_profile_of_ones_own_is_loaded_by_its_path(config):
    config.files["mine"] = config.files["region/north"] | {"source_number": 200}
    config.write()
    world = config.world(region=str(config.folder / "conf" / "mine.yaml"))
    assert (world.region_names, world.region_sources) == (("mine",), (200,))


def test_an_unknown_region_is_answered_with_the_nearest(config):
    assert config.fault(region="nort") == (
        "unknown region 'nort'; did you mean 'north'? Valid: both, north, south. Choose one of "
        "these, or give the path of a profile (.yaml)."
    )


def test_no_region_and_the_same_region_twice_are_refused(config):
    assert (
        config.fault(region=[])
        == "no region is asked for; valid are both, north, south. Name at least one."
    )
    assert config.fault(region=["both", "north"]) == (
        "region 'north' is asked for twice in both, north; each region counts once. Remove one."
    )


def test_a_composite_names_regions_and_nothing_else(config):
    config.files["region/both"]["regions"] = ["north", "sout", "both"]
    faults = config.faults(region="both")
    assert faults[0] == (
        "conf/region/both.yaml: 'regions': unknown region 'sout'; did you mean 'south'? Valid: "
        "north, south. "
        "Correct or remove it; a composite holds no composite."
    )
    assert "unknown region 'both'" in faults[1]
    config.files["region/both"]["regions"] = []
    assert (
        "conf/region/both.yaml: 'regions' must be a list of at least one of north, south."
        in config.faults(region="both")[0]
    )


def test_missing_and_unknown_and_implausible_rows_are_named_at_once(config):
    config.files["region/north"]["rows"] = {
        "arrival.per_yaer": dated(1),
        "setting.hic.places": dated(501),
    }
    faults = config.faults()
    assert faults[0].startswith(
        f"{NORTH}: unknown row 'arrival.per_yaer'; did you mean 'arrival.per_year'? Valid: "
        "arrival.per_year, "
    )
    assert faults[1] == (
        f"{NORTH}: 'setting.hic.places': '2015-01-01' is 501 places; plausible is 0 to 500 places. "
        "Typing error? Correct it. Truly 501? "
        "Widen 'plausible' in conf/parameters/setting.yaml and add its source."
    )
    assert faults[2] == (
        f"{NORTH}: row 'arrival.per_year' is missing; conf/parameters/arrival.yaml says 'region: "
        "true', so every region "
        f"gives its own value "
        "(0 to 1000 youths per year). Add it under 'rows'."
    )
    assert len(faults) == 3


def test_a_source_number_is_unique_over_the_folder(config):
    config.files["region/south"]["source_number"] = 3
    assert config.fault() == (
        "conf/region/south.yaml: 'source_number' is 3, as in conf/region/north.yaml; it must be "
        "unique, from 0 to 255. "
        "Give the newer profile a number that was never used; free are 0 to 2, 4 to 255."
    )


def test_a_copy_of_a_region_elsewhere_that_keeps_its_source_number_is_refused_with_both_files(
    config,
):
    config.files["mine"] = config.files["region/north"]
    config.write()
    path = str(config.folder / "conf" / "mine.yaml")
    assert config.fault(region=path) == (
        f"{path}: 'source_number' is 3, as in conf/region/north.yaml; it must be unique, from 0 to "
        "255. "
        "Give the newer profile a number that was never used; free are 0 to 2, 5 to 255."
    )
    del config.files["mine"]["source_number"]
    assert "'source_number' is missing" in config.fault(region=path)


@pytest.mark.parametrize("number", [256, -1, 1.0, True, "3"])
def test_a_source_number_is_a_whole_number_from_0_to_255(config, number):
    config.files["region/north"]["source_number"] = number
    assert "must be a whole number from 0 to 255. Correct it." in config.fault()


def test_title_and_keys_of_a_profile_are_checked(config):
    config.files["region/north"].update(title={"nl": "Noord"}, nots="x")
    assert config.faults() == [
        (
            f"{NORTH}: unknown key 'nots'; did you mean 'note'? Valid: note, providers, "
            "rows, source_number, title. Correct or remove it."
        ),
        f"{NORTH}: 'title': 'en' is missing; required: nl, en. Add it.",
    ]


def test_a_region_without_people_is_refused():
    rows, name = all_rows(), "noord_holland"
    file = f"conf/region/{name}.yaml"
    content = dict(load_mapping(CONF / "region" / f"{name}.yaml", file))
    content["rows"] = content["rows"] | {"arrival.population": dated(0)}
    with pytest.raises(ConfigError) as caught:
        region_of(name, file, content, rows)
    assert str(caught.value) == (
        f"{file}: 'arrival.population': '2015-01-01' is 0 persons; a region has at least 1. Write "
        "how many people aged 0 to 22 live there, or leave the region out of the run."
    )
