"""A question as it was asked on the command line: checked value by value before anything heavy is
loaded, then prepared so that nothing but the simulation can still go wrong.
"""

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands import folders
from sim.commands.inputs import inputs_of
from sim.commands.shared import check_region, folder
from sim.common import arguments as check
from sim.common import checks
from sim.common.errors import ConfigError, Faults, short, show, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping

if TYPE_CHECKING:
    import pandas as pd

    from sim.front_door import Prepared
    from sim.world.scenario import Scenario

LANGUAGES = ("en", "nl")
WORDS = {
    "language": LANGUAGES,
    "objective_of": ("difference", "level"),
    "engine": ("core", "reference"),
    "record": ("tables", "days", "events"),
}
MOST_MEMBERS = 100_000
EXAMPLE = {"policy": "policy.evaluation.interval_days=42", "assume": "assume.need.elasticity=0"}
HOLDS = {"policy": "levers", "assume": "assumptions"}


@dataclass(frozen=True)
class Question:
    """Two scenarios that are ready to run with the same luck, and where their answer goes.

    Attributes:
        config: all values as they were asked for.
        levers: beside the scenario, by name.
        base: what the scenario is compared with.
        scenario: the question itself.
        ensemble: sets of assumptions over which it is repeated; None: none kept, or none asked for.
        members: how many of them, at most as many as there are.
        folder: of the answer.
        code: hash of everything that decides the answer.
        inputs: files that were read for it, by name.
    """

    config: Mapping[str, Any]
    levers: Mapping[str, object]
    base: "Prepared"
    scenario: "Prepared"
    ensemble: "pd.DataFrame | None"
    members: int
    folder: Path
    code: str
    inputs: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """What is asked, in one line."""
        region = folders.region_folder(self.config["region"])
        return f"{self.scenario.scenario.name} against {self.base.scenario.name}, {region}"

    def look_in(self) -> folders.Answered | None:
        """Return the answer that is in its folder; as `folders.look_in`."""
        may_replace = self.config["replace"]
        return folders.look_in(self.folder, self.code, may_replace=may_replace, inputs=self.inputs)


def levers_of(policy: Mapping[str, Any]) -> dict[str, object]:
    """Return nested levers as dotted names.

    A mapping that says from/to/times/add/until is one dated change.

    Raises:
        ConfigError: there is a name, and nothing behind it.
    """
    way_out = f"Set a lever: {EXAMPLE['policy']}."
    return _dotted(policy, "policy", {"to", "times", "add"}, way_out)


def assumptions_of(assume: Mapping[str, Any]) -> dict[str, object]:
    """Return nested assumptions as dotted names, each with a number, or {value, widen}.

    Raises:
        ConfigError: there is a name and nothing behind it, or it is no row that can be assumed.
    """
    from sim.words.levers import all_rows
    from sim.world.levers import parse_parameters
    from sim.world.row import UNCERTAIN

    way_out = f"Set an assumption: {EXAMPLE['assume']}."
    found = _dotted(assume, "assume", {"value"}, way_out)
    rows, faults = all_rows(), Faults()
    levers = {name for name in found if name in rows and rows[name].kind == "lever"}
    for name in sorted(levers):
        faults.add(
            f"assume: '{name}' is of kind lever, which policy sets. Write policy.{name}=<value>, "
            "which holds in the scenario alone."
        )
    others = {name: value for name, value in found.items() if name not in levers}
    parse_parameters(others, rows, faults, "assume", UNCERTAIN)
    faults.stop()
    return found


def _dotted(
    values: Mapping[str, Any], key: str, marks: Set[str], way_out: str, prefix: str = ""
) -> dict[str, object]:
    """Return nested values by dotted name; a mapping with one of `marks` is a value itself."""
    found: dict[str, object] = {}
    for part, value in values.items():
        name = f"{prefix}{part}"
        if value == {}:
            raise ConfigError(f"'{key}.{short(name)}' is empty. {way_out}")
        if isinstance(value, dict) and not marks & set(value):
            found.update(_dotted(value, key, marks, way_out, f"{name}."))
        else:
            found[name] = value
    return found


def usual() -> dict[str, Any]:
    """Return the usual values of a question: `conf/config.yaml`."""
    content = load_mapping(CONF / "config.yaml", "conf/config.yaml")
    return {key: value for key, value in content.items() if key not in ("hydra", "defaults")}


def check_values(config: Mapping[str, Any]) -> None:
    """Refuse values that cannot be meant, all faults at once, in a fraction of a second.

    Raises:
        ConfigError: names of regions and scenarios, numbers, dates, words.
    """
    faults = Faults()
    faults.unless(lambda: check_region(config["region"]))
    for key in ("scenario", "base"):
        if key == "scenario" or config[key] is not None:
            faults.unless(partial(_check_scenario, key, config[key]))
    check.whole(
        config["replications"], "replications", faults, 1, more=" An interval needs at least 2."
    )
    check.whole(config["seed"], "seed", faults, 0, check.SEED_MAX - 1)
    check.real(config["warm_up_years"], "warm_up_years", faults, 0, check.YEARS_MAX)
    zero = " 0 leaves the comparison over assumptions out."
    check.whole(config["members"], "members", faults, 0, MOST_MEMBERS, zero)
    if config["workers"] is not None:
        check.whole(config["workers"], "workers", faults, 1, check.MOST_WORKERS)
    for key in ("start", "end"):
        checks.day(config[key], f"'{key}'", faults)
    for key, valid in WORDS.items():
        if config[key] is None:
            faults.add(f"'{key}' is empty; choose one of these: {', '.join(valid)}.")
        elif config[key] not in valid:
            faults.add(unknown(key, config[key], valid))
    if not isinstance(config["replace"], bool):
        faults.add(f"'replace' is {show(config['replace'])}; it must be true or false.")
    for key, held in HOLDS.items():
        if not isinstance(config[key], dict):
            faults.add(f"'{key}' is {show(config[key])}; it holds {held}. Example: {EXAMPLE[key]}.")
    if not isinstance(config["output"], str):
        faults.add(
            f"'output' is {show(config['output'])}; the name of a folder is needed. Example: "
            "output=outputs."
        )
    else:
        faults.unless(lambda: folders.writable_folder(folder(config["output"])))
    faults.stop()


def prepare_question(config: Mapping[str, Any], place: Path | None = None) -> Question:
    """Check everything else and return the question, ready to run.

    Args:
        config: values that `check_values` let pass.
        place: folder for the answer where one was named; default: one of its own in `output`.

    Raises:
        ConfigError: levers, periods, memory, a folder that cannot be used.
    """
    from sim.evidence.ensemble import ensemble_if_kept
    from sim.front_door import prepare
    from sim.measures.kpis import BY_NAME
    from sim.world.scenario import load_scenario

    objective = config["objective"]
    if objective is not None and str(objective).partition(".")[0] not in BY_NAME:
        raise ConfigError(f"'objective': {unknown('KPI', objective, BY_NAME)}")
    levers, assumed = levers_of(config["policy"]), assumptions_of(config["assume"])
    keys = ("region", "replications", "seed", "engine", "warm_up_years", "workers", "record")
    arguments = {key: config[key] for key in (*keys, "start", "end")} | {"parameters": assumed}
    asked = load_scenario(config["scenario"])
    compared = load_scenario(config["base"] or asked.usual_base)
    base = prepare(compared, **arguments)
    scenario = prepare(asked, levers=levers, **arguments)
    ensemble = ensemble_if_kept(config["region"]) if config["members"] else None
    members = 0 if ensemble is None else min(config["members"], len(ensemble))
    code = folders.code_of(_decides(config, base, scenario, ensemble, members))
    if place is None:
        name = folders.name_of(
            asked.name, compared.name, {**levers, **assumed}, config, usual(), code
        )
        place = folder(config["output"]) / folders.region_folder(config["region"]) / name
    folders.writable_folder(place)
    inputs = inputs_of(config, config["base"] or asked.usual_base)
    question = Question(config, levers, base, scenario, ensemble, members, place, code, inputs)
    question.look_in()
    return question


def _decides(
    config: Mapping[str, Any],
    base: "Prepared",
    scenario: "Prepared",
    ensemble: "pd.DataFrame | None",
    members: int,
) -> dict[str, Any]:
    from sim.common.versions import model_version

    return {
        "model": model_version(),
        "sides": [[each.world.fingerprint, _texts(each.scenario)] for each in (base, scenario)],
        "ensemble": "" if ensemble is None else _numbers_of(ensemble),
        "members": members if ensemble is not None else config["members"],
        **{key: config[key] for key in ("seed", "replications", "engine", "record")},
    }


def _texts(scenario: "Scenario") -> list[Any]:
    return [scenario.name, dict(scenario.title), dict(scenario.question), dict(scenario.story)]


def _numbers_of(ensemble: "pd.DataFrame") -> str:
    return folders.code_of({str(name): ensemble[name].tolist() for name in ensemble})


def _check_scenario(key: str, name: object) -> None:
    if not isinstance(name, str) or not name.strip():
        raise ConfigError(
            f"'{key}' is {show(name)}; it must be the name of a scenario, or the path of a file "
            "(.yaml). See scenarios/README.md."
        )
    from sim.world.scenario import load_scenario

    load_scenario(name)


def as_date(value: object) -> object:
    """Return ISO text as a date, anything else as it is."""
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value
