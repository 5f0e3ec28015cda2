"""The page that is forwarded, and which assumptions matter."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.common.errors import ConfigError

RUN = {
    "region": "noord_holland",
    "seed": 1,
    "start": "2025-01-01",
    "end": "2026-01-01",
    "warm_up_years": 0.0,
}
NAMES = ("evaluation.attempt_base", "follow_up.years_follow_up")


@pytest.fixture(scope="module")
def pair() -> tuple[sim.Result, sim.Result]:
    return sim.simulate("baseline", replications=3, **RUN), sim.simulate(
        "jzplus_zero_2030", replications=3, **RUN
    )


@pytest.fixture(scope="module")
def assumptions() -> pd.DataFrame:
    return sim.assumptions_that_matter("jzplus_zero_2030", names=NAMES, replications=3, **RUN)


def test_the_difference_where_an_assumption_stands_is_that_of_compare(
    pair: tuple[sim.Result, sim.Result], assumptions: pd.DataFrame
) -> None:
    found = sim.compare(*pair).set_index("kpi").loc["census_one_to_one", "difference"]
    assert assumptions.attrs["difference"] == pytest.approx(found, rel=1e-12), (
        f"{assumptions.attrs['difference']}, compare gives {found}"
    )


def test_the_difference_at_an_end_is_that_of_two_runs_with_it(assumptions: pd.DataFrame) -> None:
    row = assumptions.set_index("name").loc["evaluation.attempt_base"]
    sides = [
        sim.simulate(name, replications=3, parameters={row.name: row["high_end"]}, **RUN)
        for name in ("baseline", "jzplus_zero_2030")
    ]
    found = sim.compare(*sides).set_index("kpi").loc["census_one_to_one", "difference"]
    assert row["at_high"] == pytest.approx(found, rel=1e-12), (
        f"{row['at_high']}, two runs give {found}"
    )


def test_what_moves_the_difference_most_comes_first_and_swing_is_from_low_to_high(
    assumptions: pd.DataFrame,
) -> None:
    assert np.abs(assumptions["swing"]).is_monotonic_decreasing
    np.testing.assert_allclose(
        assumptions["swing"], assumptions["at_high"] - assumptions["at_low"], atol=1e-9
    )


def test_an_unknown_assumption_is_named() -> None:
    with pytest.raises(ConfigError, match=r"did you mean 'evaluation\.attempt_base'"):
        sim.assumptions_that_matter("jzplus_zero_2030", names=["evaluation.attempt_bas"], **RUN)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_is_one_file_without_network_with_all_its_parts(
    pair: tuple[sim.Result, sim.Result], assumptions: pd.DataFrame, language: str, tmp_path: Path
) -> None:
    path = sim.report(*pair, tmp_path / "to" / "forward.html", language, assumptions)
    page = path.read_text(encoding="utf-8")
    addresses = re.findall(r'(?:src|href)="([^"]{0,40})', page)
    assert all(address.startswith("data:") for address in addresses), f"{addresses}"
    assert "<script" not in page and f'lang="{language}"' in page
    parts = {
        "nl": (
            "De vraag",
            "Het antwoord van het model",
            "Waardoor het verschil komt",
            "Welke aannames ertoe doen",
            "Wat het model niet bevat",
        ),
        "en": (
            "The question",
            "The answer of the model",
            "Why it differs",
            "Which assumptions matter",
            "What the model does not hold",
        ),
    }
    assert all(part in page for part in parts[language]) and page.count("<figure") == 8, (
        f"{page.count('<figure')} figures"
    )
    assert "evaluation.attempt_base" in page and "id_youth" not in page


def test_a_report_in_another_language_is_refused(pair: tuple[sim.Result, sim.Result]) -> None:
    with pytest.raises(ConfigError, match="unknown language 'fr'"):
        sim.report(*pair, language="fr")
