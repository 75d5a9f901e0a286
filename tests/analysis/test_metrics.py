"""Every metric agrees with scikit-learn, and says NaN where it is not defined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference
from sklearn.calibration import calibration_curve

from sentiment_lab.analysis import metrics
from sentiment_lab.analysis.metrics import METRICS, confusion, evaluate


def exactly(expected):
    return pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


def draw(seed: int, n: int, n_classes: int):
    """Labels, predictions and probabilities, every class among the labels."""
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(n_classes), rng.integers(n_classes, size=n - n_classes)])
    logits = rng.normal(size=(n, n_classes)) + rng.uniform(0, 2) * np.eye(n_classes)[labels]
    # Rounded to one digit, so that ties occur.
    weights = np.exp(np.round(logits, 1))
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    return labels, probabilities.argmax(axis=1), probabilities


tables = st.builds(draw, st.integers(0, 10**6), st.integers(12, 80), st.integers(2, 5))


@given(tables)
def test_metrics_of_counts_equal_those_of_scikit_learn(table):
    labels, predicted, probabilities = table
    n_classes = probabilities.shape[1]
    counts = confusion(labels, predicted, n_classes)
    average = "binary" if n_classes == 2 else "macro"
    options = {"average": average, "zero_division": np.nan}

    assert np.array_equal(counts, reference.confusion_matrix(labels, predicted))
    assert metrics.accuracy(counts) == exactly(reference.accuracy_score(labels, predicted))
    for ours, theirs in (
        (metrics.precision, reference.precision_score),
        (metrics.recall, reference.recall_score),
        (metrics.f1, reference.f1_score),
    ):
        expected = theirs(labels, predicted, **options)
        assert ours(counts) == exactly(expected)
    if len(set(predicted)) > 1:
        assert metrics.mcc(counts) == exactly(reference.matthews_corrcoef(labels, predicted))


@given(tables)
def test_metrics_of_probabilities_equal_those_of_scikit_learn(table):
    labels, _, probabilities = table
    n_classes = probabilities.shape[1]
    if n_classes == 2:
        auc = reference.roc_auc_score(labels, probabilities[:, 1])
        brier = reference.brier_score_loss(labels, probabilities[:, 1])
    else:
        auc = reference.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro")
        brier = reference.brier_score_loss(labels, probabilities)

    assert metrics.auc(labels, probabilities) == exactly(auc)
    assert metrics.brier(labels, probabilities) == exactly(brier)
    assert metrics.log_loss(labels, probabilities) == exactly(
        reference.log_loss(labels, probabilities)
    )


def test_log_loss_of_a_sure_mistake_is_clipped_as_in_scikit_learn():
    labels = np.array([0, 1, 1])
    probabilities = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])

    loss = metrics.log_loss(labels, probabilities)

    assert loss == exactly(reference.log_loss(labels, probabilities))
    assert loss == pytest.approx(2 * 36.04365338911715 / 3)


def test_calibration_error_equals_that_of_scikit_learns_quantile_bins(rng):
    promised = rng.random(15 * 20)
    labels = (rng.random(300) < promised**2).astype(int)
    observed, mean = calibration_curve(labels, promised, n_bins=15, strategy="quantile")

    error = metrics.calibration_error(labels, np.column_stack([1 - promised, promised]))

    assert error == exactly(np.abs(observed - mean).mean())


def test_metrics_are_undefined_where_nothing_is_predicted_positive():
    counts = confusion(np.array([0, 1, 1]), np.array([0, 0, 0]), 2)

    assert np.isnan(metrics.precision(counts))
    assert np.isnan(metrics.mcc(counts))
    assert metrics.recall(counts) == 0
    assert metrics.f1(counts) == 0


def test_recall_and_auc_are_undefined_where_no_label_is_positive():
    labels, probabilities = np.zeros(3, int), np.full((3, 2), 0.5)

    assert np.isnan(metrics.recall(confusion(labels, labels, 2)))
    assert np.isnan(metrics.auc(labels, probabilities))


def test_macro_averages_leave_out_a_class_for_which_they_are_undefined():
    labels, predicted = np.array([0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1])
    counts = confusion(labels, predicted, 3)

    assert metrics.precision(counts) == pytest.approx((1 + 2 / 3) / 2)
    assert metrics.recall(counts) == pytest.approx((1 + 1 + 0) / 3)


def test_mcc_is_undefined_and_not_huge_where_rounding_leaves_a_hair_of_spread():
    predicted = np.zeros(49, int)
    labels = np.arange(49) % 3

    assert np.isnan(metrics.mcc(confusion(labels, predicted, 3)))


@given(tables, st.integers(1, 4))
def test_metrics_of_counts_take_replicates_on_leading_axes(table, copies):
    labels, predicted, probabilities = table
    counts = confusion(labels, predicted, probabilities.shape[1])
    stacked = np.stack([counts * (i + 1) for i in range(copies)])

    for metric in (metrics.accuracy, metrics.f1, metrics.precision, metrics.recall, metrics.mcc):
        assert metric(stacked) == pytest.approx(np.full(copies, metric(counts)), nan_ok=True)


@given(tables, st.randoms(use_true_random=False))
def test_order_of_rows_changes_no_metric(table, random):
    labels, _, probabilities = table
    order = random.sample(range(len(labels)), len(labels))

    for metric in (metrics.auc, metrics.log_loss, metrics.brier, metrics.calibration_error):
        assert metric(labels[order], probabilities[order]) == pytest.approx(
            metric(labels, probabilities), abs=1e-12
        )


def test_evaluate_gives_the_nine_metrics_in_order(simulate):
    predictions = simulate(classes=("bad", "fair", "good"))

    figures = evaluate(predictions)

    assert tuple(figures) == METRICS
    assert figures["accuracy"] == (predictions.labels == predictions.predicted).mean()
    assert all(np.isfinite(value) for value in figures.values())
