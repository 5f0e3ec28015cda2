"""The posterior ensemble of a region, kept in `conf/ensemble/`: sets of parameters that agree with the figures, with where they come from.

An ensemble belongs to the rules, numbers and ranges with which it was made; with others it is refused, not used in silence.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import sim.experiment.version as versions
from sim.evidence.calibrate import Calibration
from sim.evidence.draws_table import base_world
from sim.evidence.prior import load_prior
from sim.measures.parquet import replace
from sim.paths import CONF
from sim.world.errors import refuse

FOLDER = CONF / "ensemble"
DECIDING = ("draws.py", "rules")


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


def save_ensemble(calibration: Calibration, folder: Path = FOLDER) -> Path:
    """Write the members of a calibration as `<folder>/<region>.parquet`, provenance in its metadata; return the path."""
    provenance = {
        "region": calibration.region,
        "version": ensemble_version(calibration.region),
        "made": date.today().isoformat(),
        "seed": calibration.seed,
        "draws": calibration.draws,
        "members": len(calibration.members),
        "begun_from": calibration.begun_from,
        "fitted_to": [t.name for t, f in zip(calibration.targets, calibration.fitted, strict=True) if f],
        "command": f"python -m sim.calibrate --region {calibration.region} --seed {calibration.seed}"
        + (f" --start {calibration.begun_from}" if calibration.begun_from else f" --draws {calibration.draws}"),
    }
    table = pa.Table.from_pandas(calibration.ensemble(), preserve_index=False)
    table = table.replace_schema_metadata({b"provenance": json.dumps(provenance).encode()})
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{calibration.region}.parquet"
    replace(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))
    return path


def load_ensemble(region: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return the ensemble of a region: a row per member, a column per fitted row; `.attrs["provenance"]` says where it comes from.

    Raises:
        ConfigError: there is none, or it was made with other rules, numbers or ranges; names both versions.
    """
    path = folder / f"{region}.parquet"
    way_out = f"Make it: python -m sim.calibrate --region {region}"
    if not path.exists():
        kept = ", ".join(sorted(p.stem for p in folder.glob("*.parquet"))) or "none"
        refuse(f"ensemble: there is none for '{region}' (kept: {kept}). {way_out}")
    provenance: dict[str, Any] = json.loads(pq.read_schema(path).metadata.get(b"provenance", b"{}"))
    version = ensemble_version(region)
    if provenance.get("version") != version:
        refuse(
            f"{path.name}: this ensemble was made with version {provenance.get('version')} of rules, numbers and ranges; this is {version}. "
            f"It would not fit the figures any more. {way_out}"
        )
    frame = pd.read_parquet(path)
    frame.attrs["provenance"] = provenance
    return frame
