"""A scenario asks one question and holds only what differs from the baseline.

Dated changes to levers, and under `assume` a world to assume: rows that nobody knows (kind
assumption or estimate), each with a number that holds from the first day to the last. It may stand
on top of another one (`on_top_of: jzplus_zero_2030`): it has that one's changes and assumptions
too, its own replacing those of the same row, and is compared with it unless something else is asked
for.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.common import checks
from sim.common.errors import ConfigError, Faults, unknown
from sim.common.yaml_strict import load_mapping
from sim.world.changes import Change, parse_changes

BASELINE = "baseline"
MOST_BELOW = 5  # scenarios on top of one another


@dataclass(frozen=True)
class Scenario:
    """What `scenarios/<name>.yaml` says.

    Whether its keys are rows and its values plausible is checked when a world is built. `assume`
    holds a number, or {value, widen}, by row name.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    story: Mapping[str, str]
    source: str
    changes: Mapping[str, tuple[Change, ...]]
    file: str
    on_top_of: str = ""
    assume: Mapping[str, object] = field(default_factory=dict)

    @property
    def usual_base(self) -> str:
        """Name of the scenario with which it is compared unless something else is asked for."""
        return self.on_top_of or BASELINE


def scenario_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of all scenarios, sorted."""
    return tuple(sorted(path.stem for path in _folder(folder).glob("*.yaml")))


def load_scenario(
    name_or_path: str | Path, *, folder: Path | None = None, _above: int = 0
) -> Scenario:
    """Return a scenario by name, or by the path of a user's own file (ending in `.yaml`), with the
    changes of those that it stands on.

    Raises:
        ConfigError: no such scenario, or all faults of its file.
    """
    name = str(name_or_path)
    if name.endswith(".yaml"):
        path, file = Path(name), name
        if not os.path.exists(path) and path.stem in scenario_names(folder):
            raise ConfigError(
                f"{file}: there is no such file; did you mean '{path.stem}'? A scenario that comes "
                "with the program is named without .yaml."
            )
    elif name in scenario_names(folder):
        path, file = _folder(folder) / f"{name}.yaml", f"scenarios/{name}.yaml"
    else:
        raise ConfigError(
            unknown("scenario", name, scenario_names(folder))
            + " Choose one of these, or give the path of a file (.yaml)."
        )
    return parse_scenario(load_mapping(path, file), path.stem, file, folder=folder, _above=_above)


def parse_scenario(
    content: Mapping[Any, Any], name: str, file: str, *, folder: Path | None = None, _above: int = 0
) -> Scenario:
    """Return a scenario from what its file holds; `file` is the name for messages.

    Raises:
        ConfigError: all faults.
    """
    faults = Faults()
    checks.check_keys(
        content,
        file,
        faults,
        required=("title", "question", "story", "source", "changes"),
        optional=("on_top_of", "assume"),
    )
    title, question, story = (
        checks.both_languages(content, key, file, faults) for key in ("title", "question", "story")
    )
    source = (
        checks.text(content["source"], f"{file}: 'source'", faults) if "source" in content else None
    )
    listed = checks.mapping(
        content.get("changes", {}), f"{file}: 'changes'", faults, of="levers to lists of changes"
    )
    changes = {
        str(key): parse_changes(entry, file, str(key), faults) for key, entry in listed.items()
    }
    assume = checks.mapping(
        content.get("assume", {}), f"{file}: 'assume'", faults, of="assumptions to numbers"
    )
    below = _below(content, file, folder, _above, faults)
    faults.stop()
    own = {str(key): entry for key, entry in assume.items()}
    all_changes = changes if below is None else {**below.changes, **changes}
    return Scenario(
        name,
        title,
        question,
        story,
        source or "",
        all_changes,
        file,
        "" if below is None else below.name,
        own if below is None else {**below.assume, **own},
    )


def _below(
    content: Mapping[Any, Any], file: str, folder: Path | None, above: int, faults: Faults
) -> Scenario | None:
    if "on_top_of" not in content:
        return None
    name = content["on_top_of"]
    if name not in scenario_names(folder):
        faults.add(
            f"{file}: 'on_top_of': {unknown('scenario', name, scenario_names(folder))} Name a file "
            "in scenarios/."
        )
        return None
    if above >= MOST_BELOW:
        faults.add(
            f"{file}: 'on_top_of' is {name}; more than {MOST_BELOW} scenarios would stand on one "
            "another, or they go round. Remove one."
        )
        return None
    return load_scenario(name, folder=folder, _above=above + 1)


def _folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    from sim.common.paths import SCENARIOS  # the default place is looked up only when it is needed

    return SCENARIOS
