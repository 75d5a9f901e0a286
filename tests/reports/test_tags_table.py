from typing import NamedTuple

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sentiment_lab.reports.tags_table import marked, tags_table


class Tagged(NamedTuple):
    category: str
    id: str
    score: float
    text: str
    evidence: tuple[tuple[int, int], ...]


SHARES = pd.DataFrame(
    [("mixed", 4, 1, 0.25), ("own", 0, 0, float("nan"))],
    columns=pd.Index(["category", "n", "tagged", "share"]),
)
KNOWN = pd.DataFrame(
    [("mixed", 201, 0.39, 0.469)], columns=pd.Index(["category", "n", "precision", "recall"])
)


def shown(examples: list[Tagged]) -> str:
    console = Console(width=100, record=True, file=None, quiet=False)
    with console.capture() as capture:
        console.print(tags_table(SHARES, examples, KNOWN))
    return capture.get()


def test_shares_stand_beside_what_is_known_of_the_tagger():
    text = shown([])
    (mixed,) = [line.split() for line in text.splitlines() if line.startswith("mixed")]
    assert mixed == ["mixed", "4", "1", "25.0", "0.390", "0.469", "201"]
    (own,) = [line.split() for line in text.splitlines() if line.startswith("own")]
    assert own == ["own", "0", "0", "–", "–", "–", "–"]
    assert "not corrected" in text


def test_examples_stand_under_their_category_with_the_evidence_marked():
    text = shown([Tagged("mixed", "r1", 0.62, "It is fine, but dull.", ((12, 20),))])
    assert "r1 (0.62)  It is fine, [but dull]." in text


def test_the_evidence_is_seen_in_a_long_text():
    text = "x " * 500 + "but dull" + " y" * 500
    line = marked(text, [(1000, 1008)]).plain
    assert "[but dull]" in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 500


def test_what_a_terminal_would_obey_is_not_shown():
    line = marked("a \x1b[31mred\x1b[0m<br />word\u202e", [(0, 1)]).plain
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert "\n" not in line


@given(
    st.text(st.characters(codec=None), max_size=80),
    st.lists(st.integers(0, 80), max_size=6, unique=True),
)
def test_any_text_with_any_evidence_is_one_line(text: str, edges: list[int]):
    sound = sorted(edge for edge in edges if edge <= len(text))
    evidence = list(zip(sound[::2], sound[1::2], strict=False))
    assert "\n" not in marked(text, evidence).plain
