import pytest

from sentiment_lab.taggers.mixed import MixedTagger

TAGGER = MixedTagger()
BOTH = (
    "The cast is superb and the songs are lovely. However, the plot is dull and the ending "
    "is predictable. The photography is beautiful, but the jokes are lame. On the whole a "
    "decent film with flaws, 6/10."
)
ONE_SIDED = "Superb cast. Lovely songs. A beautiful, moving masterpiece. Simply perfect."


def evidence(text: str) -> list[str]:
    (tag,) = TAGGER.tag([text])
    return [text[start:end] for start, end in tag.evidence]


def test_praise_and_criticism_together_are_present():
    (tag,) = TAGGER.tag([BOTH])
    assert tag.present


def test_undivided_praise_is_absent():
    (tag,) = TAGGER.tag([ONE_SIDED])
    assert (tag.score, tag.evidence) == (0.0, ())


def test_evidence_shows_a_sentence_of_each_sign():
    found = evidence("The cast is superb. We sat in row five. The plot is dull.")
    assert found == ["The cast is superb.", "The plot is dull."]


def test_evidence_shows_the_sentence_that_turns():
    assert evidence("Filmed in May. The cast is superb but the plot is dull.") == [
        "The cast is superb but the plot is dull."
    ]


def test_a_concession_is_evidence_where_all_sentences_have_one_sign():
    assert evidence("A superb cast, a saving grace.") == ["saving grace"]


@pytest.mark.parametrize("rating", ["6/10", "5.5 out of 10", "3/5", "2 / 4", "six out of ten"])
def test_a_middling_rating_is_counted_and_shown(rating: str):
    text = f"I give it {rating}."
    assert TAGGER.features(text).middling_rating == 1
    assert evidence(text) == [rating]


@pytest.mark.parametrize("rating", ["10/10", "9/10", "1/10", "16/10", "5/100", "3/5/1999"])
def test_other_ratings_are_not_middling(rating: str):
    assert TAGGER.features(f"I give it {rating}.").middling_rating == 0


def test_balance_is_the_share_of_the_rarer_sign():
    text = "Superb cast. Lovely songs. Beautiful hats. Dull plot."
    assert TAGGER.features(text).balance == 0.25


def test_negated_praise_counts_as_criticism():
    assert TAGGER.features("The cast is superb. The plot is not good.").balance == 0.5


def test_undivided_verdicts_lower_the_score():
    (measured,) = TAGGER.tag(["Superb cast. Dull plot. Seen on a plane with my aunt."])
    (sweeping,) = TAGGER.tag(["Superb cast. Dull plot. The worst film ever made, avoid it."])
    assert sweeping.score < measured.score


def test_a_snippet_with_a_clause_of_each_sign_is_present():
    (tag,) = TAGGER.tag(["A superb cast, but the plot is dull and the ending predictable."])
    assert tag.present


def test_brevity_is_nothing_from_forty_words_on_and_no_more_below_ten():
    brevity = [TAGGER.features("word " * n).brevity for n in (1, 10, 20, 40, 400)]
    assert brevity == pytest.approx([1.3863, 1.3863, 0.6931, 0, 0], abs=1e-4)
