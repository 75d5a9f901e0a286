"""The known models and their settings as sections of a page."""

from collections.abc import Sequence

import pandas as pd

from ..experiment.listing import ModelListing
from ..models.settings import SettingDescription
from ..reports.sections import Section


def model_sections(listings: Sequence[ModelListing]) -> list[Section]:
    """One section a model, with a row for each setting."""
    return [
        Section(
            listing.name,
            f"{listing.name}: {listing.summary}",
            pd.DataFrame(listing.settings, columns=pd.Index(SettingDescription._fields)),
        )
        for listing in listings
    ]
