"""The gold that the taggers are trained and measured on, read from a folder beside the project.

The folder holds ``error-categories/*.parquet`` and ``imdb/*.parquet``; the readings of training
reviews, ids and grades without text, stand in ``benchmarks/readings``. No text is shipped.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FILM_CATEGORIES = ("sarcasm", "mixed", "domain", "negation", "comparison", "plot_words")
READ_CATEGORIES = ("idiom", "hedging")
FOLDS = 5
FILM = "film review"

READINGS = Path(__file__).parent / "readings" / "imdb_train.csv"
# The share of single readings of grade 0, 1 and 2 that two readers would call clearly there,
# rounded from the 260 reviews of imdb_errors that the readers were measured on; those of idiom and
# hedging, which have no gold there, are guesses after the others.
CLEARLY_THERE = {
    "sarcasm": (0.0, 0.2, 0.9),
    "mixed": (0.0, 0.05, 0.9),
    "domain": (0.05, 0.3, 0.75),
    "negation": (0.0, 0.15, 0.75),
    "comparison": (0.0, 0.15, 0.8),
    "plot_words": (0.0, 0.15, 0.8),
    "idiom": (0.0, 0.2, 0.9),
    "hedging": (0.0, 0.2, 0.9),
}


@dataclass(frozen=True)
class Gold:
    """Texts with a yes or no for one category.

    Attributes:
        name: The file it comes from.
        kind: What kind of text it holds.
        ids, texts: Shape (n,).
        labels: 0 or 1, shape (n,), int64.
        weights: Inverse probability of being in the sample, shape (n,); ones where all are alike.
        folds: The fold of each text, in [0, FOLDS); twins share theirs. Shape (n,), int64.
        targets: What training aims at, in [0, 1], shape (n,): graded where the gold is graded.
        praise, criticism: Whether a part of the text praises or criticises, 0 or 1, shape (n,);
            None where the gold does not say.
        frame: All columns of the file for these rows.
        dropped: Rows left out: no text, a repeated text, neither yes nor no.
    """

    name: str
    kind: str
    ids: np.ndarray
    texts: list[str]
    labels: np.ndarray
    weights: np.ndarray
    folds: np.ndarray
    targets: np.ndarray
    praise: np.ndarray | None
    criticism: np.ndarray | None
    frame: pd.DataFrame
    dropped: int


@dataclass(frozen=True)
class GoldFile:
    """Where the gold of a category stands: the file, its column and the kind of its texts."""

    name: str
    kind: str
    column: str = "label"


GOLD_FILES: dict[str, tuple[GoldFile, ...]] = {
    "sarcasm": (
        GoldFile("sarcasm_filatova_amazon", "product review"),
        GoldFile("sarcasm_v2_oraby", "forum post"),
        GoldFile("sarcasm_isarcasmeval", "tweet"),
        GoldFile("sarcasm_semeval2018_irony", "tweet with a tag taken out"),
    ),
    "mixed": (
        GoldFile("mixed_sst_dev_validated", "film sentence", "label_mixed2"),
        GoldFile("mixed_semeval_absa", "product or restaurant sentence"),
        GoldFile("mixed_mams_atsa", "restaurant sentence of two aspects"),
        GoldFile("mixed_semeval16_reviews", "laptop or restaurant review"),
    ),
    "negation": (GoldFile("challenge_barnes2019", "sentence", "tag_negated"),),
    "comparison": (GoldFile("challenge_barnes2019", "sentence", "tag_comparative"),),
    "idiom": (GoldFile("challenge_barnes2019", "sentence", "tag_idioms"),),
    "domain": (),
    "plot_words": (),
    "hedging": (),
}
"""The gold of each category beside the film reviews of ``imdb_errors``."""


def film_reviews(folder: Path, category: str) -> Gold:
    """The IMDB reviews of ``imdb_errors``; the graded target is the mean of both readers."""
    frame = pd.read_parquet(folder / "error-categories" / "imdb_errors.parquet")
    texts = pd.read_parquet(folder / "imdb" / "test.parquet", columns=["id", "text", "movie"])
    frame = frame.merge(texts, on="id").sort_values("id").reset_index(drop=True)
    frame["grade"] = (frame[f"{category}_1"] + frame[f"{category}_2"]) / 4
    file = GoldFile("imdb_errors", FILM, category)
    return _gold(file, frame, groups=frame["movie"], targets="grade", weights="inclusion")


def other_gold(folder: Path, file: GoldFile) -> Gold:
    """Another set of the folder."""
    frame = pd.read_parquet(folder / "error-categories" / f"{file.name}.parquet")
    return _gold(file, frame, groups=_groups(folder, file, frame))


def category_gold(folder: Path, category: str) -> list[Gold]:
    """All gold of a category; film reviews, where they have it, first."""
    films = [film_reviews(folder, category)] if category in FILM_CATEGORIES else []
    return films + [other_gold(folder, file) for file in GOLD_FILES[category]]


def read_readings(folder: Path) -> pd.DataFrame:
    """The readings with their texts: ``id, text``, grades of 0 to 2, one row a review."""
    readings = pd.read_csv(READINGS)
    texts = pd.concat(
        pd.read_parquet(folder / "imdb" / f"{split}.parquet", columns=["id", "text"])
        for split in ("train", "unlabelled")
    )
    return readings.merge(texts, on="id").drop_duplicates("text").reset_index(drop=True)


def normalised(texts: pd.Series) -> pd.Series:
    """Texts without case and punctuation, to find those that repeat."""
    return texts.fillna("").str.lower().str.replace(r"\W+", " ", regex=True).str.strip()


def _gold(
    file: GoldFile,
    frame: pd.DataFrame,
    *,
    groups: pd.Series,
    targets: str | None = None,
    weights: str | None = None,
) -> Gold:
    frame = frame.assign(_fold=folds_of(groups))
    usable = frame["text"].fillna("").str.strip().ne("") & frame[file.column].isin([0, 1])
    kept = frame[usable].drop_duplicates("text").reset_index(drop=True)
    labels = kept[file.column].to_numpy().astype(np.int64)
    return Gold(
        name=file.name,
        kind=file.kind,
        ids=kept["id"].to_numpy(),
        texts=kept["text"].tolist(),
        labels=labels,
        weights=np.ones(len(kept)) if weights is None else 1 / kept[weights].to_numpy(),
        folds=kept["_fold"].to_numpy(),
        targets=labels.astype(float) if targets is None else kept[targets].to_numpy(),
        praise=(kept["n_pos"] > 0).to_numpy().astype(float) if "n_pos" in kept else None,
        criticism=(kept["n_neg"] > 0).to_numpy().astype(float) if "n_neg" in kept else None,
        frame=kept,
        dropped=len(frame) - len(kept),
    )


def folds_of(groups: pd.Series) -> np.ndarray:
    """By a hash of the group, so that a group falls into the same fold in every gold set."""
    hashed = pd.util.hash_array(groups.astype(str).to_numpy(dtype=object))
    return (hashed >> np.uint64(20)).astype(np.int64) % FOLDS


def _groups(folder: Path, file: GoldFile, frame: pd.DataFrame) -> pd.Series:
    """Texts that are alike but for case and marks go together; a sentence goes with its review."""
    alike = normalised(frame["text"])
    if file.name == "mixed_semeval16_reviews":
        return frame["id"]
    if file.name != "mixed_semeval_absa":
        return alike
    reviews = pd.read_parquet(folder / "error-categories" / "mixed_semeval16_reviews.parquet")
    whole = dict(zip(reviews["id"], normalised(reviews["text"]), strict=True))
    found = pd.Series(
        [
            _holding(text, whole) if year == 2016 else None
            for text, year in zip(alike, frame["year"], strict=True)
        ],
        index=frame.index,
    )
    # Where a sentence stands in no review word for word, its neighbours tell the review.
    neighbours = frame["domain"] + frame["sid"].astype(str).str.split(":").str[0]
    return found.fillna(found.groupby(neighbours).transform("first")).fillna(alike)


def _holding(sentence: str, whole: dict[str, str]) -> str | None:
    if len(sentence) < 15:
        return None
    return next((name for name, text in whole.items() if sentence in text), None)
