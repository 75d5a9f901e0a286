"""One temperature that makes probabilities as sure as they are right (Guo et al. 2017)."""

import numpy as np

from ..exceptions import UsageError
from .ensembles import with_probabilities
from .metrics import Codes, Floats
from .predictions import Predictions

LOWEST, HIGHEST = 0.05, 20.0
"""Temperatures that are looked at; where validation is predicted without an error, the loss falls
towards 0 and the lowest is taken."""


def fit_temperature(labels: Codes, probabilities: Floats) -> float:
    """The temperature of least log-loss.

    The log-loss is convex in 1 / temperature, so that there is one least value.

    Args:
        labels: Codes of the true classes, shape (n,).
        probabilities: Shape (n, n classes).

    Returns:
        Above 1 where the probabilities are too sure, below 1 where they are not sure enough.
    """
    from scipy.optimize import minimize_scalar

    logs = _logarithms(probabilities)
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        scaled = logs / np.exp(log_temperature)
        return float((np.logaddexp.reduce(scaled, axis=1) - scaled[rows, labels]).mean())

    bounds = (np.log(LOWEST), np.log(HIGHEST))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def at_temperature(probabilities: Floats, temperature: float) -> Floats:
    """Probabilities of logits divided by a temperature; the likeliest class stays the likeliest.

    Args:
        probabilities: Shape (n, n classes), as a softmax without temperature gives them.
        temperature: Above 0; 1 changes nothing.
    """
    scaled = _logarithms(probabilities) / temperature
    return np.exp(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))


def require_validation(name: str, validation: Predictions | None) -> Predictions:
    """The validation rows that a temperature is fitted on.

    Raises:
        UsageError: There are none.
    """
    if validation is None or validation.frame.empty:
        raise UsageError(
            f"'{name}' cannot be calibrated: a temperature is fitted on validation rows and its "
            "predictions hold none; add rows of the split 'validation', or leave --calibrate out"
        )
    return validation


def with_temperature(name: str, table: Predictions, temperature: float) -> Predictions:
    """A table whose probabilities are taken at a temperature; its predicted classes stay.

    Args:
        name: What the calibrated system is called.
        table: Predictions of one split or several.
        temperature: Above 0.
    """
    probabilities = at_temperature(table.probabilities, temperature)
    return with_probabilities(name, table, probabilities, table.frame["predicted"].tolist())


def _logarithms(probabilities: Floats) -> Floats:
    # Clipped as for the log-loss: a sure mistake costs 36 nats, not infinitely many.
    return np.log(np.clip(probabilities, np.finfo(float).eps, 1.0))
