"""Write the list in scenarios/README.md anew from the files: python scripts/list_scenarios.py

The part between the two marks is made here; the rest of the page is written by hand. A test keeps
it in step.
"""

from pathlib import Path

from sim.common.paths import SCENARIOS
from sim.words.levers import all_rows, lever_lines
from sim.world.scenario import load_scenario, scenario_names

PAGE = SCENARIOS / "README.md"
BEGIN, END = "<!-- made by scripts/list_scenarios.py -->", "<!-- end of what is made -->"


def listing() -> str:
    """Return the list: under what each scenario stands on, its question in both languages and what
    it changes.
    """
    rows = all_rows()
    loaded = [load_scenario(name) for name in scenario_names()]
    lines: list[str] = []
    for base in dict.fromkeys(
        scenario.usual_base
        for scenario in sorted(
            loaded, key=lambda scenario: (bool(scenario.on_top_of), scenario.usual_base)
        )
    ):
        own = [scenario for scenario in loaded if scenario.usual_base == base]
        lines += [
            f"### Compared with `{base}`",
            "",
            "| scenario | vraag | question | changes |",
            "|---|---|---|---|",
        ]
        for scenario in own:
            below = load_scenario(scenario.on_top_of).changes if scenario.on_top_of else {}
            changes = {
                key: each for key, each in scenario.changes.items() if below.get(key) != each
            }
            words = "; ".join(lever_lines(changes, rows)["en"]) or "none"
            lines.append(
                f"| `{scenario.name}` | {scenario.question['nl']} | {scenario.question['en']} | "
                f"{words} |"
            )
        lines.append("")
    return "\n".join(lines)


def page(text: str) -> str:
    """Return the page with its list made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{listing()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(f"{Path(PAGE).name} has {len(scenario_names())} scenarios.")
