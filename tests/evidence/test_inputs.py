"""Commands about evidence and doubt, and input that cannot be meant.

A row: what is typed, and what the one line on the error stream must hold. Exit code 2, nothing on
the screen, nothing simulated, nothing written, and at once: the simulator is not there.
"""

import time
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import pytest

from sim.__main__ import main
from sim.common.sealed import DamagedError
from sim.evidence import ensemble
from tests.drills.damage import tree

HUGE = "1" + "0" * 30
ENDLESS = "9" * 10_000
SECONDS = 10.0
ROW = "step_down.success_per_stability"  # log-odds

NUMBERS = {
    "calibrate": ("--draws", "--members", "--seed", "--workers"),
    "evidence": ("--replications", "--seed", "--workers"),
    "claims": ("--members", "--replications", "--seed", "--workers"),
    "worth": ("--members", "--replications", "--seed", "--workers"),
    "sensitivity": ("--trajectories", "--points", "--keep", "--seed", "--workers"),
}
PLACES = {
    "a file": ("{file}", "cannot be written ("),
    "below a file": ("{file}/x", "cannot be written ("),
    "300 letters": ("{folder}/" + "x" * 300, "the system does not take it"),
    "240 letters": ("{folder}/" + "x" * 240, "the system does not take it"),
    "300 letters in the middle": ("{folder}/" + "x" * 300 + "/y", "the system does not take it"),
    "a link to nowhere": ("{link}", "cannot be written ("),
    "read-only": ("{read_only}/x", "cannot be written ("),
    "in /proc": ("/proc/x", "cannot be written ("),
}
TABLES = {
    "not a number": ({ROW: [0.1, np.nan]}, f"'{ROW}', row 2 of 2: is nan; it must be a number"),
    "endless": ({ROW: [np.inf]}, f"'{ROW}', row 1 of 1: is inf; it must be a number from"),
    "huge": ({ROW: [1e300]}, f"'{ROW}', row 1 of 1: is 1e+300 log-odds; plausible is"),
    "text": ({ROW: ["0,3"]}, f"'{ROW}', row 1 of 1: is '0,3'; it must be a number"),
    "true": ({ROW: [True]}, f"'{ROW}', row 1 of 1: is true; it must be a number"),
    "no such row": ({"staff.p_jult": [0.1]}, "unknown row 'staff.p_jult'; did you mean"),
    "nobody": ({ROW: []}, "has no members"),
}
OTHERS = {
    "calibrate --seed -1": "--seed is -1; it must be a whole number of at least 0",
    "calibrate --draws 1.000": "--draws is 1.000, which can be read as 1000 or as 1",
    "calibrate --draws 150": "150 draws are too few for 24 targets; --draws must be at least 167",
    "calibrate --region limburg --draws 140 --members 1": "needs 78. Raise --draws to 434, or",
    "calibrate --region {file}.yaml": "Put the file in conf/region/ and name it",
    "calibrate --start {file}.yaml": "--start is",
    "calibrate --start overijssel": "there is none for 'overijssel'",
    "calibrate --check": "Name one: --start",
    "calibrate --output {region}": "holds other things (thesis.txt)",
    "claims --replications 100000": "simulations were asked for",
    "claims --ensemble {folder}": "cannot be read as a table (it is no file)",
    "claims --ensemble {file}": "cannot be read as a table (",
    "claims --output {folder}": "what this command did not make",
    "worth nowhere": "unknown choice 'nowhere'",
    "worth --members 39": "--members is 39; it must be a whole number of at least 40",
    "worth --members 121": "--members is 121; the ensemble for noord_holland has 120",
    "worth --output {taken}": "worth.parquet is a folder",
    "sensitivity --points 100": "'points' is 100; Sobol' sequences need a power of two",
    "sensitivity --trajectories 100000": "simulations of each side; at most",
    "sensitivity --scenario nowhere": "unknown scenario 'nowhere'",
    "sensitivity --base nowhere": "unknown scenario 'nowhere'",
    "sensitivity --kpi nothing": "unknown KPI 'nothing'",
    "sensitivity --output {taken}": "sobol.parquet is a folder",
    "discover {folder} --at-most nan": "nan is no finite number",
    "discover {folder} --at-most 1e400": "1e400 is no finite number",
    "discover {folder} --at-most 5": "holds no results",
    "evidence --region nowhere": "unknown region 'nowhere'",
    "parameters --on 2026-02-30": "--on is '2026-02-30'; it must be a date",
    "parameters --region nowhere": "unknown region 'nowhere'",
}


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """What paths are made of: every kind of thing that is in the way."""
    named = {name: tmp_path / name for name in ("file", "link", "folder", "read_only", "region")}
    named["file"].write_text("not yours")
    for name in ("folder", "read_only"):
        named[name].mkdir()
    (named["folder"] / "thesis.txt").write_text("years of work")
    (named["region"] / "noord_holland").mkdir(parents=True)
    (named["region"] / "noord_holland" / "thesis.txt").write_text("years of work")
    named["taken"] = tmp_path / "taken"
    for name in ("worth.parquet", "sobol.parquet"):
        (named["taken"] / name).mkdir(parents=True)
    return named


@pytest.fixture(autouse=True)
def _nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def runs(*_: object, **__: object) -> NoReturn:
        pytest.fail("something was simulated")

    for place in (
        "sim.claims.sides.run_batch",
        "sim.doubt.spread.run_lanes",
        "sim.doubt.sensitivity.run_lanes",
        "sim.evidence.draws_table.simulate_draws",
        "sim.front_door.execute_all",
    ):
        monkeypatch.setattr(place, runs)


def refused(
    words: list[str], message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Check that a command is refused in one line, at once, and changes nothing."""
    before, began = tree(folder), time.monotonic()
    assert main(words) == 2
    seconds, said = time.monotonic() - began, capsys.readouterr()
    assert message in said.err, said.err
    assert len(said.err.splitlines()) == 1 and len(said.err) < 1000 and not said.out, said.err
    assert tree(folder) == before, "a refusal changes nothing"
    assert seconds < SECONDS, f"{seconds:.1f} s"


@pytest.mark.parametrize("number", [HUGE, ENDLESS], ids=["10**30", "ten thousand digits"])
@pytest.mark.parametrize("words", [(c, o) for c in NUMBERS for o in NUMBERS[c]], ids=" ".join)
def test_a_number_that_nobody_means_is_refused_at_once(
    words: tuple[str, str], number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused([*words, number], f"{words[1]} is {number[:30]}", tmp_path, capsys)


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("command", ["calibrate", "claims", "worth", "sensitivity", "work"])
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(
    command: str, kind: str, places: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place, message = PLACES[kind]
    if kind == "a link to nowhere":
        try:
            places["link"].symlink_to(places["folder"] / "nowhere")
        except OSError:
            pytest.skip("this system or user makes no links")
    if kind == "in /proc" and not Path("/proc/self").exists():
        pytest.skip("there is no /proc")
    places["read_only"].chmod(0o500)
    try:
        (places["read_only"] / "tried").touch()
        is_kept_out = False
    except OSError:
        is_kept_out = True
    if kind == "read-only" and not is_kept_out:
        pytest.skip("this user may write everywhere")
    words = ["calibrate", "--work"] if command == "work" else [command, "--output"]
    folder = places["folder"].parent
    refused([*words, place.format(**places)], message, folder, capsys)
    places["read_only"].chmod(0o700)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_parameter_sets_is_checked_row_by_row(
    name: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, message = TABLES[name]
    path, frame = tmp_path / f"members.{kind}", pd.DataFrame(content)
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path)
    refused(["claims", "--ensemble", str(path)], message, tmp_path, capsys)


@pytest.mark.parametrize("line", OTHERS)
def test_what_cannot_be_meant_is_told_before_anything_runs(
    line: str, places: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.format(**places) for word in line.split()]
    refused(words, OTHERS[line], places["folder"].parent, capsys)


@pytest.mark.parametrize(
    "words",
    [["worth"], ["sensitivity"], ["claims", "--ensemble", "kept"], ["workshop"]],
    ids=" ".join,
)
def test_a_damaged_ensemble_stops_whoever_would_use_it(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def damaged(*_: object) -> NoReturn:
        raise DamagedError("members.parquet is damaged: it is not what was written.")

    monkeypatch.setattr(ensemble, "record_of", damaged)
    monkeypatch.setattr("sim.page.serve.serve", lambda *_: pytest.fail("served"))
    refused(words, "members.parquet is damaged", tmp_path, capsys)
