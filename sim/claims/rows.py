"""Claims of the sources as rows of `conf/claims/`.

What is said, by whom, and the experiments that could prove the model wrong about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.common import checks
from sim.common.errors import Faults, refuse, show, unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping
from sim.measures.catalogue import can_count, names
from sim.measures.measured import CLAIM
from sim.world.build import default_groups
from sim.world.parameters import ParameterRows, load_rows
from sim.world.region import region_names

# R registration or study, I impression of experts, O opinion or practice model
STRENGTHS = ("R", "I", "O", "I/R", "R/I", "I/O", "O/I", "R/O")
# a row has the sign of the claim by its range, or the sign follows from several rules together
ORIGINS = ("rule", "follows")
TENSIONS = ("relief_and_harm", "newcomers", "review", "restraint", "stability")
HOW = ("set", "times", "add")
ORDERED, BOUNDED = ("rises", "falls"), ("above", "below")
N_SIDES = 3
REGIONS = region_names(CONF / "region")
FEWEST_REPLICATIONS = 8
REQUIRED = ("text", "source", "strength", "is_core")


@dataclass(frozen=True)
class ExperimentSide:
    """One side of an experiment.

    Attributes:
        name: in words.
        changes: (row, how, amount): `set` to it, multiplied by it (`times`) or raised by it
            (`add`); empty: the world as it is.
    """

    name: str
    changes: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Experiment:
    """Worlds that differ in a few rows, and what should come of it.

    Attributes:
        outcome: what is counted, a name of `sim/measures/catalogue.py`.
        expect: `rises` or `falls` from each side to the next; or `above` or `below` `bound`, for
            one side or for what changes from one to the other.
        sides: one, two or three worlds with the same luck.
        bound: number for `above` and `below`, else 0: of one side, or of the difference between
            two.
        is_from_start: whether changes come on the first reporting day rather than before the
            warm-up.
        widen: why values outside their plausible range are used; empty where none is.
        region: where it is run; empty for the usual one.
    """

    outcome: str
    expect: str
    sides: tuple[ExperimentSide, ...]
    bound: float = 0.0
    is_from_start: bool = False
    widen: str = ""
    region: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim.

    Attributes:
        number: K01 to K69.
        text: the claim, one sentence.
        source: where it is said.
        strength: R, I, O or a pair of them.
        is_core: whether the model must reproduce it before anything else.
        origin: `rule` or `follows`; empty where the model cannot represent it.
        level: chance that an experiment of a model without the effect is taken for a success,
            one-sided.
        replications: paired replications when it is run at the stated values.
        tensions: tensions of the sources to which it belongs.
        experiments: all must succeed; none where the model cannot represent it.
        not_representable: which state or lever is missing; empty where there are experiments.
        note: what a reader must know beside the result.
    """

    number: str
    text: str
    source: str
    strength: str
    is_core: bool
    origin: str = ""
    level: float = 0.0
    replications: int = 0
    tensions: tuple[str, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    not_representable: str = ""
    note: str = ""


def load_claims(folder: Path | None = None) -> list[Claim]:
    """Return all claims of a folder (default: that of the program), in order of number.

    Raises:
        ConfigError: no files; a claim twice; unknown or missing keys, rows, outcomes; sides that do
            not fit what is expected; values outside their
            plausible range without a reason; neither experiments nor a reason why there are none;
            all faults at once.
    """
    folder = CONF / "claims" if folder is None else folder
    if not any(folder.glob("*.yaml")):
        refuse(
            f"{folder.name}: holds no claims; files <theme>.yaml are expected. Check the folder."
        )
    faults = Faults()
    rows = load_rows(CONF / "parameters", default_groups())
    claims: dict[str, Claim] = {}
    file_of: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for number, content in load_mapping(path, path.name).items():
            where = f"{path.name}: '{number}'"
            if str(number) in claims:
                faults.add(
                    f"{where} stands in {file_of[str(number)]} too; a claim has one row. Remove "
                    "one of the two."
                )
            claim = _claim(
                str(number),
                checks.mapping(content, where, faults, of="a claim"),
                where,
                rows,
                faults,
            )
            if claim is not None:
                claims[claim.number], file_of[claim.number] = claim, path.name
    faults.stop()
    return [claims[number] for number in sorted(claims)]


def _claim(
    number: str, content: Mapping[Any, Any], where: str, rows: ParameterRows, faults: Faults
) -> Claim | None:
    before = len(faults.messages)
    if len(number) != 3 or number[0] != "K" or not number[1:].isdigit():
        faults.add(f"{where}: a claim is named K and two digits, as in K01. Correct the name.")
    tested = ("origin", "level", "replications", "experiments")
    if ("experiments" in content) == ("not_representable" in content):
        faults.add(
            f"{where}: give either 'experiments' or 'not_representable' (which state or lever is "
            "missing), not both and not neither. "
            "A claim without a test is a finding too: say why."
        )
        return None
    required = (*REQUIRED, *(tested if "experiments" in content else ("not_representable",)))
    checks.check_keys(content, where, faults, required=required, optional=("note", "tensions"))
    if len(faults.messages) > before:
        return None
    words = [key for key in ("text", "source", "note", "not_representable") if key in content]
    texts: dict[str, Any] = {
        key: checks.text(content[key], f"{where}: '{key}'", faults) or "" for key in words
    }
    strength = checks.one_of(content["strength"], STRENGTHS, f"{where}: 'strength'", faults) or ""
    is_core = checks.flag(content["is_core"], f"{where}: 'is_core'", faults)
    listed = content.get("tensions", [])
    if not isinstance(listed, list):
        faults.add(
            f"{where}: 'tensions' is {show(listed)}; it must be a list of {', '.join(TENSIONS)}. "
            "Write [review]."
        )
        listed = []
    tensions = [
        checks.one_of(name, TENSIONS, f"{where}: 'tensions'", faults) or "" for name in listed
    ]
    made: dict[str, Any] = {}
    if "experiments" in content:
        made = _tested(content, where, rows, faults)
    if len(faults.messages) > before:
        return None
    return Claim(
        number=number, strength=strength, is_core=is_core, tensions=tuple(tensions), **texts, **made
    )


def _tested(
    content: Mapping[Any, Any], where: str, rows: ParameterRows, faults: Faults
) -> dict[str, Any]:
    level = checks.number(content["level"], f"{where}: 'level'", faults)
    if level is not None and not 0.0 < level <= 0.05:
        faults.add(
            f"{where}: 'level' is {show(level)}; it must be above 0 and at most 0.05: a chance of "
            "a false alarm. Usual is 0.01."
        )
    listed = content["experiments"]
    if not isinstance(listed, list) or not listed:
        faults.add(
            f"{where}: 'experiments' is {show(listed)}; it must be a list of at least one. Write "
            "'- outcome: ...'."
        )
        listed = []
    made = [
        _experiment(entry, f"{where}, experiment {n}", rows, faults)
        for n, entry in enumerate(listed, 1)
    ]
    return {
        "level": level,
        "origin": checks.one_of(content["origin"], ORIGINS, f"{where}: 'origin'", faults),
        "replications": checks.whole(
            content["replications"],
            f"{where}: 'replications'",
            faults,
            FEWEST_REPLICATIONS,
            100_000,
        ),
        "experiments": tuple(each for each in made if each is not None),
    }


def _experiment(
    entry: object, where: str, rows: ParameterRows, faults: Faults
) -> Experiment | None:
    content = checks.mapping(entry, where, faults, of="outcome, expect and sides")
    before = len(faults.messages)
    checks.check_keys(
        content,
        where,
        faults,
        required=("outcome", "expect", "sides"),
        optional=("bound", "from_start", "widen", "region"),
    )
    if len(faults.messages) > before or not content:
        return None
    outcome, expect = (
        str(content["outcome"]),
        checks.one_of(content["expect"], (*ORDERED, *BOUNDED), f"{where}: 'expect'", faults),
    )
    if not can_count(outcome, CLAIM):
        faults.add(
            f"{where}: 'outcome': {unknown('outcome', outcome, names(CLAIM))} Correct it, or add "
            "it to sim/measures/of_claims.py."
        )
    widen = checks.text(content["widen"], f"{where}: 'widen'", faults) if "widen" in content else ""
    listed = content["sides"]
    if not isinstance(listed, list) or not 1 <= len(listed) <= N_SIDES:
        faults.add(
            f"{where}: 'sides' is {show(listed)}; it must be a list of one to {N_SIDES} worlds. "
            f"Write '- {{name: as it is}}'."
        )
        listed = []
    is_from_start = checks.flag(content.get("from_start", False), f"{where}: 'from_start'", faults)
    sides = tuple(
        _side(each, f"{where}, side {n}", rows, widen or "", is_from_start, faults)
        for n, each in enumerate(listed, 1)
    )
    _check_fit(sides, expect, "bound" in content, where, faults)
    bound = (
        checks.number(content["bound"], f"{where}: 'bound'", faults) if "bound" in content else 0.0
    )
    region = (
        checks.one_of(
            content["region"], region_names(CONF / "region"), f"{where}: 'region'", faults
        )
        if "region" in content
        else ""
    )
    if len(faults.messages) > before:
        return None
    return Experiment(
        outcome, expect or "", sides, bound or 0.0, is_from_start, widen or "", region or ""
    )


def _check_fit(
    sides: tuple[ExperimentSide, ...],
    expect: str | None,
    has_bound: bool,
    where: str,
    faults: Faults,
) -> None:
    if sides and expect in ORDERED and len(sides) < 2:
        faults.add(
            f"{where}: 'expect' is {expect} with one side; two or three are compared. Add a side, "
            "or expect above or below a 'bound'."
        )
    if expect in BOUNDED and (len(sides) > 2 or not has_bound):
        faults.add(
            f"{where}: 'expect' is {expect}; that takes a 'bound', and one side or two. Remove "
            "sides and add the bound, or expect rises or falls."
        )
    if expect in ORDERED and has_bound:
        faults.add(
            f"{where}: 'bound' stands beside '{expect}', which compares sides. Remove 'bound'."
        )
    if len({side.changes for side in sides}) < len(sides):
        faults.add(
            f"{where}: two sides are the same world, so nothing can differ. Give each its own "
            "changes."
        )


def _side(
    entry: object, where: str, rows: ParameterRows, widen: str, is_from_start: bool, faults: Faults
) -> ExperimentSide:
    content = checks.mapping(entry, where, faults, of="name, set, times, add")
    checks.check_keys(content, where, faults, required=("name",), optional=HOW)
    name = checks.text(content.get("name", ""), f"{where}: 'name'", faults) or ""
    changes = []
    for how in HOW:
        asked = checks.mapping(
            content.get(how, {}), f"{where}: '{how}'", faults, of="rows to numbers"
        )
        for row_name, value in asked.items():
            at = f"{where}: '{how}': '{row_name}'"
            amount = checks.number(value, at, faults)
            if row_name not in rows:
                faults.add(
                    f"{where}: '{how}': {unknown('row', row_name, rows)} Correct it; `python -m "
                    "sim parameters` lists all rows."
                )
            elif amount is not None:
                row = rows[row_name]
                if is_from_start and row.kind != "lever":
                    faults.add(
                        f"{at} is of kind {row.kind}; only a lever can change on the first "
                        "reporting day. Remove 'from_start'."
                    )
                problem = row.fault(amount) if how == "set" else None
                if problem and not (widen and row.can_hold(amount)):
                    faults.add(
                        f"{at} {problem} Typing error? Correct it. Meant? Add 'widen: \"reason\"' "
                        "to the experiment."
                    )
                changes.append((str(row_name), how, amount))
    twice = {row for row, *_ in changes if [other for other, *_ in changes].count(row) > 1}
    if twice:
        faults.add(
            f"{where}: {', '.join(sorted(twice))} is changed twice. Keep one of 'set', 'times' and "
            "'add' for each row."
        )
    return ExperimentSide(name, tuple(sorted(changes)))
