"""What a user asks for, checked on the way in."""

from pathlib import Path

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.ensemble_spec import parse_ensembles
from sentiment_lab.experiment.request import NamedFile, Request, parse_named_files


def test_predictions_are_named_by_the_part_before_the_equals_sign() -> None:
    assert parse_named_files(["old=a/b.csv"]) == (NamedFile("old", Path("a/b.csv")),)


def test_predictions_without_a_name_are_named_after_the_file() -> None:
    assert parse_named_files(["a/bert.parquet"]) == (NamedFile("bert", Path("a/bert.parquet")),)


@pytest.mark.parametrize("item", ["=file.csv", "name="])
def test_an_empty_name_or_file_of_predictions_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="NAME=FILE"):
        parse_named_files([item])


def test_two_predictions_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="two predictions are named 'a'"):
        parse_named_files(["a=1.csv", "a=2.csv"])


def test_too_few_resamples_are_refused() -> None:
    with pytest.raises(UsageError, match="100 or more, not 10"):
        Request(resamples=10)


def test_no_seed_at_all_is_refused() -> None:
    with pytest.raises(UsageError, match="--seeds must be 1 or more"):
        Request(n_seeds=0)


def test_a_name_that_is_calibrated_twice_is_refused_before_anything_trains() -> None:
    request = Request(models=("logreg",), calibrate=("logreg", "logreg"))
    with pytest.raises(UsageError, match="--calibrate logreg stands twice"):
        request.require_known_members()


def test_a_calibrated_row_does_not_take_the_name_of_an_ensemble() -> None:
    request = Request(
        models=("logreg", "bert"),
        ensembles=parse_ensembles(["logreg (calibrated)=logreg+bert"]),
        calibrate=("logreg",),
    )
    with pytest.raises(UsageError, match="makes a row 'logreg \\(calibrated\\)', and another row"):
        request.require_known_members()


def test_a_calibrated_row_does_not_take_the_name_of_a_file_of_predictions() -> None:
    files = parse_named_files(["a=a.csv", "a (calibrated)=b.csv"])
    with pytest.raises(UsageError, match="--calibrate a makes a row 'a \\(calibrated\\)'"):
        Request(predictions=files, calibrate=("a",)).require_known_members()
