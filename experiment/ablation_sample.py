"""Smaller training sets for a learning curve, each within the next larger one."""

import hashlib
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..data.dataset import Dataset, Split
from ..data.fingerprint import fingerprint
from .plan import KnownModel, OwnModel

TRAIN_SIZE = "train_size"
"""What ``--vary`` calls the number of training rows; no model has a setting of that name."""


@dataclass(frozen=True)
class SampledModel(KnownModel):
    """A model that learns from a part of the training rows, and whose row says so.

    Attributes:
        train_size: Rows it learns from; its run's key knows them by the data's fingerprint.
    """

    train_size: int

    def changes(self) -> dict[str, str]:
        """The settings that differ from the data set's defaults, and the training rows."""
        return {**super().changes(), TRAIN_SIZE: str(self.train_size)}


@dataclass(frozen=True)
class SampledOwnModel(OwnModel):
    """A user's own model that learns from a part of the training rows, and whose row says so.

    Attributes:
        train_size: Rows it learns from; its run's key knows them by the data's fingerprint.
    """

    train_size: int

    def changes(self) -> dict[str, str]:
        """The settings that were given, and the training rows."""
        return {**super().changes(), TRAIN_SIZE: str(self.train_size)}


def training_sample(dataset: Dataset, size: int, seed: int) -> Dataset:
    """The same data set with fewer training rows: each class keeps its share.

    Rows are drawn one by one, also where films are known. A row's place in the draw depends on the
    seed and on its id, so that the sample of a size holds the samples of all smaller sizes.

    Args:
        dataset: Validation and test stay as they are.
        size: Rows to keep, at most all.
        seed: Another seed draws another sample.
    """
    if size >= len(dataset.train):
        return dataset
    kept = np.sort(_order(dataset.train, seed)[:size])
    train = dataset.train.iloc[kept].reset_index(drop=True)
    smaller = replace(dataset, train=train)
    splits = {name: smaller.split(name) for name in get_args(Split)}
    return replace(smaller, fingerprint=fingerprint(splits))


def _order(train: pd.DataFrame, seed: int) -> NDArray[np.intp]:
    """Positions of rows such that every first part of them is stratified, shape (n,)."""
    digests = [
        hashlib.sha256(f"{TRAIN_SIZE}:{seed}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()
        for name in train["id"]
    ]
    drawn = pd.DataFrame({"label": train["label"].to_numpy(), "digest": digests})
    by_label = drawn.groupby("label")["digest"]
    # Of a class with n rows the k-th drawn stands at (k - 1/2) / n of the way: classes interleave.
    place = (by_label.rank() - 0.5) / by_label.transform("size")
    return np.lexsort((drawn["digest"].to_numpy(str), place.to_numpy()))
