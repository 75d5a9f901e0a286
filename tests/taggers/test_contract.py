"""What every tagger of the package promises."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sentiment_lab.taggers import shipped
from sentiment_lab.taggers.stated_rating import StatedRatingTagger
from sentiment_lab.taggers.tagger import CrossFitted, Tagger
from sentiment_lab.taggers.tagging import FeatureTagger

LEARNED = (
    shipped.SarcasmTagger(),
    shipped.MixedTagger(),
    shipped.DomainTagger(),
    shipped.NegationTagger(),
    shipped.ComparisonTagger(),
    shipped.PlotWordsTagger(),
    shipped.IdiomTagger(),
    shipped.HedgingTagger(),
)
TAGGERS: tuple[Tagger, ...] = (*LEARNED, StatedRatingTagger())
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
        "https://example.org/x",
        "@name #tag ",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=120),
    st.lists(st.one_of(SNIPPETS, st.text(max_size=8)), max_size=15).map("".join),
)


@every_tagger
def test_a_tagger_keeps_the_protocol(tagger: Tagger):
    assert isinstance(tagger, Tagger)
    assert isinstance(tagger, CrossFitted)
    assert 0 < tagger.threshold < 1


@settings(deadline=None)
@given(text=TEXTS)
@example(text="")
@example(text=" \n")
@example(text="?" * 2000)
def test_evidence_lies_in_the_text_in_order_without_overlap(text: str):
    reader = LEARNED[0].feature_reader
    features = reader.read([text])
    for tagger in TAGGERS:
        tags = (
            tagger.tag_features(features)
            if isinstance(tagger, FeatureTagger)
            else tagger.tag([text])
        )
        (tag,) = tags
        assert 0 <= tag.score <= 1
        assert tag.present == (tag.score >= tagger.threshold)
        assert bool(tag.evidence) == tag.present
        end_of_last = 0
        for start, end in tag.evidence:
            assert end_of_last <= start < end <= len(text)
            end_of_last = end


@every_tagger
@pytest.mark.parametrize("text", ["", "   ", "<br />", "\ud800", "... ?! 🎬"])
def test_a_text_without_a_word_scores_nothing(tagger: Tagger, text: str):
    (tag,) = tagger.tag([text])
    assert (tag.score, tag.present, tag.evidence) == (0.0, False, ())


@every_tagger
def test_tags_come_in_the_order_of_the_texts(tagger: Tagger):
    texts = ["", "Oh great, a campy B-movie: fun but dull, 5/10. Why bother?", "fine"]
    together = tagger.tag(texts)
    alone = [tagger.tag([text])[0] for text in texts]
    assert [tag.score for tag in together] == pytest.approx([tag.score for tag in alone], abs=1e-5)
    assert [tag.evidence for tag in together] == [tag.evidence for tag in alone]


@every_tagger
def test_no_texts_give_no_tags(tagger: Tagger):
    assert tagger.tag([]) == []


@every_tagger
def test_the_measured_reliability_is_a_pair_of_shares_inside_their_intervals(tagger: Tagger):
    known = tagger.reliability
    if known is None:
        assert tagger.name in ("hedging", "stated_rating")
        return
    for each in (known, *known.by_kind):
        assert each.n > 0
        for value, (low, high) in (
            (each.precision, each.precision_interval),
            (each.recall, each.recall_interval),
        ):
            assert 0 <= low < value < high <= 1


@every_tagger
def test_a_text_that_trained_no_tagger_has_no_held_out_score(tagger: Tagger):
    assert isinstance(tagger, CrossFitted)
    assert np.isnan(tagger.held_out_scores(["A film made up for this test."])).all()


def test_a_very_long_text_is_read_in_one_piece():
    text = "It could have been great, but the plot drags on. " * 10_000
    (tag,) = shipped.NegationTagger().tag([text])
    assert 0 <= tag.score <= 1
    assert all(0 <= start < end <= len(text) for start, end in tag.evidence)
