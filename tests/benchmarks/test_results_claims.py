import importlib

import pytest

from sentiment_lab.exceptions import UsageError

declared = importlib.import_module("results_declared")
rows = importlib.import_module("results_rows")
ablations = importlib.import_module("results_ablations")
claims = importlib.import_module("results_claims")
compared = importlib.import_module("results_compared")
errors = importlib.import_module("results_errors")

FILE = declared.AblationFile("bert", "snippets", "a.json", "sentiment-lab ablate bert")


def _value(value, accuracy=None, difference=None, half=0.01):
    known = difference is not None
    return ablations.Value(
        value=value,
        is_default=not known and accuracy is not None,
        failure=None if accuracy else "out of memory",
        accuracy=accuracy,
        low=None,
        high=None,
        difference=difference,
        difference_low=difference - half if known else None,
        difference_high=difference + half if known else None,
        p_holm=None,
        mean=None,
        sd=None,
        seconds_per_epoch=None,
        train_seconds=None,
        memory=None,
        published=None,
    )


def _table(setting, *values):
    return ablations.SettingTable(FILE, setting, "validation", 100, 1, values)


@pytest.fixture
def decide(folder):
    made = compared.compare_declared(rows.read_declared(folder))

    def decide(claim, *tables, found=None):
        evidence = claims.Evidence(made, tables, found or errors.ErrorFigures((), {}))
        return claims.verdicts([claim], evidence)[0]

    return decide


def _claim(rule, **more):
    return declared.Claim("it is so", "needs a GPU", rule=rule, **more)


def test_a_claim_without_a_rule_gives_its_reason(decide):
    verdict = decide(declared.Claim("it is so", "needs a GPU"))
    assert (verdict.outcome, verdict.because) == ("not testable here", "needs a GPU")


def test_an_unknown_rule_is_refused(decide):
    with pytest.raises(UsageError, match="worst"):
        decide(_claim("worst"))


def test_a_figure_inside_the_interval_is_held(decide):
    assert decide(_claim("figure", rows=("counts",))).outcome == "held"


def test_a_figure_above_the_interval_is_not_held(decide, folder, rewrite):
    rewrite("accuracy = 80.0", "accuracy = 89.0")
    made = compared.compare_declared(rows.read_declared(folder))
    evidence = claims.Evidence(made, (), errors.ErrorFigures((), {}))
    (verdict,) = claims.verdicts([_claim("figure", rows=("counts",))], evidence)
    assert verdict.outcome == "not held"
    assert "lies below" in verdict.because


def test_an_order_holds_where_every_interval_is_above_zero(decide):
    assert decide(_claim("order", rows=("counts", "network"))).outcome == "held"
    assert decide(_claim("order", rows=("network", "counts"))).outcome == "not held"


@pytest.mark.parametrize(
    ("difference", "outcome"), [(-0.05, "held"), (0.005, "not settled"), (0.05, "not held")]
)
def test_a_worse_value_is_decided_by_its_interval(decide, difference, outcome):
    table = _table("learning_rate", _value("2e-05", 0.8), _value("5e-05", 0.7, difference))
    claim = _claim("worse", setting="learning_rate", values=("5e-5",))
    assert decide(claim, table).outcome == outcome


@pytest.mark.parametrize(
    ("difference", "half", "outcome"),
    [(0.0, 0.005, "held"), (0.0, 0.02, "not settled"), (0.03, 0.01, "not held")],
)
def test_a_plateau_needs_a_gain_of_a_point_to_be_excluded(decide, difference, half, outcome):
    table = _table("epochs", _value("4", 0.8), _value("5", 0.8, difference, half))
    assert decide(_claim("no_gain", setting="epochs", values=("5",)), table).outcome == outcome


def test_a_table_with_another_default_decides_nothing(decide):
    table = _table("learning_rate", _value("1e-05", 0.8), _value("5e-05", 0.7, -0.1))
    claim = _claim("worse", setting="learning_rate", values=("5e-5",))
    assert decide(claim, table).outcome == "not testable here"


def test_a_value_that_ran_out_of_memory_decides_nothing(decide):
    table = _table("batch_size", _value("16", 0.8), _value("32"))
    claim = _claim("worse", setting="batch_size", values=("32",))
    assert decide(claim, table).outcome == "not testable here"


@pytest.mark.parametrize(("middle", "outcome"), [(0.88, "held"), (0.82, "not held")])
def test_steps_that_gain_less_and_less(decide, middle, outcome):
    table = _table(
        "max_length", _value("512", 0.9), _value("128", 0.8, -0.1), _value("256", middle, -0.01)
    )
    claim = _claim("diminishing", setting="max_length", values=("128", "256", "512"))
    assert decide(claim, table).outcome == outcome


@pytest.mark.parametrize(
    ("intervals", "outcome"),
    [
        (((0.4, 0.5), (0.42, 0.48)), "held"),
        (((0.0, 0.1), (0.1, 0.2)), "not held"),
        (((0.0, 0.1), (0.4, 0.5)), "not settled"),
    ],
)
def test_a_share_must_lie_inside_the_interval_of_every_model(decide, intervals, outcome):
    causes = [
        {"model": model, "cause": "sarcasm", "share": low, "low": low, "high": high}
        for model, (low, high) in zip("ab", intervals, strict=True)
    ]
    applies = [{"model": model, "category": "sarcasm", "share": 0.1} for model in "ab"]
    content = {"main_causes": causes, "categories": applies}
    found = errors.ErrorFigures(("a", "b"), content)
    assert decide(_claim("share", category="sarcasm"), found=found).outcome == outcome
