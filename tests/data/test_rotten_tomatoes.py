import bz2
from pathlib import Path

import pytest

from sentiment_lab.data import rotten_tomatoes
from sentiment_lab.data.rotten_tomatoes import material_from, read_rotten_tomatoes

CORPUS = """category,text,movie_name,has_plot_and_reviews
plot,A plot.,one,True
fresh,Fine.,one,True
rotten,,two,False
rotten,Dull.,two,False
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "rotten_tomatoes_corpus_full.csv.bz2"
    path.write_bytes(bz2.compress(CORPUS.encode()))
    return path


def test_the_snippets_are_kept_and_the_plots_left_aside(corpus: Path):
    frame = material_from(corpus).frame

    assert frame["id"].tolist() == ["rt/000001", "rt/000002", "rt/000003"]
    assert frame["label"].tolist() == ["fresh", "rotten", "rotten"]
    assert frame["group"].tolist() == ["one", "two", "two"]
    assert frame["text"].isna().tolist() == [False, True, False]


def test_the_embedded_default_is_read_from_its_asset(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rotten_tomatoes, "fetch_asset", lambda _: corpus.parent)

    material = read_rotten_tomatoes()

    assert len(material.frame) == 3
    assert material.unit == "critics' snippets"
    assert material.plan is not None
    assert material.group_unit == "films"
