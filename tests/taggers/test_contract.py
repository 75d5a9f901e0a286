"""What every tagger of the package promises."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers.domain import DomainTagger
from sentiment_lab.taggers.mixed import MixedTagger
from sentiment_lab.taggers.sarcasm import SarcasmTagger
from sentiment_lab.taggers.tagger import Tagger

TAGGERS = (SarcasmTagger(), MixedTagger(), DomainTagger())
every_tagger = pytest.mark.parametrize("tagger", TAGGERS, ids=lambda tagger: tagger.name)

SNIPPETS = st.sampled_from(
    [
        "Oh great, ",
        "yeah right!",
        "a masterpiece",
        " but boring",
        "not good. ",
        "<br /><br />",
        "B-movie ",
        "makes this look like Kubrick",
        "6/10",
        '"better than Jaws"',
        "why bother?!",
        "soooo good",
        "🎬👨‍👩‍👧",
        "فيلم رائع ",
        "\u202ereversed",
        "\ud83c",
        "İstanbul ",
        "\x00",
        " … ",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=120),
    st.lists(st.one_of(SNIPPETS, st.text(max_size=8)), max_size=15).map("".join),
)


@every_tagger
def test_a_tagger_keeps_the_protocol(tagger: Tagger):
    assert isinstance(tagger, Tagger)
    assert 0 < tagger.threshold < 1


@every_tagger
@settings(deadline=None)
@given(text=TEXTS)
@example(text="")
@example(text=" \n")
def test_evidence_lies_in_the_text_in_order_without_overlap(tagger: Tagger, text: str):
    (tag,) = tagger.tag([text])
    assert 0 <= tag.score <= 1
    assert tag.present == (tag.score >= tagger.threshold)
    assert bool(tag.evidence) == (tag.score > 0)
    end_of_last = 0
    for start, end in tag.evidence:
        assert end_of_last <= start < end <= len(text)
        end_of_last = end


@every_tagger
@pytest.mark.parametrize("text", ["", "   ", "<br />", "\ud800", "The cat sat on the mat."])
def test_a_text_that_says_nothing_scores_nothing(tagger: Tagger, text: str):
    (tag,) = tagger.tag([text])
    assert (tag.score, tag.present, tag.evidence) == (0.0, False, ())


@every_tagger
def test_tags_come_in_the_order_of_the_texts(tagger: Tagger):
    texts = ["", "Oh great, a campy B-movie: fun but dull, 5/10. Why bother?", "fine"]
    together = tagger.tag(texts)
    assert together == [tagger.tag([text])[0] for text in texts]
    assert together[1].score > 0


@every_tagger
def test_no_texts_give_no_tags(tagger: Tagger):
    assert tagger.tag([]) == []


@every_tagger
def test_the_measured_reliability_is_a_pair_of_shares_inside_their_intervals(tagger: Tagger):
    known = tagger.reliability
    assert known is not None
    assert known.n > 0
    for value, (low, high) in (
        (known.precision, known.precision_interval),
        (known.recall, known.recall_interval),
    ):
        assert 0 <= low < value < high <= 1
