from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.sentences import sentences, words

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_punctuation_and_at_line_breaks():
    text = 'One. Two?! "Three." Four<br /><br />Five\nSix'
    assert pieces(text) == ["One.", "Two?!", '"Three."', "Four", "Five", "Six"]


def test_sentences_do_not_end_inside_a_number_or_an_abbreviated_title():
    assert pieces("A 7.5 for M.A.S.H today") == ["A 7.5 for M.A.S.H today"]


def test_words_are_folded_but_keep_their_places():
    text = "İ DON’T like B-movies"
    found = words(text)
    assert [word.form for word in found][1:] == ["don't", "like", "b", "movies"]
    assert [text[word.start : word.end] for word in found][1:] == ["DON’T", "like", "B", "movies"]


def test_words_of_a_span_have_offsets_into_the_whole_text():
    text = "First one. Second two."
    span = sentences(text)[1]
    assert [text[word.start : word.end] for word in words(text, span)] == ["Second", "two"]


def test_a_long_run_of_dots_takes_no_quadratic_time():
    assert sentences("." * 200_000) == [(0, 200_000)]


@settings(deadline=None)
@given(ANY_TEXT)
def test_sentences_are_ordered_disjoint_and_without_outer_blanks(text: str):
    end_of_last = 0
    for start, end in sentences(text):
        assert end_of_last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        end_of_last = end


@settings(deadline=None)
@given(ANY_TEXT)
def test_words_are_ordered_disjoint_and_never_empty(text: str):
    end_of_last = 0
    for word in words(text):
        assert end_of_last <= word.start < word.end <= len(text)
        end_of_last = word.end
