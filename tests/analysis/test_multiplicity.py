"""p-values of families of tests."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from sentiment_lab.analysis.multiplicity import adjusted, benjamini_hochberg
from sentiment_lab.analysis.significance import holm

P = np.array([0.001, 0.04, 0.03, 0.2, 0.011])


@pytest.mark.parametrize(("adjustment", "name"), [(holm, "holm"), (benjamini_hochberg, "fdr_bh")])
def test_adjusted_p_values_are_those_of_statsmodels(adjustment, name):
    assert adjusted(P, adjustment) == pytest.approx(multipletests(P, method=name)[1])


def test_a_missing_p_value_is_no_test():
    found = adjusted([0.01, np.nan, 0.02])
    assert found[[0, 2]] == pytest.approx([0.02, 0.02])
    assert np.isnan(found[1])


def test_each_family_is_adjusted_by_itself():
    found = adjusted([0.01, 0.02, 0.03], families=["a", "b", "a"])
    assert found == pytest.approx([0.02, 0.02, 0.03])


def test_nothing_to_adjust_is_fine():
    assert len(adjusted([])) == 0
    assert np.isnan(adjusted([np.nan], benjamini_hochberg)).all()
