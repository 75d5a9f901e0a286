"""A batch of texts as arrays of tokens: read once, used by every tagger."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from hashlib import blake2b

import numpy as np

# Sentence ends, layout breaks, links, tags and names of users, words, and other marks one by one.
# Possessive repeats keep a run of a hundred thousand dots linear.
_TOKEN = re.compile(
    r"""[.!?…]++["'”’)\]]*+(?=\s|<|$)|[.!?…]++|<\s?/?\w{1,6}\s?/?\s?>|\n|https?://\S++|[@#][\w]++"""
    r"""|\d++(?:[.,]\d++)++|[^\W_]++(?:['’`´][^\W_]++)*+|[^\w\s]""",
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*$")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = str.maketrans("’`´", "'''")
# Which link, and whose name, says nothing.
_CLASSES = {"http": ("http://", "https://"), "@": ("@",)}
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Shape(IntFlag):
    """What a token looks like; several may hold."""

    WORD = 1
    END = 2
    BREAK = 4
    TITLE = 8
    UPPER = 16
    DRAWN_OUT = 32
    DIGIT = 64
    EMOJI = 128
    LINK = 256
    HASHTAG = 512
    MENTION = 1024
    FOREIGN = 2048


@dataclass(frozen=True)
class Reading:
    """The tokens of a batch of texts, one after another.

    Attributes:
        texts: The texts, shape (n_texts,).
        forms: 64-bit hash of each token in lower case, shape (n_tokens,), uint64.
        shapes: ``Shape`` flags of each token, shape (n_tokens,), int32.
        text: Which text a token belongs to, shape (n_tokens,), int64.
        sentence: Which sentence, counted through the batch, shape (n_tokens,), int64.
        sentence_text: Which text a sentence belongs to, shape (n_sentences,), int64.
    """

    texts: Sequence[str]
    forms: np.ndarray
    shapes: np.ndarray
    text: np.ndarray
    sentence: np.ndarray
    sentence_text: np.ndarray

    @property
    def n_texts(self) -> int:
        """How many texts were read."""
        return len(self.texts)

    def has(self, shape: Shape) -> np.ndarray:
        """Whether each token has a shape, shape (n_tokens,), bool."""
        return (self.shapes & int(shape)) != 0

    def one(self, row: int) -> "Reading":
        """The reading of one text of the batch; its sentences keep their numbers."""
        first, last = np.searchsorted(self.text, [row, row + 1])
        begin, end = np.searchsorted(self.sentence_text, [row, row + 1])
        return Reading(
            self.texts[row : row + 1],
            self.forms[first:last],
            self.shapes[first:last],
            np.zeros(last - first, dtype=np.int64),
            self.sentence[first:last],
            np.zeros(end - begin, dtype=np.int64),
        )

    def per_text(self, tokens: np.ndarray) -> np.ndarray:
        """Sums a value of each token over its text: shape (n_texts,), float."""
        return np.bincount(self.text, weights=tokens, minlength=self.n_texts)


def read(texts: Sequence[str]) -> Reading:
    """Take texts apart into tokens and sentences."""
    tokens: list[str] = []
    counts = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        found = _TOKEN.findall(text)
        counts[row] = len(found)
        tokens.extend(found)
    kinds: dict[str, int] = {}
    which = np.array([kinds.setdefault(token, len(kinds)) for token in tokens], dtype=np.int64)
    forms = np.array([form_hash(kind) for kind in kinds], dtype=np.uint64)
    shapes = np.array([int(_shape(kind)) for kind in kinds], dtype=np.int32)
    text = np.repeat(np.arange(len(texts)), counts)
    sentence, sentence_text = _sentences(shapes[which], text)
    return Reading(texts, forms[which], shapes[which], text, sentence, sentence_text)


def token_spans(text: str) -> np.ndarray:
    """Offsets of the tokens of one text, in the order of ``read``: shape (n_tokens, 2), int64."""
    spans = [found.span() for found in _TOKEN.finditer(text)]
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def form_hash(token: str) -> int:
    """The hash of a token, blind to case, to the kind of apostrophe and to drawn-out letters."""
    for whole_class in ("http", "@"):
        if token.startswith(_CLASSES[whole_class]):
            return _hash(whole_class)
    form = _LONG_RUN.sub(r"\1\1", token.lower().translate(_APOSTROPHES))
    if len(form) > 2 and _END.match(form):
        form = form[:2]
    return _hash(form)


def _hash(form: str) -> int:
    return int.from_bytes(blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def phrase_hash(phrase: str) -> tuple[int, int]:
    """How many tokens a phrase has, and the hash that ``ngram_hashes`` gives to that n-gram."""
    forms = np.array([form_hash(token) for token in _TOKEN.findall(phrase)], dtype=np.uint64)
    return len(forms), int(_chain(forms, len(forms))[0])


def ngram_hashes(reading: Reading, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the n-grams inside sentences, and the token at which each begins.

    Returns:
        uint64 and int64, shape (n_ngrams,) each.
    """
    if len(reading.forms) < n:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    last = len(reading.forms) - n + 1
    inside = reading.sentence[:last] == reading.sentence[n - 1 :]
    return _chain(reading.forms, n)[inside], np.flatnonzero(inside)


def _chain(forms: np.ndarray, n: int) -> np.ndarray:
    last = len(forms) - n + 1
    chained = forms[:last].copy()
    for step in range(1, n):
        chained = (chained ^ (chained >> np.uint64(29))) * _MULTIPLIER + forms[step : step + last]
    return chained


def _sentences(shapes: np.ndarray, text: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(text) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    closes = (shapes & int(Shape.END | Shape.BREAK)) != 0
    begins = np.r_[True, closes[:-1] | (text[1:] != text[:-1])]
    sentence = np.cumsum(begins) - 1
    return sentence, text[begins]


def _shape(token: str) -> Shape:
    first = token[0]
    if first == "\n" or (first == "<" and len(token) > 1):
        return Shape.BREAK
    if first in ".!?…":
        return Shape.END
    if first in "@#" and len(token) > 1:
        return Shape.MENTION if first == "@" else Shape.HASHTAG | Shape.WORD
    if token.startswith(("http://", "https://")):
        return Shape.LINK
    if not first.isalnum():
        return Shape.EMOJI if ord(first) > 0x2190 else Shape(0)
    return _word_shape(token)


def _word_shape(token: str) -> Shape:
    shape = Shape.WORD
    if token[0].isdigit():
        shape |= Shape.DIGIT
    elif not token.isascii() and ord(token[0]) > 0x24F:
        shape |= Shape.FOREIGN
    if len(token) > 1 and token.isupper():
        shape |= Shape.UPPER
    elif token[0].isupper():
        shape |= Shape.TITLE
    if _LONG_RUN.search(token):
        shape |= Shape.DRAWN_OUT
    return shape
