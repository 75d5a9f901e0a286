"""A contrast set as it stands in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..analysis import prediction_checks as checks
from ..analysis.contrast_pairs import require_pairs
from ..data.columns import Columns, find_columns
from ..data.labels import label_names
from ..data.tables import read_table
from ..exceptions import DataError, UsageError


@dataclass(frozen=True)
class ChallengeSet:
    """A contrast set.

    Attributes:
        name: The file's name.
        frame: Columns ``id, text, label, pair, kind`` (str), and ``group`` where the file has it;
            two rows a pair. Labels are as written.
    """

    name: str
    frame: pd.DataFrame


def read_challenge(path: Path, columns: Columns = Columns()) -> ChallengeSet:  # noqa: B008
    """Read a contrast set.

    Args:
        path: CSV, TSV, JSONL or Parquet with columns for text, label, ``pair`` and ``kind``; and
            perhaps ``id``, without which rows are numbered from 0, and ``group``.
        columns: Where they have other than the usual names.

    Raises:
        UsageError: A column is missing.
        DataError: The file cannot be read, a row lacks text, label, pair or kind, an id stands
            there twice, or a pair has not two rows.
    """
    table = read_table(path)
    names = [str(name) for name in table.columns]
    found = find_columns(names, columns, str(path))
    for needed in ("pair", "kind"):
        if needed not in names:
            raise UsageError(
                f"{path}: no column '{needed}'; a contrast set has text, label, pair and kind; the "
                f"columns are: {', '.join(names)}"
            )
    ids = table[found["id"]] if "id" in found else pd.Series(range(len(table)))
    frame = pd.DataFrame(
        {
            "id": checks.as_text(ids).to_numpy(),
            "text": table[found["text"]].astype("str").to_numpy(),
            "label": label_names(table[found["label"]], {}, str(path)).to_numpy(),
            "pair": checks.as_text(table["pair"]).to_numpy(),
            "kind": checks.as_text(table["kind"]).to_numpy(),
        }
    )
    if "group" in found:
        frame["group"] = checks.as_text(table[found["group"]]).to_numpy()
    _require_rows(frame, str(path))
    return ChallengeSet(path.name, frame)


def class_labels(contrast: ChallengeSet, classes: Sequence[str]) -> pd.Series:
    """The set's labels as classes of a system; 0 and 1 stand for those of a usual pair.

    Raises:
        DataError: A label is no class.
    """
    labels = checks.name_binary_codes(contrast.frame["label"], classes)
    strange = ~labels.isin(classes)
    if strange.any():
        row = int(strange.to_numpy().argmax())
        raise DataError(
            f"{contrast.name}: row {row + 1} (id '{contrast.frame['id'].iloc[row]}') is labelled "
            f"'{labels.iloc[row]}', no class of the models: {', '.join(classes)}"
        )
    return labels


def _require_rows(frame: pd.DataFrame, where: str) -> None:
    empty = frame["text"].isna() | frame["text"].str.strip().eq("")
    unlabelled = frame["label"].isna()
    for missing, what in ((empty, "text"), (unlabelled, "label")):
        if missing.any():
            row = int(missing.to_numpy().argmax())
            known = " (empty or -1)" if what == "label" else ""
            raise DataError(
                f"{where}: row {row + 1} (id '{frame['id'].iloc[row]}') has no {what}{known}: fill "
                "it in, or leave the whole pair out"
            )
    doubled = frame.loc[frame["id"].duplicated(), "id"]
    if len(doubled):
        raise DataError(f"{where}: the id '{doubled.iloc[0]}' stands there twice")
    require_pairs(frame, where)
