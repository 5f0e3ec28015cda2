"""The door: every command behind one name, with one frame around it."""

import errno
import importlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.__main__ import COMMANDS, help_text, main
from sim.commands.calibrate import FEWEST
from sim.commands.helping import example_lines
from sim.commands.runs import table_of
from sim.commands.shared import Ending, Options, bars, framed
from sim.common.errors import ConfigError, refuse
from sim.common.files import whole_folder
from sim.common.paths import CONF
from sim.evidence.calibrate import fewest_draws, fitted_of
from sim.evidence.draws_table import targets_of
from sim.evidence.prior import load_settings
from sim.evidence.targets import load_targets

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numba", "numpy", "pandas", "hydra", "rich", "yaml")


def in_a_new_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


NAMES = {"doorstroom": "doorstroom", "/somewhere/sim/__main__.py": "python -m sim"}


def test_help_names_every_command_once() -> None:
    told = help_text().partition("Examples")[0].splitlines()
    listed = [line.split()[0] for line in told if line.startswith("  ") and line[2] != " "]
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("called", NAMES)
@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_all_help_fits_the_terminal_and_says_the_name_by_which_it_was_called(
    called: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys, "argv", [called])
    kinds = (["new", "region"], ["new", "scenario"])
    for words in ([], *([name] for name in COMMANDS), *kinds):
        assert main([*words, "--help"]) == 0
        lines = capsys.readouterr().out.splitlines()
        longest = max(lines, key=len)
        assert len(longest) <= max(60, min(columns, 100)), (words, longest)
        told = "\n".join(lines)
        assert f"  {NAMES[called]}" in told or words in kinds, words
        if words and called == "doorstroom":
            assert "python -m sim" not in told, words


def test_a_remark_stands_above_an_example_where_it_does_not_fit_behind_it() -> None:
    examples = [("", "the usual"), ("sweep my_design.yaml --output outputs/mine", "")]
    assert example_lines(examples, "it", 60)[0].split() == ["it", "the", "usual"]
    assert example_lines(examples, "it", 40) == [
        "  # the usual",
        "  it",
        "  it sweep my_design.yaml \\",
        "      --output outputs/mine",
    ]


@pytest.mark.parametrize(
    "words", [["help", "regions"], ["-h", "regions"], ["--help", "regions"], ["help", "new"]]
)
def test_help_of_a_command_is_asked_for_in_either_order(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    told = capsys.readouterr().out
    assert main([words[1], "--help"]) == 0
    assert told == capsys.readouterr().out
    assert main([words[0], "regoins"]) == 2
    assert "did you mean 'regions'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["region", "ken2"], "new region: the following arguments are required: --population."),
        (["region", "ken2", "--pop", "9"], "new region: the following arguments are required"),
        (["scenario", "a", "--titel", "b"], "did you mean '--title'?"),
    ],
)
def test_a_new_file_is_refused_in_lines_without_usage(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *words]) == 2
    error = capsys.readouterr().err
    assert told in error and "usage:" not in error


@pytest.mark.parametrize(
    "words",
    [
        ["new", "region", "ken2", "--population", "98000", "--output", "{file}/x.yaml"],
        ["new", "scenario", "qq", "--output", "{file}/x.yaml"],
        ["levers", "--html", "{file}/x.html"],
        ["levers", "--html", "{folder}"],
        ["report", "--output", "{file}/x.html"],
        ["worth", "--output", "{file}/x"],
        ["sensitivity", "--output", "{file}"],
        ["claims", "--output", "{file}/x"],
        ["calibrate", "--output", "{file}/x"],
        ["calibrate", "--work", "{file}/x"],
        ["sweep", "evaluation_and_follow_up", "--output", "{file}/x"],
    ],
    ids=" ".join,
)
def test_a_place_that_cannot_be_written_is_one_line_before_anything_runs(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main([word.format(file=file, folder=tmp_path) for word in words]) == 2
    error = capsys.readouterr().err
    assert "cannot be written (" in error and "Choose another: --" in error
    assert error.count("\n") == 1 and list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which nobody may write")
def test_a_working_folder_that_cannot_be_written_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/proc")
    for words in (["new", "scenario", "qq"], ["report"]):
        assert main(words) == 2
        assert capsys.readouterr().err.endswith(
            "cannot be written (nothing can be written in /proc). Choose another: --output FILE.\n"
        )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder in which a program is")
@pytest.mark.parametrize(
    "words",
    [
        ["sweep", "evaluation_and_follow_up"],
        ["new", "scenario", "x"],
        ["seed=1"],
        ["-m", "seed=1,2"],
        ["calibrate"],
        ["report", "--output", "x.html"],
        ["check", "x.yaml"],
    ],
    ids=" ".join,
)
def test_a_working_folder_that_is_gone_is_one_line(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(words) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1), told
    if words[0] != "check":  # no such file, wherever it stands
        assert "working folder is gone" in told.err, told


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    made = tmp_path / "a" / "b" / "qq.yaml"
    assert main(["new", "scenario", "qq", "--output", str(made)]) == 0
    assert made.is_file() and list(made.parent.iterdir()) == [made]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", [["--help"], ["sweep", "--help"], ["levers"]], ids=" ".join)
def test_an_output_that_is_full_is_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("Not all could be written: ") and done.stderr.count("\n") == 1


def test_a_bar_leaves_nothing_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with bars() as several:
        several.tell("work", 1, 2)
        with several.paused():
            pass
    assert capsys.readouterr().err == ""


def test_one_question_is_one() -> None:
    note = {"job": 0, "asked": {"seed": "1"}, "numbers": {}}
    assert str(table_of([note], "en").title).startswith("1 question:")
    assert str(table_of([note, note], "nl").title).startswith("2 vragen:")


@pytest.mark.parametrize("n_done", [0, 50])
def test_an_interrupted_calibration_says_that_draws_are_kept_where_there_are_some(
    n_done: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object, progress: Callable[[str, int, int], None], **__: object) -> None:
        progress("draws", n_done, 100)
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.evidence.calibrate.calibrate", interrupted)
    assert main(["calibrate", "--work", str(tmp_path), "--output", str(tmp_path)]) == 130
    told = capsys.readouterr().err
    assert ("draws that were finished are kept" in told) == bool(n_done), told
    assert ("nothing was written" in told) == (not n_done), told


def test_too_few_draws_are_refused_before_a_world_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.evidence.draws_table.base_world", lambda _: pytest.fail("built"))
    words = ["--draws", "140", "--work", str(tmp_path), "--output", str(tmp_path)]
    assert main(["calibrate", *words]) == 2
    assert "140 draws are too few for 24 targets" in capsys.readouterr().err


def test_draws_that_suffice_for_no_region_are_refused_before_anything_is_loaded() -> None:
    done = in_a_new_process(
        "import sys, sim.__main__; sim.__main__.main(['calibrate', '--draws', '60']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    told, loaded = done.stderr.splitlines()
    assert told.startswith("--draws is 60: too few") and loaded == "[]", (told, loaded)
    targets, settings = load_targets(CONF / "targets"), load_settings()
    needed = {
        path.stem: fewest_draws(int(fitted_of(targets_of(targets, path.stem), settings).sum()))
        for path in (CONF / "region").glob("*.yaml")
    }
    assert min(needed.values()) == FEWEST, needed


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


class OutOfMemoryException(Exception):  # noqa: N818  (as DuckDB calls it)
    pass


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (MemoryError(), ""),
        (MemoryError("Unable to allocate 9 GiB"), " (Unable to allocate 9 GiB)"),
        (OutOfMemoryException("failed to\nallocate"), " (failed to\\nallocate)"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), " ([Errno"),
    ],
)
def test_too_little_memory_is_one_line_that_says_what_to_ask_for(
    error: Exception, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert framed(raising(error)) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"There is not enough memory{why}") and told.count("\n") == 1, told
    assert "half of it is kept." in told and "workers=1" in told, told


def test_what_was_being_written_when_memory_ran_out_leaves_nothing(tmp_path: Path) -> None:
    def work(ending: Ending) -> None:
        with whole_folder(tmp_path / "folder") as new:
            (new / "half").write_text("half", encoding="utf-8")
            raise MemoryError

    assert framed(work) == 2
    assert list(tmp_path.iterdir()) == []


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
