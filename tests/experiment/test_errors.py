"""Errors of systems, by the library."""

from pathlib import Path

import numpy as np
import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.collect import collect
from sentiment_lab.experiment.error_question import ErrorQuestion
from sentiment_lab.experiment.errors import analyse_errors
from sentiment_lab.experiment.request import NamedFile, Request
from sentiment_lab.experiment.store import RunStore


def test_errors_without_texts_have_no_breakdown(
    two_predictions: tuple[Path, Path], tmp_path: Path
) -> None:
    store = RunStore(tmp_path / "runs")
    files = tuple(NamedFile(path.stem, path) for path in two_predictions)
    collected = collect(Request(predictions=files), store)
    found = analyse_errors(collected, store)
    assert found.breakdown is None
    assert found.persistence is None
    wrong = [table.predicted != table.labels for table in collected.artefacts]
    assert found.n_misclassified == len(found.misclassified) == np.any(wrong, axis=0).sum()
    assert len(found.overlap) == len(found.fixed_and_broken) == 1


def test_corrected_shares_of_this_test_set_need_gold() -> None:
    with pytest.raises(UsageError, match="it needs --gold FILE"):
        ErrorQuestion(finite=True)
