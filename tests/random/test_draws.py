"""Draws: published known answers, uniform, independent by address."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.draws import Kind, Purpose, philox, uniform, word

FALSE_ALARM = 1e-4  # a correct generator fails a test below for one seed in 10,000
ONES = 0xFFFFFFFF
KNOWN = [  # Random123 known-answer tests, philox4x32 10: counter, key, answer
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
addresses = st.tuples(
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 255),
    st.integers(0, 2**36 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
)


@pytest.mark.parametrize("counter, key, answer", KNOWN)
def test_philox_gives_the_published_known_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert philox(*counter, *key) == answer


@given(addresses)
def test_compiled_and_plain_python_agree_to_the_last_bit(address: tuple[int, ...]) -> None:
    seed, replication, kind, entity, purpose, index = address
    plain = philox.py_func(entity & ONES, (entity >> 32) | (kind << 8) | (purpose << 16), index, replication, seed & ONES, seed >> 32)[0]
    assert word(*address) == plain


@given(addresses, st.integers(0, 5))
def test_moving_one_word_of_an_address_moves_the_draw(address: tuple[int, ...], k: int) -> None:
    """False alarm: 2**-32 per example."""
    moved = list(address)
    moved[k] ^= 1
    assert word(*address) != word(*moved)


@given(addresses)
def test_a_draw_lies_strictly_between_zero_and_one(address: tuple[int, ...]) -> None:
    assert 0.0 < uniform(*address) < 1.0


@pytest.mark.parametrize("along", range(6), ids=["seed", "replication", "kind", "entity", "purpose", "index"])
def test_draws_along_each_word_of_the_address_are_uniform_and_uncorrelated(along: int) -> None:
    n = 250 if along == 2 else 20_000
    base = [7, 3, int(Kind.YOUTH), 123_456, int(Purpose.COPE), 5]
    draws = np.array([uniform(*[k if i == along else word_ for i, word_ in enumerate(base)]) for k in range(n)])
    assert stats.kstest(draws, "uniform").pvalue > FALSE_ALARM
    assert stats.pearsonr(draws[1:], draws[:-1]).pvalue > FALSE_ALARM


def test_a_shifted_seed_is_not_a_shifted_replication() -> None:
    one = [uniform(1, k, 2, 9, 4, 0) for k in range(50)]
    other = [uniform(2, k, 2, 9, 4, 0) for k in range(50)]
    assert not set(one) & set(other), "streams of two seeds share draws"


def test_numbers_of_purposes_and_kinds_are_used_once() -> None:
    for names in (Purpose, Kind):
        assert len(names.__members__) == len({int(n) for n in names}), "an alias shares a number"
