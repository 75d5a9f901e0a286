import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.taggers.llm.quotes import locate

TEXT = "It’s  dull.<br /><br />Oh “great” — another\nsequel."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("dull", "dull"),
        ("It's dull.", "It’s  dull."),
        ('Oh "great" - another sequel', "Oh “great” — another\nsequel"),
        ("dull. Oh", "dull.<br /><br />Oh"),
        ("  sequel.  ", "sequel."),
    ],
)
def test_a_quotation_is_found_whatever_its_marks_and_blanks(quote, found):
    span = locate(quote, TEXT)
    assert span is not None
    assert TEXT[span.start : span.end] == found


@pytest.mark.parametrize("quote", ["", "  ", "wonderful", "DULL", "dull!", "great sequel"])
def test_what_is_not_there_is_not_found(quote):
    assert locate(quote, TEXT) is None


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_part_of_a_text_that_is_no_blank_is_found_in_it(text, start, end):
    quote = text[start:end]
    span = locate(quote, text)
    assert (span is None) == (not quote.strip())
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(st.sampled_from("a\"“’' \n<br/>—"), max_size=30), st.text(max_size=8))
def test_spans_lie_in_the_text_whatever_is_quoted(text, quote):
    span = locate(quote, text)
    assert span is None or 0 <= span.start < span.end <= len(text)
