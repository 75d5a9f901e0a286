import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.baselines.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary

TEXTS = ["A fine film.<br /><br />Fine acting!", "I didn't like a 2nd film"]


def learn(texts=TEXTS, **changes) -> Vocabulary:
    settings = {"max_words": 50, "min_count": 1, "max_length": 20, "truncation": "head", **changes}
    return Vocabulary.learn(texts, **settings)


def tokens(vocabulary: Vocabulary, text: str) -> list[str]:
    return [text[span.start : span.end] for span in vocabulary.spans([text])[0]]


def test_spans_are_words_numbers_and_signs_of_the_original_text():
    assert tokens(learn(), TEXTS[0]) == ["A", "fine", "film", ".", "Fine", "acting", "!"]
    assert tokens(learn(), TEXTS[1]) == ["I", "didn't", "like", "a", "2", "nd", "film"]


def test_case_does_not_matter():
    first, second = learn().encode(["FINE Film", "fine film"])
    assert first == second


def test_rare_and_unseen_words_share_an_id():
    vocabulary = learn(min_count=2)
    ids = vocabulary.encode(["fine acting xyzzy"])[0]
    assert ids[0] != UNKNOWN_ID
    assert ids[1:] == [UNKNOWN_ID, UNKNOWN_ID]


def test_no_word_takes_the_id_of_padding():
    assert PAD_ID not in learn().encode(TEXTS)[0]
    assert learn().encode(["[PAD]"])[0].count(PAD_ID) == 0


def test_the_most_frequent_words_are_kept():
    vocabulary = learn(["b b b a a c"], max_words=2)
    assert len(vocabulary) == 4
    assert vocabulary.encode(["c"])[0] == [UNKNOWN_ID]
    assert UNKNOWN_ID not in vocabulary.encode(["a b"])[0]


def test_the_same_texts_give_the_same_ids():
    assert learn().encode(TEXTS) == learn().encode(TEXTS)


@pytest.mark.parametrize("text", ["", "   ", "<br />"])
def test_a_text_without_tokens_is_one_unknown_token_as_wide_as_the_text(text):
    assert learn().encode([text]) == [[UNKNOWN_ID]]
    assert learn().spans([text]) == [[(0, len(text))]]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_every_token_has_a_span_within_its_text(texts):
    vocabulary = learn(max_length=8, truncation="head_tail")
    for text, ids, spans in zip(
        texts, vocabulary.encode(texts), vocabulary.spans(texts), strict=True
    ):
        assert 1 <= len(ids) == len(spans) <= 8
        for span in spans:
            assert 0 <= span.start <= span.end <= len(text)


def test_it_comes_back_from_disk(tmp_path):
    vocabulary = learn()
    vocabulary.save(tmp_path)
    loaded = Vocabulary.load(tmp_path, 20, "head")
    assert loaded.encode(TEXTS) == vocabulary.encode(TEXTS)
    assert len(loaded) == len(vocabulary)
