"""Made-up input that is wrong: files for a folder, and the frame that every refusal keeps to."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

BOTH = "{nl: a, en: a}"
LONG = "x" * 300
HUGE = str(10**30)
DIGITS = "9" * 5000
SECONDS = 30  # for a refusal: ten on a quiet machine, and a machine with tests is not
LINES, LETTERS = 11, 1010  # of a message


@dataclass(frozen=True)
class Wrong:
    """What is typed, the files that it is about, and words that the message holds."""

    typed: str | tuple[str, ...]
    told: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    needs: str = ""  # posix: pipes, devices and links; proc: a folder in which nobody may write

    @property
    def arguments(self) -> list[str]:
        """What stands behind the name of the program."""
        return self.typed.split() if isinstance(self.typed, str) else list(self.typed)

    @property
    def is_possible(self) -> bool:
        """Whether this system has what it needs."""
        if self.needs == "proc":
            return sys.platform == "linux"
        return not self.needs or sys.platform != "win32"

    @property
    def name(self) -> str:
        """What is typed, of a length for the name of a test."""
        text = " ".join(self.arguments)
        text = text if len(text) <= 60 else f"{text[:40]}...{len(text)}"
        return ascii(text)[1:-1]


def many_keys(n_bytes: int) -> str:
    """Return the text of a file with so many bytes of keys that do not exist."""
    return "".join(f"key_{n:05d}: {n}\n" for n in range(n_bytes // 17))


def scenario(**changed: str) -> str:
    """Return the text of a scenario file with some of its lines changed."""
    lines = {"title": BOTH, "question": BOTH, "story": BOTH, "source": "made up", "changes": "{}"}
    return "".join(f"{key}: {value}\n" for key, value in (lines | changed).items() if value)


def design(**changed: str) -> str:
    """Return the text of a design with some of its lines changed."""
    lines = {
        "title": BOTH,
        "scenario": "jzplus_zero_2030",
        "base": "baseline",
        "region": "limburg",
        "method": "grid",
        "replications": "2",
    }
    return "".join(f"{key}: {value}\n" for key, value in (lines | changed).items() if value)


def furnish(folder: Path) -> None:
    """Put into a folder what may be in the way: a file, a folder, links, a pipe, a device."""
    (folder / "file").write_text("a file, not a folder")
    (folder / "folder.yaml").mkdir()
    (folder / "fine.yaml").write_text(scenario())
    (folder / "fine_design.yaml").write_text(design())
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe.yaml")
        (folder / "zero.yaml").symlink_to("/dev/zero")
        (folder / "nowhere").symlink_to("not/there")
        (folder / "round.yaml").symlink_to("round.yaml")


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """End a block that takes longer, where the system has an alarm."""

    def late(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def lacks(told: str, wrong: Wrong) -> list[str]:
    """Return what is wrong with a message on the error stream."""
    lines = told.splitlines()
    found = []
    if "Traceback" in told:
        found.append("a traceback")
    if wrong.told not in told:
        found.append(f"it does not say: {wrong.told}")
    if len(lines) > LINES:
        found.append(f"{len(lines)} lines")
    if max((len(line) for line in lines), default=0) > LETTERS:
        found.append(f"a line of {max(map(len, lines))} letters")
    if not told.strip():
        found.append("nothing is said")
    return found
