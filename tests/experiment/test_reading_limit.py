from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sentiment_lab.baselines.vocabulary import Vocabulary
from sentiment_lab.exceptions import RunError
from sentiment_lab.experiment.reading_limit import (
    ReadingLimit,
    reading_limit,
    unread_shares,
    unread_spans,
)

TEXTS = ["one two three four five six seven eight", "one two", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = Vocabulary.learn(TEXTS, max_words=100, min_count=1, max_length=4, truncation="head")
    words.save(tmp_path)
    return tmp_path


def unread(folder: Path, tokens: int, truncation: str) -> list[str | None]:
    limit = ReadingLimit(tokens, truncation, folder / "vocabulary.json")
    spans = unread_spans(TEXTS, limit)
    return [
        None if span is None else text[span.start : span.end]
        for text, span in zip(TEXTS, spans, strict=True)
    ]


@pytest.mark.parametrize(
    ("truncation", "expected"),
    [
        ("head", "five six seven eight"),
        ("tail", "one two three four"),
        ("head_tail", "two three four five"),
    ],
)
def test_what_truncation_leaves_out_is_unread(folder, truncation, expected) -> None:
    assert unread(folder, 4, truncation) == [expected, None, None]


def test_only_what_stands_between_few_windows_is_unread(folder) -> None:
    def left_out(tokens: int) -> list[str | None]:
        spans = unread_spans(TEXTS, ReadingLimit(tokens, "head", folder / "vocabulary.json", 2))
        return [span and TEXTS[0][span.start : span.end] for span in spans]

    assert left_out(3) == ["four five", None, None]
    assert left_out(4) == [None, None, None]


def test_texts_within_the_limit_are_read_in_full(folder) -> None:
    assert unread(folder, 8, "head") == [None, None, None]


def test_special_tokens_of_a_checkpoint_take_their_places(tiny_checkpoint: Path) -> None:
    limit = ReadingLimit(5, "head", tiny_checkpoint / "tokenizer.json")
    text = "superb plot the cast is dull"
    (span,) = unread_spans([text], limit)
    assert span is not None
    assert text[span.start : span.end] == "cast is dull"


def test_the_share_unread_is_of_characters(folder) -> None:
    limit = ReadingLimit(4, "head", folder / "vocabulary.json")
    shares = unread_shares(TEXTS, unread_spans(TEXTS, limit))
    assert shares.tolist() == pytest.approx([20 / 39, 0, 0])


def run_with(folder: Path | None, settings: dict[str, object]) -> Any:
    manifest = SimpleNamespace(identity={"settings": settings})
    return cast("Any", SimpleNamespace(manifest=manifest, model_folder=folder))


def test_the_limit_comes_from_the_settings_of_the_run(folder) -> None:
    found = reading_limit(run_with(folder, {"max_length": 256, "truncation": "tail"}))
    assert found == ReadingLimit(256, "tail", folder / "vocabulary.json")
    found = reading_limit(run_with(folder, {"max_length": 256, "windows": 3}))
    assert found == ReadingLimit(256, "head", folder / "vocabulary.json", 3)


def test_models_without_a_limit_or_a_tokenizer_have_none(folder, tmp_path) -> None:
    assert reading_limit(run_with(folder, {"ngrams": 2})) is None
    assert reading_limit(run_with(None, {"max_length": 256})) is None
    empty = tmp_path / "empty"
    empty.mkdir()
    assert reading_limit(run_with(empty, {"max_length": 256})) is None


def test_a_damaged_tokenizer_is_named(tmp_path) -> None:
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(RunError, match=r"tokenizer\.json is damaged"):
        unread_spans(TEXTS, ReadingLimit(4, "head", tmp_path / "tokenizer.json"))
