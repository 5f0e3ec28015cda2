"""A record shows when it, or a file beside it, is no longer what was written."""

import random
from pathlib import Path

import pytest

from sim.common.sealed import DamagedError, checksum, read_record, write_record

SEED, FLIPS = 20261127, 300


def a_record(folder: Path) -> Path:
    (folder / "a.csv").write_bytes(b"kpi,value\ncensus,12.5\n" * 20)
    (folder / "below").mkdir()
    (folder / "below" / "b.bin").write_bytes(bytes(range(256)))
    path = folder / "record.json"
    content = {"title": "één vraag", "n": 12, "values": [0.1, 1e300, None, True]}
    write_record(path, content, ["a.csv", "below/b.bin"])
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    record = read_record(a_record(tmp_path))
    assert record is not None
    assert record.content["values"] == [0.1, 1e300, None, True]
    assert record.read("below/b.bin") == bytes(range(256))
    assert record.faults() == []
    assert read_record(tmp_path / "no.json") is None


def test_a_flipped_bit_changes_no_number(tmp_path: Path) -> None:
    """Flip one bit at a time, in the record or a file of it: it is found, or nothing differs."""
    path = a_record(tmp_path)
    whole = read_record(path)
    assert whole is not None
    luck = random.Random(SEED)
    for each in (path, tmp_path / "a.csv", tmp_path / "below" / "b.bin"):
        content = each.read_bytes()
        for _ in range(FLIPS):
            bit = luck.randrange(8 * len(content))
            flipped = bytearray(content)
            flipped[bit // 8] ^= 1 << bit % 8
            each.write_bytes(bytes(flipped))
            try:
                record = read_record(path)
            except DamagedError:
                continue
            assert record is not None
            assert record.faults() or record == whole
        each.write_bytes(content)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"files": 3, "seal": 1}', "\xff", "[" * 9999]
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(DamagedError, match="damaged"):
        read_record(path)


def test_missing_files_and_links_to_nowhere_are_named(tmp_path: Path) -> None:
    path = a_record(tmp_path)
    (tmp_path / "a.csv").unlink()
    record = read_record(path)
    assert record is not None
    assert [fault for fault in record.faults() if "a.csv" in fault]
    with pytest.raises(DamagedError, match="not among"):
        record.read("c.csv")
    path.unlink()
    path.symlink_to(tmp_path / "nowhere.json")
    with pytest.raises(DamagedError, match="link"):
        read_record(path)


def test_a_checksum_is_of_name_and_content() -> None:
    assert checksum("a", b"same") != checksum("b", b"same")
    assert checksum("a", b"same") != checksum("a", b"sama")
    assert checksum("a", b"same") == checksum("a", b"same")
