import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.exceptions import RunError
from sentiment_lab.taggers.encoder import (
    MOST_PARTS,
    EncoderTagger,
    parts_of,
    readable,
    text_digest,
    weightiest,
)
from sentiment_lab.taggers.encoder_record import RECORD, EncoderRecord
from sentiment_lab.taggers.tagger import CrossFitted, Span, Tagger

FIGURES: dict[str, float | None] = {
    name + end: 0.5
    for name in ("average_precision", "auc", "f1", "precision", "recall")
    for end in ("", "_low", "_high")
}
EXAMPLE = EncoderRecord(
    key="abc",
    category="sarcasm",
    threshold=0.5,
    identity={"model": "bert"},
    seed=0,
    folds=5,
    gold="gold.csv, column label",
    fingerprint="f",
    n=10,
    n_present=4,
    dropped=("1 rows without a text",),
    figures=FIGURES,
    versions={},
    device="cpu",
    created="2026-01-01",
    held_out={text_digest("known"): 0.25},
)


class CountsGreat:
    """Sure of the category by how often a text says "great"."""

    classes_ = np.array(["no", "yes"])

    def __init__(self) -> None:
        self.asked = 0

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        sure = np.array([1 - 0.4 ** text.count("great") for text in texts])
        return np.stack([1 - sure, sure], axis=1)


@pytest.fixture
def model() -> Any:
    return CountsGreat()


def test_it_keeps_both_protocols(model):
    tagger = EncoderTagger(EXAMPLE, model)
    assert isinstance(tagger, Tagger)
    assert isinstance(tagger, CrossFitted)
    assert tagger.reliability is not None
    assert tagger.reliability.gold == "gold.csv, column label, out of fold"


def test_the_sentence_without_which_the_score_falls_is_the_evidence(model):
    text = "I went in. Oh great, a great lake. It rained."
    (tag,) = EncoderTagger(EXAMPLE, model).tag([text])
    assert tag.present
    assert [text[start:end] for start, end in tag.evidence] == ["Oh great, a great lake."]


def test_evidence_is_looked_for_where_the_category_is_present_alone(model):
    texts = ["Great. Plain. Words."] * 20
    tags = EncoderTagger(EXAMPLE, model).tag(texts)
    assert all(tag == tags[0] and not tag.present and tag.evidence == () for tag in tags)
    assert model.asked == 20


def test_blank_texts_score_nothing_and_order_is_kept(model):
    tags = EncoderTagger(EXAMPLE, model).tag(["", "great", " \n", "great great"])
    assert [round(tag.score, 2) for tag in tags] == [0.0, 0.6, 0.0, 0.84]
    assert EncoderTagger(EXAMPLE, model).tag([]) == []


def test_a_text_that_trained_it_is_known_by_its_digest(model):
    scores = EncoderTagger(EXAMPLE, model).held_out_scores(["known", "unknown"])
    assert scores[0] == 0.25
    assert np.isnan(scores[1])


def test_a_hundred_thousand_words_cost_few_predictions(model):
    (tag,) = EncoderTagger(EXAMPLE, model).tag(["So great it is. " * 25_000])
    assert model.asked <= 1 + MOST_PARTS
    assert tag.evidence


@given(st.text(st.sampled_from("ab. !?\n<br/>é🎬"), max_size=200), st.integers(1, 8))
def test_parts_lie_in_order_in_the_text(text, most):
    parts = parts_of(text, most)
    assert len(parts) <= most
    end_of_last = 0
    for start, end in parts:
        assert end_of_last <= start < end <= len(text)
        end_of_last = end


@given(st.text(st.characters(codec=None), max_size=50))
def test_what_a_tokenizer_reads_has_every_character_in_its_place(text):
    assert len(readable(text)) == len(text)
    readable(text).encode("utf-8")


def test_the_weightiest_parts_are_the_evidence():
    parts = [Span(0, 2), Span(3, 5), Span(6, 8), Span(9, 11)]
    assert weightiest(parts, np.array([0.1, 0.5, 0.3, 0.0])) == (Span(3, 5), Span(6, 8))
    assert weightiest(parts, np.array([-0.3, -0.1, -0.2, -0.4])) == (Span(3, 5),)
    assert weightiest([], np.zeros(0)) == ()


def test_a_record_is_read_as_it_was_written(tmp_path: Path):
    (tmp_path / RECORD).write_text(EXAMPLE.to_json())
    assert EncoderRecord.read(tmp_path) == EXAMPLE


@pytest.mark.parametrize("content", ["", "{}", "[]", json.dumps({"format": 99})])
def test_a_damaged_record_is_named_with_what_to_do(tmp_path: Path, content: str):
    (tmp_path / RECORD).write_text(content)
    with pytest.raises(RunError, match=r"tagger.json is damaged .* train the tagger anew"):
        EncoderRecord.read(tmp_path)


def test_the_fingerprint_changes_with_the_training(model):
    one = EncoderTagger(EXAMPLE, model).fingerprint
    assert one != EncoderTagger(replace(EXAMPLE, created="2026-01-02"), model).fingerprint
