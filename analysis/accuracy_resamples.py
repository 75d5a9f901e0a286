"""Accuracy of several systems over shared resampled sets."""

from collections.abc import Sequence

import numpy as np

from .cells import bootstrap_metrics, pool_units
from .clusters import resampling_groups
from .predictions import Predictions
from .uncertainty import Resampled


def resampled_accuracies(systems: Sequence[Predictions], resamples: int, seed: int) -> Resampled:
    """Replicates of each system's accuracy; groups of dependent rows are resampled whole.

    Args:
        systems: Over the same rows, in the same order.
        resamples: How many sets are drawn.
        seed: Of the drawing.
    """
    labels = systems[0].labels
    pools = pool_units(
        labels,
        np.stack([each.predicted for each in systems]),
        len(systems[0].classes),
        resampling_groups(systems[0].groups),
    )
    drawn = bootstrap_metrics(pools, resamples, np.random.default_rng(seed))["accuracy"]
    values = np.array([(each.predicted == labels).mean() for each in systems])
    return Resampled(values, drawn, int(pools.units.sum()))
