"""Writes docs/validation.md and its figures.

What was fitted to what, what was kept for checking, what drives the answer, what is worth
measuring. It reads the ensembles in conf/ensemble/ and simulates the rest; what was simulated is
kept in outputs/validation/ and read again.

    python -m scripts.validation                  # half an hour on two slow cores
"""

import argparse
import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from rich.progress import Progress

from sim.common.errors import ConfigError
from sim.doubt.choice import load_choice
from sim.doubt.discover import conditions, regret
from sim.doubt.sensitivity import KPIS, DriverQuestion, decompose, leading, ranges_of, screen
from sim.doubt.spread import HEADLINE_NAMES, Spread, over_ensemble
from sim.doubt.worth import table as worth_table
from sim.evidence.checked import BOUND, EARLIER, ELSEWHERE, FITTED, LATER, PROXY, REPEAT
from sim.evidence.ensemble import (
    COUNTRY,
    ensemble_version,
    kept_regions,
    load_ensemble,
    load_figures,
    load_recoveries,
)
from sim.evidence.expectations import load_expectations
from sim.evidence.kept_tables import KeptTables, read_table, write_table
from sim.evidence.tables import number
from sim.measures.kpis import kpi_of, title_of
from sim.plots.style import new_figure, styled
from sim.plots.validation import plot_agreement, plot_drivers, plot_ranks
from sim.world.build import default_conf, default_groups
from sim.world.parameters import load_rows

ROOT = Path(__file__).resolve().parents[1]
DOCS, KEPT = ROOT / "docs", ROOT / "outputs" / "validation"
FIRST, SCENARIO, BASE = "noord_holland", "jzplus_zero_2030", "baseline"
LEARNED = 0.9  # posterior over prior standard deviation in normal scores
LISTED = 10
ROLES = (FITTED, EARLIER, REPEAT, LATER, ELSEWHERE, BOUND, PROXY)
Frame = pd.DataFrame


def content_of(region: str) -> str:
    """Return a hash of the ensemble of a region."""
    return hashlib.sha256(
        np.ascontiguousarray(load_ensemble(region).to_numpy(np.float64)).tobytes()
    ).hexdigest()[:8]


def kept(name: str, seed: int, make: Callable[[], Frame], region: str = FIRST) -> Frame:
    """Return a table that was made before with this version, ensemble and seed, else make it and
    keep it.
    """
    asked = f"{name}-{ensemble_version(region)}-{content_of(region)}-{seed}"
    tables = KeptTables(KEPT)
    found = tables.read(asked)
    if told := tables.told():
        print(told)
    return read_table(write_table(KEPT, asked, make())) if found is None else found


def kept_spread(
    name: str,
    seed: int,
    scenarios: tuple[str, ...],
    kpis: tuple[str, ...],
    most: int,
    region: str = FIRST,
) -> Spread:
    """Return scenarios over at most so many members of the ensemble of a region, two replications
    each, as `kept`.
    """
    members, replications = load_ensemble(region).iloc[:most].reset_index(drop=True), 2
    shape = (len(scenarios), len(members), replications, len(kpis))

    def make() -> Frame:
        with Progress(transient=True) as progress:
            bar = progress.add_task(name, total=None)
            made = over_ensemble(
                scenarios,
                region=region,
                members=len(members),
                replications=replications,
                kpis=kpis,
                seed=seed,
                progress=lambda done, total: progress.update(bar, completed=done, total=total),
            )
        return pd.DataFrame({"value": made.values.ravel()})

    found = kept(f"{name}{len(members)}x{replications}", seed, make, region)
    return Spread(
        region, scenarios, kpis, found["value"].to_numpy(np.float64).reshape(shape), members
    )


def markdown(headings: list[str], rows: list[list[str]], right: int = 1) -> str:
    """Return a Markdown table; all but the first `right` columns stand right."""
    rule = ["---"] * right + ["---:"] * (len(headings) - right)
    return "\n".join("| " + " | ".join(row) + " |" for row in [headings, rule, *rows])


def save(figure: Figure, name: str) -> str:
    """Write a figure beside the page and return its name."""
    with styled():
        figure.savefig(DOCS / name, dpi=110, bbox_inches="tight")
    return name


def figures_text(found: Frame) -> str:
    """Return figures as a table: reported, and what the fitted model would have reported."""
    rows = []
    for f in found.to_dict("records"):
        bounds = [number(None if np.isnan(f[k]) else f[k]) for k in ("low", "high")]
        reported = number(f["reported"]) if not np.isnan(f["reported"]) else ""
        if any(bounds):
            reported = f"{reported} ({bounds[0] or '..'} to {bounds[1] or '..'})".strip()
        model = f"{number(f['middle'])} [{number(f['low_95'])}, {number(f['high_95'])}]"
        rows.append(
            [
                f["quantity"],
                f["when"],
                reported,
                model,
                f["unit"],
                f["grade"],
                "yes" if f["holds"] else "**no**",
            ]
        )
    return markdown(
        ["Figure", "When", "Reported", "Model, 95 %", "Unit", "Grade", "Holds"], rows, 2
    )


def held(found: Frame) -> str:
    """Return how many figures the 95 % of the model hold."""
    return f"{int(found['holds'].sum())} of {len(found)}"


def spread_text(spread: Spread) -> str:
    """Return baseline, scenario and difference over the ensemble, with the share of the variance
    that parameters explain.
    """
    own, differ = spread.summary(), spread.summary(BASE)
    rows = []
    for kpi in spread.kpis:
        base, d = (
            own[(own["kpi"] == kpi) & (own["scenario"] == BASE)].iloc[0],
            differ[differ["kpi"] == kpi].iloc[0],
        )
        cells = [
            f"{number(x['mean'])} [{number(x['low'])}, {number(x['high'])}]" for x in (base, d)
        ]
        rows.append(
            [
                title_of(kpi, "en"),
                kpi_of(kpi).unit,
                *cells,
                f"{d['share_rising']:.0%}",
                f"{d['share_parameters']:.0%}",
            ]
        )
    return markdown(["Number", "Unit", "Baseline", "Difference", "Rises in", "Parameters"], rows, 2)


def expected_text(region: str) -> str:
    """Return what is expected of a region, and the share of the first draws outside of it."""
    dropped = load_ensemble(region).attrs["provenance"]["ruled_out"]
    rows = []
    for each in load_expectations(region):
        low, high = (number(bound) or "any" for bound in (each.low, each.high))
        share = f"{dropped[each.name]:.0%}" if each.name in dropped else ""
        rows.append([each.quantity, f"{low} to {high}", each.unit, share, each.source])
    heads = ["What is expected", f"Bounds, {region}", "Unit", "Draws outside", "Why"]
    return markdown(heads, rows)


def drivers_text(screened: Frame, indices: Frame, descriptions: dict[str, str]) -> str:
    """Return per KPI the first few parameters with effect and Sobol' indices."""
    parts = []
    for kpi in KPIS:
        rows = []
        sobol = indices[indices["kpi"] == kpi].set_index("name")
        for m in screened[screened["kpi"] == kpi].head(LISTED).to_dict("records"):
            s = sobol.loc[m["name"]] if m["name"] in sobol.index else None
            own, total = (
                ("", "")
                if s is None
                else (
                    f"{s['first']:.2f} [{s['first_low']:.2f}, {s['first_high']:.2f}]",
                    f"{s['total']:.2f} [{s['total_low']:.2f}, {s['total_high']:.2f}]",
                )
            )
            effect = f"{number(m['mu_star'])} [{number(max(m['low'], 0.0))}, {number(m['high'])}]"
            rows.append([f"`{m['name']}`", descriptions[m["name"]], effect, own, total])
        heads = [
            "Row",
            "What it is",
            f"Effect ({kpi_of(kpi).unit})",
            "By itself",
            "With interactions",
        ]
        parts.append(f"**{title_of(kpi, 'en')}**\n\n" + markdown(heads, rows, 2))
    return "\n\n".join(parts)


def verdicts_of(folder: Path) -> tuple[str, "pd.Series[str]"]:
    """Return how many claims got which verdict, in words, and the verdict of each."""
    verdicts = pd.read_csv(folder / "claims.csv").groupby("claim")["verdict"].first()
    return ", ".join(f"{n} {verdict}" for verdict, n in verdicts.value_counts().items()), verdicts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trajectories", type=int, default=10)
    parser.add_argument("--points", type=int, default=256)
    parser.add_argument(
        "--members", type=int, default=300, help="of the ensemble, for the choice between policies"
    )
    parser.add_argument(
        "--of-country", type=int, default=100, help="members of the ensemble of the country"
    )
    given = parser.parse_args()
    seed = given.seed
    texts: dict[str, str] = {
        "date": str(dt.date.today()),
        "seed": str(seed),
        "version": ensemble_version(FIRST),
    }
    regions = [
        FIRST,
        *(region for region in kept_regions() if region != FIRST),
    ]
    parts = []
    for region in regions:
        figures, about = load_figures(region), load_ensemble(region).attrs["provenance"]
        shown = "fitted to" if (figures["role"] == "fitted to").any() else "not fitted to"
        image = save(
            plot_agreement(figures[figures["role"] == shown], f"{region}: figures {shown}"),
            f"validation_{region}.png",
        )
        origin = f"the ensemble of {about['begun_from']}" if about["begun_from"] else "the prior"
        begun = (
            f"{about['draws']:,} draws from {origin},"
            if about["is_fitted"]
            else f"{origin[0].upper()}{origin[1:]}, not fitted here,"
        )
        parts.append(
            f"### {region}\n\n{begun} {about['members']} members kept, made {about['made']}: "
            f"`{about['command']}`.\n\n![fit]({image})"
        )
        for role in figures["role"].unique():
            found = figures[figures["role"] == role]
            parts.append(
                f"**{role[0].upper()}{role[1:]}** ({held(found)} hold)\n\n{figures_text(found)}"
            )
    texts["regions"] = "\n\n".join(parts)
    found = {region: load_figures(region) for region in regions}
    cells = [
        [
            region,
            *(held(f[f["role"] == role]) if (f["role"] == role).any() else "" for role in ROLES),
        ]
        for region, f in found.items()
    ]
    texts["expected"] = expected_text(FIRST)
    texts["held"] = markdown(["Region", *(role[0].upper() + role[1:] for role in ROLES)], cells)
    fits = {region: load_recoveries(region) for region in regions}
    fits = {region: found for region, found in fits.items() if found}
    lines = []
    for region, rounds in fits.items():
        for k, recovery in enumerate(rounds, 1):
            every, some = (
                recovery.coverage(learned).to_dict("records") for learned in (np.inf, LEARNED)
            )
            shown = (
                f"{a['held']:.1%} ({b['held']:.1%})" if b["n"] else f"{a['held']:.1%}"
                for a, b in zip(every, some, strict=True)
            )
            lines.append(
                [region, str(k), str(len(recovery.ranks)), *shown, f"{recovery.worst():.2g}"]
            )
    texts["recovery"] = markdown(
        ["Region", "Round", "Truths", "50 %", "80 %", "95 %", "Smallest p"], lines
    )
    recovery = fits[FIRST][-1]
    texts["ranks"] = save(
        plot_ranks(recovery.ranks, recovery.narrowing, LEARNED), "validation_recovery.png"
    )
    width = pd.DataFrame(
        {
            region: dict(zip(rounds[-1].names, rounds[-1].narrowing, strict=True))
            for region, rounds in fits.items()
        }
    )
    width = width.sort_values(width.columns[-1])
    rows = load_rows(default_conf() / "parameters", default_groups())
    texts["n_rows"], texts["n_learned"] = (
        str(len(width)),
        " and ".join(str(n) for n in (width < LEARNED).sum()),
    )
    narrowest = [
        [f"`{name}`", rows[str(name)].description.rstrip("."), *(f"{w:.0%}" for w in left)]
        for name, *left in width.head(15).itertuples(name=None)
    ]
    texts["learned"] = markdown(
        ["Row", "What it is", *(f"Left, {region}" for region in width)], narrowest, 2
    )

    spread = kept_spread("spread", seed, (BASE, SCENARIO), HEADLINE_NAMES, 300)
    texts["spread"] = spread_text(spread)
    texts["spread_country"] = spread_text(
        kept_spread("spread", seed, (BASE, SCENARIO), HEADLINE_NAMES, given.of_country, COUNTRY)
    )
    texts["n_country"] = str(given.of_country)
    question = DriverQuestion(SCENARIO, BASE, FIRST, KPIS, seed)
    ranges = ranges_of(load_ensemble(FIRST))
    screened = kept(
        f"morris{given.trajectories}",
        seed,
        lambda: screen(question, ranges, trajectories=given.trajectories),
    )
    chosen = {name: ranges[name] for name in leading(screened, 8)}
    indices = kept(
        f"sobol{given.points}", seed, lambda: decompose(question, chosen, points=given.points)
    )
    texts["drivers"] = drivers_text(
        screened, indices, {name: row.description.rstrip(".") for name, row in rows.items()}
    )
    with styled():
        figure, (ax,) = new_figure(width=8.6, height=4.2)
        top = screened[screened["kpi"] == KPIS[0]].head(LISTED)
        labels = [f"{name}: {rows[name].description.rstrip('.')}" for name in top["name"]]
        plot_drivers(
            ax,
            labels,
            *(top[c].to_numpy(np.float64) for c in ("mu_star", "low", "high")),
            "effect on the difference in 1:1, youths (95 %)",
        )
        texts["drivers_image"] = save(figure, "validation_drivers.png")

    choice = load_choice("run_down")
    options = kept_spread("choice", seed, choice.options, (choice.cost, choice.kpi), given.members)
    loss = choice.loss(options)
    found = regret(loss, choice.options)
    texts["regret"] = markdown(
        ["Option", "Expected loss", "Mean regret", "Regret, 95 %", "Best in"],
        [
            [
                r["option"],
                *(f"{r[k] / 1e6:.2f}" for k in ("expected", "mean_regret", "regret_95")),
                f"{r['share_best']:.0%}",
            ]
            for r in found.to_dict("records")
        ],
    )
    worth = kept(f"worth{given.members}", seed, lambda: worth_table(choice, options, seed=seed))
    texts["worth"] = markdown(
        ["What", "Rows", "Worth", "Error", "Noise"],
        [
            [r["what"], str(r["rows"]), *(f"{r[k] / 1e6:.2f}" for k in ("value", "error", "noise"))]
            for r in worth.to_dict("records")
        ],
    )
    with styled():
        figure, (ax,) = new_figure(width=8.0, height=3.6)
        some = worth.iloc[1:]
        value, error = (some[c].to_numpy(np.float64) / 1e6 for c in ("value", "error"))
        plot_drivers(
            ax,
            list(some["what"]),
            value,
            value - error,
            value + error,
            "worth of knowing, million euro a year (one standard error)",
        )
        ax.plot(
            some["noise"] / 1e6,
            range(len(some)),
            "|",
            color="#222222",
            markersize=14,
            label="below this: not told from nothing",
        )
        figure.legend(loc="outside upper left")
        texts["worth_image"] = save(figure, "validation_worth.png")
    best = choice.options[int(loss.mean(axis=0).argmin())]
    try:
        discovery = conditions(
            options.members, options.of(best, choice.kpi).mean(axis=1) > choice.at_most
        )
        texts["conditions"] = (
            f"`{best}` fails in {discovery.share:.0%} of the members, more often where:\n\n"
            + "\n".join(
                f"* {c.text}: {c.density:.0%} of these fail; {c.coverage:.0%} of all failures"
                for c in discovery.conditions[:4]
            )
            + (
                "\n\nIn members it has not seen, the tree tells failures with a balanced accuracy "
                f"of {discovery.score:.2f}; 0.50 is chance."
            )
        )
    except ConfigError as error:
        texts["conditions"] = str(error)
    texts["choice"] = (
        f"Loss: `{choice.cost}`, and {choice.price:,.0f} euro for every unit of `{choice.kpi}` "
        f"above {choice.at_most:,.0f} "
        "(a price that whoever decides sets)"
    )
    texts["n_choice"] = str(len(options.members))
    texts["claims"], stated = verdicts_of(DOCS / "claims")
    texts["claims_ensemble"], over = verdicts_of(DOCS / "claims" / "over_ensemble")
    turned = [
        f"* {claim}: {stated[claim]} at the values in use, {over[claim]} over the ensemble"
        for claim in stated.index
        if stated[claim] != over[claim]
    ]
    texts["claims_turned"] = "\n".join(turned) or "None."
    texts["first"] = FIRST
    texts["trajectories"], texts["points"] = str(given.trajectories), str(given.points)
    texts["findings"] = (
        (ROOT / "scripts" / "validation.findings.md.txt").read_text(encoding="utf-8").strip()
    )
    page = (ROOT / "scripts" / "validation.md.txt").read_text(encoding="utf-8").format(**texts)
    (DOCS / "validation.md").write_text(page, encoding="utf-8", newline="\n")
    print(f"written: {DOCS / 'validation.md'}")


if __name__ == "__main__":
    main()
