"""The tagger of docs/examples, through the command line and by the contract."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sentiment_lab.taggers.registry import own_taggers
from sentiment_lab.taggers.tagger import Tagger

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SPEC = "own_tagger:TooLongTagger"
TEXT = "A lovely film, but it drags on. The last reel is far too long."


@pytest.fixture(autouse=True)
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of docs/examples can be imported."""
    monkeypatch.syspath_prepend(str(EXAMPLES))


def test_the_example_keeps_the_contract_and_points_at_its_evidence():
    (tagger,) = own_taggers([SPEC])
    assert isinstance(tagger, Tagger)
    tag, none = tagger.tag([TEXT, "Short and sweet."])
    assert [TEXT[start:end] for start, end in tag.evidence] == ["drags on", "too long"]
    assert (tag.score, tag.present) == (0.75, True)
    assert (none.score, none.present, none.evidence) == (0.0, False, ())


def test_the_command_of_the_example_uses_it_beside_the_others(run_cli: Callable):
    Path("reviews.csv").write_text(f'id,text\na,"{TEXT}"\n')
    outcome = run_cli("tag", "reviews.csv", "--tagger", SPEC)
    categories = json.loads(outcome.out)["categories"]
    assert categories["too_long"]["evidence"] == [[22, 30], [53, 61]]
    assert "mixed" in categories


def test_the_example_shows_as_a_table(run_cli: Callable):
    Path("reviews.csv").write_text(f'id,text\na,"{TEXT}"\n')
    outcome = run_cli(
        "tag", "reviews.csv", "--tagger", SPEC, "--category", "too_long", "--format", "table"
    )
    assert "100.0" in outcome.out
    assert "it [drags on]" in outcome.out


def test_the_example_stays_short():
    assert len((EXAMPLES / "own_tagger.py").read_text().splitlines()) <= 45
