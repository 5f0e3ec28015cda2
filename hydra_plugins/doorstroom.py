"""Hydra's plugins of Doorstroom.

A sweeper that checks every job before the first one runs, and a launcher that runs jobs in
processes of this machine and goes on where it was interrupted. Hydra finds them here by itself.
"""

import multiprocessing
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from hydra import version
from hydra._internal.callbacks import Callbacks
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.utils import JobReturn, JobRuntime, run_job, setup_globals
from hydra.plugins.launcher import Launcher
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, open_dict


class CheckedSweeper(BasicSweeper):
    """Hydra's own sweeper of listed values; what is wrong with any job is told before one runs."""

    def validate_batch_is_legal(self, batch: Sequence[Sequence[str]]) -> None:
        """Check all jobs of all batches, once."""
        if self.batch_index > 1:
            return
        from sim.commands.ask import checked
        from sim.commands.question import prepare_question
        from sim.common.errors import ConfigError, Faults

        jobs = [job for each in self.overrides or () for job in each]
        faults = Faults()
        if not jobs:
            faults.add(
                "command line: no run is asked for. Does a glob() match nothing? See --help."
            )
        assert self.hydra_context is not None and self.config is not None
        for overrides in jobs:
            composed = self.hydra_context.config_loader.load_sweep_config(
                self.config, list(overrides)
            )
            try:
                prepare_question(checked(composed))
            except ConfigError as error:
                for message in error.faults:
                    faults.add(message)
        faults.stop()


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
        """Keep what jobs need."""
        self.hydra_context, self.task_function, self.config = hydra_context, task_function, config

    def launch(
        self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int
    ) -> Sequence[JobReturn]:
        """Run the jobs, at most `n_jobs` at a time, and return what they gave, in order."""
        setup_globals()
        assert self.config is not None
        Path(str(self.config.hydra.sweep.dir)).mkdir(parents=True, exist_ok=True)
        assert self.hydra_context is not None and self.task_function is not None
        jobs = []
        for number, overrides in enumerate(job_overrides, initial_job_idx):
            job = self.hydra_context.config_loader.load_sweep_config(self.config, list(overrides))
            with open_dict(job):
                job.hydra.job.id = str(number)
                job.hydra.job.num = number
            jobs.append(job)
        if self.n_jobs == 1:
            return [_run(self.hydra_context, self.task_function, job) for job in jobs]
        name = JobRuntime.instance().get("name")
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.n_jobs, mp_context=spawn) as pool:
            try:
                found = [pool.submit(_run_elsewhere, self.task_function, job, name) for job in jobs]
                return [each.result() for each in found]
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.terminate()
                raise


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
