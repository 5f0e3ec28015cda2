"""Load `conf/parameters/<group>.yaml`.

One file per group, one key per field of the group that the rules declare, no more and no less.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from sim.common import checks
from sim.common.errors import ConfigError, Faults, show, unknown
from sim.common.yaml_strict import load_mapping
from sim.names import N_LEVELS, PLACE_SETTINGS
from sim.world.row import KINDS, Row, Said, dated_values

ParameterRows: TypeAlias = Mapping[str, Row]
"""Rows by full name, in the order of the columns of `World.values`."""

Groups: TypeAlias = Mapping[str, type]
"""Groups of parameters by name, each a NamedTuple whose fields are its rows."""

THINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "setting": tuple(s.name.lower() for s in PLACE_SETTINGS),
        "level": tuple(str(level) for level in range(1, N_LEVELS)),
    }
)
"""Groups that exist once per thing, and these things in order."""

_REQUIRED = ("description", "unit", "kind", "plausible")
_OWN = "every region gives its own"
_OPTIONAL = ("label", "said", "integer", "values", "each", "region")


def fields_of(group: type) -> tuple[str, ...]:
    """Return the field names of a NamedTuple class."""
    fields: tuple[str, ...] = group._fields  # type: ignore[attr-defined]
    return fields


def group_slices(groups: Groups) -> dict[str, slice]:
    """Return where each group stands in the columns.

    `evaluation`, `setting.open_group`, `level.3` -> slice.
    """
    slices: dict[str, slice] = {}
    start = 0
    for name, group in groups.items():
        for full in [f"{name}.{thing}" for thing in THINGS[name]] if name in THINGS else [name]:
            slices[full] = slice(start, start + len(fields_of(group)))
            start = slices[full].stop
    return slices


def column_names(groups: Groups) -> tuple[str, ...]:
    """Return the full names of all rows, in order of column."""
    return tuple(
        f"{full}.{field}"
        for full in group_slices(groups)
        for field in fields_of(groups[full.split(".")[0]])
    )


def load_rows(folder: Path, groups: Groups) -> ParameterRows:
    """Return every row of every group.

    Raises:
        ConfigError: all faults of the folder at once.
    """
    faults = Faults()
    label = f"{folder.parent.name}/{folder.name}"
    if not folder.is_dir():
        raise ConfigError(
            f"{label}: is not a folder; the parameter files are expected there. Correct the path "
            "of 'conf'."
        )
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml") and (path.stem not in groups or path.suffix == ".yml"):
            valid = (f"{name}.yaml" for name in groups)
            faults.add(
                f"{label}: {unknown('file', path.name, valid)} Rename or remove it, or declare the "
                "group in the rules."
            )
    rows: dict[str, Row] = {}
    for name, group in groups.items():
        file = f"{label}/{name}.yaml"
        if not (folder / f"{name}.yaml").is_file():
            faults.add(
                f"{file}: file is missing; the rules declare the group '{name}' with "
                f"{', '.join(fields_of(group))}. Add the file."
            )
            continue
        try:
            content = load_mapping(folder / f"{name}.yaml", file)
        except ConfigError as error:
            for message in error.faults:
                faults.add(message)
            continue
        rows |= _rows_of_group(name, fields_of(group), content, file, faults)
    faults.stop()
    return {name: rows[name] for name in column_names(groups)}


def _rows_of_group(
    group: str, fields: tuple[str, ...], content: dict[Any, Any], file: str, faults: Faults
) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for key in content:
        if key not in fields:
            faults.add(
                f"{file}: {unknown('row', key, fields)} Correct or remove it, or add the field to "
                f"the group '{group}' in the rules."
            )
    for field in fields:
        if field not in content:
            faults.add(
                f"{file}: row '{field}' is missing; the group '{group}' needs {', '.join(fields)}. "
                "Add it."
            )
            continue
        for row in _rows_of_field(group, field, content[field], file, faults):
            rows[row.name] = row
    return rows


def _rows_of_field(group: str, field: str, entry: Any, file: str, faults: Faults) -> list[Row]:
    where = f"{file}: '{field}'"
    content = checks.mapping(
        entry, where, faults, of="description, unit, kind, plausible and values"
    )
    if not isinstance(entry, Mapping):
        return []
    checks.check_keys(content, where, faults, required=_REQUIRED, optional=_OPTIONAL)
    row = _head(f"{group}.{field}", content, file, where, faults)
    is_region = "region" in content and checks.flag(content["region"], f"{where}: 'region'", faults)
    wrong = "values" if group in THINGS else "each"
    if wrong in content:
        right = "each" if group in THINGS else "values"
        faults.add(f"{where} has '{wrong}'; a row of the group '{group}' has '{right}'. Rename it.")
        return []
    if group in THINGS:
        return _rows_of_things(group, field, row, content, is_region, where, faults)
    if ("values" in content) == is_region:
        faults.add(
            (
                f"{where} has both 'values' and 'region: true'; exactly one is allowed. Remove "
                f"'values' if {_OWN}."
            )
            if is_region
            else (
                f"{where} has neither 'values' nor 'region: true'; exactly one is allowed. Add "
                f"'values', or 'region: true' if {_OWN}."
            )
        )
        return []
    values = () if is_region else dated_values(content["values"], row, f"{where}: 'values'", faults)
    return [replace(row, values=values, is_region=is_region)]


def _rows_of_things(
    group: str,
    field: str,
    row: Row,
    content: Mapping[Any, Any],
    is_region: bool,
    where: str,
    faults: Faults,
) -> list[Row]:
    things = THINGS[group]
    each: dict[str, Any] = {}
    if "each" in content:
        given = checks.mapping(
            content["each"], f"{where}: 'each'", faults, of="things to dated values"
        )
        each = {str(key): value for key, value in given.items()}
    elif not is_region:
        faults.add(
            f"{where} has neither 'each' nor 'region: true'. Add 'each' with {', '.join(things)}, "
            f"or 'region: true' if {_OWN}."
        )
        return []
    for key in each:
        if key not in things:
            faults.add(f"{where}: 'each': {unknown(group, key, things)} Correct or remove it.")
    rows = []
    for thing in things:
        one = replace(row, name=f"{group}.{thing}.{field}")
        if thing in each:
            rows.append(
                replace(one, values=dated_values(each[thing], one, f"{where}: '{thing}'", faults))
            )
        elif is_region:
            rows.append(replace(one, is_region=True))
        else:
            faults.add(
                f"{where}: 'each' has no '{thing}'; needed are {', '.join(things)}. Add it, or "
                f"'region: true' if {_OWN}."
            )
    return rows


def _head(name: str, content: Mapping[Any, Any], file: str, where: str, faults: Faults) -> Row:
    """Return the row without its values.

    What is faulty is noted and replaced by something that causes no second fault.
    """
    description = (
        checks.text(content["description"], f"{where}: 'description'", faults)
        if "description" in content
        else None
    )
    unit = checks.text(content["unit"], f"{where}: 'unit'", faults) if "unit" in content else None
    kind = (
        checks.one_of(content["kind"], KINDS, f"{where}: 'kind'", faults)
        if "kind" in content
        else None
    )
    integer = "integer" in content and checks.flag(
        content["integer"], f"{where}: 'integer'", faults
    )
    plausible = _plausible(content["plausible"], where, faults) if "plausible" in content else None
    low_high = plausible or (-checks.MAX_SIZE, checks.MAX_SIZE)
    return Row(
        name,
        description or "",
        unit or "",
        kind or "",
        low_high,
        integer and plausible is not None,
        (),
        False,
        file,
        checks.both_languages(content, "label", where, faults) or None,
        _said(content["said"], f"{where}: 'said'", faults) if "said" in content else None,
    )


def _said(entry: Any, where: str, faults: Faults) -> Said | None:
    content = checks.mapping(entry, where, faults, of="per and unit")
    if not isinstance(entry, Mapping):
        return None
    checks.check_keys(content, where, faults, required=("per", "unit"))
    unit = checks.both_languages(content, "unit", where, faults)
    per = checks.number(content["per"], f"{where}: 'per'", faults) if "per" in content else None
    if per == 0.0:
        faults.add(f"{where}: 'per' is 0; a value is told as so many times it. Write 'per: 1'.")
    return Said(per, unit) if per and unit else None


def _plausible(value: Any, where: str, faults: Faults) -> tuple[float, float] | None:
    if isinstance(value, list) and len(value) == 2:
        low, high = (checks.number(end, f"{where}: 'plausible'", faults) for end in value)
        if low is None or high is None:
            return None
        if low <= high:
            return low, high
    faults.add(
        f"{where}: 'plausible' is {show(value)}; it must be two numbers, lowest first. Write "
        "'plausible: [28, 365]'."
    )
    return None
