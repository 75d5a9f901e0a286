import json
from collections.abc import Sequence

import pandas as pd
import pytest

from sentiment_lab.exceptions import DataError
from sentiment_lab.taggers.features import FeatureReader, Features
from sentiment_lab.taggers.shipped import MixedTagger, SarcasmTagger
from sentiment_lab.taggers.tagger import Reliability, Span, Tag
from sentiment_lab.taggers.tagging import tag_frame


class Shouting:
    name = "shouting"
    threshold = 0.5
    reliability: Reliability | None = None

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        return [
            Tag(1.0, True, (Span(0, len(text)),)) if text.isupper() else Tag(0.0, False, ())
            for text in texts
        ]


TEXTS = pd.DataFrame({"id": ["a", "b"], "text": ["LOUD", "soft"], "label": ["x", "y"]})


def test_tag_frame_gives_flat_columns_in_the_order_of_the_rows():
    tags = tag_frame(TEXTS, [Shouting()])
    assert list(tags) == ["id", "shouting_score", "shouting_present", "shouting_evidence"]
    assert tags["id"].tolist() == ["a", "b"]
    assert tags["shouting_score"].tolist() == [1.0, 0.0]
    assert tags["shouting_present"].tolist() == [True, False]
    assert [json.loads(cell) for cell in tags["shouting_evidence"]] == [[[0, 4]], []]


def test_tag_frame_reports_progress_up_to_all_rows():
    many = pd.DataFrame({"id": range(1200), "text": ["x"] * 1200})
    calls: list[tuple[int, int]] = []
    tags = tag_frame(many, [Shouting()], on_progress=lambda done, of: calls.append((done, of)))
    assert len(tags) == 1200
    assert calls[-1] == (1200, 1200)
    assert [done for done, _ in calls] == sorted({done for done, _ in calls})


def test_tag_frame_of_no_rows_has_all_columns():
    tags = tag_frame(TEXTS.head(0), [Shouting()])
    assert tags.empty
    assert "shouting_present" in tags


def test_tag_frame_raises_when_a_column_is_missing():
    with pytest.raises(DataError, match="column 'text', found: id, label"):
        tag_frame(TEXTS.drop(columns="text"), [Shouting()])


def test_tag_frame_raises_when_a_text_is_missing():
    holed = pd.DataFrame({"id": ["a", "b"], "text": ["fine", None]})
    with pytest.raises(DataError, match=r"row 2 \(id 'b'\) has no text"):
        tag_frame(holed, [Shouting()])


def test_fast_taggers_in_one_table_give_what_each_gives_alone_and_read_each_batch_once(
    monkeypatch: pytest.MonkeyPatch,
):
    taggers = [SarcasmTagger(), MixedTagger()]
    texts = ["Oh great, another sequel. Yeah right!", "Fine songs, but dull and far too long.", ""]
    alone = {tagger.name: tagger.tag(texts) for tagger in taggers}
    calls: list[int] = []
    real = FeatureReader.read

    def counting(self: FeatureReader, batch: Sequence[str]) -> Features:
        calls.append(len(batch))
        return real(self, batch)

    monkeypatch.setattr(FeatureReader, "read", counting)
    tags = tag_frame(pd.DataFrame({"id": [1, 2, 3], "text": texts}), taggers)
    assert calls == [3]
    for name, expected in alone.items():
        assert tags[f"{name}_score"].tolist() == [round(tag.score, 4) for tag in expected]
        assert tags[f"{name}_present"].tolist() == [tag.present for tag in expected]
