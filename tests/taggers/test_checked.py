"""Taggers of anybody are held to the contract."""

from collections.abc import Sequence

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.taggers.checked import checked_tags
from sentiment_lab.taggers.tagger import Span, Tag


class Own:
    """Gives what it was told to."""

    name = "own"
    threshold = 0.5
    reliability = None

    def __init__(self, *tags: Tag) -> None:
        self.tags = list(tags)

    def tag(self, texts: Sequence[str]) -> list[Tag]:
        if not self.tags:
            raise ValueError("boo")
        return self.tags


def test_tags_that_keep_the_contract_pass() -> None:
    tags = [Tag(0.5, present=True, evidence=(Span(0, 3),)), Tag(float("nan"), False, ())]
    assert checked_tags(Own(*tags), ["abc", ""]) == tags


@pytest.mark.parametrize(
    ("tagger", "message"),
    [
        (Own(), "'own' failed: boo"),
        (Own(Tag(0.1, False, ()), Tag(0.1, False, ())), "gave 2 tags for 1 texts"),
        (Own(Tag(1.5, True, ())), "the score 1.5"),
        (Own(Tag(0.9, True, (Span(0, 1_000),))), r"evidence \[0, 1000\] in a text of 3"),
    ],
)
def test_tags_that_break_it_are_refused_with_the_name_of_the_tagger(tagger, message) -> None:
    with pytest.raises(UsageError, match=message):
        checked_tags(tagger, ["abc"])
