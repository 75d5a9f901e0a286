"""How often the categories of errors stand together."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .categories import PRESENT_SUFFIX
from .gold_rows import category_names

CATEGORY_OVERLAP_COLUMNS = (
    *("category", "other", "n_category", "n_other", "both", "expected", "jaccard", "phi"),
)


def category_overlap(tags: pd.DataFrame, wrong: NDArray[np.bool_]) -> pd.DataFrame:
    """Categories two by two, among the errors, by the tags as they are.

    Args:
        tags: Flat tags.
        wrong: Which of their rows are errors, shape (n,).

    Returns:
        The columns `CATEGORY_OVERLAP_COLUMNS`: errors that carry one tag, the other, and both;
        ``expected`` how many would carry both were they independent; ``jaccard``, both among
        either, and ``phi``, their correlation, NaN where undefined.

    Raises:
        PredictionsError: As many tags as errors told are needed.
    """
    if len(wrong) != len(tags):
        raise PredictionsError(
            f"{len(tags)} rows of tags but {len(wrong)} of errors: give one for each review"
        )
    errors = tags[np.asarray(wrong, dtype=bool)]
    rows = []
    for one, other in combinations(category_names(tags), 2):
        pair = errors[[one + PRESENT_SUFFIX, other + PRESENT_SUFFIX]].astype("boolean").dropna()
        rows.append((one, other, *_together(*pair.to_numpy(bool).T)))
    return pd.DataFrame(rows, columns=list(CATEGORY_OVERLAP_COLUMNS))


def _together(
    one: NDArray[np.bool_], other: NDArray[np.bool_]
) -> tuple[int, int, int, float, float, float]:
    n, a, b = len(one), int(one.sum()), int(other.sum())
    both, either = int((one & other).sum()), int((one | other).sum())
    spread = float(a) * (n - a) * b * (n - b)
    return (
        a,
        b,
        both,
        a * b / n if n else np.nan,
        both / either if either else np.nan,
        (n * both - a * b) / spread**0.5 if spread else np.nan,
    )
