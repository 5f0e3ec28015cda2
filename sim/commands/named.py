"""Folders and regions as they are named on a command line, checked before anything is loaded."""

import argparse
from pathlib import Path

from sim.common.errors import ConfigError, short, show, unknown


def path_option(text: str) -> Path:
    """Return the path that an option holds."""
    try:
        return folder(text, "the path")
    except ConfigError as error:  # argparse would keep the reason to itself
        raise argparse.ArgumentTypeError(str(error)) from None


def folder(text: str, named: str = "output") -> Path:
    """Return the path of a folder on this machine; `named` is the key that names it.

    Raises:
        ConfigError: it is empty, or the address of something elsewhere (`s3://...`).
    """
    if not text.strip():
        raise ConfigError(f"'{named}' is empty; the name of a folder is needed.")
    if "\0" in text:
        raise ConfigError(f"'{named}' is {short(text)}, which holds a sign that no name can have.")
    if "://" in text:
        raise ConfigError(
            f"'{named}' is {short(text)}; results are written to a folder of this machine, not to "
            "an address. Write them to a folder, then copy it there with a program of your own."
        )
    return Path(text)


def check_region(name: object) -> None:
    """Refuse a region that does not exist, before anything heavy is imported.

    Raises:
        ConfigError: names the nearest one that exists.
    """
    from sim.common.paths import CONF

    names = sorted(path.stem for path in (CONF / "region").glob("*.yaml"))
    for each in name if isinstance(name, list | tuple) else [name]:
        if not isinstance(each, str) or not each.strip():
            raise ConfigError(
                f"'region' is {show(each)}; it must be the name of a region, the path of a file "
                f"(.yaml), or a list of these. Valid names: {', '.join(names)}."
            )
        if not each.endswith(".yaml") and each not in names:
            raise ConfigError(
                f"{unknown('region', each, names)} Choose one of these, or give the path of a "
                "file (.yaml)."
            )
