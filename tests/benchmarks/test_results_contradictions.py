import importlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

rows = importlib.import_module("results_rows")
contradictions = importlib.import_module("results_contradictions")


@pytest.fixture
def experiment(folder):
    return rows.read_declared(folder).experiment


def test_the_experiment_disagrees_with_itself_in_three_places(experiment):
    validation, batch, f1 = contradictions.contradictions(experiment)
    assert "equals test accuracy" in validation
    assert "batch_size 32" in batch and "94.1" in batch
    assert "94.13 %" in f1 and "94.15 %" in f1


def test_a_report_that_agrees_with_itself_has_none(experiment):
    table = experiment.tables[0]
    sound = replace(experiment, validation=(91.5, 93.9), tables=(table,), f1=0.942)
    assert contradictions.contradictions(sound) == ()


@given(missed=st.integers(0, 99), alarms=st.integers(0, 100))
def test_accuracy_follows_from_f1_and_recall_on_balanced_classes(missed, alarms):
    found = 100 - missed
    f1 = 2 * found / (2 * found + alarms + missed)
    accuracy = (found + 100 - alarms) / 200
    assert contradictions.highest_accuracy(f1, found / 100) == pytest.approx(accuracy)
