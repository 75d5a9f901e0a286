import json
import shutil
from pathlib import Path
from typing import Any

import huggingface_hub
import numpy as np
import pytest
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from sentiment_lab.exceptions import CheckpointError, UsageError
from sentiment_lab.models import pretrained
from sentiment_lab.models.bert import BertClassifier, BertSettings, SubwordEncoder
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.encoder_limits import position_limit

CPU = Execution(device="cpu")
QUICK = {"epochs": 1, "max_length": 16}


def choices_are_named(error: pytest.ExceptionInfo[CheckpointError]) -> bool:
    message = str(error.value)
    return "\n" not in message and "bert.checkpoint=all-MiniLM-L6-v2" in message


def test_the_published_recipe_is_that_of_the_experiment():
    recipe = BertSettings.published()
    assert (recipe.learning_rate, recipe.batch_size, recipe.epochs) == (2e-5, 16, 4)
    assert (recipe.max_length, recipe.warmup, recipe.max_grad_norm) == (512, 500, 1.0)
    assert (recipe.adam_epsilon, recipe.keep) == (1e-8, "last")


def test_it_tells_which_checkpoint_it_came_from(tiny_bert, train):
    model = BertClassifier(execution=CPU, checkpoint=str(tiny_bert), **QUICK).fit(*train)
    assert model.checkpoint_name_ == "tiny-bert"
    assert model.n_layers_ == 2


def test_a_name_may_stand_for_a_folder_on_this_disk(tiny_bert, train, tmp_path):
    execution = Execution(device="cpu", local_checkpoints={"some/tiny-name": tiny_bert})
    model = BertClassifier(execution=execution, checkpoint="some/tiny-name", **QUICK).fit(*train)
    assert model.checkpoint_name_ == "tiny-name"
    model.save(tmp_path)
    loaded = BertClassifier.load(tmp_path, execution=CPU)
    assert (loaded.checkpoint_name_, loaded.n_layers_) == ("tiny-name", 2)


def test_a_stored_model_is_a_checkpoint_with_named_classes(tiny_bert, train, tmp_path):
    BertClassifier(execution=CPU, checkpoint=str(tiny_bert), **QUICK).fit(*train).save(tmp_path)
    config = AutoConfig.from_pretrained(tmp_path)
    assert config.id2label == {0: "neg", 1: "pos"}
    again = BertClassifier(execution=CPU, checkpoint=str(tmp_path), **QUICK)
    assert again.fit(*train).n_layers_ == 2


def test_a_checkpoint_in_half_precision_is_trained_in_single(tiny_bert, train, tmp_path):
    network = AutoModelForSequenceClassification.from_pretrained(tiny_bert)
    network.to(torch.bfloat16).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(tiny_bert).save_pretrained(tmp_path)
    model = BertClassifier(execution=CPU, checkpoint=str(tmp_path), **QUICK).fit(*train)
    assert {each.dtype for each in model.network_.parameters()} == {torch.float32}


def test_a_head_for_other_classes_is_replaced(tiny_bert, train, three_classes, tmp_path):
    BertClassifier(execution=CPU, checkpoint=str(tiny_bert), **QUICK).fit(*train).save(tmp_path)
    model = BertClassifier(execution=CPU, checkpoint=str(tmp_path), **QUICK).fit(*three_classes)
    assert model.predict_proba(["ba"]).shape == (1, 3)


def test_an_absent_folder_is_named_with_the_choices(train):
    with pytest.raises(CheckpointError, match=r"'\./absent' cannot be loaded: no such") as error:
        BertClassifier(execution=CPU, checkpoint="./absent").fit(*train)
    assert choices_are_named(error)


def test_a_folder_without_a_checkpoint_is_named_with_the_choices(train, tmp_path):
    with pytest.raises(CheckpointError, match="holds no config.json") as error:
        BertClassifier(execution=CPU, checkpoint=str(tmp_path)).fit(*train)
    assert choices_are_named(error)


@pytest.mark.parametrize("config", ["{not json", json.dumps({"model_type": "no-such-model"})])
def test_a_folder_with_something_else_is_named_with_the_choices(train, tmp_path, config):
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(CheckpointError, match="not an encoder that can be fine-tuned") as error:
        BertClassifier(execution=CPU, checkpoint=str(tmp_path)).fit(*train)
    assert choices_are_named(error)


def test_damaged_weights_are_named_with_the_choices(tiny_bert, train, tmp_path):
    folder = shutil.copytree(tiny_bert, tmp_path / "damaged")
    (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(CheckpointError, match="not an encoder that can be fine-tuned") as error:
        BertClassifier(execution=CPU, checkpoint=str(folder)).fit(*train)
    assert choices_are_named(error)


@pytest.mark.parametrize(
    ("offline", "reachable", "reply", "reason"),
    [
        (True, True, "absent", "not in the local cache, and HF_HUB_OFFLINE forbids"),
        (False, False, "absent", "not in the local cache, and the Hugging Face Hub cannot be"),
        (False, True, "x is not a valid model identifier", "the Hugging Face Hub has no such"),
        (False, True, "the repository is gated\nask for access", "the repository is gated"),
    ],
)
def test_a_name_that_cannot_be_had_is_refused_with_reason_and_choices(
    train, monkeypatch, offline, reachable, reply, reason
):
    def refuse(*_: object, local_files_only: bool, **__: object) -> None:
        assert local_files_only == (offline or not reachable)
        raise OSError(reply)

    monkeypatch.setattr(huggingface_hub, "is_offline_mode", lambda: offline)
    monkeypatch.setattr(pretrained, "_hub_is_reachable", lambda: reachable)
    monkeypatch.setattr(AutoTokenizer, "from_pretrained", refuse)
    with pytest.raises(CheckpointError, match=f"'no-such' cannot be loaded: {reason}") as error:
        BertClassifier(execution=CPU, checkpoint="no-such").fit(*train)
    assert choices_are_named(error)


def test_the_hub_is_asked_once_and_not_for_long(monkeypatch):
    class Session:
        def head(self, url: str, timeout: float) -> None:
            asked.append(url)
            if len(asked) > 1:
                raise OSError("no network")

    asked: list[str] = []
    monkeypatch.setattr(huggingface_hub, "get_session", Session)
    assert pretrained._hub_is_reachable()
    assert not pretrained._hub_is_reachable()
    assert len(asked) == 2


def test_more_tokens_than_the_checkpoint_has_positions_are_refused(tiny_bert, train):
    with pytest.raises(UsageError, match=r"bert\.max_length is 33, but tiny-bert reads at most 32"):
        BertClassifier(execution=CPU, checkpoint=str(tiny_bert), max_length=33).fit(*train)


def test_positions_behind_the_paddings_index_are_not_counted():
    def limit(model_type: str, **config: object) -> int | None:
        made = AutoConfig.for_model(
            model_type,
            vocab_size=10,
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            intermediate_size=8,
            **config,
        )
        return position_limit(AutoModelForSequenceClassification.from_config(made))

    assert limit("bert", max_position_embeddings=32) == 32
    assert limit("roberta", max_position_embeddings=34, pad_token_id=1) == 32


@pytest.fixture
def tokenizer(tiny_bert: Path):
    return AutoTokenizer.from_pretrained(tiny_bert)


def test_a_network_without_positions_reads_any_length():
    made = AutoConfig.for_model("bert", hidden_size=8, num_attention_heads=1, vocab_size=10)
    network = AutoModelForSequenceClassification.from_config(made)
    network.config.max_position_embeddings = -1
    assert position_limit(network) is None


def test_special_tokens_stand_around_the_part_that_is_kept(tokenizer):
    text = " ".join(["ba", *["be"] * 20, "bi"])
    head, tail, both = (
        tokenizer.convert_ids_to_tokens(SubwordEncoder(tokenizer, 10, how).encode([text])[0])
        for how in ("head", "tail", "head_tail")
    )
    assert head == ["[CLS]", "ba", *["be"] * 7, "[SEP]"]
    assert tail == ["[CLS]", *["be"] * 7, "bi", "[SEP]"]
    assert both == ["[CLS]", "ba", *["be"] * 6, "bi", "[SEP]"]


def test_short_texts_are_encoded_as_the_tokenizer_does(tokenizer, train):
    expected = tokenizer(list(train.texts))["input_ids"]
    assert SubwordEncoder(tokenizer, 32, "head").encode(train.texts) == expected


def test_a_tokenizer_that_reads_nothing_in_a_letter_still_has_its_special_tokens():
    class Letterless:
        pad_token_id = 0

        def __call__(self, texts: str | list[str], **_: object) -> dict[str, list[Any]]:
            if isinstance(texts, str):
                return {"input_ids": [7, 8], "special_tokens_mask": [1, 1]}
            return {"input_ids": [[3] for _ in texts]}

    tokenizer: Any = Letterless()
    assert SubwordEncoder(tokenizer, 8, "head").encode(["x"]) == [[7, 8, 3]]


def test_a_tokenizer_that_cannot_pad_is_refused(tokenizer):
    tokenizer.pad_token = None
    with pytest.raises(CheckpointError, match="cannot pad"):
        SubwordEncoder(tokenizer, 16, "head")


def test_what_truncation_drops_does_not_change_the_prediction(tiny_bert, train):
    model = BertClassifier(
        execution=CPU, checkpoint=str(tiny_bert), truncation="tail", epochs=1, max_length=6
    ).fit(*train)
    short, long = model.predict_proba(["ba be bi bo", "ra re ri ro ru ba be bi bo"])
    assert np.allclose(short, long, atol=1e-6)
