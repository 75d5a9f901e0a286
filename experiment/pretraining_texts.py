"""Unlabelled texts as rows of token ids on disk, some of the texts held out."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappush, heappushpop
from pathlib import Path
from typing import NamedTuple

from ..data.text_batches import TextFile
from ..exceptions import DataError
from ..models.token_file import TokenFile, token_writer
from .listener import Listener
from .pretraining_run import Learner

HELD_OUT_SHARE = 0.02
HELD_OUT_MOST = 1_000
"""Texts held out at most: more would tell little more, and each is read after every epoch."""

_TEXTS_AT_ONCE = 256
_TRAIN, _HELD_OUT, _COUNTS = "train.arrow", "held-out.arrow", "counts.json"


class TokenParts(NamedTuple):
    """Rows to learn from, rows of the texts held out, and how many texts each came from."""

    train: TokenFile
    held_out: TokenFile
    n_train: int
    n_held_out: int


@dataclass(frozen=True)
class PretrainingTexts:
    """Texts, and which of them are held out.

    The lot falls on a text, not on its place: texts that stand twice are held out together.

    Attributes:
        file: The texts.
        seed: Of the lots.
        digest: SHA-256 of all texts in their order, in hexadecimal digits.
        bound: Texts that draw no more than this are held out.
    """

    file: TextFile
    seed: int
    digest: str
    bound: int

    def tokenised(self, learner: Learner, folder: Path, listener: Listener) -> TokenParts:
        """The texts as token ids, written unless the folder holds them already.

        Rows that teach nothing, such as those of unknown words alone, are left out.

        Args:
            learner: Cuts texts into rows, and says which of them teach anything.
            folder: For these texts, this learner and this seed alone; it appears when complete.
            listener: Told of the progress.

        Raises:
            DataError: Nothing is left to learn from or to hold out.
            OSError: The folder cannot be written.
        """
        if not folder.is_dir():
            beside = folder.with_name(folder.name + ".partial")
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            counts = self._write(learner, beside, listener)
            (beside / _COUNTS).write_text(json.dumps(counts), encoding="utf-8")
            beside.replace(folder)
        counts = json.loads((folder / _COUNTS).read_text(encoding="utf-8"))
        return TokenParts(TokenFile(folder / _TRAIN), TokenFile(folder / _HELD_OUT), *counts)

    def _write(self, learner: Learner, folder: Path, listener: Listener) -> tuple[int, int]:
        """Write both parts; how many texts each came from."""
        counts = [0, 0]
        with token_writer(folder / _TRAIN) as train, token_writer(folder / _HELD_OUT) as held_out:
            for texts in _batches(self.file, listener, "tokenising"):
                parts: tuple[list[list[int]], ...] = ([], [])
                for text, rows in zip(texts, learner.encode_stretches(texts), strict=True):
                    part = int(_lot(text, self.seed) <= self.bound)
                    teaching = [row for row in rows if learner.teaches(row)]
                    counts[part] += bool(teaching)
                    parts[part].extend(teaching)
                train.write(parts[0])
                held_out.write(parts[1])
        if not all(counts):
            raise DataError(
                f"{self.file.where}: {counts[0]} texts to learn from and {counts[1]} to hold out "
                "are left, after those without a known word: give more texts"
            )
        return counts[0], counts[1]


def survey_texts(file: TextFile, seed: int, listener: Listener) -> PretrainingTexts:
    """Look the texts through, and draw those to hold out: 2 %, one at least, 1,000 at most.

    Args:
        file: The texts.
        seed: Of the drawing.
        listener: Told of the progress.
    """
    wanted = min(max(1, round(HELD_OUT_SHARE * file.n)), HELD_OUT_MOST)
    digest = hashlib.sha256()
    lowest: list[int] = []  # a heap of the lowest lots so far, negated: the greatest comes first
    drawn: set[int] = set()
    for text in (each for texts in _batches(file, listener, "reading") for each in texts):
        digest.update(hashlib.sha256(_bytes(text)).digest())
        lot = _lot(text, seed)
        if lot in drawn or not text.strip():
            continue
        drawn.add(lot)
        if len(lowest) < wanted:
            heappush(lowest, -lot)
        else:
            drawn.discard(-heappushpop(lowest, -lot))
    return PretrainingTexts(file, seed, digest.hexdigest(), -lowest[0] if lowest else -1)


def _lot(text: str, seed: int) -> int:
    """A number below 2 ** 64, alike for equal texts and seeds, else as if drawn evenly."""
    digest = hashlib.sha256(_bytes(f"{seed} {text}")).digest()
    return int.from_bytes(digest[:8], "big")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _batches(file: TextFile, listener: Listener, note: str) -> Iterator[list[str]]:
    done = 0
    for batch in file.batches(_TEXTS_AT_ONCE):
        yield batch["text"].tolist()
        done += len(batch)
        listener.progress(done, file.n, note)
