from collections.abc import Sequence

import pandas as pd
import pytest

from sentiment_lab.data.dataset import Dataset, Finding, counted
from sentiment_lab.data.summary import count_words, summarise


def part(texts: list[str], labels: list[str], films: list[str] | None) -> pd.DataFrame:
    frame = pd.DataFrame({"id": texts, "text": texts, "label": labels})
    return frame if films is None else frame.assign(group=films)


def toy(*, films: bool = True) -> Dataset:
    return Dataset(
        name="toy",
        classes=("neg", "pos"),
        train=part(
            ["a b", "a b c d", "a"], ["neg", "pos", "pos"], ["x", "x", "y"] if films else None
        ),
        validation=part(["v"], ["neg"], ["z"] if films else None),
        test=part(["a b", "t t"], ["neg", "neg"], ["y", "w"] if films else None),
        unit="toys",
        published=None,
        fingerprint="f" * 64,
        findings=(Finding("small", "few", 2),),
    )


def test_the_summary_gives_sizes_and_balance_of_each_split():
    summary = summarise(toy())

    assert summary.sizes.to_dict("list") == {
        "split": ["train", "validation", "test"],
        "rows": [3, 1, 2],
        "groups": [2, 1, 2],
    }
    train = summary.balance[summary.balance["split"] == "train"]
    assert train["n"].tolist() == [1, 2]
    assert train["share"].tolist() == [pytest.approx(1 / 3), pytest.approx(2 / 3)]
    assert summary.balance["n"].tolist()[-2:] == [2, 0]
    assert summary.findings == toy().findings


def test_the_summary_gives_lengths_in_words():
    train = summarise(toy()).lengths.iloc[0]

    assert train["measure"] == "words"
    assert (train["p50"], train["max"], train["over_128"]) == (2, 4, 0)
    assert train["mean"] == pytest.approx(7 / 3)


def test_the_summary_gives_lengths_in_tokens_when_it_can_count_them():
    def tokens(texts: Sequence[str]) -> list[int]:
        return [200 * len(text.split()) for text in texts]

    lengths = summarise(toy(), tokens).lengths.set_index(["measure", "split"])

    assert lengths.loc[("tokens", "test"), "max"] == 400
    assert lengths.loc[("tokens", "train"), "over_256"] == pytest.approx(2 / 3)
    assert lengths.loc[("words", "test"), "max"] == 2


def test_the_summary_counts_what_comes_again():
    assert summarise(toy()).overlap["n"].tolist() == [0, 0, 1, 1]


def test_the_summary_does_not_speak_of_films_that_are_not_known():
    summary = summarise(toy(films=False))

    assert "groups" not in summary.sizes
    assert len(summary.overlap) == 3


def test_words_are_parted_by_blanks():
    assert count_words(["two words", " a\nb\tc ", ""]) == [2, 3, 0]


def test_numbers_come_with_their_noun():
    assert [counted(n, "row") for n in (0, 1, 2548)] == ["0 rows", "1 row", "2,548 rows"]
