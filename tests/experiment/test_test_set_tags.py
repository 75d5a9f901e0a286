"""All tags of a test set, with what each model does not read."""

from typing import Any

import numpy as np
import pandas as pd

from sentiment_lab.experiment.tags import TextTags
from sentiment_lab.experiment.test_set_tags import ReadByModel, usual_length
from sentiment_lab.experiment.test_set_tags import TestTags as AllTags

FRAME = pd.DataFrame(
    {"id": ["a", "b", "c"], "mixed_score": 0.0, "mixed_present": False, "mixed_evidence": "[]"}
)


def reading(scores: list[float]) -> ReadByModel:
    columns: dict[str, Any] = {"id": ["a", "b", "c"], "truncated_verdict_score": scores}
    columns["truncated_verdict_present"] = [score > 0.5 for score in scores]
    columns["truncated_verdict_evidence"] = "[]"
    return ReadByModel(pd.DataFrame(columns), np.zeros(3), 8)


def test_an_error_has_the_truncated_verdict_of_the_models_that_make_it() -> None:
    limits = {"one": reading([0.9, 0.9, 0.9]), "two": reading([0.1, 0.2, 0.3])}
    tags = AllTags(TextTags(FRAME, ()), FRAME, limits)
    wrong = pd.DataFrame(
        {"id": ["c", "b", "a"], "wrong_one": [True, False, False], "wrong_two": [True, True, False]}
    )
    found = tags.of_errors(wrong)
    assert found["id"].tolist() == ["c", "b", "a"]
    assert found["truncated_verdict_score"].tolist() == [0.9, 0.2, 0.0]
    assert found["truncated_verdict_present"].tolist() == [True, False, False]
    assert found["truncated_verdict_evidence"].tolist() == ["[]"] * 3


def test_a_model_has_the_tags_of_its_own_limit() -> None:
    tags = AllTags(TextTags(FRAME, ()), FRAME, {"one": reading([0.9, 0.1, 0.1])})
    assert tags.names == ["mixed"]
    assert "truncated_verdict_present" in tags.of("one")
    assert "truncated_verdict_present" not in tags.of("another")


def test_nine_texts_in_ten_keep_the_usual_length() -> None:
    texts = pd.Series(["word " * n for n in range(1, 11)])
    assert usual_length(texts) == 10
    assert usual_length(pd.Series([None])) == 1
