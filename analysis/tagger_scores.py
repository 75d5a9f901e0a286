"""How well scores and tags agree with gold labels, side by side on the same rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..exceptions import DataError
from .delong import area_covariance, area_under_curve
from .intervals import (
    Interval,
    logit_interval,
    normal_quantile,
    percentile_interval,
    wilson_interval,
)
from .ranking import Flags, Floats, average_precision, rank

ALL_ROWS = "all"

_BLOCK = 1 << 21  # weights held at a time

SCORE_COLUMNS = (
    "stratum",
    "scored",
    "n",
    "n_positive",
    "base_rate",
    *(
        name + end
        for name in ("precision", "recall", "f1", "average_precision", "auc")
        for end in ("", "_low", "_high")
    ),
)
DIFFERENCE_COLUMNS = (
    "stratum",
    "scored",
    "against",
    "n",
    *(name + end for name in ("auc", "average_precision", "f1") for end in ("", "_low", "_high")),
)


@dataclass(frozen=True)
class Scored:
    """What one method says of the gold rows.

    Attributes:
        name: Of the method.
        scores: Larger is surer, shape (n,).
        present: Yes or no at the method's threshold, shape (n,).
    """

    name: str
    scores: Floats
    present: Flags


@dataclass(frozen=True)
class GoldScores:
    """Agreement with gold.

    Attributes:
        figures: One row a stratum and method, columns ``SCORE_COLUMNS``; NaN where undefined.
        differences: One row a stratum and method after the first: the first minus that method on
            the same rows, columns ``DIFFERENCE_COLUMNS``.
    """

    figures: pd.DataFrame
    differences: pd.DataFrame


def score_against_gold(
    labels: Flags,
    methods: Sequence[Scored],
    *,
    strata: pd.Series | None = None,
    resamples: int = 2_000,
    seed: int = 0,
) -> GoldScores:
    """Precision, recall, F1, average precision and AUC of each method, and paired differences.

    Rows count alike and are taken as independent. Intervals of 95 %: Wilson's for precision and
    recall, DeLong's on the logit scale for AUC, percentiles of the bootstrap for average precision
    and F1; differences of AUC by DeLong's covariance, the others by the paired bootstrap.

    Args:
        labels: Which rows belong to the category, shape (n,).
        methods: The tagger first, then what it is measured against.
        strata: A value for each row; figures are given for all rows and within each value.
        resamples: Bootstrap replicates.
        seed: Of the bootstrap.

    Raises:
        DataError: The gold holds no row of one of the two sides.
    """
    if labels.all() or not labels.any():
        side = "only" if labels.all() else "no"
        raise DataError(f"the gold holds {side} rows of the category: nothing can be measured")
    figures, differences = [], []
    for stratum, rows in _strata(labels, strata):
        part = [Scored(m.name, m.scores[rows], m.present[rows]) for m in methods]
        measured = _Measured(labels[rows], part, resamples, np.random.default_rng(seed))
        figures += [(stratum, *row) for row in measured.figures()]
        differences += [(stratum, *row) for row in measured.differences()]
    return GoldScores(
        pd.DataFrame(figures, columns=list(SCORE_COLUMNS)),
        pd.DataFrame(differences, columns=list(DIFFERENCE_COLUMNS)),
    )


def _strata(labels: Flags, strata: pd.Series | None) -> Iterator[tuple[str, Flags]]:
    yield ALL_ROWS, np.ones(len(labels), dtype=bool)
    if strata is not None:
        for value in sorted(strata.dropna().unique()):
            shown = f"{value:g}" if isinstance(value, float) else value
            yield f"{strata.name}={shown}", (strata == value).to_numpy()


class _Measured:
    """The figures of one stratum."""

    def __init__(
        self, labels: Flags, methods: list[Scored], resamples: int, rng: np.random.Generator
    ) -> None:
        self.labels = labels
        self.methods = methods
        self.n = len(labels)
        self.n_positive = int(labels.sum())
        # Where one side is missing nothing but the counts can be said.
        self.defined = 0 < self.n_positive < self.n
        replicates = list(self._replicates(resamples, rng)) if self.defined else []
        nothing = np.empty((0, len(methods)))
        self.precision = np.concatenate([nothing, *(ap for ap, _ in replicates)])
        self.f1 = np.concatenate([nothing, *(f1 for _, f1 in replicates)])

    def figures(self) -> Iterator[tuple]:
        """One row a method, after the stratum."""
        for column, method in enumerate(self.methods):
            hits = int((method.present & self.labels).sum())
            flagged = int(method.present.sum())
            yield (
                method.name,
                self.n,
                self.n_positive,
                self.n_positive / self.n,
                *_share(hits, flagged),
                *_share(hits, self.n_positive),
                *self._f1(column),
                *self._average_precision(column),
                *self._area(column),
            )

    def differences(self) -> Iterator[tuple]:
        """The first method minus each other one."""
        if not self.defined:
            return
        areas = [area_under_curve(*_two_columns(self.labels, m.scores)) for m in self.methods]
        observed = [self._f1(c)[0] for c in range(len(self.methods))]
        averages = [self._average_precision(c)[0] for c in range(len(self.methods))]
        for column in range(1, len(self.methods)):
            covariance = area_covariance(
                np.stack([areas[0].influence, areas[column].influence], axis=1), None
            )
            error = np.sqrt(max(0.0, covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]))
            gain, half = areas[0].value - areas[column].value, normal_quantile(0.975) * error
            yield (
                self.methods[0].name,
                self.methods[column].name,
                self.n,
                *(gain, gain - half, gain + half),
                averages[0] - averages[column],
                *percentile_interval(self.precision[:, 0] - self.precision[:, column]),
                observed[0] - observed[column],
                *percentile_interval(self.f1[:, 0] - self.f1[:, column]),
            )

    def _replicates(
        self, resamples: int, rng: np.random.Generator
    ) -> Iterator[tuple[Floats, Floats]]:
        """Average precision and F1 of every method on resampled rows, the same for each."""
        rankings = [rank(method.scores) for method in self.methods]
        block = max(1, _BLOCK // self.n)
        chances = np.full(self.n, 1 / self.n)
        for start in range(0, resamples, block):
            size = min(block, resamples - start)
            weights = rng.multinomial(self.n, chances, size=size).astype(float)
            precision = [average_precision(ranking, self.labels, weights) for ranking in rankings]
            f1 = [_weighted_f1(self.labels, method.present, weights) for method in self.methods]
            yield np.stack(precision, axis=1), np.stack(f1, axis=1)

    def _f1(self, column: int) -> tuple[float, ...]:
        if not self.defined:
            return (np.nan, np.nan, np.nan)
        method = self.methods[column]
        value = _weighted_f1(self.labels, method.present, np.ones((1, self.n)))
        return (float(value[0]), *percentile_interval(self.f1[:, column]))

    def _average_precision(self, column: int) -> tuple[float, ...]:
        if not self.defined:
            return (np.nan, np.nan, np.nan)
        ranking = rank(self.methods[column].scores)
        value = average_precision(ranking, self.labels, np.ones((1, self.n)))
        return (float(value[0]), *percentile_interval(self.precision[:, column]))

    def _area(self, column: int) -> tuple[float, ...]:
        area = area_under_curve(*_two_columns(self.labels, self.methods[column].scores))
        error = float(np.sqrt((area.influence**2).sum()))
        interval: Interval = logit_interval(area.value, error, self.n)
        return (area.value, *interval)


def _two_columns(labels: Flags, scores: Floats) -> tuple[np.ndarray, Floats]:
    return labels.astype(np.intp), np.stack([-scores, scores], axis=1)


def _weighted_f1(labels: Flags, present: Flags, weights: Floats) -> Floats:
    """F1 of each replicate; 0 where nothing that belongs is flagged."""
    hits = weights @ (labels & present)
    return 2 * hits / np.maximum(weights @ labels.astype(float) + weights @ present, 1e-12)


def _share(successes: int, n: int) -> tuple[float, ...]:
    return (successes / n if n else np.nan, *wilson_interval(successes, n))
