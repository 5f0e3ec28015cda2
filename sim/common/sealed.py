"""Records: a folder of results says what it is, and shows when it is no longer what was written.

A record is one JSON file. Beside what the folder says of itself it holds the SHA-256 of the files
that belong to it, and a seal: the SHA-256 of all the rest of the record. So a bit that flipped, a
file that was cut short, exchanged or lost is found before a number is read from it. Files that come
by the thousand carry a checksum in their own name instead (`checksum`).
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.common.errors import ConfigError
from sim.common.files import write_text

FILES, SEAL = "files", "seal"


class DamagedError(ConfigError):
    """A file is not there, or does not hold what was written."""


@dataclass(frozen=True)
class SealedRecord:
    """What a folder says of itself.

    Attributes:
        path: of the record.
        content: what was given to `write_record`.
        files: SHA-256, in hexadecimal digits, of the files beside it, by name.
    """

    path: Path
    content: Mapping[str, Any]
    files: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """Return what a file beside the record holds.

        Raises:
            DamagedError: it is not there, cannot be read, or is not what was written.
        """
        path = self.path.parent / name
        if name not in self.files:
            raise DamagedError(f"{path} is not among the files of {self.path.name}.")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DamagedError(f"{path} cannot be read ({error.strerror}).") from None
        if hashlib.sha256(content).hexdigest() != self.files[name]:
            raise DamagedError(f"{path} is damaged: it is not what was written.")
        return content

    def faults(self) -> list[str]:
        """Return a sentence for every file that is missing or damaged; none where all is well."""
        found = []
        for name in self.files:
            try:
                self.read(name)
            except DamagedError as error:
                found.append(str(error))
        return found


def write_record(path: Path, content: Mapping[str, Any], files: Iterable[str] = ()) -> None:
    """Write a record in one step.

    Args:
        path: of the record; its folder holds the files.
        content: plain data; neither `files` nor `seal` is a key of it.
        files: names, with `/` in folders below, of files that stand there already.

    Raises:
        OSError: a file cannot be read, or the record not written.
    """
    sums = {name: hashlib.sha256((path.parent / name).read_bytes()).hexdigest() for name in files}
    whole: dict[str, Any] = {**content, FILES: sums}
    whole[SEAL] = _seal(whole)
    write_text(path, json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def read_record(path: Path) -> SealedRecord | None:
    """Return a record; None where there is no such file.

    Raises:
        DamagedError: it cannot be read, or is not what was written.
    """
    try:
        whole = json.loads(path.read_bytes())
        seal, sums = whole.pop(SEAL), whole.get(FILES)
        is_whole = isinstance(sums, dict) and seal == _seal(whole)
    except FileNotFoundError:
        if path.is_symlink():
            raise DamagedError(f"{path} is a link to a file that is not there.") from None
        return None
    except OSError as error:
        raise DamagedError(f"{path} cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        is_whole = False
    if not is_whole:
        raise DamagedError(f"{path} is damaged: it is not what was written.")
    return SealedRecord(path, {key: whole[key] for key in whole if key != FILES}, whole[FILES])


def checksum(name: str, content: bytes) -> str:
    """Return eight hexadecimal digits (CRC-32) for the end of a file's name.

    Of what the file is and of what is in it: a file under the name of another shows too.
    """
    return f"{zlib.crc32(content, zlib.crc32(name.encode())):08x}"


def _seal(whole: Mapping[str, Any]) -> str:
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
