"""Interrupted at any moment: one line that is true, and the exit code that belongs to it."""

import ast
import signal
import subprocess
import sys

import pytest

from sim.commands.frame import Ending, finishing, framed
from sim.common.versions import PACKAGE

TOLD = "Interrupted; nothing was written.\n"
N_FIRST = 12  # lines before the program has taken over
with_fork = pytest.mark.skipif(sys.platform == "win32", reason="every try is a copy of a process")
EVERY_LINE = """
import contextlib, io, os, signal, sys, tempfile
signal.signal(signal.WHICH, signal.default_int_handler)  # what Python does with SIGINT
import sim.__main__, sim.commands.frame, sim.common.interrupts
OURS = {m.__file__ for m in (sim.__main__, sim.commands.frame, sim.common.interrupts)}
seen = 0

def interrupt_at(k):
    def trace(frame, event, argument):
        global seen
        if frame.f_code.co_filename not in OURS:
            return None
        seen += event == "line"
        if event == "line" and seen == k:
            signal.raise_signal(signal.WHICH)
        return trace
    sys.settrace(trace)

words = WORDS
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    interrupt_at(0)
    sim.__main__.main(words)  # loads what it needs, and counts the lines
    sys.settrace(None)
sys.argv = ["doorstroom", *words]
for k in range(1, seen + 30):
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    child = os.fork()
    if child == 0:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        seen = 0
        interrupt_at(k)
        break
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out.seek(0); err.seek(0)
    print(repr((k, code, out.read().decode(), err.read().decode())), flush=True)
else:
    os._exit(0)
sys.exit(sim.__main__.main())
"""


def in_a_new_process(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@with_fork
@pytest.mark.parametrize("which", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    ("words", "code", "printed", "said"),
    [(["--help"], 0, "Doorstroom", ""), (["kpis", "--nothing"], 2, "", "unknown option")],
)
def test_at_every_line_of_the_frame_it_ends_as_if_finished_or_as_interrupted(
    which: str, words: list[str], code: int, printed: str, said: str
) -> None:
    program = EVERY_LINE.replace("WORDS", repr(words)).replace("WHICH", which)
    done = in_a_new_process(program)
    tries = [ast.literal_eval(line) for line in done.stdout.splitlines()]
    assert len(tries) > 100, done.stderr
    for k, found, out, err in tries:
        if found == 130:
            assert err == TOLD, (k, out, err)
        elif k > N_FIRST or found == code:
            assert found == code and "Traceback" not in err, (k, found, out, err)
            assert out.startswith(printed) and said in err and "Interrupted" not in err, (out, err)
    assert {found for k, found, _, _ in tries if k > N_FIRST} == {130, code}


def test_an_interruption_that_something_caught_is_told_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def work(ending: Ending) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except BaseException:
            ending.kept = "half of it is kept."

    assert framed(work) == 130
    assert capsys.readouterr().err == "Interrupted; half of it is kept.\n"


def test_an_interruption_while_something_is_taken_from_memory_is_one_line() -> None:
    done = in_a_new_process("""
import signal, sys, time
from sim.commands.frame import framed

class Going:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def work(ending):
    going = Going()
    del going
    time.sleep(60)

sys.exit(framed(work))
""")
    assert (done.returncode, done.stderr) == (130, TOLD)


def test_a_command_within_a_command_tells_once_and_in_its_own_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def inner(ending: Ending) -> None:
        signal.raise_signal(signal.SIGINT)

    assert framed(lambda _: framed(inner, "the inner is kept.")) == 130
    assert capsys.readouterr().err == "Interrupted; the inner is kept.\n"


@pytest.mark.parametrize(("times", "is_finished"), [(1, True), (2, False)])
def test_what_must_be_finished_is_finished_unless_one_means_it(
    times: int, is_finished: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    finished = []

    def work(ending: Ending) -> None:
        with finishing():
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
            finished.append(True)
        pytest.fail("the interruption was forgotten")

    assert framed(work) == 130 and bool(finished) == is_finished
    assert capsys.readouterr().err == TOLD


@pytest.mark.skipif(sys.platform == "win32", reason="shown with a signal that Windows lacks")
def test_ctrl_break_of_windows_is_an_interruption() -> None:
    done = in_a_new_process("""
import signal, sys
signal.SIGBREAK = signal.SIGUSR1
from sim.commands.frame import framed
sys.exit(framed(lambda _: signal.raise_signal(signal.SIGBREAK)))
""")
    assert (done.returncode, done.stderr) == (130, TOLD)


HANGING_UP = """
import signal, sys
signal.signal(signal.SIGHUP, signal.BEFORE)
import sim.__main__
from sim.common.interrupts import INTERRUPTIONS
from sim.commands.frame import framed
INTERRUPTIONS.begin()
sys.exit(framed(lambda _: signal.raise_signal(signal.SIGHUP)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize(("before", "ended"), [("SIG_DFL", (130, TOLD)), ("SIG_IGN", (0, ""))])
def test_a_terminal_that_is_closed_is_an_interruption_unless_nohup_has_it_ignored(
    before: str, ended: tuple[int, str]
) -> None:
    done = in_a_new_process(HANGING_UP.replace("BEFORE", before))
    assert (done.returncode, done.stderr) == ended


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_the_end_of_python_itself_is_left_alone(which: signal.Signals) -> None:
    """Threads that are waited for, what is done at exit, modules that go: exit code as it was."""
    program = f"""
import signal, sys
class Late:
    def __del__(self):
        signal.raise_signal({int(which)})
late = sys.late = Late()
import sim.__main__
sys.argv = ["doorstroom", "--version"]
sys.exit(sim.__main__.main())
"""
    done = in_a_new_process(program)
    assert done.returncode == 0 and done.stderr == "", (done.returncode, done.stderr)
