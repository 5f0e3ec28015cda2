"""What the page says of doubt about assumptions: what the report says of it.

In both languages, and plainly where it cannot.
"""

import numpy as np
import pandas as pd
import pytest

from sim.common.errors import ConfigError
from sim.doubt.spread import REPLICATIONS, Spread
from sim.page.computing.queue import Computer, Found
from sim.page.shown.doubt import KPI, MEMBERS, doubt, in_words, is_fitted, members_of
from sim.page.state.address import PageVariant
from sim.page.state.variant import world_of_variant
from sim.page.texts import Words
from sim.reporting.doubt import line_of
from tests.page.made_up import MadeUpRunner, sample

BASE = world_of_variant(PageVariant(), "noord_holland")
SIX = world_of_variant(PageVariant("baseline", {"evaluation": 6.0}), "noord_holland")


def found(changes: list[float]) -> Found:
    before = tuple(sample(k, 100.0 + 50.0 * k, noise=0.0) for k in range(len(changes)))
    return Found(
        before,
        tuple(sample(k, 100.0 + 50.0 * k + change, noise=0.0) for k, change in enumerate(changes)),
    )


def test_the_page_tells_doubt_with_the_method_and_the_words_of_the_report() -> None:
    changes = [9.0, 11.0, 4.0, 6.0, 21.0, 19.0, -3.0, -5.0]  # two replications of four sets
    chance = found([7.0, 8.0, 9.0, 8.0])
    text = in_words(found(changes), chance, False, True, Words("en"))
    values = np.array([[0.0] * 8, changes]).reshape(2, 4, 2, 1)
    spread = Spread("r", ("base", "other"), (KPI,), values, pd.DataFrame(index=range(4)))
    (row,) = spread.summary("base").to_dict("records")
    assert line_of(row, "en").sentence in text and "Over 4 sets of assumptions" in text
    assert "in 75% it rises" in text and "too few sets to tell" in text
    many = [abs(change) for change in changes] * 5
    clear = in_words(found(many), chance, False, True, Words("nl"))
    assert "wijzen dezelfde kant op" in clear and "Bij 20 stellen aannames" in clear
    unclear = in_words(found(changes * 5), chance, False, True, Words("nl"))
    assert "De richting is daarom niet duidelijk" in unclear
    same = in_words(found([0.0] * 4), chance, True, False, Words("en"))
    assert "Over 2 sets of assumptions it is" in same and "not fitted to this region" in same


def test_every_set_of_assumptions_is_a_world_of_its_own_under_both_policies() -> None:
    base, other = members_of(BASE, "noord_holland"), members_of(SIX, "noord_holland")
    assert len(base) == len(other) == MEMBERS * REPLICATIONS
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
        members_of(world_of_variant(PageVariant(), "limburg"), "limburg")
    ) == MEMBERS * REPLICATIONS and not is_fitted("limburg"), "those of the country"
    computer = Computer(MadeUpRunner, 1, 2)
    base = world_of_variant(PageVariant(), "nederland")
    unknown = (
        "How the answer depends on assumptions that nobody knows was not worked out for this "
        "region."
    )
    assert doubt(computer, "a" * 32, base, base, "nederland", Words("en")) == unknown

    def refused(region: str) -> None:
        raise ConfigError("made with another version")

    monkeypatch.setattr("sim.page.shown.doubt.kept_for", refused)
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
