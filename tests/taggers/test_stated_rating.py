import pytest

from sentiment_lab.taggers.stated_rating import StatedRatingTagger


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("A dull hour. 3/10.", "3/10"),
        ("Worth 7.5 / 10 of anyone's time", "7.5 / 10"),
        ("I say eight out of ten!", "eight out of ten"),
        ("Three and a half stars from me.", "Three and a half stars"),
        ("3 of 5 stars", "3 of 5 stars"),
        ("*** out of *****", "*** out of *****"),
        ("Two thumbs up.", "Two thumbs up"),
        ("I'd give it a B+ for effort", "give it a B+"),
        ("Grade: C-", "Grade: C-"),
        ("My vote is seven.", "vote is seven"),
        ("I give this movie an 8.", "I give this movie an 8"),
    ],
)
def test_a_stated_rating_is_found_with_its_place(text: str, stated: str):
    (tag,) = StatedRatingTagger().tag([text])
    assert (tag.score, tag.present) == (1.0, True)
    assert [text[start:end] for start, end in tag.evidence] == [stated]


@pytest.mark.parametrize(
    "text",
    [
        "Open 24/7.",
        "Seen on 1/10/2005.",
        "A five star hotel",
        "Three of four friends left.",
        "*** SPOILERS ***",
        "A grade B movie",
        "Rate this one high.",
        "It was rated for children.",
    ],
)
def test_what_only_looks_like_a_rating_is_left_alone(text: str):
    (tag,) = StatedRatingTagger().tag([text])
    assert (tag.score, tag.present, tag.evidence) == (0.0, False, ())
