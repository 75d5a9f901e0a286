"""Intervals cover what they should, with films and without."""

from statistics import mean

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.cells import bootstrap_metrics, pool_units
from sentiment_lab.analysis.intervals import percentile_interval, wilson_interval
from sentiment_lab.analysis.metrics import METRICS, evaluate
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.uncertainty import Resampled, accuracy_interval, uncertainties

DRAWS = 2_000


def covers(labels, predicted, groups, truth, rng):
    """Whether the paired interval of the difference of accuracy holds the true difference."""
    low, high = resampled_accuracy(labels, predicted, groups, 400, rng).difference(0, 1).interval
    return low <= truth <= high


def resampled_accuracy(labels, predicted, groups, resamples, rng):
    """The accuracies of two systems, resampled by row or by group."""
    replicates = bootstrap_metrics(pool_units(labels, predicted, 2, groups), resamples, rng)
    units = len(labels) if groups is None else len(np.unique(groups))
    return Resampled((predicted == labels).mean(axis=1), replicates["accuracy"], units)


def test_paired_interval_of_accuracy_covers_the_truth_in_95_of_100_test_sets(rng):
    joint = [0.80, 0.07, 0.04, 0.09]  # both right, first alone, second alone, neither
    held = []
    for _ in range(DRAWS):
        outcome = rng.choice(4, size=500, p=joint)
        labels = rng.integers(2, size=500)
        right = np.stack([outcome <= 1, outcome % 2 == 0])
        held.append(covers(labels, np.where(right, labels, 1 - labels), None, 0.03, rng))

    assert 0.93 <= mean(held) <= 0.97


def test_with_films_the_paired_interval_covers_the_truth_and_that_of_rows_does_not(rng):
    films = np.repeat(np.arange(80), 5)
    by_film, by_row = [], []
    for draw in range(DRAWS):
        # One film in four suits the first system, one in four the second: on it, the other errs.
        kind = rng.choice(4, size=80)[films]
        skill = np.stack([np.where(kind == 0, 0.4, 0.9), np.where(kind == 1, 0.4, 0.9)])
        labels = rng.integers(2, size=400)
        predicted = np.where(rng.random((2, 400)) < skill, labels, 1 - labels)
        by_film.append(covers(labels, predicted, films, 0.0, rng))
        if draw < 500:
            by_row.append(covers(labels, predicted, None, 0.0, rng))

    assert 0.93 <= mean(by_film) <= 0.97
    assert mean(by_row) < 0.92


def test_with_10_films_the_intervals_of_accuracy_and_its_difference_still_cover_the_truth(rng):
    films = np.repeat(np.arange(10), 20)
    chances = 1 / (1 + np.exp(-(1.5 + 0.8 * rng.normal(size=1_000_000))))
    paired, plain, single = [], [], []
    for _ in range(1_000):
        skill = rng.choice(chances, size=(2, 10))[:, films]
        labels = rng.integers(2, size=200)
        predicted = np.where(rng.random((2, 200)) < skill, labels, 1 - labels)
        known = resampled_accuracy(labels, predicted, films, 1_000, rng)
        low, high = known.difference(0, 1).interval
        paired.append(low <= 0 <= high)
        low, high = percentile_interval(known.replicates[:, 0] - known.replicates[:, 1])
        plain.append(low <= 0 <= high)
        frame = pd.DataFrame(
            {"label": labels.astype(str), "predicted": predicted[0].astype(str), "group": films}
        )
        low, high = accuracy_interval(Predictions("a", frame, ("0", "1")))
        single.append(low <= chances.mean() <= high)

    assert np.mean(paired) >= 0.93
    assert np.mean(single) >= 0.93
    assert np.mean(plain) < 0.93


def test_the_accuracy_interval_of_one_system_is_that_of_a_comparison(simulate, rng):
    system = simulate(films=30)

    known = uncertainties([system, simulate(seed=2)], system.groups, resamples=200, rng=rng)

    assert accuracy_interval(system) == known["accuracy"].interval(0)
    assert accuracy_interval(simulate()) == wilson_interval(
        float((system.labels == system.predicted).sum()), 400
    )


def test_paired_intervals_of_the_other_metrics_cover_the_truth(simulate, rng):
    def pair(i, n):
        return (
            simulate("a", n=n, strength=1.5, labels_seed=i, seed=2 * i),
            simulate("b", n=n, strength=1.2, labels_seed=i, seed=2 * i + 1),
        )

    first, second = (evaluate(each) for each in pair(999, 100_000))
    truth = {metric: first[metric] - second[metric] for metric in METRICS}
    held = {metric: [] for metric in METRICS}
    for i in range(150):
        known = uncertainties(pair(i, 300), None, resamples=200, rng=rng)
        for metric in METRICS:
            low, high = known[metric].difference(0, 1).interval
            held[metric].append(low <= truth[metric] <= high)

    # Percentiles of 200 resamples of 300 rows cover about 93 %; three standard errors below that
    # are 87 %. The calibration error's interval is wide by design.
    assert {metric: mean(each) for metric, each in held.items() if mean(each) < 0.87} == {}


@pytest.mark.parametrize("films", [None, 40])
@pytest.mark.parametrize("classes", [("no", "yes"), ("bad", "fair", "good")])
def test_every_interval_holds_its_figure_and_swapping_systems_flips_the_sign(
    simulate, films, classes, rng
):
    one = simulate("a", films=films, classes=classes, seed=1)
    two = simulate("b", films=films, classes=classes, seed=2, strength=1.4)
    figures = [evaluate(one), evaluate(two)]

    known = uncertainties([one, two], one.groups, resamples=2_000, rng=rng)

    assert set(known) == set(METRICS)
    for metric in METRICS:
        for i in range(2):
            low, high = known[metric].interval(i)
            assert low <= figures[i][metric] <= high
            assert high - low < 0.35
        forth, back = known[metric].difference(0, 1), known[metric].difference(1, 0)
        assert forth.interval.low == pytest.approx(-back.interval.high)
        assert forth.interval.high == pytest.approx(-back.interval.low)
        assert forth.interval.low <= figures[0][metric] - figures[1][metric] <= forth.interval.high
        assert forth.error == pytest.approx(back.error, nan_ok=True)


def test_rows_that_repeat_each_other_widen_the_intervals_of_all_metrics_but_calibration(
    simulate, rng
):
    single = simulate(n=200, films=200)
    frame = single.frame.loc[np.repeat(np.arange(200), 5)].reset_index(drop=True)
    fivefold = type(single)("system", frame, single.classes)

    films = uncertainties([fivefold], fivefold.groups, resamples=2_000, rng=rng)
    rows = uncertainties([fivefold], None, resamples=2_000, rng=rng)

    for metric in METRICS[:-1]:
        by_film, by_row = films[metric].interval(0), rows[metric].interval(0)
        assert by_film.high - by_film.low == pytest.approx(
            np.sqrt(5) * (by_row.high - by_row.low), rel=0.1
        )


def test_accuracy_of_a_faultless_system_keeps_an_interval_that_counts_films(simulate, rng):
    faultless = simulate(n=100, strength=50.0, films=20)

    by_film = uncertainties([faultless], faultless.groups, resamples=200, rng=rng)
    by_row = uncertainties([faultless], None, resamples=200, rng=rng)

    assert by_film["accuracy"].interval(0) == pytest.approx((20 / (20 + 2.093024**2), 1.0))
    assert by_row["accuracy"].interval(0) == pytest.approx((100 / (100 + 1.959964**2), 1.0))
    assert np.isnan(by_row["auc"].interval(0)).all()


def test_a_system_against_itself_differs_by_nothing(simulate, rng):
    system = simulate()

    known = uncertainties([system, system], None, resamples=200, rng=rng)

    for metric in METRICS:
        if metric != "calibration_error":
            assert known[metric].difference(0, 1) == ((0.0, 0.0), 0.0)
