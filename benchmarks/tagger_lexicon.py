"""The weights that all taggers share, learned from data that is no gold of any category."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from tagger_gold import normalised

from sentiment_lab.data.assets import fetch_asset
from sentiment_lab.taggers.features import FeatureReader, Lexicon
from sentiment_lab.taggers.ngrams import (
    WORD_BITS,
    character_counts,
    weighted_rows,
    word_buckets,
    word_counts,
)
from sentiment_lab.taggers.reading import form_hash, read
from sentiment_lab.taggers.sentences import sentences

BATCH = 500
CHARACTER_SAMPLE = 3000
KEYNESS_SAMPLE = 10_000
KEYWORDS = 3000


class Material(NamedTuple):
    """Labelled texts that teach polarity, plot and stars; texts of the gold are taken out."""

    reviews: pd.DataFrame
    snippets: pd.DataFrame
    plots: list[str]
    phrases: pd.DataFrame


def read_material(folder: Path, gold_texts: Sequence[str]) -> Material:
    """Reviews (IMDB train), critics' snippets, sentences of plots, sentences with a sentiment.

    Reviews that a contrast set builds on, that stand in IMDB's test set too, or that repeat, are
    left out.
    """
    gold = set(normalised(pd.Series(gold_texts)))
    table = pd.read_csv(fetch_asset("rotten-tomatoes") / "rotten_tomatoes_corpus_full.csv.bz2")
    table = table[table["text"].notna()]
    snippets = table[table["category"].isin(["fresh", "rotten"])]
    snippets = snippets.assign(label=(snippets["category"] == "fresh").astype(int))
    plots = [
        text[span.start : span.end]
        for text in table["text"][table["category"] == "plot"]
        for span in sentences(text)
    ]
    return Material(
        _reviews(folder), _without(snippets, gold), plots, _without(_phrases(folder), gold)
    )


def fit_lexicon(material: Material, gold_texts: Sequence[str], folder: Path) -> Lexicon:
    """Every shared weight. Of the gold it uses texts only, for document frequencies and scales."""
    counted = {
        name: _words(frame["text"].tolist())
        for name, frame in (
            ("reviews", material.reviews),
            ("snippets", material.snippets),
            ("phrases", material.phrases),
        )
    }
    gold_words = _words(gold_texts)
    word_idf = _idf([*counted.values(), gold_words])
    sample = [*material.reviews["text"].head(CHARACTER_SAMPLE), *gold_texts]
    character_idf = _idf([character_counts(read(batch)) for batch in _batches(sample)])
    rows = {name: weighted_rows(counts, word_idf) for name, counts in counted.items()}
    plain = np.zeros(1 << WORD_BITS, dtype=np.float32)
    lexicon = Lexicon(
        word_idf=word_idf,
        character_idf=character_idf,
        polarity=_polarity(material, rows),
        plotness=_plotness(material, rows, word_idf),
        middling=_middling(material, rows["reviews"]),
        keyness=_keyness(folder, plain),
        mean=np.zeros(1, dtype=np.float32),
        scale=np.ones(1, dtype=np.float32),
    )
    return _standardised(lexicon, sample)


def _reviews(folder: Path) -> pd.DataFrame:
    train = pd.read_parquet(folder / "imdb" / "train.parquet")
    test = pd.read_parquet(folder / "imdb" / "test.parquet", columns=["text"])
    used = [
        pd.read_parquet(folder / "error-categories" / f"{name}.parquet")["imdb_id"]
        for name in ("sent_cad_imdb", "sent_contrast_imdb")
    ]
    kept = ~train["id"].isin(pd.concat(used)) & ~train["text"].isin(test["text"])
    return train[kept].drop_duplicates("text").sample(frac=1, random_state=0)


def _phrases(folder: Path) -> pd.DataFrame:
    """Sentences with a label of 1, 0 or -1 (neither praise nor criticism)."""
    sst = pd.read_parquet(folder / "error-categories" / "mixed_sst.parquet")
    sst["label"] = np.sign(sst["sst_label"] - 2).map({-1: 0, 0: -1, 1: 1})
    dynasent = [
        pd.read_parquet(folder / "error-categories" / f"{name}.parquet")
        for name in ("sent_dynasent_r1_yelp", "sent_dynasent_r2")
    ]
    return pd.concat([sst, *dynasent])[["text", "label"]]


def _without(frame: pd.DataFrame, gold: set[str]) -> pd.DataFrame:
    return frame[~normalised(frame["text"]).isin(gold)].reset_index(drop=True)


def _batches(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]


def _words(texts: Sequence[str]) -> sparse.csr_matrix:
    return _stacked([word_counts(read(batch)) for batch in _batches(texts)])


def _idf(counted: Sequence[sparse.csr_matrix]) -> np.ndarray:
    stacked = _stacked(counted)
    frequency = np.bincount(stacked.indices, minlength=1 << WORD_BITS)
    documents = len(stacked.indptr) - 1
    return (1 + np.log((1 + documents) / (1 + frequency))).astype(np.float16)


def _stacked(parts: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    return sparse.csr_matrix(sparse.vstack(parts))


def _weights(x: sparse.csr_matrix, y: np.ndarray, inverse_penalty: float) -> np.ndarray:
    model = LogisticRegression(C=inverse_penalty, solver="liblinear", max_iter=200, random_state=0)
    return model.fit(x, y).coef_[0].astype(np.float16)


def _polarity(material: Material, rows: dict[str, sparse.csr_matrix]) -> np.ndarray:
    decided = material.phrases["label"].ge(0).to_numpy()
    x = _stacked([rows["reviews"], rows["snippets"], rows["phrases"][decided]])
    y = [material.reviews["label"], material.snippets["label"], material.phrases["label"][decided]]
    return _weights(x, np.concatenate(y), 4.0)


def _plotness(
    material: Material, rows: dict[str, sparse.csr_matrix], word_idf: np.ndarray
) -> np.ndarray:
    telling = weighted_rows(_words(material.plots), word_idf)
    y = [1] * len(material.plots) + [0] * (len(material.snippets) + len(material.phrases))
    x = _stacked([telling, rows["snippets"], rows["phrases"]])
    return _weights(x, np.array(y), 4.0)


def _middling(material: Material, rows: sparse.csr_matrix) -> np.ndarray:
    return _weights(rows, material.reviews["rating"].isin([3, 4, 7, 8]).to_numpy().astype(int), 2.0)


def _keyness(folder: Path, keyness: np.ndarray) -> np.ndarray:
    """How much commoner a word is in reviews than in English, natural logarithm, above 2."""
    from wordfreq import word_frequency

    texts = pd.read_parquet(folder / "imdb" / "unlabelled.parquet", columns=["text"])["text"]
    counts = Counter(
        word
        for text in texts.sample(KEYNESS_SAMPLE, random_state=0).str.lower()
        for word in text.replace("<br />", " ").split()
        if word.isalpha()
    )
    everything = sum(counts.values())
    ratios = {
        word: np.log(count / everything / max(word_frequency(word, "en"), 1e-8))
        for word, count in counts.items()
        if count >= 30
    }
    for word, ratio in sorted(ratios.items(), key=lambda pair: -pair[1])[:KEYWORDS]:
        bucket = word_buckets(np.array([form_hash(word)], dtype=np.uint64))[0]
        keyness[bucket] = max(ratio, 0.0)
    return keyness.astype(np.float16)


def _standardised(lexicon: Lexicon, texts: Sequence[str]) -> Lexicon:
    reader = FeatureReader(lexicon)
    raw = []
    for batch in _batches(texts):
        reading = read(batch)
        words = weighted_rows(word_counts(reading), lexicon.word_idf)
        raw.append(reader.raw_dense(reading, words, reader.cues.find(reading))[1])
    stacked = np.vstack(raw)
    scale = np.maximum(stacked.std(axis=0), 1e-3)
    names = ("word_idf", "character_idf", "polarity", "plotness", "middling", "keyness")
    arrays = {name: getattr(lexicon, name) for name in names}
    return Lexicon(
        **arrays, mean=stacked.mean(axis=0).astype(np.float32), scale=scale.astype(np.float32)
    )
