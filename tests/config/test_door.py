"""The door: every command behind one name, with one frame around it."""

import importlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.__main__ import COMMANDS, help_text, main
from sim.commands.shared import Ending, Options, framed
from sim.common.errors import ConfigError, refuse

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numba", "numpy", "pandas", "hydra", "rich", "yaml")


def in_a_new_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_help_names_every_command_once_and_fits_a_narrow_terminal() -> None:
    lines = help_text().splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ") and "python" not in line]
    assert listed == list(COMMANDS)
    assert max(map(len, lines)) <= 80, max(lines, key=len)


def test_every_command_is_a_module_with_a_main() -> None:
    for name, (module, _, about) in COMMANDS.items():
        found = importlib.import_module(f"sim.commands.{module}")
        assert callable(found.main) and about[0].islower(), name


@pytest.mark.parametrize("arguments", [["--help"], ["sweeep"], ["ask", "--regions=x"]])
def test_help_and_wrong_names_load_nothing_heavy(arguments: list[str]) -> None:
    done = in_a_new_process(
        f"import sys, sim.__main__; sim.__main__.main({arguments!r});"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    allowed = "['numpy', 'yaml']" if "ask" in arguments else "[]"  # keys stand in a YAML file
    assert done.stderr.splitlines()[-1] == allowed, done.stderr


def test_an_unknown_command_is_refused_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["clams"]) == 2
    assert "did you mean 'claims'?" in capsys.readouterr().err


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "ask"])
def test_every_command_tells_its_options_and_refuses_others(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"usage: python -m sim {command}" in told or f"usage: doorstroom {command}" in told
    assert max(map(len, told.splitlines())) <= 100
    assert main([command, "--no-such-option"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_help_of_the_question_lists_keys_regions_and_scenarios(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help", "seed=3"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for word in ("replications=100", "limburg", "jzplus_zero_2030", "six_weeks", "policy.<lever>"):
        assert word in told, word


def test_the_same_thing_has_the_same_name_in_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = {}
    for command in COMMANDS:
        main([command, "--help"])
        told[command] = capsys.readouterr().out
    for other in ("--threads", "--jobs", "--lang ", "--out ", "--folder", "--n-"):
        assert not [command for command, text in told.items() if other in text], other


def test_a_key_written_as_an_option_and_the_reverse_are_put_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evidence", "region=limburg"]) == 2
    assert "Write --region limburg" in capsys.readouterr().err
    assert main(["--region=limburg"]) == 2
    assert "Write region=limburg" in capsys.readouterr().err


def test_all_numbers_that_make_no_sense_are_told_at_once() -> None:
    options = Options("try", "A try.")
    options.seed()
    options.workers()
    with pytest.raises(ConfigError) as raised:
        options.read(["--seed", "-1.5", "--workers", "0"])
    assert len(raised.value.faults) == 2


def raising(error: BaseException) -> Callable[[Ending], None]:
    def work(ending: Ending) -> None:
        ending.kept = "half of it is kept."
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (ConfigError("this is wrong"), 2, "this is wrong\n"),
        (KeyboardInterrupt(), 130, "Interrupted; half of it is kept.\n"),
        (SystemExit(0), 0, ""),
    ],
)
def test_a_command_ends_with_one_message_and_its_code(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert framed(raising(error)) == code
    assert capsys.readouterr().err == told


def test_a_fault_of_the_program_is_no_bad_input() -> None:
    with pytest.raises(ZeroDivisionError):
        framed(raising(ZeroDivisionError()))


@pytest.mark.parametrize("which", ["SIGINT", "SIGTERM"])
def test_an_end_from_outside_is_an_interruption(
    which: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(getattr(signal, which))
    assert framed(lambda _: signal.raise_signal(getattr(signal, which))) == 130
    assert capsys.readouterr().err == "Interrupted; nothing was written.\n"
    assert signal.getsignal(getattr(signal, which)) is before, "the handler was left behind"


@pytest.mark.parametrize("module", ["sim.commands.ask", "yaml", "pandas", "numba"])
def test_an_interruption_of_an_import_is_one_line(module: str) -> None:
    done = in_a_new_process(f"""
import signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            signal.raise_signal(signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
import sim.__main__
sys.exit(sim.__main__.main(["region=limburg", "replications=2", "output=nowhere"]))
""")
    assert (done.returncode, done.stderr) == (130, "Interrupted; nothing was written.\n")


@pytest.mark.parametrize("which", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(("asked", "code"), [("--version", 0), ("seed=x", 2)])
def test_an_end_from_outside_after_the_work_changes_nothing(
    which: str, asked: str, code: int
) -> None:
    done = in_a_new_process(f"""
import atexit, signal, sys
atexit.register(lambda: signal.raise_signal(signal.{which}))
sys.argv = ["doorstroom", {asked!r}]
import sim.__main__
sys.exit(sim.__main__.main())
""")
    assert done.returncode == code and "Interrupted" not in done.stderr


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "sim", "parameters", "--markdown"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as job:
        assert job.stdout is not None and job.stderr is not None
        assert job.stdout.readline().startswith("| name")
        job.stdout.close()
        assert job.stderr.read() == ""
        assert job.wait(60) == 0


def test_refused_in_words_stays_refused() -> None:
    assert framed(lambda _: refuse("no")) == 2
