"""McNemar's test of two systems on the same rows."""

from collections.abc import Sequence
from typing import NamedTuple

from .clusters import Groups, effective_rows
from .predictions import Predictions
from .significance import mcnemar_midp, resolvable_difference


class PairedAccuracy(NamedTuple):
    """What the rows say on which of two systems is right more often.

    Attributes:
        p: McNemar's mid-p.
        resolvable_difference: The smallest difference of accuracy found at 80 % power; NaN where
            neither is ever right alone, which tells nothing of other test sets.
        only_model_right, only_baseline_right: Rows that one of the two alone gets right.
    """

    p: float
    resolvable_difference: float
    only_model_right: int
    only_baseline_right: int


def paired_accuracy(
    model: Predictions, baseline: Predictions, groups: Groups, *, comparisons: int = 1
) -> PairedAccuracy:
    """Compare two systems by the rows that one of them alone gets right.

    Args:
        model: One system.
        baseline: The other; row i is about the same text.
        groups: Codes 0, 1, ... of the rows' groups; None: all rows are independent.
        comparisons: Size of the family; what can be resolved is at the level of the first step of
            Holm's procedure.
    """
    labels = baseline.labels
    right, base_right = model.predicted == labels, baseline.predicted == labels
    only_model, only_base = int((right & ~base_right).sum()), int((base_right & ~right).sum())
    rows = effective_rows(right.astype(float) - base_right, groups)
    discordant = (only_model + only_base) / len(labels)
    resolvable = resolvable_difference(discordant, rows, comparisons=comparisons)
    return PairedAccuracy(
        p=mcnemar_midp(only_model, only_base),
        resolvable_difference=resolvable if discordant else float("nan"),
        only_model_right=only_model,
        only_baseline_right=only_base,
    )


def tested_family(systems: Sequence[Predictions], baseline: str) -> dict[str, str]:
    """Which systems are tests of their own against the baseline, for Holm's correction.

    Systems that predict the same classes, such as a model and the same one calibrated, are one
    test; those that predict what the baseline does are none.

    Args:
        systems: Over the same rows, the baseline among them.
        baseline: Its name.

    Returns:
        For each system that differs from the baseline, the first that predicts as it does.
    """
    same = {each.name: each.predicted.tobytes() for each in systems}
    first = {same[name]: name for name in reversed(same)}
    return {name: first[key] for name, key in same.items() if key != same[baseline]}
