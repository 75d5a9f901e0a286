import pytest

from sentiment_lab.taggers.sarcasm import SarcasmTagger

TAGGER = SarcasmTagger()
SCATHING = (
    "Oh great, another dull sequel. Yeah right, a rocket scientist with perfect hair. "
    "What were they thinking? Apparently nobody read the awful script. Sooooo boring!"
)
PLAIN = "A warm and funny film with a lovely cast. I enjoyed every minute of it."


def evidence(text: str) -> list[str]:
    (tag,) = TAGGER.tag([text])
    return [text[start:end] for start, end in tag.evidence]


def test_mock_praise_amid_criticism_is_present():
    (tag,) = TAGGER.tag([SCATHING])
    assert tag.present


def test_plain_praise_is_absent():
    (tag,) = TAGGER.tag([PLAIN])
    assert not tag.present
    assert tag.score == 0


def test_evidence_names_the_phrases():
    found = evidence(SCATHING)
    assert "Oh great" in found
    assert "Yeah right" in found
    assert "What were they thinking?" in found


@pytest.mark.parametrize("text", ["Brilliant. NOT!", "What acting (!)", "Soooo good"])
def test_doubting_punctuation_and_drawn_out_words_are_evidence(text: str):
    assert evidence(text)


def test_the_same_cue_counts_for_more_amid_criticism():
    (amid_criticism,) = TAGGER.tag(["Oh great. Awful, dull, stupid."])
    (amid_praise,) = TAGGER.tag(["Oh great. Lovely, charming, superb."])
    assert amid_criticism.score > amid_praise.score


def test_features_count_questions_and_exclamations():
    features = TAGGER.features("Really? No! Yes!")
    assert features.questions == pytest.approx(0.6931, abs=1e-4)
    assert features.exclamations == pytest.approx(1.0986, abs=1e-4)
    assert features.criticism == 0.5
