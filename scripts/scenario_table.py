"""Run every scenario against what it stands on (or the baseline), with the same luck, and print
what it does, one line each.

python scripts/scenario_table.py [region] [replications]
"""

import sys

from rich.console import Console
from rich.table import Table

import sim
from sim.world.scenario import Scenario, load_scenario, scenario_names

SHOWN = {  # kpi: heading, decimals, scale
    "census_one_to_one": ("1:1", 1, 1.0),
    "census_alone": ("alone", 1, 1.0),
    "duration.median": ("days", 0, 1.0),
    "cost_one_to_one": ("M€/yr", 1, 1e6),
}


def main(region: str = "noord_holland", replications: str = "20") -> None:
    run = {"region": region, "replications": int(replications), "seed": 1}
    results: dict[str, sim.Result] = {}

    def result(scenario: Scenario) -> sim.Result:
        if scenario.name not in results:
            results[scenario.name] = sim.simulate(scenario, **run)
        return results[scenario.name]

    table = Table(
        title=(
            f"Difference from the base, {region}, {replications} replications; * 95 % interval "
            "without zero"
        )
    )
    table.add_column("scenario", no_wrap=True)
    for heading, _, _ in SHOWN.values():
        table.add_column(heading, justify="right", no_wrap=True)
    loaded = sorted(
        (load_scenario(name) for name in scenario_names()),
        key=lambda scenario: (scenario.usual_base, scenario.name),
    )
    base = ""
    for scenario in loaded:
        if scenario.name == scenario.usual_base:
            continue
        if scenario.usual_base != base:
            base = scenario.usual_base
            table.add_section()
            table.add_row(f"[bold]against {base}[/bold]")
        rows = sim.compare(result(load_scenario(base)), result(scenario)).set_index("kpi")
        cells = []
        for kpi, (_, decimals, scale) in SHOWN.items():
            row = rows.loc[kpi]
            mark = "*" if row["low"] > 0 or row["high"] < 0 else " "
            cells.append(f"{row['difference'] / scale:+.{decimals}f}{mark}")
        table.add_row(scenario.name, *cells)
    Console().print(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
