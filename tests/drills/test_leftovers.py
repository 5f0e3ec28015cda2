"""Killed while it writes: a file or folder holds what it held before or after, whole, and the next
that writes there takes away what the killed one left.
"""

import subprocess
import sys
from pathlib import Path

from sim.common.files import tidy_files
from sim.common.sealed import read_record
from tests.drills.commands import environment
from tests.drills.effort import Drill

SIZE = 200_000  # bytes of a file: enough to be caught half-way
WRITE = """
import sys
from pathlib import Path
from sim.common.files import whole_folder, write_text
from sim.common.sealed import write_record
times, size = int(sys.argv[1]), int(sys.argv[2])
for k in range(times):
    if k == 1:
        print("writing", flush=True)
    text = str(k % 10) * size
    write_text(Path("plain.txt"), text)
    with whole_folder(Path("answer")) as new:
        for name in ("a", "b"):
            write_text(new / name, text)
        write_record(new / "record.json", {"k": k}, ["a", "b"])
    write_record(Path("record.json"), {"text": text}, ["plain.txt"])
"""


def start(folder: Path, times: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(times), str(SIZE)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_writer_leaves_all_whole_and_the_next_takes_away_the_rest(
    drill: Drill, tmp_path: Path
) -> None:
    drill.count("files or folders that were not whole", 0)
    for _ in range(drill.effort.kills):
        running = start(tmp_path, 10**9)
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline() == "writing\n", running.stderr.read()
        try:
            running.wait(drill.rng.uniform(0, 0.3))
        except subprocess.TimeoutExpired:
            running.kill()
        running.communicate()
        drill.count("kills while writing")
        left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
        drill.count("half-written things left", len(left))
        plain = (tmp_path / "plain.txt").read_text(encoding="utf-8")
        assert len(plain) == SIZE and len(set(plain)) == 1
        assert read_record(tmp_path / "record.json") is not None
        if not (tmp_path / "answer").exists():  # put aside for the moment of the exchange
            drill.count("folders put aside, which came back")
        after = start(tmp_path, 1)
        _, errors = after.communicate(timeout=60)
        assert after.returncode == 0, errors
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == ["answer", "plain.txt", "record.json"], f"left before: {left}"
        record = read_record(tmp_path / "answer" / "record.json")
        assert record is not None and record.faults() == []


def test_a_folder_of_ours_is_tidied_whatever_the_killed_one_was_at(
    drill: Drill, tmp_path: Path
) -> None:
    running = start(tmp_path, 10**9)
    assert running.stdout is not None
    running.stdout.readline()
    running.kill()
    running.communicate()
    tidy_files(tmp_path)
    left = [p.name for p in tmp_path.iterdir() if p.name.startswith(".") and p.is_file()]
    assert left == []
