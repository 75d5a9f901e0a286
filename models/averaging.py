"""The moving average of a network's weights, which generalises better than the last of them."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

FILE = "average.safetensors"


class WeightAverage:
    """An exponential moving average of weights over the steps of training.

    The decay rises to its value with ``(1 + t) / (10 + t)`` at step t, so that the first weights
    are forgotten soon (as in TensorFlow's ``ExponentialMovingAverage``).

    Args:
        network: Whose weights are averaged; it stays as it is.
        decay: Share of the average that a step leaves, in (0, 1).
        device: Where the average is kept: beside the network that is trained.
    """

    def __init__(self, network: nn.Module, decay: float, device: torch.device) -> None:
        # Counted here too: to read torch's count would make every step wait for the device.
        self._steps = 0

        def blend(average: Tensor, current: Tensor, _: Tensor | int) -> Tensor:
            now = min(decay, (1 + self._steps) / (10 + self._steps))
            return average.lerp(current, 1 - now)

        self._averaged = AveragedModel(network, device=device, avg_fn=blend)

    @property
    def network(self) -> nn.Module:
        """A copy of the network with the averaged weights."""
        return self._averaged.module

    def update(self, network: nn.Module) -> None:
        """Take in the weights after a step."""
        self._averaged.update_parameters(network)
        self._steps += 1

    def save(self, checkpoint: Path) -> None:
        """Write the average into the folder of a checkpoint."""
        from safetensors.torch import save_file

        state = self._averaged.state_dict()
        save_file({name: value.contiguous() for name, value in state.items()}, checkpoint / FILE)

    def load(self, checkpoint: Path) -> None:
        """Go on from the average that `save` left there."""
        from safetensors.torch import load_file

        self._averaged.load_state_dict(load_file(checkpoint / FILE))
        self._steps = int(self._averaged.n_averaged)
