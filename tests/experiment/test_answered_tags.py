from collections.abc import Sequence

import pandas as pd
import pytest

from sentiment_lab.experiment.answered_tags import answered_tags, foreign_texts
from sentiment_lab.taggers.registry import load_taggers
from sentiment_lab.taggers.tagger import Reliability, Tag

ENGLISH = "The film is not bad, and I would see it again with the children."
GERMAN = (
    "Der Film ist leider sehr langweilig, die Schauspieler spielen schlecht und ich kann ihn "
    "wirklich niemandem empfehlen, der gute Geschichten mag."
)


class Unsure:
    """A tagger of the user's own: no answer for texts in capitals."""

    name = "unsure"
    threshold = 0.5
    reliability: Reliability | None = None

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        score = {True: float("nan"), False: 1.0}
        return [Tag(score[text.isupper()], not text.isupper(), ()) for text in texts]


def frame(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"id": [str(row) for row in range(len(texts))], "text": texts})


def test_tags_of_another_language_are_missing_not_guessed_as_absent() -> None:
    tags = answered_tags(frame(ENGLISH, GERMAN), load_taggers(["negation", "stated_rating"]))
    for name in ("negation", "stated_rating"):
        assert tags[f"{name}_score"].isna().tolist() == [False, True]
        assert tags[f"{name}_present"].isna().tolist() == [False, True]
        assert tags[f"{name}_evidence"].iloc[1] == "[]"


def test_a_tagger_of_the_users_own_reads_any_language_and_may_give_no_answer() -> None:
    tags = answered_tags(frame(GERMAN, "LOUD"), [Unsure()])
    assert tags["unsure_present"].tolist() == [True, pd.NA]
    assert tags["unsure_score"].isna().tolist() == [False, True]


def test_texts_in_english_keep_plain_columns() -> None:
    tags = answered_tags(frame(ENGLISH), load_taggers(["negation"]))
    assert tags["negation_present"].dtype == bool


@pytest.mark.parametrize(("own", "expected"), [(False, [False, True]), (True, [False, False])])
def test_languages_are_told_apart_for_taggers_of_english_alone(own, expected) -> None:
    taggers = [Unsure()] if own else load_taggers(["stated_rating"])
    assert foreign_texts([ENGLISH, GERMAN], taggers).tolist() == expected
