"""One table of usual class names serves the data and the predictions."""

import pandas as pd
import pytest

from sentiment_lab.analysis import prediction_checks
from sentiment_lab.class_order import USUAL_PAIRS, USUAL_TRIPLES, usual_order, usual_partner
from sentiment_lab.data import labels


@pytest.mark.parametrize("names", [*USUAL_PAIRS, *USUAL_TRIPLES])
def test_training_and_reading_predictions_give_usual_classes_one_order(names: tuple[str, ...]):
    for given in (names, names[::-1], [name.title() for name in names[::-1]]):
        of_data = labels.order_classes(pd.Series(given)).classes
        assert tuple(name.lower() for name in of_data) == names
        assert prediction_checks.order_classes(given, None) == of_data


@pytest.mark.parametrize("names", [("ham", "spam"), ("good",), ("bad", "good", "Good"), ()])
def test_other_names_have_no_usual_order(names: tuple[str, ...]):
    assert usual_order(names) is None


@pytest.mark.parametrize(
    ("name", "partner"), [("good", "bad"), ("POS", "neg"), ("1", "0"), ("spam", None)]
)
def test_a_partner_is_the_other_of_the_first_usual_pair(name: str, partner: str | None):
    assert usual_partner(name) == partner
