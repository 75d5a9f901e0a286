from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.exceptions import DataError
from sentiment_lab.experiment import label_doubt
from sentiment_lab.experiment.label_doubt import doubt_labels

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def mislabelled(reviews: pd.DataFrame) -> pd.DataFrame:
    """Made-up reviews, of which about a tenth are labelled against their words."""
    return reviews.rename(columns={"film": "group"})


def test_labels_against_the_words_are_flagged(mislabelled: pd.DataFrame) -> None:
    found = doubt_labels(mislabelled)
    praise = mislabelled["text"].str.contains("superb|moving|brilliant|delightful|gripping")
    against = (praise != (mislabelled["label"] == "positive")).to_numpy()
    flagged = found.tags["label_doubt_present"].to_numpy()
    assert flagged[against].mean() > 0.8
    assert flagged[~against].mean() < 0.05
    assert found.tags["label_doubt_score"][against].mean() > 0.6
    assert found.accuracy > 0.85


def test_tags_are_flat_columns_in_the_order_of_the_rows(mislabelled: pd.DataFrame) -> None:
    tags = doubt_labels(mislabelled).tags
    assert tags.columns.tolist() == [
        "id",
        "label_doubt_score",
        "label_doubt_present",
        "label_doubt_evidence",
    ]
    assert tags["id"].tolist() == mislabelled["id"].tolist()
    assert tags["label_doubt_present"].dtype == bool
    assert tags["label_doubt_score"].between(0, 1).all()


def test_one_seed_gives_one_answer(mislabelled: pd.DataFrame) -> None:
    one, two = (doubt_labels(mislabelled, seed=3).tags for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_films_and_repeated_texts_stay_on_one_side() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a", "b", "b", "c", "d", "e"],
            "group": ["f", "f", "g", "g", None, None],
        }
    )
    units = label_doubt._units(frame)
    assert len(set(units[:4])) == 1
    assert len(set(units)) == 3


def test_three_classes_are_doubted_too(mislabelled: pd.DataFrame) -> None:
    neutral = mislabelled.head(60).assign(
        id=[f"n{i}" for i in range(60)],
        label="neutral",
        text=[f"it was shown on a wall number {i}" for i in range(60)],
    )
    tags = doubt_labels(pd.concat([mislabelled, neutral], ignore_index=True)).tags
    assert not tags["label_doubt_present"].tail(60).any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="label"), "need a column 'label'"),
        (lambda f: f.assign(label="positive"), "two classes or more"),
        (lambda f: f.head(4), "the rarest class has 2"),
        (lambda f: f.assign(group="one"), "2 films or texts"),
        (lambda f: f.assign(text="same"), "2 films or texts"),
    ],
)
def test_what_cannot_be_doubted_is_refused(mislabelled: pd.DataFrame, change, message) -> None:
    with pytest.raises(DataError, match=message):
        doubt_labels(change(mislabelled))


@pytest.mark.skipif(not (SHARED / "imdb").is_dir(), reason="the shared data are not here")
def test_raters_do_not_uphold_most_flagged_labels_of_imdb() -> None:
    reviews = pd.read_parquet(
        SHARED / "imdb" / "test.parquet", columns=["id", "text", "label", "movie"]
    )
    votes = pd.read_parquet(SHARED / "error-categories" / "labelnoise_imdb_mturk.parquet")
    chosen = reviews["id"].isin(votes["id"]) | (np.arange(len(reviews)) % 5 == 0)
    part = reviews[chosen].rename(columns={"movie": "group"}).reset_index(drop=True)
    tags = doubt_labels(part).tags.set_index("id")["label_doubt_present"]
    flagged = tags.loc[votes["id"]].to_numpy()
    assert flagged.sum() > 50
    assert votes["label"][flagged].mean() > votes["label"][~flagged].mean() + 0.1
