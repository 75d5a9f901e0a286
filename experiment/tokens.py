"""Counts tokens as a checkpoint's tokenizer would, for the lengths of a data set."""

from collections.abc import Callable, Sequence

from ..exceptions import CheckpointError, MissingExtraError
from .plan import EMBEDDED_CHECKPOINT


def token_counter(checkpoint: str | None) -> Callable[[Sequence[str]], list[int]] | None:
    """A function from texts to numbers of tokens; None where no checkpoint is named.

    Raises:
        MissingExtraError: transformers is not installed.
        CheckpointError: The checkpoint's tokenizer cannot be loaded.
    """
    if checkpoint is None:
        return None
    try:
        from transformers import AutoTokenizer
    except ModuleNotFoundError as error:
        raise MissingExtraError("counting tokens", "train") from error
    from ..data.assets import fetch_asset

    source = fetch_asset(EMBEDDED_CHECKPOINT) if checkpoint == EMBEDDED_CHECKPOINT else checkpoint
    try:
        tokenizer = AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"no tokenizer '{checkpoint}' can be loaded: name {EMBEDDED_CHECKPOINT}, a local "
            "folder, or a checkpoint of the Hub that this machine reaches"
        ) from error

    def count(texts: Sequence[str]) -> list[int]:
        encoded = tokenizer(list(texts), add_special_tokens=True, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    return count
