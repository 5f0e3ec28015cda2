"""Values of levers as they are typed behind a command: what is unclear is asked back."""

import re
from collections.abc import Mapping
from pathlib import Path

from sim.common.errors import refuse
from sim.common.thousands import could_be_thousands, doubt_of
from sim.common.yaml_strict import load_mapping


def check_lever(name: str, text: str, folder: Path) -> None:
    """Refuse a value of a lever, as it is typed behind a command, of which the meaning is unclear.

    `+40` would be 40 in all, not 40 more; `30.000` could be thirty thousand.

    Args:
        name: full name of the lever.
        text: what is typed.
        folder: with the parameter files.

    Raises:
        ConfigError: says what to write.
    """
    if re.fullmatch(r"\+[0-9][0-9_]*(?:\.[0-9]+)?", text):
        refuse(
            f"command line: '{name}' is {text}, which is {text[1:]} in all, not on top of what is "
            f"there. Write policy.{name}={text[1:]} for {text[1:]} in all, or policy.{name}.add="
            f"{text[1:]} for so much more."
        )
    group, _, rest = name.partition(".")
    file = folder / f"{group}.yaml"
    if not could_be_thousands(text) or not file.is_file():
        return
    row = load_mapping(file, f"{folder.name}/{file.name}").get(rest.rpartition(".")[2], {})
    plausible = row.get("plausible", [0.0, 0.0]) if isinstance(row, Mapping) else [0.0, 0.0]
    if unclear := doubt_of(text, float(plausible[0]), float(plausible[1])):
        refuse(f"command line: '{name}' {unclear}")
