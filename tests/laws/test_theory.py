"""With feedbacks off the model is known mathematics.

M/M/c waiting, M/G/infinity census, Little's law, geometric step-down. Each test compares the means
of independent replications with theory by Student's t; a correct model fails it in a share
FALSE_ALARM of seeds, where those means are close to normal.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.front_door import Result
from sim.measures.inputs import mean_per_day, reported
from sim.names import N_PLACE_SETTINGS, Setting
from sim.theory.erlang_c import mean_wait
from sim.theory.geometric import mean_days
from tests.worlds import small

FALSE_ALARM = 1e-4
ONE_PROVIDER = str(Path(__file__).parent / "one_provider.yaml")
# nobody in crisis, nobody refused, no incident, no relapse, no closed place, no age limit within
# the run; one provider, so that those it has accepted are one queue
OFF = {
    "arrival__p_crisis": 0.0,
    "need__p_secure": 0.0,
    "setting__open_group__stay_per_severity": 0.0,
    "setting__crisis_group__filled_at_start": 0.0,
    "staff__supply_fte": 20_000.0,
    "arrival__family_home_base": -50.0,
    "arrival__share_age_9_11": 0.98,
    "arrival__share_age_12_14": 0.005,
    "arrival__share_age_15_17": 0.005,
    "search__accept_base": 50.0,
    "search__days_to_tip": 1e9,
    "escalation__per_year": 0.0,
    "relapse__per_year": 0.0,
    "age_limit__years": 60.0,
    "age_limit__years_extended": 60.0,
    "setting__open_group__p_home_after": 1.0,
    "setting__open_group__stay_shape": 1.0,
    "setting__open_group__filled_at_start": 0.0,
    "setting__family_home__filled_at_start": 0.0,
    "setting__jeugdzorgplus__filled_at_start": 0.0,
    "setting__hic__filled_at_start": 0.0,
    "setting__small_scale__filled_at_start": 0.0,
    "setting__follow_up__filled_at_start": 0.0,
    "setting__family_home__places": 0.0,
}


def p_of(values: list[float], theory: float) -> float:
    """Chance of means as far from theory as these, or farther, were theory true."""
    return float(stats.ttest_1samp(values, theory).pvalue)


def seen(values: list[float], theory: float) -> str:
    return (
        f"simulated {np.mean(values):.4g} +- {stats.sem(values):.2g}, theory {theory:.4g}, p = "
        f"{p_of(values, theory):.1e}"
    )


def off(replications: int, warm_up_years: float = 8.0, **values: float) -> Result:
    return small(
        replications=replications,
        region=ONE_PROVIDER,
        seed=11,
        start=dt.date(2025, 1, 1),
        end=dt.date(2035, 1, 1),
        warm_up_years=warm_up_years,
        **{**OFF, **values},
    )


@pytest.mark.slow
def test_waiting_for_a_place_is_erlang_c() -> None:
    """M/M/c: c places, exponential stays.

    Stays are rounded up to whole days, so the mean stay of theory is half a day longer.
    """
    per_year, days_stay, places = 60.0, 100.0, 20
    result = off(
        30,
        arrival__population=100_000,
        arrival__per_10000=per_year / 10,
        arrival__ceiling_per_10000=per_year / 10,
        setting__open_group__places=places,
        setting__open_group__days_stay=days_stay,
    )
    waits = []
    for r in result.recordings:
        stays = r.rows["stays"]
        waits.append(
            float(
                stays.loc[
                    stays["day_start"] - stays["days_waited"] >= r.day_start,
                    "days_waited_in_queue",
                ].mean()
            )
        )
    # a day that frees a place hands it out on the same day, so whole-day waits have the mean of the
    # continuous ones
    theory = mean_wait(per_year / 365.2425, days_stay + 0.5, places)
    assert p_of(waits, theory) > FALSE_ALARM, seen(waits, theory)


@pytest.mark.slow
@pytest.mark.parametrize("load", [0.6, 0.75, 0.85, 0.92])
@pytest.mark.parametrize("places", [5, 20, 60])
def test_waiting_is_erlang_c_over_a_grid_of_loads(places: int, load: float) -> None:
    """400 replications of ten years; twelve tests, each with FALSE_ALARM.

    Mean waits of replications are skewed to the right (up to 4 at high load), so that far fewer
    would fail too often: with 400 the chance of a false alarm at a skewness of 4 is about twice
    FALSE_ALARM (first term of the Edgeworth expansion of t). A queue that starts empty comes to
    rest in about days_stay / (places (1 - sqrt(load))**2) days: 20 years at the heaviest load.
    """
    days_stay = 60.0
    per_year = load * places * 365.2425 / (days_stay + 0.5)
    result = off(
        400,
        warm_up_years=8.0 if load < 0.9 else 40.0,
        arrival__population=1_000_000,
        arrival__per_10000=per_year / 100,
        arrival__ceiling_per_10000=per_year / 100,
        setting__open_group__places=places,
        setting__open_group__days_stay=days_stay,
    )
    waits = []
    for r in result.recordings:
        asked = r.rows["stays"]["day_start"] - r.rows["stays"]["days_waited"]
        # who asked in the last year may not have been placed yet: left out, or short waits would
        # count too often
        waits.append(
            float(
                r.rows["stays"]
                .loc[(asked >= r.day_start) & (asked < r.n_days - 365), "days_waited_in_queue"]
                .mean()
            )
        )
    theory = mean_wait(per_year / 365.2425, days_stay + 0.5, places)
    assert p_of(waits, theory) > FALSE_ALARM, seen(waits, theory)


def test_with_places_for_all_the_census_is_arrivals_times_stay() -> None:
    """M/G/infinity: mean census = rate x mean stay, whatever the shape (here Weibull 1.5, rounded
    up to whole days).
    """
    per_year, days_stay = 80.0, 150.0
    result = off(
        6,
        arrival__population=100_000,
        arrival__per_10000=per_year / 10,
        arrival__ceiling_per_10000=per_year / 10,
        setting__open_group__places=200,
        setting__open_group__days_stay=days_stay,
        setting__open_group__stay_shape=1.5,
    )
    census = [
        mean_per_day(r, reported(r, "census")[:, Setting.OPEN_GROUP]) for r in result.recordings
    ]
    theory = per_year / 365.2425 * (days_stay + 0.5)
    assert p_of(census, theory) > FALSE_ALARM, seen(census, theory)


def test_census_is_throughput_times_length_of_stay_exactly() -> None:
    """Little's law holds for any stable system over a period that starts and ends empty.

    Here by counting person-days two ways, feedbacks on.
    """
    r = small(replications=1).recordings[0]
    stays = r.rows["stays"]
    end = np.where(stays["day_end"] < 0, r.n_days, stays["day_end"])
    person_days = int((end - stays["day_start"]).sum())
    counted = int(r.sums["census"][:, :N_PLACE_SETTINGS].sum())
    assert person_days == counted, f"{person_days} days in stays, {counted} in the census"


def test_stepping_down_is_geometric_when_every_chance_is_constant() -> None:
    """Every evaluation is held and tries with chance p, every attempt succeeds.

    The time on a rung is geometric with mean interval / p.
    """
    p_attempt, interval = 0.4, 30.0
    zeros = {
        f"evaluation__attempt_{name}": 0.0
        for name in (
            "per_stability",
            "per_competence",
            "with_analysis",
            "with_plan",
            "with_expert",
            "if_proactive",
            "per_fit",
            "per_leadership",
            "per_calm",
            "per_fear",
            "per_dependency",
            "per_stance",
            "in_renewal",
            "after_departure",
            "when_content",
            "if_lapses",
        )
    }
    crisis = {
        "arrival__p_crisis": 1.0,
        "setting__open_group__places": 0.0,
        "setting__hic__places": 0.0,
        "setting__small_scale__places": 0.0,
        "setting__jeugdzorgplus__places": 0.0,
        "setting__follow_up__places": 0.0,
        "setting__crisis_group__places": 0.0,
        "family__break_base": -60.0,
        "decision__base": 60.0,
        "start__p_home": 1.0,
        "start__p_home_young": 1.0,
        "start__p_level_3_in_group": 1.0,
    }
    certain = {
        "evaluation__compliance": 1.0,
        "evaluation__compliance_per_vacancy": 0.0,
        "step_down__success_base": 60.0,
        "evaluation__interval_days": interval,
        "evaluation__attempt_base": float(np.log(p_attempt / (1 - p_attempt))),
    }
    result = off(
        4,
        arrival__population=100_000,
        arrival__per_10000=6.0,
        arrival__ceiling_per_10000=6.0,
        **zeros,
        **crisis,
        **certain,
    )
    means = []
    for r in result.recordings:
        episodes = r.rows["episodes"]
        early = episodes[
            episodes["day_start"] < r.n_days - 1500
        ]  # all but certainly ended within the run: no censoring to correct
        assert (early["day_end"] >= 0).all()
        means.append(float((early["day_end"] - early["day_start"]).mean()))
    theory = mean_days(3, p_attempt, interval)
    assert p_of(means, theory) > FALSE_ALARM, seen(means, theory)
