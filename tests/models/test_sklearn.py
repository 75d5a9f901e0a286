from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from sentiment_lab.exceptions import DataError, RunError, UsageError
from sentiment_lab.models.classifier import Classifier, Execution
from sentiment_lab.models.sklearn import MODEL_FILE, SklearnClassifier, count_parameters
from sentiment_lab.models.skops_store import dump_estimator, load_estimator, untrusted_types

TEXTS = ["a warm bright film", "warm and kind", "bright joy", "cold dull film", "dull and grey"]
LABELS = ["good", "good", "good", "bad", "bad"]


def bag(classifier: Any = None) -> Any:
    last = LogisticRegression() if classifier is None else classifier
    return make_pipeline(CountVectorizer(), last)


class Shouting(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):  # noqa: N803 - the name that scikit-learn calls it by
        self.n_seen_ = len(X)
        return self

    def transform(self, X):  # noqa: N803
        return [text.upper() for text in X]


def test_a_pipeline_meets_the_contract_and_stays_unfitted():
    pipeline = bag()
    model = SklearnClassifier(pipeline).fit(TEXTS, LABELS)
    probabilities = model.predict_proba(TEXTS)
    assert isinstance(model, Classifier)
    assert model.classes_.tolist() == ["bad", "good"]
    assert probabilities.shape == (5, 2)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert model.predict(TEXTS).tolist() == LABELS
    assert not hasattr(pipeline[0], "vocabulary_")


def test_the_seed_goes_to_every_random_state_that_is_not_set():
    def learnt(random_state, seed):
        pipeline = bag(SGDClassifier(loss="log_loss", random_state=random_state))
        model = SklearnClassifier(pipeline, execution=Execution(seed=seed)).fit(TEXTS, LABELS)
        return model.pipeline_[-1].coef_.tolist()

    assert learnt(None, 3) == learnt(3, 0)
    assert learnt(None, 3) != learnt(None, 4)
    assert learnt(5, 3) == learnt(5, 4)


def test_a_pipeline_without_probabilities_is_refused_with_the_remedy():
    with pytest.raises(UsageError, match="LinearSVC gives no probabilities: wrap .*Calibrated"):
        SklearnClassifier(bag(LinearSVC())).fit(TEXTS, LABELS)


@pytest.mark.parametrize(
    ("texts", "labels", "reason"),
    [(["a", "a b"], ["x", "y"], "empty vocabulary"), (TEXTS, ["x"] * 5, "2 classes")],
)
def test_what_scikit_learn_refuses_becomes_one_line(texts, labels, reason):
    with pytest.raises(DataError, match=f"LogisticRegression cannot learn .*{reason}") as caught:
        SklearnClassifier(bag()).fit(texts, labels)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("classifier", "expected"),
    [
        (LogisticRegression(), 10),
        (ComplementNB(), 2 * 9 + 2),
        (MLPClassifier((3,), max_iter=1), 9 * 3 + 3 + 3 + 1),
        (OneVsRestClassifier(LogisticRegression()), 10),
        (CalibratedClassifierCV(LinearSVC(), cv=2), 2 * 10),
        (GridSearchCV(LogisticRegression(), {"C": [1.0]}, cv=2), 10),
        (RandomForestClassifier(2), None),
    ],
)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_parameters_are_counted_where_it_is_known_how(classifier, expected):
    model = SklearnClassifier(bag(classifier)).fit(TEXTS, LABELS)
    assert model.n_parameters_ == expected


def test_a_pipeline_within_a_pipeline_is_counted_by_its_last_step():
    assert count_parameters(make_pipeline(bag()).fit(TEXTS, LABELS)) == 10


def test_clone_copies_the_pipeline_and_keeps_a_callback_as_it_is():
    def progress(done: int, total: int, note: str) -> None: ...

    execution = Execution(on_progress=progress)
    model = SklearnClassifier(bag(), execution=execution).fit(TEXTS, LABELS)
    copied: Any = clone(model)
    assert copied.execution is execution
    assert copied.pipeline is not model.pipeline
    assert not hasattr(copied, "pipeline_")


def test_a_loaded_model_predicts_exactly_the_same(tmp_path: Path):
    pipeline = make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2)), CountVectorizer(analyzer="char")),
        LogisticRegression(),
    )
    model = SklearnClassifier(pipeline).fit(TEXTS, LABELS)
    before = model.predict_proba(TEXTS)
    model.save(tmp_path)
    loaded = SklearnClassifier.load(tmp_path, execution=Execution(seed=4))
    assert np.array_equal(loaded.predict_proba(TEXTS), before)
    assert loaded.classes_.tolist() == ["bad", "good"]
    assert loaded.n_parameters_ == model.n_parameters_
    assert loaded.execution.seed == 4
    assert [path.name for path in tmp_path.iterdir()] == [MODEL_FILE]
    # Storing packs the vocabulary of a copy, never the model's own.
    assert np.array_equal(model.predict_proba(TEXTS), before)


def test_terms_of_any_character_survive_storage(tmp_path: Path):
    texts = ["naïve \n line", "日本 \u2028 \0 x", "emoji 🎬 'quoted\"", "back\\slash"]
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(1, 2)).fit(texts)
    dump_estimator(vectorizer, tmp_path / "terms")
    assert load_estimator(tmp_path / "terms").vocabulary_ == vectorizer.vocabulary_


def test_vocabularies_are_found_inside_a_column_transformer(tmp_path: Path):
    import pandas as pd

    frame = pd.DataFrame({"text": TEXTS})
    fitted: Any = ColumnTransformer([("words", CountVectorizer(), "text")]).fit(frame)
    dump_estimator(fitted, tmp_path / "columns")
    loaded = load_estimator(tmp_path / "columns")
    assert np.array_equal(loaded.transform(frame), fitted.transform(frame))


def test_a_type_of_unknown_origin_is_loaded_only_when_trusted(tmp_path: Path):
    model = SklearnClassifier(make_pipeline(Shouting(), *bag().named_steps.values()))
    model.fit(TEXTS, LABELS).save(tmp_path)
    name = f"{Shouting.__module__}.Shouting"
    with pytest.raises(RunError, match=f"types that are not trusted: {name}; if their") as caught:
        SklearnClassifier.load(tmp_path)
    assert "\n" not in str(caught.value)
    assert untrusted_types(tmp_path / MODEL_FILE) == [name]


def test_a_missing_or_damaged_file_is_told_in_one_line(tmp_path: Path):
    with pytest.raises(RunError, match="no stored model here"):
        SklearnClassifier.load(tmp_path)
    SklearnClassifier(bag()).fit(TEXTS, LABELS).save(tmp_path)
    whole = (tmp_path / MODEL_FILE).read_bytes()
    (tmp_path / MODEL_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RunError, match="the stored model is damaged"):
        SklearnClassifier.load(tmp_path)
    with pytest.raises(RunError, match="the stored model is damaged"):
        untrusted_types(tmp_path / MODEL_FILE)


def test_what_cannot_be_stored_leaves_nothing_behind(tmp_path: Path, monkeypatch):
    import skops.io
    from skops.io.exceptions import UnsupportedTypeException

    def refuse(obj, file, **options):
        Path(file).write_bytes(b"half")
        raise UnsupportedTypeException("generators cannot be stored\nmore")

    monkeypatch.setattr(skops.io, "dump", refuse)
    with pytest.raises(RunError, match="^the model cannot be stored: generators cannot be stored$"):
        SklearnClassifier(bag()).fit(TEXTS, LABELS).save(tmp_path)
    assert list(tmp_path.iterdir()) == []
