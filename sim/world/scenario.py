"""A scenario asks one question and holds only what differs from the baseline: dated changes to levers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.world import checks
from sim.world.changes import Change, parse_changes
from sim.world.errors import ConfigError, Faults, unknown
from sim.world.yaml_strict import load_mapping


@dataclass(frozen=True)
class Scenario:
    """What `scenarios/<name>.yaml` says; whether its keys are levers and its values plausible is checked when a world is built."""

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    story: Mapping[str, str]
    source: str
    changes: Mapping[str, tuple[Change, ...]]
    file: str


def scenario_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of all scenarios, sorted."""
    return tuple(sorted(path.stem for path in _folder(folder).glob("*.yaml")))


def load_scenario(name_or_path: str | Path, *, folder: Path | None = None) -> Scenario:
    """Return a scenario by name, or by the path of a user's own file (ending in `.yaml`).

    Raises:
        ConfigError: no such scenario, or all faults of its file.
    """
    name = str(name_or_path)
    if name.endswith(".yaml"):
        path, file = Path(name), name
    elif name in scenario_names(folder):
        path, file = _folder(folder) / f"{name}.yaml", f"scenarios/{name}.yaml"
    else:
        raise ConfigError(unknown("scenario", name, scenario_names(folder)) + " Choose one of these, or give the path of a file (.yaml).")
    content = load_mapping(path, file)
    faults = Faults()
    checks.check_keys(content, file, faults, required=("title", "question", "story", "source", "changes"))
    title, question, story = (checks.both_languages(content, key, file, faults) for key in ("title", "question", "story"))
    source = checks.text(content["source"], f"{file}: 'source'", faults) if "source" in content else None
    listed = checks.mapping(content.get("changes", {}), f"{file}: 'changes'", faults, of="levers to lists of changes")
    changes = {str(key): parse_changes(entry, file, str(key), faults) for key, entry in listed.items()}
    faults.stop()
    return Scenario(path.stem, title, question, story, source or "", changes, file)


def _folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    from sim.paths import SCENARIOS  # the default place is looked up only when it is needed

    return SCENARIOS
