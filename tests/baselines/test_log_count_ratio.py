"""Log-count ratios of terms, as weights."""

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

from sentiment_lab.baselines.log_count_ratio import LogCountRatio


def test_the_log_count_ratio_is_the_formula_of_its_source():
    present = np.array([[1, 1, 0], [1, 0, 0], [1, 0, 1]], dtype=float)
    from scipy.sparse import csr_array

    matrix = csr_array(present)
    weigh = LogCountRatio().fit(matrix, ["yes", "no", "yes"])
    yes, no = np.array([3, 2, 2]) / 7, np.array([2, 1, 1]) / 4
    assert np.allclose(weigh.ratio_, np.log(yes / no))
    lengths = np.sqrt(present.sum(axis=1, keepdims=True))
    assert np.allclose(weigh.transform(matrix).toarray(), present / lengths * weigh.ratio_)
    assert np.array_equal(matrix.toarray(), present)


def test_a_ratio_that_was_stored_before_there_was_idf_weighs_as_it_did():
    from scipy.sparse import csr_array

    matrix = csr_array(np.array([[1, 1, 0], [1, 0, 0], [1, 0, 1]], dtype=float))
    weigh = LogCountRatio().fit(matrix, ["yes", "no", "yes"])
    expected = weigh.transform(matrix).toarray()
    del weigh.idf, weigh.idf_
    assert np.array_equal(weigh.transform(matrix).toarray(), expected)


def test_with_idf_the_log_count_ratio_weighs_tf_idf_as_scikit_learn_defines_it():
    from scipy.sparse import csr_array

    matrix = csr_array(np.array([[1, 1, 0], [1, 0, 0], [1, 0, 1]], dtype=float))
    weigh = LogCountRatio(idf=True).fit(matrix, ["yes", "no", "yes"])
    tfidf = TfidfTransformer().fit_transform(matrix).toarray()
    assert np.allclose(weigh.transform(matrix).toarray(), tfidf * weigh.ratio_)
