"""Numbers as they are typed, behind a command or in a file that Hydra reads: what is unclear is
asked back, before it becomes a number.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from sim.common.errors import ConfigError, Faults, refuse
from sim.common.thousands import could_be_thousands, doubt_of, unclear
from sim.common.yaml_strict import MAX_DEPTH, fault_of, load_mapping

WHOLE = ("replications", "seed", "members", "workers", "warm_up_years")
SPACE = "hydra.sweeper.params."  # values over which a sweeper goes, by the names of the keys
OF_A_CHANGE = ("from", "until", "to", "times", "add", "shape", "widen")
TOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|[{}\[\](),:=]|[^{}\[\](),:=\s'\"]+")


def check_typed(key: str, text: str, folder: Path) -> None:
    """Refuse a value, as it is typed behind a command, of which the meaning is unclear.

    `+40` would be 40 in all, not 40 more; `30.000` could be thirty thousand. Values inside lists,
    dated changes, `choice(...)` and `range(...)` are looked at one by one.

    Args:
        key: full name of the key, or `policy.` and the name of a lever, or `assume.` and that of an
            assumption.
        text: what is typed.
        folder: with the parameter files.

    Raises:
        ConfigError: says what to write.
    """
    for name, number in numbers_in(text, key):
        if name.startswith("policy.") and re.fullmatch(r"\+[0-9][0-9_]*(?:\.[0-9]+)?", number):
            lever = name.removeprefix("policy.")
            if lever.rpartition(".")[2] not in OF_A_CHANGE:
                refuse(
                    f"command line: '{lever}' is {number}, which is {number[1:]} in all, not on "
                    f"top of what is there. Write policy.{lever}={number[1:]} for {number[1:]} in "
                    f"all, or policy.{lever}.add={number[1:]} for so much more."
                )
        if problem := doubt_about(name, number, folder):
            refuse(f"command line: '{name.removeprefix('policy.')}' {problem}")


def check_file(text: str, file: str, folder: Path) -> None:
    """Refuse what is no YAML, an alias, and numbers of which the meaning is unclear.

    Args:
        text: what a file of configuration holds.
        file: name for messages.
        folder: with the parameter files.

    Raises:
        ConfigError: names line and key of each of them, and says what to write.
    """
    faults = Faults()
    try:
        _check_events(text, file)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigError(fault_of(file, text, error)) from None
    for path, scalar in _scalars(root, "", ()):
        line = scalar.start_mark.line + 1
        for name, number in numbers_in(str(scalar.value), path):
            if problem := doubt_about(name, number, folder):
                faults.add(f"{file}, line {line}: '{name.removeprefix('policy.')}' {problem}")
    faults.stop()


def _check_events(text: str, file: str) -> None:
    """Refuse an alias, which may stand for any number of others, and nesting without an end."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            what = f"nested deeper than {MAX_DEPTH} levels"
            if depth <= MAX_DEPTH:
                what = "an alias (*name) is not allowed; write the value out"
            mark = event.start_mark
            refuse(f"{file}, line {mark.line + 1 if mark else 1}: {what}.")


def doubt_about(name: str, number: str, folder: Path) -> str | None:
    """Return what is unclear about a value of a key; None where nothing is."""
    if not could_be_thousands(number):
        return None
    name = name.removeprefix(SPACE).lstrip("+")
    if name in WHOLE:
        return unclear(number)
    parts = name.removeprefix("policy.").removeprefix("assume.").split(".")
    how = parts.pop() if parts[-1] in OF_A_CHANGE else "to"
    file = folder / f"{parts[0]}.yaml"
    if how == "times" or len(parts) < 2 or not file.is_file():  # a factor may have three decimals
        return None
    row = load_mapping(file, f"{folder.name}/{file.name}").get(parts[-1])
    if not isinstance(row, Mapping):
        return None
    low, high = row.get("plausible", (0.0, 0.0))
    return doubt_of(number, float(low), float(high), str(row.get("unit", "")))


def numbers_in(text: str, path: str) -> Iterator[tuple[str, str]]:
    """Return every word of a value as it is typed, each with the name of what it is a value of."""
    keys = [path]
    tokens = [match[0] for match in TOKEN.finditer(text)]
    for token, after in zip(tokens, [*tokens[1:], ""], strict=False):
        bare = token[1:-1] if token[0] in "'\"" else token
        if token == "{":
            keys.append(keys[-1])
        elif token == "}" and len(keys) > 1:
            keys.pop()
        elif after == ":" and len(keys) > 1:
            keys[-1] = f"{keys[-2]}.{bare}"
        elif token[0] in "'\"":
            yield from numbers_in(bare, keys[-1])
        elif token not in "{}[](),:=":
            yield keys[-1], token


def _scalars(
    node: yaml.Node | None, path: str, above: tuple[yaml.Node, ...]
) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode | yaml.MappingNode) and node not in above:
        for each in node.value:
            key, value = each if isinstance(node, yaml.MappingNode) else (None, each)
            name = path if key is None else f"{path}.{key.value}".lstrip(".")
            yield from _scalars(value, name, (*above, node))
