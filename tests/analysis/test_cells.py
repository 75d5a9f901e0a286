"""Resampling cells is resampling rows (or films), only faster."""

import numpy as np
import pytest
from scipy import stats

from sentiment_lab.analysis import cells
from sentiment_lab.analysis.cells import bootstrap_metrics, pool_units, resample_confusions
from sentiment_lab.analysis.metrics import confusion, f1


def make(rng, n=300, n_classes=2, systems=2):
    labels = rng.integers(n_classes, size=n)
    wrong = rng.random((systems, n)) < 0.25
    predicted = np.where(wrong, rng.integers(n_classes, size=(systems, n)), labels)
    return labels, predicted


def same_distribution(found, expected):
    """Two-sample Kolmogorov-Smirnov test, at one in a thousand."""
    return np.asarray(stats.ks_2samp(found, expected))[1] > 0.001


def quantiles(values):
    return np.quantile(values, [0.025, 0.25, 0.5, 0.75, 0.975])


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("groups", [None, np.arange(300) // 7])
def test_pools_hold_all_units_and_add_up_to_the_confusion_counts(rng, n_classes, groups):
    labels, predicted = make(rng, n_classes=n_classes)

    pools = pool_units(labels, predicted, n_classes, groups)

    total = (pools.units @ pools.counts).reshape(pools.shape)
    assert pools.units.sum() == (300 if groups is None else 43)
    for system, codes in enumerate(predicted):
        assert np.array_equal(total[system], confusion(labels, codes, n_classes))


def test_rows_are_pooled_into_the_joint_cells_of_label_and_predictions(rng):
    labels, predicted = make(rng, n=2_000)

    assert len(pool_units(labels, predicted, 2, None).units) == 8


def test_cell_bootstrap_has_the_distribution_of_scipys_bootstrap_over_rows(rng):
    labels, predicted = make(rng)

    def difference(rows):
        counts = [confusion(labels[rows], codes[rows], 2) for codes in predicted]
        return float(f1(counts[0]) - f1(counts[1]))

    expected = stats.bootstrap(
        (np.arange(300),),
        difference,
        n_resamples=4_000,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(5),
    ).bootstrap_distribution
    replicates = bootstrap_metrics(pool_units(labels, predicted, 2, None), 40_000, rng)["f1"]

    found = replicates[:, 0] - replicates[:, 1]
    assert quantiles(found) == pytest.approx(quantiles(expected), abs=0.12 * float(expected.std()))
    assert same_distribution(found, expected)


def test_grouped_bootstrap_has_the_distribution_of_resampling_whole_films(rng):
    labels, predicted = make(rng, n=240)
    films = np.repeat(np.arange(40), 6)
    # Films without exception right for the first system, to make rows of a film alike.
    predicted[0] = np.where(films < 25, labels, predicted[0])
    rows_of = [np.flatnonzero(films == film) for film in range(40)]
    expected = []
    for _ in range(4_000):
        rows = np.concatenate([rows_of[film] for film in rng.integers(40, size=40)])
        expected.append(float(f1(confusion(labels[rows], predicted[0, rows], 2))))

    found = bootstrap_metrics(pool_units(labels, predicted, 2, films), 20_000, rng)["f1"][:, 0]

    assert quantiles(found) == pytest.approx(
        quantiles(expected), abs=0.12 * float(np.std(expected))
    )
    assert same_distribution(found, expected)


def test_both_ways_of_drawing_have_one_distribution(rng, monkeypatch):
    labels, predicted = make(rng)
    pools = pool_units(labels, predicted, 2, np.arange(300) // 2)

    def draw(cost):
        monkeypatch.setattr(cells, "_POOL_COST", cost)
        return bootstrap_metrics(pools, 20_000, rng)["accuracy"][:, 1]

    assert same_distribution(draw(0), draw(1_000))


@pytest.mark.parametrize("pool_cost", [0, 1_000])
def test_the_sparse_product_of_many_classes_is_the_dense_one(rng, monkeypatch, pool_cost):
    labels, predicted = make(rng, n_classes=6, systems=3)
    pools = pool_units(labels, predicted, 6, None)
    monkeypatch.setattr(cells, "_POOL_COST", pool_cost)

    def draw(thin):
        monkeypatch.setattr(cells, "_THIN", thin)
        return np.concatenate(list(resample_confusions(pools, 50, np.random.default_rng(1))))

    assert np.array_equal(draw(thin=0.0), draw(thin=1.0))


def test_every_resample_holds_as_many_rows_as_there_are(rng):
    labels, predicted = make(rng, n=101, n_classes=3)

    blocks = list(resample_confusions(pool_units(labels, predicted, 3, None), 5_000, rng))

    totals = np.concatenate(blocks).sum(axis=(2, 3))
    assert totals.shape == (5_000, 2)
    assert (totals == 101).all()


def test_resampling_stays_exact_beyond_the_whole_numbers_of_32_bits(rng):
    n = (1 << 24) + 1
    pools = cells.Pools(np.array([[1, 0, 0, 0]]), np.array([n]), (1, 2, 2))

    (block,) = resample_confusions(pools, 3, rng)

    assert (block[:, 0, 0, 0] == n).all()


def test_systems_share_the_resamples_so_that_equal_ones_never_differ(rng):
    labels, predicted = make(rng)
    predicted[1] = predicted[0]

    for replicates in bootstrap_metrics(pool_units(labels, predicted, 2, None), 500, rng).values():
        assert np.array_equal(replicates[:, 0], replicates[:, 1])


@pytest.mark.parametrize("grouped", [False, True])
def test_order_of_rows_changes_no_replicate(rng, grouped):
    labels, predicted = make(rng)
    films = np.arange(300) // 5 if grouped else None
    order = rng.permutation(300)
    shuffled = films[order] if films is not None else None

    one = pool_units(labels, predicted, 2, films)
    other = pool_units(labels[order], predicted[:, order], 2, shuffled)

    assert np.array_equal(one.units, other.units)
    assert np.array_equal(one.counts, other.counts)
