"""``--vary`` as a user writes it."""

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.experiment.ablation_values import Variation, parse_variations


def test_values_are_kept_as_written() -> None:
    assert parse_variations(["learning_rate=1e-5, 2e-5,none"], "bert") == (
        Variation("learning_rate", ("1e-5", "2e-5", "none")),
    )


def test_a_range_stands_for_its_whole_numbers_both_ends_included() -> None:
    (found,) = parse_variations(["epochs=1..3,6"], "bert")
    assert found.values == ("1", "2", "3", "6")


def test_the_models_name_may_lead_a_setting() -> None:
    (found,) = parse_variations(["bert.epochs=1,2"], "bert")
    assert found.setting == "epochs"


def test_a_value_named_twice_is_one_cell() -> None:
    (found,) = parse_variations(["epochs=1..3,2"], "bert")
    assert found.values == ("1", "2", "3")


@pytest.mark.parametrize("item", ["epochs", "epochs=", "=1,2", "epochs=1,,2"])
def test_another_form_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="--vary takes SETTING=VALUE,VALUE"):
        parse_variations([item], "bert")


@pytest.mark.parametrize("item", ["epochs=6..1", "epochs=3..3", "epochs=1..1000000"])
def test_a_range_that_does_not_rise_or_is_too_long_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="must rise, by 99 at most"):
        parse_variations([item], "bert")


def test_a_setting_varied_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="'epochs' is varied twice"):
        parse_variations(["epochs=1,2", "bert.epochs=3"], "bert")


def test_nothing_to_vary_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing to vary"):
        parse_variations([], "bert")
