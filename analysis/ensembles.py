"""Several systems' probabilities made into one: by mean, by weights or by stacking.

Weights and stacking are fitted on validation predictions alone; the test set is never looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ..exceptions import PredictionsError, UsageError
from .metrics import Codes, Floats, log_loss
from .prediction_files import PROBABILITY_PREFIX
from .predictions import Predictions, require_same_rows

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

Method = Literal["mean", "weighted", "stacking"]
METHODS: tuple[Method, ...] = ("mean", "weighted", "stacking")

SUREST = 1e-6
"""Stacking reads probabilities nearer to 0 or 1 than this as this near: log-odds of 13.8, so that
one sure mistake does not rule the regression."""

_STEPS = 10_000
_GAP = 1e-6  # nats


class Combined(NamedTuple):
    """An ensemble's predictions.

    Attributes:
        test: On the test set.
        validation: On validation; None where the members have none.
        weights: Of the members, adding to 1; None for ``"stacking"``.
    """

    test: Predictions
    validation: Predictions | None
    weights: tuple[float, ...] | None


@dataclass(frozen=True)
class WeightedMean:
    """The weighted mean of the members' probabilities.

    Attributes:
        weights: Shape (n members,), 0 or more, adding to 1.
    """

    weights: Floats

    def __call__(self, probabilities: Floats) -> Floats:
        """From shape (n members, n, n classes) to (n, n classes)."""
        return np.tensordot(self.weights, probabilities, axes=1)


@dataclass(frozen=True)
class Stacking:
    """Logistic regression on the members' log-odds (Wolpert 1992).

    Attributes:
        model: Fitted; its classes are the codes 0, 1, ... of all classes.
    """

    model: "LogisticRegression"

    def __call__(self, probabilities: Floats) -> Floats:
        """From shape (n members, n, n classes) to (n, n classes)."""
        return self.model.predict_proba(log_odds(probabilities))


Combiner = WeightedMean | Stacking


def combine(
    name: str,
    method: Method,
    test: Sequence[Predictions],
    validation: Sequence[Predictions] = (),
) -> Combined:
    """Make one system of several.

    Args:
        name: What it is called.
        method: ``"mean"`` of the probabilities; ``"weighted"``: their mean by the weights of least
            log-loss on validation; ``"stacking"``: logistic regression on the members' log-odds,
            fitted on validation.
        test: Each member's predictions on the test set, two members or more.
        validation: Each member's predictions on validation; may be empty for ``"mean"``.

    Raises:
        UsageError: There are fewer than two members, or no validation rows to fit on.
        PredictionsError: The members are about different rows, or validation lacks a class.
    """
    if len(test) < 2:
        raise UsageError(f"the ensemble '{name}' needs two members or more, not {len(test)}")
    members, held_out = require_same_rows(test), require_same_rows(validation)
    if not held_out and method != "mean":
        raise UsageError(
            f"the ensemble '{name}' by '{method}' is fitted on validation rows and its members "
            "have none: add rows of the split 'validation', or take the mean"
        )
    combiner = _FITTERS[method](held_out or members)
    return Combined(
        test=_table(name, members, combiner),
        validation=_table(name, held_out, combiner) if held_out else None,
        weights=_shown(combiner),
    )


def best_member(validation: Sequence[Predictions]) -> int:
    """Position of the member that is right most often on validation; of equals, by log-loss.

    Args:
        validation: Each member's predictions on the same rows.
    """
    ranks = [
        (-float((each.predicted == each.labels).mean()), log_loss(each.labels, each.probabilities))
        for each in validation
    ]
    return ranks.index(min(ranks))


def simplex_weights(labels: Codes, probabilities: Floats) -> Floats:
    """The weights of a mean of probabilities that have the least log-loss.

    The log-loss is convex in the weights, and the EM algorithm for the weights of a mixture
    (Smyth and Wolpert 1999) lowers it with every step. It ends when the loss is within a millionth
    of a nat of the least: by convexity it exceeds that by no more than the log of the greatest
    mean ratio of a member's probability to the mixture's.

    Args:
        labels: Codes of the true classes, shape (n,).
        probabilities: Shape (n members, n, n classes).

    Returns:
        Shape (n members,), 0 or more, adding to 1.
    """
    index = np.broadcast_to(labels[None, :, None], (len(probabilities), len(labels), 1))
    of_label = np.take_along_axis(probabilities, index, axis=2)[:, :, 0]  # (members, n)
    of_label = np.clip(of_label, np.finfo(float).eps, 1.0)
    weights = np.full(len(of_label), 1 / len(of_label))
    for _ in range(_STEPS):
        ratios = (of_label / (weights @ of_label)).mean(axis=1)  # (members,)
        weights = weights * ratios
        weights /= weights.sum()
        if np.log(ratios.max()) < _GAP:
            break
    return weights


def log_odds(probabilities: Floats) -> Floats:
    """What stacking reads of each row.

    Args:
        probabilities: Shape (n members, n, n classes).

    Returns:
        Of two classes the log-odds of the second, shape (n, n members); of more the logarithms
        less their mean over the classes (Aitchison's centred log-ratio), shape (n, n members * n
        classes).
    """
    logs = np.log(np.clip(probabilities, SUREST, 1 - SUREST))
    if logs.shape[2] == 2:
        return (logs[:, :, 1] - logs[:, :, 0]).T
    centred = logs - logs.mean(axis=2, keepdims=True)
    return centred.swapaxes(0, 1).reshape(logs.shape[1], -1)


def with_probabilities(
    name: str, table: Predictions, probabilities: Floats, predicted: Sequence[str] | None = None
) -> Predictions:
    """A table with other probabilities under another name; all other columns stay.

    Args:
        name: What the system is called.
        table: Rows, labels and texts.
        probabilities: Shape (n, n classes).
        predicted: Predicted classes; None: the likeliest.
    """
    names = np.array(table.classes, dtype=object)
    likeliest = names[probabilities.argmax(axis=1)] if predicted is None else predicted
    columns = {
        PROBABILITY_PREFIX + each: probabilities[:, position]
        for position, each in enumerate(table.classes)
    }
    frame = table.frame.assign(**columns, predicted=likeliest)
    return Predictions(name, frame.astype({"predicted": "str"}), table.classes)


def _equal(members: Sequence[Predictions]) -> WeightedMean:
    return WeightedMean(np.full(len(members), 1 / len(members)))


def _weighted(validation: Sequence[Predictions]) -> WeightedMean:
    return WeightedMean(simplex_weights(validation[0].labels, _stacked(validation)))


def _stacking(validation: Sequence[Predictions]) -> Stacking:
    from sklearn.linear_model import LogisticRegression

    first = validation[0]
    absent = np.flatnonzero(np.bincount(first.labels, minlength=len(first.classes)) == 0)
    if len(absent):
        raise PredictionsError(
            f"no validation row is labelled '{first.classes[absent[0]]}', so nothing can be "
            "stacked: add some, or take the mean"
        )
    model = LogisticRegression(max_iter=10_000)
    return Stacking(model.fit(log_odds(_stacked(validation)), first.labels))


_FITTERS: Mapping[Method, Callable[[Sequence[Predictions]], Combiner]] = MappingProxyType(
    {"mean": _equal, "weighted": _weighted, "stacking": _stacking}
)


def _stacked(members: Sequence[Predictions]) -> Floats:
    """Probabilities of shape (n members, n, n classes)."""
    return np.stack([each.probabilities for each in members])


def _table(name: str, members: Sequence[Predictions], combiner: Combiner) -> Predictions:
    return with_probabilities(name, members[0], combiner(_stacked(members)))


def _shown(combiner: Combiner) -> tuple[float, ...] | None:
    if isinstance(combiner, Stacking):
        return None
    return tuple(float(weight) for weight in combiner.weights)
