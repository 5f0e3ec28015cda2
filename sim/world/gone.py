"""What took the place of a row that is no longer there: `conf/gone.yaml`."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from sim.common.errors import unknown
from sim.common.paths import CONF
from sim.common.yaml_strict import load_mapping


@lru_cache(maxsize=2)
def gone_rows(conf: Path = CONF) -> Mapping[str, tuple[str, ...]]:
    """Return the rows that are gone, each with the rows that took its place, or one text in words
    (it has a space) where a mechanism did.
    """
    content = load_mapping(conf / "gone.yaml", "conf/gone.yaml")
    return {
        str(name): tuple(after) if isinstance(after, list) else (str(after),)
        for name, after in content.items()
    }


def unknown_row(what: str, name: object, valid: Iterable[str]) -> str:
    """Return the message for a row that does not exist; `what` it was taken for: row, lever.

    A row of an earlier edition is answered with what took its place, any other as
    `sim.common.errors.unknown` does.
    """
    after = gone_rows().get(str(name))
    if after is None:
        return unknown(what, name, valid)
    rows = " and ".join(each if " " in each else f"'{each}'" for each in after)
    return f"{what} '{name}' is of an earlier edition of the model; {rows} took its place."
