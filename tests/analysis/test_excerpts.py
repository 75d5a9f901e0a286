from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment_lab.analysis.excerpts import decisive_excerpt, one_line
from sentiment_lab.exceptions import UsageError

FILLER = "The story opens in a small town where nothing happens for a while. " * 8
VERDICT = "In the end I was bored."


def span_of(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_a_short_text_is_shown_whole():
    assert decisive_excerpt("Fine film.") == "Fine film."


def test_without_evidence_the_end_is_shown_from_a_sentence_on():
    text = FILLER + VERDICT
    shown = decisive_excerpt(text, width=40)
    assert shown == "… " + VERDICT


def test_without_a_sentence_near_the_cut_falls_between_words():
    shown = decisive_excerpt("many words without any stop " * 20, width=50)
    assert shown.startswith("… ")
    assert set(shown.split()[1:]) <= {"many", "words", "without", "any", "stop"}


def test_evidence_in_the_middle_is_shown_with_its_sentence():
    text = FILLER + "Yet the songs are a marvel to hear. " + FILLER
    shown = decisive_excerpt(text, [span_of(text, "marvel")], width=60)
    assert shown.startswith("… Yet the songs are a marvel")
    assert shown.endswith("…")


def test_the_passage_with_most_evidence_is_chosen():
    text = "A good start. " + FILLER + "Then dull, flat, stale. " + FILLER
    spans = [span_of(text, part) for part in ("good", "dull", "flat", "stale")]
    assert "dull, flat, stale" in decisive_excerpt(text, spans, width=80)


def test_evidence_longer_than_the_width_is_shown_from_its_start():
    text = FILLER + VERDICT
    shown = decisive_excerpt(text, [(0, len(text))], width=60)
    assert shown.startswith("The story opens")
    assert len(shown) <= 60


def test_offsets_are_of_the_text_as_published():
    text = "<br /><br />\x1b[31m" * 10 + FILLER + "Marvel of a film." + FILLER
    assert "Marvel" in decisive_excerpt(text, [span_of(text, "Marvel")], width=60)


def test_empty_evidence_counts_as_none():
    text = FILLER + VERDICT
    assert decisive_excerpt(text, [(3, 3)], width=60) == decisive_excerpt(text, width=60)
    assert decisive_excerpt(text, [], width=60) == decisive_excerpt(text, width=60)


def test_line_breaks_of_every_kind_become_slashes():
    assert one_line("One<br /><br />two\r\n\r\nthree<BR>four\u2028five") == (
        "One / two / three / four / five"
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07red",
        "\x1b]8;;http://x\x1b\\red",
        "r\x00e\x08d",
        "\u202ered",
        "red\ud83c",
        "\x9bred",
    ],
)
def test_what_a_terminal_would_obey_is_left_out(text: str):
    assert one_line(text) == "red"


def test_joined_emoji_stay_joined():
    assert one_line("👨\u200d👩\u200d👧 fun") == "👨\u200d👩\u200d👧 fun"


def test_a_width_too_small_is_refused():
    with pytest.raises(UsageError, match="width of an excerpt: 5"):
        decisive_excerpt("text", width=5)


SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=4)
ANY_TEXT = st.text(
    st.one_of(st.sampled_from("ab. \n<br/>\x1b[m"), st.characters(codec=None)), max_size=300
)


@settings(deadline=None)
@given(ANY_TEXT, SPANS, st.integers(20, 120))
def test_an_excerpt_is_one_printable_line_no_wider_than_asked(text, spans, width):
    shown = decisive_excerpt(text, spans, width)
    assert len(shown) <= width
    assert len(shown.splitlines()) <= 1
    assert not any(category(c) in {"Cc", "Cs"} for c in shown)
    assert bool(shown) == bool(one_line(text))
