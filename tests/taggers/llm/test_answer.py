import json

import pytest

from sentiment_lab.taggers.llm.answer import Judgement, read_answer
from sentiment_lab.taggers.tagger import Span

from .conftest import judged

TEXT = "Oh great, another lake. The songs are lovely."
NAMES = ("sarcasm", "mixed")


def test_quotations_become_offsets():
    answer = read_answer(judged(sarcasm=(9, ["Oh great"]), mixed=2), TEXT, NAMES)
    assert answer.problems == ()
    assert answer.judgements == {"sarcasm": Judgement(9, (Span(0, 8),)), "mixed": Judgement(2, ())}


def test_a_quotation_that_is_not_in_the_text_counts_for_nothing():
    answer = read_answer(judged(sarcasm=(9, ["Oh wonderful"]), mixed=2), TEXT, NAMES)
    assert answer.judgements == {"sarcasm": None, "mixed": Judgement(2, ())}
    assert "does not hold the quotation 'Oh wonderful'" in answer.problems[0]


def test_what_is_claimed_must_be_shown():
    answer = read_answer(judged(sarcasm=6, mixed=5), TEXT, NAMES)
    assert answer.judgements == {"sarcasm": None, "mixed": Judgement(5, ())}


def test_evidence_overlaps_nowhere_and_nothing_has_none():
    answer = read_answer(
        judged(sarcasm=(8, ["great, another", "Oh great"]), mixed=(0, ["lovely"])), TEXT, NAMES
    )
    assert answer.judgements["sarcasm"] == Judgement(8, (Span(0, 17),))
    assert answer.judgements["mixed"] == Judgement(0, ())


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "certainly! here is the JSON",
        "[1, 2]",
        "null",
        '{"sarcasm": 3}',
        judged(sarcasm=1),
        judged(sarcasm=1, mixed=1, joy=1),
        judged(sarcasm=11, mixed=1),
        judged(sarcasm=-1, mixed=1),
        judged(sarcasm="9", mixed=1),
        judged(sarcasm=1.5, mixed=1),
        json.dumps({name: {"certainty": 1} for name in NAMES}),
        json.dumps({name: {"certainty": 1, "quotes": [], "why": "so"} for name in NAMES}),
        '{"sarcasm": {"certainty": NaN, "quotes": []}, "mixed": {"certainty": 1, "quotes": []}}',
    ],
)
def test_a_malformed_answer_counts_for_nothing(content):
    answer = read_answer(content, TEXT, NAMES)
    assert answer.judgements == {"sarcasm": None, "mixed": None}
    assert len(answer.problems) == 1
