"""The posterior ensemble of a region, kept in `conf/ensemble/<region>/`: sets of parameters that agree with the figures, with where they come from.

    members.parquet    a row per member, a column per fitted row; provenance in its metadata
    figures.parquet    every figure beside it (`sim.evidence.checked`)
    recovery.parquet   ranks of known truths (`sim.evidence.recovery`), where the prior was begun from

An ensemble belongs to the rules, numbers and ranges with which it was made; with others it is refused, not used in silence.
"""

import hashlib
import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import sim.experiment.version as versions
from sim.evidence.calibrate import Calibration
from sim.evidence.draws_table import base_world
from sim.evidence.prior import load_prior
from sim.evidence.recovery import Recovery
from sim.measures.parquet import replace
from sim.paths import CONF
from sim.world.errors import refuse

FOLDER = CONF / "ensemble"
DECIDING = ("draws.py", "rules")
MEMBERS, FIGURES, RECOVERY = "members.parquet", "figures.parquet", "recovery.parquet"


def ensemble_version(region: str) -> str:
    """Return sixteen hexadecimal digits that change with a rule, a number of the baseline of `region`, or a range that is fitted within."""
    home = Path(versions.__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for name in DECIDING:
        path = home / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(source.relative_to(home).as_posix().encode())
            digest.update(source.read_bytes())
    prior = load_prior(region)
    digest.update(base_world(region).fingerprint.encode())
    digest.update(json.dumps([prior.names, prior.low.tolist(), prior.middle.tolist(), prior.high.tolist()]).encode())
    return digest.hexdigest()[:16]


def save_ensemble(calibration: Calibration, figures: pd.DataFrame, recovery: Recovery | None, folder: Path = FOLDER) -> Path:
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
        "fitted_to": [t.name for t, f in zip(calibration.targets, calibration.fitted, strict=True) if f],
        "command": f"python -m sim.calibrate --region {calibration.origin.region} --seed {calibration.origin.seed}"
        f"{begun}{check} --draws {calibration.origin.draws} --members {len(calibration.members)}",
    }
    place = folder / calibration.origin.region
    place.mkdir(parents=True, exist_ok=True)
    tables = {MEMBERS: calibration.ensemble(), FIGURES: figures}
    if recovery is not None:
        tables[RECOVERY] = pd.DataFrame(np.vstack([recovery.narrowing, recovery.ranks]), columns=list(recovery.names))
    for name, frame in tables.items():
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata({b"provenance": json.dumps(provenance).encode()})
        replace(place / name, partial(pq.write_table, table, compression="zstd"))
    return place


def load_ensemble(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return the ensemble of a region: a row per member, a column per fitted row; `.attrs["provenance"]` says where it comes from.

    Raises:
        ConfigError: there is none, or it was made with other rules, numbers or ranges; names both versions.
    """
    path = folder / region / MEMBERS
    way_out = f"Make it: python -m sim.calibrate --region {region}"
    if not path.exists():
        kept = ", ".join(sorted(p.parent.name for p in folder.glob(f"*/{MEMBERS}"))) or "none"
        refuse(f"ensemble: there is none for '{region}' (kept: {kept}). {way_out}")
    provenance: dict[str, Any] = json.loads(pq.read_schema(path).metadata.get(b"provenance", b"{}"))
    version = ensemble_version(region)
    if provenance.get("version") != version:
        refuse(
            f"ensemble of {region}: it was made with version {provenance.get('version')} of rules, numbers and ranges; this is {version}. "
            f"It would not fit the figures any more. {way_out}"
        )
    frame = pd.read_parquet(path)
    frame.attrs["provenance"] = provenance
    return frame


def load_figures(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return every figure beside the ensemble of a region. Raises as `load_ensemble`."""
    load_ensemble(region, folder)
    return pd.read_parquet(folder / region / FIGURES)


def load_recovery(region: str, folder: Path = FOLDER) -> Recovery | None:
    """Return the ranks of known truths, None where the ensemble began from another region. Raises as `load_ensemble`."""
    load_ensemble(region, folder)
    path = folder / region / RECOVERY
    if not path.exists():
        return None
    frame = pd.read_parquet(path)
    values = frame.to_numpy(np.float64)
    return Recovery(tuple(str(name) for name in frame), values[1:], values[0])
