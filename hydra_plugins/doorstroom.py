"""Hydra's plugins of Doorstroom.

A sweeper that checks every job before the first one runs, and a launcher that runs jobs in
processes of this machine and goes on where it was interrupted. Hydra finds them here by itself.
"""

import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from hydra import version
from hydra._internal.callbacks import Callbacks
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.utils import JobReturn, JobRuntime, run_job, setup_globals
from hydra.plugins.launcher import Launcher
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, open_dict

NOTE = "multirun.yaml"


class CheckedSweeper(BasicSweeper):
    """Hydra's own sweeper of listed values; what is wrong with any job is told before one runs."""

    def sweep(self, arguments: list[str]) -> Any:
        """Check all jobs of all batches, then run them: a refusal leaves nothing behind."""
        assert self.hydra_context is not None
        parser = OverridesParser.create(config_loader=self.hydra_context.config_loader)
        overrides = parser.parse_overrides([*self._parse_config(), *arguments])
        batches = self.split_arguments(overrides, self.max_batch_size)
        self._check([job for batch in batches for job in batch])
        assert self.config is not None
        folder = Path(str(self.config.hydra.sweep.dir))
        made = [path for path in (folder, *folder.parents) if not path.exists()]
        try:
            return super().sweep(arguments)
        except Exception:
            _take_away(folder, made)
            raise

    def validate_batch_is_legal(self, batch: Sequence[Sequence[str]]) -> None:
        """Do nothing: all were checked before the first batch."""

    def _check(self, jobs: Sequence[Sequence[str]]) -> None:
        from sim.commands.ask import checked
        from sim.commands.places import check_apart, place_of, resolving
        from sim.commands.question import prepare_question
        from sim.common.errors import ConfigError, Faults

        faults, found = Faults(), []
        if not jobs:
            faults.add(
                "command line: no run is asked for. Does a glob() match nothing? See --help."
            )
        assert self.hydra_context is not None and self.config is not None
        for number, overrides in enumerate(jobs):
            composed = _composed(self.hydra_context, self.config, overrides, number)
            try:
                with resolving(composed):
                    question = prepare_question(checked(composed), place_of(composed.hydra))
                found.append((question.folder, question.code))
            except ConfigError as error:
                for message in error.faults:
                    faults.add(message)
        faults.stop()
        check_apart(found)


class DoorstroomLauncher(Launcher):
    """Runs jobs in `n_jobs` processes of this machine; what was finished is not run again.

    A finished job is one whose folder is there (`sim/commands/folders.py`): every question has its
    own, named by all that decides its answer. A job that fails does not stop the others.
    """

    def __init__(self, n_jobs: int = 1) -> None:
        self.n_jobs = n_jobs
        self.config: DictConfig | None = None
        self.task_function: TaskFunction | None = None
        self.hydra_context: HydraContext | None = None

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        """Keep what jobs need; refuse a number of processes that cannot be meant."""
        from sim.common.arguments import whole
        from sim.common.errors import Faults

        faults = Faults()
        whole(self.n_jobs, "hydra.launcher.n_jobs", faults, 1)
        faults.stop()
        self.hydra_context, self.task_function, self.config = hydra_context, task_function, config

    def launch(
        self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int
    ) -> Sequence[JobReturn]:
        """Run the jobs, at most `n_jobs` at a time, and return what they gave, in order."""
        setup_globals()
        assert self.config is not None
        Path(str(self.config.hydra.sweep.dir)).mkdir(parents=True, exist_ok=True)
        assert self.hydra_context is not None and self.task_function is not None
        jobs = [
            _composed(self.hydra_context, self.config, overrides, number)
            for number, overrides in enumerate(job_overrides, initial_job_idx)
        ]
        if self.n_jobs == 1:
            return [_run(self.hydra_context, self.task_function, job) for job in jobs]
        name = JobRuntime.instance().get("name")
        from sim.common.processes import Workers

        with Workers(self.n_jobs) as pool:
            try:
                found = [pool.submit(_run_elsewhere, self.task_function, job, name) for job in jobs]
                return [each.result() for each in found]
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                pool.end()
                raise


def _take_away(folder: Path, made: Sequence[Path]) -> None:
    """Take away folders that were made for nothing: no run, only Hydra's note of what was asked."""
    if folder in made and folder.is_dir() and [p.name for p in folder.iterdir()] == [NOTE]:
        (folder / NOTE).unlink()
        with suppress(OSError):
            for path in made:
                path.rmdir()


def _composed(
    context: HydraContext, config: DictConfig, overrides: Sequence[str], number: int
) -> DictConfig:
    job = context.config_loader.load_sweep_config(config, list(overrides))
    with open_dict(job):
        job.hydra.job.id = str(number)
        job.hydra.job.num = number
    return job


def _run_elsewhere(task: TaskFunction, job: DictConfig, name: str) -> JobReturn:
    """Run a job in a process that knows nothing of Hydra yet."""
    with warnings.catch_warnings(action="ignore"):  # 1.4 needs it no more, and says so
        version.setbase("1.3")
    setup_globals()
    JobRuntime.instance().set("name", name)
    loader: Any = None  # everything is composed already
    return _run(HydraContext(loader, Callbacks()), task, job)


def _run(context: HydraContext, task: TaskFunction, job: DictConfig) -> JobReturn:
    return run_job(
        hydra_context=context,
        task_function=task,
        config=job,
        job_dir_key="hydra.sweep.dir",
        job_subdir_key="hydra.sweep.subdir",
    )


def _store(group: str, target: type, **values: Any) -> None:
    ConfigStore.instance().store(
        group=group,
        name="doorstroom",
        node={"_target_": f"{target.__module__}.{target.__qualname__}", **values},
        provider="doorstroom",
    )


_store("hydra/sweeper", CheckedSweeper, max_batch_size=None, params=None)
_store("hydra/launcher", DoorstroomLauncher, n_jobs=1)
