"""Everything a report is drawn from, as tables."""

from dataclasses import dataclass

import pandas as pd

from ..analysis.comparison import Comparison
from ..analysis.confusion import confusion_matrix
from ..analysis.lengths import accuracy_by_length_of_all
from ..analysis.reliability import reliability_curve
from .collect import Collected
from .compare import compare_collected
from .error_question import ErrorQuestion
from .errors import ErrorAnalysis, analyse_errors
from .histories import training_curves
from .listener import Listener
from .request import Request
from .store import RunStore


@dataclass(frozen=True)
class ReportMaterial:
    """The tables of a report.

    Attributes:
        comparison: The models and their pairs with the baseline.
        errors: The breakdown of errors.
        confusion: Confusion matrices of all systems.
        reliability: Reliability curves of all systems.
        lengths: Accuracy by review length; None where no texts are known.
        history: Training curves; empty for files of predictions.
    """

    comparison: Comparison
    errors: ErrorAnalysis
    confusion: pd.DataFrame
    reliability: pd.DataFrame
    lengths: pd.DataFrame | None
    history: pd.DataFrame


def report_material(
    collected: Collected,
    request: Request,
    store: RunStore,
    question: ErrorQuestion | None = None,
    listener: Listener | None = None,
) -> ReportMaterial:
    """Compute the tables of a report.

    Args:
        collected: Systems over the same test rows.
        request: Baseline, resamples and seed.
        store: Beside whose runs tags are kept.
        question: What is asked of the errors; None: the usual tables, without gold.
        listener: Told of the progress.

    Raises:
        UsageError: The predictions hold no texts, and gold was given for their categories.
        DataError: The gold is malformed.
    """
    compared = compare_collected(collected, request)
    tables = collected.artefacts
    baseline = compared.comparison.baseline
    return ReportMaterial(
        comparison=compared.comparison,
        errors=analyse_errors(
            collected, store, question, baseline=baseline, seed=request.seed, listener=listener
        ),
        confusion=pd.concat([confusion_matrix(each) for each in tables], ignore_index=True),
        reliability=pd.concat([reliability_curve(each) for each in tables], ignore_index=True),
        lengths=accuracy_by_length_of_all(tables) if "text" in tables[0].frame else None,
        history=training_curves(collected.runs),
    )
