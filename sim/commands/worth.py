"""`python -m sim worth`: which policy is robust, when does it fail, and what is worth measuring
before choosing.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.folders import writable_tables, write_table
from sim.commands.shared import Ending, Options, as_table, command, print_plain, screen, shown
from sim.common.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console

    from sim.doubt.choice import Choice
    from sim.doubt.spread import Spread

MILLION = 1e6
LEAST = 40  # members: a regression on fewer tells nothing
WORTH, REGRET = "worth.parquet", "regret.parquet"
EXAMPLES = (
    ("", "the choice in conf/choice/run_down.yaml"),
    ("my_choice.yaml --members 300 --replications 4", ""),
)


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Run every option over the ensemble, print, and keep."""
    options = _options(arguments)
    writable_tables(options.output, (WORTH, REGRET))
    run(options)


def run(options: argparse.Namespace) -> None:
    """Run every option over the ensemble, print, and keep."""
    from sim.doubt.choice import load_choice
    from sim.doubt.discover import regret
    from sim.doubt.spread import over_ensemble
    from sim.doubt.worth import check_learner, table
    from sim.evidence.ensemble import ensemble_for

    console = screen()
    choice = load_choice(options.choice)
    check_learner()
    ensemble = ensemble_for(choice.region)
    if options.members > len(ensemble):
        raise ConfigError(
            f"--members is {options.members}; the ensemble for {choice.region} has "
            f"{len(ensemble)}. Ask for fewer."
        )
    with shown("options over the ensemble") as tell:
        spread = over_ensemble(
            choice.options,
            region=choice.region,
            ensemble=ensemble,
            members=options.members,
            replications=options.replications,
            kpis=(choice.cost, choice.kpi),
            seed=options.seed,
            workers=options.workers or os.cpu_count() or 1,
            progress=tell,
        )
    write_table(options.output, WORTH, table(choice, spread, seed=options.seed))
    write_table(options.output, REGRET, regret(choice.loss(spread), choice.options))
    report(console, choice, spread)
    print_plain(console, f"Kept: {options.output}")


def report(console: "Console", choice: "Choice", spread: "Spread") -> None:
    """Print regret, conditions of failure and the value of information."""
    import numpy as np

    from sim.doubt.discover import CHANCE, conditions, regret
    from sim.doubt.worth import table

    loss = choice.loss(spread)
    console.print(choice.question["en"], highlight=False, markup=False)
    millions = {
        name: lambda v: f"{v / MILLION:.2f}"
        for name in ("expected", "mean_regret", "regret_95", "value", "error", "noise")
    }
    headings = {
        "option": "Option",
        "expected": "Loss",
        "mean_regret": "Regret",
        "regret_95": "95 %",
        "share_best": "Best in",
    }
    made = regret(loss, choice.options)
    console.print(
        as_table(
            made,
            "Million euro a year over the ensemble",
            headings,
            {**millions, "share_best": lambda v: f"{v:.0%}"},
        )
    )
    console.print(
        f"Loss: {choice.cost}, and {choice.price:,.0f} euro for every unit of {choice.kpi} above "
        f"{choice.at_most:,.0f}. "
        "What a policy itself costs to carry out is in it only where the model has it. "
        "Regret: what is lost against the best option of that member; in 95 % of the members it is "
        "no more.",
        highlight=False, markup=False,
    )  # fmt: skip
    best = choice.options[int(loss.mean(axis=0).argmin())]
    fails = spread.of(best, choice.kpi).mean(axis=1) > choice.at_most
    try:
        found = conditions(spread.members, np.asarray(fails))
    except ConfigError as error:
        console.print(str(error), highlight=False, markup=False)
    else:
        console.print(
            f"\n{best} stays above {choice.at_most:,.0f} {choice.kpi} in {found.share:.0%} of the "
            "members. It does so more often where:"
        )
        for c in found.conditions[:4]:
            console.print(
                f"- {c.text}: {c.density:.0%} of these fail; {c.coverage:.0%} of all failures",
                highlight=False,
                markup=False,
            )
        told = (
            "no better than chance: do not read much into them"
            if found.score < CHANCE
            else "0.50 is chance"
        )
        console.print(
            (
                "How well such rules tell failures in members they have not seen: "
                f"{found.score:.2f} "
                f"({told}).\n"
            ),
            highlight=False,
            markup=False,
        )
    worth = table(choice, spread)
    headings = {
        "what": "What is worth knowing",
        "rows": "Rows",
        "value": "Worth",
        "error": "Error",
        "noise": "Noise",
    }
    console.print(
        as_table(worth, "Value of perfect information, million euro a year", headings, millions)
    )
    console.print(
        (
            "Below 'noise' it cannot be told from nothing. The first line counts luck that is left "
            "in "
            "the means too."
        ),
        highlight=False,
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options(
        "worth", "Which policy is robust, and what is worth measuring first.", EXAMPLES
    )
    options.add_argument(
        "choice", nargs="?", default="run_down", help="a file in conf/choice/, or the path of one"
    )
    options.number("--members", 300, "sets of assumptions of the ensemble", least=LEAST)
    options.number("--replications", 2, "per member and option")
    options.seed()
    options.workers()
    options.output(Path("outputs/worth"), "folder for both tables")
    return options.read(arguments)
