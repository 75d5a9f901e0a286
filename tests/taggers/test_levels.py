from pathlib import Path

import pytest

from sentiment_lab.exceptions import MissingExtraError, UsageError
from sentiment_lab.taggers import levels
from sentiment_lab.taggers.levels import LevelChoice, reads_english_only
from sentiment_lab.taggers.llm.definitions import DEFINITIONS
from sentiment_lab.taggers.llm.settings import LlmSettings
from sentiment_lab.taggers.registry import installed_taggers, load_taggers

SERVER = LlmSettings("http://127.0.0.1:9/v1", "m")


def test_the_level_llm_needs_a_server_and_no_other_takes_one():
    with pytest.raises(UsageError, match="--level llm sends .* give --endpoint URL"):
        LevelChoice("llm")
    with pytest.raises(UsageError, match="--level fast asks no server"):
        LevelChoice("fast", llm=SERVER)


def test_the_level_llm_has_every_defined_category():
    pytest.importorskip("openai")
    assert [each.name for each in load_taggers(level="llm", llm=SERVER)] == [*DEFINITIONS]


def test_an_unknown_category_of_the_level_llm_is_named():
    pytest.importorskip("openai")
    with pytest.raises(UsageError, match="unknown category 'sarkasm': did you mean 'sarcasm'"):
        load_taggers(["sarkasm"], level="llm", llm=SERVER)


def test_the_extra_is_named_where_the_client_library_is_absent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(levels, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="'llm' extra"):
        load_taggers(level="llm", llm=SERVER)


def test_the_level_accurate_says_which_command_trains_what_is_absent(tmp_path: Path):
    with pytest.raises(UsageError, match=r"train it by: sentiment-lab train-tagger mixed GOLD"):
        load_taggers(["mixed"], level="accurate", runs=tmp_path)
    with pytest.raises(UsageError, match=r"trained there: none.*train-tagger CATEGORY GOLD"):
        load_taggers(level="accurate", runs=tmp_path)


def test_installed_taggers_read_english_only():
    assert all(map(reads_english_only, installed_taggers(["mixed", "sarcasm"])))


def test_language_models_and_taggers_of_ones_own_read_what_they_read(
    monkeypatch: pytest.MonkeyPatch,
):
    pytest.importorskip("openai")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "docs" / "examples"))
    own = load_taggers(["too_long"], own=["own_tagger:TooLongTagger"])
    asked = load_taggers(["mixed"], level="llm", llm=SERVER)
    assert not any(map(reads_english_only, [*own, *asked]))
