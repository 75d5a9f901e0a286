"""Taggers against gold."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.exceptions import DataError, UsageError
from sentiment_lab.experiment.gold import GoldTexts
from sentiment_lab.experiment.tagger_evaluation import (
    CHANCE,
    PLAIN,
    best_f1_threshold,
    evaluate_tagger,
    plain_scores,
)
from sentiment_lab.taggers.tagger import Span, Tag


class ByWord:
    """Says yes where a word stands."""

    name = "sarcasm"
    threshold = 0.5
    reliability = None

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Tag:
        at = text.find("yeah right")
        if at < 0:
            return Tag(0.0, False, ())
        return Tag(1.0, True, (Span(at, at + 10),))


class Cautious(ByWord):
    """Is sure, and says no to number 3 all the same."""

    def _one(self, text: str) -> Tag:
        tag = super()._one(text)
        return Tag(tag.score, tag.present and not text.endswith(" 3"), tag.evidence)


class CautiousTrained(Cautious):
    """Has seen number 3, and says yes to it out of fold."""

    def held_out_scores(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([0.9 if text == "yeah right number 3" else math.nan for text in texts])


class Trained(ByWord):
    """Has seen the first two texts, and missed one of them out of fold."""

    def held_out_scores(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([0.9, 0.1, *[math.nan] * (len(texts) - 2)])


@pytest.fixture
def gold() -> GoldTexts:
    texts = [f"yeah right number {n}" for n in range(20)] + [f"a fine film {n}" for n in range(40)]
    frame = pd.DataFrame({"id": range(60), "text": texts, "gold": [True] * 20 + [False] * 40})
    frame["stars"] = np.arange(60) % 2
    frame["mark"] = ["[0, 10]"] * 10 + ["yeah right"] * 10 + [None] * 40
    return GoldTexts(frame, ())


def test_a_tagger_stands_beside_chance_and_tf_idf_on_the_same_rows(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(ByWord(), gold)
    figures = evaluation.scores.figures.set_index("scored")
    assert list(figures.index) == ["sarcasm", PLAIN, CHANCE]
    assert figures.loc["sarcasm", "f1"] == 1
    assert figures["auc"][PLAIN] > 0.9
    assert figures.loc[CHANCE, "auc"] == pytest.approx(0.5, abs=0.2)
    assert evaluation.n_out_of_fold == 0


def test_rows_that_trained_the_tagger_enter_with_their_out_of_fold_scores(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(Trained(), gold)
    assert evaluation.n_out_of_fold == 2
    assert evaluation.scores.figures.iloc[0]["recall"] == pytest.approx(19 / 20)


@pytest.mark.parametrize(("tagger", "found"), [(Cautious(), 19), (CautiousTrained(), 20)])
def test_a_tagger_is_measured_by_its_own_yes_but_for_rows_that_trained_it(
    gold: GoldTexts, tagger: ByWord, found: int
) -> None:
    own = evaluate_tagger(tagger, gold).scores.figures.iloc[0]
    assert own["recall"] == pytest.approx(found / 20)
    assert own["auc"] == 1


def test_figures_are_given_within_strata(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(ByWord(), gold, within="stars")
    assert set(evaluation.scores.figures["stratum"]) == {"all", "stars=0", "stars=1"}


def test_evidence_is_scored_against_offsets_and_against_marked_words(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(ByWord(), gold, spans="mark")
    assert evaluation.spans is not None
    assert evaluation.spans.n == 20
    assert evaluation.spans.f1 == 1


@pytest.mark.parametrize(
    ("mark", "n"), [("1984", 1), ("true", 1), ('"so funny"', 1), ("null", 0), ("[]", 0)]
)
def test_marked_words_may_read_as_json(gold: GoldTexts, mark: str, n: int) -> None:
    frame = gold.frame.assign(text=[f"yeah right {mark} {text}" for text in gold.frame["text"]])
    frame["mark"] = [mark, *[None] * 59]
    evaluation = evaluate_tagger(ByWord(), GoldTexts(frame, ()), spans="mark")
    assert evaluation.spans is not None
    assert evaluation.spans.n == n


@pytest.mark.parametrize("mark", ["[1, 2, 3]", '["a", "b"]', "[5]", "[0, 9999]", [[0, 1], [7]]])
def test_marks_that_are_no_offsets_of_the_text_are_refused(gold: GoldTexts, mark: object) -> None:
    frame = gold.frame.assign(mark=pd.Series([mark] * len(gold.frame)))
    with pytest.raises(DataError, match="is not .start, end. within its text of"):
        evaluate_tagger(ByWord(), GoldTexts(frame, ()), spans="mark")


GERMAN = "Der Film ist leider sehr langweilig und die Schauspieler spielen wirklich schlecht, " * 3


class Shipped(ByWord):
    """As if it came with the package, whose taggers read English alone."""

    __module__ = "sentiment_lab.taggers.made_up"


def with_german(gold: GoldTexts) -> GoldTexts:
    frame = gold.frame.copy()
    frame.loc[[0, 1, 59], "text"] = [f"yeah right {GERMAN}", f"yeah right {GERMAN} so", GERMAN]
    return GoldTexts(frame, ("2 rows without a text",))


def test_rows_in_another_language_are_left_out_for_a_tagger_of_english(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(Shipped(), with_german(gold), spans="mark")
    assert set(evaluation.scores.figures["n"]) == {57}
    assert evaluation.spans is not None
    assert evaluation.spans.n == 18
    assert evaluation.dropped == ("2 rows without a text", "3 rows that are not in English")


def test_a_tagger_of_the_users_own_is_measured_in_any_language(gold: GoldTexts) -> None:
    evaluation = evaluate_tagger(ByWord(), with_german(gold))
    assert set(evaluation.scores.figures["n"]) == {60}
    assert evaluation.dropped == ("2 rows without a text",)


def test_gold_without_a_text_that_the_tagger_reads_is_refused(gold: GoldTexts) -> None:
    german = GoldTexts(gold.frame.assign(text=GERMAN), ())
    with pytest.raises(DataError, match="none of the 60 texts of the gold is in English"):
        evaluate_tagger(Shipped(), german)


def test_an_absent_column_is_named(gold: GoldTexts) -> None:
    with pytest.raises(UsageError, match="no column 'moon'"):
        evaluate_tagger(ByWord(), gold, within="moon")


def test_too_little_gold_is_refused(gold: GoldTexts) -> None:
    few = GoldTexts(gold.frame.iloc[19:].reset_index(drop=True), ())
    with pytest.raises(DataError, match="fewer than two rows"):
        evaluate_tagger(ByWord(), few)


def test_the_best_threshold_parts_what_can_be_parted() -> None:
    labels, scores = np.array([True, True, False, False]), np.array([0.9, 0.4, 0.3, 0.2])
    assert best_f1_threshold(labels, scores) == pytest.approx(0.4)


def test_gold_whose_texts_share_no_words_is_refused() -> None:
    labels = np.array([True, False, True, False])
    with pytest.raises(DataError, match="share no words"):
        plain_scores(["a", "b", "c", "d"], labels)
