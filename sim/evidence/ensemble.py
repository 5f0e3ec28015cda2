"""The posterior ensemble of a region, kept in `conf/ensemble/<region>/`.

Sets of parameters that agree with the figures, with where they come from. A region without an
ensemble of its own has that of the country (`ensemble_for`).

    members.parquet    a row per member, a column per fitted row; provenance in its metadata
    figures.parquet    every figure beside it (`sim.evidence.checked`)
    recovery.parquet   ranks of known truths (`sim.evidence.recovery`), round by round, where there
                       was a fit: first their narrowing, then the ranks

An ensemble belongs to the rules, numbers and ranges with which it was made; with others it is
refused, not used in silence.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.common.errors import refuse
from sim.common.files import replace
from sim.common.paths import CONF
from sim.common.versions import DIGITS, RULES, meaning
from sim.evidence.calibrate import Calibration
from sim.evidence.draws_table import base_world
from sim.evidence.prior import load_prior
from sim.evidence.recovery import Recovery

FOLDER = CONF / "ensemble"
COUNTRY = "nederland"
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
    """Write what a calibration gave into `<folder>/<region>/`; return that path."""
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
        "command": f"python -m sim calibrate --region {calibration.origin.region} --seed "
        f"{calibration.origin.seed}"
        f"{begun}{check} --draws {calibration.origin.draws} --members {len(calibration.members)}",
    }
    place = folder / calibration.origin.region
    place.mkdir(parents=True, exist_ok=True)
    tables = {MEMBERS: calibration.ensemble(), FIGURES: figures}
    if recoveries:
        rounds = [
            pd.DataFrame(np.vstack([r.narrowing, r.ranks]), columns=list(r.names)).assign(round=k)
            for k, r in enumerate(recoveries, 1)
        ]
        tables[RECOVERY] = pd.concat(rounds, ignore_index=True)
    for name, frame in tables.items():
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(
            {b"provenance": json.dumps(provenance).encode()}
        )
        replace(place / name, partial(pq.write_table, table, compression="zstd"))
    return place


def load_ensemble(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return the ensemble of a region: a row per member, a column per fitted row.

    `.attrs["provenance"]` says where it comes from.

    Raises:
        ConfigError: there is none, or it was made with other rules, numbers or ranges; names both
            versions.
    """
    path = folder / region / MEMBERS
    way_out = f"Make it: python -m sim calibrate --region {region}"
    if not path.exists():
        kept = ", ".join(sorted(p.parent.name for p in folder.glob(f"*/{MEMBERS}"))) or "none"
        refuse(f"ensemble: there is none for '{region}' (kept: {kept}). {way_out}")
    provenance: dict[str, Any] = json.loads(pq.read_schema(path).metadata.get(b"provenance", b"{}"))
    version = ensemble_version(region)
    if provenance.get("version") != version:
        refuse(
            f"ensemble of {region}: it was made with version {provenance.get('version')} of rules, "
            f"numbers and ranges; this is {version}. "
            f"It would not fit the figures any more. {way_out}"
        )
    frame = pd.read_parquet(path)
    frame.attrs["provenance"] = provenance
    return frame


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
    """
    if isinstance(region, str) and (folder / region / MEMBERS).exists():
        frame = load_ensemble(region, folder)
        if frame.attrs["provenance"]["is_fitted"]:
            return frame
    names = load_prior(region).names
    frame = load_ensemble(COUNTRY, folder)
    return frame[[name for name in names if name in frame]]


def is_own(ensemble: pd.DataFrame, region: str) -> bool:
    """Tell whether an ensemble was fitted to this very region."""
    return bool(ensemble.attrs["provenance"]["region"] == region)


def load_figures(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return every figure beside the ensemble of a region. Raises as `load_ensemble`."""
    load_ensemble(region, folder)
    return pd.read_parquet(folder / region / FIGURES)


def load_recoveries(region: str, folder: Path = FOLDER) -> list[Recovery]:
    """Return the ranks of known truths, per round; none where there was no fit.

    Raises as `load_ensemble`.
    """
    load_ensemble(region, folder)
    path = folder / region / RECOVERY
    if not path.exists():
        return []
    found = []
    for _, frame in pd.read_parquet(path).groupby("round"):
        values = frame.drop(columns="round")
        found.append(
            Recovery(
                tuple(map(str, values)),
                values.to_numpy(np.float64)[1:],
                values.to_numpy(np.float64)[0],
            )
        )
    return found
