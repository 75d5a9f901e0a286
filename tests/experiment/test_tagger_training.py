import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.exceptions import DataError, RunError, TrainingError, UsageError
from sentiment_lab.experiment import tagger_folds
from sentiment_lab.experiment.tagger_folds import TaggerRequest
from sentiment_lab.experiment.tagger_training import train_tagger
from sentiment_lab.models.bert import BertClassifier
from sentiment_lab.taggers.encoder import EncoderTagger, load_encoders
from sentiment_lab.taggers.encoder_record import RECORD

pytest.importorskip("torch")

QUICK = ("bert.epochs=6", "bert.max_length=16", "bert.batch_size=4", "bert.learning_rate=0.01")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Texts with "dull" in them belong; one row is without a text, one without a label."""
    rng = np.random.default_rng(5)
    things = rng.choice(["plot", "cast"], size=48)
    rows = [
        (f"the {'dull' if row % 2 else 'superb'} {things[row]} {row}", row % 2, f"film{row // 4}")
        for row in range(48)
    ]
    rows += [("", 1, "film0"), ("the plot", -1, "film0")]
    path = tmp_path / "gold.csv"
    pd.DataFrame(rows, columns=["text", "boredom", "film"]).to_csv(path, index=False)
    return path


@pytest.fixture
def request_(gold: Path, tiny_checkpoint: Path) -> TaggerRequest:
    return TaggerRequest(
        "boredom", gold, checkpoint=str(tiny_checkpoint), changes=QUICK, folds=2, device="cpu"
    )


def test_a_tagger_is_trained_stored_and_loaded(request_: TaggerRequest, tmp_path: Path):
    trained = train_tagger(request_, tmp_path)
    record = trained.record
    assert trained.trained
    assert trained.folder == tmp_path / "taggers" / "boredom"
    assert (record.n, record.n_present, record.folds) == (48, 24, 2)
    assert len(record.dropped) == 2
    assert record.figures["auc"] == 1.0
    assert record.figures["auc_low"] is None  # no interval where both sides are parted
    assert record.gold == "gold.csv, column boredom"
    assert sorted(path.name for path in trained.folder.iterdir()) == ["model", RECORD]
    assert [path.name for path in trained.folder.parent.iterdir()] == ["boredom"]
    (tagger,) = load_encoders(tmp_path / "taggers", device="cpu")
    dull, superb = tagger.tag(["the dull plot 99", "the superb plot 99"])
    assert dull.present
    assert dull.evidence == ((0, 16),)
    assert superb.score < dull.score  # scores of the final model may lie off those of the folds


def test_gold_texts_are_known_with_the_score_of_the_fold_that_had_not_seen_them(
    request_: TaggerRequest, gold: Path, tmp_path: Path
):
    trained = train_tagger(request_, tmp_path)
    texts = pd.read_csv(gold)["text"].dropna().tolist()[:48]
    tagger = EncoderTagger.load(trained.folder, "cpu")
    held_out = tagger.held_out_scores([*texts, "unseen"])
    assert not np.isnan(held_out[:48]).any()
    assert np.isnan(held_out[48])
    seen = np.array([tag.score for tag in tagger.tag(texts)])
    assert not np.allclose(held_out[:48], seen)


def test_the_same_gold_and_settings_are_not_trained_again(
    request_: TaggerRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = train_tagger(request_, tmp_path)
    monkeypatch.setattr(BertClassifier, "fit", None)
    again = train_tagger(request_, tmp_path)
    assert not again.trained
    assert again.record == first.record


def test_another_seed_takes_the_place_of_the_first(request_: TaggerRequest, tmp_path: Path):
    train_tagger(request_, tmp_path)
    second = train_tagger(replace(request_, seed=1), tmp_path)
    assert second.trained
    assert json.loads((second.folder / RECORD).read_text())["seed"] == 1
    assert [path.name for path in second.folder.parent.iterdir()] == ["boredom"]


def test_an_interrupted_training_keeps_its_folds(
    request_: TaggerRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    whole = train_tagger(request_, tmp_path / "whole").record
    fit, calls = BertClassifier.fit, []

    def failing(self: BertClassifier, *given: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise TrainingError("the power went")
        return fit(self, *given, **named)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(BertClassifier, "fit", failing)
    with pytest.raises(TrainingError):
        train_tagger(request_, tmp_path)
    assert not (tmp_path / "taggers" / "boredom").exists()
    assert train_tagger(request_, tmp_path).record.held_out == pytest.approx(whole.held_out)
    assert len(calls) == 2 + 2  # one fold and the whole are left


def test_an_interrupted_training_does_not_take_scores_of_other_rows(
    request_: TaggerRequest, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The folds that were kept held scores by row: the same gold turned round mixed them up."""
    fit, calls = BertClassifier.fit, []

    def failing(self: BertClassifier, *given: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise TrainingError("the power went")
        return fit(self, *given, **named)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(BertClassifier, "fit", failing)
    with pytest.raises(TrainingError):
        train_tagger(request_, tmp_path)
    rows = pd.read_csv(gold)
    rows.iloc[::-1].to_csv(gold, index=False)
    found = train_tagger(request_, tmp_path).record.held_out
    assert found == pytest.approx(train_tagger(request_, tmp_path / "anew").record.held_out)


def test_naming_the_films_is_another_training(request_: TaggerRequest, gold: Path):
    from sentiment_lab.experiment.gold import read_gold_texts
    from sentiment_lab.experiment.listener import Silent
    from sentiment_lab.experiment.plan import plan_models

    rows = read_gold_texts(gold, label="boredom", columns=Columns())
    (plan,) = plan_models(["bert"], dataset="gold")
    grouped = replace(request_, columns=Columns(group="film"))
    keys = {
        tagger_folds.TaggerTraining(each, rows, plan, Silent()).key for each in (request_, grouped)
    }
    assert len(keys) == 2


def test_films_stay_together_where_they_are_named(request_: TaggerRequest, gold: Path):
    from sentiment_lab.experiment.gold import read_gold_texts
    from sentiment_lab.experiment.listener import Silent
    from sentiment_lab.experiment.plan import plan_models

    grouped = replace(request_, columns=Columns(group="film"))
    rows = read_gold_texts(gold, label="boredom", columns=Columns())
    (plan,) = plan_models(["bert"], dataset="gold")
    training = tagger_folds.TaggerTraining(grouped, rows, plan, Silent())
    films = rows.frame["film"]
    for others, held_out in training.folds():
        assert not set(films.iloc[others]) & set(films.iloc[held_out])


def test_gold_of_one_side_is_refused(request_: TaggerRequest, gold: Path, tmp_path: Path):
    table = pd.read_csv(gold)
    table.loc[table["boredom"] == 1, "boredom"] = 0
    table.to_csv(gold, index=False)
    with pytest.raises(DataError, match="0 rows of one side, and two are the least"):
        train_tagger(request_, tmp_path)


@pytest.mark.parametrize("name", ["", "two words", "../up", "a/b"])
def test_a_category_is_a_name_for_columns(gold: Path, name: str):
    with pytest.raises(UsageError, match="is no name for a column"):
        TaggerRequest(name, gold)


def test_a_damaged_model_is_named(request_: TaggerRequest, tmp_path: Path):
    folder = train_tagger(request_, tmp_path).folder
    (folder / "model" / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(RunError, match="cannot be read"):
        load_encoders(tmp_path / "taggers", ["boredom"], "cpu")
