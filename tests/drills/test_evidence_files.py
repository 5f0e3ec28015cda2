"""Whatever happens to the files of an ensemble or of the draws of a calibration, no other number is
read: the same numbers, or one line that says what is wrong.

Flips of one random bit, and every kind of damage at every file.
"""

import itertools
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scripts.restamp_ensembles import stamp
from sim.common.errors import ConfigError
from sim.common.files import mark
from sim.common.sealed import DamagedError
from sim.evidence import draws_table, ensemble
from sim.evidence.calibrate import Calibration, Origin
from sim.evidence.draws_table import Block, simulate_draws
from sim.evidence.ensemble import (
    FIGURES,
    MEMBERS,
    RECORD,
    RECOVERY,
    check_kept,
    ensemble_for,
    ensemble_if_kept,
    load_ensemble,
    load_figures,
    load_recoveries,
    save_ensemble,
)
from sim.evidence.kept_tables import DAMAGED, write_table
from sim.evidence.prior import load_prior
from sim.evidence.recovery import Recovery
from sim.experiment.executors import Serial
from tests.drills.damage import DAMAGES, flip
from tests.drills.effort import USUAL_SEED, Drill

REGION, OTHER = "limburg", "overijssel"
FILES = (RECORD, MEMBERS, FIGURES, RECOVERY)
TARGETS = tuple(
    SimpleNamespace(name=name, measure=name, start="2023", until="2024") for name in ("a", "b")
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two regions and the country, of which nothing was simulated."""
    folder, rng = tmp_path_factory.mktemp("ensembles"), np.random.default_rng(USUAL_SEED)
    prior = load_prior(REGION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ensemble, "ensemble_version", lambda region: f"version of {region}")
        for region in (REGION, OTHER, "nederland"):
            members = prior.values(rng.standard_normal((8, len(prior.names))))
            made: Any = SimpleNamespace(
                ruled_out={},
                origin=Origin(region, 1, 60),
                members=members,
                targets=(SimpleNamespace(name="a"),),
                fitted=np.array([True]),
            )
            made.ensemble = lambda members=members: pd.DataFrame(members, columns=prior.names)
            ranks, narrowing = rng.random((5, len(prior.names))), rng.random(len(prior.names))
            figures = pd.DataFrame({"name": ["a", "b"], "middle": rng.random(2)})
            calibration: Calibration = made
            save_ensemble(calibration, figures, [Recovery(prior.names, ranks, narrowing)], folder)
    return folder


@pytest.fixture
def kept(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in ("sim.evidence.ensemble", "scripts.restamp_ensembles"):
        monkeypatch.setattr(f"{module}.ensemble_version", lambda region: f"version of {region}")
    return Path(shutil.copytree(whole, tmp_path / "kept"))


def read(folder: Path) -> list[object]:
    """Return everything that is read of an ensemble."""
    members, figures = load_ensemble(REGION, folder), load_figures(REGION, folder)
    recoveries = [(r.names, r.ranks.tolist(), r.narrowing.tolist()) for r in
                  load_recoveries(REGION, folder)]  # fmt: skip
    own = ensemble_for(REGION, folder)
    numbers = [frame.to_dict("split") for frame in (members, figures, own)]
    return [members.attrs, own.attrs, numbers, recoveries]


def refused(folder: Path, changed: Path) -> bool:
    """Tell whether a damaged ensemble is refused in one line that names the file and a way out."""
    told = []
    for reading in (read, check_kept):
        try:
            reading(folder)
        except DamagedError as error:
            told.append(str(error))
    for line in told:
        assert str(changed) in line and "python -m sim calibrate --region" in line, line
        assert "\n" not in line, line
    assert len(told) in (0, 2), f"some refuse and others do not: {told}"
    if told:
        with pytest.raises(DamagedError):
            stamp(REGION, "a commit", folder)
    return bool(told)


def test_no_flip_of_a_bit_of_an_ensemble_gives_another_number(drill: Drill, kept: Path) -> None:
    before = read(kept)
    drill.count("other numbers", 0)
    for n in range(drill.effort.flips):
        path = kept / REGION / FILES[n % len(FILES)]
        content = path.read_bytes()
        told = flip(path, drill.rng)
        drill.count("flips refused in one line", refused(kept, path))
        if not refused(kept, path):
            assert read(kept) == before, told
            drill.count("flips that change nothing")
        path.write_bytes(content)
    assert read(kept) == before


def test_a_damaged_ensemble_is_refused_and_that_of_the_country_is_not_lent(
    whole: Path, kept: Path, drill: Drill
) -> None:
    before = read(kept)
    for name, kind in itertools.product(FILES, DAMAGES):
        path = kept / REGION / name
        told = DAMAGES[kind](path, drill.rng)
        is_refused = refused(kept, path.parent if kind == "exchange" else path)
        assert is_refused == (kind != "copy"), told
        assert is_refused or read(kept) == before, told
        if is_refused:
            with pytest.raises(DamagedError, match=REGION):
                ensemble_for(REGION, kept)
        drill.count("refused in one line" if is_refused else "copies that change nothing")
        shutil.rmtree(kept / REGION)
        shutil.copytree(whole / REGION, kept / REGION)


def test_files_exchanged_within_a_folder_and_whole_folders_are_refused(kept: Path) -> None:
    members, figures = kept / REGION / MEMBERS, kept / REGION / FIGURES
    was = members.read_bytes()
    members.write_bytes(figures.read_bytes())
    figures.write_bytes(was)
    assert refused(kept, members)
    shutil.rmtree(kept / REGION)
    shutil.copytree(kept / OTHER, kept / REGION)
    with pytest.raises(DamagedError, match=f"belongs to the ensemble of {OTHER}"):
        ensemble_for(REGION, kept)


@pytest.mark.parametrize("lost", [(FIGURES,), (RECOVERY,), (FIGURES, RECOVERY), (MEMBERS,)])
def test_an_ensemble_that_was_copied_by_half_is_refused_in_one_line(
    lost: tuple[str, ...], kept: Path
) -> None:
    for name in lost:
        (kept / REGION / name).unlink()
    for reading in (load_ensemble, ensemble_for, ensemble_if_kept, load_figures, load_recoveries):
        with pytest.raises(DamagedError, match="python -m sim calibrate --region") as raised:
            reading(REGION, kept)
        told = str(raised.value)
        assert "\n" not in told and all(name in told for name in lost), told


def test_an_ensemble_is_stamped_anew_with_its_tables_as_they_are(kept: Path) -> None:
    was = {name: (kept / REGION / name).read_bytes() for name in FILES[1:]}
    stamp(REGION, "0123abcd", kept)
    assert load_ensemble(REGION, kept).attrs["provenance"]["results_equal_to"] == "0123abcd"
    assert was == {name: (kept / REGION / name).read_bytes() for name in FILES[1:]}


def test_what_somebody_else_keeps_in_the_folder_of_a_region_is_not_replaced(kept: Path) -> None:
    (kept / REGION / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match=r"holds other things \(thesis.txt\)"):
        ensemble.check_place(REGION, kept)
    assert ensemble.check_place(OTHER, kept) == kept / OTHER


@pytest.mark.parametrize("region", [path.name for path in sorted(ensemble.FOLDER.iterdir())])
def test_the_ensembles_that_are_delivered_are_whole(region: str) -> None:
    record = ensemble.record_of(region)
    assert record is not None and not record.faults()
    there = {path.name for path in (ensemble.FOLDER / region).iterdir()}
    assert there == {RECORD, *record.files}


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Blocks get figures from their values instead of from the model; gives which were made."""
    made: list[int] = []

    def make(block: Block, folder: str) -> str:
        made.append(block.first)
        frame = pd.DataFrame({"draw": np.arange(block.first, block.first + len(block.values))})
        frame["a"], frame["b"] = np.sin(block.values[:, 0]), np.cos(block.values[:, 0])
        return str(write_table(Path(folder), block.name, frame))

    monkeypatch.setattr(draws_table, "simulate_block", make)
    return made


def simulate(folder: Path, told: list[str] | None = None) -> np.ndarray[Any, Any]:
    """Return what three blocks of draws give."""
    values = np.random.default_rng(USUAL_SEED).random((50, 1))
    world: Any = SimpleNamespace(fingerprint="a world")
    targets: Any = TARGETS
    note = None if told is None else told.append
    return simulate_draws(
        values, ("row",), world, targets, seed=1, folder=folder, executor=Serial(), note=note
    )


def test_no_flip_of_a_bit_of_kept_draws_gives_another_number(
    tmp_path: Path, made_up: list[int], drill: Drill
) -> None:
    before = simulate(tmp_path)
    paths = sorted(tmp_path.glob("*.parquet"))
    drill.count("other numbers", 0)
    for n in range(drill.effort.flips):
        made_up.clear()
        path, told = paths[n % len(paths)], []
        how = flip(path, drill.rng)
        assert np.array_equal(simulate(tmp_path, told), before), how
        assert len(made_up) == 1 and len(told) == 1 and path.name in told[0], (made_up, told)
        assert "\n" not in told[0] and str(tmp_path / DAMAGED) in told[0]
        drill.count("flips told in one line, and mended")
    assert sorted(tmp_path.glob("*.parquet")) == paths, "made again under the same name"


def test_damaged_draws_are_put_aside_and_made_again(
    tmp_path: Path, made_up: list[int], drill: Drill
) -> None:
    before = simulate(tmp_path)
    for kind in sorted(DAMAGES, key=lambda kind: kind == "copy"):  # the copy stays
        path, told = min(tmp_path.glob("*.parquet")), []
        made_up.clear()
        how = DAMAGES[kind](path, drill.rng)
        assert np.array_equal(simulate(tmp_path, told), before), how
        n_hit = {"copy": 0, "exchange": 2}.get(kind, 1)
        assert len(made_up) == n_hit, how
        drill.count("files made again", n_hit)
        if kind in ("copy", "remove"):
            assert not told, how
        else:
            assert len(told) == 1 and "damaged and made again; put aside in" in told[0], told
            assert path.name in told[0] and "\n" not in told[0], told
        made_up.clear()
        assert np.array_equal(simulate(tmp_path), before) and not made_up, "mended for good"


def test_what_does_not_belong_there_is_not_read(tmp_path: Path, made_up: list[int]) -> None:
    """Copies, files of other draws under a name like that of these, files of before checksums."""
    before, told = simulate(tmp_path), []
    path, other = sorted(tmp_path.glob("*.parquet"))[:2]
    shutil.copy(path, path.with_name(f"{path.stem} (1).parquet"))
    shutil.copy(other, path.with_name(f"{path.stem[:-9]}.parquet"))
    dead = path.with_name(f".{path.name}.{mark().split('-')[0]}-{2**22 + 1}-7")
    alive = path.with_name(f".{path.name}.{mark()}-7")
    for temporary in (dead, alive):
        temporary.write_bytes(b"half")
    assert np.array_equal(simulate(tmp_path, told), before) and not told
    assert not dead.exists() and alive.exists(), "of a process that is gone; of one that is there"
    foreign = path.with_name(f"{path.stem[:-9]}-{other.stem[-8:]}.parquet")
    shutil.copy(other, foreign)
    path.unlink()
    assert np.array_equal(simulate(tmp_path, told), before) and foreign.name in told[0]


def test_draws_that_cannot_be_put_aside_are_named_with_the_way_out(
    tmp_path: Path, made_up: list[int]
) -> None:
    simulate(tmp_path)
    path = min(tmp_path.glob("*.parquet"))
    path.write_bytes(b"")
    (tmp_path / DAMAGED).write_text("a file of that name")
    with pytest.raises(ConfigError, match=r"is damaged, and cannot be put aside.*Remove it"):
        simulate(tmp_path)
