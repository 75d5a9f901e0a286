"""Seeds that end with the work they were set for."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def isolated_randomness(seed: int) -> Iterator[None]:
    """Seed every generator a network may draw from, and put all of them back afterwards.

    Args:
        seed: The seed of the work inside, for Python, numpy and torch alike.
    """
    import torch

    python_state, numpy_state = random.getstate(), np.random.get_state()  # noqa: NPY002
    cuda_devices = list(range(torch.cuda.device_count()))
    with torch.random.fork_rng(devices=cuda_devices):
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002 - transformers draws from the global generator
        torch.manual_seed(seed)
        try:
            yield
        finally:
            random.setstate(python_state)
            np.random.set_state(numpy_state)  # noqa: NPY002
