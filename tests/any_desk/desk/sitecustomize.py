"""A desk without POSIX: what Windows lacks is missing here too, for our own code and for libraries.

Python imports this before anything else wherever its folder stands on `PYTHONPATH`, in worker
processes too. The standard library is left alone: it has another half for Windows and takes it by
`sys.platform`. So are libraries of which the same was seen in their source.
"""

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from typing import Any

MODULES = {"fcntl", "grp", "nis", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
OF_OS = {
    *(
        "chown",
        "fork",
        "forkpty",
        "getegid",
        "geteuid",
        "getgid",
        "getloadavg",
        "getpgid",
        "getpgrp",
    ),
    *("getsid", "getuid", "initgroups", "kill", "killpg", "mkfifo", "nice", "openpty", "pread"),
    *("pwrite", "sched_getaffinity", "sched_setaffinity", "setpgid", "setpriority", "setsid"),
    *("setuid", "sysconf", "tcgetpgrp", "ttyname", "uname", "wait3", "wait4"),
}
ASKED_ON_LINUX_ONLY = {"setpriority"}  # under `sys.platform == "linux"`, which this desk is
WITH_ANOTHER_HALF = {"psutil", "filelock"}


def asker() -> str:
    """The module that imports or calls: the first outside the machinery of importing and this."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name != __name__ and not name.startswith("importlib"):
            return str(name)
        frame = frame.f_back
    return ""


class Refuse(MetaPathFinder):
    """No module of POSIX alone."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in MODULES:
            package = asker().partition(".")[0]
            if package not in sys.stdlib_module_names | WITH_ANOTHER_HALF:
                raise ModuleNotFoundError(f"No module named '{name}' on this desk", name=name)


def refuse(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        if asker().partition(".")[0] == "sim":
            raise AttributeError(f"module 'os' has no attribute '{name}' on this desk")
        return function(*arguments, **named)

    return call


if os.environ.get("DOORSTROOM_DESK") == "without POSIX":
    for module in MODULES & set(sys.modules):
        del sys.modules[module]
    sys.meta_path.insert(0, Refuse())
    for each in OF_OS - ASKED_ON_LINUX_ONLY:
        if hasattr(os, each):
            setattr(os, each, refuse(getattr(os, each), each))
    del signal.SIGKILL
    multiprocessing.set_start_method("spawn")
    warnings.filterwarnings("error", category=EncodingWarning, module=r"sim(\.|$)")
