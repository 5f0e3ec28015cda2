"""`python -m sim claims`: every directional claim of the sources as an experiment on the model.

Misses stated as plainly as hits. An ensemble of your own is a table (Parquet or CSV) with one row
per parameter set and one column per parameter row. With --output a folder with the table
(claims.csv, claims.md) and three figures appears whole or not at all.
"""

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from sim.commands.folders import writable_folder
from sim.commands.shared import Ending, Options, bars, command, print_plain, screen
from sim.common.errors import ConfigError, Faults, refuse, short, unknown

if TYPE_CHECKING:
    import pandas as pd

    from sim.claims.judge import ClaimResult
    from sim.claims.rows import Claim

SEED = 2027
KEPT = "kept"
LANGUAGES = ("en", "nl")
EXAMPLES = (
    ("", "all 69 at the stated values of all parameters"),
    ("--core", "the fifteen that must hold before anything else"),
    ("--claims K17,K27 --replications 64", ""),
    ("--ensemble kept --members 40", "over sets of assumptions that agree with the figures"),
)
ABOUT = (
    "# Claims of the sources, tested on the model",
    "",
    (
        "Made by `python -m sim claims --output FOLDER`; do not edit. Each claim is a direction "
        "(if X, "
        "then Y): worlds that differ in a few rows,"
    ),
    (
        "with the same luck. Difference: last side less first, or the value itself where a bound "
        "is "
        "given, with its 95 % interval; p: one-sided;"
    ),
    (
        "agree: share of parameter sets (at the stated values: of replications) with the claimed "
        "sign. "
        "A claim is reproduced when all its experiments"
    ),
    (
        "are, each at the level of the claim (`conf/claims/`). Strength of the source: R "
        "registration "
        "or study, I impression of experts, O opinion or"
    ),
    "practice model.",
    (
        "A sign that is reproduced is no evidence for the size of an effect, and no evidence that "
        "the "
        "claim is true."
    ),
    "",
    "![Relief and harm](relief_and_harm_en.svg)",
    "![Newcomers as threat and as fresh start](newcomers_en.svg)",
    "![Review that costs time and review that shortens](review_en.svg)",
    "",
)
MADE = "claims.csv"  # its presence tells a folder of results from any other
OWN = re.compile(r"claims\.(csv|md)|[a-z_]+_(nl|en)\.svg|\.DS_Store|desktop\.ini|Thumbs\.db")


@command()
def main(arguments: Sequence[str] | None, ending: Ending) -> None:
    """Check everything, run, print, and write where asked."""
    options = _options(arguments)
    check_numbers(options)
    if options.output is not None:
        writable_folder(options.output, "--output FOLDER")
        check_folder(options.output)
    run(options, ending)


def run(options: argparse.Namespace, ending: Ending) -> None:
    """Run, print, and write where asked.

    Where the figures are interrupted or the folder cannot be written, the claims that were tested
    are printed all the same.

    Raises:
        ConfigError: bad input, all faults at once, before anything runs.
    """
    from sim.claims.judge import run_claims
    from sim.claims.rows import load_claims
    from sim.claims.table import WIDTH, markdown, summary, table
    from sim.claims.tensions import measure_tensions
    from sim.common.files import whole_folder
    from sim.plots.style import styled
    from sim.plots.tensions import FIGURES

    claims = chosen(load_claims(), options.claims, options.core)
    ensemble = read_ensemble(options.ensemble, options.members)
    size = {"seed": options.seed, "workers": options.workers}
    with bars() as progress:
        tested = run_claims(
            claims,
            ensemble,
            replications=options.replications,
            progress=lambda done, total: progress.tell("claims", done, total),
            **size,
        )
    lines = [*summary(tested, None if ensemble is None else len(ensemble)), provenance(options)]

    def show() -> None:
        console = screen(WIDTH)
        if options.markdown:
            print(markdown(tested))
        else:
            console.print(table(tested))
        for line in ("", *lines):
            console.print(line, highlight=False, markup=False)

    if options.output is not None:
        try:
            with bars() as progress:
                seen = measure_tensions(
                    ensemble,
                    progress=lambda done, total: progress.tell("figures", done, total),
                    **size,
                )
            with whole_folder(options.output) as folder, styled():
                write(folder, tested, lines)
                for language in LANGUAGES:
                    for name, draw in FIGURES.items():
                        draw(seen, language).savefig(
                            folder / f"{name}_{language}.svg", metadata={"Date": None}
                        )
        except (KeyboardInterrupt, OSError):
            ending.kept = "nothing was written; the claims that were tested stand above."
            show()
            raise
    show()
    if options.output is not None:
        print_plain(screen(WIDTH), f"Written to {options.output}.")


def write(folder: Path, tested: "Sequence[ClaimResult]", lines: Sequence[str]) -> None:
    """Write the table as CSV and as Markdown with its sentences."""
    from sim.claims.table import frame, markdown
    from sim.common.files import write_text

    frame(tested).to_csv(folder / MADE, index=False, lineterminator="\n")
    write_text(folder / "claims.md", "\n".join([*ABOUT, markdown(tested), "", *lines, ""]))


def provenance(options: argparse.Namespace) -> str:
    """Return with what the numbers were made, and when."""
    from sim.claims.sides import REGION, RUN
    from sim.common.versions import model_version

    today = dt.date.today().isoformat()
    years = f"{RUN.start.year}-{RUN.end.year - 1} after {RUN.warm_up_days} days of warm-up"
    return (
        f"Region {REGION}, {years}, seed {options.seed}, model {model_version()}, made on {today}."
    )


def check_numbers(options: argparse.Namespace) -> None:
    """Refuse numbers that make no sense."""
    faults = Faults()
    if options.members is not None and options.ensemble is None:
        faults.add(
            "--members chooses from an ensemble, and none was given. Add --ensemble FILE, or leave "
            "--members out."
        )
    if options.ensemble is None and options.replications is not None and options.replications < 3:
        faults.add(
            f"--replications is {options.replications}; without an ensemble at least 3 are needed "
            "to tell anything. Raise it."
        )
    faults.stop()


def chosen(claims: "Sequence[Claim]", names: str | None, is_core: bool) -> "list[Claim]":
    """Return the claims that were asked for; all of them where nothing was asked."""
    known = {claim.number: claim for claim in claims}
    wanted = (
        list(known)
        if names is None
        else [name.strip().upper() for name in names.split(",") if name.strip()]
    )
    faults = Faults()
    for name in wanted:
        if name not in known:
            faults.add(f"--claims: {unknown('claim', name, known)}")
    if not wanted:
        faults.add("--claims is empty; name at least one, as in --claims K01,K17.")
    faults.stop()
    found = [known[name] for name in dict.fromkeys(wanted) if known[name].is_core or not is_core]
    if not found:
        refuse(f"--core: none of {', '.join(wanted)} is a core claim. Leave --core out.")
    return found


def read_ensemble(path: Path | None, n_members: int | None) -> "pd.DataFrame | None":
    """Return the ensemble of a Parquet or CSV file, or the one that is kept, or so many of its
    members, evenly spread; None without either.
    """
    if path is None:
        return None
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from sim.claims.sides import REGION
    from sim.evidence.ensemble import load_ensemble

    if str(path) == KEPT:
        whole = load_ensemble(REGION)
    else:
        try:
            if path.exists() and not path.is_file():
                raise OSError("it is no file")
            whole = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
        except (OSError, ValueError, pa.ArrowException) as error:
            why = shorten(" ".join(str(error).split()), 200, placeholder=" ...")
            raise ConfigError(
                f"--ensemble: {path} cannot be read as a table ({why}). Give a Parquet or CSV "
                "file, a column for each row."
            ) from None
    if n_members is None:
        return whole
    if n_members > len(whole):
        refuse(f"--members is {n_members}; the ensemble has {len(whole)}. Ask for fewer.")
    return whole.iloc[np.linspace(0, len(whole) - 1, n_members).round().astype(int)]


def check_folder(folder: Path) -> None:
    """Refuse to take the place of what is not of this command."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    others = "" if folder.is_dir() else str(folder)
    if not others and (folder / MADE).is_file():
        names = sorted(path.name for path in folder.iterdir() if not OWN.fullmatch(path.name))
        others = short(", ".join(names))
        if not others:
            return
    refuse(
        f"--output: {folder} exists and holds what this command did not make"
        f"{f' ({others})' if others else ''}; it would be replaced as a whole. Name a new folder."
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = Options("claims", "The claims of the sources, each as an experiment.", EXAMPLES)
    options.add_argument("--core", action="store_true", help="the core claims only")
    options.add_argument("--claims", metavar="K01,K17", help="numbers of claims; default: all")
    options.add_argument(
        "--ensemble",
        type=Path,
        metavar="FILE",
        help="kept, or Parquet or CSV: a row per parameter set; default: the stated values",
    )
    options.number("--members", None, "so many parameter sets of the ensemble", least=3)
    options.number(
        "--replications",
        None,
        "per parameter set; default: 2, or what each claim says at the stated values",
    )
    options.seed(SEED)
    options.workers()
    options.markdown()
    options.output(None, "folder for the table and the figures of three tensions")
    return options.read(arguments)
