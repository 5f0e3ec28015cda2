"""What the page says of doubt about assumptions: lowest, highest, in how many sets it rises.

In both languages, and plainly where it cannot.
"""

import pytest

from sim.common.errors import ConfigError
from sim.page.computing.queue import Computer, Found
from sim.page.shown.doubt import MEMBERS, doubt, in_words, is_fitted, members_of
from sim.page.state.address import Variant
from sim.page.state.variant import world_of_variant
from sim.page.texts import Words
from tests.page.made_up import MadeUpRunner, sample

BASE = world_of_variant(Variant(), "noord_holland")
SIX = world_of_variant(Variant("baseline", {"evaluation": 6.0}), "noord_holland")


def found(changes: list[float]) -> Found:
    before = tuple(sample(k, 100.0 + 50.0 * k, noise=0.0) for k in range(len(changes)))
    return Found(
        before,
        tuple(sample(k, 100.0 + 50.0 * k + change, noise=0.0) for k, change in enumerate(changes)),
    )


def test_lowest_highest_and_how_often_it_rises_are_told() -> None:
    text = in_words(found([900.0, 5.0, -3.0, 41.0, 0.0, -900.0]), False, True, Words("nl"))
    assert (
        "in 6 stellen aannames" in text
        and "van −3 tot +41 jongeren" in text
        and "In 3 daarvan stijgt het, in 2 daalt het" in text
    )
    text = in_words(found([0.0] * 5), True, False, Words("en"))
    assert "from 150 to 250 youths" in text and "not fitted to this region apart" in text


def test_every_set_of_assumptions_is_a_world_of_its_own_under_both_policies() -> None:
    base, other = members_of(BASE, "noord_holland"), members_of(SIX, "noord_holland")
    assert len(base) == len(other) == MEMBERS
    assert len({world.fingerprint for world in (*base, *other, BASE, SIX)}) == 2 * MEMBERS + 2
    column = BASE.column("evaluation.interval_days")
    for one, two in zip(
        base, other, strict=True
    ):  # the same assumptions, and only the lever between them
        assert (one.values == two.values).all() and not (one.values == BASE.values).all()
        assert (two.change_name == column).any() and not (one.change_name == column).any()


def test_where_it_takes_too_long_or_nothing_is_kept_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(
        members_of(world_of_variant(Variant(), "limburg"), "limburg")
    ) == MEMBERS and not is_fitted("limburg"), "those of the country"
    computer = Computer(MadeUpRunner, 1, 2)
    base = world_of_variant(Variant(), "nederland")
    unknown = (
        "How the answer depends on assumptions that nobody knows was not worked out for this "
        "region."
    )
    assert doubt(computer, "a" * 32, base, base, "nederland", Words("en")) == unknown

    def refused(region: str) -> None:
        raise ConfigError("made with another version")

    monkeypatch.setattr("sim.page.shown.doubt.ensemble_for", refused)
    members_of.cache_clear()
    assert doubt(computer, "a" * 32, base, base, "utrecht_flevoland", Words("en")) == unknown
    members_of.cache_clear()
    assert computer.busy() == 0
    computer.close()


def test_whoever_moves_on_is_told_nothing() -> None:
    """The question is dropped when a new one comes: the answer of the old one is no answer."""
    runner = MadeUpRunner()
    computer = Computer(lambda: runner, 1, 2)
    drop, computer.ask = computer.drop, lambda *a, **k: Found((), (), is_current=False)  # type: ignore[method-assign]
    assert doubt(computer, "a" * 32, BASE, SIX, "noord_holland", Words("en")) is None
    drop("a" * 32 + "/doubt")
    computer.close()
