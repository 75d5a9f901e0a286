"""The IMDB large movie review set (Maas et al. 2011): unpacked, as Parquet, or from the Hub."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ..exceptions import DataError
from .columns import SPLIT_COLUMN
from .material import Material
from .splits import SplitPlan
from .textfiles import cannot_read

PUBLISHED = (
    "bag of words 88 to 89 %, NBSVM 91 to 92 %, "
    "BERT-base 94.4 % (Sun et al. 2019), RoBERTa-large 96.5 %"
)
UNIT = "film reviews"
CLASS_NAMES: Mapping[str, str] = {
    "0": "negative",
    "neg": "negative",
    "1": "positive",
    "pos": "positive",
}
PLAN = SplitPlan(seed=0, validation_fraction=0.1, test_fraction=0.2)
"""Fixed, so that everyone chooses on the same tenth of train: whole films where the source names
them, texts where it does not, as on the Hub."""

N_TEST = 25_000

_ID = r"(?:train|test)/(?:neg|pos)/\d+_\d+"
_FILM = re.compile(r"/title/(tt\d+)")


def is_imdb(frame: pd.DataFrame) -> bool:
    """Whether every id reads ``split/folder/number_stars``, as the original's paths do."""
    return "id" in frame and bool(frame["id"].str.fullmatch(_ID).all())


def as_imdb(material: Material) -> Material:
    """The same rows under IMDB's names; with its published results where its test set is whole."""
    whole = int((material.frame[SPLIT_COLUMN] == "test").sum()) == N_TEST
    return replace(
        material,
        unit=UNIT,
        published=PUBLISHED if whole else None,
        names=CLASS_NAMES,
        plan=PLAN,
        group_unit="films",
    )


def is_unpacked(folder: Path) -> bool:
    """Whether a folder is laid out as the unpacked archive is: ``train/pos``, ``train/neg``."""
    return all((folder / "train" / name).is_dir() for name in ("neg", "pos"))


def read_unpacked(folder: Path) -> Material:
    """The labelled reviews of an unpacked archive, with stars and film.

    Stars come from the file names (``123_4.txt``), films from ``urls_neg.txt`` and
    ``urls_pos.txt``, whose line n belongs to review n; either is left out where it is not there.

    Raises:
        DataError: The test folders are missing, a file cannot be read or is no UTF-8.
    """
    rows = [row for part in ("train", "test") for row in _read_part(folder, part)]
    frame = pd.DataFrame(rows, columns=pd.Index(["id", SPLIT_COLUMN, "label", "text", "group"]))
    frame = frame.astype({"id": "str", "text": "str", "group": "str"})
    if frame["group"].isna().any():
        frame = frame.drop(columns="group")
    if not is_imdb(frame):
        return Material(frame, names=CLASS_NAMES)
    stars = frame["id"].str.rpartition("_")[2].astype(int)
    return as_imdb(Material(frame.assign(rating=stars)))


def _read_part(folder: Path, part: str) -> Iterator[tuple[str, str, str, str, str | None]]:
    for label in ("neg", "pos"):
        place = folder / part / label
        films = _films(folder / part / f"urls_{label}.txt")
        try:
            # Not glob(), which takes a folder that may not be read for an empty one.
            files = [file for file in place.iterdir() if file.suffix == ".txt"]
        except OSError as error:
            raise cannot_read(place, error) from error
        if not files:
            raise DataError(f"{place} holds no reviews: unpack the whole archive")
        for file in sorted(files, key=lambda file: (_number(file) or 0, file.name)):
            number = _number(file)
            film = films[number] if number is not None and number < len(films) else None
            yield f"{part}/{label}/{file.stem}", part, label, _text(file), film


def _number(file: Path) -> int | None:
    first = file.stem.partition("_")[0]
    return int(first) if first.isdecimal() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{file}, byte {error.start + 1}: not UTF-8: convert the file") from error
    except OSError as error:
        raise cannot_read(file, error) from error


def _films(file: Path) -> list[str]:
    """Title ids by review number, as far as the file names them line by line."""
    if not file.is_file():
        return []
    found = [_FILM.search(line) for line in _text(file).splitlines()]
    return [match[1] for match in found if match] if all(found) else []
