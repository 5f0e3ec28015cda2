"""Kept ensembles stay valid after a change of the code that changes no result.

    python -m scripts.restamp_ensembles --against COMMIT    # where the kept ensembles were valid

Every ensemble in conf/ensemble/ must have been valid at that commit. Its baseline, its ranges and
the event logs and tables of some of its members, under two scenarios, are made by both codes and
compared byte for byte. Where all are equal, the new version is written into its record, beside the
commit it was proved against; where anything differs it is named, the files stay as they are, and
the way out is to calibrate again. Exit code 0: all valid; 1: differences; 2: bad input.
"""

import argparse
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scripts.same_results import HERE, copy_of, differences, digests, resolve
from sim.common.sealed import DamagedError, write_record
from sim.evidence.ensemble import FOLDER, MEMBERS, ensemble_version, kept_regions, record_of

SCENARIOS = ("baseline", "jzplus_zero_2030")

STATE = """
import json, sys
from sim.evidence.draws_table import base_world
from sim.evidence.ensemble import load_ensemble
from sim.evidence.prior import load_prior

found = {}
for region in sys.argv[2:]:
    if sys.argv[1] == "valid":
        load_ensemble(region)
    prior = load_prior(region)
    ranges = [list(map(float, ends)) for ends in (prior.low, prior.middle, prior.high)]
    found[region] = [base_world(region).fingerprint, list(prior.names), *ranges]
json.dump(found, sys.stdout)
"""


def state(home: Path, regions: Sequence[str], valid: bool) -> dict[str, Any]:
    """Return baseline and ranges by region, as the code in `home` reads them.

    With `valid`, its ensembles must be valid there.
    """
    words = {**os.environ, "PYTHONPATH": str(home), "PYTHONSAFEPATH": "1"}
    asked = [sys.executable, "-c", STATE, "valid" if valid else "", *regions]
    run = subprocess.run(asked, cwd=home, env=words, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def cases_of(region: str, members: int) -> list[dict[str, object]]:
    """Return runs of some members, evenly spread over the ensemble, under both scenarios."""
    record = record_of(region)
    assert record is not None
    frame = pd.read_parquet(io.BytesIO(record.read(MEMBERS)))
    chosen = np.linspace(0, len(frame) - 1, members).round().astype(int)
    return [
        {
            "name": f"{region}, member {k}, {scenario}",
            "region": region,
            "scenario": scenario,
            "seed": 1,
            "parameters": {name: float(value) for name, value in frame.iloc[k].items()},
        }
        for k in map(int, chosen)
        for scenario in SCENARIOS
    ]


def stamp(region: str, commit: str, folder: Path = FOLDER) -> None:
    """Write the version of this code into the record of an ensemble; its tables stay as they are.

    Raises:
        DamagedError: one of them is not what was written.
    """
    record = record_of(region, folder)
    if record is None or record.faults():
        raise DamagedError(*(record.faults() if record else [f"there is none for '{region}'"]))
    stamped = {"version": ensemble_version(region), "results_equal_to": commit}
    write_record(record.path, {**record.content, **stamped}, record.files)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.restamp_ensembles",
        description="Kept ensembles after a change of the code that changes no result.",
    )
    parser.add_argument("--against", required=True, metavar="COMMIT", help="they were valid there")
    parser.add_argument("--members", type=int, default=3, help="of each, to run twice (default: 3)")
    options = parser.parse_args(arguments)
    if options.members < 2:
        print(f"--members is {options.members}; at least 2 are needed.", file=sys.stderr)
        return 2
    commit = resolve(options.against)
    regions = kept_regions()
    try:
        cases = [case for region in regions for case in cases_of(region, options.members)]
    except DamagedError as error:
        print(error, file=sys.stderr)
        return 2
    with copy_of(commit) as copy:
        before = state(copy, regions, valid=True)
        after = state(HERE, regions, valid=False)
        lines = [
            f"{region}: its baseline or its ranges are others"
            for region in regions
            if before[region] != after[region]
        ]
        lines = lines or differences(digests(copy, cases), digests(HERE, cases))
    if lines:
        way_out = "Nothing was stamped. Make them anew: python -m sim calibrate --region REGION"
        print("\n".join([*lines, way_out]))
        return 1
    for region in regions:
        stamp(region, commit)
        print(f"{region}: results equal to {commit[:8]}, version {ensemble_version(region)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
