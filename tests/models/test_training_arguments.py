from pathlib import Path

import pytest
import torch

from sentiment_lab.models.neural_settings import NeuralSettings
from sentiment_lab.models.training_arguments import training_arguments


def test_training_on_one_of_several_cuda_devices_uses_that_one_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen: list[torch.device] = []
    monkeypatch.setattr(torch.cuda, "set_device", chosen.append)
    device = torch.device("cuda", 1)
    arguments = training_arguments(
        NeuralSettings(), tmp_path, seed=0, device=device, precision="fp32", batch_size=8
    )
    assert chosen == [device]
    assert (arguments.device, arguments.n_gpu) == (device, 1)
