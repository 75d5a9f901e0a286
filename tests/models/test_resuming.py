from pathlib import Path

import pytest

from sentiment_lab.exceptions import RunError
from sentiment_lab.models import resuming
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.resuming import open_checkpoints


def test_without_a_folder_there_is_nothing_to_go_on_from() -> None:
    assert open_checkpoints(Execution(device="cpu"), "key") == (None, None)


def test_a_machine_that_does_not_see_the_checkpoints_of_the_first_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resuming, "tell_all", lambda *_: "checkpoint-8")
    execution = Execution(device="cpu", checkpoint_dir=tmp_path)
    with pytest.raises(RunError, match=r"goes on from checkpoint-8, this one sees none: give all"):
        open_checkpoints(execution, "key")
