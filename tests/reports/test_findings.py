import pytest

from sentiment_lab.reports import findings

ROWS = "2,562 snippets"
PAIR = {"model": "bert", "baseline": "logreg", "difference": 0.061, "low": 0.045, "high": 0.078}
PAIR |= {"p": 0.00001, "p_holm": 0.00003, "resolvable_difference": 0.023}


def test_a_clear_gain_is_supported_with_its_interval_and_p():
    assert findings.verdict(PAIR, ROWS) == (
        "On these 2,562 snippets bert gets 6.1 points more right than logreg (4.5 to 7.8; "
        "p < 0.001): supported."
    )


def test_a_clear_loss_says_fewer_with_the_smaller_end_first():
    loss = PAIR | {"difference": -0.061, "low": -0.078, "high": -0.045, "p_holm": 0.012}
    assert findings.verdict(loss, ROWS) == (
        "On these 2,562 snippets bert gets 6.1 points fewer right than logreg (4.5 to 7.8; "
        "p = 0.012): supported."
    )


def test_an_interval_around_zero_is_not_separable_and_says_what_would_be_needed():
    near = PAIR | {"difference": 0.008, "low": -0.006, "high": 0.023, "p_holm": 0.27}
    assert findings.verdict(near, ROWS) == (
        "bert and logreg are not separable here (+0.8 points, -0.6 to +2.3; p = 0.270); this pair "
        "would need a difference of 2.3 points or more to be resolved."
    )
    unknown = near | {"resolvable_difference": float("nan")}
    assert "more reviews or a larger difference" in findings.verdict(unknown, ROWS)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"p_holm": 0.07}, "does not fall below 0.05"),
        ({"p_holm": None}, "does not fall below 0.05"),
        ({"low": -0.001}, "the interval holds 0"),
    ],
)
def test_interval_and_p_at_odds_are_a_hint_and_not_support(change, reason):
    sentence = findings.verdict(PAIR | change, ROWS)
    assert "A hint, not settled" in sentence
    assert reason in sentence
    assert "supported" not in sentence


def test_verdicts_cover_each_pair_once(make_comparison, description):
    assert len(findings.verdicts(make_comparison(4), description)) == 3


CALIBRATED = {"model": "m", "calibration_error": 0.03, "calibration_error_low": 0.0}
CALIBRATED |= {"calibration_error_expected": 0.018}


def test_a_calibration_error_that_chance_explains_is_not_held_against_a_model():
    sentence = findings.calibration_sentence(CALIBRATED)
    assert sentence.endswith("no miscalibration is shown.")
    assert "3.0 points, where a perfectly calibrated model would show 1.8" in sentence


def test_a_calibration_interval_above_zero_says_that_probabilities_are_off():
    sentence = findings.calibration_sentence(CALIBRATED | {"calibration_error_low": 0.01})
    assert sentence.endswith("its probabilities are off.")


def test_calibration_without_a_figure_has_no_sentence():
    assert findings.calibration_sentence(CALIBRATED | {"calibration_error": None}) == ""


def test_cost_sentences_show_a_dash_for_what_was_not_measured(make_comparison):
    sentence = findings.cost_sentences(make_comparison(1, cost=False))[0]
    assert sentence == "logreg: training –, prediction –, – parameters, – on disk."
    assert "training 7.2 s" in findings.cost_sentences(make_comparison(2))[1]


def test_limits_name_domain_classes_and_seeds(make_comparison, description):
    text = " ".join(findings.limits(make_comparison(4), description))
    assert "Other domains: every figure is of rotten-tomatoes" in text
    assert "one trained artefact a model; another seed may differ" in text
    assert "each was tested against logreg alone" in text


def test_limits_leave_out_what_does_not_apply(make_comparison, description):
    text = " ".join(findings.limits(make_comparison(2, seeds=3), description))
    assert "among each other" not in text
    assert "p is of the first seed alone" in text
