"""Who runs the tasks: this process, processes of this machine, or dask.

All take the same tasks and leave the same files. An executor is a generator: it takes tasks from an
iterator, never more at a time than its workers need, and yields what became of each as it finishes.
A worker that dies takes nothing with it but the task it was at, which is given to another; a task
at which workers die again and again is given up and named.
"""

import concurrent.futures
import contextlib
import ipaddress
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from sim.common.errors import ConfigError
from sim.common.extras import install
from sim.common.processes import Workers
from sim.experiment.plan import Task
from sim.experiment.store import StoreError, write_result
from sim.experiment.together import Together, told

AHEAD = 2  # tasks per worker that are under way or waiting
MOST_DEATHS = 3  # of workers at one task


class Job(Protocol):
    """What an executor must know of a task: nothing but how it is called."""

    @property
    def key(self) -> str:
        """Hash of all that decides its result."""

    @property
    def name(self) -> str:
        """Beginning of the name of its file."""


@dataclass(frozen=True)
class TaskOutcome:
    """What became of a task: its file, or why there is none."""

    task: Any
    path: Path | None = None
    failure: str = ""


class Executor(Protocol):
    """Runs tasks."""

    def check(self) -> None:
        """See whether it can begin, before anything is written.

        Raises:
            ConfigError: it cannot; says why.
        """

    def run(self, tasks: Iterable[Job], folder: Path, work: "Work") -> Iterator[TaskOutcome]:
        """Yield what became of each task, in any order.

        Raises:
            StoreError: results cannot be written.
        """


Work = Callable[[Any, str], Any]
"""Does a job in a folder: returns the path of its file, or for a `Together` one by one."""


def do_task(task: Task, folder: str) -> str:
    """Run one task and write its result; return the path. Runs in a worker."""
    from sim.experiment.task import run_task  # compiles or loads the model: only in workers

    return str(write_result(Path(folder), task, run_task(task)))


def do_nothing(task: Task, folder: str) -> str:
    """Take a task and give it back: what an executor costs by itself."""
    return folder


@dataclass(frozen=True)
class Serial:
    """One task after another, in this process."""

    def check(self) -> None:
        """See `Executor`."""

    def run(
        self, tasks: Iterable[Job], folder: Path, work: Work = do_task
    ) -> Iterator[TaskOutcome]:
        """See `Executor`."""
        for task in tasks:
            yield from _outcomes(task, lambda task=task: work(task, str(folder)))  # type: ignore[misc]


@dataclass(frozen=True)
class Pool:
    """Processes of this machine. One that is killed is replaced, and its task given to another."""

    workers: int

    def check(self) -> None:
        """See `Executor`."""

    def run(
        self, tasks: Iterable[Job], folder: Path, work: Work = do_task
    ) -> Iterator[TaskOutcome]:
        """See `Executor`."""
        source = iter(tasks)
        again: list[Job] = []  # lost with a worker
        deaths: Counter[str] = Counter()
        while True:
            pool = Workers(self.workers)
            running: dict[concurrent.futures.Future[Any], Job] = {}
            try:
                while True:
                    # what was under way when a worker died goes on one by one: it shows who did it
                    alone = any(deaths[task.key] for task in (*again, *running.values()))
                    room = 1 if alone else AHEAD * self.workers
                    while (
                        len(running) < room
                        and (task := again.pop() if again else next(source, None)) is not None
                    ):
                        running[pool.submit(work, task, str(folder))] = task
                    if not running:
                        return
                    finished, _ = concurrent.futures.wait(
                        running, return_when=concurrent.futures.FIRST_COMPLETED
                    )
                    for future in finished:
                        if not isinstance(
                            future.exception(), concurrent.futures.process.BrokenProcessPool
                        ):
                            yield from _outcomes(running.pop(future), future.result)
                    if any(
                        isinstance(f.exception(), concurrent.futures.process.BrokenProcessPool)
                        for f in finished
                    ):
                        break
            except BaseException:
                pool.end()  # files are whole or not there
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
            for task in (each for job in running.values() for each in _apart(job)):
                deaths[task.key] += 1
                if deaths[task.key] < MOST_DEATHS:
                    again.append(task)
                else:
                    yield from _failed(
                        task,
                        f"{MOST_DEATHS} worker processes were ended from outside while they were "
                        "at it (out of memory?)",
                    )


@dataclass(frozen=True)
class Dask:
    """A cluster of dask.distributed: one of its own on this machine, or one that is running.

    Attributes:
        workers: processes of a cluster of its own.
        address: of a scheduler that is running, for example tls://node7:8786.
        scheduler_file: written by a scheduler that is running (`dask scheduler --scheduler-file
            f`); the way to go on Slurm.
        trusts_network: use a scheduler that others can reach without a certificate. Whoever reaches
            one can have it, and every worker, run any code.
    """

    workers: int = 2
    address: str = ""
    scheduler_file: str = ""
    trusts_network: bool = False
    patience: float = 30.0  # seconds that a scheduler has to answer

    def check(self) -> None:
        """See `Executor`."""
        distributed = _import_distributed()
        if self.address or self.scheduler_file:
            with self._connect(distributed) as client:
                self._check_reach(client.scheduler_info()["address"])

    def run(
        self, tasks: Iterable[Job], folder: Path, work: Work = do_task
    ) -> Iterator[TaskOutcome]:
        """See `Executor`."""
        distributed = _import_distributed()
        with contextlib.ExitStack() as stack:
            if self.address or self.scheduler_file:
                client = stack.enter_context(self._connect(distributed))
                self._check_reach(client.scheduler_info()["address"])
            else:
                cluster = stack.enter_context(
                    distributed.LocalCluster(
                        n_workers=self.workers,
                        threads_per_worker=1,
                        host="127.0.0.1",
                        dashboard_address=None,
                    )
                )
                client = stack.enter_context(distributed.Client(cluster))
            yield from self._stream(distributed, client, iter(tasks), str(folder.absolute()), work)

    def _connect(self, distributed: Any) -> Any:
        """Return a client of the scheduler that is running.

        Raises:
            ConfigError: none answers.
        """
        where = (
            {"address": self.address} if self.address else {"scheduler_file": self.scheduler_file}
        )
        until = time.monotonic() + self.patience
        while (
            self.scheduler_file
            and not Path(self.scheduler_file).exists()
            and time.monotonic() < until
        ):
            time.sleep(0.2)  # a scheduler that was started just now
        try:
            if self.scheduler_file and not Path(self.scheduler_file).exists():
                raise OSError("there is no such file")
            return distributed.Client(**where, timeout=self.patience)
        except (OSError, ValueError, TypeError, RuntimeError) as error:  # also: no certificate
            asked = self.address or self.scheduler_file
            raise ConfigError(
                f"no dask scheduler answers at '{asked}' ({error}). Start one: dask scheduler "
                "--host 127.0.0.1 --scheduler-file f (more, and several machines: "
                "docs/experiments.md)."
            ) from error

    def _check_reach(self, address: str) -> None:
        """Refuse a scheduler that answers anybody on the network.

        Args:
            address: under which it can be reached, as it says itself.

        Raises:
            ConfigError: says how to start one that does not.
        """
        if is_for_all(address) and not self.trusts_network:
            raise ConfigError(
                f"the dask scheduler at {address} answers whoever reaches it, and runs any code "
                "for them. Start it with --host 127.0.0.1, or with certificates "
                "(docs/experiments.md, several machines); on a network of which you trust every "
                "machine, say so: --trust-network."
            )

    def _stream(
        self, distributed: Any, client: Any, source: Iterator[Job], folder: str, work: Work
    ) -> Iterator[TaskOutcome]:
        running: dict[Any, Job] = {}
        again: list[Job] = []
        stream = distributed.as_completed()

        def feed() -> None:
            room = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            while (
                len(running) < room
                and (task := again.pop() if again else next(source, None)) is not None
            ):
                key = f"task-{task.name}-{len(_apart(task))}"
                future = client.submit(work, task, folder, key=key, pure=False)
                running[future.key] = task
                stream.add(future)

        feed()
        for future in stream:
            if future.status in ("cancelled", "lost"):
                raise StoreError(
                    "the dask scheduler went away. What was finished is kept; start it, then give "
                    "the same command again."
                )
            task = running.pop(future.key)
            if future.status == "error" and len(_apart(task)) > 1:
                again.extend(_apart(task))  # one of them may have ended the workers
            else:
                yield from _outcomes(task, future.result)
            feed()


def is_for_all(address: str) -> bool:
    """Tell whether a dask address can be reached from other machines without a certificate."""
    found = urlsplit(address)
    if found.scheme in ("tls", "wss", "inproc"):
        return False
    try:
        return not ipaddress.ip_address(found.hostname or "").is_loopback
    except ValueError:
        return found.hostname != "localhost"


def _import_distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ConfigError(f"engine 'dask' needs dask.distributed. {install('cluster')}") from error
    return distributed


def _apart(job: Job) -> Sequence[Job]:
    """Return what was done at once, each for itself."""
    return job.apart() if isinstance(job, Together) else [job]


def _outcomes(job: Job, result: Callable[[], Any]) -> Iterator[TaskOutcome]:
    """Yield what became of a task, or of tasks that were done at once.

    What a task itself did wrong fails this task alone.
    """
    try:
        found = result()
    except StoreError:
        raise
    except Exception as error:
        yield from _failed(job, told(error))
        return
    if not isinstance(job, Together):
        yield TaskOutcome(job, Path(found))
        return
    for task, (path, failure) in zip(job.tasks, found, strict=True):
        yield TaskOutcome(task, Path(path) if path else None, failure)


def _failed(job: Job, why: str) -> Iterator[TaskOutcome]:
    for task in job.tasks if isinstance(job, Together) else [job]:
        yield TaskOutcome(task, None, why)
