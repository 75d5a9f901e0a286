"""What will be trained, and when two plans are the same run."""

import sys
from pathlib import Path

import pytest

from sentiment_lab.exceptions import MissingExtraError, UsageError
from sentiment_lab.experiment.plan import parse_changes, plan_models, run_key

OWN = """
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

pipeline = make_pipeline(CountVectorizer(), MultinomialNB())
"""


def _key(*changes: str, seed: int = 0, data: str = "data") -> str:
    (plan,) = plan_models(["logreg"], dataset="imdb", changes=changes)
    return run_key(plan, data, seed)


def test_equal_settings_data_and_seed_give_the_same_key() -> None:
    assert _key("logreg.min_df=3") == _key("logreg.min_df=3")


def test_another_setting_seed_or_data_set_gives_another_key() -> None:
    keys = {_key(), _key("logreg.min_df=7"), _key(seed=1), _key(data="other")}
    assert len(keys) == 4


def test_a_setting_equal_to_its_default_changes_no_key() -> None:
    (plan,) = plan_models(["logreg"], dataset="imdb")
    default = plan.identity()["settings"]["min_df"]
    assert _key(f"logreg.min_df={default}") == _key()


def test_the_default_checkpoint_depends_on_the_data_set_alone() -> None:
    (embedded,) = plan_models(["bert"], dataset="rotten-tomatoes")
    (hub,) = plan_models(["bert"], dataset="imdb")
    assert embedded.identity()["settings"]["checkpoint"] == "all-MiniLM-L6-v2"
    assert hub.identity()["settings"]["checkpoint"] == "bert-base-uncased"


def test_the_published_recipe_is_the_experiments() -> None:
    (plan,) = plan_models(["bert"], dataset="imdb", recipe="published")
    settings = plan.identity()["settings"]
    assert settings["learning_rate"] == 2e-5
    assert settings["batch_size"] == 16
    assert settings["epochs"] == 4
    assert settings["max_length"] == 512
    assert settings["max_grad_norm"] == 1.0


def test_only_settings_that_were_changed_are_named_in_the_row() -> None:
    (plan,) = plan_models(["logreg"], dataset="imdb", changes=["logreg.min_df=7"])
    assert plan.changes() == {"min_df": "7"}


def test_an_unknown_model_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match=r"unknown model 'brt': did you mean 'bert'\?"):
        plan_models(["brt"], dataset="imdb")


def test_a_model_named_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="'bert' is named twice"):
        plan_models(["bert", "logreg", "bert"], dataset="imdb")


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'bert.epochs'"):
        plan_models(["bert"], dataset="imdb", changes=["bert.epoch=3"])


def test_a_setting_of_a_model_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown model in --set 'bert'"):
        parse_changes(["bert.epochs=3"], ["logreg"])


@pytest.mark.parametrize("change", ["epochs=3", "bert.epochs", ".epochs=3", "bert.=3"])
def test_a_change_of_another_form_is_refused(change: str) -> None:
    with pytest.raises(UsageError, match=r"MODEL\.SETTING=VALUE"):
        parse_changes([change], ["bert"])


def test_word_vectors_are_known_by_their_content(tmp_path: Path) -> None:
    keys = []
    for folder, content in (("a", "2 1"), ("b", "2 1"), ("c", "3 1")):
        path = tmp_path / folder / "vectors.txt"
        path.parent.mkdir()
        path.write_text(content)
        (plan,) = plan_models(["lstm"], dataset="imdb", changes=[f"lstm.vectors={path}"])
        keys.append(run_key(plan, "data", 0))
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("change", "package", "message"),
    [
        ("lstm.vectors=train", "gensim", r"lstm\.vectors needs the 'train' extra"),
        ("bert.lora_rank=4", "peft", r"bert\.lora_rank needs the 'lora' extra"),
    ],
)
def test_what_a_setting_needs_is_missed_before_anything_trains(
    change: str,
    package: str,
    message: str,
    tiny_checkpoint: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr(
        "sentiment_lab.experiment.model_files.find_spec",
        lambda name: None if name == package else name,
    )
    monkeypatch.setitem(sys.modules, package, None)
    model = change.partition(".")[0]
    changes = [change, *([f"bert.checkpoint={tiny_checkpoint}"] if model == "bert" else [])]
    (plan,) = plan_models([model], dataset="imdb", changes=changes)
    with pytest.raises(MissingExtraError, match=message):
        plan.require("cpu", {})


def test_the_present_folder_is_no_part_of_a_model_without_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (plan,) = plan_models(["logreg"], dataset="imdb")
    before = plan.identity()
    (tmp_path / "config.json").write_text("{}")
    assert plan.identity() == before


@pytest.mark.parametrize(
    ("setting", "file"),
    [
        ("bert.checkpoint", "config.json"),
        ("lstm.language_model", "language_model.safetensors"),
        ("lstm.vectors", None),
    ],
)
def test_what_lies_in_the_home_folder_is_known_by_content(
    setting: str, file: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "start" / file if file else tmp_path / "start"
    path.parent.mkdir(exist_ok=True)
    identities = []
    for content in ("a", "b"):
        path.write_text(content)
        (plan,) = plan_models(
            [setting.partition(".")[0]], dataset="imdb", changes=[f"{setting}=~/start"]
        )
        identities.append(plan.identity())
    assert identities[0] != identities[1]


def test_whence_a_language_model_came_is_no_part_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.json").write_text("{}")
    (plan,) = plan_models(["lstm"], dataset="imdb", changes=[f"lstm.language_model={tmp_path}"])
    before = plan.identity()
    (tmp_path / "pretraining.json").write_text("{}")
    assert plan.identity() == before


def test_more_tokens_than_an_encoder_reads_are_refused_before_anything_trains(
    tiny_checkpoint: Path,
) -> None:
    pytest.importorskip("torch")
    changes = [f"bert.checkpoint={tiny_checkpoint}", "bert.max_length=4096"]
    (plan,) = plan_models(["bert"], dataset="imdb", changes=changes)
    with pytest.raises(UsageError, match=r"bert\.max_length is 4096, but .* reads at most \d+"):
        plan.require("cpu", {})


def test_an_own_model_is_trained_anew_when_its_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_a.py").write_text(OWN)
    (tmp_path / "own_b.py").write_text(OWN + "# edited\n")
    first, second = plan_models(["own_a:pipeline", "own_b:pipeline"], dataset="imdb")
    assert first.identity()["source"] != second.identity()["source"]
    assert first.name == "own_a:pipeline"
