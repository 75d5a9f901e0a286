from sentiment_lab.taggers.phrases import PhraseTable, phrases
from sentiment_lab.taggers.sentences import words

TABLE = PhraseTable({"short": ["camp", "so bad"], "long": ["so bad it's good", "b movie"]})


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.kind, text[hit.span.start : hit.span.end]) for hit in TABLE.find(words(text))]


def test_phrases_splits_at_semicolons_and_joins_lines():
    assert phrases(" so bad;\n it's\n good ") == ("so bad", "it's good")


def test_find_prefers_the_longest_phrase_at_a_place():
    assert found("This is so bad it's good, truly") == [("long", "so bad it's good")]


def test_find_falls_back_to_a_shorter_phrase():
    assert found("so bad it hurts") == [("short", "so bad")]


def test_find_ignores_case_hyphens_and_kind_of_apostrophe():
    assert found("A B-Movie, SO BAD IT’S GOOD") == [
        ("long", "B-Movie"),
        ("long", "SO BAD IT’S GOOD"),
    ]


def test_find_does_not_match_parts_of_words_or_an_unfinished_phrase():
    assert found("campfire so") == []
    assert found("b") == []


def test_find_gives_single_words_where_no_longer_phrase_begins():
    assert found("camp camp") == [("short", "camp"), ("short", "camp")]
