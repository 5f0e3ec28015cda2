"""YAML without surprises: plain data only, no key twice, no alias, no tag.

Every fault names file and line. Narrower than YAML 1.1 on purpose: only `true` and `false` are
booleans (so a region may be called `no`), only decimal numbers are numbers (`1e-3` is one, `1:30`
is text), and only a bare ISO date is a date.
"""

import re
import stat
from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from sim.common import thousands
from sim.common.errors import LONGEST_PATH, ConfigError, refuse, short, show
from sim.common.kept import kept
from sim.common.paths import CONF
from sim.common.thousands import Typed, could_be_thousands

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40  # levels of nesting; configuration needs six

_PLAIN = {
    "null": (r"~|null|", ("~", "n", "")),
    "bool": (r"true|false", ("t", "f")),
    "int": (r"[-+]?(?:0|[1-9][0-9_]*)", tuple("-+0123456789")),
    "float": (
        r"[-+]?(?:[0-9][0-9_]*\.[0-9]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9]+(?:[eE][-+]?[0-9]+)?|\.inf)|\.nan",
        tuple("-+.0123456789"),
    ),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tuple("0123456789")),
}


def _refused(problem: str, at: Any) -> ConstructorError:
    return ConstructorError(None, None, problem, getattr(at, "start_mark", at))


class _StrictLoader(yaml.SafeLoader):
    """Safe loader that builds only mappings, lists, text, numbers, booleans, dates and nothing."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  (PyYAML's own way to say which plain words are numbers)
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _refused("an alias (*name) is not allowed; write the value out", event)
        if getattr(event, "tag", None) is not None:
            raise _refused(f"a tag ({event.tag}) is not allowed; remove it", event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _refused(f"nested deeper than {MAX_DEPTH} levels", event)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _refused("a mapping was expected", node)
        mapping: dict[Hashable, Any] = {}
        line_of: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, bool) or not isinstance(key, (str, int, date)):
                raise _refused(
                    f"a key is text, a whole number or a date; {show(key)} is none of these",
                    key_node,
                )
            if str(key) in line_of:
                raise _refused(
                    (
                        f"key '{key}' stands twice, first on line {line_of[str(key)]}; remove one "
                        "of "
                        "the two"
                    ),
                    key_node,
                )
            line_of[str(key)] = key_node.start_mark.line + 1
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            made = super().construct_object(node, deep=deep)
            if isinstance(made, float) and could_be_thousands(str(node.value)):
                return Typed(str(node.value))
            if isinstance(made, str):
                made.encode()
            return made
        except ValueError as error:  # 2025-02-30, a number of thousands of digits, half a character
            raise _refused(f"{show(str(node.value))}: {error}", node) from None


for _kind, (_pattern, _first) in _PLAIN.items():
    _StrictLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )
_StrictLoader.yaml_constructors = {
    tag: make
    for tag, make in SafeConstructor.yaml_constructors.items()
    if tag and tag.rpartition(":")[2] in {*_PLAIN, "str", "seq", "map"}
}


def fault_of(file: str, text: str, error: Exception) -> str:
    """Return what is wrong with a text that is no YAML; `file` is its name for messages."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return (
        f"{file}, line {line}: {problem}. Correct this line; the file is plain YAML (mappings, "
        "lists, text, numbers, ISO dates)."
    )


def text_of(data: bytes, file: str) -> str:
    """Return bytes as text; `file` is the name for messages.

    Raises:
        ConfigError: more than is read, or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        refuse(
            f"{file}: more than {MAX_BYTES // 1024} KiB; no more is read. Split the file, or check "
            "that it is the right one."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None


@lru_cache(maxsize=512)
def parse(data: bytes, file: str) -> Any:
    """Return the plain data in `data`; `file` is the name for messages.

    The answer is shared between callers: read it, never change it.
    """
    text = text_of(data, file)
    try:
        loader = _StrictLoader(text)
        try:
            return loader.get_single_data()
        except (ValueError, OverflowError) as error:  # an escape beyond Unicode
            raise _refused(str(error), loader.get_mark()) from None
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise ConfigError(fault_of(file, text, error)) from None


@lru_cache(maxsize=64)
def _parsed_before(data: bytes, file: str, path: str) -> Any:
    """Return as `parse` what stands in a file of the program itself; kept from start to start."""
    code = b"".join(Path(each).read_bytes() for each in (__file__, thousands.__file__))
    made_from = b"\0".join((yaml.__version__.encode(), code, data))
    return kept("parameters", path, made_from, lambda: parse(data, file))


def contents_of(path: Path, file: str) -> bytes:
    """Return what a file holds, as far as `parse` would read it; `file` is the name for messages.

    A pipe or a device, which may have no end, is not opened.

    Raises:
        ConfigError: it is not there, is no file, or cannot be read.
    """
    try:
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        reason = "a folder" if path.is_dir() else "a pipe or a device"
        way_out = "Give the path of a file."
    except OSError as error:
        reason, way_out = str(error.strerror), "Check the name and the permissions."
    except ValueError:  # a sign that no name can hold
        reason, way_out = "this cannot be the name of a file", "Check the name."
    raise ConfigError(f"{short(file, LONGEST_PATH)}: cannot be read ({reason}). {way_out}")


def load_mapping(path: Path, file: str) -> dict[Any, Any]:
    """Return the mapping in the YAML file `path`, named `file` in messages.

    Raises:
        ConfigError: the file is missing, unreadable, too large, not strict YAML, or holds no
            mapping.
    """
    data = contents_of(path, file)
    if path.parent == CONF / "parameters" and len(data) <= MAX_BYTES:  # most of what a start reads
        content = _parsed_before(data, file, str(path))
    else:
        content = parse(data, file)
    if not isinstance(content, dict):
        refuse(f"{file}: holds {show(content)}; a mapping of 'key: value' lines is expected.")
    return content
