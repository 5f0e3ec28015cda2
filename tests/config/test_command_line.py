"""Bad input on the command line.

One clear message, exit code 2, no traceback, nothing half-written left behind.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands.overrides import flags_and_overrides, hydra_overrides
from sim.commands.question import levers_of
from sim.common.errors import ConfigError
from sim.reporting.doubt import doubt_in

FAULTS = {
    "scenario=basline": "did you mean 'baseline'",
    "region=nord_holland": "noord_holland",
    "replicatons=3": "did you mean 'replications'",
    "replications=0": "'replications' is 0",
    "seed=-1": "'seed' is -1",
    "engine=fast": "engine",
    "end=2024-01-01": "'end' is 2024-01-01",
    "start=2025-13-01": "2025-13-01",
    "warm_up_years=-1": "'warm_up_years' is -1",
    "language=fr": "language",
    "policy.evaluation.interval=42": "evaluation.interval_days",
    "policy.evaluation.interval_days=5": "28",
    "policy.setting.open_group.places=-3": "setting.open_group.places",
    "policy.start.p_ret=1.5": "start.p_ret",
    "policy.escalation.per_year=1": "lever",
    "policy.arrival.per_10000=100": "arrival.ceiling_per_10000",
    "hello": "key=value",
    "output=README.md": "is a file",
    "output=": "'output' is empty",
    "members=-2": "'members' is -2",
    "policy.setting.follow_up.places=[1,2": "cannot be read",
    "scenario=één vraag.yaml": "één vraag.yaml: cannot be read (No such file",
    "base=één.yaml": "één.yaml: cannot be read (No such file",
    "scenario=één+vraag.yaml": "It holds 'é', which stands in quotes only: put a value with",
    "scenario=ombouw.yaml": "there is no such file; did you mean 'ombouw'?",
    "region=limburg.yaml": "did you mean 'limburg'?",
    "language=null": "'language' is empty; choose one of these: en, nl.",
    "replications=30.0": "'replications' is 30.0; it must be a whole number",
    "policy.evaluation.interval_days=abc": "A number such as 42 is enough; dated it is {from: ",
    "region=null": "'region' is empty",
    "region=3": "'region' is 3",
    "region=[]": "an empty list",
    "region=[limburg,limbrug]": "did you mean 'limburg'?",
    "scenario=null": "'scenario' is empty",
    "scenario=[baseline,ombouw]": "-m scenario=a,b",
    "base=3": "'base' is 3",
    "seed=1.5": "'seed' is 1.5",
    "seed=null": "'seed' is empty",
    "output=[a,b]": "'output' is",
    "output=null": "'output' is empty",
    "output=s3://bucket/results": "to a folder of this machine",
    "policy=null": "lever by lever",
    "replace=perhaps": "'replace' is 'perhaps'",
    "objective=costs": "unknown KPI 'costs'",
    "objective_of=ratio": "unknown objective_of 'ratio'",
    "claims=a_inflow": "unknown key 'claims'",
    "parameters=stay": "unknown key 'parameters'",
    "region.name=limburg": "unknown key 'region.name'",
    "+experiment=six_week": "six_weeks",
    "--regions=limburg": "a key has no dashes",
    "hydra/launcher=jobs": "unknown hydra/launcher 'jobs'",
}


def command(folder: Path, *arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": str(columns)}
    return subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def folder_told(output: str, folder: Path) -> Path:
    """Return the folder that the command says it wrote to."""
    return folder / next(
        line.split(": ", 1)[1] for line in output.splitlines() if line.startswith("Tables, figures")
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_input_gives_one_message_and_leaves_nothing_behind(
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "README.md").write_text("a file, not a folder")
    monkeypatch.chdir(tmp_path)
    code, told = main([fault]), capsys.readouterr()
    assert (code, told.out) == (2, ""), f"exit code {code}: {told}"
    assert FAULTS[fault] in told.err, f"message: {told.err}"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md"], "something was left behind"


def test_a_wrong_name_is_told_by_the_program_too_without_loading_the_model(tmp_path: Path) -> None:
    code = (
        "import sys, sim.__main__\n"
        "code = sim.__main__.main(['region=limbrug'])\n"
        "heavy = {'numba', 'pandas', 'scipy', 'matplotlib'} & set(sys.modules)\n"
        "print(code, sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2 []", done.stdout + done.stderr
    assert "did you mean 'limburg'?" in done.stderr and "Traceback" not in done.stderr


def test_a_scenario_with_overlapping_ramps_is_refused_by_name(tmp_path: Path) -> None:
    both = "{nl: a, en: a}"
    ramps = (
        "    - {from: 2025-01-01, until: 2027-01-01, to: 40}\n    - {from: 2026-01-01, until: "
        "2028-01-01, to: 20}\n"
    )
    text = (
        f"title: {both}\nquestion: {both}\nstory: {both}\nsource: test\nchanges:\n  "
        f"setting.jeugdzorgplus.places:\n{ramps}"
    )
    (tmp_path / "two_ramps.yaml").write_text(text)
    done = command(tmp_path, "scenario=two_ramps.yaml")
    assert (done.returncode, "overlap" in done.stderr) == (2, True), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which nobody may write")
def test_an_output_folder_that_cannot_be_written_is_refused_before_anything_runs(
    tmp_path: Path,
) -> None:
    done = command(tmp_path, "output=/proc/doorstroom")
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True), done.stderr


def test_brackets_in_a_title_are_text(tmp_path: Path) -> None:
    title = "{nl: 'a [/nope]', en: 'b [bold][/nope] [2026]'}"
    texts = "question: {nl: a, en: a}\nstory: {nl: a, en: a}\nsource: test"
    (tmp_path / "titled.yaml").write_text(f"title: {title}\n{texts}\nchanges: {{}}\n")
    period = (
        "start=2025-01-01",
        "end=2025-03-01",
        "warm_up_years=0",
        "replications=1",
        "region=limburg",
        "workers=1",
    )
    done = command(tmp_path, "scenario=titled.yaml", *period)
    assert (done.returncode, "[bold][/nope] [2026]" in " ".join(done.stdout.split())) == (
        0,
        True,
    ), done.stderr + done.stdout


def test_a_blocked_path_inside_the_output_folder_is_refused_before_anything_runs(
    tmp_path: Path,
) -> None:
    (tmp_path / "limburg").write_text("a file, not a folder")
    done = command(tmp_path, "region=limburg", "output=.", "replications=1000")
    assert (done.returncode, "is a file" in done.stderr, "Traceback" in done.stderr) == (
        2,
        True,
        False,
    ), done.stderr


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_a_small_run_prints_the_comparison_and_writes_everything(
    columns: int, tmp_path: Path
) -> None:
    period = (
        "start=2025-01-01",
        "end=2026-01-01",
        "warm_up_years=0",
        "replications=2",
        "region=limburg",
        "workers=1",
        "record=events",
    )
    done = command(tmp_path, *period, "policy.evaluation.interval_days=42", columns=columns)
    assert done.returncode == 0, done.stderr
    assert "Youths in 1:1" in " ".join(done.stdout.split())
    widest = max(len(line) for line in done.stdout.splitlines() if "outputs" not in line)
    assert widest <= columns, f"{widest} characters on a screen of {columns}"
    folder = folder_told(done.stdout, tmp_path)
    assert folder.parent == tmp_path / "outputs" / "limburg"
    assert folder.name.startswith("jzplus_zero_2030_against_baseline__evaluation.interval_days=42")
    written = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    tables = {
        f"{side}/{t}.parquet"
        for side in ("base", "scenario")
        for t in (
            "census",
            "episodes",
            "stays",
            "applications",
            "reasons",
            "teams",
            "ret",
            "costs",
            "events",
        )
    }
    assert (
        tables
        | {"base/provenance.json", "summary.nl.html", "summary.en.html", "kpis.csv", "run.json"}
        | {f".hydra/{name}.yaml" for name in ("config", "hydra", "overrides")}
        | {"inputs/scenarios/jzplus_zero_2030.yaml", "inputs/region/limburg.yaml"}
        <= written
    )
    levers = {
        side: json.loads((folder / side / "provenance.json").read_text())["levers"]
        for side in ("base", "scenario")
    }
    assert levers == {"base": {}, "scenario": {"evaluation.interval_days": 42}}, (
        "levers count for the scenario alone"
    )
    assert not [p for p in folder.parent.iterdir() if p.name.startswith(".")], (
        "something half-written was left behind"
    )


def test_the_comparison_is_repeated_over_assumptions_of_the_region_or_else_of_the_country(
    tmp_path: Path,
) -> None:
    period = (
        "start=2025-01-01",
        "end=2025-07-01",
        "warm_up_years=0",
        "replications=2",
        "workers=1",
        "members=3",
    )
    done = command(tmp_path, *period)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert (
        "How sure: doubt about assumptions" in text
        and "repeated with 3 sets of assumptions that agree with the reported figures" in text
    )
    assert "With so few sets of assumptions an interval says little" in text
    assert max(len(line) for line in done.stdout.splitlines() if "outputs" not in line) <= 80
    page = (folder_told(done.stdout, tmp_path) / "summary.nl.html").read_text(encoding="utf-8")
    assert "herhaald met 3 stellen aannames" in page and "Stijgt bij" in page
    done = command(tmp_path, *period, "region=[limburg,utrecht_flevoland]")
    page = (folder_told(done.stdout, tmp_path) / "summary.en.html").read_text(encoding="utf-8")
    assert (
        done.returncode == 0
        and "figures of the whole country" in page
        and "not fitted to this region apart" in " ".join(done.stdout.split())
    )
    assert "no set of assumptions is kept" in doubt_in(None, "en").words, (
        "a page is never silent about doubt"
    )


def test_nested_levers_become_dotted_names_and_dated_changes_stay_whole() -> None:
    policy = {
        "evaluation": {"interval_days": 42},
        "setting": {"hic": {"places": {"from": "2026-01-01", "to": 10}}},
    }
    assert levers_of(policy) == {
        "evaluation.interval_days": 42,
        "setting.hic.places": {"from": "2026-01-01", "to": 10},
    }


def test_a_lever_is_added_to_the_configuration_and_a_known_key_is_left_as_it_is() -> None:
    asked = ["policy.evaluation.interval_days=42", "seed=3", "experiment=six_weeks"]
    assert hydra_overrides(asked) == [
        "++policy.evaluation.interval_days=42",
        "seed=3",
        "+experiment=six_weeks",
    ]
    with pytest.raises(ConfigError, match="unknown key"):
        hydra_overrides(["speed=3"])


def test_options_of_hydra_may_stand_anywhere_with_their_values() -> None:
    given = ["seed=3", "--cfg", "job", "region=limburg", "-m", "--config-dir=mine"]
    assert flags_and_overrides(given) == (
        ["--cfg", "job", "-m", "--config-dir=mine"],
        ["seed=3", "region=limburg"],
    )


def test_a_reader_that_stops_reading_costs_no_file_and_hears_no_complaint(tmp_path: Path) -> None:
    small = ("region=limburg", "replications=2", "members=0", "end=2025-03-01", "warm_up_years=0")
    run = subprocess.Popen(
        [sys.executable, "-m", "sim", *small, f"output={tmp_path.as_posix()}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()
    complaints = run.stderr.read().decode()
    assert run.wait() == 0, complaints
    assert "Error" not in complaints and "Traceback" not in complaints, complaints
    assert list(tmp_path.glob("limburg/*/summary.nl.html")), "nothing was written"
