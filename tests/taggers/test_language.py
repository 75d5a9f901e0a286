import pytest

from sentiment_lab.taggers.language import looks_english
from sentiment_lab.taggers.shipped import MixedTagger


@pytest.mark.parametrize(
    "text",
    [
        "The songs are a delight and the lead sings them well, but the hour between them drags.",
        "Superb!",
        "",
        "gr8 film, luv it, 10/10, wud watch it again 2moro with u",
    ],
)
def test_english_is_taken_for_english(text: str):
    assert looks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Film ist leider viel zu lang, aber die Schauspieler sind wirklich großartig.",
        "Le film est beaucoup trop long, mais les acteurs sont vraiment excellents.",
        "La película es demasiado larga, pero los actores son realmente excelentes.",
        "Il film è troppo lungo, ma gli attori sono davvero bravi e la musica bella.",
        "فيلم رائع ولكنه طويل جدا",
        "这部电影很好看，但是太长了。",
        "Фильм слишком длинный, но актёры хороши.",
    ],
)
def test_other_languages_are_not_and_get_no_score(text: str):
    assert not looks_english(text)
    (tag,) = MixedTagger().tag([text])
    assert (tag.score, tag.present, tag.evidence) == (0.0, False, ())
