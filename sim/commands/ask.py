"""`python -m sim`: compare a scenario with its base, print the answer, write tables, figures and a
page.

Any value of `conf/config.yaml` can be set behind the command, as can any lever: `python -m sim
region=limburg policy.evaluation.interval_days=42`. Hydra reads them: `-m` for several runs,
`--cfg job` to see what would run, `+experiment=` for a file of values, `hydra/launcher=` for who
runs them. Bad input: one message, exit code 2, nothing written.
"""

import logging
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.commands.answered import objective_of, show
from sim.commands.hydra_words import IN_A_JOB, is_of_settings, of_settings, told
from sim.commands.overrides import flags_and_overrides, hydra_overrides, is_for_hydra_alone
from sim.commands.places import place_of
from sim.commands.question import Question, as_date, check_values, prepare_question, usual
from sim.commands.shared import (
    Ending,
    check_working_folder,
    command,
    say_no_more,
    screen,
    tell_no_room,
)
from sim.common.console import say as tell
from sim.common.errors import ConfigError, unknown

if TYPE_CHECKING:
    from omegaconf import DictConfig
    from rich.console import Console

_ending = Ending()


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Hand the question to Hydra, which calls `run` for every job."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if is_for_hydra_alone(given):
        _complete_behind_the_door()
    else:
        if {"-h", "--help"} & set(given):
            from sim.commands.ask_help import help_text

            print(help_text())
            return
        check_working_folder()
        flags, overrides = flags_and_overrides(given)
        given = [*flags, *hydra_overrides(overrides, flags)]
        if {"-m", "--multirun"} & set(flags):
            ending.kept = (
                "runs that were finished are kept. The same command goes on with the others."
            )
    _hand_over(given, ending)


def _complete_behind_the_door() -> None:
    """Have Hydra complete what stands behind `doorstroom`, `doorstroom ask`, `python -m sim`."""
    line = os.environ.get("COMP_LINE", "")
    behind = re.sub(r"^\s*(\S*python[\d.]*\s+-m\s+sim|\S+)(\s+ask(?=\s))?", "doorstroom", line)
    if behind != line:
        os.environ["COMP_LINE"] = behind


def _hand_over(given: list[str], ending: Ending) -> None:
    global _ending
    import hydra
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    from sim.commands.hydra_groups import register

    _ending = ending
    register()
    logging.raiseExceptions = False  # `--info | head` ends quietly
    before = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = [sys.argv[0], *given]
    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors come here, where they are told
    try:
        hydra.main(config_path=None, config_name="config", **_behaviour(hydra.__version__))(run)()
    except (HydraException, OmegaConfBaseException) as error:
        raise ConfigError(f"command line: {told(error)}") from error
    except ConfigError:
        raise
    except SystemExit as stop:  # Hydra has told what is wrong, and ends with 1
        raise SystemExit(2 if stop.code == 1 else stop.code) from None
    except Exception as error:
        if not is_of_settings(error):
            raise
        raise ConfigError(f"command line: {of_settings(error)}") from error
    finally:
        sys.argv = before[0]
        if before[1] is None:
            del os.environ["HYDRA_FULL_ERROR"]


def _behaviour(version: str) -> dict[str, Any]:
    """Return how Hydra is asked for what it does from 1.2 on; 1.4 does nothing else."""
    return {"version_base": "1.3"} if version.startswith(("1.2", "1.3")) else {}


def run(config: "DictConfig") -> float | None:
    """Answer one question: the task that Hydra runs, in this process or in another.

    Returns:
        The number named in `objective`; None where none is asked for.

    Raises:
        ConfigError: anything wrong with it, before anything runs.
    """
    from hydra.core.hydra_config import HydraConfig
    from hydra.types import RunMode

    job = HydraConfig.get()
    is_one = job.mode == RunMode.RUN
    try:
        values = checked(config)
        question = prepare_question(values, place_of(job))
        _answer(question, config, screen() if is_one else None)
        value = objective_of(question)
    except ConfigError as error:
        if not is_one:
            raise
        tell(error)
        raise SystemExit(2) from None
    except BrokenPipeError:  # `| head`: everything is written by now, and Hydra need not complain
        say_no_more()
        raise SystemExit(0) from None
    except Exception as error:
        no_room = tell_no_room(error, _ending) if is_one else None
        if no_room is not None:
            raise SystemExit(no_room) from None
        error.add_note(IN_A_JOB)
        raise
    if not is_one:
        from sim.commands.runs import note_job

        note_job(job, question)
    return value


def _answer(question: Question, config: "DictConfig", console: "Console | None") -> None:
    """Show the answer that is there, or make it."""
    found = question.look_in()
    if found and found.is_whole and not question.config["replace"]:
        if console:
            show(question, found, console)
        return
    from sim.commands.answer import answer  # pages and figures: a second of imports

    answer(question, _ending, _about(config), console=console)


def checked(config: "DictConfig") -> dict[str, Any]:
    """Return a composed configuration as plain values, each of them checked.

    Raises:
        ConfigError: all faults at once.
    """
    from omegaconf import OmegaConf, open_dict

    bare = config.copy()
    with open_dict(bare):
        bare.pop("hydra", None)
    values = OmegaConf.to_container(bare, resolve=True)
    assert isinstance(values, dict)
    valid = usual()
    for key in values:
        if key not in valid:
            raise ConfigError(f"configuration: {unknown('key', key, valid)} Correct or remove it.")
    missing = [key for key in valid if key not in values]
    if missing:
        raise ConfigError(
            f"configuration: missing {', '.join(missing)}. A question needs every key of "
            "conf/config.yaml; add it."
        )
    found = {str(key): value for key, value in values.items()}
    for key in ("start", "end"):
        found[key] = as_date(found[key])
    check_values(found)
    return found


def _about(config: "DictConfig") -> dict[str, str]:
    """Return what Hydra's users find in `.hydra/`."""
    from hydra.core.hydra_config import HydraConfig
    from omegaconf import OmegaConf

    job: Any = HydraConfig.instance().cfg
    return {
        "config.yaml": OmegaConf.to_yaml(config, resolve=True),
        "hydra.yaml": OmegaConf.to_yaml(OmegaConf.create({"hydra": job.hydra})),
        "overrides.yaml": OmegaConf.to_yaml(job.hydra.overrides.task),
    }
