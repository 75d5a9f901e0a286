import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import TextFile, open_texts
from sentiment_lab.exceptions import PredictionsError
from sentiment_lab.experiment import tag_texts as module
from sentiment_lab.experiment.outcomes import read_outcomes
from sentiment_lab.experiment.request import NamedFile
from sentiment_lab.experiment.tag_summary import summarise_tags
from sentiment_lab.experiment.tag_texts import TagNotes, record_of, tag_texts
from sentiment_lab.taggers.tagger import Reliability, Span, Tag


class Numbers:
    """Scores a text by the number it holds; no answer for "none"."""

    threshold = 0.5
    reliability: Reliability | None = Reliability("made up", 7, 0.4, (0.2, 0.6), 0.3, (0.1, 0.5))

    def __init__(self, name: str = "numbers") -> None:
        self.name = name
        self.batches: list[int] = []

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        self.batches.append(len(texts))
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> Tag:
        if text == "none":
            return Tag(float("nan"), present=False, evidence=())
        score = float(text)
        return Tag(score, score >= self.threshold, (Span(0, len(text)),) if score else ())


@pytest.fixture
def file(tmp_path: Path) -> TextFile:
    (tmp_path / "t.txt").write_text("0.9\nnone\n0.2\n0.7\n0\n0.9\n")
    return open_texts(tmp_path / "t.txt", Columns())


def test_a_batch_at_a_time_is_tagged(file: TextFile, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "BATCH", 4)
    tagger = Numbers()
    assert [len(batch.tags) for batch in tag_texts(file, [tagger])] == [4, 2]
    assert tagger.batches == [4, 2]


def test_a_missing_answer_is_none_in_all_columns_and_counted(file: TextFile):
    notes = TagNotes()
    (batch,) = tag_texts(file, [Numbers()], notes=notes)
    row = batch.tags.iloc[1]
    assert row[1:].tolist() == [None, None, None]
    assert record_of(row.to_dict(), ["numbers"]) == {"id": "1", "categories": {"numbers": None}}
    assert notes.lines() == ["numbers: no answer for 1 of 6 texts, left empty"]


def test_a_record_has_the_form_of_the_contract(file: TextFile):
    (batch,) = tag_texts(file, [Numbers()])
    record = record_of(batch.tags.iloc[0].to_dict(), ["numbers"])
    assert record == {
        "id": "0",
        "categories": {"numbers": {"score": 0.9, "present": True, "evidence": [[0, 3]]}},
    }
    assert json.loads(json.dumps(record)) == record


def test_the_summary_counts_answers_and_keeps_the_surest_examples(
    file: TextFile, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "BATCH", 2)
    taggers = [Numbers(), Numbers("again")]
    found = summarise_tags(tag_texts(file, taggers), taggers, examples=2)
    assert found.shares.to_dict("records")[0] == {
        "category": "numbers",
        "n": 5,
        "tagged": 3,
        "share": 0.6,
    }
    assert [(each.category, each.id) for each in found.examples] == [
        ("numbers", "0"),
        ("numbers", "5"),
        ("again", "0"),
        ("again", "5"),
    ]
    assert found.examples[0].evidence == ((0, 3),)
    assert found.reliability["n"].tolist() == [7, 7]


def outcomes_file(path: Path, ids: list[str], **further: list[str]) -> NamedFile:
    p = np.linspace(0.9, 0.1, len(ids))
    frame = pd.DataFrame({"id": ids, "label": ["negative", "positive"] * (len(ids) // 2)})
    frame["p_negative"], frame["p_positive"] = p, 1 - p
    frame.assign(**further).to_csv(path, index=False)
    return NamedFile(path.stem, path)


def test_outcomes_are_joined_by_id_with_what_is_unknown_empty(file: TextFile, tmp_path: Path):
    outcomes = read_outcomes([outcomes_file(tmp_path / "old.csv", ["5", "4", "3", "2"])])
    (batch,) = tag_texts(file, [Numbers()], outcomes=outcomes)
    assert batch.tags["label"].tolist() == [
        None,
        None,
        "positive",
        "negative",
        "positive",
        "negative",
    ]
    assert batch.tags["wrong_old"].tolist() == [None, None, False, True, True, False]


def test_test_rows_alone_are_outcomes(tmp_path: Path):
    split = ["test", "test", "validation", "validation"]
    outcomes = read_outcomes([outcomes_file(tmp_path / "o.csv", ["a", "b", "a", "d"], split=split)])
    assert outcomes is not None
    assert outcomes.frame.index.tolist() == ["a", "b"]


def test_outcomes_of_other_texts_are_refused(file: TextFile, tmp_path: Path):
    outcomes = read_outcomes([outcomes_file(tmp_path / "old.csv", ["a", "b"])])
    with pytest.raises(PredictionsError, match="none of the 6 texts .* name the column with --id"):
        next(tag_texts(file, [Numbers()], outcomes=outcomes))
    assert read_outcomes([]) is None


@pytest.mark.parametrize("kind", ["txt", "jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str):
    import tracemalloc

    def peak(n: int) -> int:
        path = tmp_path / f"{n}.{kind}"
        line = (
            "0.5\n"
            if kind == "txt"
            else '{"id": "x", "text": "0.5", "rest": "' + "y" * 500 + '"}\n'
        )
        path.write_text(line * n)
        tracemalloc.start()
        for _ in tag_texts(open_texts(path, Columns()), [Numbers()]):
            pass
        grown = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return grown

    peak(600)
    assert peak(12_000) < 1.3 * peak(1_200)
