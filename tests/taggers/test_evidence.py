import numpy as np

from sentiment_lab.taggers.cues import cue_tokens
from sentiment_lab.taggers.evidence import Bonus, evidence_of
from sentiment_lab.taggers.features import FeatureReader, Features
from sentiment_lab.taggers.ngrams import WORD_BITS, word_buckets
from sentiment_lab.taggers.reading import form_hash

READER = FeatureReader.shipped()


def shown(text: str, *heavy: str, bonus: np.ndarray | None = None, row: int = 0) -> list[str]:
    features: Features = READER.read(["Other text. Before it."] * row + [text])
    weights = np.zeros(1 << WORD_BITS)
    forms = np.array([form_hash(word) for word in heavy], dtype=np.uint64)
    weights[word_buckets(forms)] = 1.0
    return [text[a:b] for a, b in evidence_of(features, row, weights, Bonus(sentences=bonus))]


def test_the_sentence_that_carries_the_weight_is_shown():
    text = "The plot is thin. Oh great, a third hour! It ends in the rain."
    assert shown(text, "great") == ["Oh great, a third hour!"]
    assert shown(text, "great", row=2) == ["Oh great, a third hour!"]


def test_a_long_sentence_is_cut_to_its_strongest_stretch():
    text = "word " * 60 + "great " * 5 + "word " * 60
    (only,) = shown(text, "great")
    assert only.count("great") == 5
    assert len(only.split()) <= 24


def test_a_bonus_brings_a_sentence_forward():
    text = "It has great songs. It is a dull hour. Someone drives home."
    assert shown(text, "great", bonus=np.array([0.0, 1.5, 0.0])) == [
        "It has great songs.",
        "It is a dull hour.",
    ]
    assert shown(text, "great", bonus=np.array([0.0, 9.0, 0.0])) == ["It is a dull hour."]


def test_where_nothing_weighs_the_strongest_stretch_still_is_shown():
    assert len(shown("One thing here now. Another thing there now.")) == 1


def test_a_text_of_breaks_only_shows_itself():
    assert shown("<br /><br />") == ["<br /><br />"]


def test_words_of_a_cue_bring_their_sentence_forward():
    texts = ["It was great. He killed her."]
    features = FeatureReader.shipped().read(texts)
    tokens = cue_tokens(features.reading, features.hits, ["story"])
    assert tokens.sum() == 1
    weights = np.zeros(2**WORD_BITS)
    (span,) = evidence_of(features, 0, weights, Bonus(tokens=3 * tokens))
    assert texts[0][span.start : span.end] == "He killed her."
