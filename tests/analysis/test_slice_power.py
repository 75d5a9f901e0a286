import pytest

from sentiment_lab.analysis.slice_power import needed_slice_size

USUAL = {"outside": 0.1, "inside": 0.2, "candidates": 3000}


def test_a_slice_with_twice_the_errors_needs_a_few_hundred_rows() -> None:
    size = needed_slice_size(25_000, **USUAL)
    assert size is not None
    assert 250 < size < 500


@pytest.mark.parametrize("change", [{"inside": 0.3}, {"candidates": 10}, {"power": 0.5}])
def test_it_needs_fewer_rows_for_an_easier_task(change: dict) -> None:
    easier, usual = (
        needed_slice_size(25_000, **(USUAL | change)),
        needed_slice_size(25_000, **USUAL),
    )
    assert easier is not None
    assert usual is not None
    assert easier < usual


@pytest.mark.parametrize("rates", [(0.1, 0.1), (0.2, 0.1), (0.0, 0.1), (0.6, 1.2)])
def test_no_size_does_where_there_is_no_difference_to_find(rates: tuple[float, float]) -> None:
    outside, inside = rates
    assert needed_slice_size(25_000, outside=outside, inside=inside, candidates=10) is None


def test_a_small_test_set_cannot_show_it() -> None:
    assert needed_slice_size(200, **USUAL) is None
    assert needed_slice_size(2, **USUAL) is None
