import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.exceptions import DataError, UsageError
from sentiment_lab.experiment.data_tags import (
    TrainingProfile,
    data_tags,
    length_tags,
    training_profile,
    vocabulary_tags,
    with_none,
)

PROFILE = TrainingProfile(frozenset({"the", "plot", "is", "dull"}), long=4, unknown_share=0.25)


def test_a_text_is_long_beyond_the_limit_and_the_rest_is_the_evidence() -> None:
    text = " one two  three four five six "
    short, long = length_tags(["one two three four", text], 4)
    assert not short.present
    assert short.score == 0.5
    assert long.present
    assert [text[a:b] for a, b in long.evidence] == ["five six"]


def test_the_limit_of_length_is_what_nine_in_ten_training_texts_keep() -> None:
    texts = ["word " * n for n in range(1, 101)]
    assert training_profile(texts).long in {90, 91}


def test_a_limit_below_one_word_is_refused() -> None:
    with pytest.raises(UsageError, match="0 words"):
        length_tags(["a"], 0)


def test_unknown_words_are_the_evidence_and_more_than_usual_of_them_are_present() -> None:
    texts = ["The plot is dull.", "The plot is Zorgish.", "Zorg, the zorg ISN'T dull", "..."]
    tags = vocabulary_tags(texts, PROFILE)
    assert [tag.present for tag in tags] == [False, False, True, False]
    assert [texts[2][a:b] for a, b in tags[2].evidence] == ["Zorg", "zorg", "ISN'T"]
    assert tags[1].score == 0.5
    assert tags[3].score == 0


def test_what_is_usual_is_told_from_words_of_no_other_film() -> None:
    texts = ["alpha beta", "alpha beta", "gamma delta", "delta omega"] * 5
    alone = training_profile([f"{text} w{i}" for i, text in enumerate(texts)])
    assert alone.unknown_share == pytest.approx(1 / 3)
    films = training_profile(["alpha beta", "alpha beta"], ["one", "one"])
    assert films.unknown_share == 1
    assert training_profile(["alpha beta", "alpha beta"], ["one", None]).unknown_share == 0


def test_no_training_texts_are_refused() -> None:
    with pytest.raises(DataError, match="no training texts"):
        training_profile([])


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_evidence_lies_in_the_text(texts: list[str]) -> None:
    for tags in (length_tags(texts, 2), vocabulary_tags(texts, PROFILE)):
        for text, tag in zip(texts, tags, strict=True):
            assert 0 <= tag.score <= 1
            assert all(0 <= a < b <= len(text) for a, b in tag.evidence)
            assert tag.present <= bool(tag.evidence)


def test_every_category_that_the_data_allow_is_in_the_flat_columns(reviews: pd.DataFrame) -> None:
    frame = reviews.rename(columns={"film": "group"})
    profile = training_profile(frame["text"].tolist(), frame["group"].tolist())
    tags = data_tags(frame, profile=profile)
    assert tags.columns.tolist() == ["id"] + [
        f"{name}_{part}"
        for name in ("length", "out_of_vocabulary", "label_doubt")
        for part in ("score", "present", "evidence")
    ]
    assert tags["id"].tolist() == frame["id"].tolist()
    assert json.loads(tags["length_evidence"].iloc[0]) == []


def test_what_the_data_do_not_allow_is_left_out() -> None:
    frame = pd.DataFrame({"id": ["a"], "text": ["one two three"]})
    assert data_tags(frame).columns.tolist() == ["id"]
    assert data_tags(frame, long=2)["length_present"].tolist() == [True]


def test_none_is_present_where_no_other_category_is() -> None:
    tags = pd.DataFrame(
        {
            "id": list("abc"),
            "x_score": [0.2, 0.9, 0.1],
            "x_present": [False, True, False],
            "y_score": [0.4, 0.1, None],
            "y_present": [False, False, None],
        }
    )
    found = with_none(tags)
    assert found["none_present"].tolist() == [True, False, pd.NA]
    assert found["none_score"].tolist()[:2] == [0.6, 0.0]
    assert pd.isna(found["none_score"].iloc[2])
    pd.testing.assert_frame_equal(with_none(found), found)


def test_none_of_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="tag the texts first"):
        with_none(pd.DataFrame({"id": ["a"]}))
