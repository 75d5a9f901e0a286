"""What ``--ensemble`` may say."""

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.ensemble_spec import EnsembleSpec, parse_ensembles, require_members
from sentiment_lab.experiment.request import Request


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("all=logreg+bert", EnsembleSpec("all", "mean", ("logreg", "bert"))),
        ("all=mean(logreg+bert)", EnsembleSpec("all", "mean", ("logreg", "bert"))),
        ("a b = weighted( x + y )", EnsembleSpec("a b", "weighted", ("x", "y"))),
        ("s=stacking(a+b+c)", EnsembleSpec("s", "stacking", ("a", "b", "c"))),
        ("s=seeds:bert", EnsembleSpec("s", "mean", ("seeds:bert",))),
        ("s=stacking(seeds:bert+logreg)", EnsembleSpec("s", "stacking", ("seeds:bert", "logreg"))),
        ("o=own_pipeline:make+logreg", EnsembleSpec("o", "mean", ("own_pipeline:make", "logreg"))),
    ],
)
def test_an_ensemble_is_read_and_written_back(item: str, expected: EnsembleSpec) -> None:
    (spec,) = parse_ensembles([item])
    assert spec == expected
    assert parse_ensembles([str(spec)]) == (spec,)


@pytest.mark.parametrize(
    "item",
    [
        "all",
        "=a+b",
        "all=",
        "all=a+",
        "all=+",
        "all=mean(a+b",
        "all=mean(a+b))",
        "all=a+b=c",
        "x=()",
    ],
)
def test_another_form_is_refused_with_an_example(item: str) -> None:
    with pytest.raises(UsageError, match="such as all=logreg\\+bert"):
        parse_ensembles([item])


def test_an_unknown_way_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="did you mean 'stacking'.*mean, stacking, weighted"):
        parse_ensembles(["all=staking(a+b)"])


def test_an_ensemble_of_one_is_refused() -> None:
    with pytest.raises(UsageError, match="two members or more"):
        parse_ensembles(["all=stacking(bert)"])


def test_a_member_that_stands_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="'bert' stands twice"):
        parse_ensembles(["all=bert+logreg+bert"])


def test_two_ensembles_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="two ensembles are named 'all'"):
        parse_ensembles(["all=a+b", "all=a+c"])


def test_an_unknown_member_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match="unknown member of the ensemble 'all' 'brt'.*bert, logreg"
    ):
        require_members(parse_ensembles(["all=logreg+brt"]), ["logreg", "bert"])


def test_an_ensemble_does_not_take_the_name_of_a_system() -> None:
    with pytest.raises(UsageError, match="takes the name of a system"):
        require_members(parse_ensembles(["bert=logreg+bert"]), ["logreg", "bert"])


def test_a_request_knows_the_names_of_all_its_rows() -> None:
    request = Request(
        models=("logreg", "bert"),
        ensembles=parse_ensembles(["all=logreg+bert"]),
        calibrate=("bert", "all"),
    )
    request.require_known_members()
    assert request.row_names == (
        *("logreg", "bert", "all"),
        *("bert (calibrated)", "all (calibrated)"),
    )


def test_calibrating_an_unknown_system_is_refused_before_anything_trains() -> None:
    with pytest.raises(UsageError, match="unknown system to calibrate 'brt'"):
        Request(models=("logreg",), calibrate=("brt",)).require_known_members()
