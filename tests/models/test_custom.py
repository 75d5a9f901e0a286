import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from sentiment_lab.baselines.logreg import LogisticRegressionClassifier
from sentiment_lab.exceptions import RunError, UsageError
from sentiment_lab.models.classifier import Execution, LabelledTexts
from sentiment_lab.models.custom import (
    accepts_validation,
    as_classifier,
    can_save,
    fit_classifier,
    load_object,
    load_own,
)
from sentiment_lab.models.sklearn import SklearnClassifier

TEXTS, LABELS = ["good film", "good joy", "bad film", "bad plot"], ["yes", "yes", "no", "no"]


class Coin:
    """Half and half, whatever the text."""

    def __init__(self, seed: int = 0, side: Literal["head", "tail"] = "head", sizes=(1,)) -> None:
        self.seed, self.side, self.sizes = seed, side, sizes

    def fit(self, texts, labels):
        self.classes_ = np.unique(labels)
        return self

    def predict_proba(self, texts):
        return np.full((len(texts), 2), 0.5)


class Told(Coin):
    def __init__(self, execution: Execution) -> None:
        self.execution = execution

    def fit(self, texts, labels, validation=None):
        self.validation = validation
        return super().fit(texts, labels)


class Mute:
    def fit(self, texts, labels):
        return self


def pipeline(min_df: int = 1) -> Any:
    return make_pipeline(CountVectorizer(min_df=min_df), LogisticRegression())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty current folder whose modules are forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each])
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).is_relative_to(tmp_path):
            del sys.modules[name]
    importlib.invalidate_caches()


def test_an_object_is_loaded_from_the_current_folder(folder: Path):
    (folder / "mine").mkdir()
    (folder / "mine" / "model.py").write_text("class Outer:\n    class Inner: pass\n")
    assert load_object("mine.model:Outer").__name__ == "Outer"
    assert load_object("mine.model:Outer.Inner").__name__ == "Inner"


def test_a_file_of_the_user_never_hides_an_installed_package(folder: Path):
    (folder / "json.py").write_text("raise RuntimeError\n")
    assert load_object("json:loads")("1") == 1
    assert sys.path[-1] == str(folder)


@pytest.mark.parametrize("name", ["model", "model:", ":Model", ""])
def test_a_name_without_module_and_object_is_refused(name):
    with pytest.raises(UsageError, match="is written package.module:object, not"):
        load_object(name)


@pytest.mark.parametrize(
    ("source", "name", "message"),
    [
        (None, "absent_module:Model", "no module 'absent_module' in this folder"),
        (None, "absent_package.model:Model", "no module 'absent_package' in this folder"),
        ("x = 1", "written:modle", "unknown object in written 'modle'"),
        ("model = 1", "written:modle", "did you mean 'model'"),
        ("import absent_library", "written:m", "written cannot be imported: No module named 'abs"),
        ("x = 1\ndef f(:\n", "written:f", "written.py:2: invalid syntax"),
        ("1 / 0", "written:f", "written cannot be imported: ZeroDivisionError: division by zero"),
    ],
)
def test_what_cannot_be_loaded_is_told_in_one_line(folder: Path, source, name, message):
    if source is not None:
        (folder / "written.py").write_text(source)
    with pytest.raises(UsageError) as caught:
        load_object(name)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_class_is_told_the_seed_or_the_execution_only_if_it_asks():
    execution = Execution(seed=7)
    coin: Any = as_classifier(Coin, execution)
    told: Any = as_classifier(Told, execution)
    assert coin.seed == 7
    assert told.execution is execution


def test_settings_are_converted_by_annotation_or_read_as_literals():
    settings = {"side": "tail", "sizes": "[2, 3]"}
    coin: Any = as_classifier(Coin, settings=settings)
    assert (coin.side, coin.sizes) == ("tail", [2, 3])
    assert as_classifier(Coin, settings={"sizes": "plain words"}).sizes == "plain words"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"side": "edge"}, "side must be one of head, tail, not 'edge'"),
        ({"seed": "x"}, "seed must be a whole number, not 'x'"),
        ({"sied": "head"}, "unknown setting of Coin 'sied': did you mean 'side'"),
    ],
)
def test_a_wrong_setting_of_a_class_is_refused(settings, message):
    with pytest.raises(UsageError, match=message):
        as_classifier(Coin, settings=settings)


def test_a_factory_with_any_keywords_takes_any_setting():
    def factory(**options: object) -> Any:
        coin: Any = Coin()
        coin.options = options
        return coin

    assert as_classifier(factory, settings={"depth": "3"}).options == {"depth": 3}  # pyright: ignore[reportAttributeAccessIssue]


def test_a_constructor_that_fails_is_told_in_one_line():
    class Needs(Coin):
        def __init__(self, width: int) -> None: ...

    with pytest.raises(UsageError, match="Needs cannot be built: TypeError: .*'width'"):
        as_classifier(Needs)


def test_a_class_of_the_package_reads_its_own_settings():
    model: Any = as_classifier(LogisticRegressionClassifier, Execution(seed=2), {"ngrams": "3"})
    assert (model.settings.ngrams, model.execution.seed) == (3, 2)
    with pytest.raises(UsageError, match="logreg.ngrams must be"):
        as_classifier(LogisticRegressionClassifier, settings={"ngrams": "9"})


@pytest.mark.parametrize("made", [pipeline, pipeline()])
def test_a_pipeline_or_its_factory_is_wrapped_and_stays_unfitted(made):
    model: Any = as_classifier(made, Execution(seed=3))
    fit_classifier(model, TEXTS, LABELS)
    assert isinstance(model, SklearnClassifier)
    assert model.execution.seed == 3
    assert callable(made) or not hasattr(made[0], "vocabulary_")


def test_parameters_of_a_pipeline_are_set_by_their_names():
    original = pipeline()
    model: Any = as_classifier(original, settings={"countvectorizer__ngram_range": "(1, 2)"})
    assert model.pipeline[0].ngram_range == (1, 2)
    assert original[0].ngram_range == (1, 1)
    with pytest.raises(UsageError, match="did you mean 'countvectorizer__min_df'"):
        as_classifier(original, settings={"countvectorizer__mindf": "2"})


def test_a_pipeline_without_probabilities_is_refused_before_training():
    with pytest.raises(UsageError, match="LinearSVC gives no probabilities"):
        as_classifier(make_pipeline(CountVectorizer(), LinearSVC()))


def test_a_ready_made_instance_is_copied_and_takes_no_settings():
    original = Coin()
    model = as_classifier(original)
    assert model is not original
    with pytest.raises(UsageError, match="Coin is ready-made and has no set_params"):
        as_classifier(original, settings={"side": "tail"})


def test_an_estimator_that_reads_validation_itself_is_not_wrapped():
    class Estimator(BaseEstimator):
        def fit(self, texts, labels, validation=None): ...

        def predict_proba(self, texts): ...

    assert isinstance(as_classifier(Estimator), Estimator)


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (Mute, "Mute has no predict_proba: a classifier needs fit"),
        (3, "int has no fit and no predict_proba"),
    ],
)
def test_what_does_not_meet_the_contract_is_refused_by_what_is_missing(obj, message):
    with pytest.raises(UsageError, match=message):
        as_classifier(obj)


def test_validation_is_handed_to_those_who_take_it():
    validation = LabelledTexts(TEXTS, LABELS)
    told: Any = Told(Execution())
    assert fit_classifier(told, TEXTS, LABELS, validation).validation is validation
    assert fit_classifier(Told(Execution()), TEXTS, LABELS).validation is None
    assert fit_classifier(Coin(), TEXTS, LABELS, validation).classes_.tolist() == ["no", "yes"]
    assert not accepts_validation(pipeline())


def test_a_classifier_without_classes_after_fit_is_refused():
    class Nameless(Coin):
        def fit(self, texts, labels):
            return self

    with pytest.raises(UsageError, match="Nameless has no classes_ after fit"):
        fit_classifier(Nameless(), TEXTS, LABELS)


def test_only_what_saves_and_loads_can_be_kept():
    assert can_save(SklearnClassifier(pipeline()))
    assert not can_save(Coin())


OWN = """
import json
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

class Lower(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        self.fitted_ = True
        return self
    def transform(self, X):
        return [text.lower() for text in X]

pipeline = make_pipeline(Lower(), CountVectorizer(lowercase=False), LogisticRegression())

class Kept:
    def __init__(self, execution=None):
        self.execution = execution
    def fit(self, texts, labels):
        self.classes_ = np.unique(labels)
        return self
    def predict_proba(self, texts):
        return np.full((len(texts), 2), 0.5)
    def save(self, folder):
        (folder / "kept.json").write_text(json.dumps(self.classes_.tolist()))
    @classmethod
    def load(cls, folder, execution=None):
        kept = cls(execution)
        kept.classes_ = np.array(json.loads((folder / "kept.json").read_text()))
        return kept

class Simple(Kept):
    @classmethod
    def load(cls, folder):
        return Kept.load.__func__(cls, folder)

class Lost:
    fit = Kept.fit
    predict_proba = Kept.predict_proba
"""


def test_stored_models_of_the_users_own_are_read_back(folder: Path):
    (folder / "own_models.py").write_text(OWN)
    execution = Execution(seed=6)
    for name in ("own_models:pipeline", "own_models:Kept", "own_models:Simple"):
        place = folder / name.partition(":")[2]
        place.mkdir()
        model: Any = fit_classifier(as_classifier(load_object(name)), TEXTS, LABELS)
        model.save(place)
        loaded: Any = load_own(name, place, execution)
        assert np.array_equal(loaded.predict_proba(TEXTS), model.predict_proba(TEXTS))
        assert loaded.classes_.tolist() == ["no", "yes"]
        assert loaded.execution is (None if name.endswith("Simple") else execution)


def test_a_class_that_stores_nothing_cannot_be_read_back(folder: Path):
    (folder / "own_models.py").write_text(OWN)
    with pytest.raises(RunError, match="own_models:Lost has no save and load"):
        load_own("own_models:Lost", folder)
