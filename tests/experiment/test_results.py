"""What queries over the files say is what the library says of the same runs."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.common.errors import ConfigError
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import Results, open_results
from sim.experiment.run import run_plan
from tests.experiment.small import DESIGN, design

KPI = "census_one_to_one"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("results")
    run_plan(make_plan(design()), folder, Serial(), 1, say=lambda _: None)
    return open_results(folder)


@pytest.fixture(scope="module")
def again(results: Results) -> tuple[sim.Result, sim.Result]:
    """Point 2 and its base, run by the library."""
    same = {key: DESIGN[key] for key in ("region", "replications", "start", "end", "warm_up_years")}
    days = float(
        results.points.loc[results.points["point"] == 2, "evaluation.interval_days"].iloc[0]
    )
    other = sim.simulate(
        "jzplus_zero_2030", seed=1, levers={"evaluation.interval_days": days}, **same
    )
    return sim.simulate("baseline", seed=1, **same), other


def test_a_point_is_what_simulate_gives(
    results: Results, again: tuple[sim.Result, sim.Result]
) -> None:
    of_point = results.summary().query("point == 2").set_index("kpi")
    by_library = again[1].kpis.set_index("kpi")
    for kpi in of_point.index:
        for column in ("mean", "low", "high"):
            np.testing.assert_allclose(
                of_point.loc[kpi, column],
                by_library.loc[kpi, column],
                rtol=1e-9,
                err_msg=f"{kpi}, {column}",
            )


def test_differences_are_what_compare_gives(
    results: Results, again: tuple[sim.Result, sim.Result]
) -> None:
    found = results.differences().query("point == 2").set_index("kpi")
    by_library = sim.compare(*again).set_index("kpi")
    for kpi in found.index:
        for column in ("base", "other", "difference", "low", "high", "n"):
            np.testing.assert_allclose(
                found.loc[kpi, column],
                by_library.loc[kpi, column],
                rtol=1e-9,
                atol=1e-9,
                err_msg=f"{kpi}, {column}",
            )


def test_values_hold_every_replication_of_every_point_once(results: Results) -> None:
    values = results.values(KPI, "duration.median")
    assert len(values) == 4 * 4 and not values.duplicated(["point", "replication"]).any(), (
        f"{len(values)} rows"
    )


def test_the_best_points_come_first(results: Results) -> None:
    found = results.best(KPI, n=3)
    assert found["difference"].is_monotonic_increasing and len(found) == 3, (
        f"{found['difference'].tolist()}"
    )


def test_the_share_that_reaches_a_target_is_counted_over_replications(results: Results) -> None:
    values = results.values(KPI)
    middle = float(values[KPI].median())
    share = results.share_reached(KPI, middle).set_index("point")["share"]
    expected = values.assign(reached=values[KPI] <= middle).groupby("point")["reached"].mean()
    assert share.to_dict() == expected.to_dict(), f"{share.to_dict()}, must be {expected.to_dict()}"


def test_main_effects_hold_every_point_once_per_axis(results: Results) -> None:
    effects = results.main_effects(KPI, n_bins=2)
    assert effects["n_points"].sum() == 3, f"{effects}"


def test_sql_sees_results_points_and_units(results: Results) -> None:
    found = results.sql(
        (
            "SELECT k.unit, count(*) AS n FROM results r JOIN kpis k ON k.kpi = split_part(r.kpi, "
            "'.', "
            "1) WHERE r.kpi = ? GROUP BY ALL"
        ),
        [KPI],
    )
    assert found.to_dict("records") == [{"unit": "youths", "n": 16}], f"{found}"


def test_an_unknown_number_and_a_folder_without_results_are_named(
    results: Results, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="did you mean 'census_one_to_one'"):
        results.summary("census_one_to_won")
    with pytest.raises(ConfigError, match=r"holds no results \(no study\.json\)"):
        open_results(tmp_path)
