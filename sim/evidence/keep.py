"""What happens to a calibration: every figure checked, known truths recovered, all of it kept."""

from pathlib import Path

from sim.evidence.calibrate import KEPT, LAST, Calibration
from sim.evidence.checked import checked
from sim.evidence.ensemble import save_ensemble
from sim.evidence.fit import observed
from sim.evidence.prior import load_settings
from sim.evidence.recovery import recover

TRUTHS = 200


def keep(made: Calibration, folder: Path) -> Path:
    """Check every figure, recover known truths where there was a fit, and keep it all.

    Return the folder.
    """
    settings = load_settings()
    figures = checked(made, settings, frozenset(made.origin.fitted_before), made.origin.seed)
    recoveries = []
    if made.tables:
        o = observed([t for t, f in zip(made.targets, made.fitted, strict=True) if f], settings)
        for table, kept in zip(made.tables, (KEPT, LAST), strict=True):
            recoveries.append(
                recover(
                    table,
                    made.prior.names,
                    o,
                    kept=kept,
                    truths=min(TRUTHS, len(table.z) // 3),
                    seed=made.origin.seed,
                )
            )
    return save_ensemble(made, figures, recoveries, folder)
