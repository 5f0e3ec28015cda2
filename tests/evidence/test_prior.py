"""The prior of a calibration: within ranges, the value in use in the middle, settings checked."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.evidence.prior import Prior, load_prior, load_settings

finite = st.floats(-1e6, 1e6)


@given(
    low=finite,
    widths=st.tuples(st.floats(0.0, 1e3), st.floats(1e-3, 1e3)),
    z=st.lists(st.floats(-40.0, 40.0), min_size=2, max_size=8),
)
def test_draws_stay_within_the_range_and_rise_with_their_score(
    low: float, widths: tuple[float, float], z: list[float]
) -> None:
    middle, high = low + widths[0], low + widths[0] + widths[1]
    prior = Prior(("a",), np.array([low]), np.array([middle]), np.array([high]))
    values = prior.values(np.sort(np.array(z))[:, None])[:, 0]
    assert (values >= low).all() and (values <= high).all() and (np.diff(values) >= 0.0).all()


def test_the_value_in_use_is_the_median_unless_it_is_an_end() -> None:
    prior = Prior(
        ("both", "lowest", "highest"),
        np.array([0.0, 1.0, 0.0]),
        np.array([1.0, 1.0, 5.0]),
        np.array([5.0, 5.0, 5.0]),
    )
    values = prior.values(prior.draw(4000, seed=3))
    assert np.median(values[:, 0]) == pytest.approx(1.0, abs=0.05)
    assert (values[:, 1] > 1.0).mean() > 0.99 and np.median(values[:, 1]) < 3.0
    assert (values[:, 2] < 5.0).mean() > 0.99 and np.median(values[:, 2]) > 2.0


def test_scores_are_the_inverse_of_values() -> None:
    prior = load_prior("limburg")
    z = prior.draw(20, seed=4)
    assert prior.scores(prior.values(z)) == pytest.approx(z, abs=1e-6)


def test_fewer_draws_are_the_first_of_more() -> None:
    prior = Prior(("a", "b"), np.zeros(2), np.ones(2) / 2, np.ones(2))
    assert (prior.draw(5, seed=9) == prior.draw(50, seed=9)[:5]).all()


def test_the_prior_of_a_region_leaves_out_levers_whole_numbers_and_its_own_rows() -> None:
    names = load_prior("noord_holland").names
    assert len(names) > 200
    assert not {
        "evaluation.interval_days",
        "step_down.highest_alone",
        "arrival.population",
        "arrival.ceiling_per_10000",
        "arrival.p_secure",
    } & set(names)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "discrepancy: 0.10",
            "discrepancy: 3",
            "'discrepancy' is 3; it is a share of a figure, 0 to 1",
        ),
        ("grades: [A, B, C]", "grades: [A, E]", "valid are A, B, C, D"),
        ("fitted_until: 2024-07-01", "fitted_until: soon", "it must be a date"),
        (
            '"cost.professional_per_hour"',
            '"cost.proffesional_per_hour"',
            "did you mean 'cost.professional_per_hour'?",
        ),
        ("grades:", "grade:", "'grades' is missing"),
        (
            "[jeugdzorgplus.stay_2021]",
            "[jeugdzorgplus.stay_2012]",
            "did you mean 'jeugdzorgplus.stay_2021'?",
        ),
        ("[jeugdzorgplus.stay_2021]", "[]", "it is a list of targets"),
        ("grades: [A, B, C]", "grades: []", "'grades' is empty; name at least one of A"),
        ("factor: 2.0", "factor: twice", "'factor' is 'twice'; it must be a finite number"),
        ("factor: 2.0", "factor: [2]", "'factor' is [2]; it must be a finite number"),
        ("factor: 2.0", "factor: .nan", "'factor' is nan; it must be a finite number"),
        ("factor: 2.0", "factor: 0", "'narrowed.setting.*': 'factor' is 0; it must be above 1"),
        ("factor: 2.0", "factor: -2", "'narrowed.setting.*': 'factor' is -2; it must be above 1"),
        ("log_odds: 1.0", "log_odds: some", "'log_odds' is 'some'; it must be a finite number"),
        ("log_odds: 1.0", "log_odds: 0", "'log_odds' is 0; it must be above 0"),
        ('"setting.*":', "5:", "'narrowed': the pattern 5 is 5; it must be text"),
        ('"cost.professional_per_hour":', "5:", "'not_fitted': the pattern 5 is 5; it must be"),
        ('"a price, priced from its own sources"', "", "is empty; it must be text that is not"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (CONF / "calibration.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "calibration.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_prior("limburg", load_settings(tmp_path / "calibration.yaml"))
    assert message in str(error.value)
