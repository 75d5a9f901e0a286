"""Which cells an ablation has."""

from pathlib import Path

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.ablation_plan import Base, CellTable, plan_settings, plan_sizes
from sentiment_lab.experiment.ablation_values import parse_variations
from sentiment_lab.experiment.plan import KnownModel


def _table(model: str, vary: str, *changes: str, dataset: str = "imdb") -> CellTable:
    base = Base(model, dataset, changes)
    (table,) = plan_settings(base, parse_variations([vary], model))
    return table


def _values(table: CellTable) -> list[tuple[str, bool]]:
    return [(cell.value, cell.is_default) for cell in table.cells]


def _setting(table: CellTable, position: int) -> object:
    plan = table.cells[position].plan
    assert isinstance(plan, KnownModel)
    return plan.settings.values()[table.setting]


def test_the_value_of_the_default_is_marked() -> None:
    found = _table("logreg", "ngrams=1,2,3", "logreg.ngrams=2")
    assert _values(found) == [("1", False), ("2", True), ("3", False)]


def test_a_default_that_was_not_named_stands_at_its_place_among_numbers() -> None:
    found = _table("bert", "learning_rate=1e-5,5e-5", "bert.learning_rate=2e-5")
    assert _values(found) == [("1e-5", False), ("2e-5", True), ("5e-5", False)]


def test_a_default_that_was_not_named_stands_first_among_words() -> None:
    found = _table("bert", "truncation=tail,head", "bert.truncation=head_tail")
    assert _values(found) == [("head_tail", True), ("tail", False), ("head", False)]


def test_one_value_written_in_two_ways_is_one_cell() -> None:
    found = _table("bert", "learning_rate=1e-5,0.00001,3e-5", "bert.learning_rate=3e-5")
    assert _values(found) == [("1e-5", False), ("3e-5", True)]


def test_other_settings_stay_as_set_says() -> None:
    found = _table("logreg", "ngrams=1,3", "logreg.min_df=7")
    for cell in found.cells:
        assert cell.plan.changes()["min_df"] == "7"


def test_none_clips_nothing() -> None:
    found = _table("bert", "max_grad_norm=none,1", "bert.max_grad_norm=1")
    assert _values(found) == [("none", False), ("1", True)]
    assert _setting(found, 0) == 0.0


def test_none_stays_none_where_a_setting_may_be_absent() -> None:
    found = _table("logreg", "C=none,1")
    assert _setting(found, 0) is None


def test_none_is_refused_where_neither_it_nor_0_is_a_value() -> None:
    with pytest.raises(UsageError, match="'none' is no value of batch_size, and neither is 0"):
        _table("bert", "batch_size=none,8")


def test_warm_up_may_be_a_number_of_steps() -> None:
    assert _setting(_table("bert", "warmup=0,500"), -1) == 500.0


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match=r"'bert.warmup_steps': did you mean 'bert.warmup'\?"):
        _table("bert", "warmup_steps=0,500")


def test_a_value_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(UsageError, match="logreg.ngrams must be a whole number"):
        _table("logreg", "ngrams=1,9")


OWN = """
class Own:
    def __init__(self, strength=1.0): pass
    def fit(self, texts, labels): return self
    def predict_proba(self, texts): return None
"""


def test_own_models_have_the_unset_value_as_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_cells.py").write_text(OWN)
    found = _table("own_cells:Own", "strength=1,2")
    assert _values(found) == [("unset", True), ("1", False), ("2", False)]
    with pytest.raises(UsageError, match="strenth"):
        _table("own_cells:Own", "strenth=1,2")


def test_all_training_rows_are_the_default_and_sizes_rise() -> None:
    (varied,) = parse_variations(["train_size=400,100,5000"], "logreg")
    found = plan_sizes(Base("logreg", "imdb"), varied, 1000)
    assert _values(found) == [("100", False), ("400", False), ("1000", True)]
    assert [cell.train_size for cell in found.cells] == [100, 400, None]
    assert found.cells[0].plan.changes() == {"train_size": "100"}


@pytest.mark.parametrize("size", ["0", "1", "ten", "1e3", "-5", "²"])
def test_a_size_that_is_no_number_of_rows_is_refused(size: str) -> None:
    (varied,) = parse_variations([f"train_size={size}"], "logreg")
    with pytest.raises(UsageError, match="train_size must be a whole number"):
        plan_sizes(Base("logreg", "imdb"), varied, 1000)


def test_sizes_that_are_all_too_large_are_refused() -> None:
    (varied,) = parse_variations(["train_size=1000,2000"], "logreg")
    with pytest.raises(UsageError, match="there are 1000 training rows"):
        plan_sizes(Base("logreg", "imdb"), varied, 1000)
