"""`python -m sim`: run a scenario against its base, print the answer, write tables, figures and a
page.

Any value of `conf/config.yaml` can be set behind the command, as can any lever: `python -m sim
region=limburg policy.evaluation.interval_days=42`. Several at once: `python -m sim -m
region=limburg,overijssel`. Bad input: one message, exit code 2, nothing written.
"""

import importlib
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from omegaconf import DictConfig, OmegaConf

from sim.commands.typed import check_lever
from sim.common.console import print_anywhere
from sim.common.errors import ConfigError, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping

REGION = "region_asked"
COMMANDS = (
    "sweep",
    "calibrate",
    "claims",
    "evidence",
    "parameters",
    "sensitivity",
    "worth",
    "discover",
    "workshop",
    "levers",
    "regions",
    "scenarios",
    "kpis",
    "check",
    "new",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code: 0, 2 for bad input, 130 when interrupted."""
    print_anywhere()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        command = importlib.import_module(f"sim.commands.{given[0]}")
        return int(command.main(given[1:]))
    try:
        with ended_like_interrupted():
            sys.argv = [sys.argv[0], *checked_overrides(given)]
            _hydra_main()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; nothing of the interrupted run was written.", file=sys.stderr)
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    return 0


@contextmanager
def ended_like_interrupted() -> Iterator[None]:
    """Take an end from outside (SIGTERM) for Ctrl-C, so that it is tidied up after."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def checked_overrides(arguments: Sequence[str]) -> list[str]:
    """Return the arguments as Hydra takes them.

    Refuse a key that does not exist, naming the nearest one that does.

    Raises:
        ConfigError: unknown key, or an argument that is neither an option nor key=value.
    """
    valid = [
        key
        for key in load_mapping(CONF / "config.yaml", "conf/config.yaml")
        if key not in ("hydra", "defaults", "policy")
    ]
    overrides = []
    for argument in arguments:
        if argument.startswith("-"):
            overrides.append(argument)
            continue
        match = re.fullmatch(r"([+~]{0,2})([A-Za-z_][\w./@]*)=(.*)", argument, re.DOTALL)
        if match is None:
            raise ConfigError(
                f"command line: '{argument}' is not of the form key=value. Example: python -m sim "
                "region=limburg replications=20"
            )
        key = match[2]
        if key.startswith("policy."):
            check_lever(key.removeprefix("policy."), match[3], CONF / "parameters")
            overrides.append(f"++{key}={match[3]}")
        elif (
            key == "region"
        ):  # conf/region/ is a folder, so Hydra takes the bare key for a config group
            overrides.append(f"++{REGION}={match[3]}")
        elif key in valid or key.split(".")[0].split("/")[0] == "hydra":
            overrides.append(argument)
        else:
            raise ConfigError(
                f"command line: {unknown('key', key, valid)} A lever is set as "
                "policy.<lever>=<value>."
            )
    for override in overrides:
        _check_value(override)
    return overrides


def _check_value(override: str) -> None:
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    if not override.startswith("-"):
        try:
            OverridesParser.create().parse_override(override)
        except HydraException as error:
            raise ConfigError(
                f"command line: the value in '{override}' cannot be read. Close every bracket; put "
                "a value with spaces or signs in double quotes "
                "within single ones: 'scenario=\"my question.yaml\"'."
            ) from error


def levers_of(policy: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    """Return nested levers as dotted names.

    A mapping that says from/to/times/add/until is one dated change.
    """
    levers: dict[str, object] = {}
    for key, value in policy.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not {"to", "times", "add"} & set(value):
            levers.update(levers_of(value, f"{name}."))
        else:
            levers[name] = value
    return levers


def _hydra_main() -> None:
    import hydra

    @hydra.main(version_base="1.3", config_path=str(CONF), config_name="config")
    def run(config: DictConfig) -> None:
        from sim.commands.ask import main_job

        values = OmegaConf.to_container(config, resolve=True)
        assert isinstance(values, dict)
        values["region"] = values.pop(REGION, values["region"])
        try:
            main_job(
                {str(key): value for key, value in values.items()},
                levers_of(values.get("policy") or {}),
            )
        except ConfigError as error:
            print(error, file=sys.stderr)
            sys.exit(2)

    run()


if __name__ == "__main__":
    sys.exit(main())
