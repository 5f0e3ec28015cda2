"""`python -m sim calibrate`: fit assumptions and estimates of a region to reported figures, and
keep the posterior ensemble.

Interrupt it as you like; the same command goes on with what is missing.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.commands.folders import writable_folder
from sim.commands.shared import (
    Ending,
    Options,
    bars,
    check_region,
    command,
    folder,
    print_plain,
    screen,
)
from sim.common.errors import ConfigError
from sim.common.paths import CONF

DRAWS, MEMBERS = 3000, 300
FEWEST = 140  # draws from the prior without which no region can be fitted; some need more
EXAMPLES = (
    ("", "Noord-Holland, as kept in conf/ensemble/"),
    (
        "--region nederland --start noord_holland --draws 1200",
        "begin from another region's ensemble",
    ),
    (
        "--region rotterdam_rijnmond --start nederland --check",
        "how well does it do where it was not fitted?",
    ),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Calibrate, print how well it fits, and keep the ensemble."""
    options = _options(arguments)
    check_region(options.region)
    for key, region in (("--region", options.region), ("--start", options.start)):
        if region and region.endswith(".yaml"):
            raise ConfigError(
                f"{key} is {region}; a region that is fitted needs a name, for its figures in "
                "conf/targets/ and for its ensemble. Put the file in conf/region/ and name it."
            )
    if options.start:
        check_region(options.start)
    if options.draws < FEWEST and not (options.start or options.check):
        raise ConfigError(
            f"--draws is {options.draws}: too few to fit a region from the prior. At least "
            f"{FEWEST} are needed, for some regions more. Raise it."
        )
    writable_folder(options.output / options.region, "--output FOLDER")
    writable_folder(options.work / options.region, "--work FOLDER", "work")
    run(options, ending)


def run(options: argparse.Namespace, ending: Ending) -> None:
    """Calibrate, print how well it fits, and keep the ensemble."""
    from sim.evidence.calibrate import calibrate
    from sim.evidence.ensemble import FOLDER, check_place, load_ensemble
    from sim.evidence.keep import keep
    from sim.evidence.tables import conflicts, expectations_told, fit_table
    from sim.experiment.executors import Pool, Serial

    console = screen()
    check_place(options.region, options.output)
    start = None
    if options.start:  # just made here, or one that is kept
        start = load_ensemble(
            options.start, options.output if (options.output / options.start).exists() else FOLDER
        )
    workers = options.workers or os.cpu_count() or 1
    with bars() as progress:

        def tell(what: str, done: int, total: int) -> None:
            if done:
                ending.kept = (
                    f"draws that were finished are kept in {options.work}. The same command goes "
                    "on from there."
                )
            progress.tell(what, done, total)

        made = calibrate(
            options.region,
            draws_wanted=options.draws,
            members=options.members,
            seed=options.seed,
            folder=options.work,
            executor=Serial() if workers == 1 else Pool(workers),
            progress=tell,
            note=lambda line: print(line, file=sys.stderr),
            start=start,
            check=options.check,
        )
    try:
        kept = keep(made, options.output)
    except OSError as error:
        raise ConfigError(
            f"{options.output / options.region} cannot be written ({error.strerror or error}). All "
            f"draws are kept in {options.work}: make room, or choose another folder with --output, "
            "and give the same command again; it simulates nothing anew."
        ) from error
    if made.fitted.any():
        console.print(fit_table(made))
    print_plain(console, *expectations_told(made), *conflicts(made), f"Kept: {kept}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "calibrate", "Fit assumptions and estimates of a region to reported figures.", EXAMPLES
    )
    options.region(more=" (about eight times as long)")
    options.number("--draws", DRAWS, "draws from the prior, each simulated once")
    options.add_argument(
        "--start", metavar="NAME", help="region whose ensemble takes the place of the prior"
    )
    options.add_argument(
        "--check",
        action="store_true",
        help="do not fit: only see how well the ensemble of --start does here",
    )
    options.number("--members", MEMBERS, "draws of the posterior that are kept")
    options.seed()
    options.workers("processes")
    options.add_argument(
        "--work",
        type=lambda text: folder(text, "work"),
        default=Path("outputs/calibration"),
        metavar="FOLDER",
        help="where finished draws are kept; default: outputs/calibration",
    )
    options.output(CONF / "ensemble", "folder for the ensemble", "conf/ensemble")
    return options.read(arguments)
