import numpy as np

from sentiment_lab.taggers.held_out import HeldOutScores


def test_a_training_text_is_found_and_another_is_not():
    table = HeldOutScores.of(["one", "two", "\ud800"], np.array([0.25, 0.5, 0.75]))
    found = table.find(["two", "three", "\ud800", "one"])
    assert np.isnan(found[1])
    assert found[[0, 2, 3]].tolist() == [0.5, 0.75, 0.25]


def test_a_text_that_stands_twice_keeps_its_first_score():
    assert HeldOutScores.of(["one", "one"], np.array([0.25, 0.5])).find(["one"]).tolist() == [0.25]


def test_an_empty_table_knows_nothing():
    assert np.isnan(HeldOutScores.of([], np.zeros(0)).find(["one"])).all()
    assert HeldOutScores.of(["one"], np.ones(1)).find([]).shape == (0,)
