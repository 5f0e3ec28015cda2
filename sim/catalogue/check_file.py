"""What a scenario or a region file means, without simulating: `doorstroom check FILE`."""

import os
from collections.abc import Sequence
from pathlib import Path

from sim.catalogue.check_region import region_sheet
from sim.catalogue.check_scenario import scenario_sheet
from sim.common.errors import refuse, unknown
from sim.common.yaml_strict import load_mapping
from sim.readable.sheet import Sheet
from sim.world.build import default_conf
from sim.world.region import region_names
from sim.world.scenario import scenario_names


def check_file(
    name: str | Path, *, region: str | Sequence[str] | None = None, language: str = "en"
) -> Sheet:
    """Return what a file means, as a table with notes; nothing is simulated.

    Args:
        name: path of a scenario or region file, or the name of one that comes with the program.
        region: where a scenario is looked at; default: the region of `conf/config.yaml`.
        language: en or nl.

    Raises:
        ConfigError: everything that is wrong in the file, with the nearest names that exist.
    """
    text = str(name)
    if text in scenario_names():
        return scenario_sheet(text, region, language)
    regions = region_names(default_conf() / "region")
    if text in regions:
        return region_sheet(text, language)
    if not text.endswith(".yaml"):
        refuse(
            f"check: {unknown('scenario or region', text, (*scenario_names(), *regions))} Name one "
            "of these, or the path of a file (.yaml)."
        )
    path = Path(text)
    if not os.path.exists(path) and path.stem in (*scenario_names(), *regions):
        refuse(
            f"{text}: there is no such file; did you mean '{path.stem}'? What comes with the "
            "program is named without .yaml."
        )
    content = load_mapping(path, text)
    if {"source_number", "rows", "regions"} & set(content):
        return region_sheet(text, language)
    if {"changes", "question", "story"} & set(content):
        return scenario_sheet(text, region, language)
    refuse(
        f"check: {text} has neither 'changes' (a scenario) nor 'rows' (a region). Begin from one "
        "that loads: doorstroom new scenario NAME, or doorstroom new region NAME."
    )
