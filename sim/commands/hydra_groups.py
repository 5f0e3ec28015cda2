"""Regions, scenarios and experiments as Hydra knows them: groups of names.

The files in `conf/region/` and `scenarios/` are data with a shape of their own, so Hydra gets their
names only: `region=limburg` sets `region` to 'limburg' and reads no file. So do a path
(`region=conf/region/mine.yaml`) and several (`limburg+overijssel`, which is what
`region=[limburg,overijssel]` becomes). `conf/experiment/` holds configuration, and is read.
"""

import os
from pathlib import Path
from typing import Any

from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry
from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.object_type import ObjectType
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigResult, ConfigSource
from hydra.plugins.search_path_plugin import SearchPathPlugin
from omegaconf import OmegaConf

from sim.commands.typed import check_file
from sim.common.paths import CONF, SCENARIOS
from sim.common.yaml_strict import contents_of, text_of

NAMES = {"region": CONF / "region", "scenario": SCENARIOS}
FILES = ("experiment",)
AND = "+"  # between several regions in one choice


_load_config = FileConfigSource.load_config


def load_checked(source: FileConfigSource, config_path: str) -> ConfigResult:
    """Return what a file of configuration holds.

    A number that is unclear as it is written is asked back.
    """
    path = Path(source.path) / source._normalize_file_name(config_path)
    if os.path.lexists(path):
        text = text_of(contents_of(path, path.as_posix()), path.as_posix())
        check_file(text, path.as_posix(), CONF / "parameters")
    return _load_config(source, config_path)


class ConfigGroups(ConfigSource):
    """The source of the configuration: one file, two groups of names, one group of files."""

    @property
    def files(self) -> FileConfigSource:
        """The folder of configuration; made anew each time, so that this source can be sent on."""
        return FileConfigSource(self.provider, f"file://{CONF}")

    @staticmethod
    def scheme() -> str:
        """Return how the search path names it."""
        return "doorstroom"

    def available(self) -> bool:
        """Tell that it is there."""
        return True

    def is_group(self, config_path: str) -> bool:
        """Tell whether it is one of the three groups."""
        return config_path.strip("/") in ("", *NAMES, *FILES)

    def is_config(self, config_path: str) -> bool:
        """Tell whether it can be chosen."""
        group, _, choice = config_path.rstrip("/").partition("/")
        if group in NAMES:
            return all(is_name(group, each) for each in parts_of(group, choice))
        if group in FILES or not choice:
            return self.files.is_config(config_path) and (group in FILES or _is_main(group))
        return False

    def load_config(self, config_path: str) -> ConfigResult:
        """Return a name as configuration, or what a file holds."""
        group, _, choice = config_path.partition("/")
        if group not in NAMES:
            return load_checked(self.files, config_path)
        chosen = parts_of(group, choice)
        return ConfigResult(
            provider=self.provider,
            path=self.full_path(),
            config=OmegaConf.create({group: chosen if len(chosen) > 1 else chosen[0]}),
            header={"package": "_global_"},
        )

    def list(self, config_path: str, results_filter: ObjectType | None) -> list[str]:
        """Return groups and names, sorted."""
        group = config_path.strip("/")
        if group in NAMES:
            return [] if results_filter == ObjectType.GROUP else names_in(group)
        if group:
            return self.files.list(config_path, results_filter)
        groups = [] if results_filter == ObjectType.CONFIG else [*NAMES, *FILES]
        return sorted([*groups, *([] if results_filter == ObjectType.GROUP else ["config"])])


class Places(SearchPathPlugin):
    """Puts that source, and no folder, where Hydra looks for configuration."""

    def manipulate_search_path(self, search_path: ConfigSearchPath) -> None:
        """Add it before the schemas."""
        search_path.prepend("doorstroom", f"{ConfigGroups.scheme()}://conf", "schema")


def register() -> None:
    """Make them known to Hydra, in this program only.

    Files are checked by the class that Hydra has for them, and not by another in its stead: a
    launcher's process knows sources by their class, and refuses two.
    """
    plugins: Any = Plugins.instance()
    of_files: Any = SourcesRegistry.instance().types[FileConfigSource.scheme()]
    of_files.load_config = load_checked
    plugins.register(ConfigGroups)
    plugins.register(Places)


def names_in(group: str) -> list[str]:
    """Return the names of a group, sorted."""
    return sorted(path.stem for path in NAMES[group].glob("*.yaml"))


def is_name(group: str, name: str) -> bool:
    """Tell whether it is a name of the group, or the path of a file."""
    return name.endswith(".yaml") or name in names_in(group)


def parts_of(group: str, choice: str) -> "list[str]":
    """Return the names in a choice; a path may hold the sign that stands between them."""
    if group != "region" or (is_name(group, choice) and os.path.isfile(choice)):
        return [choice]
    return choice.split(AND)


def _is_main(name: str) -> bool:
    return name.removesuffix(".yaml") == "config"
