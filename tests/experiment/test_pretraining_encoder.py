import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.text_batches import TextFile, open_texts
from sentiment_lab.exceptions import RunError, UsageError
from sentiment_lab.experiment.listener import Silent
from sentiment_lab.experiment.pretraining_encoder import pretrain_encoder
from sentiment_lab.experiment.pretraining_run import PretrainingRecord, PretrainingRequest
from sentiment_lab.models import pretraining
from sentiment_lab.models.masked_checkpoint import load_masked_checkpoint
from sentiment_lab.models.masked_settings import MaskedLanguageSettings
from sentiment_lab.models.token_file import TokenWriter

SETTINGS = MaskedLanguageSettings(epochs=2, learning_rate=0.01, batch_size=8, max_length=16)


Request = PretrainingRequest[MaskedLanguageSettings]


class Heard(Silent):
    """Keeps what is said; raises at a step of training if told so."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.lines: list[str] = []
        self.steps: list[int] = []
        self._stop_at = stop_at

    def say(self, line: str) -> None:
        self.lines.append(line)

    def progress(self, done: int, total: int, note: str) -> None:
        if note.startswith("epoch"):
            self.steps.append(done)
            if done == self._stop_at:
                raise KeyboardInterrupt


@pytest.fixture
def texts(tmp_path: Path) -> TextFile:
    lines = [f"the {thing} is {word}" for thing in ("plot", "cast") for word in "abcdefghijklm"]
    (tmp_path / "texts.txt").write_text("\n".join(lines))
    return open_texts(tmp_path / "texts.txt", Columns())


@pytest.fixture
def request_(tiny_checkpoint: Path) -> Request:
    return PretrainingRequest(str(tiny_checkpoint), SETTINGS, seed=0, device="cpu")


def digest(folder: Path) -> str:
    return load_masked_checkpoint(str(folder), {}, 0).digest()


def test_an_encoder_is_stored_with_what_it_was_trained_on(
    request_: Request, texts: TextFile, tmp_path: Path
) -> None:
    heard = Heard()
    trained = pretrain_encoder(request_, texts, tmp_path / "out", heard)
    assert (trained.n_texts, trained.n_held_out, trained.n_stretches) == (25, 1, 25)
    assert trained.n_tokens == 25 * 6
    assert (len(trained.losses), len(trained.train_losses)) == (3, 2)
    assert digest(tmp_path / "out") != digest(Path(request_.start))
    assert "has no masked-language head: a fresh one" in heard.lines[0]
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["out", "texts.txt"]


def test_the_same_training_is_not_repeated(
    request_: Request, texts: TextFile, tmp_path: Path
) -> None:
    first = pretrain_encoder(request_, texts, tmp_path / "out")
    heard = Heard()
    assert pretrain_encoder(request_, texts, tmp_path / "out", heard) == first
    assert heard.steps == []


def test_a_killed_training_goes_on_and_ends_as_if_it_had_not_been(
    request_: Request,
    texts: TextFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defaults: Any = pretraining.train_on_rows.__kwdefaults__
    monkeypatch.setitem(defaults, "seconds_between_checkpoints", 0.0)
    whole = pretrain_encoder(request_, texts, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        pretrain_encoder(request_, texts, tmp_path / "out", Heard(stop_at=6))
    assert not (tmp_path / "out").exists()
    heard = Heard()
    resumed = pretrain_encoder(request_, texts, tmp_path / "out", heard)
    assert heard.steps[0] == 6
    assert resumed == whole
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")


@pytest.mark.parametrize("change", ["settings", "seed", "texts"])
def test_the_folder_of_another_training_is_not_overwritten(
    request_: Request, texts: TextFile, tmp_path: Path, change: str
) -> None:
    pretrain_encoder(request_, texts, tmp_path / "out")
    before = digest(tmp_path / "out")
    if change == "settings":
        request_ = replace(request_, settings=replace(SETTINGS, epochs=1))
    elif change == "seed":
        request_ = replace(request_, seed=1)
    else:
        (tmp_path / "more.txt").write_text("the cast is moving\nthe plot is dull\n")
        texts = open_texts(tmp_path / "more.txt", Columns())
    with pytest.raises(RunError, match="is there already, and not from this training"):
        pretrain_encoder(request_, texts, tmp_path / "out")
    assert digest(tmp_path / "out") == before


def test_a_folder_or_file_of_something_else_is_refused_before_anything_is_read(
    request_: Request, texts: TextFile, tmp_path: Path
) -> None:
    for output in (tmp_path, tmp_path / "texts.txt"):
        with pytest.raises(RunError, match="remove it or name another folder"):
            pretrain_encoder(replace(request_, start="none"), texts, output)


def test_an_empty_folder_may_be_filled(request_: Request, texts: TextFile, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert isinstance(pretrain_encoder(request_, texts, tmp_path / "out"), PretrainingRecord)
    assert (tmp_path / "out" / "model.safetensors").is_file()


def test_where_nothing_can_be_written_is_said_in_one_line(
    request_: Request, texts: TextFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunError, match="there is no folder"):
        pretrain_encoder(request_, texts, tmp_path / "nowhere" / "out")

    def full(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.mkdir", full)
    with pytest.raises(RunError, match="cannot write .*out: Read-only file system"):
        pretrain_encoder(request_, texts, tmp_path / "out")


def test_a_disk_that_is_full_while_tokenising_is_said_in_one_line(
    request_: Request, texts: TextFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TokenWriter, "write", full)
    with pytest.raises(RunError, match=r"cannot write to .*No space left on device: make room"):
        pretrain_encoder(request_, texts, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_launch_of_several_processes_is_refused(
    request_: Request, texts: TextFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(UsageError, match="pretrain runs in one process"):
        pretrain_encoder(request_, texts, tmp_path / "out")
