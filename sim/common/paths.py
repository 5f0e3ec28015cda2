"""Where the configuration and the scenarios are, in a checkout and in an installed wheel.

In a checkout `conf/` and `scenarios/` stand beside `sim/`; a wheel carries both inside the package,
under `sim/_data/`. Ask here, never build such a path elsewhere. `ROOT` is the parent of both,
because Hydra's search path must be the parent of a group's folder.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]

ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data" / "conf").is_dir() else _PACKAGE.parent
"""Parent of `conf/` and `scenarios/`."""

CONF = ROOT / "conf"
"""Parameters, regions, targets and the main configuration."""

SCENARIOS = ROOT / "scenarios"
"""One YAML file per question; only what differs from the baseline."""
