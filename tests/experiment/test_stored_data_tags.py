import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sentiment_lab.experiment import stored_data_tags as module
from sentiment_lab.experiment.stored_data_tags import stored_data_tags

TRAIN = pd.DataFrame({"text": ["the plot is dull", "the cast is superb", "a plot"] * 4})


@pytest.fixture
def frame(reviews: pd.DataFrame) -> pd.DataFrame:
    return reviews.rename(columns={"film": "group"})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows each time that tags are made."""
    calls: list[int] = []
    real = module.data_tags

    def counted(*args, **options):
        calls.append(1)
        return real(*args, **options)

    monkeypatch.setattr(module, "data_tags", counted)
    return calls


def test_tags_are_made_once_for_the_same_rows(frame, tmp_path: Path, made) -> None:
    one, two = (stored_data_tags(frame, tmp_path, train=TRAIN) for _ in range(2))
    assert len(made) == 1
    pd.testing.assert_frame_equal(one, two)
    assert {"length_present", "label_doubt_present", "out_of_vocabulary_score"} <= set(one)


@pytest.mark.parametrize(
    "change",
    [
        {"train": TRAIN.head(6)},
        {"train": None},
        {"long": 5},
        {"doubt": False},
    ],
)
def test_another_request_is_made_anew(frame, tmp_path: Path, made, change) -> None:
    usual: dict[str, Any] = {"train": TRAIN}
    stored_data_tags(frame, tmp_path, **usual)
    stored_data_tags(frame, tmp_path, **(usual | change))
    assert len(made) == 2


def test_other_labels_are_doubted_anew(frame, tmp_path: Path, made) -> None:
    stored_data_tags(frame, tmp_path)
    flipped = frame.assign(
        label=frame["label"].map({"positive": "negative", "negative": "positive"})
    )
    stored_data_tags(flipped, tmp_path)
    assert len(made) == 2


@pytest.mark.parametrize(
    "source",
    [
        "experiment/data_tags.py",
        "taggers/features.py",
        "taggers/profile.py",
        "taggers/reading.py",
        "taggers/sentences.py",
        "models/encoding.py",
    ],
)
def test_tags_of_other_code_are_made_anew(
    frame, tmp_path: Path, made, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    package = tmp_path / "package"
    installed = Path(module.__file__).parent.parent
    for folder in ("experiment", "taggers", "models"):
        (package / folder).mkdir(parents=True)
        for path in (installed / folder).glob("*.py"):
            shutil.copy(path, package / folder)
    monkeypatch.setattr(module, "_PACKAGE", package)
    for _ in range(2):
        stored_data_tags(frame, tmp_path, long=5, doubt=False)
    assert len(made) == 1
    with (package / source).open("a") as file:
        file.write("# changed\n")
    stored_data_tags(frame, tmp_path, long=5, doubt=False)
    assert len(made) == 2


def test_a_damaged_cache_is_replaced(frame, tmp_path: Path, made) -> None:
    stored_data_tags(frame, tmp_path)
    (kept,) = (tmp_path / "tags").glob("data-*.parquet")
    kept.write_bytes(b"PAR1")
    stored_data_tags(frame, tmp_path)
    assert len(made) == 2
    assert len(pd.read_parquet(kept)) == len(frame)


def test_they_are_kept_where_there_are_no_runs_yet(frame, tmp_path: Path, made) -> None:
    for _ in range(2):
        stored_data_tags(frame, tmp_path / "runs")
    assert len(made) == 1
