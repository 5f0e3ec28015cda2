"""What belongs to an answer in its folder, by exact name; anything else is somebody's own."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from sim.common.sealed import SealedRecord

RECORD = "run.json"
LITTER = {".ds_store", ".directory", "desktop.ini", "thumbs.db", "ehthumbs.db"}
"""What systems leave in any folder that somebody looks at, in small letters."""


def answer_files(lang: str) -> dict[int, str]:
    """Return the files with the answer as it was printed, by their width in characters."""
    return {80: f"answer.{lang}.txt", 60: f"answer.narrow.{lang}.txt"}


def others_in(folder: Path, record: SealedRecord | None, inputs: Iterable[str]) -> list[str]:
    """Return files, and links to folders, that do not belong to the answer in a folder.

    Names are with `/`, from the folder on; in folders below too, sorted.

    Args:
        folder: of the answer.
        record: of the answer; None where it is damaged: then the names that any answer has belong.
        inputs: copies of what was read for the question, by name; asked only without a record.
    """
    if record is not None:
        belongs: Collection[str] = {*record.files, RECORD}
    else:
        belongs = {RECORD, *_names_of_any(), *(f"inputs/{name}" for name in inputs)}
    return sorted(name for name in _names_in(folder) if not _is_of(name, belongs))


def _names_in(folder: Path) -> Iterable[str]:
    for place, below, files in os.walk(folder):
        links = [name for name in below if os.path.islink(os.path.join(place, name))]
        for name in (*files, *links):
            yield Path(place, name).relative_to(folder).as_posix()


def _is_of(name: str, belongs: Collection[str]) -> bool:
    above, _, last = name.rpartition("/")
    if name in belongs or last.lower() in LITTER:
        return True
    if not last.startswith("._"):  # beside a file, on a disk that is not its own, macOS puts these
        return False
    of = last[2:]
    return of.lower() in LITTER or (f"{above}/{of}" if above else of) in belongs


def _names_of_any() -> set[str]:
    from sim.reporting.figures import FIGURES  # drawing: a second of imports
    from sim.reporting.summary import file_name
    from sim.tables.parquet import PROVENANCE
    from sim.tables.schemas import COLUMNS
    from sim.words.catalogue import LANGUAGES

    tables = [PROVENANCE, *(f"{name}.parquet" for name in (*COLUMNS, "events"))]
    return {
        "kpis.csv",
        *(f"{side}/{name}" for side in ("base", "scenario") for name in tables),
        *(f".hydra/{name}.yaml" for name in ("config", "hydra", "overrides")),
        *(name for lang in LANGUAGES for name in answer_files(lang).values()),
        *(file_name(lang) for lang in LANGUAGES),
        *(f"kpis.{lang}.{kind}" for lang in LANGUAGES for kind in ("md", "xlsx")),
        *(
            f"figures/{name}.{lang}.{kind}"
            for name in FIGURES
            for lang in LANGUAGES
            for kind in ("svg", "png")
        ),
    }
