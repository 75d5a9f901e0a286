from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModel

from sentiment_lab.exceptions import TrainingError
from sentiment_lab.models import pretraining
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.models.classifier import EpochRecord, Execution, LabelledTexts
from sentiment_lab.models.masked_checkpoint import MaskedCheckpoint, load_masked_checkpoint
from sentiment_lab.models.masked_language import train_masked_language
from sentiment_lab.models.masked_settings import MaskedLanguageSettings
from sentiment_lab.models.masking import HiddenTokens, masked_loss
from sentiment_lab.models.pretraining_data import PretrainingData
from sentiment_lab.models.token_file import TokenFile, token_writer

QUICK = MaskedLanguageSettings(epochs=3, learning_rate=0.01, batch_size=8, max_length=16)
CPU = Execution(device="cpu")
STEPS_PER_EPOCH = 6

MakeData = Callable[[MaskedCheckpoint], PretrainingData]


@pytest.fixture
def make_data(tmp_path: Path, train: LabelledTexts) -> MakeData:
    """Makes rows of the made-up texts: 48 to learn from, the others held out."""

    def build(checkpoint: MaskedCheckpoint) -> PretrainingData:
        encoder = checkpoint.encoder(QUICK.max_length)
        rows = [row for text in encoder.encode_stretches(train.texts) for row in text]
        parts = {"train": rows[:48], "held-out": rows[48:60]}
        for name, part in parts.items():
            with token_writer(tmp_path / name) as writer:
                writer.write(part)
        files = [TokenFile(tmp_path / name) for name in parts]
        return PretrainingData(files[0], files[1], key="key")

    return build


def load(folder: Path) -> MaskedCheckpoint:
    return load_masked_checkpoint(str(folder), {}, 0)


def losses(history: list[EpochRecord]) -> list[float]:
    return [each.validation_loss or 0.0 for each in history]


def test_the_loss_of_hidden_tokens_alone_is_the_networks_own(
    tiny_encoder: Path, make_data: MakeData
) -> None:
    checkpoint = load(tiny_encoder)
    rows = make_data(checkpoint).train
    batch = HiddenTokens(checkpoint.vocabulary(), 0.3, 0)([rows[index] for index in range(20)])
    network = checkpoint.network.eval()
    weight = network.get_input_embeddings().get_parameter("weight")
    own = network(**batch)["loss"]
    (of_network,) = torch.autograd.grad(own, [weight])
    loss = masked_loss(network, batch)
    (gradient,) = torch.autograd.grad(loss, [weight])
    assert loss.item() == pytest.approx(own.item(), abs=1e-5)
    assert torch.allclose(gradient, of_network, atol=1e-5)
    assert network(**batch)["logits"].shape[:2] == batch["input_ids"].shape


def test_the_masked_loss_on_texts_held_out_falls(tiny_encoder: Path, make_data: MakeData) -> None:
    checkpoint = load(tiny_encoder)
    history = train_masked_language(checkpoint, make_data(checkpoint), QUICK, CPU)
    assert [each.epoch for each in history] == [0, 1, 2, 3]
    assert [each.train_loss is None for each in history] == [True, False, False, False]
    assert losses(history)[-1] < losses(history)[0] - 0.2


def test_the_stored_encoder_is_the_one_trained_and_can_be_fine_tuned(
    tiny_encoder: Path, make_data: MakeData, tmp_path: Path, train: LabelledTexts
) -> None:
    checkpoint = load(tiny_encoder)
    train_masked_language(checkpoint, make_data(checkpoint), replace(QUICK, epochs=1), CPU)
    checkpoint.save(tmp_path / "further")
    lead = f"{checkpoint.network.base_model_prefix}."
    trained = {**checkpoint.network.state_dict(), **checkpoint.beside}
    before = AutoModel.from_pretrained(tiny_encoder).state_dict()
    after, found = AutoModel.from_pretrained(tmp_path / "further", output_loading_info=True)
    assert not found["missing_keys"] - {"pooler.dense.weight", "pooler.dense.bias"}
    for name, tensor in after.state_dict().items():
        if name not in found["missing_keys"]:
            assert torch.equal(tensor, trained[lead + name]), name
            same = torch.equal(tensor, before[name])
            assert same == ("pooler" in name or not tensor.is_floating_point()), name
    model = BertClassifier(
        execution=CPU, checkpoint=str(tmp_path / "further"), max_length=16, epochs=1
    ).fit(*train)
    assert model.predict_proba(train.texts).shape == (60, 2)


def test_an_encoder_is_trained_further_from_where_it_was_left(
    tiny_bert: Path, make_data: MakeData, tmp_path: Path
) -> None:
    checkpoint = load(tiny_bert)
    first = train_masked_language(checkpoint, make_data(checkpoint), QUICK, CPU)
    checkpoint.save(tmp_path / "further")
    again = load(tmp_path / "further")
    second = train_masked_language(again, make_data(again), QUICK, CPU)
    assert losses(second)[0] == pytest.approx(losses(first)[-1], abs=1e-6)


@pytest.mark.parametrize("step", [1, 4, STEPS_PER_EPOCH, 11, 3 * STEPS_PER_EPOCH])
def test_an_interrupted_training_ends_as_if_it_had_not_been(
    tiny_bert: Path,
    make_data: MakeData,
    tmp_path: Path,
    step: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(done: int, *_: object) -> None:
        if done == step:
            raise KeyboardInterrupt

    def run(execution: Execution) -> tuple[MaskedCheckpoint, list[EpochRecord]]:
        checkpoint = load(tiny_bert)
        data = make_data(checkpoint)
        return checkpoint, train_masked_language(checkpoint, data, QUICK, execution)

    defaults: Any = pretraining.train_on_rows.__kwdefaults__
    monkeypatch.setitem(defaults, "seconds_between_checkpoints", 0.0)

    whole, expected = run(CPU)
    folder = tmp_path / "checkpoints"
    with pytest.raises(KeyboardInterrupt):
        run(replace(CPU, checkpoint_dir=folder, on_progress=interrupt))
    steps: list[int] = []
    resuming = replace(CPU, checkpoint_dir=folder, on_progress=lambda done, *_: steps.append(done))
    resumed, history = run(resuming)
    assert steps[0] == step
    assert history == expected
    assert resumed.digest() == whole.digest()


def test_a_finished_training_is_not_repeated(
    tiny_bert: Path, make_data: MakeData, tmp_path: Path
) -> None:
    execution = replace(CPU, checkpoint_dir=tmp_path / "checkpoints")
    first, again = load(tiny_bert), load(tiny_bert)
    history = train_masked_language(first, make_data(first), QUICK, execution)
    steps: list[int] = []
    silent = replace(execution, on_progress=lambda done, *_: steps.append(done))
    assert train_masked_language(again, make_data(again), QUICK, silent) == history
    assert (steps, again.digest()) == ([], first.digest())


def test_a_loss_that_is_no_number_ends_training_in_one_line(
    tiny_bert: Path, make_data: MakeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = load(tiny_bert)
    data = make_data(checkpoint)
    monkeypatch.setattr(
        "sentiment_lab.models.masking.masked_loss",
        lambda network, batch: masked_loss(network, batch) * float("nan"),
    )
    with pytest.raises(TrainingError, match=r"at epoch 0: lower the learning rate \(0\.01\)"):
        train_masked_language(checkpoint, data, QUICK, CPU)


def test_mixed_precision_leaves_a_plain_network(tiny_bert: Path, make_data: MakeData) -> None:
    checkpoint = load(tiny_bert)
    settings = replace(QUICK, precision="bf16")
    history = train_masked_language(checkpoint, make_data(checkpoint), settings, CPU)
    assert losses(history)[-1] < losses(history)[0]
    assert {each.dtype for each in checkpoint.network.parameters()} == {torch.float32}
