"""The tags of a system's reviews."""

import pandas as pd

from ..exceptions import PredictionsError
from .predictions import Predictions

PRESENT_SUFFIX = "_present"


def aligned_tags(predictions: Predictions, tags: pd.DataFrame) -> pd.DataFrame:
    """Columns ``<category>_present``, rows in the order of the predictions.

    Raises:
        PredictionsError: The tags lack categories or ids, or name an id twice.
    """
    columns = [name for name in tags.columns if str(name).endswith(PRESENT_SUFFIX)]
    if "id" not in tags or not columns:
        found = ", ".join(map(str, tags.columns))
        raise PredictionsError(f"tags need 'id' and '<category>_present' columns, found: {found}")
    doubled = tags["id"][tags["id"].duplicated()]
    if len(doubled):
        raise PredictionsError(f"tags name the id '{doubled.iloc[0]}' twice: tag each review once")
    ids = predictions.frame["id"]
    missing = ids[~ids.isin(tags["id"])]
    if len(missing):
        raise PredictionsError(
            f"tags lack {len(missing)} of the {len(ids)} ids of '{predictions.name}', "
            f"such as '{missing.iloc[0]}': tag the same reviews"
        )
    return tags.set_index("id")[columns].loc[ids]
