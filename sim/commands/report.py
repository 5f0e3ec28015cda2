"""`python -m sim report`: one page to forward about two scenarios, in Dutch or English.

It runs both with the same luck, says why they differ, and repeats the comparison over sets of
assumptions that agree with the reported figures. One file, no network.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.commands.shared import Ending, Options, bars, check_region, command, print_plain, screen
from sim.common.errors import ConfigError

EXAMPLES = (
    ("--language nl", ""),
    ("--scenario ombouw --region limburg --replications 20", ""),
    ("--assumptions", "which assumptions matter: some minutes more"),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Run both scenarios and write the page."""
    options = _options(arguments)
    check_region(options.region)
    page = options.output or Path(f"report.{options.language}.html")
    if page.suffix != ".html" or os.path.isdir(page):
        raise ConfigError(f"--output is {page}; a file that ends in .html is needed.")
    from sim.common.files import writable_file

    writable_file(page)
    run(options, page)


def run(options: argparse.Namespace, page: Path) -> None:
    """Run both scenarios and write the page."""
    from sim.world.scenario import load_scenario

    asked = load_scenario(options.scenario)
    base = load_scenario(options.base or asked.usual_base)

    from sim.evidence.ensemble import ensemble_if_kept
    from sim.front_door import prepare, run_all
    from sim.reporting.report import report
    from sim.why.assumptions import assumptions_that_matter

    size = {
        "region": options.region,
        "replications": options.replications,
        "seed": options.seed,
        "workers": options.workers,
    }
    if not options.no_doubt:
        ensemble_if_kept(options.region)  # a damaged one is told before anything runs
    prepared = [prepare(scenario, **size) for scenario in (base, asked)]
    with bars() as progress:

        def tell(what: str) -> Callable[[int, int], None]:
            return lambda done, total: progress.tell(what, done, total)

        titles = [each.scenario.title["en"] for each in prepared]
        first, second = run_all(
            prepared, lambda done, total: progress.tell_all(titles, done, total)
        )
        matters = None
        if options.assumptions:
            matters = assumptions_that_matter(
                asked,
                base=base,
                region=options.region,
                replications=3,
                seed=options.seed,
                workers=options.workers,
                progress=tell("assumptions"),
            )
    made = report(
        first,
        second,
        page,
        options.language,
        matters,
        over_ensemble=not options.no_doubt,
    )
    print_plain(screen(), f"Written: {made}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("report", "One page to forward about two scenarios.", EXAMPLES)
    options.add_argument(
        "--scenario",
        default="jzplus_zero_2030",
        metavar="NAME",
        help="the question, or the path of a file; default: jzplus_zero_2030",
    )
    options.add_argument(
        "--base", metavar="NAME", help="what it is compared with; default: its usual base"
    )
    options.region()
    options.number("--replications", 100, "replications of both", least=2)
    options.seed()
    options.workers()
    options.language("nl")
    options.add_argument(
        "--assumptions", action="store_true", help="work out which assumptions matter too"
    )
    options.add_argument(
        "--no-doubt",
        action="store_true",
        help="leave the repetition over sets of assumptions out",
    )
    options.output(None, "file to write; default: report.<language>.html here")
    return options.read(arguments)
