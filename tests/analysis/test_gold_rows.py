"""Gold brought into the order of a system's rows."""

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.gold_rows import category_names, gold_rows, held_out_tags
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.exceptions import PredictionsError


def test_gold_rows_are_found_whatever_their_order_and_others_left_out(simulate):
    system = simulate(n=10)
    gold = pd.DataFrame({"id": ["test/7", "elsewhere", "test/2"], "mixed": [1.0, 1.0, 0.0]})
    rows = gold_rows(system, gold)
    assert rows.places.tolist() == [7, 2]
    assert rows.frame["mixed"].tolist() == [1.0, 0.0]
    assert rows.weight.tolist() == [1.0, 1.0]


def test_gold_rows_of_a_cell_are_counted_from_its_first_row(simulate):
    system = simulate(n=10)
    gold = pd.DataFrame({"id": ["test/7", "test/2", "test/5"], "weight": [3.0, 2.0, 1.0]})
    rows = gold_rows(system, gold)
    cell = np.isin(np.arange(10), [2, 3, 7])
    found = rows.inside(cell, np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0]))
    assert found.rows.tolist() == [2, 0]
    assert found.gold.tolist() == [1.0, 0.0]
    assert found.tag.tolist() == [0.0, 1.0]
    assert found.weight.tolist() == [3.0, 2.0]


def test_held_out_tags_stand_where_they_are_known_and_plain_ones_elsewhere(simulate):
    system = simulate(n=10)
    tags = pd.DataFrame({"id": system.frame["id"], "mixed_present": True, "domain_present": False})
    gold = pd.DataFrame({"id": ["test/3", "test/1", "test/0"]})
    held_out = pd.DataFrame({"id": ["test/1", "test/3"], "mixed_present": [False, None]})
    found = held_out_tags(system, tags, gold_rows(system, gold), held_out)
    assert found["mixed_present"].tolist() == [1.0, 0.0, 1.0]
    assert found["domain_present"].tolist() == [0.0, 0.0, 0.0]


def test_ids_of_gold_may_be_numbers(simulate):
    system = simulate(n=10)
    frame = system.frame.assign(id=[str(row) for row in range(10)])
    system = Predictions(system.name, frame, system.classes)
    tags = pd.DataFrame({"id": frame["id"], "mixed_present": True})
    rows = gold_rows(system, pd.DataFrame({"id": [3, 1]}))
    assert rows.frame["id"].tolist() == ["3", "1"]
    for ids in ([1], ["1"]):
        held_out = pd.DataFrame({"id": ids, "mixed_present": [False]})
        found = held_out_tags(system, tags, rows, held_out)
        assert found["mixed_present"].tolist() == [1.0, 0.0]


def test_an_id_of_gold_as_a_number_and_as_text_stands_twice(simulate):
    gold = pd.DataFrame({"id": pd.Series([1, "1"], dtype=object)})
    with pytest.raises(PredictionsError, match="gold names the id '1' twice"):
        gold_rows(simulate(n=10), gold)


def test_categories_are_the_columns_of_presence():
    tags = pd.DataFrame(columns=["id", "mixed_score", "mixed_present", "domain_present"])
    assert category_names(tags) == ["mixed", "domain"]
