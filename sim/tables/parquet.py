"""Tidy tables on disk: Parquet that explains itself, and where it came from beside it."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.common.files import as_utf8, replace, write_text
from sim.tables.schemas import schema

PROVENANCE = "provenance.json"


def write_parquet(
    tables: Mapping[str, pd.DataFrame], folder: Path, provenance: Mapping[str, Any]
) -> list[Path]:
    """Write each table as `<folder>/<name>.parquet` (zstd) and `provenance.json` last.

    Return the paths. Every file is written under a temporary name and then renamed: a reader never
    sees half a file, and where `provenance.json` is new all tables are. `provenance` (anything JSON
    can hold: model version, scenario, seed, ...) is also in each file's own metadata. Counts are
    not suppressed: before publishing, use `sim.tables.suppress`.
    """
    return write_encoded(
        ((name, encoded(name, table, provenance)) for name, table in tables.items()),
        folder,
        provenance,
    )


def write_encoded(
    files: Iterable[tuple[str, memoryview]], folder: Path, provenance: Mapping[str, Any]
) -> list[Path]:
    """Write tables that were made into Parquet, by name, as `write_parquet` does."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files:
        path = folder / f"{name}.parquet"
        replace(path, partial(Path.write_bytes, data=content))
        paths.append(path)
    write_text(folder / PROVENANCE, _text(provenance) + "\n")
    return [*paths, folder / PROVENANCE]


def encoded(name: str, table: pd.DataFrame, provenance: Mapping[str, Any]) -> memoryview:
    """Return one tidy table as a Parquet file (zstd), with the provenance in its metadata."""
    sink = pa.BufferOutputStream()
    pq.write_table(to_arrow(name, table, _text(provenance)), sink, compression="zstd")
    return memoryview(sink.getvalue())


def _text(provenance: Mapping[str, Any]) -> str:
    return json.dumps(dict(provenance), indent=2, sort_keys=True, ensure_ascii=False)


def to_arrow(name: str, table: pd.DataFrame, provenance: str) -> pa.Table:
    """Return one tidy table as Arrow, in the schema of `name`, with the provenance (JSON text) in
    its metadata.
    """
    arrow = pa.Table.from_pandas(table, schema=schema(name), preserve_index=False)
    return arrow.replace_schema_metadata(
        {**(arrow.schema.metadata or {}), b"provenance": as_utf8(provenance).encode()}
    )
