"""A choice between policies, as a file.

Options, what they cost, a ceiling with a price, and what could be registered to know more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from sim.common import checks
from sim.common.arrays import Floats
from sim.common.errors import Faults, refuse, show, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.doubt.spread import Spread
from sim.measures.kpis import BY_NAME, KPIS, kpi_of
from sim.world.build import default_groups
from sim.world.parameters import load_rows
from sim.world.region import region_names
from sim.world.scenario import scenario_names

KEYS = ("question", "region", "options", "cost", "ceiling", "registers")


@dataclass(frozen=True)
class Register:
    """Something that could be registered, and the rows that it would tell about."""

    title: Mapping[str, str]
    rows: tuple[str, ...]

    def of(self, names: Sequence[str]) -> list[str]:
        """Return those of `names` that it would tell about."""
        return [name for name in names if any(fnmatch(name, pattern) for pattern in self.rows)]


@dataclass(frozen=True)
class Choice:
    """A choice: the option with the lowest expected loss is taken.

    Attributes:
        question: in Dutch and English.
        region: where.
        options: names of scenarios.
        cost: KPI in euro a year.
        kpi: KPI that has a ceiling.
        at_most: the ceiling.
        price: euro per unit above it.
        registers: what could be registered.
    """

    question: Mapping[str, str]
    region: str
    options: tuple[str, ...]
    cost: str
    kpi: str
    at_most: float
    price: float
    registers: tuple[Register, ...]

    def loss(self, spread: Spread) -> Floats:
        """Return (n_members, n_options) euro a year.

        Cost, and what lies above the ceiling times its price; means over replications.
        """
        losses = []
        for option in self.options:
            above = np.maximum(spread.of(option, self.kpi) - self.at_most, 0.0)
            losses.append((spread.of(option, self.cost) + self.price * above).mean(axis=1))
        return np.column_stack(losses)


def load_choice(name: str | Path) -> Choice:
    """Return a choice of `conf/choice/`, or from a path.

    Raises:
        ConfigError: unknown or missing keys, options, KPIs, regions, patterns without rows; all at
            once.
    """
    path = Path(name) if str(name).endswith(".yaml") else CONF / "choice" / f"{name}.yaml"
    if not path.is_file():
        kept = [p.stem for p in (CONF / "choice").glob("*.yaml")]
        refuse(f"choice: {unknown('choice', name, kept)} Or give the path of a file (.yaml).")
    content, faults, file = load_mapping(path, path.name), Faults(), path.name
    checks.check_keys(content, file, faults, required=KEYS)
    faults.stop()
    options = (
        [str(option) for option in content["options"]]
        if isinstance(content["options"], list)
        else []
    )
    if len(options) < 2 or len(set(options)) < len(options):
        faults.add(
            f"{file}: 'options' is {content['options']}; two or more different scenarios are "
            "needed to choose between. List them."
        )
    for option in options:
        if option not in scenario_names():
            faults.add(f"{file}: 'options': {unknown('scenario', option, scenario_names())}")
    if content["region"] not in region_names(CONF / "region"):
        faults.add(
            f"{file}: 'region': "
            f"{unknown('region', content['region'], region_names(CONF / 'region'))}"
        )
    ceiling = checks.mapping(
        content["ceiling"], f"{file}: 'ceiling'", faults, of="kpi, at_most and price"
    )
    checks.check_keys(ceiling, f"{file}: 'ceiling'", faults, required=("kpi", "at_most", "price"))
    for key, kpi in (("cost", content["cost"]), ("ceiling.kpi", ceiling.get("kpi"))):
        if str(kpi).partition(".")[0] not in BY_NAME:
            faults.add(f"{file}: '{key}': {unknown('KPI', kpi, BY_NAME)}")
        elif key == "cost" and kpi_of(str(kpi)).unit != "euro/year":
            unit, costs = kpi_of(str(kpi)).unit, [k.name for k in KPIS if k.unit == "euro/year"]
            faults.add(
                f"{file}: 'cost' is {kpi}, in {unit}; it must be one in euro/year. "
                f"Valid: {', '.join(costs)}."
            )
    at_most, price = (
        checks.number(ceiling.get(key), f"{file}: 'ceiling.{key}'", faults)
        for key in ("at_most", "price")
    )
    if price is not None and price < 0.0:
        faults.add(f"{file}: 'ceiling.price' is {price:g}; it must be at least 0 euro. Correct it.")
    question = checks.both_languages(content, "question", file, faults)
    rows = load_rows(CONF / "parameters", default_groups())
    registers = []
    for number, entry in enumerate(
        content["registers"] if isinstance(content["registers"], list) else []
    ):
        where = f"{file}: 'registers[{number}]'"
        entry = checks.mapping(entry, where, faults, of="nl, en and rows")
        checks.check_keys(entry, where, faults, required=("nl", "en", "rows"))
        asked = entry.get("rows", ["*"])
        if not isinstance(asked, list) or not asked:
            faults.add(
                f"{where}: 'rows' is {show(asked)}; it must be a list of names or patterns of "
                'rows. Write rows: ["escalation.*"].'
            )
        patterns = tuple(str(p) for p in asked) if isinstance(asked, list) else ()
        for language in ("nl", "en"):
            if language in entry:
                checks.text(entry[language], f"{where}: '{language}'", faults)
        for pattern in patterns:
            if not any(fnmatch(row, pattern) for row in rows):
                faults.add(f"{where}: {unknown('row', pattern, rows)} Correct or remove it.")
        registers.append(
            Register(
                {language: str(entry.get(language, "")) for language in ("nl", "en")}, patterns
            )
        )
    if not registers:
        faults.add(
            f"{file}: 'registers' names nothing that could be registered. List at least one with "
            "nl, en and rows."
        )
    faults.stop()
    return Choice(
        question,
        content["region"],
        tuple(options),
        content["cost"],
        ceiling["kpi"],
        float(at_most or 0.0),
        float(price or 0.0),
        tuple(registers),
    )
