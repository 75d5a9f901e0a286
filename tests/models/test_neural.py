"""What BERT, LSTM and BiLSTM with attention must all do."""

import logging
import random
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.base import clone

from sentiment_lab.exceptions import DataError, MissingExtraError, RunError, UsageError
from sentiment_lab.models import device
from sentiment_lab.models.classifier import Classifier, Execution, LabelledTexts


@pytest.fixture(scope="module")
def fitted(make, train, validation):
    return make().fit(*train, validation=validation)


def test_it_learns_better_than_chance(fitted, validation):
    assert np.mean(fitted.predict(validation.texts) == np.array(validation.labels)) >= 0.75


def test_it_keeps_the_contract(fitted, train):
    assert fitted.classes_.tolist() == ["neg", "pos"]
    probabilities = fitted.predict_proba(train.texts)
    assert probabilities.shape == (len(train.texts), 2)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-12)
    assert fitted.n_parameters_ == sum(each.numel() for each in fitted.network_.parameters())
    assert isinstance(fitted, Classifier)


def test_more_than_two_classes_work(make, three_classes):
    model = make(epochs=4).fit(*three_classes)
    assert model.classes_.tolist() == ["bad", "fair", "good"]
    assert model.predict_proba(["ba be", "ra re"]).shape == (2, 3)
    assert np.mean(model.predict(three_classes.texts) == np.array(three_classes.labels)) > 0.5


def test_a_batch_predicts_what_each_text_predicts_alone(fitted, train):
    together = fitted.predict_proba(train.texts)
    alone = np.concatenate([fitted.predict_proba([text]) for text in train.texts])
    assert np.abs(together - alone).max() < 1e-5


def test_the_same_seed_gives_the_same_model_and_another_does_not(make, train):
    def probabilities(seed: int):
        model = make(execution=Execution(seed=seed, device="cpu"), epochs=1)
        return model.fit(*train).predict_proba(train.texts)

    assert np.array_equal(probabilities(1), probabilities(1))
    assert not np.allclose(probabilities(1), probabilities(2), atol=1e-4)


def test_it_comes_back_from_disk_as_it_was(fitted, train, tmp_path):
    fitted.save(tmp_path / "model")
    loaded = type(fitted).load(tmp_path / "model", execution=Execution(device="cpu"))
    assert np.array_equal(loaded.predict_proba(train.texts), fitted.predict_proba(train.texts))
    assert loaded.classes_.tolist() == fitted.classes_.tolist()
    assert loaded.history_ == fitted.history_
    assert loaded.n_parameters_ == fitted.n_parameters_
    assert loaded.settings == fitted.settings


def test_nothing_stored_is_a_pickle(fitted, tmp_path):
    fitted.save(tmp_path)
    suffixes = {path.suffix for path in tmp_path.rglob("*") if path.is_file()}
    assert suffixes <= {".json", ".safetensors", ".txt"}


def test_a_damaged_model_is_refused_in_one_line(fitted, tmp_path):
    fitted.save(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(RunError, match=r"the stored '[a-z-]+' cannot be read") as error:
        type(fitted).load(tmp_path)
    assert "\n" not in str(error.value)


def test_a_folder_that_cannot_be_written_is_named(fitted, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RunError, match=r"cannot write to .*file"):
        fitted.save(tmp_path / "file")


def test_another_models_folder_is_refused(fitted, tmp_path):
    fitted.save(tmp_path)
    path = tmp_path / "classifier.json"
    path.write_text(path.read_text().replace(f'"{fitted.name}"', '"other"', 1))
    with pytest.raises(RunError, match="holds the model 'other', not"):
        type(fitted).load(tmp_path)


def test_a_folder_without_a_model_is_refused(make, tmp_path):
    with pytest.raises(RunError, match="no stored classifier"):
        type(make()).load(tmp_path)


def test_scikit_learn_can_clone_it(make, train):
    model = make(learning_rate=0.01).fit(*train)
    copy: Any = clone(model)
    assert copy.get_params() == model.get_params()
    assert not hasattr(copy, "classes_")


def test_an_untrained_model_says_so(make, tmp_path):
    with pytest.raises(UsageError, match="not trained yet"):
        make().predict_proba(["ba"])
    with pytest.raises(UsageError, match="not trained yet"):
        make().save(tmp_path)


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        ([], [], "no texts"),
        (["ba", "be"], ["pos", "pos"], "at least two classes"),
        (["ba", float("nan")], ["pos", "neg"], "text 1 is nan"),
        (["ba", "be"], ["pos"], "2 texts but 1 labels"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(make, texts, labels, message):
    with pytest.raises(DataError, match=message):
        make().fit(texts, labels)


def test_validation_labels_that_training_never_saw_are_refused(make, train):
    with pytest.raises(DataError, match="label 0 is 'meh', which training never saw: neg, pos"):
        make().fit(*train, validation=LabelledTexts(["ba"], ["meh"]))


def test_a_text_that_is_none_is_not_predicted(fitted):
    with pytest.raises(DataError, match="text 1 is None"):
        fitted.predict_proba(["ba", None])


def test_texts_without_known_words_are_predicted_all_the_same(fitted):
    probabilities = fitted.predict_proba(["", "   ", "xyzzy", "<br />"])
    assert np.isfinite(probabilities).all()


def test_the_absent_extra_is_named(make, train, monkeypatch):
    monkeypatch.setattr(device, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'sentiment-lab\[train\]'"):
        make().fit(*train)


def test_training_writes_nothing_and_leaves_no_state_behind(make, train, validation, capfd):
    verbosity = logging.getLogger("transformers").level
    states = random.getstate(), torch.random.get_rng_state()
    model = make(epochs=1).fit(*train, validation=validation)
    model.predict_proba(train.texts)
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert logging.getLogger("transformers").level == verbosity
    assert random.getstate() == states[0]
    assert torch.equal(torch.random.get_rng_state(), states[1])


def test_every_step_is_told_of(make, train):
    seen: list[tuple[int, int, str]] = []
    execution = Execution(device="cpu", on_progress=lambda *step: seen.append(step))
    make(execution=execution, epochs=2).fit(*train)
    assert [done for done, _, _ in seen] == list(range(1, 17))
    assert {total for _, total, _ in seen} == {16}
    assert (seen[0][2], seen[-1][2]) == ("epoch 1/2", "epoch 2/2")


def test_the_published_recipe_is_a_valid_setting(make):
    published = type(make()).settings_class.published()
    assert published.keep == "last"
