"""The training loop, shown on a small LSTM."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.exceptions import RunError, TrainingError, UsageError
from sentiment_lab.models import training
from sentiment_lab.models.classifier import Execution, LabelledTexts
from sentiment_lab.models.training_steps import TrainingSteps, evaluation_steps

LONG = {"epochs": 6, "evaluations": 2, "patience": 2.0, "word_dropout": 0.2}


@pytest.fixture
def frequent_checkpoints(monkeypatch):
    """A checkpoint after every step."""
    monkeypatch.setitem(training.train_network.__kwdefaults__, "seconds_between_checkpoints", 0.0)


def interrupted_after(step: int, error: type[BaseException] = KeyboardInterrupt):
    def on_progress(done: int, total: int, note: str) -> None:
        if done == step:
            raise error

    return on_progress


def test_history_has_a_record_an_evaluation(make_lstm, train, validation):
    model = make_lstm(epochs=2, evaluations=2, patience=0.0).fit(*train, validation=validation)
    assert [record.epoch for record in model.history_] == [0.5, 1.0, 1.5, 2.0]
    for record in model.history_:
        assert 0 < record.train_loss < 2
        assert 0 < record.validation_loss < 2
        assert 0 <= record.validation_accuracy <= 1


def test_without_validation_all_epochs_run_and_training_loss_is_recorded(make_lstm, train):
    model = make_lstm(epochs=2, patience=0.5).fit(*train)
    assert [record.epoch for record in model.history_] == [1.0, 2.0]
    assert model.history_[0].train_loss > model.history_[1].train_loss
    assert model.history_[0].validation_loss is None
    assert model.history_[0].validation_accuracy is None


def test_the_best_weights_on_validation_are_kept(make_lstm, train, validation):
    # Labels turned around get worse with every epoch, so the first evaluation stays the best.
    turned = [{"neg": "pos", "pos": "neg"}[label] for label in validation.labels]
    contrary = LabelledTexts(validation.texts, turned)
    model = make_lstm(epochs=5, patience=0.0).fit(*train, validation=contrary)
    accuracies = [record.validation_accuracy for record in model.history_]
    assert accuracies[-1] < max(accuracies)
    assert np.mean(model.predict(validation.texts) == np.array(turned)) == max(accuracies)


def test_the_last_weights_are_kept_where_that_is_asked_for(make_lstm, train, validation):
    turned = [{"neg": "pos", "pos": "neg"}[label] for label in validation.labels]
    contrary = LabelledTexts(validation.texts, turned)
    model = make_lstm(epochs=5, keep="last", patience=1.0).fit(*train, validation=contrary)
    assert len(model.history_) == 5
    accuracy = np.mean(model.predict(validation.texts) == np.array(turned))
    assert accuracy == model.history_[-1].validation_accuracy


def test_training_stops_when_validation_no_longer_gains(make_lstm, train, validation):
    turned = [{"neg": "pos", "pos": "neg"}[label] for label in validation.labels]
    contrary = LabelledTexts(validation.texts, turned)
    model = make_lstm(epochs=9, patience=1.0).fit(*train, validation=contrary)
    assert len(model.history_) < 9


def test_a_loss_that_is_no_number_ends_training_with_advice(make_lstm, train, monkeypatch):
    from sentiment_lab.baselines.recurrent import RecurrentNetwork

    forward = RecurrentNetwork.forward

    def broken(self, input_ids, attention_mask, labels=None):
        output = forward(self, input_ids, attention_mask, labels)
        output["loss"] = output["loss"] * float("nan")
        return output

    monkeypatch.setattr(RecurrentNetwork, "forward", broken)
    with pytest.raises(TrainingError, match=r"at epoch 1: lower learning_rate \(0\.02\)"):
        make_lstm().fit(*train)


def test_weights_that_are_no_numbers_are_noticed_on_validation(
    make_lstm, train, validation, monkeypatch
):
    monkeypatch.setattr("sentiment_lab.models.trainer.mean_loss", lambda *_: float("nan"))
    with pytest.raises(TrainingError, match="no longer a number at epoch 1"):
        make_lstm(keep="last").fit(*train, validation=validation)


def test_mixed_precision_trains_and_leaves_a_plain_network(make_lstm, train, validation, tmp_path):
    model = make_lstm(precision="bf16").fit(*train, validation=validation)
    assert np.mean(model.predict(validation.texts) == np.array(validation.labels)) >= 0.75
    assert {each.dtype for each in model.network_.parameters()} == {torch.float32}
    model.save(tmp_path)
    loaded = LSTMClassifier.load(tmp_path, execution=Execution(device="cpu"))
    assert np.array_equal(loaded.predict_proba(train.texts), model.predict_proba(train.texts))
    make_lstm(precision="fp32").fit(*train)


def test_evaluations_are_spread_evenly_and_end_with_the_epoch():
    assert evaluation_steps(10, 1) == {10}
    assert evaluation_steps(10, 2) == {5, 10}
    assert evaluation_steps(3, 100) == {1, 2, 3}


def test_all_processes_save_by_the_clock_of_the_first(monkeypatch):
    trainer: Any = SimpleNamespace(args=SimpleNamespace(world_size=2, device="cpu"))
    monkeypatch.setattr("accelerate.utils.broadcast", lambda flag: 1 - flag)
    assert TrainingSteps(trainer, None, 1e9, None)._save_is_due()
    assert not TrainingSteps(trainer, None, 0.0, None)._save_is_due()


@pytest.mark.parametrize(
    ("step", "average"),
    [(1, 0.0), (4, 0.0), (8, 0.0), (11, 0.0), (16, 0.0), (17, 0.0), (4, 0.9), (11, 0.9)],
)
def test_an_interrupted_training_ends_as_if_it_had_not_been(
    make_lstm, train, validation, tmp_path, frequent_checkpoints, step, average
):
    settings = {**LONG, "average": average}
    whole = make_lstm(**settings).fit(*train, validation=validation)
    stopped = Execution(device="cpu", checkpoint_dir=tmp_path, on_progress=interrupted_after(step))
    with pytest.raises(KeyboardInterrupt):
        make_lstm(**settings, execution=stopped).fit(*train, validation=validation)
    steps: list[int] = []
    resuming = Execution(
        device="cpu", checkpoint_dir=tmp_path, on_progress=lambda done, *_: steps.append(done)
    )
    resumed = make_lstm(**settings, execution=resuming).fit(*train, validation=validation)
    assert steps[0] == max(step, 1)
    assert resumed.history_ == whole.history_
    difference = resumed.predict_proba(train.texts) - whole.predict_proba(train.texts)
    assert np.abs(difference).max() < 1e-5


@pytest.mark.parametrize("settings", [{"patience": 1.0}, {"patience": 0.0, "epochs": 2}])
def test_a_finished_training_is_not_repeated(make_lstm, train, validation, tmp_path, settings):
    model = make_lstm(
        **{**LONG, **settings}, execution=Execution(device="cpu", checkpoint_dir=tmp_path)
    ).fit(*train, validation=validation)
    steps: list[int] = []
    again = Execution(
        device="cpu", checkpoint_dir=tmp_path, on_progress=lambda *step: steps.append(step[0])
    )
    repeated = make_lstm(**{**LONG, **settings}, execution=again).fit(*train, validation=validation)
    assert steps == []
    assert repeated.history_ == model.history_
    assert np.array_equal(repeated.predict_proba(train.texts), model.predict_proba(train.texts))


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_last_weights_resume_too(
    make_lstm, train, validation, tmp_path, frequent_checkpoints, average
):
    settings = {"keep": "last", "epochs": 3, "average": average}
    whole = make_lstm(**settings).fit(*train, validation=validation)
    stopped = Execution(device="cpu", checkpoint_dir=tmp_path, on_progress=interrupted_after(13))
    with pytest.raises(KeyboardInterrupt):
        make_lstm(**settings, execution=stopped).fit(*train, validation=validation)
    resuming = Execution(device="cpu", checkpoint_dir=tmp_path)
    resumed = make_lstm(**settings, execution=resuming).fit(*train, validation=validation)
    assert np.array_equal(resumed.predict_proba(train.texts), whole.predict_proba(train.texts))


@pytest.mark.parametrize("change", ["settings", "seed", "texts"])
def test_another_trainings_checkpoint_is_ignored(
    make_lstm, train, validation, tmp_path, frequent_checkpoints, change
):
    stopped = Execution(device="cpu", checkpoint_dir=tmp_path, on_progress=interrupted_after(9))
    with pytest.raises(KeyboardInterrupt):
        make_lstm(execution=stopped).fit(*train, validation=validation)
    steps: list[int] = []
    execution = Execution(
        seed=int(change == "seed"),
        device="cpu",
        checkpoint_dir=tmp_path,
        on_progress=lambda *step: steps.append(step[0]),
    )
    settings = {"learning_rate": 0.01} if change == "settings" else {}
    texts = [*train.texts[:-1], "changed"] if change == "texts" else train.texts
    make_lstm(execution=execution, **settings).fit(texts, train.labels, validation=validation)
    assert steps[0] == 1


def test_checkpoints_do_not_pile_up(make_lstm, train, validation, tmp_path, frequent_checkpoints):
    execution = Execution(device="cpu", checkpoint_dir=tmp_path)
    make_lstm(execution=execution).fit(*train, validation=validation)
    names = sorted(path.name.split("-")[0] for path in tmp_path.iterdir())
    assert names == ["best", "checkpoint"]


@pytest.mark.parametrize("error", [RuntimeError("PytorchStreamWriter failed"), OSError(28, "full")])
def test_a_disk_without_room_ends_training_in_one_line(
    make_lstm, train, validation, tmp_path, monkeypatch, error
):
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(torch, "save", refuse)
    execution = Execution(device="cpu", checkpoint_dir=tmp_path)
    with pytest.raises(RunError, match=r"cannot write to .*: make room or mend it"):
        make_lstm(execution=execution).fit(*train, validation=validation)


SCRIPT = """
import json, os, signal, sys
from pathlib import Path
import numpy as np
from sentiment_lab.baselines.lstm import LSTMClassifier
from sentiment_lab.models import training
from sentiment_lab.models.classifier import Execution, LabelledTexts

job = json.loads(Path(sys.argv[1]).read_text())
folder, kill_at = Path(sys.argv[2]), int(sys.argv[3])
training.train_network.__kwdefaults__["seconds_between_checkpoints"] = 0.0

def on_progress(done, total, note):
    if done == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)

execution = Execution(device="cpu", checkpoint_dir=folder, on_progress=on_progress)
model = LSTMClassifier(execution=execution, **job["settings"])
model.fit(*job["train"], validation=LabelledTexts(*job["validation"]))
rank = os.environ.get("RANK", "0")
np.save(folder / f"probabilities-{rank}.npy", model.predict_proba(job["train"][0]))
losses = [record.train_loss for record in model.history_]
(folder / f"losses-{rank}.json").write_text(json.dumps(losses))
"""


def command(tmp_path: Path, model: LSTMClassifier, train, validation) -> list[str]:
    job = {"settings": model.settings.values(), "train": train, "validation": validation}
    (tmp_path / "job.json").write_text(json.dumps(job))
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "run").mkdir()
    return [str(tmp_path / "script.py"), str(tmp_path / "job.json"), str(tmp_path / "run")]


def test_a_killed_process_resumes_to_the_same_probabilities(make_lstm, train, validation, tmp_path):
    whole = make_lstm(**LONG).fit(*train, validation=validation)
    arguments = [sys.executable, *command(tmp_path, whole, train, validation)]
    killed = subprocess.run([*arguments, "19"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list((tmp_path / "run").glob("checkpoint-*"))
    subprocess.run([*arguments, "0"], check=True)
    probabilities = np.load(tmp_path / "run" / "probabilities-0.npy")
    assert np.abs(probabilities - whole.predict_proba(train.texts)).max() < 1e-5
    losses = json.loads((tmp_path / "run" / "losses-0.json").read_text())
    assert losses == pytest.approx([record.train_loss for record in whole.history_], abs=1e-5)


# Two launched processes want the machine for themselves: alone in `make integration`.
@pytest.mark.integration
def test_a_killed_launch_is_resumed_by_two_processes_or_by_one(
    make_lstm, train, validation, tmp_path, free_port
):
    model = make_lstm(dropout=0.0, word_dropout=0.0, average=0.8, precision="fp32")
    arguments = [*launch(free_port), *command(tmp_path, model, train, validation)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    killed = subprocess.run([*arguments, "11"], check=False, env=environment, capture_output=True)
    assert killed.returncode != 0
    assert list((tmp_path / "run").glob("checkpoint-*"))
    shutil.copytree(tmp_path / "run", tmp_path / "copy")

    done = subprocess.run(
        [*arguments, "0"], check=False, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    steps: list[int] = []
    execution = Execution(
        device="cpu",
        checkpoint_dir=tmp_path / "copy",
        on_progress=lambda step, *_: steps.append(step),
    )
    settings = model.settings.values()
    by_one = make_lstm(**settings, execution=execution).fit(*train, validation=validation)
    assert steps[0] >= 10

    whole = model.fit(*train, validation=validation)
    expected = whole.predict_proba(train.texts)
    assert np.abs(by_one.predict_proba(train.texts) - expected).max() < 1e-4
    for rank in (0, 1):
        probabilities = np.load(tmp_path / "run" / f"probabilities-{rank}.npy")
        assert np.abs(probabilities - expected).max() < 1e-4
        losses = json.loads((tmp_path / "run" / f"losses-{rank}.json").read_text())
        assert losses == pytest.approx([record.train_loss for record in whole.history_], abs=1e-4)


def launch(port: int) -> list[str]:
    """What starts a script in two processes."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    return [*torchrun, "--master-addr", "127.0.0.1", "--master-port", str(port)]


def test_a_batch_with_fewer_texts_than_processes_is_refused(make_lstm, train, monkeypatch):
    monkeypatch.setattr(training, "process_count", lambda: 9)
    with pytest.raises(UsageError, match="batch_size 8 is too small for 9 processes"):
        make_lstm().fit(*train)
