"""One review and what every model made of it."""

import json
from dataclasses import dataclass, replace
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.reports.explain_table import explain_table

TEXT = "The songs are a delight. The hour between them drags, sadly."


@dataclass(frozen=True)
class Explanation:
    id: str
    text: str
    label: str
    models: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    tags: pd.DataFrame


@pytest.fixture
def explanation():
    models = {"model": ["logreg", "bert"], "seed": [0, 0], "predicted": ["neg", "pos"]}
    models |= {"right": [False, True], "p_neg": [0.711, 0.2], "p_pos": [0.289, 0.8]}
    sentences = {"sentence": [TEXT[:24], TEXT[25:]], "start": [0, 25], "end": [24, 60]}
    sentences |= {"polarity": [0.62, -0.4], "effect_bert": [0.31, -0.054]}
    tokens = [("bert", "occlusion", f"word{i}", 5 * i, 5 * i + 4, 0.3 - 0.1 * i) for i in range(4)]
    names = ["model", "method", "token", "start", "end", "weight"]
    tags = {"category": ["mixed", "sarcasm", "idiom"], "score": [0.81, 0.0, np.nan]}
    tags |= {"present": [True, False, None], "evidence": [["delight", "drags"], [], []]}
    return Explanation(
        id="test/pos/1_7",
        text=TEXT,
        label="pos",
        models=pd.DataFrame(models),
        sentences=pd.DataFrame(sentences),
        tokens=pd.DataFrame(tokens, columns=names),
        tags=pd.DataFrame(tags),
    )


def printed(renderable, width=140):
    output = StringIO()
    Console(width=width, file=output, color_system=None).print(renderable)
    return output.getvalue()


def test_a_terminal_shows_the_review_every_models_probability_and_whether_it_is_right(explanation):
    text = printed(explain_table(explanation, tokens=2, format="table"))
    assert "Review test/pos/1_7" in text
    assert "Label: pos." in text
    assert TEXT in text
    for cell in ("71.1", "28.9", "yes", "no"):
        assert cell in text


def test_sentences_show_their_polarity_and_what_taking_them_out_does(explanation):
    text = printed(explain_table(explanation, tokens=2, format="table"))
    assert "+0.62" in text
    assert "+31.0" in text
    assert "-5.4" in text
    assert "points by which the probability of the class that it predicts falls" in text


def test_the_evidence_of_a_category_is_quoted(explanation):
    text = str(explain_table(explanation, tokens=2, format="markdown"))
    assert '| mixed | 0.810 | yes | "delight"; "drags" |' in text
    assert "| sarcasm | 0.000 | no | – |" in text
    assert "| idiom | – | – | – |" in text


def test_people_see_the_heaviest_words_and_programs_all(explanation):
    markdown = str(explain_table(explanation, tokens=2, format="markdown"))
    assert "word1" in markdown
    assert "word2" not in markdown
    content = json.loads(str(explain_table(explanation, tokens=2, format="json")))
    assert len(content["tokens"]) == 4
    assert content["tags"][0]["evidence"] == ["delight", "drags"]
    assert content["tags"][2]["score"] is None


def test_without_models_to_ask_no_words_and_no_effects_are_shown(explanation):
    bare = replace(
        explanation,
        sentences=explanation.sentences.drop(columns="effect_bert"),
        tokens=explanation.tokens.iloc[:0],
    )
    text = str(explain_table(bare, tokens=10, format="markdown"))
    assert "The heaviest words" not in text
    assert "Under a model" not in text


@pytest.mark.parametrize("format_", ["markdown", "latex", "csv", "json"])
def test_every_format_holds_the_review(explanation, format_):
    text = str(explain_table(explanation, tokens=1, format=format_))
    assert "logreg" in text
    assert "mixed" in text
