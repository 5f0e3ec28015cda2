"""What stands behind `ask`, as Hydra takes it: keys that exist, names that exist, no surprise.

Hydra's own grammar holds: `key=value`, `+key=value`, `~key`, and with `-m` several values,
`choice(...)`, `glob(...)`, `range(...)`. Nothing that is unknown is taken in silence.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.commands.helping import door
from sim.commands.question import EXAMPLE, usual
from sim.commands.shared import check_region
from sim.commands.typed import SPACE, WHOLE, check_typed
from sim.common.errors import ConfigError, Faults, nearest, short, show, unknown
from sim.common.paths import CONF

WITH_VALUE = (
    *("--cfg", "-c", "--package", "-p", "--config-path", "-cp", "--config-name", "-cn"),
    *("--config-dir", "-cd", "--experimental-rerun"),
)
ALONE = ("--multirun", "-m", "--run", "-r", "--resolve", "--help", "-h")
TO_HYDRA = ("--shell-completion", "-sc", "--hydra-help", "--version")
INFO = ("--info", "-i")
ABOUT = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
GROUPS = ("region", "scenario")
OF_ROWS = {"policy": "lever", "assume": "assumption"}  # keys that hold rows, and what they hold
NAMED = (*GROUPS, "base", "output")  # values that may be a path, and so have letters with accents


def is_for_hydra_alone(given: Sequence[str]) -> bool:
    """Tell whether Hydra answers this by itself: completion, help about Hydra."""
    return any(each in TO_HYDRA for each in given)


def flags_and_overrides(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return options of Hydra, each with its value, and the rest.

    Raises:
        ConfigError: an option that does not exist.
    """
    flags: list[str] = []
    overrides: list[str] = []
    valid = [*WITH_VALUE, *ALONE, *TO_HYDRA, *INFO]
    left = list(given)
    while left:
        each = left.pop(0)
        if not each.startswith("-"):
            overrides.append(each)
            continue
        name = each.partition("=")[0]
        if name not in valid:
            key = each.lstrip("-")
            if nearest(key.partition("=")[0], usual()):
                raise ConfigError(f"command line: a key has no dashes. Write {key}.")
            long = [option for option in valid if option.startswith("--")]
            raise ConfigError(f"command line: {unknown('option', name, long)}")
        flags.append(each)
        takes = name in WITH_VALUE or (name in INFO and left[:1] and left[0] in ABOUT)
        if takes and "=" not in each and left:
            flags.append(left.pop(0))
    return flags, overrides


def hydra_overrides(arguments: Sequence[str], flags: Sequence[str] = ()) -> list[str]:
    """Return the arguments as Hydra takes them.

    Levers are added to the configuration, lists of regions become one choice.

    Raises:
        ConfigError: unknown keys with the nearest one that exists, names that do not exist, and
            arguments that are no key=value; all at once.
    """
    valid = [*usual(), "experiment", *_own_groups(flags)]
    faults = Faults()
    found = []
    for argument in arguments:
        try:
            found.append(_override(argument, valid))
        except ConfigError as error:
            for message in error.faults:
                faults.add(message)
    faults.stop()
    return found


def _override(argument: str, valid: Sequence[str]) -> str:
    match = re.fullmatch(r"([+~]{0,2})([A-Za-z_][\w./@:-]*)(?:=(.*))?", argument, re.DOTALL)
    if match is None or (match[3] is None and match[1] != "~"):
        raise ConfigError(
            f"command line: '{short(argument)}' is not of the form key=value. Example: {door()} "
            "region=limburg replications=20"
        )
    sign, key, value = match.groups()
    if key in OF_ROWS:
        what = OF_ROWS[key]
        raise ConfigError(
            f"command line: '{key}' is set {what} by {what}: {key}.<{what}>=<value>. Example: "
            f"{EXAMPLE[key]}."
        )
    first = re.split(r"[./@]", key)[0]
    if first not in (*valid, "hydra") or (
        first != key and first not in (*OF_ROWS, "hydra", "experiment")
    ):
        raise ConfigError(f"command line: {_unknown_key(key, valid)}")
    if sign == "~" and key in usual():
        raise ConfigError(
            f"command line: '{short(argument)}' takes a key away, and a question needs every key. "
            f"Leave {short(argument)} out for the usual value, or set another: {key}=<value>."
        )
    if value is None:
        return argument
    if key in NAMED and not value.isascii():
        value = _quoted(value)
        argument = f"{sign}{key}={value}"
    if key in WHOLE or first in OF_ROWS:
        _check_digits(key, value)
    parsed = _parsed(argument)
    if key in GROUPS and sign != "~":
        return f"{key}={_choice(key, parsed, value)}"
    if first in OF_ROWS or key in WHOLE or f"{key}.".startswith(SPACE):
        check_typed(key, value, CONF / "parameters")
    if first in OF_ROWS:
        return f"++{key}={value}"
    if key == "experiment":
        return f"+experiment={value}"
    return argument


def _unknown_key(key: str, valid: Sequence[str]) -> str:
    """Return what is said of a key that does not exist; of a row's own name, how it is set."""
    from sim.words.levers import all_rows
    from sim.world.row import UNCERTAIN

    row = all_rows().get(key.removeprefix("parameters."))
    if row is not None and row.kind in ("lever", *UNCERTAIN):
        first = "policy" if row.kind == "lever" else "assume"
        return f"'{row.name}' is of kind {row.kind}. Write {first}.{row.name}=<value>."
    return (
        f"{unknown('key', key, [v for v in valid if v not in OF_ROWS])} A lever is set as "
        "policy.<lever>=<value>, an assumption as assume.<assumption>=<value>."
    )


def _check_digits(key: str, value: str) -> None:
    strange = next((sign for sign in value if sign.isnumeric() and not sign.isascii()), None)
    if strange is not None:
        raise ConfigError(
            f"command line: '{key}' is {short(value)}; a number is written with the digits 0 to 9, "
            f"and '{strange}' is none of them."
        )


def _quoted(value: str) -> str:
    """Return names with accents in quotes, which Hydra's grammar asks for.

    Nothing is done where the value holds anything but names and commas: it may be quoted already.
    """
    if not re.fullmatch(r"[\w./ ,-]+", value):
        return value
    return ",".join(each if each.isascii() else f"'{each}'" for each in value.split(","))


def _parsed(argument: str) -> Any:
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        return OverridesParser.create().parse_override(argument)
    except (HydraException, ValueError, RecursionError) as error:  # thousands of digits, brackets
        raise ConfigError(
            f"command line: the value in '{short(argument)}' cannot be read. {_cause(argument)}put "
            "a value with spaces, accents or signs in double quotes within single ones: "
            "'scenario=\"my question.yaml\"'."
        ) from error


def _cause(argument: str) -> str:
    strange = re.sub(r"[\x20-\x7e]", "", argument)
    return (
        f"It holds '{strange[0]}', which stands in quotes only: "
        if strange
        else ("Close every bracket; ")
    )


def _choice(key: str, override: Any, written: str) -> str:
    """Return a choice of a group, or several for a sweep, each checked."""
    from hydra.core.override_parser.types import ChoiceSweep, Glob

    value = override._value
    if isinstance(value, Glob):
        return written
    if isinstance(value, ChoiceSweep):
        return ",".join(_one(key, each) for each in value.list)
    return _one(key, value)


def _one(key: str, value: Any) -> str:
    from hydra.core.override_parser.types import Quote, QuotedString

    from sim.commands.hydra_groups import AND, names_in

    several = value if isinstance(value, list) else [value]
    texts = [each.text if isinstance(each, QuotedString) else each for each in several]
    if isinstance(value, list) and (key != "region" or not texts):
        raise ConfigError(
            f"'{key}' is a list; one name is needed. For several runs: -m {key}=a,b."
            if key != "region"
            else "'region' is an empty list; name at least one region."
        )
    if key == "region":
        texts = [part for each in texts for part in _parts(each)]
        check_region(texts)
    for each in texts:
        if not isinstance(each, str) or not each.strip():
            raise ConfigError(
                f"'{key}' is {show(each)}; it must be the name of one, or the path of a file "
                "(.yaml)."
            )
        if not each.endswith(".yaml") and each not in names_in(key):
            raise ConfigError(
                f"{unknown(key, each, names_in(key))} Choose one of these, or give the path of a "
                "file (.yaml)."
            )
    text = AND.join(texts)
    if re.fullmatch(r"[\w./+-]+", text, re.ASCII):
        return text
    return QuotedString(text, Quote.single).with_quotes()


def _parts(name: Any) -> list[Any]:
    from sim.commands.hydra_groups import parts_of

    return parts_of("region", name) if isinstance(name, str) else [name]


def _own_groups(flags: Sequence[str]) -> list[str]:
    """Return groups in a folder of configuration that the user gave."""
    for k, flag in enumerate(flags):
        name, _, value = flag.partition("=")
        if name in ("--config-dir", "-cd"):
            folder = Path(value or (flags[k + 1] if k + 1 < len(flags) else ""))
            if folder.is_dir():
                return [path.name for path in folder.iterdir() if path.is_dir()]
    return []
