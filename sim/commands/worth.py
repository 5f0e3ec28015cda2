"""`python -m sim worth`.

Which policy is robust, when does it fail, and what is worth measuring before choosing.

    python -m sim worth                                # the choice in conf/choice/run_down.yaml
    python -m sim worth my_choice.yaml --members 300 --replications 4

Exit code 0; 2 for bad input; 130 when interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from sim.commands.shared import as_table, guarded, shown
from sim.common.errors import ConfigError
from sim.doubt.choice import Choice, load_choice
from sim.doubt.discover import conditions, regret
from sim.doubt.spread import Spread, over_ensemble
from sim.doubt.worth import table

MILLION = 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sim worth",
        description="Which policy is robust, and what is worth measuring.",
    )
    parser.add_argument(
        "choice", nargs="?", default="run_down", help="a file in conf/choice/, or the path of one"
    )
    parser.add_argument("--members", type=int, default=300, help="of the ensemble (default: 300)")
    parser.add_argument(
        "--replications", type=int, default=2, help="per member and option (default: 2)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--output", type=Path, default=Path("outputs/worth"))
    options = parser.parse_args(arguments)
    return guarded(lambda: run(Console(), options), "nothing was kept.")


def run(console: Console, options: argparse.Namespace) -> None:
    """Run every option over the ensemble, print, and keep."""
    choice = load_choice(options.choice)
    with shown("options over the ensemble") as tell:
        spread = run_choice(
            choice, options.members, options.replications, options.seed, options.workers, tell
        )
    report(console, choice, spread)
    options.output.mkdir(parents=True, exist_ok=True)
    table(choice, spread, seed=options.seed).to_parquet(
        options.output / "worth.parquet", index=False
    )
    regret(choice.loss(spread), choice.options).to_parquet(
        options.output / "regret.parquet", index=False
    )
    console.print(f"Kept: {options.output}", highlight=False, markup=False)


def run_choice(
    choice: Choice, members: int, replications: int, seed: int, workers: int, tell: "object" = None
) -> Spread:
    """Return all options of a choice over the ensemble of its region."""
    return over_ensemble(
        choice.options,
        region=choice.region,
        members=members,
        replications=replications,
        kpis=(choice.cost, choice.kpi),
        seed=seed,
        workers=workers,
        progress=tell,  # type: ignore[arg-type]
    )


def report(console: Console, choice: Choice, spread: Spread) -> None:
    """Print regret, conditions of failure and the value of information."""
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
            if found.score < 0.6
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


if __name__ == "__main__":
    sys.exit(main())
