"""What is worth measuring.

The expected value of perfect information, about everything and per thing that could be registered.
If nothing more were known, the option with the lowest expected loss would be taken. If some
parameters were known, another option might be taken where they say so; the loss that this spares on
average is what knowing them is worth. Per group of parameters the expected loss given their values
is estimated by regression over the ensemble (Strong, Oakley and Brennan 2014, Medical Decision
Making 34: 311-326), here ridge regression on splines with its strength chosen by cross-validation.
Regression finds some value in noise too: how much is measured by shuffling members.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.common.arrays import Floats
from sim.common.errors import ConfigError, refuse
from sim.common.extras import install
from sim.doubt.choice import Choice
from sim.doubt.spread import Spread

SHUFFLES, RESAMPLES = 40, 40
KNOTS = 3
ALPHAS = tuple(float(a) for a in np.logspace(-1, 5, 13))
LEAST = 40  # members


@dataclass(frozen=True)
class Worth:
    """What knowing something is worth, in the unit of the loss (euro a year).

    Attributes:
        value: expected value of perfect information.
        error: bootstrap standard error over members.
        noise: what 95 % of shuffled ensembles stay below: less than this cannot be told from
            nothing.
    """

    value: float
    error: float
    noise: float


def value_of_all(loss: Floats, seed: int = 1) -> Worth:
    """Return what knowing every parameter is worth; `loss` is (n_members, n_options).

    Luck that is left in the means adds to it.
    """
    rng = np.random.default_rng([seed, 1])

    def value(x: Floats) -> float:
        return float(x.mean(axis=0).min() - x.min(axis=1).mean())

    again = [value(loss[rng.integers(0, len(loss), len(loss))]) for _ in range(400)]
    return Worth(value(loss), float(np.std(again)), 0.0)


def value_of(loss: Floats, x: Floats, seed: int = 1) -> Worth:
    """Return what knowing the parameters `x` (n_members, k) is worth.

    Raises:
        ConfigError: fewer than 40 members; scikit-learn is not installed.
    """
    if len(loss) < LEAST:
        refuse(
            f"value of information: {len(loss)} members are too few for a regression; at least "
            f"{LEAST} are needed. Run more members."
        )
    rng = np.random.default_rng([seed, 2])
    value = _given(loss, x)
    again = []
    for _ in range(RESAMPLES):
        chosen = rng.integers(0, len(loss), len(loss))
        again.append(_given(loss[chosen], x[chosen]))
    noise = [_given(loss, x[rng.permutation(len(x))]) for _ in range(SHUFFLES)]
    return Worth(value, float(np.std(again)), float(np.quantile(noise, 0.95)))


def check_learner() -> None:
    """Refuse to begin without the package for regressions.

    Raises:
        ConfigError: scikit-learn is not installed.
    """
    try:
        import sklearn.linear_model  # noqa: F401
    except ImportError as error:
        raise ConfigError(
            f"the value of information needs scikit-learn. {install('evidence')}"
        ) from error


def _given(loss: Floats, x: Floats) -> float:
    """Return the value of knowing x.

    Differences between options are regressed on it, so that what they share does not blur them.
    """
    check_learner()
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    best = int(loss.mean(axis=0).argmin())
    difference = loss - loss[:, [best]]
    model = make_pipeline(
        SplineTransformer(n_knots=KNOTS, degree=2, knots="quantile", include_bias=False),
        StandardScaler(),
        RidgeCV(ALPHAS),
    )
    others = [k for k in range(loss.shape[1]) if k != best]
    fitted = np.zeros_like(difference)
    for k in others:
        model.fit(x, difference[:, k])
        fitted[:, k] = model.predict(x)
    return max(float(fitted.mean(axis=0).min() - fitted.min(axis=1).mean()), 0.0)


def table(choice: Choice, spread: Spread, language: str = "en", seed: int = 1) -> pd.DataFrame:
    """Return [what, rows, value, error, noise], euro a year, most worth first.

    The first line is everything together.
    """
    loss = choice.loss(spread)
    everything = value_of_all(loss, seed)
    words = {"en": "Everything at once", "nl": "Alles tegelijk"}[language]
    lines = [(words, spread.members.shape[1], everything.value, everything.error, everything.noise)]
    found = []
    for register in choice.registers:
        names = register.of([str(name) for name in spread.members.columns])
        if names:
            w = value_of(loss, spread.members[names].to_numpy(np.float64), seed)
            found.append((register.title[language], len(names), w.value, w.error, w.noise))
    lines += sorted(found, key=lambda line: -line[2])
    return pd.DataFrame(lines, columns=["what", "rows", "value", "error", "noise"])
