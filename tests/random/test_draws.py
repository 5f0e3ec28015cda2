"""Draws: published known answers, uniform, independent by address, the same compiled and in plain
Python.
"""

from itertools import permutations
from types import FunctionType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.draws import Kind, Purpose, philox, uniform, uniforms, word, words

# a correct generator fails one statistical test below for one base address in 10,000; the address
# is fixed
FALSE_ALARM = 1e-4
ONES = 0xFFFFFFFF
KNOWN = [  # Random123 known-answer tests, philox4x32 10: counter, key, answer
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
WORDS = ("seed", "replication", "kind", "entity", "purpose", "index")
BITS = (63, 32, 8, 40, 16, 32)  # width of each word of the address
BASE = (7, 3, int(Kind.YOUTH), 123_456, int(Purpose.COPE), 5)
ranges = [st.integers(0, 2**bits - 1) for bits in BITS]
addresses = st.tuples(*ranges)
axes = pytest.mark.parametrize("along", range(6), ids=WORDS)


def moved(address: tuple[int, ...], along: int, by: int) -> tuple[int, ...]:
    """An address with one word moved on, around the end of its range."""
    return tuple(
        (w + by) % 2**bits if k == along else w
        for k, (w, bits) in enumerate(zip(address, BITS, strict=True))
    )


def with_philox(rule, stand_in):
    """The plain form of a rule, with another function in the place of the generator (or of the
    words that it gives).
    """
    others = dict.fromkeys(("philox", "word", "words"), stand_in)
    return FunctionType(rule.py_func.__code__, {**rule.py_func.__globals__, **others})


packed = with_philox(words, lambda *counter_and_key: counter_and_key)
plain_words = with_philox(words, philox.py_func)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN, ids=["zeros", "ones", "pi"])
def test_philox_gives_the_published_known_answers(
    counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]
) -> None:
    assert philox(*counter, *key) == answer, f"{philox(*counter, *key)}, published {answer}"


@given(st.tuples(*[st.integers(0, ONES)] * 6))
def test_the_compiled_generator_equals_plain_python(words: tuple[int, ...]) -> None:
    assert philox(*words) == philox.py_func(*words), (
        f"{philox(*words)} compiled, {philox.py_func(*words)} plain"
    )


@given(addresses)
def test_a_compiled_word_equals_plain_python(address: tuple[int, ...]) -> None:
    plain = with_philox(word, plain_words)(*address)
    assert word(*address) == plain, f"{word(*address)} compiled, {plain} plain"


@given(addresses)
def test_a_compiled_uniform_equals_plain_python(address: tuple[int, ...]) -> None:
    plain = with_philox(uniform, with_philox(word, plain_words))(*address)
    assert uniform(*address) == plain, f"{uniform(*address)!r} compiled, {plain!r} plain"


@given(addresses)
def test_a_draw_lies_strictly_between_zero_and_one(address: tuple[int, ...]) -> None:
    assert 0.0 < uniform(*address) < 1.0, f"{uniform(*address)!r}"


@pytest.mark.parametrize("lowest_or_highest", [0, ONES])
def test_the_lowest_and_highest_word_are_draws_strictly_between_zero_and_one(
    lowest_or_highest: int,
) -> None:
    u = with_philox(uniform, lambda *_: lowest_or_highest)(*BASE)
    assert 0.0 < u < 1.0, f"{u!r} from {lowest_or_highest}"


@given(addresses)
def test_counter_and_key_are_words_of_32_bits(address: tuple[int, ...]) -> None:
    given_to_it = packed(*address)
    assert all(0 <= w <= ONES for w in given_to_it), f"{given_to_it}, highest {ONES}"


@given(addresses)
def test_an_address_can_be_read_back_from_counter_and_key(address: tuple[int, ...]) -> None:
    low, high, index, replication, k0, k1 = packed(*address)
    again = (
        k1 << 32 | k0,
        replication,
        high >> 8 & 0xFF,
        (high & 0xFF) << 32 | low,
        high >> 16 << 2 | address[4] & 3,
        index,
    )
    assert again == address, (
        f"{again} from {address}"
    )  # so two addresses share a counter and a key only as the four purposes of one call


@given(addresses)
def test_the_purposes_of_one_call_are_its_four_words(address: tuple[int, ...]) -> None:
    seed, replication, kind, entity, purpose, index = address
    of_call = [(seed, replication, kind, entity, purpose & ~3 | which, index) for which in range(4)]
    alone = tuple(word(*a) for a in of_call)
    assert words(*address) == alone, f"{words(*address)} together, {alone} one by one"
    numbers = tuple(uniform(*a) for a in of_call)
    assert uniforms(*address) == numbers, f"{uniforms(*address)} together, {numbers} one by one"


@axes
@given(address=addresses, data=st.data())
def test_moving_one_word_of_the_address_changes_the_draw(
    along: int, address: tuple[int, ...], data: st.DataObject
) -> None:
    other = list(address)
    other[along] = data.draw(ranges[along].filter(lambda value: value != address[along]))
    assert word(*address) != word(*other), (
        f"{word(*address)} at {address} and at {other}"
    )  # false alarm: 2**-32 an example


@axes
def test_draws_along_a_word_of_the_address_are_uniform(along: int) -> None:
    draws = [uniform(*moved(BASE, along, k)) for k in range(min(20_000, 2 ** BITS[along]))]
    p = stats.kstest(draws, "uniform").pvalue
    assert p > FALSE_ALARM, f"p = {p}, false alarm {FALSE_ALARM}"


@axes
@pytest.mark.parametrize("distance", [1, 2, 1 << 7])
def test_draws_of_neighbouring_addresses_are_uncorrelated(along: int, distance: int) -> None:
    youths = [(11, 2, int(Kind.YOUTH), 1000 * k, int(Purpose.INCIDENT), 3) for k in range(20_000)]
    here, there = (
        [uniform(*address) for address in a]
        for a in (youths, [moved(y, along, distance) for y in youths])
    )
    p = stats.pearsonr(here, there).pvalue
    assert p > FALSE_ALARM, f"p = {p}, false alarm {FALSE_ALARM}"


def test_every_bit_of_a_word_is_set_half_of_the_time() -> None:
    n = 20_000
    words = np.array([word(*moved(BASE, 3, k)) for k in range(n)], dtype=np.uint64)
    p = min(
        stats.binomtest(int((words >> np.uint64(bit) & np.uint64(1)).sum()), n).pvalue
        for bit in range(32)
    )
    assert p > FALSE_ALARM / 32, f"p = {p}, false alarm {FALSE_ALARM} over 32 bits"


@pytest.mark.parametrize(
    ("up", "down"), [(a, b) for a, b in permutations(range(6), 2) if a < b], ids=lambda k: WORDS[k]
)
def test_raising_one_word_of_the_address_is_not_lowering_another(up: int, down: int) -> None:
    addresses_of = [
        moved(moved(BASE, 5, 10 * k), down, 1) for k in range(500)
    ]  # mixed, never added; false alarm: 500 * 2**-32
    same = [a for a in addresses_of if word(*a) == word(*moved(moved(a, up, 1), down, -1))]
    assert not same, f"{len(same)} of {len(addresses_of)} draws coincide, first at {same[0]}"


def test_seeds_share_no_draws_however_replications_are_shifted() -> None:
    n = 1000
    one, other = ({word(seed, k, 2, 9, 4, 0) for k in range(n)} for seed in (1, 2))
    assert not one & other, (
        f"{len(one & other)} of {n} draws are shared"
    )  # false alarm: n * n * 2**-32 = 2e-4


@pytest.mark.parametrize("names", [Purpose, Kind])
def test_a_number_has_one_name(names) -> None:
    numbers = {int(n) for n in names}
    assert len(numbers) == len(names.__members__), (
        f"{len(numbers)} numbers for {len(names.__members__)} names"
    )


@pytest.mark.parametrize(("names", "bits"), [(Purpose, 16), (Kind, 4)])
def test_every_number_fits_in_its_place_in_an_address_and_in_the_order_of_the_day(
    names, bits: int
) -> None:
    assert min(names) >= 0 and max(names) < 2**bits, (
        f"{min(names)} to {max(names)}, room for {2**bits}"
    )
