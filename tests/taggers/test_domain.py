import pytest

from sentiment_lab.taggers.domain import DomainTagger

TAGGER = DomainTagger()
BUFF = (
    "A campy B-movie, so bad it's good, and it makes Ed Wood look like Kubrick. "
    "Fans of straight-to-video slashers will be in heaven."
)
LAY = "My sister and I saw it on Sunday and we both cried a lot at the end."


def evidence(text: str) -> list[str]:
    (tag,) = TAGGER.tag([text])
    return [text[start:end] for start, end in tag.evidence]


def test_terms_that_carry_the_verdict_are_present():
    (tag,) = TAGGER.tag([BUFF])
    assert tag.present


def test_a_review_without_film_terms_is_absent():
    (tag,) = TAGGER.tag([LAY])
    assert (tag.score, tag.evidence) == (0.0, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pure camp.", ["camp"]),
        ("A direct-to-video affair.", ["direct-to-video"]),
        ("The next Kubrick.", ["The next Kubrick"]),
        ("He is no Kubrick.", ["Kubrick"]),
        ("It is funnier than Casablanca.", ["funnier than Casablanca"]),
        ("One for fans of silent movies.", ["fans of silent movies"]),
        ("It made my aunt look like Garbo today.", ["made my aunt look like Garbo today"]),
    ],
)
def test_evidence_names_the_terms(text: str, shown: list[str]):
    joined = " ".join(evidence(text))
    assert all(word in joined for word in shown[0].split())


def test_a_name_counts_only_where_it_is_capitalised():
    assert evidence("The ghostly psycho of the village.") == []
    assert evidence("Not quite Psycho.") == ["Psycho"]


def test_features_are_logs_of_counts():
    features = TAGGER.features("camp camp Kubrick")
    assert features.grades == pytest.approx(1.0986, abs=1e-4)
    assert features.standards == pytest.approx(0.6931, abs=1e-4)
    assert features.craft == 0
