"""Words as tokens: the vocabulary of the recurrent baselines, learnt from the training texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from ..models.encoding import Span, in_chunks, truncate
from ..models.neural_settings import Truncation

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PAD_ID = 0
UNKNOWN_ID = 1
_SPECIAL = ["[PAD]", "[UNK]"]
_FILE = "vocabulary.json"
_LINE_BREAK = r"<br\s*/?>"
_WORD = r"\p{L}+(?:['’]\p{L}+)*|\p{N}+|[^\s\p{L}\p{N}]"
"""A word with its apostrophes (didn't), a number, or one other sign."""


class Vocabulary:
    """Lower-cased words, numbers and signs, each with an id; rare ones share one.

    Args:
        tokenizer: Splits texts and knows the ids.
        max_length: Tokens read of a text.
        truncation: What a longer text keeps.
    """

    pad_id: int = PAD_ID

    def __init__(self, tokenizer: Tokenizer, max_length: int, truncation: Truncation) -> None:
        self._tokenizer = tokenizer
        self._max_length = max_length
        self._truncation: Truncation = truncation

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        *,
        max_words: int,
        min_count: int,
        max_length: int,
        truncation: Truncation,
    ) -> Vocabulary:
        """The most frequent tokens of some texts.

        Args:
            texts: The training texts.
            max_words: How many tokens get an id of their own.
            min_count: How often a token must occur to get one.
            max_length: Tokens read of a text.
            truncation: What a longer text keeps.
        """
        from tokenizers.trainers import WordLevelTrainer

        counter = _word_tokenizer({})
        trainer = WordLevelTrainer(
            vocab_size=max_words, min_frequency=min_count, show_progress=False
        )
        counter.train_from_iterator(texts, trainer)
        # Special tokens are no words, so that a text which spells one out does not contain it.
        ids = {word: index + len(_SPECIAL) for word, index in counter.get_vocab().items()}
        words = {**{name: index for index, name in enumerate(_SPECIAL)}, **ids}
        return cls(_word_tokenizer(words), max_length, truncation)

    @classmethod
    def of(cls, words: Sequence[str], *, max_length: int) -> Vocabulary:
        """The vocabulary of given words, their ids in that order behind the special ones."""
        named = dict.fromkeys([*_SPECIAL, *words])
        ids = {word: number for number, word in enumerate(named)}
        return cls(_word_tokenizer(ids), max_length, "head")

    @classmethod
    def load(cls, folder: Path, max_length: int, truncation: Truncation) -> Vocabulary:
        """The vocabulary that `save` left in a folder."""
        from tokenizers import Tokenizer

        text = (folder / _FILE).read_text(encoding="utf-8")
        return cls(Tokenizer.from_str(text), max_length, truncation)

    def save(self, folder: Path) -> None:
        """Write the vocabulary to a folder."""
        (folder / _FILE).write_text(self._tokenizer.to_str(), encoding="utf-8")

    def __len__(self) -> int:
        return self._tokenizer.get_vocab_size()

    def ids(self) -> dict[str, int]:
        """The id of every word that has one of its own, in the order of ids."""
        known = self._tokenizer.get_vocab(with_added_tokens=False)
        ordered = sorted(known.items(), key=lambda item: item[1])
        return {word: number for word, number in ordered if word not in _SPECIAL}

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text; a text without any token becomes one unknown token."""
        return [
            truncate(ids, self._max_length, self._truncation) or [UNKNOWN_ID]
            for ids in self.encode_whole(texts)
        ]

    def encode_whole(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Ids of all tokens of every text, of none where it has none."""
        for chunk in in_chunks(texts):
            for each in self._tokenizer.encode_batch_fast(chunk):
                yield each.ids

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Where in its text every token of `encode` stands, in characters."""
        return [
            [
                Span(start, end)
                for start, end in truncate(each.offsets, self._max_length, self._truncation)
            ]
            or [Span(0, len(text))]
            for each, text in zip(self._tokenizer.encode_batch(list(texts)), texts, strict=True)
        ]


def split_words(texts: Sequence[str]) -> list[list[str]]:
    """The words of every text, in order, as a vocabulary sees them."""
    tokenizer = _word_tokenizer({})
    normalize = tokenizer.normalizer.normalize_str  # pyright: ignore[reportOptionalMemberAccess]
    split = tokenizer.pre_tokenizer.pre_tokenize_str  # pyright: ignore[reportOptionalMemberAccess]
    # Interned, since a few thousand words make up most of any corpus.
    return [[intern(word) for word, _ in split(normalize(text))] for text in texts]


def _word_tokenizer(words: dict[str, int]) -> Tokenizer:
    """A tokenizer that knows some words by their ids."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel(words, unk_token=_SPECIAL[UNKNOWN_ID]))  # pyright: ignore[reportCallIssue]
    breaks = normalizers.Replace(Regex(_LINE_BREAK), " ")
    tokenizer.normalizer = normalizers.Sequence([breaks, normalizers.Lowercase()])  # pyright: ignore[reportAttributeAccessIssue]
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_WORD), behavior="removed", invert=True)  # pyright: ignore[reportAttributeAccessIssue]
    return tokenizer
