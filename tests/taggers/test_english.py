import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.taggers.english import not_english

GERMAN = (
    "Der Film ist leider viel zu lang und die Schauspieler sind nicht gut, aber die Musik war "
    "schön und ich habe gelacht, als der Hund endlich kam."
)
SPANISH = (
    "La película es demasiado larga y los actores no son buenos, pero la música era bonita y me "
    "reí mucho cuando por fin llegó el perro a la casa."
)
DUTCH = (
    "De film is veel te lang en de acteurs zijn niet goed, maar de muziek was mooi en ik heb "
    "gelachen toen de hond kwam in het huis."
)
ENGLISH = (
    "The film is far too long and the actors are not good, but the music was lovely and I laughed "
    "when the dog finally came home."
)


@pytest.mark.parametrize(
    "text", [GERMAN, SPANISH, DUTCH, "Отличный фильм!", "فيلم رائع", "素晴らしい"]
)
def test_other_languages_are_seen(text: str):
    assert not_english(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "",
        "  ",
        "10/10",
        "🎬🎬🎬",
        "Superb!",
        "Ein Film",  # too short to tell
        "A taut, deft thriller as bleak as Kafka, as droll as Wilder: superb cast, sly script, "
        "gorgeous camera, a score in Herrmann's vein.",
        "I saw Amélie and Цирк: the one is sweet, the other is sharp.",
        "<br />" * 30,
    ],
)
def test_english_and_what_is_no_language_are_left_alone(text: str):
    assert not not_english(text)


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_gets_an_answer(text: str):
    assert isinstance(not_english(text), bool)


def test_a_hundred_thousand_words_are_answered_by_their_beginning():
    assert not_english(GERMAN * 5_000)
    assert not not_english(ENGLISH * 5_000)
