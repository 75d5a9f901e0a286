"""Bootstrap of confusion counts without touching a row twice.

Accuracy, precision, recall, F1 and MCC depend on the rows only through the confusion counts of each
system. So rows with the same label and the same predictions are pooled, and resampling n rows with
replacement is one multinomial draw over these pools: exact, and independent of n. Where rows come
in groups (reviews of one film), whole groups are resampled: a group is the vector of its counts,
groups with equal vectors are pooled in the same way. All systems share each resample, which makes
the differences between them paired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import metrics
from .clusters import Groups
from .metrics import Codes, Floats, Metric

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CONTINGENCY_METRICS: Mapping[Metric, Callable[[Floats], Floats]] = {
    "accuracy": metrics.accuracy,
    "f1": metrics.f1,
    "precision": metrics.precision,
    "recall": metrics.recall,
    "mcc": metrics.mcc,
}

# A multinomial draw over pools costs about this many times more per pool than drawing and counting
# costs per unit (measured; see benchmarks/bench_statistics.py).
_POOL_COST = 6
_THIN = 0.1
_BLOCK = 1 << 18  # numbers drawn at a time, which stay in a processor's cache


class Pools(NamedTuple):
    """Units of resampling (rows or groups), equal ones pooled.

    Attributes:
        counts: What a unit of each pool adds to the confusion counts, shape (n pools, n systems *
            n_classes * n_classes).
        units: How many units each pool holds, shape (n pools,).
        shape: (n systems, n_classes, n_classes).
    """

    counts: NDArray[np.integer]
    units: NDArray[np.int64]
    shape: tuple[int, int, int]


def pool_units(labels: Codes, predicted: Codes, n_classes: int, groups: Groups) -> Pools:
    """Pool the rows, or the groups, that no confusion count can tell apart.

    Args:
        labels: Codes of the true classes, shape (n,).
        predicted: Codes of the predicted classes, shape (n systems, n).
        n_classes: Number of classes.
        groups: Codes 0, 1, ... of the rows' groups; None: each row is a unit.
    """
    shape = (len(predicted), n_classes, n_classes)
    cells = labels * n_classes + predicted
    if groups is None:
        first, units = _distinct_rows(labels, predicted, n_classes)
        one_hot = cells[:, first, None] == np.arange(n_classes**2)
        counts = one_hot.swapaxes(0, 1).reshape(len(first), -1).astype(np.int32)
        return Pools(counts, units, shape)
    n_groups, n_cells = int(groups.max()) + 1, n_classes**2
    tables = [np.bincount(groups * n_cells + cell, minlength=n_groups * n_cells) for cell in cells]
    vectors = np.hstack([table.reshape(n_groups, n_cells) for table in tables])
    counts, units = np.unique(vectors, axis=0, return_counts=True)
    return Pools(counts, units, shape)


def resample_confusions(pools: Pools, resamples: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Confusion counts of resampled test sets, block by block.

    Args:
        pools: What is resampled; each resample draws as many units as there are.
        resamples: How many test sets are drawn.
        rng: Source of randomness.

    Yields:
        Shape (resamples of this block, n systems, n_classes, n_classes).
    """
    n_units = int(pools.units.sum())
    pooled = len(pools.units) * _POOL_COST < n_units
    counts = pools.counts if pooled else np.repeat(pools.counts, pools.units, axis=0)
    # Sums of whole numbers are exact in 32 bits below 2^24, and twice as fast. A resample may draw
    # the largest group each time.
    exact = np.float32 if int(pools.counts.max()) * n_units < 1 << 24 else np.float64
    summands = _sparse_where_thin(counts.astype(exact))
    block = max(1, _BLOCK // len(counts))
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        if pooled:
            drawn = rng.multinomial(n_units, pools.units / n_units, size=size)
        else:
            drawn = _count_draws(n_units, size, rng)
        totals = drawn.astype(exact) @ summands
        yield totals.astype(float).reshape(size, *pools.shape)


def bootstrap_metrics(
    pools: Pools, resamples: int, rng: np.random.Generator
) -> dict[Metric, Floats]:
    """Replicates of each metric that depends on confusion counts alone.

    Args:
        pools: What is resampled.
        resamples: How many replicates are drawn.
        rng: Source of randomness.

    Returns:
        For each metric shape (resamples, n systems); NaN where a resample leaves it undefined.
    """
    blocks = [
        [metric(confusions) for metric in CONTINGENCY_METRICS.values()]
        for confusions in resample_confusions(pools, resamples, rng)
    ]
    columns = zip(*blocks, strict=True)
    return dict(zip(CONTINGENCY_METRICS, map(np.concatenate, columns), strict=True))


def _distinct_rows(
    labels: Codes, predicted: Codes, n_classes: int
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Index of the first row of each joint cell (label, predictions), and rows in the cell."""
    joint = labels
    for codes in predicted:
        # Renumbering after each system keeps the codes below n * n_classes for any number of them.
        _, joint = np.unique(joint * n_classes + codes, return_inverse=True)
    _, first, counts = np.unique(joint, return_index=True, return_counts=True)
    return first, counts


def _sparse_where_thin(counts: NDArray[np.floating]) -> NDArray[np.floating] | csr_array:
    """With many classes and systems nearly all counts are 0, and a sparse product is faster."""
    if np.count_nonzero(counts) > _THIN * counts.size:
        return counts
    from scipy.sparse import csr_array

    return csr_array(counts)


def _count_draws(n_units: int, size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """How often each unit is drawn, in each of ``size`` resamples of ``n_units`` draws."""
    narrow = np.min_scalar_type(n_units)
    drawn = rng.integers(n_units, size=(size, n_units), dtype=narrow)
    numbered = drawn + n_units * np.arange(size)[:, None]
    return np.bincount(numbered.ravel(), minlength=size * n_units).reshape(size, n_units)
