"""A model that is stored predicts another test set; it is not trained for it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.exceptions import DataError, RunError, UsageError
from sentiment_lab.experiment.collect import collect
from sentiment_lab.experiment.compare import compare, last_collected
from sentiment_lab.experiment.label import label_texts
from sentiment_lab.experiment.request import Request
from sentiment_lab.experiment.run import MANIFEST, MODEL
from sentiment_lab.experiment.store import RunStore
from sentiment_lab.experiment.train_models import train_models

LABELS = ("fresh=positive", "rotten=negative")


@pytest.fixture
def other_csv(tmp_path: Path) -> Path:
    """40 snippets by the rules of the reviews, labelled fresh or rotten."""
    words = ["superb", "dull"] * 20
    frame = pd.DataFrame(
        {
            "text": [f"the plot is {word} in snippet {row}" for row, word in enumerate(words)],
            "label": ["fresh", "rotten"] * 20,
        }
    )
    path = tmp_path / "snippets.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def request_(reviews_csv: Path, other_csv: Path) -> Request:
    return Request(
        dataset=str(reviews_csv),
        models=("logreg",),
        test=str(other_csv),
        map_labels=LABELS,
        resamples=200,
    )


def test_the_figures_are_those_of_predicting_the_file_by_hand(
    request_: Request, store: RunStore, other_csv: Path
) -> None:
    ((run,),) = train_models(request_, store).runs
    test = run.predictions().split("test").frame
    truth = pd.read_csv(other_csv)
    assert test["text"].tolist() == truth["text"].tolist()
    assert test["label"].tolist() == ["positive", "negative"] * 20
    by_hand = label_texts(run, test[["id", "text"]])
    np.testing.assert_allclose(test["p_positive"], by_hand["p_positive"], atol=1e-6)
    assert (test["predicted"] == test["label"]).mean() > 0.9


def test_nothing_is_trained_for_another_test_set(
    request_: Request, store: RunStore, reviews_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Request(dataset=str(reviews_csv), models=("logreg",))
    ((own,),) = train_models(plain, store).runs

    def refuse(*args: object) -> None:
        raise AssertionError("trained again")

    monkeypatch.setattr("sentiment_lab.experiment.train.fit_classifier", refuse)
    ((other,),) = train_models(request_, store).runs
    assert other.folder != own.folder
    assert other.manifest.key != own.manifest.key
    assert other.model_folder == own.folder / MODEL
    assert not (other.folder / MODEL).exists()
    ((again,),) = train_models(plain, store).runs
    assert set(again.predictions().split("test").frame["id"]) == set(
        own.predictions().split("test").frame["id"]
    )


def test_what_was_predicted_is_not_predicted_again(
    request_: Request, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((first,),) = train_models(request_, store).runs

    def refuse(*args: object) -> None:
        raise AssertionError("loaded again")

    monkeypatch.setattr("sentiment_lab.experiment.other_test.load_classifier", refuse)
    ((second,),) = train_models(request_, store).runs
    assert second == first


def test_a_changed_test_file_is_another_run(
    request_: Request, store: RunStore, other_csv: Path
) -> None:
    ((first,),) = train_models(request_, store).runs
    pd.read_csv(other_csv)[:20].to_csv(other_csv, index=False)
    ((second,),) = train_models(request_, store).runs
    assert second.folder != first.folder
    assert len(second.predictions().split("test").frame) == 20
    assert second.model_folder == first.model_folder


def test_a_comparison_says_both_data_sets_and_is_remembered(
    request_: Request, store: RunStore, reviews_csv: Path, other_csv: Path
) -> None:
    compared = compare(request_, store)
    description = compared.collected.description
    assert description.name == str(other_csv)
    assert description.trained_on == str(reviews_csv)
    assert description.n_groups is None
    assert description.title == f"{other_csv}, trained on {reviews_csv}"
    assert compared.comparison.n == 40
    last, _ = last_collected(store)
    assert last.description == description
    assert last.systems[0].runs[0].frame["id"].tolist() == (
        compared.collected.systems[0].runs[0].frame["id"].tolist()
    )


def test_validation_rows_are_those_that_the_choices_were_made_on(
    request_: Request, store: RunStore, reviews_csv: Path
) -> None:
    ((other,),) = train_models(request_, store).runs
    plain = Request(dataset=str(reviews_csv), models=("logreg",))
    ((own,),) = train_models(plain, store).runs
    columns = ["id", "label", "p_positive", "predicted"]
    ours, theirs = (run.predictions().split("validation").frame[columns] for run in (other, own))
    pd.testing.assert_frame_equal(ours, theirs)


def test_calibration_is_fitted_on_the_validation_rows_of_training(
    request_: Request, store: RunStore
) -> None:
    from dataclasses import replace

    collected = collect(replace(request_, calibrate=("logreg",)), store)
    assert len(collected.systems) == 2
    plain, calibrated = (system.runs[0] for system in collected.systems)
    assert len(calibrated.frame) == len(plain.frame) == 40


def test_three_classes_are_tested_elsewhere_too(store: RunStore, tmp_path: Path) -> None:
    words = {"neg": "dull", "neu": "plain", "pos": "superb"}
    names = list(words) * 40
    frame = pd.DataFrame(
        {
            "text": [f"the plot is {words[name]} {row}" for row, name in enumerate(names)],
            "label": names,
        }
    )
    frame.to_csv(tmp_path / "three.csv", index=False)
    frame.assign(text="yes, " + frame["text"]).to_csv(tmp_path / "other.csv", index=False)
    request = Request(
        dataset=str(tmp_path / "three.csv"),
        models=("logreg",),
        test=str(tmp_path / "other.csv"),
        resamples=200,
    )
    comparison = compare(request, store).comparison
    assert comparison.classes == ("neg", "neu", "pos")
    assert comparison.n == 120
    assert comparison.models["accuracy"].iloc[0] > 0.9


@pytest.mark.parametrize("way", ["{folder}/{name}", "{folder}/../{parent}/{name}"])
def test_the_data_set_itself_is_refused_as_another(
    reviews_csv: Path, store: RunStore, way: str
) -> None:
    folder = reviews_csv.parent
    test = way.format(folder=folder, parent=folder.name, name=reviews_csv.name)
    request = Request(dataset=str(reviews_csv), models=("logreg",), test=test)
    with pytest.raises(UsageError, match="leave --test out"):
        train_models(request, store)


def test_a_label_map_without_another_test_set_is_refused(
    reviews_csv: Path, store: RunStore
) -> None:
    request = Request(dataset=str(reviews_csv), models=("logreg",), map_labels=LABELS)
    with pytest.raises(UsageError, match="--map-label needs --test"):
        train_models(request, store)


def test_a_missing_file_is_named_before_anything_trains(
    reviews_csv: Path, store: RunStore, tmp_path: Path
) -> None:
    request = Request(dataset=str(reviews_csv), models=("logreg",), test=str(tmp_path / "gone.csv"))
    with pytest.raises(DataError, match="gone.csv"):
        train_models(request, store)
    assert store.runs() == []


def test_a_model_that_cannot_be_kept_is_refused_before_it_trains(
    request_: Request, store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    (tmp_path / "forgetful_model.py").write_text(
        "import numpy as np\n"
        "class Forgetful:\n"
        "    def fit(self, texts, labels, validation=None):\n"
        "        raise AssertionError('trained')\n"
        "    def predict_proba(self, texts):\n"
        "        return np.ones((len(texts), 2)) / 2\n"
    )
    monkeypatch.chdir(tmp_path)
    request = replace(request_, models=("forgetful_model:Forgetful",))
    with pytest.raises(UsageError, match="has no save and load"):
        train_models(request, store)


def test_a_model_that_is_gone_is_said_to_be(
    request_: Request, store: RunStore, reviews: pd.DataFrame
) -> None:
    import shutil

    ((run,),) = train_models(request_, store).runs
    assert (run.folder / MANIFEST).exists()
    home = run.model_folder
    assert home is not None
    shutil.rmtree(home.parent)
    with pytest.raises(RunError, match="which is gone"):
        label_texts(run, reviews[["id", "text"]])
