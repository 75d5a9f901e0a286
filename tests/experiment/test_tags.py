"""Tags of texts: kept beside the runs, made anew when anything changes, held out for gold."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.exceptions import RunError
from sentiment_lab.experiment import tags as module
from sentiment_lab.experiment.data_tags import with_none
from sentiment_lab.experiment.error_question import ErrorQuestion
from sentiment_lab.experiment.tags import held_out_tags, main_cause_frame, tags_of
from sentiment_lab.taggers.main_cause import MainCauseModel
from sentiment_lab.taggers.tagger import Tag

FRAME = pd.DataFrame({"id": ["a", "b", "c"], "text": ["a dull film", "a film", "so dull"]})


class Dull:
    """Says yes to dull texts, and has seen the first of the three."""

    name = "mine"
    reliability = None

    def __init__(self, threshold: float = 0.5) -> None:
        self.threshold = threshold
        self.calls = 0

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        self.calls += 1
        return [Tag(float("dull" in text), "dull" in text, ()) for text in texts]

    def held_out_scores(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([0.2 if text == "a dull film" else math.nan for text in texts])


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch):
    """Puts a tagger in place of those of any choice."""
    return lambda tagger: monkeypatch.setattr(module, "taggers_of_choice", lambda *_: [tagger])


def test_the_same_texts_are_tagged_once(use, tmp_path: Path) -> None:
    tagger = Dull()
    use(tagger)
    first, second = (tags_of(FRAME, tmp_path, ErrorQuestion()).frame for _ in range(2))
    assert tagger.calls == 1
    pd.testing.assert_frame_equal(first, second)


def test_other_texts_and_other_taggers_are_noticed(use, tmp_path: Path) -> None:
    tagger, stricter = Dull(), Dull(threshold=0.9)
    use(tagger)
    tags_of(FRAME, tmp_path, ErrorQuestion())
    tags_of(FRAME.assign(text=["x", "y", "z"]), tmp_path, ErrorQuestion())
    assert tagger.calls == 2
    use(stricter)
    tags_of(FRAME, tmp_path, ErrorQuestion())
    assert stricter.calls == 1


def test_a_damaged_file_is_replaced(use, tmp_path: Path) -> None:
    tagger = Dull()
    use(tagger)
    whole = tags_of(FRAME, tmp_path, ErrorQuestion()).frame
    (kept,) = (tmp_path / "tags").glob("*.parquet")
    kept.write_bytes(b"PAR1")
    tags_of(FRAME, tmp_path, ErrorQuestion())
    assert tagger.calls == 2
    pd.testing.assert_frame_equal(pd.read_parquet(kept), whole)


def test_tags_are_kept_where_there_are_no_runs_yet(use, tmp_path: Path) -> None:
    tagger = Dull()
    use(tagger)
    for _ in range(2):
        tags_of(FRAME, tmp_path / "runs", ErrorQuestion())
    assert tagger.calls == 1


def test_a_folder_that_cannot_be_made_is_named(use, tmp_path: Path) -> None:
    use(Dull())
    (tmp_path / "runs").touch()
    with pytest.raises(RunError, match="cannot keep tags in .*runs/tags: .*; name another --runs"):
        tags_of(FRAME, tmp_path / "runs", ErrorQuestion())


def test_rows_that_trained_a_tagger_carry_what_the_held_out_fold_said(use, tmp_path: Path) -> None:
    tagger = Dull()
    use(tagger)
    tags = tags_of(FRAME, tmp_path, ErrorQuestion()).frame
    held = held_out_tags(pd.Series(["c", "a", "elsewhere"]), FRAME, tags, [tagger])
    assert held["id"].tolist() == ["a", "c"]
    assert held["mine_score"].tolist() == [0.2, 1.0]
    assert held["mine_present"].tolist() == [False, True]


def test_a_row_whose_only_tag_falls_when_held_out_holds_none(use, tmp_path: Path) -> None:
    tagger = Dull()
    use(tagger)
    tags = with_none(tags_of(FRAME, tmp_path, ErrorQuestion()).frame)
    assert tags["none_present"].tolist() == [False, True, False]
    held = held_out_tags(pd.Series(["a", "b", "c"]), FRAME, tags, [tagger])
    assert held["none_present"].tolist() == [True, True, False]
    assert held["none_score"].tolist() == pytest.approx([0.8, 1.0, 0.0])
    assert "none_evidence" not in held


def test_a_main_cause_needs_every_score_and_is_missing_without_them() -> None:
    names = MainCauseModel.load().categories
    scores = pd.DataFrame({f"{name}_score": [0.0, np.nan, 0.0] for name in names})
    scores.iloc[2, 0] = np.nan
    found = main_cause_frame(scores.assign(id=["a", "b", "c"]))
    assert found is not None
    assert found["cause"].iloc[0] == "none"
    assert found["cause"].isna().tolist() == [False, True, True]
    assert main_cause_frame(scores.iloc[:, 1:].assign(id=["a", "b", "c"])) is None
