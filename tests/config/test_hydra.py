"""Hydra as its users know it: groups, what would run, several runs, who runs them, what is best."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sim.__main__ import main
from sim.commands import answer, content, hydra_groups
from sim.common.paths import CONF, SCENARIOS
from sim.reporting.figures import Drawing

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    "end=2025-03-01",
    "warm_up_years=0",
    "replications=2",
    "members=0",
    "workers=1",
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(content, "drawing", lambda *_: Drawing(b"", b""))  # seconds of drawing
    monkeypatch.setattr(answer, "write_figures", lambda *_: None)


def composed(capsys: pytest.CaptureFixture[str], *asked: str) -> dict[str, object]:
    assert main(["--cfg", "job", *asked]) == 0
    return dict(yaml.safe_load(capsys.readouterr().out))


def records(folder: Path) -> list[dict[str, object]]:
    """Return what every run says of itself, in the order of their folders."""
    return [json.loads(p.read_text())["question"] for p in sorted(folder.rglob("run.json"))]


def completed(line: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "-sc", "query=bash"],
        cwd=ROOT,
        env={**os.environ, "COMP_LINE": line},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.split()


def test_a_group_sets_the_name_and_reads_nothing_of_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    usual = composed(capsys)
    limburg = composed(capsys, "region=limburg", "scenario=ombouw")
    assert limburg == {**usual, "region": "limburg", "scenario": "ombouw"}


def test_several_regions_and_paths_are_choices_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert composed(capsys, "region=[limburg,overijssel]")["region"] == ["limburg", "overijssel"]
    mine = tmp_path / "here + there's.yaml"
    mine.write_text("any")
    for path in ("conf/region/mine.yaml", mine.name, str(mine), "C:\\here\\mine.yaml"):
        quoted = f'"{path}"'
        assert composed(capsys, f"region={quoted}")["region"] == path
        assert composed(capsys, f"scenario={quoted}")["scenario"] == path


def test_names_are_completed_from_the_files() -> None:
    regions = sorted(path.stem for path in (CONF / "region").glob("noord*.yaml"))
    for door in ("python -m sim", "doorstroom", "doorstroom ask", "/usr/bin/python3.12 -m sim ask"):
        assert completed(f"{door} region=noord") == [f"region={name}" for name in regions], door
    assert hydra_groups.names_in("scenario") == sorted(p.stem for p in SCENARIOS.glob("*.yaml"))


def test_only_the_three_groups_are_groups(capsys: pytest.CaptureFixture[str]) -> None:
    source = hydra_groups.ConfigGroups("test", "doorstroom://conf")
    assert source.list("", None) == ["config", "experiment", "region", "scenario"]
    assert not source.is_config("region/limbrug") and source.is_config("region/limburg+gelderland")


def test_an_experiment_gives_way_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    six = composed(capsys, "+experiment=six_weeks")
    assert (six["scenario"], six["policy"]) == (
        "jzplus_zero_2030",
        {"evaluation": {"interval_days": 42}},
    )
    mine = composed(
        capsys, "experiment=six_weeks", "scenario=ombouw", "policy.evaluation.interval_days=84"
    )
    assert (mine["scenario"], mine["policy"]) == ("ombouw", {"evaluation": {"interval_days": 84}})


def test_a_folder_of_configuration_of_ones_own_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine" / "experiment").mkdir(parents=True)
    text = "# @package _global_\ndefaults:\n  - override /region: limburg\nreplications: 7\n"
    (tmp_path / "mine" / "experiment" / "seven.yaml").write_text(text)
    found = composed(capsys, "--config-dir", "mine", "+experiment=seven")
    assert (found["region"], found["replications"]) == ("limburg", 7)


def test_a_misspelt_key_in_an_experiment_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine" / "experiment").mkdir(parents=True)
    path = tmp_path / "mine" / "experiment" / "wrong.yaml"
    path.write_text("# @package _global_\nreplicatons: 7\n")
    assert main(["--config-dir", "mine", "+experiment=wrong"]) == 2
    assert "replicatons" in capsys.readouterr().err


@pytest.mark.parametrize("about", ["config", "searchpath", "defaults"])
def test_hydra_tells_about_itself(about: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--info", about, "region=limburg"]) == 0
    told = capfd.readouterr()
    assert "doorstroom" in told.out + told.err or "region" in told.out + told.err


def test_every_job_has_a_folder_of_its_own_and_one_table_tells_of_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-m", *SMALL, "region=glob(limb*)", "seed=1,2", "language=nl"]) == 0
    told = capsys.readouterr().out
    assert [(r["region"], r["seed"]) for r in records(tmp_path)].count(("limburg", 1)) == 1
    assert {r["seed"] for r in records(tmp_path)} == {1, 2}
    assert "2 vragen: verschil" in told and "region=limburg" in told
    (summary,) = tmp_path.glob("outputs/multirun/*/summary.csv")
    assert len(summary.read_text().splitlines()) == 3


def test_a_table_holds_the_runs_of_its_own_command_alone(tmp_path: Path) -> None:
    asked = ("-m", *SMALL, "region=limburg", "hydra.sweep.dir=d")
    assert main([*asked, "seed=1,2"]) == 0
    both = (tmp_path / "d" / "summary.csv").read_text().splitlines()
    assert main([*asked, "seed=2"]) == 0
    alone = (tmp_path / "d" / "summary.csv").read_text().splitlines()
    assert alone == [both[0], both[2].replace("1,", "0,", 1)]


@pytest.mark.filterwarnings("error")
def test_folders_named_through_hydra_are_used(tmp_path: Path) -> None:
    where = ("hydra.sweep.dir=mine", "hydra.sweep.subdir=${hydra.job.num}")
    assert main(["-m", *SMALL, "region=limburg", "seed=1,2", *where]) == 0
    assert [r["seed"] for r in records(tmp_path / "mine")] == [1, 2]
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize("more", [(), ("replace=true",)])
def test_two_runs_with_different_answers_never_share_a_folder(
    more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("hydra.sweep.dir=d", "hydra.sweep.subdir=x")
    assert main(["-m", *SMALL, "region=limburg", "seed=1,2", *where, *more]) == 2
    told = capsys.readouterr().err
    assert "runs #0 and #1" in told and "${hydra.job.num}" in told and told.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_two_runs_with_the_same_question_share_a_folder(tmp_path: Path) -> None:
    where = ("hydra.sweep.dir=d", "hydra.sweep.subdir=x")
    assert main(["-m", *SMALL, "region=limburg", "workers=1,2", *where]) == 0
    assert len(records(tmp_path)) == 1
    assert len((tmp_path / "d" / "summary.csv").read_text().splitlines()) == 3


def test_a_reader_that_has_seen_enough_stops_neither_runs_nor_their_table(tmp_path: Path) -> None:
    asked = (
        "-m",
        *SMALL,
        "region=limburg",
        "seed=1,2",
        f"output={tmp_path}",
        "hydra.sweep.dir=d",
    )
    assert main([*asked]) == 0  # drawn here without figures; told once more below
    (tmp_path / "d" / "summary.csv").unlink()
    command, pipe = [sys.executable, "-m", "sim", *asked], subprocess.PIPE
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=pipe, stderr=pipe) as job:
        assert job.stdout is not None and job.stderr is not None
        job.stdout.close()
        assert job.stderr.read() == b""
        assert job.wait(60) == 0
    assert len((tmp_path / "d" / "summary.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize("more", [(), ("--cfg", "job"), ("-m",)])
@pytest.mark.parametrize("key", ["~seed", "~region", "~seed=1"])
def test_no_key_can_be_taken_away(
    key: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([key, *more]) == 2
    told = capsys.readouterr()
    assert "a question needs every key" in told.err and told.err.count("\n") == 1 and not told.out


def test_a_configuration_of_ones_own_that_lacks_keys_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.yaml").write_text("region: limburg\n")
    assert main(["--config-dir", ".", "--config-name", "mine"]) == 2
    told = capsys.readouterr().err
    assert "missing scenario, base, replications, seed" in told and told.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("+experiment=nosuch", "unknown experiment 'nosuch'; Valid: quick_look, six_weeks."),
        ("hydra/launcher=doorstrom", "unknown hydra/launcher 'doorstrom'; did you mean 'doors"),
        ("region=limburg,overijssel", "add -m: -m region=limburg,overijssel."),
        ("region=limburg,overijssel", "all of them together: region=[limburg,overijssel]."),
        ("seed=1,2", "For a run of each, add -m: -m seed=1,2.\n"),
        ("hydra=3", "Config group override must be a string or a list"),
        ("-m --cfg job", "Only one of --run"),
        ("-m hydra/launcher=doorstroom hydra.launcher.n_jobs=0", "'hydra.launcher.n_jobs' is 0;"),
        ("-m hydra/launcher=doorstroom hydra.launcher.n_jobs=x", "'hydra.launcher.n_jobs' is 'x'"),
        ("-m hydra.sweeper.max_batch_size=0", "Hydra cannot run it as it is asked"),
    ],
)
def test_what_hydra_refuses_is_one_sentence_with_the_way_out(
    asked: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked.split()) == 2
    told = capsys.readouterr().err
    assert message in told and told.count("\n") == 1 and len(told) < 330
    assert not re.search(r"search path|provider=|full_key|Traceback|\s1\. ", told)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("srun") is not None, reason="Slurm is here")
def test_a_launcher_that_cannot_work_here_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("hydra_plugins.hydra_submitit_launcher", reason="uv sync --extra cluster")
    slurm = ("hydra/launcher=submitit_slurm", "hydra.launcher.partition=main")
    assert main(["-m", *SMALL, "region=limburg", "seed=1,2", *slurm]) == 2
    told = capsys.readouterr().err
    assert "Hydra cannot run it as it is asked" in told and "srun" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("launcher", [(), ("hydra/launcher=doorstroom",)])
def test_a_fault_of_the_program_in_a_run_is_no_setting(
    launcher: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(answer, "_run", broken)
    with pytest.raises(ValueError, match="a fault"):
        main(["-m", *SMALL, "region=limburg", "seed=1,2", *launcher])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("region=limburg,gelderlnd,utrecht_flevoland",), "did you mean 'gelderland'?"),
        (("region=limburg", "seed=1,x"), "'seed' is 'x'"),
        (("region=limburg", "policy.evaluation.interval_days=42,3"), "28"),
        (("region=glob(zz*)",), "no run is asked for"),
    ],
)
def test_all_jobs_are_checked_before_the_first_one_runs(
    asked: tuple[str, ...],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["-m", *SMALL, *asked]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir()), "a refusal left something"


def test_finished_jobs_are_not_run_again_after_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, begun = answer._run, []

    def interrupted(question, *given):
        begun.append(question.config["seed"])
        if question.config["seed"] == 2 and begun.count(2) == 1:
            raise KeyboardInterrupt
        return run(question, *given)

    monkeypatch.setattr(answer, "_run", interrupted)
    asked = ["-m", *SMALL, "region=limburg", "seed=1,2,3", "hydra/launcher=doorstroom"]
    assert main(asked) == 130
    assert "runs that were finished are kept" in capsys.readouterr().err
    assert [r["seed"] for r in records(tmp_path)] == [1]
    assert main(asked) == 0
    assert begun == [1, 2, 2, 3], "a finished job was run again"


def test_the_number_that_is_asked_for_is_given_back(tmp_path: Path) -> None:
    from sim.commands.answered import objective_of
    from sim.commands.question import as_date, check_values, prepare_question, usual

    assert main([*SMALL, "region=limburg", "policy.start.p_ret=0.9"]) == 0
    (folder,) = (path.parent for path in tmp_path.rglob("run.json"))
    heads, *rows = [line.split(",") for line in (folder / "kpis.csv").read_text().splitlines()]
    row = dict(zip(heads, next(r for r in rows if r[0] == "census_one_to_one"), strict=True))
    asked = {"end": as_date("2025-03-01"), "warm_up_years": 0, "replications": 2, "members": 0}
    for which, column in (("difference", "difference"), ("level", "other")):
        config = {**usual(), **asked, "workers": 1, "region": "limburg"}
        config |= {"policy": {"start": {"p_ret": 0.9}}, "objective": "census_one_to_one"}
        config |= {"objective_of": which}
        check_values(config)
        assert objective_of(prepare_question(config)) == float(row[column])


@pytest.mark.slow
def test_an_optimising_sweeper_finds_the_best_of_what_it_tried(tmp_path: Path) -> None:
    pytest.importorskip("hydra_plugins.hydra_optuna_sweeper", reason="a development dependency")
    sweep = ("hydra/sweeper=optuna", "hydra.sweeper.n_trials=4", "hydra.sweeper.n_jobs=1")
    asked = ("policy.evaluation.interval_days=range(28,168)", "objective=census_one_to_one")
    period = ("end=2026-01-01", "warm_up_years=0", "replications=2", "members=0")
    assert main(["-m", *period, "region=limburg", *sweep, *asked]) == 0
    (found,) = tmp_path.glob("outputs/multirun/*/optimization_results.yaml")
    best = yaml.safe_load(found.read_text())["best_value"]
    notes = [json.loads(path.read_text()) for path in tmp_path.rglob("jobs/*.json")]
    assert best == min(note["numbers"]["census_one_to_one"] for note in notes)


def test_an_optimising_sweeper_without_a_number_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("hydra_plugins.hydra_optuna_sweeper", reason="a development dependency")
    sweep = ("hydra/sweeper=optuna", "hydra.sweeper.n_trials=1", "hydra.sweeper.n_jobs=1")
    asked = ("policy.evaluation.interval_days=range(28,168)", "region=limburg")
    assert main(["-m", *SMALL, *sweep, *asked]) == 2
    told = capsys.readouterr().err
    assert "objective=census_one_to_one" in told and told.count("\n") == 1, "first and alone"
    assert main(["-m", *SMALL, *sweep, *asked, "objective=census_one_to_one", "seed=x"]) == 2
    assert capsys.readouterr().err.startswith("'seed' is 'x'")
    assert not list(tmp_path.iterdir())
