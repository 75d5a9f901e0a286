"""How accuracy grows with the training rows, and what more of them would buy.

The error is taken to fall as an inverse power law towards a floor, error(n) = a + b n^-c (Cortes,
Jackel, Solla, Vapnik & Denker 1994, "Learning curves: asymptotic values and rate of convergence";
Figueroa, Zeng-Treitler, Kandula & Ngo 2012, "Predicting sample size required for classification
performance"). It is a description that fits most learning curves, not a law (Viering & Loog 2023,
"The shape of learning curves: a review"): one doubling is all that is read from it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from .cells import bootstrap_metrics, pool_units
from .clusters import resampling_groups
from .intervals import (
    NO_INTERVAL,
    Interval,
    normal_quantile,
    percentile_interval,
    student_quantile,
)
from .metrics import Floats
from .predictions import require_same_rows

if TYPE_CHECKING:
    from .ablation import CellResult

FEWEST_SIZES = 4
"""Three values are fitted; with fewer sizes nothing is left that could contradict them."""

LEAST_RANGE = 4
"""Times by which the largest size must exceed the smallest that is fitted."""

MOST_RANGE = 20
"""Sizes below a twentieth of the largest are not fitted: near chance, before enough is known to
learn at all, curves do not follow the power law (the small-data region of Hestness et al. 2017,
"Deep learning scaling is predictable, empirically")."""

REFITS = 200
STEEPEST = 2.0


class PowerLaw(NamedTuple):
    """error(n) = floor + fall * (n / n_most) ** -exponent.

    Attributes:
        floor: The error that no number of rows would undercut, in [0, 1].
        fall: The error above the floor with ``n_most`` rows, in [0, 1].
        exponent: In (0, 2].
        n_most: The largest size that was fitted.
    """

    floor: float
    fall: float
    exponent: float
    n_most: int

    def error(self, sizes: Floats) -> Floats:
        """The error with so many training rows, in the shape of ``sizes``."""
        return self.floor + self.fall * (sizes / self.n_most) ** -self.exponent


@dataclass(frozen=True)
class LearningCurve:
    """Accuracy by training rows, and what the fitted curve says of twice as many.

    Attributes:
        points: One row a size, rising: ``n_train``, ``accuracy`` (mean over seeds) and, where a
            curve was fitted, ``fitted``: the curve's accuracy, NaN at sizes that were left out.
        law: The fitted curve; None where there is none.
        residual_sd: Standard deviation of the points around the curve, as fractions.
        n_fitted: Sizes that were fitted.
        doubled: Twice the largest size.
        accuracy_doubled: Accuracy expected there; NaN without a curve.
        gain: By how much accuracy would rise; NaN likewise.
        gain_limits: Its 95 % interval.
        refusal: Why nothing was fitted; None where a curve was.
    """

    points: pd.DataFrame
    law: PowerLaw | None
    residual_sd: float
    n_fitted: int
    doubled: int
    accuracy_doubled: float
    gain: float
    gain_limits: Interval
    refusal: str | None


def learning_curve(cells: Sequence["CellResult"], *, seed: int = 0) -> LearningCurve:
    """The learning curve of cells that differ in their training rows alone.

    The interval of the gain holds what resampled rows (or films) and the scatter of the points
    around the curve leave open: each of `REFITS` curves is fitted to accuracies over one resample,
    with noise of the scatter's size added to each point. It takes the form of the curve for
    granted.

    The scatter is known from few points, so that the noise is widened by Student's quantile over
    the normal one. On curves of this form with 5 sizes from 500 to 9,000 and a scatter of 0.4
    points it covered the true gain in 87 to 99 of 100 draws, being 1.1 to 1.3 points wide; with 4
    sizes it says next to nothing.

    Args:
        cells: With ``n_train``; those that failed are left out.
        seed: Of the resampling.

    Raises:
        PredictionsError: Cells are over different rows.
    """
    finished = sorted((cell for cell in cells if cell.runs), key=lambda cell: cell.n_train or 0)
    known = np.array([float(cell.n_train or 0) for cell in finished])
    accuracies = np.array([_accuracy(cell) for cell in finished])
    points = pd.DataFrame({"n_train": known.astype(int), "accuracy": accuracies})
    is_fitted = known * MOST_RANGE >= known.max(initial=0.0)
    sizes, errors = known[is_fitted], 1 - accuracies[is_fitted]
    refusal = _refusal(sizes)
    if refusal is not None:
        return _unfitted(points, refusal)
    law = fit_power_law(sizes, errors)
    scatter = _scatter(law, sizes, errors)
    fitted = [cell for cell, is_used in zip(finished, is_fitted, strict=True) if is_used]
    gain = gain_of_doubling(law)
    return LearningCurve(
        points=points.assign(fitted=np.where(is_fitted, 1 - law.error(known), np.nan)),
        law=law,
        residual_sd=scatter,
        n_fitted=len(sizes),
        doubled=2 * law.n_most,
        accuracy_doubled=1 - law.floor - law.fall + gain,
        gain=gain,
        gain_limits=percentile_interval(_gains(fitted, law, sizes, scatter, seed)),
        refusal=None,
    )


def fit_power_law(sizes: Floats, errors: Floats, near: PowerLaw | None = None) -> PowerLaw:
    """The curve of least squares.

    Args:
        sizes: Training rows, shape (n sizes,), not all equal.
        errors: In [0, 1], shape (n sizes,).
        near: A curve to start from; None: from two, since the squares may have two valleys, one
            towards a floor and one without.
    """
    from scipy.optimize import least_squares

    most = sizes.max()
    shares = sizes / most
    last = float(errors[np.argmax(sizes)])
    starts = [(0.8 * last, 0.2 * last, 0.5), (0.1 * last, 0.9 * last, 0.1)]

    def residuals(values: Floats) -> Floats:
        floor, fall, exponent = values
        return floor + fall * shares**-exponent - errors

    fits = [
        least_squares(
            residuals,
            np.clip(start, 2e-3, 0.99),
            bounds=([0.0, 0.0, 1e-3], [1.0, 1.0, STEEPEST]),
        )
        for start in (starts if near is None else [near[:3]])
    ]
    best = min(fits, key=lambda fit: float(fit.cost))
    floor, fall, exponent = (float(value) for value in best.x)
    return PowerLaw(floor, fall, exponent, int(most))


def gain_of_doubling(law: PowerLaw) -> float:
    """Accuracy with twice the rows less that with all of them, by the curve."""
    return law.fall * (1 - 2.0**-law.exponent)


def _refusal(sizes: Floats) -> str | None:
    if len(sizes) < FEWEST_SIZES:
        return (
            f"a curve is fitted to {FEWEST_SIZES} sizes or more, from a twentieth of the largest "
            f"on, here are {len(sizes)}"
        )
    if sizes.max() < LEAST_RANGE * sizes.min():
        return (
            f"a curve is fitted where the largest size is {LEAST_RANGE} times the smallest or more"
        )
    return None


def _unfitted(points: pd.DataFrame, refusal: str) -> LearningCurve:
    nan = float("nan")
    most = int(points["n_train"].max()) if len(points) else 0
    return LearningCurve(points, None, nan, 0, 2 * most, nan, nan, NO_INTERVAL, refusal)


def _accuracy(cell: "CellResult") -> float:
    """Mean accuracy over the seeds of a cell."""
    return float(np.mean([(each.predicted == each.labels).mean() for each in cell.runs]))


def _mean_over_seeds(figures: Floats, seeds: Sequence[int]) -> Floats:
    """Means of neighbouring columns: shape (n, n runs) becomes (n, n sizes)."""
    starts = np.concatenate([[0], np.cumsum(seeds)[:-1]])
    return np.add.reduceat(figures, starts, axis=1) / np.asarray(seeds)


def _scatter(law: PowerLaw, sizes: Floats, errors: Floats) -> float:
    """Standard deviation around the curve, by the degrees of freedom that three values leave."""
    squares = float(((errors - law.error(sizes)) ** 2).sum())
    return float(np.sqrt(squares / (len(sizes) - 3)))


def _gains(
    finished: Sequence["CellResult"], law: PowerLaw, sizes: Floats, scatter: float, seed: int
) -> Floats:
    """Gains of doubling by curves that are fitted to resampled accuracies, shape (REFITS,)."""
    rng = np.random.default_rng(seed)
    runs = require_same_rows([run for cell in finished for run in cell.runs])
    pools = pool_units(
        runs[0].labels,
        np.stack([each.predicted for each in runs]),
        len(runs[0].classes),
        resampling_groups(runs[0].groups),
    )
    drawn = bootstrap_metrics(pools, REFITS, rng)["accuracy"]
    errors = 1 - _mean_over_seeds(drawn, [len(cell.runs) for cell in finished])
    noise = _widened(scatter, len(sizes)) * rng.normal(size=errors.shape)
    noisy = np.clip(errors + noise, 0.0, 1.0)
    return np.array([gain_of_doubling(fit_power_law(sizes, each, law)) for each in noisy])


def _widened(scatter: float, n_sizes: int) -> float:
    """The scatter by Student's quantile over the normal one, three values having been fitted."""
    upper = 0.975
    return scatter * student_quantile(upper, n_sizes - 3) / normal_quantile(upper)
