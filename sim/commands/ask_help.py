"""`python -m sim ask --help`: every key with its usual value and meaning, and all names."""

import re
import textwrap
from pathlib import Path

from sim.commands.helping import door, example_lines, width_of_help
from sim.commands.question import HOLDS
from sim.common.paths import CONF, SCENARIOS

EXAMPLES = (
    ("region=limburg replications=20 seed=7", ""),
    ("region=[limburg,overijssel] language=nl", ""),
    ("scenario=my_question.yaml base=ombouw", ""),
    ("policy.evaluation.interval_days=42", ""),
    ("assume.need.elasticity=0", "what nobody knows, set"),
    ("-m region=limburg,overijssel seed=1,2", "several runs, a folder for each"),
    ("-m 'region=glob(*)' +experiment=quick_look", ""),
    ("--cfg job region=limburg", "what would run"),
)
LEVERS = (
    "A lever beside the scenario is policy.<lever>=<value>, from the first day on, or dated: "
    "'policy.setting.follow_up.places={{from: 2026-01-01, times: 1.25}}'. "
    "`{door} levers` lists them: meaning, unit, today's value, range."
)
ASSUMPTIONS = (
    "What nobody knows is assume.<row>=<value>: the same in the scenario and its base, from the "
    "first day to the last, and in every set of assumptions. `{door} parameters` lists them."
)
HYDRA = (
    "As in every Hydra program: -m (several runs), --cfg job, --info, --config-dir, "
    "hydra/launcher=doorstroom|joblib|submitit_slurm, hydra/sweeper=optuna. Completion of names: "
    'eval "$({door} ask -sc install=bash)". More: --hydra-help, docs/experiments.md.'
)
FOLDERS = (
    "Every question writes to a folder of its own in output/<region>/. The same question again "
    "shows its answer and runs nothing (replace=true runs it again)."
)


def help_text() -> str:
    """Return the help, as wide as the terminal, at most a hundred characters."""
    width = width_of_help()
    name = door()

    def told(text: str) -> str:
        return textwrap.fill(text.format(door=name), width)

    lines = [
        f"Usage: {name} [ask] [key=value ...]",
        "",
        told(
            "Compares a scenario with its base: the same youths with the same luck under two "
            "policies. Prints the answer, and writes tables, figures and a page to forward."
        ),
        "",
        "Keys, with their usual values",
        *(_key(*each, width) for each in keys()),
        "",
        told(LEVERS),
        "",
        told(ASSUMPTIONS),
    ]
    for title, folder in (
        (f"Regions (region=); about each: {name} regions", CONF / "region"),
        (f"Scenarios (scenario=, base=); about each: {name} scenarios", SCENARIOS),
        ("Experiments (+experiment=)", CONF / "experiment"),
    ):
        lines += ["", textwrap.fill(title, width), _names(folder, width)]
    lines += ["", told(FOLDERS), "", told(HYDRA), "", "Examples"]
    return "\n".join([*lines, *example_lines(EXAMPLES, name, width)])


def keys() -> list[tuple[str, str, str]]:
    """Return (key, usual value, meaning) as `conf/config.yaml` says them."""
    text = (CONF / "config.yaml").read_text(encoding="utf-8")
    found = re.findall(r"^(\w+): (\S+) # (.+)$", text, re.MULTILINE)
    return [(key, value, about) for key, value, about in found if key not in HOLDS]


def _key(key: str, value: str, about: str, width: int) -> str:
    return textwrap.fill(f"  {f'{key}={value}':<27} {about}", width, subsequent_indent=" " * 30)


def _names(folder: Path, width: int) -> str:
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    return textwrap.fill(
        ", ".join(names),
        width,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
