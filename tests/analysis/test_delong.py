"""Areas under the curve and their covariance against the slow textbook forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.analysis.delong import area_covariance, area_under_curve


def two_columns(scores):
    return np.column_stack([1 - scores, scores])


def components(labels, scores):
    """Structural components by comparing every positive with every negative."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    wins = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    return wins.mean(), wins.mean(axis=1), wins.mean(axis=0)


def delong(labels, systems):
    """Covariance of areas as DeLong et al. wrote it."""
    parts = [components(labels, scores) for scores in systems]
    of_positives = np.cov([part[1] for part in parts])
    of_negatives = np.cov([part[2] for part in parts])
    return of_positives / (labels == 1).sum() + of_negatives / (labels == 0).sum()


def obuchowski(labels, one, two, groups):
    """Covariance of two areas as Obuchowski wrote it for clustered rows."""
    films = np.unique(groups)
    n_pos, n_neg = (labels == 1).sum(), (labels == 0).sum()
    sums = []
    for scores in (one, two):
        area, above, below = components(labels, scores)
        a = [(above[groups[labels == 1] == film] - area).sum() for film in films]
        b = [(below[groups[labels == 0] == film] - area).sum() for film in films]
        sums.append((np.array(a), np.array(b)))
    (a1, b1), (a2, b2) = sums
    with_pos = len(np.unique(groups[labels == 1]))
    with_neg = len(np.unique(groups[labels == 0]))
    n = len(films)
    s10 = with_pos / ((with_pos - 1) * n_pos) * (a1 @ a2)
    s01 = with_neg / ((with_neg - 1) * n_neg) * (b1 @ b2)
    s11 = n / (n - 1) * (a1 @ b2 + b1 @ a2)
    return s10 / n_pos + s01 / n_neg + s11 / (n_pos * n_neg)


@given(st.integers(0, 10**6))
def test_area_and_covariance_equal_delongs_with_ties(seed):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([[0, 0, 1, 1], rng.integers(2, size=36)])
    systems = [np.round(rng.random(40) * 0.7 + 0.3 * labels, 1) for _ in range(3)]
    areas = [area_under_curve(labels, two_columns(scores)) for scores in systems]

    covariance = area_covariance(np.stack([area.influence for area in areas], axis=1), None)

    expected = [components(labels, scores)[0] for scores in systems]
    assert [area.value for area in areas] == pytest.approx(expected, abs=1e-12)
    assert covariance == pytest.approx(delong(labels, systems), rel=1e-9, abs=1e-15)


def test_clustered_covariance_is_obuchowskis_up_to_its_small_sample_factor(rng):
    groups = np.sort(rng.integers(150, size=600))
    groups = np.unique(groups, return_inverse=True)[1]
    film = rng.normal(size=150)[groups]
    labels = (film + rng.normal(size=600) > 0).astype(int)
    noise = rng.normal(size=150)[groups]
    systems = [labels + noise + rng.normal(size=600) for _ in range(2)]
    areas = [area_under_curve(labels, two_columns(scores), groups) for scores in systems]

    covariance = area_covariance(np.stack([area.influence for area in areas], axis=1), groups)

    for i in range(2):
        for j in range(2):
            expected = obuchowski(labels, systems[i], systems[j], groups)
            assert covariance[i, j] == pytest.approx(expected, rel=2e-3)
    independent = area_covariance(np.stack([a.influence for a in areas], axis=1), None)
    assert covariance[0, 0] > 1.2 * independent[0, 0]


def test_area_of_more_classes_has_the_variance_that_the_jackknife_finds(rng):
    labels = rng.integers(3, size=150)
    weights = np.exp(rng.normal(size=(150, 3)) + np.eye(3)[labels])
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    area = area_under_curve(labels, probabilities)
    left_out = np.array(
        [
            area_under_curve(np.delete(labels, i), np.delete(probabilities, i, axis=0)).value
            for i in range(150)
        ]
    )

    variance = area_covariance(area.influence[:, None], None)[0, 0]

    assert variance == pytest.approx(
        149 / 150 * ((left_out - left_out.mean()) ** 2).sum(), rel=0.05
    )


def test_area_is_undefined_without_both_sides():
    area = area_under_curve(np.ones(3, int), two_columns(np.array([0.1, 0.2, 0.3])))

    assert np.isnan(area.value)
    assert np.isnan(area.influence).all()


def test_a_class_without_rows_is_left_out_of_the_mean(rng):
    labels = np.array([0, 0, 1, 1, 0, 1])
    scores = rng.random(6)
    three = np.column_stack([1 - scores, scores, np.zeros(6)])

    both = area_under_curve(labels, two_columns(scores)).value

    assert area_under_curve(labels, three).value == pytest.approx(both)


def test_variance_is_unknown_where_a_side_has_one_row():
    area = area_under_curve(np.array([1, 0, 0]), two_columns(np.array([0.5, 0.2, 0.9])))

    assert area.value == 0.5
    assert np.isnan(area_covariance(area.influence[:, None], None)).all()
