"""How often do the printed 95 % intervals hold?

Runs many paired replications, draws groups from them, writes docs/coverage.md and its figure.
Everything takes half an hour on two slow cores; replications that were run are kept in outputs/ and
used again.

    python -m scripts.interval_coverage
    python -m scripts.interval_coverage --replications 500 --groups 500 \\
        --document outputs/coverage/try.md
"""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import stats

from sim.common.arrays import Floats
from sim.experiment.growing import Growing
from sim.front_door import prepare
from sim.measures.kpis import HEADLINES
from sim.statistics.coverage import (
    Coverage,
    correct_selection,
    coverage,
    coverage_after_stopping,
    coverage_of_family,
)
from sim.statistics.intervals import paired_differences

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "decade": ("2025 to 2034, the usual question", {}),
    "short": (
        "2028 and 2029 only, three years of warm-up",
        {"start": "2028-01-01", "end": "2030-01-01", "warm_up_years": 3},
    ),
}
ROOT = Path(__file__).resolve().parents[1]
SIZES = (5, 10, 20, 40, 100)
BELOW = 3.5  # standard errors of counting: one correct interval in 4,000 is called too narrow
T, B = "#0072B2", "#D55E00"


def differences(
    question: str, region: str, replications: int, seed: int, folder: Path
) -> tuple[list[str], Floats]:
    """Paired differences (n_replications, n_numbers) of the two usual scenarios.

    What was run before is read, and run on from where it stopped.
    """
    file = folder / f"{question}_{region}_{seed}.npz"
    sides = [
        Growing(prepare(name, region=region, seed=seed, **QUESTIONS[question][1]))
        for name in ("baseline", "jzplus_zero_2030")
    ]
    if file.exists():
        with np.load(file) as kept:
            for side, values in zip(sides, (kept["base"], kept["other"]), strict=True):
                side.values = pd.DataFrame(values, columns=kept["names"])[:replications]
    while sides[0].n < replications:
        base, other = (side.grow(min(side.n + 250, replications)) for side in sides)
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            file.with_suffix(".part.npz"),
            names=np.array(base.columns, dtype=str),
            base=base,
            other=other[base.columns],
        )
        file.with_suffix(".part.npz").replace(file)
        print(f"{question}: {len(base)} of {replications} paired replications", flush=True)
    base, other = (side.values for side in sides)
    return [str(name) for name in base.columns], paired_differences(
        base.to_numpy(float), other.to_numpy(float)
    )


def kept(d: Floats) -> tuple[Floats, Floats]:
    """(numbers that are defined in at least nine of ten replications and differ at all; defined too
    rarely).
    """
    rare = np.isnan(d).mean(axis=0) > 0.1
    with np.errstate(invalid="ignore"):
        moves = (
            np.nan_to_num(
                np.nanmax(np.where(rare, 0.0, d), axis=0)
                - np.nanmin(np.where(rare, 0.0, d), axis=0)
            )
            > 0
        )
    return ~rare & moves, rare


def percent(share: float, error: float) -> str:
    text = "–" if np.isnan(share) else f"{100 * share:.1f}"
    return f"**{text}**" if share < 0.95 - BELOW * error else text


def table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join(
        [
            "| " + " | ".join(row) + " |"
            for row in [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
        ]
    )


def intervals_text(
    question: str,
    names: list[str],
    d: Floats,
    found: dict[int, Coverage],
    use: Floats,
    rare: Floats,
    error: float,
) -> str:
    listed = [names.index(k) for k in HEADLINES if use[names.index(k)]]
    columns = {j: i for i, j in enumerate(np.flatnonzero(use))}

    def cells(j: int) -> list[str]:
        i = columns[j]
        pairs = [(found[n].t[i], found[n].bootstrap[i]) for n in SIZES]
        return [
            f"{percent(t, error)} / {percent(b, error)}" if n >= 10 else percent(t, error)
            for n, (t, b) in zip(SIZES, pairs, strict=True)
        ]

    def low(n: int, which: str) -> list[str]:
        return [
            names[j]
            for j, i in columns.items()
            if getattr(found[n], which)[i] < 0.95 - BELOW * error
        ]

    def count(found_low: list[str]) -> str:
        return f"{len(found_low)} ({sum(k in HEADLINES for k in found_low)})"

    skew = np.array(
        [
            stats.skew(column, nan_policy="omit") if chosen else np.nan
            for column, chosen in zip(d.T, use, strict=True)
        ]
    )
    head = [[f"`{names[j]}`", f"{skew[j]:.1f}", *cells(j)] for j in listed]
    outside = sorted(
        (j for j in columns if names[j] not in HEADLINES), key=lambda j: found[40].t[columns[j]]
    )
    worst = [[f"`{names[j]}`", f"{skew[j]:.1f}", *cells(j)] for j in outside[:12]]
    heads = ["KPI", "skewness", *(f"n = {n}" for n in SIZES)]
    counts = [
        [f"n = {n}", count(low(n, "t")), f"{np.mean(found[n].t):.1%}"]
        + (
            ["–", "–"]
            if n < 10
            else [count(low(n, "bootstrap")), f"{np.nanmean(found[n].bootstrap):.1%}"]
        )
        for n in SIZES
    ]
    still = low(100, "t")
    return f"""### {QUESTIONS[question][0]}

Numbers of the table on the screen; per cent of groups whose interval holds the truth, t /
bootstrap, **bold** where too narrow:

{table(heads, head)}

Of all {int(use.sum())} numbers that differ and are defined in at least nine of ten replications
({int(rare.sum())} are not, {int((~use & ~rare).sum())} never differ), so many are covered less
often than promised (in brackets: of the table above), with the mean coverage:

{table(["", "t: too narrow", "t: mean", "bootstrap: too narrow", "bootstrap: mean"], counts)}

The twelve lowest outside the table above, by t at n = 40:

{table(heads, worst)}

Still too narrow with 100 replications (t): {", ".join(f"`{k}`" for k in still) or "none"}.
Bootstrap: {", ".join(f"`{k}`" for k in low(100, "bootstrap")) or "none"}.
"""


def draw_figure(
    path: Path, d: Floats, found: dict[int, Coverage], use: Floats, error: float
) -> None:
    skew = np.abs(stats.skew(d[:, use], axis=0, nan_policy="omit"))
    sizes = [n for n in SIZES if n >= 10]
    figure, axes = plt.subplots(1, len(sizes), figsize=(11, 3.6), sharey=True, layout="constrained")
    low = 85.0
    for ax, n in zip(axes, sizes, strict=True):
        ax.axhspan(95 - 100 * BELOW * error, 95 + 100 * BELOW * error, color="0.9", lw=0)
        ax.axhline(95, color="0.4", lw=0.8)
        for label, colour, share, marker in (
            ("t", T, found[n].t, "o"),
            ("bootstrap", B, found[n].bootstrap, "x"),
        ):
            y = 100 * share
            ax.scatter(
                skew,
                np.maximum(y, low),
                s=16,
                marker=marker,
                color=colour,
                label=label,
                alpha=0.8,
                lw=1 if marker == "x" else 0,
            )
            n_below = int(np.sum(y < low))
            if n_below:
                ax.text(
                    0.03,
                    0.03 if label == "t" else 0.10,
                    f"{label}: {n_below} below {low:.0f} %",
                    color=colour,
                    transform=ax.transAxes,
                    fontsize=8,
                )
        ax.set(
            title=f"{n} replications",
            xlabel="skewness of the difference (size)",
            xscale="symlog",
            ylim=(low - 0.5, 100),
        )
        ax.set_xticks([0, 1, 3, 10], ["0", "1", "3", "10"])
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("intervals that hold (%)")
    axes[0].legend(frameon=False, loc="upper right", fontsize=9)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def stopping_text(names: list[str], d: Floats, groups: int, seed: int, error: float) -> str:
    rows = []
    for kpi in (
        "census_alone",
        "duration.median",
        "cost_one_to_one",
        "waited_crisis.jeugdzorgplus",
    ):
        column = d[:, names.index(kpi)]
        column = column[~np.isnan(column)]
        found = [coverage_after_stopping(column, n, groups, seed) for n in (60, 150, 400)]
        rows.append(
            [f"`{kpi}`", *(f"{percent(f.coverage, error)} ({f.mean_n:.0f})" for f in found)]
        )
    return table(["KPI", "about 60 needed", "about 150", "about 400"], rows)


def family_text(names: list[str], d: Floats, groups: int, seed: int, error: float) -> str:
    keep = [
        names.index(k)
        for k in HEADLINES
        if not np.isnan(d[:, names.index(k)]).any() and np.ptp(d[:, names.index(k)]) > 0
    ]
    shares = [coverage_of_family(d[:, keep], n, groups // 2, seed) for n in SIZES[1:]]
    cells = [percent(share, error * np.sqrt(2)) for share in shares]
    return table(
        ["family", *(f"n = {n}" for n in SIZES[1:])],
        [[f"{len(keep)} numbers of the table", *cells]],
    )


def selection_text(groups: int, seed: int, error: float) -> str:
    rng, size, rows = np.random.default_rng(seed), 100_000, []
    for k in (3, 8):
        spread = np.linspace(0.3, 1.5, k)
        lead = 0.25 * (np.arange(k) == k // 2)
        shared = {"normal": rng.normal(size=(size, 1)), "skewed": rng.exponential(size=(size, 1))}
        own = {"normal": rng.normal(size=(size, k)), "skewed": 1 - rng.exponential(size=(size, k))}
        for kind in shared:
            x = shared[kind] + spread * own[kind]
            right, hold, n = correct_selection(x - x.mean(axis=0) + lead, 0.25, 40, groups, seed)
            rows.append(
                [f"{k} scenarios, {kind}", percent(right, error), percent(hold, error), f"{n:.0f}"]
            )
    return table(
        ["made up, best 0.25 ahead", "right choice", "bounds hold together", "replications"], rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--region", default="noord_holland")
    parser.add_argument("--replications", type=int, default=4000)
    parser.add_argument("--groups", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--folder", type=Path, default=Path("outputs/coverage"))
    parser.add_argument("--document", type=Path, default=ROOT / "docs" / "coverage.md")
    given = parser.parse_args()
    error = float(np.sqrt(0.95 * 0.05 / given.groups))
    texts = {}
    for question in QUESTIONS:
        names, d = differences(question, given.region, given.replications, given.seed, given.folder)
        use, rare = kept(d)
        found = {n: coverage(d[:, use], n, given.groups, given.seed) for n in SIZES}
        texts[question] = intervals_text(question, names, d, found, use, rare, error)
        print(texts[question], flush=True)
        if question == "decade":
            texts["stopping"] = stopping_text(names, d, given.groups, given.seed, error)
            texts["family"] = family_text(names, d, given.groups, given.seed, error)
            given.document.parent.mkdir(parents=True, exist_ok=True)
            draw_figure(given.document.with_suffix(".png"), d, found, use, error)
    texts["selection"] = selection_text(given.groups, given.seed, error)
    command = "uv run python -m scripts.interval_coverage"
    usual = {"region": "noord_holland", "replications": 4000, "groups": 2000}
    command += "".join(
        f" --{key} {getattr(given, key)}"
        for key, value in usual.items()
        if getattr(given, key) != value
    )
    template = (ROOT / "scripts" / "interval_coverage.md.txt").read_text(encoding="utf-8")
    page = template.format(
        **texts,
        command=command,
        date=dt.date.today(),
        seed=given.seed,
        region=given.region,
        n=f"{given.replications:,}",
        groups=f"{given.groups:,}",
        error=f"{100 * error:.2f}",
        below=f"{95 - 100 * BELOW * error:.1f}",
        figure=given.document.with_suffix(".png").name,
    )
    given.document.write_text(page, encoding="utf-8", newline="\n")
    print(f"written: {given.document}")


if __name__ == "__main__":
    main()
