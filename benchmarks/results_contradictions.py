"""What the experiment's own figures do not agree on among themselves."""

from collections.abc import Iterator

from results_declared import Experiment

HALF = 0.0005
"""Half of the last digit that fractions are printed with; of percentages, a tenth of a point."""


def contradictions(experiment: Experiment) -> tuple[str, ...]:
    """One sentence for each, worked out from the figures as printed."""
    return tuple(_found(experiment))


def highest_accuracy(f1: float, recall: float) -> float:
    """The highest accuracy that goes with an F1 and a recall on as many positives as negatives.

    With false positives FP, false negatives FN and true positives TP as shares of a class,
    F1 = 2 TP / (2 TP + FP + FN) and accuracy = 1 - (FP + FN) / 2, hence
    accuracy = 1 - recall (1 / F1 - 1), which rises with F1 and falls with recall.

    Args:
        f1: The highest F1, in (0, 1].
        recall: The lowest recall, in [0, 1].
    """
    return 1 - recall * (1 / f1 - 1)


def _found(experiment: Experiment) -> Iterator[str]:
    last = experiment.validation[-1]
    if last == experiment.accuracy:
        yield (
            f"Validation accuracy after epoch {len(experiment.validation)} ({last} %) equals "
            "test accuracy to the digit: the two may be one set, on which epochs were chosen."
        )
    for table in experiment.tables:
        for cell in table.cells:
            if cell.note == "out of memory":
                yield (
                    f"{table.setting} {cell.value} has an accuracy ({cell.accuracy} %) and is said "
                    "to have run out of memory: one of the two is not so."
                )
    yield from _f1(experiment)


def _f1(experiment: Experiment) -> Iterator[str]:
    """Whether test accuracy, F1 and recall go together on a balanced test set."""
    lowest = experiment.accuracy / 100 - HALF
    highest = highest_accuracy(experiment.f1 + HALF, experiment.recall - HALF)
    if highest < lowest:
        yield (
            f"On as many positive as negative reviews, F1 {experiment.f1} and recall "
            f"{experiment.recall} allow an accuracy of at most {100 * highest:.2f} %, short of the "
            f"{100 * lowest:.2f} % that {experiment.accuracy} % stands for; a small slip, which F1 "
            "cut off in place of rounded would explain."
        )
