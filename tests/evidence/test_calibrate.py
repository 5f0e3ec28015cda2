"""Calibration end to end on a small region.

Draws are kept and read again, figures are met better, truths are recovered, ensembles are guarded.
"""

import datetime as dt
import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.commands.calibrate import main
from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.doubt.spread import over_worlds
from sim.evidence import draws_table, ensemble
from sim.evidence.calibrate import Calibration, calibrate, draw_from, fitted_of
from sim.evidence.checked import checked
from sim.evidence.draws_table import simulate_draws
from sim.evidence.ensemble import ensemble_for, is_own, load_ensemble, load_figures, load_recoveries
from sim.evidence.fit import Draws, Observed
from sim.evidence.keep import keep
from sim.evidence.prior import load_settings
from sim.evidence.recovery import recover
from sim.evidence.tables import conflicts, fit_table
from sim.evidence.targets import Target
from sim.experiment.executors import Serial
from sim.front_door import prepare

YEAR = dt.date(2023, 1, 1), dt.date(2024, 1, 1)
# far from what the values in use give (some 17), so that to fit is to move
ALONE = Target(
    "t.alone", "alone", "census_alone", "limburg", *YEAR, 40.0, 30.0, 52.0, "youths", "A", "made up"
)
LEAVING = Target(
    "t.leaving",
    "leaving",
    "departures",
    "limburg",
    *YEAR,
    0.14,
    0.12,
    0.16,
    "1/position-year",
    "B",
    "made up",
)
LATER = Target(
    "t.later",
    "later",
    "census_alone",
    "limburg",
    dt.date(2025, 1, 1),
    dt.date(2025, 7, 1),
    20.0,
    12.0,
    30.0,
    "youths",
    "A",
    "made up",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibration")


# near the values in use: where ranges are wide, 1:1 runs away in many draws, and takes long
NARROW = replace(load_settings(), narrowed={"*": {"factor": 1.2, "log_odds": 0.2}})


@pytest.fixture(scope="module")
def made(folder: Path) -> Calibration:
    return calibrate(
        "limburg",
        draws_wanted=60,
        members=6,
        seed=3,
        folder=folder,
        executor=Serial(),
        targets=[ALONE, LEAVING, LATER],
        expected=(),
        settings=NARROW,
    )


def test_it_fits_to_early_figures_only_and_stays_within_the_ranges(made: Calibration) -> None:
    assert made.fitted.tolist() == [True, True, False]
    assert made.members.shape == (6, len(made.prior.names)) and made.again.shape == (6, 3)
    assert (made.members >= made.prior.low).all() and (made.members <= made.prior.high).all()
    off_before, off_after = (
        np.abs(np.log(np.median(s[:, 0]) / ALONE.value)) for s in (made.before, made.again)
    )
    # of seeds 2 to 5 this holds for three, with twice as many draws for both that were tried
    assert off_after < off_before, "the posterior lies nearer to the figure than the prior"
    assert fit_table(made).row_count == 2 and isinstance(conflicts(made), list)


def test_finished_draws_are_read_and_a_damaged_file_is_made_again(
    made: Calibration, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted((folder / "limburg").glob("draws-*.parquet"))
    before = files[0].read_bytes()
    files[0].write_bytes(before[:100])
    simulated = []
    real = draws_table.simulate_block
    monkeypatch.setattr(
        draws_table,
        "simulate_block",
        lambda block, at: simulated.append(block.first) or real(block, at),
    )
    again = calibrate(
        "limburg",
        draws_wanted=60,
        members=6,
        seed=3,
        folder=folder,
        executor=Serial(),
        targets=[ALONE, LEAVING, LATER],
        expected=(),
        settings=NARROW,
    )
    assert len(simulated) == 1, "only the damaged block was made again"
    assert np.array_equal(again.members, made.members) and np.array_equal(
        again.again, made.again, equal_nan=True
    )
    assert (
        pd.read_parquet(files[0]).equals(pd.read_parquet(files[0]))
        and files[0].stat().st_size > 100
    )


def test_an_ensemble_is_kept_with_its_origin_and_refused_when_rules_change(
    made: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(made, tmp_path)
    frame = load_ensemble("limburg", tmp_path)
    assert (
        np.array_equal(frame.to_numpy(), made.members) and tuple(frame.columns) == made.prior.names
    )
    assert (
        frame.attrs["provenance"]["fitted_to"] == ["t.alone", "t.leaving"]
        and frame.attrs["provenance"]["seed"] == 3
    )
    figures, recoveries = load_figures("limburg", tmp_path), load_recoveries("limburg", tmp_path)
    assert figures["role"].tolist() == ["fitted to", "fitted to", "later"] and figures[
        "name"
    ].tolist() == ["t.alone", "t.leaving", "t.later"]
    assert [r.ranks.shape for r in recoveries] == [
        (20, len(made.prior.names)),
        (4, len(made.prior.names)),
    ], "of either round"
    assert (
        recoveries[0].names == made.prior.names
        and ((recoveries[1].ranks > 0.0) & (recoveries[1].ranks < 1.0)).all()
    )
    with pytest.raises(
        ConfigError, match="there is none for 'utrecht_flevoland' \\(kept: limburg\\)"
    ):
        load_ensemble("utrecht_flevoland", tmp_path)
    monkeypatch.setattr(ensemble, "ensemble_version", lambda region: "0123456789abcdef")
    with pytest.raises(
        ConfigError, match=r"made with version [0-9a-f]{16} .* this is 0123456789abcdef"
    ):
        load_ensemble("limburg", tmp_path)


def test_scenarios_over_an_ensemble_share_luck_and_not_parameters(made: Calibration) -> None:
    world = prepare(
        "baseline", region="limburg", start="2025-01-01", end="2026-01-01", warm_up_years=1
    ).world
    kpis = ("census_alone", "census_jeugdzorgplus")
    spread = over_worlds(
        {"a": world, "b": world},
        "limburg",
        made.ensemble(),
        members=3,
        replications=2,
        kpis=kpis,
        seed=1,
        workers=1,
    )
    assert spread.values.shape == (2, 3, 2, 2)
    assert np.array_equal(spread.values[0], spread.values[1]), (
        "the same scenario with the same luck"
    )
    assert len(np.unique(spread.values[0, :, :, 1])) == 6, (
        "every member and replication has luck of its own"
    )
    with pytest.raises(ConfigError, match="at least one of each"):
        over_worlds(
            {"a": world}, "limburg", made.ensemble(), members=0, replications=2, kpis=kpis, seed=1
        )


def test_nothing_to_fit_to_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match="no target of 'limburg' can be fitted to"):
        calibrate(
            "limburg",
            draws_wanted=2,
            members=1,
            seed=1,
            folder=folder,
            executor=Serial(),
            targets=[LATER],
        )


def test_a_world_that_overflows_is_a_draw_without_figures(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overflow(*arguments: object) -> None:
        raise OverflowError("more 1:1 arrangements than ids have room for")

    monkeypatch.setattr(draws_table.Workspace, "run", overflow)
    world = draws_table.base_world("limburg")
    found = simulate_draws(
        np.array([[0.5]]),
        ("escalation.per_year",),
        world,
        [ALONE],
        seed=1,
        folder=folder / "wild",
        executor=Serial(),
    )
    assert np.isnan(found).all()


def test_draws_that_cannot_be_written_are_one_line_that_says_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(draws_table, "statistics_of", lambda *_: np.zeros(1))
    monkeypatch.setattr(draws_table.Workspace, "run", lambda *_: None)
    monkeypatch.setattr(draws_table, "write_table", full)
    world = draws_table.base_world("limburg")
    with pytest.raises(ConfigError, match=r"^.*draws cannot be written \(No space.* is kept;.*$"):
        simulate_draws(
            np.array([[0.5]]),
            ("escalation.per_year",),
            world,
            [ALONE],
            seed=1,
            folder=tmp_path,
            executor=Serial(),
        )


def test_a_full_disk_at_the_end_and_damaged_draws_are_one_line_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sim.evidence.calibrate.calibrate", lambda *_, note, **__: note("damaged"))
    monkeypatch.setattr("sim.evidence.keep.keep", full)
    where = ["--work", str(tmp_path / "work"), "--output", str(tmp_path / "output")]
    assert main(where) == 2
    noted, told = capsys.readouterr().err.splitlines()
    assert noted == "damaged"
    assert f"cannot be written (No space left on device). All draws are kept in {tmp_path}" in told


def test_truths_of_a_linear_model_are_recovered_at_the_stated_rate() -> None:
    """Known parameters, figures with error.

    95 % intervals hold about 95 % of 200 truths (seed 3; 600 trials, bound at 5 errors).
    """
    rng = np.random.default_rng(3)
    z = rng.standard_normal((6000, 3))
    statistics = np.column_stack([z[:, 0] + z[:, 1], z[:, 1] - 0.5 * z[:, 0]])
    o = Observed(("s", "t"), np.zeros(2), np.full(2, 0.5), np.full(2, 0.2), np.arange(2))
    found = recover(
        Draws(z, statistics + o.noise(len(z), 3)), tuple("abc"), o, kept=0.5, truths=200, draws=200
    )
    held = found.coverage().set_index("level")["held"]
    assert held[0.95] == pytest.approx(0.95, abs=0.05) and held[0.5] == pytest.approx(0.5, abs=0.11)
    assert found.narrowing[2] > 0.9 and found.narrowing[:2].max() < 0.8, (
        "the third parameter is in no figure"
    )
    assert found.worst() > 1e-4


def test_too_few_draws_are_refused_before_anything_is_simulated(folder: Path) -> None:
    where = {"seed": 1, "folder": folder / "few", "executor": Serial(), "targets": [ALONE, LEAVING]}
    with pytest.raises(
        ConfigError, match="17 draws are too few for 2 targets; --draws must be at least 20"
    ):
        calibrate("limburg", draws_wanted=17, members=6, **where)
    with pytest.raises(
        ConfigError,
        match=r"no more than 8 draws.* it needs 12. Raise --draws to 67, or --members to 6",
    ):
        calibrate("limburg", draws_wanted=40, members=4, **where)
    assert not (folder / "few").exists()


def test_the_command_refuses_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--draws", "0"]) == 2
    assert "--draws is 0; it must be a whole number of at least 1" in capsys.readouterr().err
    assert main(["--region", "limbrug"]) == 2
    assert "did you mean 'limburg'?" in capsys.readouterr().err
    assert load_settings().fitted_until == dt.date(2024, 7, 1)


def test_draws_from_an_ensemble_have_its_mean_and_covariance() -> None:
    """Seed 6: 20,000 draws from 300 members with two rows that hang together.

    0.03 is four standard errors.
    """
    rng = np.random.default_rng(6)
    members = rng.standard_normal((300, 2)) @ np.array([[0.5, 0.4], [0.0, 0.3]]) + np.array(
        [1.0, -1.0]
    )
    drawn = draw_from(members, 20_000, 6)
    assert drawn.mean(axis=0) == pytest.approx(members.mean(axis=0), abs=0.03)
    assert np.cov(drawn.T) == pytest.approx(np.cov(members.T, bias=True), abs=0.03)
    assert len(np.unique(drawn[:, 0])) == 20_000, "no draw comes twice"
    assert np.array_equal(drawn, draw_from(members, 20_000, 6))


def test_a_fit_can_begin_where_another_ended(
    made: Calibration, folder: Path, tmp_path: Path
) -> None:
    """Overijssel from the ensemble of Limburg: fitted to its own figure alone.

    The share of leavers counts as fitted to before.
    """
    keep(made, tmp_path)
    start = load_ensemble("limburg", tmp_path)
    own, shared = (
        replace(ALONE, name="t.own", region="overijssel"),
        replace(LEAVING, region="nederland"),
    )
    found = calibrate(
        "overijssel",
        draws_wanted=40,
        members=5,
        seed=3,
        folder=folder,
        executor=Serial(),
        settings=NARROW,
        targets=[own, shared],
        start=start,
    )
    assert found.fitted.tolist() == [True, False] and found.origin.begun_from == "limburg"
    keep(found, tmp_path)
    kept = load_ensemble("overijssel", tmp_path).attrs["provenance"]
    assert (
        kept["fitted_to"] == ["t.alone", "t.leaving", "t.own"]
        and kept["is_fitted"]
        and "--start limburg --draws 40" in kept["command"]
    )
    assert load_figures("overijssel", tmp_path)["role"].tolist() == [
        "fitted to",
        "fitted to before",
    ]
    assert len(load_recoveries("overijssel", tmp_path)) == 2


def test_a_region_without_an_ensemble_gets_that_of_the_country(
    made: Calibration, tmp_path: Path
) -> None:
    """Except rows of which the region has a value of its own.

    An ensemble that was only checked there does not count.
    """
    keep(replace(made, origin=replace(made.origin, region="nederland")), tmp_path)
    keep(
        replace(
            made,
            origin=replace(made.origin, region="overijssel"),
            fitted=np.zeros(3, dtype=bool),
            tables=(),
        ),
        tmp_path,
    )
    keep(made, tmp_path)
    assert is_own(ensemble_for("limburg", tmp_path), "limburg")
    for region in ("utrecht_flevoland", "overijssel"):
        lent = ensemble_for(region, tmp_path)
        assert not is_own(lent, region) and lent.attrs["provenance"]["region"] == "nederland"
    profile = (
        (CONF / "region" / "utrecht_flevoland.yaml")
        .read_text(encoding="utf-8")
        .replace("source_number: 8", "source_number: 88")
    )
    (tmp_path / "mine.yaml").write_text(
        profile
        + (
            '  relapse.per_year:\n    2010-01-01: {value: 0.3, source: "assumption; made up", '
            "grade: "
            "D}\n"
        ),
        encoding="utf-8",
    )
    mine = ensemble_for(str(tmp_path / "mine.yaml"), tmp_path)
    assert set(lent) - set(mine) == {"relapse.per_year"} and len(mine) == len(lent)


def test_a_figure_that_follows_from_fitted_ones_is_not_fitted_to(made: Calibration) -> None:
    """One report counts once.

    What follows from a figure that nobody fitted to is a figure of its own.
    """
    follows = replace(NARROW, repeats={"t.alone": ("t.leaving", "t.elsewhere")})
    assert fitted_of([ALONE, LEAVING], follows).tolist() == [True, True]
    assert fitted_of([ALONE, LEAVING], follows, ["t.elsewhere"]).tolist() == [False, True]
    assert fitted_of([ALONE, LEAVING], follows, ["t.elsewhere", "t.leaving"]).tolist() == [
        False,
        False,
    ]
    only = replace(
        made,
        targets=(ALONE, LEAVING),
        fitted=np.array([False, True]),
        before=made.before[:, :2],
        again=made.again[:, :2],
    )
    assert checked(only, follows, {"t.elsewhere"})["role"].tolist() == [
        "follows from fitted ones",
        "fitted to",
    ]


def test_a_floor_is_checked_and_not_fitted_to(made: Calibration) -> None:
    """Two members in three lie above it, which is enough; where none does, it does not hold."""
    floor = replace(LEAVING, value=0.12, low=0.12, high=None)
    found = replace(
        made,
        targets=(floor,),
        fitted=np.zeros(1, dtype=bool),
        before=np.full((9, 1), 0.13),
        again=np.array([[0.1], [0.13], [0.2]]),
    )
    line = checked(found, NARROW).iloc[0]
    assert (
        line["role"] == "one bound"
        and line["holds"]
        and np.isnan(line["reported"])
        and line["low"] == 0.12
    )
    assert not checked(replace(found, again=np.full((3, 1), 0.1)), NARROW)["holds"].any()


def test_an_ensemble_is_checked_elsewhere_without_a_fit(
    made: Calibration, folder: Path, tmp_path: Path
) -> None:
    keep(made, tmp_path)
    start = load_ensemble("limburg", tmp_path)
    where = {
        "draws_wanted": 4,
        "members": 6,
        "seed": 2,
        "folder": folder,
        "executor": Serial(),
        "settings": NARROW,
    }
    own = replace(ALONE, name="t.own", region="overijssel")
    found = calibrate(
        "overijssel",
        **where,
        targets=[own, replace(LEAVING, region="overijssel")],
        start=start,
        check=True,
    )
    assert np.allclose(found.members, made.members[:4]) and not found.fitted.any()
    assert checked(found, NARROW, frozenset(["t.leaving"]))["role"].tolist() == [
        "not fitted to",
        "fitted to before",
    ]
    assert not calibrate(
        "overijssel",
        **where,
        targets=[LATER, replace(LEAVING, region="nederland")],
        start=start,
        check=True,
    ).fitted.any()
    with pytest.raises(
        ConfigError,
        match="'overijssel' has no figure of its own: 'limburg' was fitted to all there are",
    ):
        calibrate(
            "overijssel", **where, targets=[replace(LEAVING, region="nederland")], start=start
        )
    with pytest.raises(ConfigError, match="Name one: --start"):
        calibrate("overijssel", **where, targets=[own], check=True)
