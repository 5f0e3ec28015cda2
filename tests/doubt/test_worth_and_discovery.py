"""Value of information against closed forms, conditions of failure where they were planted, regret
by hand, indices of a known function.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.commands.discover import main as discover_command
from sim.common.errors import ConfigError
from sim.common.paths import CONF
from sim.doubt.choice import load_choice
from sim.doubt.discover import cases_of, conditions, discover, regret
from sim.doubt.sensitivity import DriverQuestion, decompose, ranges_of, screen
from sim.doubt.spread import Spread, over_ensemble
from sim.doubt.worth import table, value_of, value_of_all
from sim.experiment.executors import Serial
from sim.experiment.plan import make_plan
from sim.experiment.results import open_results
from sim.experiment.run import run_plan
from tests.experiment.small import design


def test_the_value_of_information_of_a_normal_difference_is_the_known_one() -> None:
    """Options 0 and x with x ~ N(m, s): knowing x is worth s * (phi(m/s) - m/s * Phi(-m/s)).

    Seed 2, 2,000 members, within four errors.
    """
    rng = np.random.default_rng(2)
    m, s, n = 0.3, 1.0, 2000
    x, other = rng.normal(m, s, (n, 1)), rng.normal(size=(n, 1))
    loss = np.column_stack([np.zeros(n), x[:, 0] + rng.normal(0.0, 0.5, n)])
    known = s * (stats.norm.pdf(m / s) - m / s * stats.norm.cdf(-m / s))
    worth = value_of(loss, x)
    assert worth.value == pytest.approx(known, abs=4 * worth.error) and worth.value > worth.noise
    nothing = value_of(loss, other)
    assert nothing.value <= max(nothing.noise, 0.02), (
        "a parameter that says nothing is worth nothing"
    )
    assert value_of_all(loss).value >= worth.value


def test_too_few_members_are_refused() -> None:
    with pytest.raises(ConfigError, match="at least 40"):
        value_of(np.zeros((10, 2)), np.zeros((10, 1)))


def test_a_planted_corner_is_found() -> None:
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.uniform(size=(600, 4)), columns=list("abcd"))
    fails = ((x["a"] > 0.6) & (x["c"] < 0.5)).to_numpy()
    found = conditions(x, fails)
    best = found.conditions[0]
    assert found.score > 0.9 and best.density > 0.9 and best.coverage > 0.9
    assert "a > 0.6" in best.text and "c < 0.5" in best.text.replace("c < 0.49", "c < 0.5").replace(
        "c < 0.501", "c < 0.5"
    )
    chance = conditions(x, rng.uniform(size=600) < 0.3)
    assert chance.score < 0.6, "where nothing explains failure, the score says so"


def test_conditions_of_a_sweep_are_those_of_its_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Targets on either side.

    A condition that was planted among points is found from above and from below. Seed 4, 300
    points.
    """
    rng = np.random.default_rng(4)
    cases = pd.DataFrame(
        {
            "evaluation.interval_days": rng.uniform(28, 182, 300),
            "setting.follow_up.places": rng.uniform(1, 2, 300),
        }
    )
    cases["value"] = np.where(cases["evaluation.interval_days"] > 100, 150.0, 100.0)
    above, below = discover(cases, 120.0), discover(cases, 120.0, is_from_below=True)
    assert above.share == pytest.approx(
        (cases["value"] > 120).mean()
    ) and above.share + below.share == pytest.approx(1.0)
    assert min(above.score, below.score) > 0.95
    assert above.conditions[0].text.startswith("evaluation.interval_days > ") and below.conditions[
        0
    ].text.startswith("evaluation.interval_days < ")

    run_plan(make_plan(design()), tmp_path, Serial(), 1, say=lambda _: None)
    read = cases_of(open_results(tmp_path), "census_one_to_one")
    assert list(read) == ["evaluation.interval_days", "value"] and len(read) == 3
    assert len(cases_of(open_results(tmp_path), "census_one_to_one", is_difference=True)) == 3
    for wrong, message in {
        "--kpi=nope": "unknown KPI 'nope'",
        "--scenario=nope": "no point of 'nope'",
        "--difference": "at least 5 must",
    }.items():
        assert discover_command([str(tmp_path), "--at-most", "100", wrong]) == 2
        assert message in capsys.readouterr().err
    assert discover_command([str(tmp_path / "nowhere"), "--at-least", "1"]) == 2


def test_nothing_to_tell_apart_is_refused() -> None:
    with pytest.raises(ConfigError, match="Choose another target"):
        conditions(pd.DataFrame({"a": range(50)}), np.zeros(50, dtype=bool))


def test_regret_by_hand() -> None:
    found = regret(np.array([[1.0, 2.0], [4.0, 1.0]]), ["x", "y"]).set_index("option")
    assert found.loc["x", "mean_regret"] == 1.5 and found.loc["y", "mean_regret"] == 0.5
    assert found["share_best"].tolist() == [0.5, 0.5] and found.index[0] == "y"


class Ishigami(DriverQuestion):
    """A known function in place of the model: first-order indices 0.314, 0.442, 0.

    Total 0.558, 0.442, 0.244.
    """

    def answers(self, names: Any, values: Any, progress: Any = None) -> Any:
        x = np.pi * (2.0 * values - 1.0)
        return (
            np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
        )[:, None]


ISHIGAMI = Ishigami("baseline", None, "limburg", ("census_alone",))
RANGES = {name: (0.0, 1.0) for name in "abc"}


def test_indices_of_a_known_function() -> None:
    found = decompose(ISHIGAMI, RANGES, points=1024).set_index("name")
    assert found.loc[list("abc"), "first"].to_numpy() == pytest.approx(
        [0.314, 0.442, 0.0], abs=0.05
    )
    assert found.loc[list("abc"), "total"].to_numpy() == pytest.approx(
        [0.558, 0.442, 0.244], abs=0.05
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_gives_the_same_bounds(seed: int) -> None:
    question = replace(ISHIGAMI, seed=seed)
    pd.testing.assert_frame_equal(
        *(decompose(question, RANGES, points=64) for _ in range(2)), check_exact=True
    )


def test_screening_leaves_out_what_does_nothing() -> None:
    found = screen(ISHIGAMI, {**RANGES, "idle": (0.0, 1.0)}, trajectories=20).set_index("name")
    assert found.loc["idle", "mu_star"] == 0.0 and found.loc[list("abc"), "mu_star"].min() > 1.0


def test_sobol_needs_a_power_of_two() -> None:
    with pytest.raises(ConfigError, match="power of two"):
        decompose(ISHIGAMI, RANGES, points=100)


def test_ranges_are_the_middle_of_the_ensemble() -> None:
    frame = pd.DataFrame({"a": np.linspace(0.0, 1.0, 101), "b": np.ones(101)})
    assert ranges_of(frame) == {"a": (pytest.approx(0.25), pytest.approx(0.75))}


def test_doubt_and_luck_are_told_apart() -> None:
    """Members differ with variance 4, replications of one with variance 1.

    Four fifths of the spread are doubt (seed 1, 2,000 members).
    """
    rng = np.random.default_rng(1)
    n = 2000
    x = 10.0 + rng.normal(0.0, 2.0, (n, 1)) + rng.normal(0.0, 1.0, (n, 3))
    spread = Spread(
        "limburg",
        ("baseline",),
        ("census_alone",),
        x[None, :, :, None],
        pd.DataFrame({"a": np.zeros(n)}),
    )
    line = spread.summary().iloc[0]
    assert line["share_parameters"] == pytest.approx(0.8, abs=0.04)
    assert (line["low"], line["high"]) == (
        pytest.approx(10 - 3.92, abs=0.35),
        pytest.approx(10 + 3.92, abs=0.35),
    )


def test_the_table_of_what_is_worth_measuring() -> None:
    choice = load_choice("run_down")
    rng = np.random.default_rng(7)
    n = 80
    members = pd.DataFrame(
        {"search.days_tolerance": rng.normal(size=n), "cost.tariff_spread": rng.normal(size=n)}
    )
    values = np.zeros((len(choice.options), n, 2, 2))
    values[:, :, :, 0] = 1e6
    values[0, :, :, 0] += 1e5 * members["search.days_tolerance"].to_numpy()[:, None]
    spread = Spread("noord_holland", choice.options, (choice.cost, choice.kpi), values, members)
    found = table(choice, spread)
    assert found["what"].tolist()[0] == "Everything at once" and found["what"].tolist()[
        1
    ].startswith("Searches")
    assert found["value"].is_monotonic_decreasing and (found["value"] >= 0.0).all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("follow_up_50", "follow_up_51", "did you mean 'follow_up_50'?"),
        ("cost: cost_total", "cost: cost_totl", "did you mean 'cost_total'?"),
        ("price: 1000", "price: -1", "at least 0 euro"),
        ("region: noord_holland", "region: noord_hollnd", "did you mean 'noord_holland'?"),
        ('"search.*"', '"serch.*"', "unknown row"),
        ("ceiling:", "ceilings:", "'ceiling' is missing"),
        ("cost: cost_total", "cost: census_alone", "'cost' is census_alone, in youths; it must be"),
        ("cost: cost_total", "cost: [cost_total]", "'cost': unknown KPI"),
        (
            'rows: ["start.*", "decision.*"]',
            "rows: 5",
            "'registers[2]': 'rows' is 5; it must be a list",
        ),
        (
            'rows: ["start.*", "decision.*"]',
            "rows: null",
            "'registers[2]': 'rows' is empty; it must be a list",
        ),
        (
            'rows: ["start.*", "decision.*"]',
            "rows: []",
            "'registers[2]': 'rows' is []; it must be a list",
        ),
        ("follow_up_50", "jzplus_zero_2030", "two or more different scenarios"),
        ("at_most: 14000", "at_most: .nan", "'ceiling.at_most' is nan; it must be a finite"),
        ('en: "Prices and rosters of 1:1"', "en: 5", "'en' is 5; it must be text"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    tmp_path: Any, old: str, new: str, message: str
) -> None:
    text = (CONF / "choice" / "run_down.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "c.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_choice(tmp_path / "c.yaml")
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["members", "replications"])
@pytest.mark.parametrize("value", [0, float("nan"), 1.5, True, "3", None, pd.NA])
def test_a_size_that_cannot_be_meant_is_refused_before_anything_runs(
    name: str, value: object
) -> None:
    with pytest.raises(ConfigError, match=f"'{name}' is .* a whole number of at least 1"):
        over_ensemble(["baseline"], region="limburg", **{name: value})  # type: ignore[arg-type]


def test_more_members_than_there_are_is_refused() -> None:
    few = pd.DataFrame({"step_down.success_per_stability": [0.1, 0.2]})
    with pytest.raises(ConfigError, match="'members' is 1000000000; the ensemble has 2"):
        over_ensemble(["baseline"], region="limburg", ensemble=few, members=10**9)
