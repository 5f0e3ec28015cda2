"""What Hydra and its plugins refuse, in one sentence and with the way out."""

import re
from concurrent.futures import BrokenExecutor

from sim.common.errors import LONGEST_FAULT, short, unknown

IN_A_JOB = "It happened while a question was answered."  # kept where a process hands it on


def told(error: Exception) -> str:
    """Return what Hydra refuses, without where it looked and what it would advise."""
    from hydra.errors import MissingConfigException

    if isinstance(error, MissingConfigException) and error.missing_cfg_file:
        what, _, name = error.missing_cfg_file.rpartition("/")
        if error.options:
            return f"{unknown(what or 'configuration', name, error.options)} Choose one of these."
    text = " ".join(line.strip() for line in str(error).splitlines() if line.strip())
    several = re.match(r"Ambiguous value for argument '(([^=']+)=(.*?))' 1\. ", text)
    if several:
        argument, key, values = several.groups()
        more = f" For one run of all of them together: {key}=[{values}]." * (key == "region")
        return f"{argument} is several values. For a run of each, add -m: -m {argument}.{more}"
    return re.split(r" full_key:| Config search path:", text)[0]


def is_of_settings(error: Exception) -> bool:
    """Tell whether a launcher, a sweeper or Hydra itself refused to work as it is set.

    Not so when anything of this model was at work: that is a fault of the program.
    """
    if isinstance(error, BrokenExecutor) or IN_A_JOB in getattr(error, "__notes__", ()):
        return False
    trace = error.__traceback__
    trace = trace and trace.tb_next  # the first is who called Hydra
    while trace:
        if str(trace.tb_frame.f_globals.get("__name__")).partition(".")[0] == "sim":
            return False
        trace = trace.tb_next
    return True


def of_settings(error: Exception) -> str:
    """Return what a launcher or sweeper refuses, in one line."""
    text = short(" ".join(str(error).split()), LONGEST_FAULT // 2) or type(error).__name__
    stop = "" if text[-1] in ".?!" else "."
    return (
        f"Hydra cannot run it as it is asked: {text}{stop} Correct what is set behind "
        "hydra/launcher, hydra/sweeper or hydra.*, or leave it out."
    )
