"""`python -m benchmarks`; `python -m benchmarks budget` for what one lane does (`budget.py`).

Time everything in one run and write RESULTS.md: machine, versions, date, and ratios beside the
goals, misses included.
"""

import datetime as dt
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numba
import numpy
import simpy

from benchmarks import budget

ENGINES = ("serial", "pool", "dask")
HERE = Path(__file__).parent
ROOT = HERE.parent


def main() -> int:
    """Run the benchmarks and write the results; or print the budget of a lane."""
    if sys.argv[1:2] == ["budget"]:
        return budget.main(sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "benchmarks.json"
        command = [
            "pytest",
            str(HERE),
            "-p",
            "no:xdist",
            "-o",
            "addopts=",
            "--import-mode=importlib",
            "-q",
            f"--benchmark-json={report}",
        ]
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode
        if not report.exists():
            return code
        found = {each["name"]: each for each in json.loads(report.read_bytes())["benchmarks"]}
    text = results(found)
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return code


def results(found: dict[str, Any]) -> str:
    """Return the page."""
    from benchmarks.test_sweep import N_EMPTY

    def best(name: str) -> float:
        return float(found[name]["stats"]["min"]) if name in found else math.nan

    def info(name: str, key: str) -> float:
        return float(found[name]["extra_info"][key]) if name in found else math.nan

    two, ten = best("test_core_region_two_years"), best("test_core_region_ten_years")
    one_thread, two_threads = best("test_region_24_lanes[1]"), best("test_region_24_lanes[2]")
    lanes = {n: best(f"test_small_lanes[{n}]") / n for n in (1, 64, 1000)}
    years = [best(f"test_horizon[{n}]") for n in (5, 10, 20)]
    regions = [
        (info(f"test_regions[{n}]", "events"), best(f"test_regions[{n}]")) for n in (1, 2, 4)
    ]
    by_events = math.log(regions[2][1] / regions[0][1]) / math.log(regions[2][0] / regions[0][0])
    speed_two = best("test_reference_region_two_years") / two
    speed_ten = best("test_reference_region_ten_years") / ten
    country = best("test_core_country_ten_years")
    memory = (info("test_memory[40]", "MiB") - info("test_memory[8]", "MiB")) / 32
    rows = [
        ("Reference : core, region, two years, one thread", f"{speed_two:,.0f}", "at least 200"),
        ("Reference : core, region, ten years, one thread", f"{speed_ten:,.0f}", "at least 200"),
        (
            "Reference : core, ten years, two threads",
            f"{speed_ten * one_thread / two_threads:,.0f}",
            "at least 380",
        ),
        ("Region over ten years, one lane", f"{ten * 1e3:,.0f} ms", "at most 30 ms"),
        ("Netherlands over ten years, one lane", f"{country * 1e3:,.0f} ms", "at most 300 ms"),
        (
            "Planned events and daily rounds per second, region",
            f"{info('test_core_region_ten_years', 'events') / ten / 1e6:.1f} million",
            "8 million",
        ),
        (
            "Core : queue written in C (which remembers nothing else)",
            f"{best('test_queue_in_core') / best('test_queue_in_c'):.1f}",
            "at most 1.25",
        ),
        (
            "Plain SimPy : core, the same queue",
            f"{best('test_queue_in_simpy') / best('test_queue_in_core'):,.0f}",
            "",
        ),
        (
            "Ciw : core, the same queue",
            f"{best('test_queue_in_ciw') / best('test_queue_in_core'):,.0f}",
            "",
        ),
        (
            "Ciw : reference, the same queue",
            f"{best('test_queue_in_ciw') / best('test_queue_in_reference'):.2f}",
            "",
        ),
        (
            "One thread : two threads, 24 lanes of a region",
            f"{one_thread / two_threads:.2f}",
            "at least 1.9",
        ),
        ("Time per lane, 1 : 64 lanes of a small world", f"{lanes[1] / lanes[64]:.2f}", ""),
        ("Time per lane, 1000 : 64 lanes", f"{lanes[1000] / lanes[64]:.2f}", "0.9 to 1.1"),
        (
            "Exponent of time in horizon (5 to 20 years)",
            f"{math.log(years[2] / years[0]) / math.log(4):.2f}",
            "1",
        ),
        ("Exponent of time in events (1 to 4 regions)", f"{by_events:.2f}", "1"),
        (
            "Warm start of Python to the first number",
            f"{best('test_warm_start_to_the_first_number'):.1f} s",
            "at most 2 s",
        ),
        (
            "Memory per further lane that is kept, region, 15 years",
            f"{memory:.1f} MiB",
            "what is recorded",
        ),
        *[
            (
                f"{what} that run their past once : one by one, processor time",
                f"{info(f'test_past_once[{which}]', 'ratio'):.2f}",
                "",
            )
            for what, which in (("A scenario and its base", "pair"), ("Eight points", "points"))
        ],
        *[
            (
                f"Cost of an empty task, {engine}",
                f"{best(f'test_empty_tasks[{engine}]') / N_EMPTY * 1e3:.1f} ms",
                "",
            )
            for engine in ENGINES
        ],
        (
            "Sweep of 200 points by 20 replications, region, two processes",
            f"{best('test_200_points_by_20_replications') / 60:.1f} min",
            "",
        ),
        (
            "... most memory of a process",
            f"{info('test_200_points_by_20_replications', 'MiB'):,.0f} MiB",
            "",
        ),
        ("... once more when it is finished", f"{best('test_a_finished_sweep_again'):.1f} s", ""),
        (
            "Calibration of a region from nothing, two processes",
            f"{best('test_calibration_of_a_region') / 60:.1f} min",
            "at most 30 min",
        ),
        (
            "The core claims, two threads",
            f"{best('test_core_claims') / 60:.1f} min",
            "at most 5 min",
        ),
        (
            "Tables of twenty replications to Parquet",
            f"{best('test_tables_of_twenty_replications_to_parquet'):.1f} s",
            "",
        ),
    ]
    table = "\n".join(f"| {what} | {value} | {goal} |" for what, value, goal in rows)
    versions = (
        f"Python {platform.python_version()}, Numba {numba.__version__}, NumPy "
        f"{numpy.__version__}, SimPy {simpy.__version__}"
    )
    return f"""# How fast it is

Measured on {dt.date.today().isoformat()} by `python -m benchmarks`, everything in one run:
{_processor()}, {os.cpu_count()} processors, {versions}. Best of several rounds each.
Read the ratios; the times are those of this machine on that day. Region: Noord-Holland, all rules
on.

What limits: nothing stands out (`python -m benchmarks budget` prints it function by function). In
a profile of one lane of a region the largest parts are answers of providers and whom to ask next
(22 %), exponentials, logarithms and powers of the C library (15 %), rates of those for whom
something changed (10 %), planning, taking and sorting (12 %) and draws (6 %); the rest is spread
over a hundred handlers, each waiting now and then for memory. The country does not fit in the cache
of one processor. The queue in C keeps two counters where the model keeps youths, teams, draws and
books. A warm start is mostly loading pandas, Numba and the kernel.

| What | Measured | Goal |
|---|---:|---:|
{table}
"""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(
            line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
