"""Folders that are named through Hydra: read here, and refused before Hydra makes them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.commands.folders import writable_folder
from sim.commands.shared import folder
from sim.common.errors import ConfigError, Faults

DEFAULT_PLACE = "."  # hydra.run.dir in conf/config.yaml: a folder for every question
INSTEAD = (
    "an answer replaces its folder as a whole. Name another folder, or leave it out: every "
    "question then has one of its own in output."
)


def place_of(job: Any) -> Path | None:
    """Return the folder that was asked for through Hydra; None: the one that the rule gives.

    Args:
        job: what stands under `hydra` in the configuration of a job.

    Raises:
        ConfigError: no answer can be written there.
    """
    if not _is_several(job):
        if not _is_asked(job, "hydra.run.dir", job.run.dir):
            return None
        place = _folder(job.run.dir, "hydra.run.dir")
        if place.absolute().resolve() == Path.cwd().resolve():
            raise ConfigError(f"'hydra.run.dir' is {place}, the working folder itself; {INSTEAD}")
        return place
    table = _folder(job.sweep.dir, "hydra.sweep.dir")
    if not _is_asked(job, "hydra.sweep.subdir", job.sweep.subdir):
        return None
    place = _folder(table / str(job.sweep.subdir), "hydra.sweep.subdir")
    if place.absolute().resolve() == table.absolute().resolve():
        raise ConfigError(
            f"'hydra.sweep.subdir' is {job.sweep.subdir}, the folder of the sweep itself; {INSTEAD}"
        )
    return place


def check_before(config: Any) -> None:
    """Refuse folders and sweepers that cannot be meant, before Hydra makes anything.

    Raises:
        ConfigError: a folder that cannot be used, or that would be ignored; a sweeper that looks
            for the best number, and no number.
    """
    from sim.commands.ask import checked

    job = config.hydra
    if not _is_several(job):
        with resolving(config):
            if place_of(job) is not None:
                checked(config)  # Hydra makes that folder before the question is read
        return
    if _is_typed(job, "hydra.run.dir"):
        raise ConfigError(
            "'hydra.run.dir' is for one run; with -m it would be ignored. Write "
            f"'hydra.sweep.dir={job.run.dir}' 'hydra.sweep.subdir=${{hydra.job.num}}', or leave it "
            "out."
        )
    if isinstance(config.output, str) and not _is_typed(job, "hydra.sweep.dir"):
        _folder(config.output, "output")
    _folder(job.sweep.dir, "hydra.sweep.dir")
    if is_optimiser(job):
        if config.objective is None:
            raise ConfigError(
                "this sweeper looks for the best number, and none is named. Example: "
                "objective=census_one_to_one."
            )
        checked(config)


def check_apart(found: Sequence[tuple[Path, str]]) -> None:
    """Refuse jobs with different questions and one folder.

    Args:
        found: folder of each job, and the code of its question.

    Raises:
        ConfigError: names the folder and the jobs.
    """
    faults = Faults()
    first: dict[Path, tuple[int, str]] = {}
    for number, (place, code) in enumerate(found):
        before, other = first.setdefault(place.absolute().resolve(), (number, code))
        if other != code:
            faults.add(
                f"runs #{before} and #{number} would write different answers to the same folder, "
                f"{place}. Leave out hydra.sweep.subdir, or tell them apart: "
                "'hydra.sweep.subdir=${hydra.job.num}'."
            )
    faults.stop()


def is_optimiser(job: Any) -> bool:
    """Tell whether the sweeper looks for the best number."""
    return not any(
        each in str(job.sweeper.get("_target_")) for each in ("BasicSweeper", "doorstroom")
    )


@contextmanager
def resolving(config: Any) -> Iterator[None]:
    """Have `${hydra:...}` mean this configuration while the block runs."""
    from hydra.core.hydra_config import HydraConfig

    before = HydraConfig.instance().cfg
    HydraConfig.instance().set_config(config)
    try:
        yield
    finally:
        HydraConfig.instance().cfg = before


def _folder(text: object, named: str) -> Path:
    return writable_folder(folder(str(text), named), f"{named}=<folder>", named)


def _is_several(job: Any) -> bool:
    from hydra.types import RunMode

    return bool(job.mode == RunMode.MULTIRUN)


def _is_asked(job: Any, key: str, value: object) -> bool:
    return str(value) != DEFAULT_PLACE or _is_typed(job, key)


def _is_typed(job: Any, key: str) -> bool:
    from omegaconf import OmegaConf

    typed: Any = OmegaConf.to_container(job.overrides.hydra, resolve=False)
    return any(str(each).lstrip("+").startswith(f"{key}=") for each in typed)
