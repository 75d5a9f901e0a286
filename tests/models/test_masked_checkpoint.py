import json
import shutil
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
import torch
from transformers import AutoModel, AutoTokenizer, BertForSequenceClassification

from sentiment_lab.exceptions import CheckpointError, UsageError
from sentiment_lab.models.masked_checkpoint import MaskedCheckpoint, load_masked_checkpoint


def load(folder: Path, seed: int = 0) -> MaskedCheckpoint:
    return load_masked_checkpoint(str(folder), {}, seed)


def test_an_encoder_gets_a_fresh_head_and_keeps_its_own_weights(tiny_encoder: Path) -> None:
    loaded = load(tiny_encoder)
    assert loaded.head_is_fresh
    lead = f"{loaded.network.base_model_prefix}."
    weights = {**loaded.network.state_dict(), **loaded.beside}
    for name, tensor in AutoModel.from_pretrained(tiny_encoder).state_dict().items():
        assert torch.equal(tensor, weights[lead + name]), name


def test_the_output_layer_is_tied_to_the_word_embeddings(tiny_encoder: Path) -> None:
    network = load(tiny_encoder).network
    output = network.get_output_embeddings()
    assert output is not None
    assert output.weight is network.get_input_embeddings().weight


def test_a_stored_checkpoint_is_loaded_again_with_its_head(
    tiny_encoder: Path, tmp_path: Path
) -> None:
    loaded = load(tiny_encoder, seed=3)
    loaded.save(tmp_path)
    again = load(tmp_path, seed=4)
    assert not again.head_is_fresh
    assert again.digest() == loaded.digest()


def test_the_digest_tells_seeds_of_a_fresh_head_apart(tiny_bert: Path) -> None:
    assert load(tiny_bert, 0).digest() == load(tiny_bert, 0).digest()
    assert load(tiny_bert, 0).digest() != load(tiny_bert, 1).digest()


def test_loading_leaves_the_random_numbers_of_the_caller_alone(tiny_bert: Path) -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    load(tiny_bert)
    assert torch.equal(torch.rand(3), expected)


def test_the_pooler_that_a_classifier_reads_is_stored_as_it_was(
    tiny_bert: Path, tmp_path: Path
) -> None:
    loaded = load(tiny_bert)
    assert sorted(loaded.beside) == ["bert.pooler.dense.bias", "bert.pooler.dense.weight"]
    loaded.save(tmp_path)
    loading: Any = BertForSequenceClassification.from_pretrained
    classifier, found = loading(tmp_path, output_loading_info=True)
    assert found["missing_keys"] == {"classifier.weight", "classifier.bias"}
    pooler = AutoModel.from_pretrained(tiny_bert).pooler.dense.weight
    assert torch.equal(classifier.bert.pooler.dense.weight, pooler)


def test_a_pooler_that_the_checkpoint_lacks_is_not_made_up(tiny_bert: Path, tmp_path: Path) -> None:
    loaded = load(tiny_bert)
    loaded.network.save_pretrained(tmp_path)
    loaded.tokenizer.save_pretrained(tmp_path)
    assert not load(tmp_path).beside


def test_a_type_without_a_masked_language_head_is_refused(tiny_bert: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_bert, tmp_path / "other")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "gpt2"}))
    with pytest.raises(CheckpointError, match="no masked-language head for 'gpt2'") as error:
        load(folder)
    assert "Choices: all-MiniLM-L6-v2 (embedded)" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_tokenizer_without_a_mask_is_refused(tiny_bert: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_bert, tmp_path / "other")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.mask_token = None
    tokenizer.save_pretrained(folder)
    with pytest.raises(CheckpointError, match="its tokenizer has no mask or no padding"):
        load(folder)


def test_a_hub_out_of_reach_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "is_offline_mode", lambda: True)
    with pytest.raises(CheckpointError, match="not in the local cache, and HF_HUB_OFFLINE"):
        load_masked_checkpoint("no-such-encoder", {}, 0)


def test_more_tokens_than_the_encoder_has_positions_are_refused(tiny_bert: Path) -> None:
    with pytest.raises(UsageError, match="max_length is 33, but the encoder reads at most 32"):
        load(tiny_bert).encoder(33)
