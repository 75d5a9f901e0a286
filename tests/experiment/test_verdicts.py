from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.experiment.verdicts import (
    VERDICT_THRESHOLD,
    judge_sentences,
    truncated_verdicts,
)
from sentiment_lab.taggers.tagger import Span

PRAISE = "This is a superb and moving film. "
BLAME = "It is dull, clumsy and a terrible waste of time. "
STORY = "A man walks to the shop with his dog. "


def hidden_after(text: str, start: int) -> list[Span | None]:
    return [Span(start, len(text))]


def test_sentences_of_praise_and_blame_have_opposite_signs() -> None:
    (judged,) = judge_sentences([PRAISE + BLAME])
    assert [each.polarity > 0 for each in judged] == [True, False]


def test_a_verdict_beyond_the_limit_is_present_and_its_sentence_the_evidence() -> None:
    text = STORY + BLAME * 2
    (tag,) = truncated_verdicts([text], hidden_after(text, len(STORY)))
    assert tag.present
    assert all("dull" in text[a:b] for a, b in tag.evidence)


def test_a_verdict_against_the_part_read_is_present() -> None:
    text = PRAISE + BLAME * 3
    (tag,) = truncated_verdicts([text], hidden_after(text, len(PRAISE)))
    assert tag.present
    assert tag.score > 0.5


def test_a_verdict_that_the_part_read_gives_too_is_not() -> None:
    text = BLAME * 3 + BLAME
    (tag,) = truncated_verdicts([text], hidden_after(text, 3 * len(BLAME)))
    assert not tag.present
    assert tag.score < VERDICT_THRESHOLD


def test_a_plot_beyond_the_limit_hides_nothing() -> None:
    text = BLAME * 2 + STORY
    (tag,) = truncated_verdicts([text], hidden_after(text, 2 * len(BLAME)))
    assert not tag.present


def test_texts_read_in_full_and_empty_ones_score_0() -> None:
    tags = truncated_verdicts([BLAME, "", "…"], [None, None, Span(0, 1)])
    assert [(tag.score, tag.present) for tag in tags] == [(0.0, False)] * 3


@given(st.text(max_size=200), st.integers(0, 200))
def test_evidence_lies_in_the_text(text: str, start: int) -> None:
    text = BLAME + text + PRAISE
    (tag,) = truncated_verdicts([text], hidden_after(text, min(start, len(text) - 1)))
    assert 0 <= tag.score <= 1
    assert all(0 <= a < b <= len(text) for a, b in tag.evidence)
    assert list(tag.evidence) == sorted(tag.evidence)
