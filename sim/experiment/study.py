"""What a folder of results says of itself: `study.json`, a sealed record, with `points.parquet` and
`kpis.parquet` beside it.

All three follow from the plan: where one of them is damaged or gone, the sweep writes it anew.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.common.errors import ConfigError
from sim.common.files import replace
from sim.common.sealed import DamagedError, SealedRecord, read_record, write_record
from sim.common.versions import model_version
from sim.experiment.plan import Plan, blocks_of, task_name
from sim.measures.kpis import KPIS

FORMAT = 2
STUDY, POINTS, TITLES = "study.json", "points.parquet", "kpis.parquet"
RESULTS, DAMAGED = "results", "damaged"
OWN = (STUDY, POINTS, TITLES, RESULTS, DAMAGED)
OF_A_POINT = ("point", "scenario", "base", "world")
"""Columns of the table of points that are no axes of the design."""


@dataclass(frozen=True)
class Stated:
    """What a folder says of itself, beside what a plan would have it say.

    Attributes:
        is_there: some study stands in it.
        is_same: nothing of it has to be written.
        faults: what is damaged, a sentence each.
    """

    is_there: bool
    is_same: bool
    faults: tuple[str, ...] = ()


def read_study(folder: Path) -> SealedRecord | None:
    """Return what a folder of results says of itself; None where it is none.

    Raises:
        ConfigError: it is damaged, or was written by another version of this program.
    """
    path = folder / STUDY
    try:
        record = read_record(path)
    except DamagedError as error:
        if (found := _format_of(path)) not in (None, FORMAT):
            raise _other_format(path, found) from None
        raise DamagedError(
            f"{error} Results beside it were checked one by one and are not lost: run the design "
            f"again with --output {folder}, and it is written anew."
        ) from None
    if record is not None and record.content.get("format") != FORMAT:
        raise _other_format(path, record.content.get("format"))
    return record


def stated(folder: Path, plan: Plan) -> Stated:
    """Compare a folder with a plan; change nothing.

    Raises:
        ConfigError: it holds something else, or results of another model, another design or more
            replications.
    """
    others = _names_in(folder)
    _check_kinds(folder)
    try:
        record = read_study(folder)
    except DamagedError as error:
        return Stated(is_there=True, is_same=False, faults=(error.faults[0].partition(" Res")[0],))
    if record is None:
        strange = [name for name in others if not name.startswith(".") and name not in OWN]
        if strange:
            raise ConfigError(
                f"{folder} holds other things ({', '.join(sorted(strange)[:3])}). Results need a "
                "folder of their own: --output <folder>."
            )
        lost = (f"{folder / STUDY} is not there.",) if RESULTS in others else ()
        return Stated(is_there=bool(lost), is_same=False, faults=lost)
    mine = content_of(plan)
    _check_same(folder, record.content, mine)
    faults = tuple(record.faults())
    return Stated(is_there=True, is_same=record.content == mine and not faults, faults=faults)


def write_study(folder: Path, plan: Plan) -> None:
    """Write the record of a plan and the tables beside it."""
    replace(folder / POINTS, lambda path: plan.table().to_parquet(path, index=False))
    replace(folder / TITLES, lambda path: _kpis().to_parquet(path, index=False))
    write_record(folder / STUDY, content_of(plan), (POINTS, TITLES))


def content_of(plan: Plan) -> dict[str, Any]:
    """Return what the record of a plan says."""
    design = plan.design
    region = design.region if isinstance(design.region, str) else list(design.region)
    return {
        "format": FORMAT,
        "model": model_version(),
        "plan": plan.fingerprint(),
        "design": design.name,
        "title": dict(design.title),
        "region": region,
        "replications": design.replications,
        "block": design.block,
        "seed": design.seed,
        "factors": [axis.name for axis in design.axes if axis.is_factor],
    }


def names_of(study: SealedRecord, points: pd.DataFrame) -> set[str]:
    """Return the names of all tasks of a study, from what stands in its folder.

    Args:
        study: its record.
        points: its table of points, with the fingerprint of each point's world.
    """
    said = study.content
    blocks = blocks_of(said["replications"], said["block"])
    return {
        task_name(point, world, said["model"], said["seed"], block)
        for point, world in zip(points["point"].tolist(), points["world"].tolist(), strict=True)
        for block in blocks
    }


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ConfigError(
            f"{folder} cannot be read ({error.strerror}). Choose another folder: --output FOLDER."
        ) from None


def _check_kinds(folder: Path) -> None:
    """Refuse what stands where folders are needed."""
    for name in (RESULTS, DAMAGED):
        path = folder / name
        if os.path.lexists(path) and not path.is_dir():
            raise ConfigError(
                f"{path} is no folder; results need one of that name. Move it away, or choose "
                "another folder: --output FOLDER."
            )


def _check_same(folder: Path, study: Any, mine: dict[str, Any]) -> None:
    if study["model"] != mine["model"]:
        raise ConfigError(
            f"{folder} holds results of model version {study['model']}; this is version "
            f"{mine['model']}. Results of two versions are not mixed: "
            "choose another folder with --output, or go back to the version that began this one."
        )
    if study["plan"] != mine["plan"]:
        raise ConfigError(
            f"{folder} holds results of another design ('{study['design']}', plan "
            f"{study['plan']}); this plan is {mine['plan']}. The design or a "
            "parameter was changed since. Choose another folder with --output."
        )
    if study["replications"] > mine["replications"]:
        raise ConfigError(
            f"{folder} holds {study['replications']} replications of this design; "
            f"{mine['replications']} were asked for. They can grow, not shrink: "
            "ask for as many, or choose another folder with --output."
        )


def _format_of(path: Path) -> object:
    """Return the number of the format that a record states, though its seal does not hold."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    has_seal = isinstance(content, dict) and "seal" in content
    return content.get("format") if isinstance(content, dict) and not has_seal else None


def _other_format(path: Path, found: object) -> ConfigError:
    return ConfigError(
        f"{path}: 'format' is {found}; this version of the program writes {FORMAT}. Choose another "
        "folder with --output, or go back to the version that wrote it."
    )


def _kpis() -> pd.DataFrame:
    """Return unit and titles of all KPIs, by the part of their name before the point."""
    return pd.DataFrame(
        {
            "kpi": [k.name for k in KPIS],
            "unit": [k.unit for k in KPIS],
            "title_nl": [k.title("nl") for k in KPIS],
            "title_en": [k.title("en") for k in KPIS],
        }
    )
