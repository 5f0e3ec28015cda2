"""The skeleton in C by which the core's speed is judged does all that was asked, and nothing is
dropped by a compiler that sees that nobody looks.
"""

import pytest

from benchmarks import skeleton
from benchmarks.skeleton import Counts, Done, Skeleton

TABLES = ((300, 15), (40, 8), (1, 53))  # rows, words of one


def small(**other: int) -> Counts:
    counts = Counts(
        n_days=60,
        n_entries=1000,
        of_phase=(100, 200, 300, 400),
        n_records=37,
        words_of_record=32,
        n_visits=1500,
        counted_draws=700,
        other_draws=450,
        exponentials=1200,
        logarithms=800,
        powers=150,
        gammas=20,
        rated=720,
        divided=500,
    )
    for k, (n_rows, width) in enumerate(TABLES):
        counts.rows[k], counts.width[k] = n_rows, width
    for name, value in other.items():
        setattr(counts, name, value)
    return counts


def run(counts: Counts, seed: int = 1) -> Done:
    made = Skeleton(counts)
    made.prepare()
    first = made.run(seed)
    made.prepare()
    again = made.run(seed)
    made.close()
    assert first.checksum == again.checksum
    return first


@pytest.fixture(autouse=True)
def _needs_a_compiler() -> None:
    if skeleton.library() is None:
        pytest.skip(skeleton.NO_COMPILER)


def test_every_entry_is_taken_and_nothing_is_owed() -> None:
    for counts in (small(), small(n_days=2), small(n_visits=1000), small(n_records=1)):
        done = run(counts)
        assert done.taken == 1000
        assert done.owed == 0


def test_the_checksum_follows_the_seed() -> None:
    assert run(small(), seed=1).checksum != run(small(), seed=2).checksum


@pytest.mark.parametrize(
    "name",
    ["counted_draws", "other_draws", "exponentials", "logarithms", "powers", "gammas", "n_visits"],
)
def test_every_primitive_shows_in_the_checksum(name: str) -> None:
    none = 1000 if name == "n_visits" else 0
    assert run(small()).checksum != run(small(**{name: none})).checksum


def test_days_reckoned_and_rows_show_in_the_checksum() -> None:
    whole = run(small()).checksum
    assert run(small(divided=0)).checksum != whole
    assert run(skeleton.only(small(), ("divided",))).checksum != whole
    without_rows = small()
    without_rows.rows[0] = 0
    assert run(without_rows).checksum != whole


def test_records_too_small_to_be_one_are_refused() -> None:
    with pytest.raises(MemoryError):
        Skeleton(small(words_of_record=8))


def test_the_page_tells_every_part() -> None:
    page = skeleton.page(small(), rounds=1)
    for what in ("entries planned", *skeleton.PARTS, "everything"):
        assert what in page
