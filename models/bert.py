"""BERT and every other pretrained encoder, fine-tuned for classification."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from ..exceptions import CheckpointError, UsageError
from .neural import NeuralClassifier
from .neural_settings import NeuralSettings, Truncation
from .quiet import quiet_transformers
from .settings import setting

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

DEFAULT_CHECKPOINT = "bert-base-uncased"


@dataclass(frozen=True, kw_only=True)
class BertSettings(NeuralSettings):
    """Settings of a pretrained encoder."""

    prefix: ClassVar[str] = "bert"

    checkpoint: str = setting(
        DEFAULT_CHECKPOINT, "pretrained encoder: a name of the Hub, a folder, or all-MiniLM-L6-v2"
    )
    learning_rate: float = setting(5e-5, "peak rate of AdamW", low=0.0, low_open=True, high=1.0)
    batch_size: int = setting(16, "texts a step, over all devices together", low=1)
    epochs: int = setting(3, "passes over the training texts, at most", low=1)
    evaluations: int = setting(
        2, "looks at validation an epoch; each one can be the best", low=1, high=100
    )

    @classmethod
    def published(cls) -> Self:
        """The recipe of the experiment, whose last epoch was kept."""
        return cls(
            learning_rate=2e-5,
            batch_size=16,
            epochs=4,
            max_length=512,
            truncation="head",
            warmup=500.0,
            weight_decay=0.0,
            adam_epsilon=1e-8,
            max_grad_norm=1.0,
            evaluations=1,
            keep="last",
        )


class BertClassifier(NeuralClassifier[BertSettings, "SubwordEncoder", "PreTrainedModel"]):
    """A pretrained encoder with a classification head, all of it fine-tuned.

    Attributes:
        checkpoint_name_: Last part of the checkpoint's name.
        n_layers_: Layers of the encoder.
    """

    name: ClassVar[str] = "bert"
    settings_class = BertSettings
    checkpoint_name_: str
    n_layers_: int

    def _build(self, texts: Sequence[str]) -> None:  # noqa: ARG002 - it knows its words
        name = self.settings.checkpoint
        source = _locate(name, self.execution.local_checkpoints)
        classes = [str(each) for each in self.classes_]
        from safetensors import SafetensorError

        failures = (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError)
        try:
            with quiet_transformers():
                tokenizer, network = _load_pretrained(source, classes)
        except failures as error:
            raise _unavailable(name, _reason(source, error)) from error
        self._adopt(tokenizer, network, Path(name).name)

    def _adopt(
        self, tokenizer: PreTrainedTokenizerBase, network: PreTrainedModel, name: str
    ) -> None:
        limit = position_limit(network)
        if limit is not None and self.settings.max_length > limit:
            raise UsageError(
                f"bert.max_length is {self.settings.max_length}, but {name} reads at most "
                f"{limit} tokens"
            )
        self.encoder_ = SubwordEncoder(
            tokenizer, self.settings.max_length, self.settings.truncation
        )
        self.network_, self.checkpoint_name_ = network, name
        self.n_layers_ = int(getattr(network.config, "num_hidden_layers", 0))

    def _description(self) -> dict[str, Any]:
        return {"checkpoint_name": self.checkpoint_name_, "n_layers": self.n_layers_}

    def _save_network(self, folder: Path) -> None:
        with quiet_transformers():
            self.network_.save_pretrained(folder)
            self.encoder_.tokenizer.save_pretrained(folder)

    def _load_network(self, folder: Path, description: dict[str, Any]) -> None:
        classes = [str(each) for each in self.classes_]
        with quiet_transformers():
            tokenizer, network = _load_pretrained(str(folder), classes)
        self._adopt(tokenizer, network, description["checkpoint_name"])


class SubwordEncoder:
    """A checkpoint's own tokenizer, with our choice of what a long text keeps.

    Args:
        tokenizer: The checkpoint's tokenizer.
        max_length: Tokens a text may have, special ones included.
        truncation: What a longer text keeps.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, max_length: int, truncation: Truncation
    ) -> None:
        pad_id = tokenizer.pad_token_id
        if not isinstance(pad_id, int):
            raise CheckpointError(
                "the checkpoint's tokenizer has no padding token: take an encoder"
            )
        self.tokenizer = tokenizer
        self.pad_id = pad_id
        self._truncation: Truncation = truncation
        self._before, self._after = _special_tokens(tokenizer)
        self._budget = max_length - len(self._before) - len(self._after)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, special tokens included."""
        from .encoding import truncate

        encoded = self.tokenizer(
            list(texts), add_special_tokens=False, return_attention_mask=False, verbose=False
        )
        return [
            [*self._before, *truncate(ids, self._budget, self._truncation), *self._after]
            for ids in encoded["input_ids"]
        ]


def position_limit(network: PreTrainedModel) -> int | None:
    """Tokens that a network has positions for; None where there is no such limit."""
    limit = getattr(network.config, "max_position_embeddings", None)
    if not isinstance(limit, int) or limit <= 0:
        return None
    for name, module in network.named_modules():
        if name.endswith("position_embeddings"):
            # RoBERTa and its kin count positions from behind the padding's index.
            first = getattr(module, "padding_idx", None)
            return limit if first is None else limit - first - 1
    return limit


def _special_tokens(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """What the tokenizer puts before and after a single text."""
    encoded = tokenizer("a", return_special_tokens_mask=True)
    ids, special = list(encoded["input_ids"]), list(encoded["special_tokens_mask"])
    if 0 not in special:
        return ids, []
    first, last = special.index(0), len(special) - 1 - special[::-1].index(0)
    return ids[:first], ids[last + 1 :]


def _locate(name: str, local: Any) -> str:
    """What to hand to ``from_pretrained``: a folder where there is one, else the name itself."""
    if name in local:
        return str(local[name])
    path = Path(name).expanduser()
    if path.is_dir():
        return str(path)
    if path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise _unavailable(name, "no such folder")
    return name


def _load_pretrained(
    source: str, classes: list[str]
) -> tuple[PreTrainedTokenizerBase, PreTrainedModel]:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source)
    network = AutoModelForSequenceClassification.from_pretrained(
        source,
        num_labels=len(classes),
        id2label=dict(enumerate(classes)),
        label2id={label: index for index, label in enumerate(classes)},
        problem_type="single_label_classification",
        dtype=torch.float32,
        ignore_mismatched_sizes=True,
    )
    return tokenizer, network


def _reason(source: str, error: Exception) -> str:
    """Why a checkpoint could not be loaded, in a few words."""
    if Path(source).is_dir():
        if not (Path(source) / "config.json").is_file():
            return "the folder holds no config.json"
        return f"not an encoder that can be fine-tuned here ({str(error).splitlines()[0][:120]})"
    if os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0"):
        return "not in the local cache, and HF_HUB_OFFLINE forbids the download"
    text = str(error)
    if "not a valid model identifier" in text or "404" in text:
        return "the Hub has no such checkpoint, or it is private"
    return "the Hugging Face Hub cannot be reached"


def _unavailable(name: str, reason: str) -> CheckpointError:
    return CheckpointError(
        f"checkpoint '{name}' cannot be loaded: {reason}. Choices: "
        "--set bert.checkpoint=all-MiniLM-L6-v2 (embedded), a folder with an encoder, "
        "or another name on the Hub"
    )
