import pytest

from sentiment_lab.taggers.lexicon import CONTRASTS, NEGATIVE, NEGATORS, POSITIVE
from sentiment_lab.taggers.polarity import polar_words
from sentiment_lab.taggers.sentences import words


def signs(text: str) -> list[int]:
    return [word.sign for word in polar_words(words(text))]


def test_no_word_stands_on_two_lists():
    lists = [POSITIVE, NEGATIVE, NEGATORS, CONTRASTS]
    assert len(frozenset().union(*lists)) == sum(map(len, lists))


def test_praise_and_criticism_have_opposite_signs():
    assert signs("a brilliant cast in a dull plot") == [1, -1]


@pytest.mark.parametrize("text", ["not good", "not a very good film", "never really funny"])
def test_a_negator_turns_praise(text: str):
    assert signs(text) == [-1]


def test_a_negator_turns_criticism():
    assert signs("it isn't boring") == [1]


def test_negation_stops_at_a_word_of_content():
    assert signs("no actor here is bad") == [-1]


def test_negation_stops_after_four_words():
    assert signs("not as much as to be good") == [1]


def test_the_span_holds_the_negator():
    text = "It was not a good idea"
    (word,) = polar_words(words(text))
    assert text[word.span.start : word.span.end] == "not a good"


def test_clauses_are_counted_at_connectives_of_contrast():
    found = list(polar_words(words("great songs but awful jokes though nice hats")))
    assert [word.clause for word in found] == [0, 1, 2]
