"""Logistic regression on the embeddings of a frozen encoder."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from sentiment_lab.exceptions import CheckpointError, DataError, RunError, UsageError
from sentiment_lab.models.classifier import Execution, LabelledTexts
from sentiment_lab.models.embeddings_classifier import EmbeddingsClassifier
from sentiment_lab.models.embeddings_settings import EmbeddingsSettings

CPU = Execution(device="cpu")


def model(checkpoint: Path, **settings: object) -> EmbeddingsClassifier:
    return EmbeddingsClassifier(
        execution=CPU, checkpoint=str(checkpoint), **{"max_length": 16, **settings}
    )


def test_an_embedding_is_the_mean_of_the_last_states_of_the_checkpoint(
    tiny_bert: Path, train: LabelledTexts
) -> None:
    fitted = model(tiny_bert, normalize=False, C=1.0).fit(*train)
    text = min(train.texts, key=len)
    tokenizer, encoder = (kind.from_pretrained(tiny_bert) for kind in (AutoTokenizer, AutoModel))
    with torch.inference_mode():
        states = encoder.eval()(**tokenizer(text, return_tensors="pt")).last_hidden_state
    np.testing.assert_allclose(fitted.embed([text])[0], states[0].mean(dim=0), atol=1e-5)
    unit = model(tiny_bert, C=1.0).fit(*train).embed(train.texts)
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1)


def test_texts_are_told_apart_though_the_encoder_stays_as_it_was(
    tiny_bert: Path, train: LabelledTexts, validation: LabelledTexts
) -> None:
    fitted = model(tiny_bert).fit(*train, validation=validation)
    right = fitted.predict(validation.texts) == np.asarray(validation.labels)
    assert right.mean() > 0.7
    before = AutoModel.from_pretrained(tiny_bert).state_dict()
    for name, value in fitted.network_.encoder.state_dict().items():
        torch.testing.assert_close(value, before[name])


def test_c_is_chosen_on_validation_unless_it_or_shots_are_set(
    tiny_bert: Path, train: LabelledTexts, validation: LabelledTexts
) -> None:
    chosen = model(tiny_bert).fit(*train, validation=validation)
    assert len(chosen.strengths_) >= 2
    assert chosen.C_ == min(chosen.strengths_, key=lambda each: each.log_loss).C
    for settings, strength in (({"C": 3.0}, 3.0), ({"shots": 4}, 1.0)):
        fitted = model(tiny_bert, **settings).fit(*train, validation=validation)
        assert (fitted.C_, fitted.strengths_) == (strength, ())
    assert model(tiny_bert).fit(*train).C_ == 1.0


def test_few_shots_read_few_texts_which_the_seed_draws(
    tiny_bert: Path, train: LabelledTexts
) -> None:
    def weights(seed: int) -> np.ndarray:
        execution = Execution(device="cpu", seed=seed)
        fitted = EmbeddingsClassifier(
            execution=execution, checkpoint=str(tiny_bert), max_length=16, shots=3
        )
        return fitted.fit(*train).head_.weights

    np.testing.assert_array_equal(weights(0), weights(0))
    assert not np.allclose(weights(0), weights(1))


def test_without_shots_the_nearest_name_of_a_class_decides(
    tiny_bert: Path, train: LabelledTexts
) -> None:
    one, other = train.texts[0], train.texts[1]
    labels = [one, other]
    fitted = model(tiny_bert, shots=0, template="{}").fit([one, other], labels)
    assert fitted.predict([one, other]).tolist() == labels
    # A text that is a class's name word for word has similarity 1 with it.
    scores = np.log(fitted.predict_proba([one])[0])
    embedded = fitted.embed([one, other])
    similarity = float(embedded[0] @ embedded[1])
    gap = 20.0 * (1 - similarity)
    assert abs(scores[0] - scores[1]) == pytest.approx(gap, rel=1e-3)
    assert fitted.C_ is None


def test_labels_beyond_their_names_change_nothing_without_shots(
    tiny_bert: Path, train: LabelledTexts
) -> None:
    fitted = model(tiny_bert, shots=0).fit(*train)
    turned = model(tiny_bert, shots=0).fit(train.texts, train.labels[::-1])
    np.testing.assert_array_equal(
        fitted.predict_proba(train.texts), turned.predict_proba(train.texts)
    )


@pytest.mark.parametrize("shots", [None, 0, 5])
def test_a_stored_model_predicts_the_same(
    tiny_bert: Path, three_classes: LabelledTexts, tmp_path: Path, shots: int | None
) -> None:
    fitted = model(tiny_bert, shots=shots).fit(*three_classes)
    fitted.save(tmp_path)
    loaded = EmbeddingsClassifier.load(tmp_path, execution=CPU)
    expected = fitted.predict_proba(three_classes.texts)
    assert expected.shape == (60, 3)
    np.testing.assert_allclose(loaded.predict_proba(three_classes.texts), expected, atol=1e-6)
    np.testing.assert_allclose(expected.sum(axis=1), 1)
    assert loaded.settings == fitted.settings
    assert (loaded.C_, loaded.strengths_) == (fitted.C_, fitted.strengths_)
    assert loaded.n_parameters_ == fitted.n_parameters_ > 1_000
    assert (loaded.checkpoint_name_, loaded.n_layers_) == (tiny_bert.name, 2)
    assert not list(tmp_path.glob("*.pkl"))


@pytest.mark.parametrize("broken", ["classifier.json", "head.safetensors", "model.safetensors"])
def test_a_damaged_model_is_refused_in_one_line(
    tiny_bert: Path, train: LabelledTexts, tmp_path: Path, broken: str
) -> None:
    model(tiny_bert, C=1.0).fit(*train).save(tmp_path)
    (tmp_path / broken).write_bytes(b"{")
    with pytest.raises(RunError, match="no stored 'embeddings' model, or a damaged") as error:
        EmbeddingsClassifier.load(tmp_path)
    assert "\n" not in str(error.value)


def test_what_cannot_be_learnt_from_is_refused(tiny_bert: Path) -> None:
    with pytest.raises(DataError):
        model(tiny_bert).fit(["ba", "da"], ["pos", "pos"])
    with pytest.raises(UsageError, match="call fit or load first"):
        model(tiny_bert).predict_proba(["ba"])
    with pytest.raises(UsageError, match="call fit or load first"):
        model(tiny_bert).save(tiny_bert)


def test_an_absent_checkpoint_is_named(train: LabelledTexts) -> None:
    with pytest.raises(CheckpointError, match=r"'\./absent' cannot be loaded"):
        EmbeddingsClassifier(execution=CPU, checkpoint="./absent").fit(*train)


def test_longer_texts_than_the_encoder_reads_are_refused(
    tiny_bert: Path, train: LabelledTexts
) -> None:
    with pytest.raises(UsageError, match="embeddings.max_length is 4096"):
        model(tiny_bert, max_length=4096).fit(*train)


def test_settings_are_checked() -> None:
    with pytest.raises(UsageError, match="embeddings.template must hold {}"):
        EmbeddingsSettings(template="This is good.")
    with pytest.raises(UsageError, match="embeddings.shots"):
        EmbeddingsSettings(shots=-1)
    with pytest.raises(UsageError, match="leave embeddings.normalize=true"):
        EmbeddingsSettings(shots=0, normalize=False)
    with pytest.raises(UsageError, match="embeddings.C is of no use"):
        EmbeddingsSettings(shots=0, C=1.0)
