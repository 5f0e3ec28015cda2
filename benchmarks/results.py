"""The page of results: every figure beside its goal, ratios first. What was not measured in the run
is left out.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LANES = (8, 40)  # of the test of memory
WARM = "test_warm_start_to_the_first_number"


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: of what.
        value: nan where it was not measured.
        form: how it and its goal are written, a format string.
        most: goal: at most this.
        least: goal: at least this.
    """

    what: str
    value: float
    form: str = "{:.2f}"
    most: float | None = None
    least: float | None = None

    def line(self) -> str:
        """Return the row of the table; a goal that is missed is called a miss."""
        goal = verdict = ""
        if self.most is not None:
            goal, is_met = f"at most {self.form.format(self.most)}", self.value <= self.most
            verdict = "met" if is_met else "**miss**"
        elif self.least is not None:
            goal, is_met = f"at least {self.form.format(self.least)}", self.value >= self.least
            verdict = "met" if is_met else "**miss**"
        return f"| {self.what} | {self.form.format(self.value)} | {goal} | {verdict} |"


class Measured:
    """Figures of a run of pytest-benchmark, by name of the test; nan where there is none."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._found = found

    def best(self, name: str) -> float:
        """Return the least time (s)."""
        return float(self._found[name]["stats"]["min"]) if name in self._found else math.nan

    def middle(self, name: str) -> float:
        """Return the median time (s)."""
        return float(self._found[name]["stats"]["median"]) if name in self._found else math.nan

    def info(self, name: str, key: str) -> float:
        """Return a figure that a test noted."""
        return float(self.text(name, key) or math.nan)

    def text(self, name: str, key: str) -> Any:
        """Return what a test noted, or nothing."""
        return self._found.get(name, {}).get("extra_info", {}).get(key)


def exponent(small: tuple[float, float], large: tuple[float, float]) -> float:
    """Return how time grows with size: the power, from two pairs of size and time."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def ratios(of: Measured) -> list[Row]:
    """Return what does not depend on the machine, or little."""
    best, info = of.best, of.info
    speed = info("test_reference_and_core", "ratio")
    one, two = best("test_region_24_lanes[1]"), best("test_region_24_lanes[2]")
    lanes = {n: best(f"test_small_lanes[{n}]") / n for n in (1, 64, 1000)}
    years = {n: (float(n), info("test_horizon", f"seconds {n}")) for n in (5, 20)}
    regions = {
        n: (info("test_regions", f"events {n}"), info("test_regions", f"seconds {n}"))
        for n in (1, 4)
    }
    queue = best("test_queue_in_core")
    return [
        Row("Reference : core, region, ten years, one thread", speed, "{:,.0f}", least=1000),
        Row("Reference : core, two threads", speed * one / two, "{:,.0f}", least=1900),
        Row("Core : skeleton in C, in turn", info("test_core_and_skeleton", "ratio"), most=1.4),
        Row(
            "This edition : first edition, region, ten years, in turn",
            info("test_first_edition[noord_holland]", "ratio"),
            most=0.45,
        ),
        Row(
            "This edition : first edition, country, ten years, in turn",
            info("test_first_edition[nederland]", "ratio"),
            most=0.4,
        ),
        Row("One thread : two threads, 24 lanes of a region", one / two),
        Row("Time per lane of a small world, 1 : 64 lanes", lanes[1] / lanes[64], most=1.3),
        Row("Time per lane of a small world, 1000 : 64 lanes", lanes[1000] / lanes[64]),
        Row(
            "Exponent of time in horizon (5 to 20 years)", exponent(years[5], years[20]), most=1.05
        ),
        Row(
            "Exponent of time in events (1 to 4 regions)",
            exponent(regions[1], regions[4]),
            most=1.05,
        ),
        Row(
            "A scenario and its base that run their past once : one by one",
            info("test_past_once[pair]", "ratio"),
        ),
        Row("Eight points, likewise", info("test_past_once[points]", "ratio")),
        Row("Plain SimPy : core, a queue", best("test_queue_in_simpy") / queue, "{:,.0f}"),
        Row("Ciw : core, the same queue", best("test_queue_in_ciw") / queue, "{:,.0f}"),
    ]


def times(of: Measured) -> list[Row]:
    """Return milliseconds, memory and what a user waits for: those of one machine."""
    from benchmarks.test_sweep import N_EMPTY

    best, info, with_log = of.best, of.info, "test_core_region_ten_years_with_log"
    sweep, kept = "test_200_points_by_20_replications", "test_memory[{}]"
    few, many = (info(kept.format(n), "MiB") for n in LANES)
    memory = (many - few) / (LANES[1] - LANES[0])
    ms, seconds, minutes = "{:,.1f} ms", "{:.1f} s", "{:.1f} min"
    return [
        Row("One lane, region, ten years", 1e3 * best("test_core_region_ten_years"), ms),
        Row("One lane, region, the full log written too", 1e3 * best(with_log), ms),
        Row("Skeleton in C of that lane", 1e3 * info("test_core_and_skeleton", "skeleton"), ms),
        Row(
            "One lane, region, ten years, first edition",
            1e3 * info("test_first_edition[noord_holland]", "first"),
            ms,
        ),
        Row("One lane, country, ten years", 1e3 * best("test_core_country_ten_years"), ms),
        Row(
            "One lane, country, ten years, first edition",
            1e3 * info("test_first_edition[nederland]", "first"),
            ms,
        ),
        Row(
            "Facts logged a second (rows of the full log), region, one core",
            info(with_log, "facts") / best(with_log) / 1e6,
            "{:.1f} million",
            least=8,
        ),
        Row("Memory per further lane that is kept, region, 15 years", memory, "{:.1f} MiB", 1.6),
        Row("Warm start of Python to the first number", best(WARM), seconds, 2.0),
        Row(
            "100 pairs of a new question on the page, median",
            of.middle("test_100_pairs_of_a_new_question"),
            seconds,
            2.0,
        ),
        Row("Sweep of 200 points by 20 replications, region", best(sweep), "{:,.0f} s", 60.0),
        Row("... most memory of a process", info(sweep, "MiB"), "{:,.0f} MiB"),
        Row("... once more when it is finished", best("test_a_finished_sweep_again"), seconds),
        *[
            Row(
                f"Cost of an empty task, {engine}",
                1e3 * best(f"test_empty_tasks[{engine}]") / N_EMPTY,
                ms,
            )
            for engine in ("serial", "pool", "dask")
        ],
        Row(
            "Calibration of a region from nothing, two processes",
            best("test_calibration_of_a_region") / 60,
            minutes,
            30.0,
        ),
        Row("The core claims, two threads", best("test_core_claims") / 60, minutes, 5.0),
        Row(
            "Tables of twenty replications to Parquet",
            best("test_tables_of_twenty_replications_to_parquet"),
            seconds,
        ),
    ]


def table(rows: Sequence[Row]) -> str:
    """Return the rows that were measured."""
    lines = [row.line() for row in rows if not math.isnan(row.value)]
    return "\n".join(["| What | Measured | Goal | |", "|---|---:|---:|---|", *lines])


def page(found: Mapping[str, Any], about: str) -> str:
    """Return the page, from benchmarks by name and a few lines about the run."""
    of = Measured(found)
    parts = of.text("test_core_and_skeleton", "page")
    skeleton = f"\nThe skeleton, part by part:\n\n```\n{parts}\n```\n" if parts else ""
    return f"""# How fast it is

{about}

## Ratios

{table(ratios(of))}

The skeleton does in C what a lane of a region needs as primitives, as often as was counted in a
lane in the same run, and nothing of the model: draws, exponentials, logarithms, powers, planned
entries, hazards set anew, rows and visits to records of youths. Searches, lists, books, and records
that come and go are not in it. The first edition is commit 98f962e: other rules, fewer facts.
{skeleton}
## Times, on this machine

{table(times(of))}
"""
