"""The shipped weights against the gold they were trained on, out of fold."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from sentiment_lab.taggers import shipped
from sentiment_lab.taggers.english import not_english
from sentiment_lab.taggers.tagging import tag_frame

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the gold sets are not at ../shared/data")

FILMS = (
    shipped.SarcasmTagger(),
    shipped.MixedTagger(),
    shipped.DomainTagger(),
    shipped.NegationTagger(),
    shipped.ComparisonTagger(),
    shipped.PlotWordsTagger(),
)


@pytest.fixture(scope="module")
def gold() -> pd.DataFrame:
    found = pd.read_parquet(DATA / "error-categories" / "imdb_errors.parquet")
    texts = pd.read_parquet(DATA / "imdb" / "test.parquet", columns=["id", "text"])
    return found.merge(texts, on="id")


@pytest.fixture(scope="module")
def tags(gold: pd.DataFrame) -> pd.DataFrame:
    return tag_frame(gold, FILMS)


@needs_data
@pytest.mark.parametrize("tagger", FILMS, ids=lambda tagger: tagger.name)
def test_film_reviews_that_trained_a_tagger_are_known_to_it_and_ranked_out_of_fold(
    tagger: shipped.FastTagger, gold: pd.DataFrame, tags: pd.DataFrame
):
    held_out = tagger.held_out_scores(gold["text"].tolist())
    assert not np.isnan(held_out).any()
    out_of_fold = roc_auc_score(gold[tagger.name], held_out)
    in_sample = roc_auc_score(gold[tagger.name], tags[f"{tagger.name}_score"])
    assert 0.7 < out_of_fold < in_sample


@needs_data
def test_english_gold_is_taken_for_english():
    for name in ("sarcasm_filatova_amazon", "mixed_sst_dev_validated", "sarcasm_isarcasmeval"):
        texts = pd.read_parquet(DATA / "error-categories" / f"{name}.parquet")["text"].dropna()
        assert np.mean([not_english(text) for text in texts]) < 0.02, name
