"""What is said of the gains of ensembles."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from sentiment_lab.analysis.comparison import Comparison
from sentiment_lab.reports.ensemble_findings import ensemble_sentences, gain_sentence
from sentiment_lab.reports.tables import comparison_table


def gains(*members: tuple[str, float], p: float, on: str = "validation") -> pd.DataFrame:
    """Gains of the ensemble ``all`` with intervals of 0.8 points."""
    rows = [
        {
            "ensemble": "all",
            "member": member,
            "chosen_on": on,
            "difference": gain,
            "low": gain - 0.004,
            "high": gain + 0.004,
            "p": p,
            "p_holm": p,
            "resolvable_difference": 0.006,
        }
        for member, gain in members
    ]
    return pd.DataFrame(rows)


def test_a_gain_that_cannot_be_told_from_chance_is_said_to_be_unresolved() -> None:
    assert gain_sentence(gains(("bert", 0.002), p=0.31)) == (
        "Ensemble all gains +0.2 points (-0.2 to +0.6; p = 0.310) on its best member, bert: not "
        "resolved by this test set, which would need 0.6 points."
    )


def test_a_gain_beyond_chance_is_resolved() -> None:
    sentence = gain_sentence(gains(("bert", 0.012), p=0.0001))
    assert sentence == (
        "Ensemble all gains +1.2 points (+0.8 to +1.6; p < 0.001) on its best member, bert: the "
        "gain is resolved."
    )


def test_a_loss_is_said_to_be_one() -> None:
    sentence = gain_sentence(gains(("bert", -0.012), p=0.0001))
    assert "stands -1.2 points (-1.6 to -0.8; p < 0.001) from its best member, bert" in sentence
    assert sentence.endswith("it is worse.")


@pytest.mark.parametrize(("gain", "p"), [(0.012, 0.2), (0.003, 0.01)])
def test_interval_and_p_at_odds_are_a_hint(gain: float, p: float) -> None:
    assert gain_sentence(gains(("bert", gain), p=p)).endswith("a hint, not settled.")


def test_without_validation_the_smallest_gain_counts() -> None:
    sentence = gain_sentence(gains(("logreg", 0.03), ("bert", 0.002), p=0.31, on="none"))
    assert "no validation rows tell its best member" in sentence
    assert "its smallest gain is +0.2 points (-0.2 to +0.6; p = 0.310), against bert" in sentence
    assert "not resolved" in sentence
    resolved = gain_sentence(gains(("logreg", 0.03), ("bert", 0.02), p=0.001, on="none"))
    assert resolved.endswith("the gain is resolved.")


@pytest.fixture
def with_ensemble(make_comparison: Callable[..., Comparison]) -> Callable[..., Comparison]:
    def make(*, cost: bool = True) -> Comparison:
        comparison = make_comparison(cost=cost, names=("logreg", "bert", "all"))
        return replace(comparison, gains=gains(("bert", 0.002), p=0.31))

    return make


def test_costs_of_ensembles_are_explained_where_there_are_any(with_ensemble: Callable) -> None:
    assert "sums of their members'" in ensemble_sentences(with_ensemble())[-1]
    assert len(ensemble_sentences(with_ensemble(cost=False))) == 1


def test_a_comparison_without_ensembles_says_nothing_of_them(make_comparison: Callable) -> None:
    assert ensemble_sentences(make_comparison()) == ()


def test_the_table_says_it_and_json_holds_it(with_ensemble: Callable, description) -> None:
    comparison = with_ensemble()
    assert "not resolved by this test set" in comparison_table(
        comparison, description, format="markdown"
    )
    assert '"ensembles"' in comparison_table(comparison, description, format="json")
