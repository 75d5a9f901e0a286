from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.models.token_file import TokenFile, token_writer

ROWS = st.lists(st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=5), max_size=20)


@given(first=ROWS, second=ROWS)
def test_rows_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, first: list[list[int]], second: list[list[int]]
) -> None:
    path = tmp_path_factory.mktemp("tokens") / "rows.arrow"
    with token_writer(path) as writer:
        writer.write(first)
        writer.write(second)
    read = TokenFile(path)
    rows = [*first, *second]
    assert len(read) == len(rows)
    assert read.lengths.tolist() == [len(row) for row in rows]
    assert [read[index].token_ids.tolist() for index in range(len(read))] == rows
    assert [read[index].number for index in range(len(read))] == list(range(len(rows)))


def test_thousands_of_rows_are_read_from_many_batches(tmp_path: Path) -> None:
    with token_writer(tmp_path / "rows.arrow") as writer:
        writer.write([number, number + 1] for number in range(2_500))
    read = TokenFile(tmp_path / "rows.arrow")
    assert (len(read), read[2_345].token_ids.tolist()) == (2_500, [2_345, 2_346])


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.arrow"
    with token_writer(path) as writer:
        writer.write([[1, 2, 3]] * 2_000)
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(OSError):
        TokenFile(path)
