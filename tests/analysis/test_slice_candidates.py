import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.slice_candidates import (
    Candidate,
    from_masks,
    join_candidates,
    slice_candidates,
)
from sentiment_lab.exceptions import PredictionsError

N = 400


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    texts = []
    for i in range(N):
        words = ["film"] * int(rng.integers(5, 60))
        words += ["isn’t"] * (i % 4 == 0) + ["Rare"] * (i < 3) + ["ghost"] * (i % 5 == 0)
        mark = "!!" if i % 3 == 0 else "."
        texts.append(" ".join(words) + mark + (" <br />7/10" if i % 2 else ""))
    return pd.DataFrame(
        {
            "text": texts,
            "rating": [1 + i % 10 for i in range(N)],
            "group": ["big"] * 100 + [f"film {i % 60}" for i in range(N - 100)],
        }
    )


def rows_of(frame: pd.DataFrame, name: str, **options) -> np.ndarray:
    found = slice_candidates(frame, **options)
    assert name in found.names, found.names
    return np.flatnonzero(found.rows(found.names.index(name)))


def test_words_of_middling_frequency_are_slices(frame) -> None:
    assert rows_of(frame, "word 'ghost'").tolist() == list(range(0, N, 5))
    assert rows_of(frame, "word 'isn't'").tolist() == list(range(0, N, 4))
    names = slice_candidates(frame).names
    assert not {"word 'film'", "word 'rare'", "word 'br'"} & set(names)


def test_properties_and_their_absence_are_slices(frame) -> None:
    odd = list(range(1, N, 2))
    assert rows_of(frame, "HTML tags").tolist() == odd
    assert rows_of(frame, "ratings such as 7/10").tolist() == odd
    assert rows_of(frame, "repeated ? or !").tolist() == list(range(0, N, 3))
    assert rows_of(frame, "negators").tolist() == list(range(0, N, 4))
    assert rows_of(frame, "no HTML tags").tolist() == list(range(0, N, 2))


def test_lengths_part_the_rows(frame) -> None:
    found = slice_candidates(frame, words=False)
    lengths = [found.rows(i) for i, kind in enumerate(found.kinds) if kind == "length"]
    assert (np.sum(lengths, axis=0) == 1).all()


def test_ratings_are_slices(frame) -> None:
    assert rows_of(frame, "rating 3").tolist() == list(range(2, N, 10))


def test_many_different_ratings_are_binned(frame) -> None:
    names = slice_candidates(frame.assign(rating=np.arange(N) / 7)[["rating"]]).names
    assert len(names) == 5


def test_a_large_film_is_a_slice_and_a_small_one_is_none(frame) -> None:
    assert rows_of(frame, "group 'big'").tolist() == list(range(100))
    found = slice_candidates(frame)
    assert [
        name for name, kind in zip(found.names, found.kinds, strict=True) if kind == "film"
    ] == ["group 'big'"]


def test_dissent_from_the_other_reviews_of_a_film_is_a_slice() -> None:
    films = [f"film {i // 10}" for i in range(N)]
    rating = [1 if i % 10 == 0 else 9 for i in range(N)]
    frame = pd.DataFrame({"group": films, "rating": rating})
    assert rows_of(frame, "rated 3 or more below the group's others").tolist() == list(
        range(0, N, 10)
    )


def test_a_film_with_one_review_dissents_from_nobody() -> None:
    frame = pd.DataFrame({"group": [f"f{i}" for i in range(N)], "rating": [1, 10] * (N // 2)})
    assert not [name for name in slice_candidates(frame).names if "others" in name]


def test_a_slice_leaves_rows_inside_and_outside(frame) -> None:
    found = slice_candidates(frame, least_rows=50)
    inside = np.asarray(found.member.sum(axis=0)).ravel()
    assert inside.min() >= 50
    assert inside.max() <= N - 50


@pytest.mark.parametrize("text", ["", "...", None, "ٱلسَّلَامُ", "🎬🎬"])
def test_odd_texts_make_no_trouble(text) -> None:
    found = slice_candidates(pd.DataFrame({"text": [text] * 100}))
    assert found.n_rows == 100


def test_one_enormous_word_takes_no_more_memory_than_it_must() -> None:
    texts = ["x" * 1_000_000, *(f"word{i}" for i in range(5_000))]
    assert slice_candidates(pd.DataFrame({"text": texts})).n_rows == 5_001


def test_a_table_without_any_such_column_is_refused() -> None:
    with pytest.raises(PredictionsError, match="need a column text, rating or group"):
        slice_candidates(pd.DataFrame({"id": ["a"]}))


def test_candidates_are_joined_in_order() -> None:
    one = from_masks([Candidate("own", "a", np.array([True, False]))], 2)
    two = from_masks([Candidate("own", "b", np.array([False, True]))], 2)
    both = join_candidates([one, from_masks([], 2), two])
    assert both.names == ("a", "b")
    assert both.rows(1).tolist() == [False, True]
