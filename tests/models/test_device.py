import pytest
import torch

from sentiment_lab.exceptions import MissingExtraError, UsageError
from sentiment_lab.models import device as module
from sentiment_lab.models.device import (
    choose_device,
    choose_precision,
    fast_matmul,
    prediction_precision,
    require_training_extra,
)

CPU, CUDA = torch.device("cpu"), torch.device("cuda", 0)


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


def test_auto_is_the_cpu_where_there_is_nothing_better(no_gpu):
    assert choose_device("auto") == CPU


def test_auto_is_mps_on_a_mac(no_gpu, monkeypatch):
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert choose_device("auto") == torch.device("mps")


def test_auto_is_the_first_cuda_device(two_gpus):
    assert choose_device("auto") == CUDA


def test_a_distributed_launch_gives_each_process_its_own_cuda_device(two_gpus, monkeypatch):
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert choose_device("cuda") == torch.device("cuda", 1)


def test_a_cuda_device_is_chosen_by_its_number(two_gpus):
    assert choose_device("cuda:1") == torch.device("cuda", 1)


@pytest.mark.parametrize("name", ["cuda", "mps", "quantum", "cuda:x"])
def test_a_device_that_is_not_here_is_refused_with_those_that_are(no_gpu, name):
    with pytest.raises(UsageError, match=rf"device '{name}' is not available here: use auto, cpu"):
        choose_device(name)


def test_a_cuda_device_beyond_the_last_is_refused(two_gpus):
    with pytest.raises(UsageError, match="use auto, cuda:0, cuda:1"):
        choose_device("cuda:2")


def test_precision_on_cuda_is_bf16_where_it_is_computed_natively(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: True)
    assert choose_precision("auto", CUDA) == "bf16"


def test_precision_on_older_cuda_is_fp16(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: False)
    assert choose_precision("auto", CUDA) == "fp16"


@pytest.mark.parametrize(
    ("capabilities", "precision"),
    [({"avx512_bf16": True}, "bf16"), ({"amx_bf16": True}, "bf16"), ({"avx2": True}, "fp32")],
)
def test_precision_on_a_cpu_is_bf16_where_it_has_instructions_for_it(
    monkeypatch, capabilities, precision
):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert choose_precision("auto", CPU) == precision


def test_precision_on_a_mac_is_single():
    assert choose_precision("auto", torch.device("mps")) == "fp32"


def test_predictions_are_made_in_single_precision_but_on_cuda():
    assert prediction_precision("bf16", CPU) == "fp32"
    assert prediction_precision("fp16", CPU) == "fp32"
    assert prediction_precision("fp16", CUDA) == "fp16"


def test_precision_that_was_asked_for_is_kept():
    assert choose_precision("bf16", CPU) == "bf16"
    assert choose_precision("fp32", CUDA) == "fp32"


def test_fp16_without_cuda_is_refused():
    with pytest.raises(UsageError, match="fp16 needs a CUDA device, not cpu"):
        choose_precision("fp16", CPU)


def test_fast_matmul_on_cuda_ends_with_its_block():
    before = torch.get_float32_matmul_precision()
    with fast_matmul(CUDA):
        assert torch.get_float32_matmul_precision() == "high"
    assert torch.get_float32_matmul_precision() == before


def test_fast_matmul_leaves_the_cpu_alone():
    before = torch.get_float32_matmul_precision()
    with fast_matmul(CPU):
        assert torch.get_float32_matmul_precision() == before


def test_an_absent_package_is_named_by_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"the model 'lstm' needs the 'train' extra"):
        require_training_extra("the model 'lstm'")
