from pathlib import Path

import pytest

from sentiment_lab.exceptions import AssetError
from sentiment_lab.taggers import measured
from sentiment_lab.taggers.measured import load_reliability


def test_the_first_figures_are_those_of_the_first_kind():
    known = load_reliability("sarcasm")
    assert known is not None
    assert known.by_kind[0].kind == "film review"
    assert (known.gold, known.n) == (known.by_kind[0].gold, known.by_kind[0].n)
    assert {each.gold for each in known.by_kind} > {"imdb_errors", "sarcasm_v2_oraby"}


def test_an_unmeasured_tagger_has_no_figures():
    assert load_reliability("hedging") is None


@pytest.mark.parametrize("content", [None, "{", "\ufffd"])
def test_missing_or_damaged_figures_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
):
    path = tmp_path / "measured.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(measured, "_FILE", path)
    measured._figures.cache_clear()
    try:
        with pytest.raises(AssetError, match="cannot be read") as caught:
            load_reliability("sarcasm")
    finally:
        measured._figures.cache_clear()
    assert "\n" not in str(caught.value)
