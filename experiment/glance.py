"""A finished run in one line, for the moment it is finished."""

from ..analysis.uncertainty import accuracy_interval
from .run import Run


def glance(run: Run, *, trained: bool) -> str:
    """Title, accuracy on test with its interval, and how long training took.

    Args:
        run: The finished run.
        trained: False where it had been stored already.
    """
    test = run.predictions().split("test")
    right = int((test.labels == test.predicted).sum())
    low, high = accuracy_interval(test)
    accuracy = right / len(test.labels)
    figures = f"accuracy {100 * accuracy:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
    return f"{run.manifest.title}: {figures}, {_origin(run, trained=trained)}"


def _origin(run: Run, *, trained: bool) -> str:
    seed = f"seed {run.manifest.seed}"
    if (other := run.manifest.data.trained_on) is not None:
        return f"{seed}, trained on {other}, tested on {run.manifest.data.name}"
    if not trained:
        return f"{seed}, stored {run.manifest.created[:10]}"
    return f"{seed}, trained in {run.manifest.cost.train_seconds or 0:.0f} s"
