"""What is believed before any figure is looked at.

For each fitted row the value in use is the median, and its range holds 95 %. Each row is a normal
distribution of two halves, each with the width of its own side: the ends of the range lie two
standard deviations from the value in use, and are cut off there. Where the value in use is an end
itself, all lies on the other side. Rows are independent; each is also counted in normal scores z
(the standard normal quantile of its probability), in which the prior is independent standard
normal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
from scipy import special

from sim.common import checks
from sim.common.arrays import Floats
from sim.common.errors import Faults, refuse, show, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.evidence.targets import load_targets
from sim.world.build import default_groups
from sim.world.parameters import load_rows
from sim.world.region import load_regions
from sim.world.row import GRADES, UNCERTAIN, Row

ENDS = 2.0  # standard deviations from the value in use to the ends of the range
TAIL = float(special.ndtr(-ENDS))
ROUNDING = 1e-12


@dataclass(frozen=True)
class Settings:
    """`conf/calibration.yaml`, checked.

    `repeats` holds, by target, the targets from which it follows.
    """

    not_fitted: Mapping[str, str]
    narrowed: Mapping[str, Mapping[str, float]]
    discrepancy: float
    grades: tuple[str, ...]
    fitted_until: Any
    repeats: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Prior:
    """Independent normal distributions of two halves.

    Attributes:
        names: (k,) full row names.
        low, middle, high: (k,) in the unit of the row.
    """

    names: tuple[str, ...]
    low: Floats
    middle: Floats
    high: Floats

    def values(self, z: Floats) -> Floats:
        """Return values (n, k) of normal scores (n, k)."""
        below, above = self._widths()
        u = special.ndtr(z)
        u = np.where(below == 0.0, 0.5 + u / 2.0, np.where(above == 0.0, u / 2.0, u))
        t = special.ndtri(TAIL + u * (1.0 - 2.0 * TAIL)) / ENDS
        values: Floats = np.clip(
            self.middle + np.where(t > 0.0, above, below) * t, self.low, self.high
        )
        return values

    def scores(self, values: Floats) -> Floats:
        """Return normal scores (n, k) of values (n, k) within the ranges.

        The inverse of `values`.
        """
        below, above = self._widths()
        away = values - self.middle
        t = away / np.where((away > 0.0) | (below == 0.0), above, below)
        u = (special.ndtr(ENDS * t) - TAIL) / (1.0 - 2.0 * TAIL)
        u = np.where(below == 0.0, 2.0 * u - 1.0, np.where(above == 0.0, 2.0 * u, u))
        scores: Floats = special.ndtri(np.clip(u, ROUNDING, 1.0 - ROUNDING))
        return scores

    def _widths(self) -> tuple[Floats, Floats]:
        return self.middle - self.low, self.high - self.middle

    def draw(self, n: int, seed: int) -> Floats:
        """Return normal scores (n, k) of independent draws.

        The first m of n draws are the m draws of the same seed.
        """
        rows = [np.random.default_rng([seed, k]).standard_normal(len(self.names)) for k in range(n)]
        return np.array(rows).reshape(n, len(self.names))


def load_settings(path: Path | None = None) -> Settings:
    """Return the checked settings of `conf/calibration.yaml`.

    Raises:
        ConfigError: unknown, missing or impossible entries, all at once.
    """
    path = CONF / "calibration.yaml" if path is None else path
    content, faults = load_mapping(path, path.name), Faults()
    checks.check_keys(
        content,
        path.name,
        faults,
        required=("not_fitted", "narrowed", "discrepancy", "grades", "fitted_until", "repeats"),
    )
    faults.stop()
    not_fitted = checks.mapping(
        content["not_fitted"], f"{path.name}: 'not_fitted'", faults, of="patterns to reasons"
    )
    narrowed = checks.mapping(
        content["narrowed"],
        f"{path.name}: 'narrowed'",
        faults,
        of="patterns to 'factor' and 'log_odds'",
    )
    for key, patterns in (("not_fitted", not_fitted), ("narrowed", narrowed)):
        for pattern in patterns:
            checks.text(pattern, f"{path.name}: '{key}': the pattern {show(pattern)}", faults)
    for pattern, reason in not_fitted.items():
        checks.text(reason, f"{path.name}: 'not_fitted.{pattern}'", faults)
    widths = {
        pattern: _narrowing(entry, f"{path.name}: 'narrowed.{pattern}'", faults)
        for pattern, entry in narrowed.items()
    }
    discrepancy = checks.number(content["discrepancy"], f"{path.name}: 'discrepancy'", faults)
    if discrepancy is not None and not 0.0 <= discrepancy <= 1.0:
        faults.add(
            f"{path.name}: 'discrepancy' is {show(discrepancy)}; it is a share of a figure, 0 to "
            "1. Correct it."
        )
    grades = content["grades"] if isinstance(content["grades"], list) else [content["grades"]]
    if not grades:
        faults.add(f"{path.name}: 'grades' is empty; name at least one of {', '.join(GRADES)}.")
    for grade in grades:
        checks.one_of(grade, GRADES, f"{path.name}: 'grades'", faults)
    until = checks.day(content["fitted_until"], f"{path.name}: 'fitted_until'", faults)
    repeats = checks.mapping(
        content["repeats"],
        f"{path.name}: 'repeats'",
        faults,
        of="targets to the targets from which they follow",
    )
    known = [target.name for target in load_targets(CONF / "targets")]
    for name, others in repeats.items():
        if not isinstance(others, list) or not others:
            faults.add(
                f"{path.name}: 'repeats.{name}' is {show(others)}; it is a list of targets. Name "
                "those from which this one follows."
            )
            continue
        for each in (name, *others):
            if each not in known:
                faults.add(
                    f"{path.name}: 'repeats.{name}': {unknown('target', each, known)} Correct it."
                )
    faults.stop()
    follows = {name: tuple(others) for name, others in repeats.items()}
    return Settings(not_fitted, widths, float(discrepancy or 0.0), tuple(grades), until, follows)


def _narrowing(entry: Any, where: str, faults: Faults) -> dict[str, float]:
    """Return the factor and the log-odds to which ranges around a value are narrowed."""
    content = checks.mapping(entry, where, faults, of="factor and log_odds")
    checks.check_keys(content, where, faults, required=("factor", "log_odds"))
    found = {}
    for key, above in (("factor", 1.0), ("log_odds", 0.0)):
        value = (
            checks.number(content.get(key), f"{where}: '{key}'", faults) if key in content else 1
        )
        if value is not None and key in content and value <= above:
            faults.add(
                f"{where}: '{key}' is {show(value)}; it must be above {show(above)}, or nothing is "
                "left of a range. Correct it, or leave the row out with 'not_fitted'."
            )
        found[key] = 1.0 if value is None else float(value)
    return found


def load_prior(region: str | Sequence[str], settings: Settings | None = None) -> Prior:
    """Return the prior of a region, or of several together.

    Rows of kind assumption or estimate that `conf/calibration.yaml` does not leave out. Never
    fitted: whole numbers, rows of which the region has its own value, and rows whose recorded value
    changes over the years (one number would erase that course).

    Raises:
        ConfigError: a pattern that fits no row, an unknown region.
    """
    settings = load_settings() if settings is None else settings
    rows = load_rows(CONF / "parameters", default_groups())
    own = {
        name
        for profile in load_regions(region, rows=rows, folder=CONF / "region")
        for name in profile.rows
    }
    faults = Faults()
    for pattern in (*settings.not_fitted, *settings.narrowed):
        if not any(fnmatch(name, pattern) for name in rows):
            faults.add(f"calibration.yaml: {unknown('row', pattern, rows)} Correct or remove it.")
    faults.stop()
    chosen = [row for row in rows.values() if row.name not in own and _is_fitted(row, settings)]
    ranges = np.array([_range(row, settings) for row in chosen])
    if not len(chosen):
        refuse("calibration.yaml: 'not_fitted' leaves no row to fit. Remove a pattern.")
    return Prior(tuple(row.name for row in chosen), ranges[:, 0], ranges[:, 1], ranges[:, 2])


def _is_fitted(row: Row, settings: Settings) -> bool:
    if (
        row.kind not in UNCERTAIN
        or row.integer
        or row.is_region
        or len(row.values) != 1
        or any(fnmatch(row.name, p) for p in settings.not_fitted)
    ):
        return False
    low, middle, high = _range(row, settings)
    return low < high and low <= middle <= high


def _range(row: Row, settings: Settings) -> tuple[float, float, float]:
    """Return (low, middle, high).

    The plausible range, narrowed where it is shared by things as different as settings.
    """
    (low, high), middle = row.plausible, row.values[-1].value
    for pattern, narrow in settings.narrowed.items():
        if fnmatch(row.name, pattern):
            if low < 0.0:
                low, high = (
                    max(low, middle - narrow["log_odds"]),
                    min(high, middle + narrow["log_odds"]),
                )
            else:
                low, high = (
                    max(low, middle / narrow["factor"]),
                    min(high, middle * narrow["factor"]),
                )
    return low, middle, high
