"""Bag of words with logistic regression: what it learns from, stores and refuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from sentiment_lab.baselines.logreg import (
    LogisticRegressionClassifier,
    LogisticRegressionSettings,
)
from sentiment_lab.exceptions import DataError, RunError, UsageError
from sentiment_lab.models.classifier import Classifier, Execution, LabelledTexts

WEIGHTINGS = ("counts", "binary", "tfidf", "nb", "nb_tfidf")


def accuracy(model: LogisticRegressionClassifier, data: LabelledTexts) -> float:
    return float(np.mean(model.predict(data.texts) == np.array(data.labels)))


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("classes", [("bad", "good"), ("bad", "fair", "good")])
def test_every_weighting_learns_two_classes_and_more(rng, reviews, weighting, classes):
    train, test = reviews(rng, 400, classes), reviews(rng, 300, classes)
    model = LogisticRegressionClassifier(weighting=weighting).fit(*train, validation=test)
    probabilities = model.predict_proba(test.texts)
    assert isinstance(model, Classifier)
    assert model.classes_.tolist() == list(classes)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert accuracy(model, test) > 0.75
    assert log_loss(test.labels, probabilities) < 0.7 * np.log(len(classes))


def test_counts_of_words_equal_a_plain_scikit_learn_pipeline(rng, reviews):
    train, test = reviews(rng, 200), reviews(rng, 50)
    settings = LogisticRegressionSettings.published().values() | {"punctuation": False, "C": 0.7}
    model = LogisticRegressionClassifier(**settings).fit(*train)
    vectorizer = CountVectorizer()
    plain = LogisticRegression(C=0.7, solver="liblinear")
    plain.fit(vectorizer.fit_transform(train.texts), train.labels)
    expected = plain.predict_proba(vectorizer.transform(test.texts))
    assert np.allclose(model.predict_proba(test.texts), expected, atol=1e-6)
    assert model.n_parameters_ == len(vectorizer.vocabulary_) + 1


def test_the_published_recipe_counts_single_words():
    published = LogisticRegressionSettings.published()
    assert (published.ngrams, published.weighting, published.min_df) == (1, "counts", 1)


def test_marks_and_short_words_are_terms_unless_told_otherwise():
    texts, labels = ["don't go!", "go", "go !", "i go"], ["no", "yes", "no", "yes"]

    def terms(**settings: Any) -> set[str]:
        model = LogisticRegressionClassifier(ngrams=1, min_df=1, **settings).fit(texts, labels)
        return set(model.classifier_.pipeline_["terms"].vocabulary_)

    assert terms() == {"don't", "go", "!", "i"}
    assert terms(punctuation=False) == {"don", "go"}


def test_balancing_helps_the_rare_class(rng, reviews):
    data = reviews(rng, 400)
    kept = [row for row, label in enumerate(data.labels) if label == "good" or row % 20 == 0]
    train = [[column[row] for row in kept] for column in data]
    rare = {
        balanced: LogisticRegressionClassifier(balanced=balanced, C=1.0)
        .fit(*train)
        .predict_proba(data.texts)[:, 0]
        .mean()
        for balanced in (False, True)
    }
    assert rare[True] > rare[False] + 0.1


def test_equal_seeds_give_equal_probabilities(rng, reviews):
    train, test = reviews(rng, 200), reviews(rng, 50)
    model = LogisticRegressionClassifier(execution=Execution(seed=4)).fit(*train)
    again = clone(model).fit(*train)  # pyright: ignore[reportAttributeAccessIssue]
    assert np.array_equal(model.predict_proba(test.texts), again.predict_proba(test.texts))


@pytest.mark.parametrize("classes", [("bad", "good"), ("bad", "fair", "good")])
def test_a_stored_model_comes_back_as_it_was(rng, reviews, tmp_path: Path, classes):
    train = reviews(rng, 200, classes)
    model = LogisticRegressionClassifier(ngrams=3).fit(*train, validation=train)
    model.save(tmp_path / "model")
    loaded = LogisticRegressionClassifier.load(tmp_path / "model", execution=Execution(seed=3))
    assert np.array_equal(loaded.predict_proba(train.texts), model.predict_proba(train.texts))
    assert loaded.settings == model.settings
    assert loaded.execution.seed == 3
    assert (loaded.C_, loaded.strengths_) == (model.C_, model.strengths_)
    assert loaded.n_parameters_ == model.n_parameters_
    assert loaded.classes_.tolist() == list(classes)
    names = sorted(path.name for path in (tmp_path / "model").iterdir())
    assert names == ["logreg.json", "model.skops"]


@pytest.mark.parametrize("content", [None, "{", '{"settings": {}}', '{"settings": {"ngramms": 1}}'])
def test_a_missing_or_damaged_description_is_told_in_one_line(tmp_path: Path, content):
    if content is not None:
        (tmp_path / "logreg.json").write_text(content)
    with pytest.raises(RunError, match="no stored logreg model, or a damaged one") as caught:
        LogisticRegressionClassifier.load(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_model_stored_without_its_weights_is_refused(rng, reviews, tmp_path: Path):
    LogisticRegressionClassifier().fit(*reviews(rng, 40)).save(tmp_path)
    (tmp_path / "model.skops").unlink()
    with pytest.raises(RunError, match="no stored model here"):
        LogisticRegressionClassifier.load(tmp_path)
    assert json.loads((tmp_path / "logreg.json").read_text())["C"] == 50.0


@pytest.mark.parametrize(
    ("texts", "labels", "reason"),
    [
        (["one", "two"], ["x", "y"], "cannot learn from these texts: .* no terms remain"),
        (["", " "], ["x", "y"], "cannot learn from these texts: empty vocabulary"),
        (["one word", "one word"], ["x", "x"], "needs texts of 2 classes or more .* not of 1"),
        ([], [], "needs texts of 2 classes or more .* not of 0"),
    ],
)
def test_data_without_use_is_refused_in_one_line(texts, labels, reason):
    with pytest.raises(DataError, match=f"^logreg {reason}"):
        LogisticRegressionClassifier().fit(texts, labels)


def test_a_validation_label_that_was_not_learnt_is_refused(rng, reviews):
    train = reviews(rng, 40)
    strange = LabelledTexts(["a film", "the plot"], ["good", "unheard"])
    with pytest.raises(DataError, match="logreg cannot learn from these texts: .*unheard"):
        LogisticRegressionClassifier().fit(*train, validation=strange)


def test_progress_is_told_from_start_to_end(rng, reviews):
    told: list[tuple[int, int, str]] = []
    execution = Execution(on_progress=lambda *step: told.append(step))
    LogisticRegressionClassifier(execution=execution).fit(*reviews(rng, 40))
    assert told[0][0] == 0
    assert told[-1] == (told[-1][1], told[-1][1], "fitted with C=50")


def test_a_wrong_setting_is_refused_by_name():
    with pytest.raises(UsageError, match=r"logreg\.weighting must be one of counts, binary, tfidf"):
        LogisticRegressionClassifier(weighting="bm25")
    with pytest.raises(UsageError, match=r"logreg\.C must be none or a number above 0, not 0"):
        LogisticRegressionClassifier(C=0)


def test_settings_are_listed_without_loading_scikit_learn():
    code = (
        "import sys, sentiment_lab.baselines.logreg; "
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
