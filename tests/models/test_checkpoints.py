from pathlib import Path

import pytest
import torch

from sentiment_lab.models.checkpoints import CheckpointFolder, Progress
from sentiment_lab.models.classifier import EpochRecord

RECORD = EpochRecord(0.5, 0.7, 0.6, 0.8)


@pytest.fixture
def checkpoints(tmp_path: Path) -> CheckpointFolder:
    return CheckpointFolder(tmp_path, "key")


def write(folder: Path, step: int, content: bytes = b"weights") -> Path:
    path = folder / f"checkpoint-{step}"
    path.mkdir()
    (path / "model.safetensors").write_bytes(content)
    return path


def test_a_complete_checkpoint_comes_back_with_its_progress(checkpoints, tmp_path):
    path = write(tmp_path, 5)
    progress = Progress(history=[RECORD], loss_sum=1.5, loss_steps=2, stopped=True)
    checkpoints.mark_complete(5, progress)
    newest = checkpoints.newest()
    assert newest is not None
    assert (newest.folder, newest.progress) == (path, progress)


def test_there_is_nothing_to_resume_in_an_empty_or_absent_folder(tmp_path):
    assert CheckpointFolder(tmp_path, "key").newest() is None
    assert CheckpointFolder(tmp_path / "absent", "key").newest() is None


def test_a_half_written_checkpoint_is_passed_over_for_the_one_before(checkpoints, tmp_path):
    write(tmp_path, 9)
    checkpoints.mark_complete(9, Progress())
    write(tmp_path, 10)
    newest = checkpoints.newest()
    assert newest is not None
    assert newest.folder.name == "checkpoint-9"


@pytest.mark.parametrize("damage", ["truncate", "remove", "marker"])
def test_a_damaged_checkpoint_is_not_resumed(checkpoints, tmp_path, damage):
    path = write(tmp_path, 5)
    checkpoints.mark_complete(5, Progress())
    match damage:
        case "truncate":
            (path / "model.safetensors").write_bytes(b"weig")
        case "remove":
            (path / "model.safetensors").unlink()
        case "marker":
            (path / "progress.json").write_text('{"key": "k')
    assert checkpoints.newest() is None


def test_another_trainings_checkpoint_is_not_resumed(checkpoints, tmp_path):
    write(tmp_path, 5)
    checkpoints.mark_complete(5, Progress())
    assert CheckpointFolder(tmp_path, "other key").newest() is None


def test_a_checkpoint_without_its_best_weights_is_not_resumed(checkpoints, tmp_path):
    write(tmp_path, 5)
    checkpoints.save_best({"weight": torch.ones(2)}, 3)
    checkpoints.mark_complete(5, Progress(best_step=3))
    assert checkpoints.newest() is not None
    (tmp_path / "best-3.safetensors").unlink()
    assert checkpoints.newest() is None


def test_a_new_checkpoint_replaces_the_old_ones_and_their_best_weights(checkpoints, tmp_path):
    write(tmp_path, 5)
    checkpoints.save_best({"weight": torch.ones(2)}, 5)
    checkpoints.mark_complete(5, Progress(best_step=5))
    write(tmp_path, 10)
    checkpoints.save_best({"weight": torch.zeros(2)}, 10)
    checkpoints.mark_complete(10, Progress(best_step=10))
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "best-10.safetensors",
        "checkpoint-10",
    ]
    assert checkpoints.load_best(10)["weight"].tolist() == [0, 0]


def test_best_weights_once_kept_are_not_written_again(checkpoints):
    checkpoints.save_best({"weight": torch.ones(2)}, 5)
    checkpoints.save_best({"weight": torch.zeros(2)}, 5)
    assert checkpoints.load_best(5)["weight"].tolist() == [1, 1]


def test_dropping_everything_leaves_other_files_alone(checkpoints, tmp_path):
    write(tmp_path, 5)
    checkpoints.save_best({"weight": torch.ones(2)}, 5)
    (tmp_path / "notes.txt").write_text("mine")
    checkpoints.drop_all_but(None)
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]
