import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.reading import (
    Shape,
    form_hash,
    ngram_hashes,
    phrase_hash,
    read,
    token_spans,
)


def test_sentences_end_at_closing_marks_and_layout_breaks_and_no_later_than_their_text():
    reading = read(["It is 3.5 long. Really!<br />Yes", "No"])
    words = [reading.texts[t][a:b] for t in (0, 1) for a, b in token_spans(reading.texts[t])]
    assert words == ["It", "is", "3.5", "long", ".", "Really", "!", "<br />", "Yes", "No"]
    assert reading.sentence.tolist() == [0, 0, 0, 0, 0, 1, 1, 2, 3, 4]
    assert reading.sentence_text.tolist() == [0, 0, 0, 0, 1]


def test_a_form_is_blind_to_case_apostrophes_and_drawn_out_letters():
    assert form_hash("Don’t") == form_hash("don't")
    assert form_hash("SOOOOO") == form_hash("soo")
    assert form_hash("https://a.example") == form_hash("http://b.example")
    assert form_hash("@one") == form_hash("@two")
    assert form_hash("good") != form_hash("goods")


def test_shapes_tell_capitals_drawn_out_words_and_other_scripts():
    reading = read(["The WORST sooooo 12 #irony @me فيلم 🎬 http://x.example"])
    named = [Shape(int(shape)) for shape in reading.shapes]
    assert Shape.TITLE in named[0]
    assert Shape.UPPER in named[1]
    assert Shape.DRAWN_OUT in named[2]
    assert Shape.DIGIT in named[3]
    assert Shape.HASHTAG in named[4]
    assert named[5] == Shape.MENTION
    assert Shape.FOREIGN in named[6]
    assert named[7] == Shape.EMOJI
    assert named[8] == Shape.LINK


def test_a_phrase_has_the_hash_of_the_n_gram_that_it_is_in_a_text():
    n, hashed = phrase_hash("could have been")
    hashes, at = ngram_hashes(read(["It could HAVE been great"]), n)
    assert n == 3
    assert at[hashes == np.uint64(hashed)].tolist() == [1]


def test_no_n_gram_crosses_a_sentence():
    _, at = ngram_hashes(read(["One two. Three", "four"]), 2)
    assert at.tolist() == [0, 1]


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=200))
def test_tokens_stand_where_their_spans_say(text: str):
    spans = token_spans(text)
    assert len(spans) == len(read([text]).forms)
    assert all(start < end for start, end in spans)
    assert (spans[1:, 0] >= spans[:-1, 1]).all()
