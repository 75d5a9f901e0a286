"""Tags from data and model, computed once and kept beside the runs."""

import hashlib
from pathlib import Path

import pandas as pd

from .data_tags import data_tags, training_profile
from .listener import Listener, Silent
from .reading_limit import ReadingLimit
from .tags import FOLDER, kept_beside
from .verdicts import weights_file

_PACKAGE = Path(__file__).parent.parent
_SOURCES = (
    *(
        f"experiment/{name}.py"
        for name in ("data_tags", "label_doubt", "reading_limit", "verdicts")
    ),
    *(f"taggers/{name}.py" for name in ("features", "ngrams", "profile", "reading", "sentences")),
    "models/encoding.py",
    "models/windows.py",
)
_READ = ("id", "text", "label", "group")


def stored_data_tags(
    frame: pd.DataFrame,
    root: Path,
    *,
    train: pd.DataFrame | None = None,
    long: int | None = None,
    limit: ReadingLimit | None = None,
    doubt: bool = True,
    listener: Listener | None = None,
) -> pd.DataFrame:
    """`data_tags` of every row, from the cache where they are there.

    Args:
        frame: ``id``, ``text`` and perhaps ``label`` and ``group`` of the test rows.
        root: The runs folder, below which tags are kept.
        train: ``text`` and perhaps ``group`` of the training rows; None where they are not known.
        long: As for `data_tags`.
        limit: As there.
        doubt: As there.
        listener: Told what takes long.

    Raises:
        SentimentLabError: As `data_tags` does.
    """

    def make() -> pd.DataFrame:
        (listener or Silent()).say(
            "tags from the data and the model are made once, in a minute or two"
        )
        profile = None
        if train is not None:
            groups = train["group"].tolist() if "group" in train else None
            profile = training_profile(train["text"].tolist(), groups)
        return data_tags(frame, profile=profile, long=long, limit=limit, doubt=doubt)

    name = f"data-{_digest(frame, train, long, limit, doubt)}.parquet"
    return kept_beside(root / FOLDER / name, make)


def _digest(
    frame: pd.DataFrame,
    train: pd.DataFrame | None,
    long: int | None,
    limit: ReadingLimit | None,
    doubt: bool,
) -> str:
    """Changes with the rows, with what is asked for and with the source of these tags."""
    digest = hashlib.sha256(f"{long} {doubt}".encode())
    for rows in (frame, train):
        if rows is not None:
            known = rows[[name for name in _READ if name in rows]]
            digest.update(" ".join(known.columns).encode())
            digest.update(pd.util.hash_pandas_object(known, index=False).to_numpy().tobytes())
    if limit is not None:
        digest.update(f"{limit.tokens} {limit.truncation} {limit.windows}".encode())
        digest.update(limit.tokenizer.read_bytes())
        digest.update(weights_file().read_bytes())
    for name in _SOURCES:
        digest.update((_PACKAGE / name).read_bytes())
    return digest.hexdigest()[:16]
