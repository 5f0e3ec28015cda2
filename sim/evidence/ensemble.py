"""The posterior ensemble of a region, kept in `conf/ensemble/<region>/`.

Sets of parameters that agree with the figures, with where they come from. A region without an
ensemble of its own has that of the country (`ensemble_for`).

    ensemble.json      where it comes from, and the checksums of the other files
    members.parquet    a row per member, a column per fitted row
    figures.parquet    every figure beside it (`sim.evidence.checked`)
    recovery.parquet   ranks of known truths (`sim.evidence.recovery`), round by round, where there
                       was a fit: first their narrowing, then the ranks

An ensemble belongs to the rules, numbers and ranges with which it was made; with others it is
refused, not used in silence. So is one that is not what was written: a region whose own ensemble is
damaged is not given the country's.
"""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.common.errors import ConfigError, Faults, refuse
from sim.common.files import whole_folder
from sim.common.paths import CONF
from sim.common.sealed import DamagedError, SealedRecord, read_record, write_record
from sim.common.versions import DIGITS, RULES, meaning
from sim.evidence.calibrate import Calibration
from sim.evidence.draws_table import base_world
from sim.evidence.prior import load_prior
from sim.evidence.recovery import Recovery

FOLDER = CONF / "ensemble"
COUNTRY = "nederland"
RECORD = "ensemble.json"
MEMBERS, FIGURES, RECOVERY = "members.parquet", "figures.parquet", "recovery.parquet"


def ensemble_version(region: str) -> str:
    """Return sixteen hexadecimal digits that change with a rule, a number of the baseline of
    `region`, or a range that is fitted within.
    """
    digest = hashlib.sha256(meaning(RULES).encode())
    prior = load_prior(region)
    digest.update(base_world(region).fingerprint.encode())
    digest.update(
        json.dumps(
            [prior.names, prior.low.tolist(), prior.middle.tolist(), prior.high.tolist()]
        ).encode()
    )
    return digest.hexdigest()[:DIGITS]


def save_ensemble(
    calibration: Calibration,
    figures: pd.DataFrame,
    recoveries: Sequence[Recovery],
    folder: Path = FOLDER,
) -> Path:
    """Write what a calibration gave into `<folder>/<region>/`, in one step; return that path.

    Raises:
        ConfigError: that folder holds something else (`check_place`).
    """
    begun = f" --start {calibration.origin.begun_from}" if calibration.origin.begun_from else ""
    check = "" if calibration.fitted.any() else " --check"
    provenance = {
        "region": calibration.origin.region,
        "version": ensemble_version(calibration.origin.region),
        "made": date.today().isoformat(),
        "seed": calibration.origin.seed,
        "draws": calibration.origin.draws,
        "members": len(calibration.members),
        "begun_from": calibration.origin.begun_from,
        "is_fitted": bool(calibration.fitted.any()),
        "fitted_to": [
            *calibration.origin.fitted_before,
            *(t.name for t, f in zip(calibration.targets, calibration.fitted, strict=True) if f),
        ],
        "ruled_out": dict(calibration.ruled_out),
        "command": f"python -m sim calibrate --region {calibration.origin.region} --seed "
        f"{calibration.origin.seed}"
        f"{begun}{check} --draws {calibration.origin.draws} --members {len(calibration.members)}",
    }
    tables = {MEMBERS: calibration.ensemble(), FIGURES: figures}
    if recoveries:
        rounds = [
            pd.DataFrame(np.vstack([r.narrowing, r.ranks]), columns=list(r.names)).assign(round=k)
            for k, r in enumerate(recoveries, 1)
        ]
        tables[RECOVERY] = pd.concat(rounds, ignore_index=True)
    place = check_place(calibration.origin.region, folder)
    with whole_folder(place) as new:
        for name, frame in tables.items():
            table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
            pq.write_table(table, new / name, compression="zstd")
        write_record(new / RECORD, provenance, tables)
    return place


def check_place(region: str, folder: Path = FOLDER) -> Path:
    """Return the folder for the ensemble of a region, which may hold an older one.

    Raises:
        ConfigError: it holds something else, which would be lost.
    """
    place = folder / region
    if os.path.lexists(place) and not place.is_dir():
        refuse(f"--output: {place} is no folder; the ensemble would take its place. Move it away.")
    mine = (RECORD, MEMBERS, FIGURES, RECOVERY)
    there = place.iterdir() if place.exists() else ()
    others = sorted(p.name for p in there if p.name not in mine and not p.name.startswith("."))
    if others:
        refuse(
            f"--output: {place} holds other things ({', '.join(others[:3])}), and would be "
            "replaced as a whole. Move them away, or choose another folder."
        )
    return place


def kept_regions(folder: Path = FOLDER) -> list[str]:
    """Return the names of the regions of which there is an ensemble, damaged or not."""
    there = (path.parent.name for path in folder.glob(f"*/{RECORD}"))
    return sorted(name for name in there if not name.startswith("."))


def record_of(region: str, folder: Path = FOLDER) -> SealedRecord | None:
    """Return what the ensemble of a region says of itself; None where there is no folder for it.

    Raises:
        DamagedError: there is one, and it is not what was written.
    """
    place = folder / region
    if not os.path.lexists(place):
        return None
    try:
        record = read_record(place / RECORD)
        if record is None:
            raise DamagedError(f"{place / RECORD} is missing: nothing says whose ensemble it is.")
        if record.content.get("region") != region or MEMBERS not in record.files:
            raise DamagedError(
                f"{place / RECORD} belongs to the ensemble of {record.content.get('region')}."
            )
    except DamagedError as error:
        raise DamagedError(f"{error} {_way_out(region)}") from None
    return record


def check_kept(folder: Path = FOLDER) -> None:
    """Refuse to begin where a kept ensemble is not what was written.

    Raises:
        DamagedError: all that are, one line each.
    """
    faults = Faults()
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not place.name.startswith(".") and (place.is_dir() or place.is_symlink()):
            faults.unless(lambda region=place.name: _check(region, folder))  # type: ignore[misc]
    if faults.messages:
        raise DamagedError(*faults.messages)


def _check(region: str, folder: Path) -> None:
    record = record_of(region, folder)
    assert record is not None
    _check_files(record)


def _check_files(record: SealedRecord) -> None:
    """Refuse, in one line, an ensemble of which a file is missing or damaged."""
    faults = record.faults()
    if faults:
        raise DamagedError(f"{' '.join(faults)} {_way_out(str(record.content['region']))}")


def load_ensemble(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return the ensemble of a region: a row per member, a column per fitted row.

    `.attrs["provenance"]` says where it comes from.

    Raises:
        ConfigError: there is none, or it was made with other rules, numbers or ranges; names both
            versions.
        DamagedError: it, or a file beside it, is not what was written.
    """
    record = _valid(region, folder)
    frame = _table(record, MEMBERS)
    frame.attrs["provenance"] = dict(record.content)
    return frame


def _valid(region: str, folder: Path) -> SealedRecord:
    record = record_of(region, folder)
    way_out = f"Make it: python -m sim calibrate --region {region}"
    if record is None:
        kept = ", ".join(kept_regions(folder)) or "none"
        refuse(f"ensemble: there is none for '{region}' (kept: {kept}). {way_out}")
    version = ensemble_version(region)
    if record.content.get("version") != version:
        refuse(
            f"ensemble of {region}: it was made with version {record.content.get('version')} of "
            f"rules, numbers and ranges; this is {version}. "
            f"It would not fit the figures any more. {way_out}"
        )
    _check_files(record)
    return record


def _table(record: SealedRecord, name: str) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(record.read(name)))


def _way_out(region: str) -> str:
    return (
        "Put the folder back as it was, or make the ensemble again: "
        f"python -m sim calibrate --region {region}"
    )


def ensemble_for(region: str | Sequence[str], folder: Path = FOLDER) -> pd.DataFrame:
    """Return the ensemble fitted to a region, or that of the country where there is none.

    `is_own` tells them apart. Rows of which the region has its own value (of the country's, it fits
    none) are left out: they stay as the profile says.

    Args:
        region: a region, the path of a profile of one's own, or several of them.
        folder: where ensembles are kept.

    Raises:
        ConfigError: no ensemble of either, or one made with other rules, numbers or ranges; an
            unknown region.
        DamagedError: the ensemble that would be used is not what was written.
    """
    is_name = isinstance(region, str) and not region.endswith(".yaml")
    own = record_of(str(region), folder) if is_name else None
    if own is not None and own.content["is_fitted"]:
        return load_ensemble(str(region), folder)
    names = load_prior(region).names
    frame = load_ensemble(COUNTRY, folder)
    return frame[[name for name in names if name in frame]]


def ensemble_if_kept(region: str | Sequence[str], folder: Path = FOLDER) -> pd.DataFrame | None:
    """Return what `ensemble_for` does; None where there is none that fits.

    Raises:
        DamagedError: the one that would be used is not what was written.
    """
    try:
        return ensemble_for(region, folder)
    except DamagedError:
        raise
    except ConfigError:
        return None


def is_own(ensemble: pd.DataFrame, region: str) -> bool:
    """Tell whether an ensemble was fitted to this very region."""
    return bool(ensemble.attrs["provenance"]["region"] == region)


def load_figures(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return every figure beside the ensemble of a region. Raises as `load_ensemble`."""
    return _table(_valid(region, folder), FIGURES)


def load_recoveries(region: str, folder: Path = FOLDER) -> list[Recovery]:
    """Return the ranks of known truths, per round; none where there was no fit.

    Raises as `load_ensemble`.
    """
    record = _valid(region, folder)
    if RECOVERY not in record.files:
        return []
    found = []
    for _, frame in _table(record, RECOVERY).groupby("round"):
        values = frame.drop(columns="round")
        found.append(
            Recovery(
                tuple(map(str, values)),
                values.to_numpy(np.float64)[1:],
                values.to_numpy(np.float64)[0],
            )
        )
    return found
