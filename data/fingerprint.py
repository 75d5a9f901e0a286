"""One digest that tells whether two data sets are the same."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from .dataset import Split


def fingerprint(splits: Mapping[Split, pd.DataFrame]) -> str:
    """Hex SHA-256 over split, id, label and text of every row, whatever their order.

    Args:
        splits: Name of each split and its frame with ``id``, ``label`` and ``text``.
    """
    digests = sorted(
        hashlib.sha256("\0".join((name, *row)).encode("utf-8", "surrogatepass")).digest()
        for name, frame in splits.items()
        for row in zip(frame["id"], frame["label"], frame["text"], strict=True)
    )
    return hashlib.sha256(b"".join(digests)).hexdigest()
