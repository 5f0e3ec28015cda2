"""Run every scenario against what it stands on (or the baseline), with the same luck, and print
what it does, one line each.

python scripts/scenario_table.py [region] [replications]
"""

import sys

from rich.console import Console
from rich.table import Table

import sim
from sim.common.watch import watched
from sim.measures.kpis import title_of
from sim.readable.lines import Line, line
from sim.world.scenario import Scenario, load_scenario, scenario_names

SHOWN = ("census_one_to_one", "census_alone", "duration.median", "cost_one_to_one")


def told(row: Line) -> str:
    """Return a difference with its unit, and a mark where chance does not explain it."""
    return f"{row.difference} {row.unit}{'*' if row.excludes_zero else ' '}"


def main(region: str = "noord_holland", replications: str = "20") -> None:
    run = {"region": region, "replications": int(replications), "seed": 1}
    results: dict[str, sim.Result] = {}

    def result(scenario: Scenario) -> sim.Result:
        if scenario.name not in results:
            results[scenario.name] = sim.simulate(scenario, progress=False, **run)
        return results[scenario.name]

    table = Table(
        title=(
            f"Difference from the base, {region}, {replications} replications; * 95 % interval "
            "without zero"
        )
    )
    table.add_column("scenario", no_wrap=True)
    for kpi in SHOWN:
        table.add_column(title_of(kpi, "en"), justify="right")
    loaded = sorted(
        (load_scenario(name) for name in scenario_names()),
        key=lambda scenario: (scenario.usual_base, scenario.name),
    )
    base = ""
    with watched(None, "scenarios") as progress:
        for n, scenario in enumerate(loaded, 1):
            if scenario.name != scenario.usual_base:
                if scenario.usual_base != base:
                    base = scenario.usual_base
                    table.add_section()
                    table.add_row(f"[bold]against {base}[/bold]")
                pair = sim.compare(result(load_scenario(base)), result(scenario))
                lines = [line(pair[pair["kpi"] == kpi].iloc[0], "en") for kpi in SHOWN]
                table.add_row(scenario.name, *(told(each) for each in lines))
            if progress is not None:
                progress(n, len(loaded))
    Console().print(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
