"""Prediction and tagging of a frame give what the commands give, also after pickling."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import open_texts
from sentiment_lab.exceptions import RunError, UsageError
from sentiment_lab.experiment import frame_functions as module
from sentiment_lab.experiment.frame_functions import FrameFunction, RunPredictor, TextTagger
from sentiment_lab.experiment.tag_texts import tag_texts
from sentiment_lab.taggers.levels import LevelChoice

TEXTS = (
    "The cast is wonderful, but the plot is a dreadful mess.",
    "Der Film ist leider viel zu lang und die Schauspieler sind nicht gut, aber die Musik schön.",
    "",
)


@pytest.fixture
def texts(tmp_path: Path) -> pd.DataFrame:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "text": TEXTS}, dtype=object)
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    return frame


@pytest.fixture
def run_folder(run_cli: Callable, reviews_csv: Path) -> Path:
    return Path(run_cli("train", "logreg", reviews_csv).out.strip())


def pickled(function: Any) -> Any:
    """As another process would receive it."""
    return pickle.loads(pickle.dumps(function))  # noqa: S301


def as_table(function: FrameFunction, frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(function(frame), schema=function.schema, preserve_index=False)


def test_a_run_predicts_what_it_predicted_on_its_test_split(run_folder: Path):
    stored = pd.read_parquet(run_folder / "predictions.parquet").query("split == 'test'")
    found = RunPredictor(run_folder)(stored[["id", "text"]])
    assert found.columns.tolist() == ["id", "p_negative", "p_positive", "predicted"]
    assert found["predicted"].tolist() == stored["predicted"].tolist()
    np.testing.assert_allclose(found["p_positive"], stored["p_positive"], atol=1e-6)


def test_a_model_is_loaded_at_the_first_call_and_then_kept(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    loaded = []
    load = module.load_classifier
    monkeypatch.setattr(module, "load_classifier", lambda *each: loaded.append(1) or load(*each))
    frame = pd.DataFrame({"id": ["a"], "text": ["the plot is superb."]})
    predictor = pickled(RunPredictor(run_folder))
    assert loaded == []
    first = predictor(frame)
    pd.testing.assert_frame_equal(predictor(frame), first)
    assert loaded == [1]
    again = pickled(predictor)
    pd.testing.assert_frame_equal(again(frame), first)
    assert loaded == [1, 1]


def test_a_predictor_works_from_another_folder(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    predictor = RunPredictor(run_folder)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    table = as_table(predictor, pd.DataFrame({"id": ["a"], "text": ["the plot is dull."]}))
    assert table.column("predicted").to_pylist() == ["negative"]
    assert predictor.run.manifest.key in predictor.identity


def test_a_folder_without_a_run_is_refused(tmp_path: Path):
    with pytest.raises(RunError, match="is no stored run"):
        RunPredictor(tmp_path)


def test_tags_of_a_frame_are_those_of_a_file(texts: pd.DataFrame, tmp_path: Path):
    tagger = pickled(TextTagger(["sarcasm", "mixed"]))
    (batch,) = tag_texts(open_texts(tmp_path / "t.jsonl", Columns()), tagger.taggers)
    found = as_table(tagger, texts).to_pylist()
    assert found == batch.tags.to_dict("records")
    assert found[0]["mixed_present"] is True
    assert set(found[1].values()) == {"b", None}


def test_all_missing_has_the_types_of_all_present(texts: pd.DataFrame):
    tagger = TextTagger(["mixed"])
    foreign, known = as_table(tagger, texts.iloc[[1]]), as_table(tagger, texts.iloc[[0]])
    assert pa.concat_tables([foreign, known]).schema.names == tagger.schema.names


def test_taggers_are_known_apart_by_category_and_source(texts: pd.DataFrame):
    mixed = TextTagger(["mixed"])
    assert mixed.identity == TextTagger(["mixed"]).identity
    assert mixed.identity != TextTagger(["sarcasm"]).identity
    assert mixed.device is None
    with pytest.raises(UsageError, match="unknown category"):
        TextTagger(["mixt"])


def test_the_runs_folder_of_a_tagger_does_not_depend_on_where_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    tagger = TextTagger(["mixed"], LevelChoice(runs=Path("runs")))
    assert f"{tmp_path}/runs" in repr(tagger.__getstate__())
