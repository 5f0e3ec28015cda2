"""Files that were read for a question, as they were when it was prepared: its answer keeps them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.common.files import legal_name
from sim.common.paths import CONF, SCENARIOS
from sim.common.yaml_strict import contents_of, parse


def inputs_of(config: Mapping[str, Any], compared: str) -> dict[str, bytes]:
    """Return scenarios and regions, and those that they stand on or hold, by a name for each.

    Args:
        config: of a question.
        compared: name or path of the scenario with which it is compared.
    """
    found: dict[str, bytes] = {}
    for scenario in (compared, config["scenario"]):
        name: str | None = scenario
        while name is not None:
            name = _read(name, SCENARIOS, "scenarios", found).get("on_top_of")
    region = config["region"]
    wanted = [region] if isinstance(region, str) else list(region)
    for each in wanted:
        wanted += _read(each, CONF / "region", "region", found).get("regions", [])
    return found


def _read(name: str, folder: Path, kind: str, found: dict[str, bytes]) -> dict[str, Any]:
    path = Path(name) if name.endswith(".yaml") else folder / f"{name}.yaml"
    content = contents_of(path, name)
    kept = f"{kind}/{legal_name(path.name)}"
    if found.get(kept, content) != content:  # two files of one name, in different folders
        kept = f"{kind}/{legal_name(path.absolute().as_posix())}"
    found[kept] = content
    parsed: dict[str, Any] = parse(content, name)
    return parsed
