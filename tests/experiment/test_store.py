"""Runs are found when complete, kept when interrupted, and guarded while in training."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sentiment_lab.analysis.system import Cost
from sentiment_lab.exceptions import RunError
from sentiment_lab.experiment.run import MANIFEST, DataRecord, Run, RunManifest
from sentiment_lab.experiment.store import RunAddress, RunStore
from sentiment_lab.models.classifier import EpochRecord

ADDRESS = RunAddress("imdb", "lstm", 0, "0123456789ab")


def manifest(key: str = "0123456789ab", created: str = "2026-01-01T00:00:00+00:00") -> RunManifest:
    return RunManifest(
        key=key,
        model="lstm",
        title="lstm",
        checkpoint=None,
        identity={"model": "lstm", "settings": {"epochs": 3}},
        seed=0,
        data=DataRecord("imdb", "f" * 64, ("negative", "positive"), "reviews", None, 9, 1, 5),
        versions={"python": "3.11"},
        device="cpu",
        created=created,
        cost=Cost(parameters=5, train_seconds=1.5),
        history=(EpochRecord(1.0, 0.5, None, 0.75),),
    )


def store_run(
    store: RunStore,
    address: RunAddress = ADDRESS,
    created: str = "2026-01-01T00:00:00+00:00",
    changes: dict[str, str] | None = None,
    model_run: str | None = None,
) -> Run:
    with store.staging(address) as staged:
        content = replace(manifest(address.key, created), changes=changes, model_run=model_run)
        (staged / MANIFEST).write_text(content.to_json())
        return store.finish(address, staged)


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert RunManifest.from_json(manifest().to_json()) == manifest()


def test_a_finished_run_is_found_at_its_address(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    assert store.find(ADDRESS) is None
    stored = store_run(store)
    assert store.find(ADDRESS) == stored


def test_asking_for_a_run_makes_no_folder(tmp_path: Path) -> None:
    RunStore(tmp_path / "runs").find(ADDRESS)
    assert not (tmp_path / "runs").exists()


def test_an_interrupted_run_keeps_its_files_and_is_not_found(tmp_path: Path) -> None:
    store = RunStore(tmp_path)

    def interrupted() -> None:
        with store.staging(ADDRESS) as staged:
            (staged / "checkpoint").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.find(ADDRESS) is None
    assert store.runs() == []
    with store.staging(ADDRESS) as staged:
        assert (staged / "checkpoint").read_text() == "half"


def test_two_processes_cannot_train_the_same_run(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    with (
        store.staging(ADDRESS),
        pytest.raises(RunError, match="being trained by another process"),
        RunStore(tmp_path).staging(ADDRESS),
    ):
        pass


def test_a_file_in_place_of_the_runs_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with (
        pytest.raises(RunError, match="cannot write to the runs folder"),
        RunStore(tmp_path / "runs").staging(ADDRESS),
    ):
        pass


def test_a_damaged_manifest_is_named_with_the_remedy(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    folder = store_run(store).folder
    (folder / MANIFEST).write_text('{"format": 1}')
    with pytest.raises(RunError, match=r"run\.json is damaged .* delete the folder"):
        store.find(ADDRESS)


def test_a_manifest_of_a_later_format_is_refused(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    folder = store_run(store).folder
    (folder / MANIFEST).write_text(manifest().to_json().replace('"format": 1', '"format": 99'))
    with pytest.raises(RunError, match="damaged"):
        Run.read(folder)


def test_a_run_is_resolved_by_folder_name_key_or_model(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    stored = store_run(store)
    for name in (str(stored.folder), stored.folder.name, "0123456789ab", "lstm"):
        assert store.resolve(name) == stored


def test_a_models_name_resolves_to_its_newest_run(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store_run(store, created="2026-02-02T00:00:00+00:00")
    newer = store_run(
        store, RunAddress("imdb", "lstm", 1, "ba9876543210"), created="2026-03-03T00:00:00+00:00"
    )
    assert store.resolve("lstm") == newer


def test_a_models_name_resolves_to_default_training_before_changed_settings(
    tmp_path: Path,
) -> None:
    store = RunStore(tmp_path)
    kinds = ({"epochs": "9"}, None, {}, {"train_size": "40"})
    stored = [
        store_run(
            store, RunAddress("imdb", "lstm", number, f"{number}" * 12), f"2026-0{number}", changes
        )
        for number, changes in enumerate(kinds, 1)
    ]
    changed, unknown, default, sampled = stored
    for best, gone in ((default, unknown), (default, default), (sampled, None)):
        assert store.resolve("lstm") == best
        if gone is not None:
            shutil.rmtree(gone.folder)
    assert store.resolve(changed.manifest.key) == changed


def test_a_run_that_only_predicted_another_test_set_is_not_the_newest(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    trained = store_run(store, created="2026-01-01", changes={})
    elsewhere = RunAddress("imdb-on-own", "lstm", 0, "b" * 12)
    store_run(store, elsewhere, "2026-02-02", {}, model_run="imdb/lstm-seed0-0123456789ab")
    assert store.resolve("lstm") == trained


def test_a_run_that_does_not_say_counts_before_a_changed_one(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    unknown = store_run(store, created="2026-01-01")
    store_run(store, RunAddress("imdb", "lstm", 1, "a" * 12), "2026-02-02", {"epochs": "9"})
    assert store.resolve("lstm") == unknown


def test_an_unknown_run_is_refused_with_what_is_stored(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store_run(store)
    with pytest.raises(RunError, match="no run 'bert' .* lstm-seed0-0123456789ab"):
        store.resolve("bert")


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds no run.json"):
        Run.read(tmp_path)


def test_a_path_as_data_set_gives_a_plain_folder_name() -> None:
    assert RunAddress("/data/my reviews.csv", "own:model", 0, "ab").parent == "my-reviews.csv"
    assert RunAddress("x", "own.module:model", 2, "ab").name == "own.module-model-seed2-ab"
