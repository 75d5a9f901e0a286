import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.data.tables import read_table, table_kind
from sentiment_lab.exceptions import DataError, UsageError

ROWS = [{"text": 'fine, "really"\nfine', "label": "1"}, {"text": "dünn – schwach", "label": "0"}]
FRAME = pd.DataFrame(ROWS)


def write_jsonl(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")


WRITERS = {
    "t.csv": lambda path: FRAME.to_csv(path, index=False),
    "t.tsv": lambda path: FRAME.to_csv(path, index=False, sep="\t"),
    "t.jsonl": write_jsonl,
    "t.ndjson": write_jsonl,
    "T.PARQUET": FRAME.to_parquet,
    "t.csv.gz": lambda path: FRAME.to_csv(path, index=False),
}


@pytest.mark.parametrize("name", WRITERS)
def test_read_table_gives_back_what_was_written(tmp_path: Path, name: str):
    WRITERS[name](tmp_path / name)

    pd.testing.assert_frame_equal(read_table(tmp_path / name), FRAME)


def test_read_table_takes_a_path_as_a_string(tmp_path: Path):
    FRAME.to_csv(tmp_path / "t.csv", index=False)

    assert len(read_table(str(tmp_path / "t.csv"))) == 2


def test_read_table_skips_a_byte_order_mark(tmp_path: Path):
    (tmp_path / "t.csv").write_text("text,label\na,1\n", encoding="utf-8-sig")

    assert list(read_table(tmp_path / "t.csv").columns) == ["text", "label"]


def test_read_table_keeps_words_that_look_like_missing_values(tmp_path: Path):
    (tmp_path / "t.csv").write_text("text,label\nNA,None\n,0\n")

    table = read_table(tmp_path / "t.csv")

    assert table.to_numpy().tolist() == [["NA", "None"], ["", "0"]]


def test_read_table_reads_fields_longer_than_the_csv_modules_limit(tmp_path: Path):
    (tmp_path / "t.csv").write_text(f"text,label\n{'long ' * 40_000},1\n")

    assert len(read_table(tmp_path / "t.csv")["text"][0]) == 200_000


def test_read_table_skips_blank_lines(tmp_path: Path):
    (tmp_path / "t.csv").write_text("text,label\n\na,1\n\n")
    (tmp_path / "t.jsonl").write_text('{"text": "a"}\n\n')

    assert len(read_table(tmp_path / "t.csv")) == 1
    assert len(read_table(tmp_path / "t.jsonl")) == 1


def test_read_table_keeps_types_of_json_lines(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text(
        '{"text": "a", "stars": 3}\n{"text": "b\u2028", "stars": 4}\n'
    )

    assert read_table(tmp_path / "t.jsonl")["stars"].tolist() == [3, 4]


def test_read_table_takes_quotation_marks_of_an_unquoted_tsv_as_text(tmp_path: Path):
    (tmp_path / "t.tsv").write_text('text\tlabel\n"Alien" is back\t1\n"half open\t0\n')

    assert read_table(tmp_path / "t.tsv")["text"].tolist() == ['"Alien" is back', '"half open']


BAD_TEXT_FILES = {
    "missing.csv": (None, r"missing\.csv: no such file"),
    "empty.csv": (b"", r"empty\.csv is empty"),
    "blank.jsonl": (b"\n \n", r"blank\.jsonl is empty"),
    "header.csv": (b"text,label\n", r"header\.csv holds column names and no rows"),
    "more.csv": (b"text,label\na,1\nb, and c,0\n", r"more\.csv, line 3: 3 fields .* header has 2"),
    "fewer.csv": (b"text,label\na,1\n\nb\n", r"fewer\.csv, line 4: 1 fields .* header has 2"),
    "lines.csv": (b'text,label\n"a\nb",1\nc\n', r"lines\.csv, line 4: 1 fields"),
    "ragged.tsv": (b"text\tlabel\na\n", r"ragged\.tsv, line 2: .* a tab needs quotation marks"),
    "open.csv": (
        b'text,label\na,1\n"b,0\nc,1\n',
        r"open\.csv, line 3: .* quotation mark left open",
    ),
    "stray.csv": (b'text,label\n"a"b,1\n', r"stray\.csv, line 2: .* quotation mark"),
    "twice.csv": (b"text,text\na,b\n", r"twice\.csv, line 1: the column 'text' is named twice"),
    "excel.csv": (b"text;label\na;1\n", r"excel\.csv, line 1: fields are parted by ';'"),
    "bad.jsonl": (b'{"text": "a"}\n{"text": \n', r"bad\.jsonl, line 2: not JSON"),
    "list.jsonl": (b'{"text": "a"}\n[1]\n', r"list\.jsonl, line 2: a JSON object is needed"),
    "cut.csv.gz": (
        gzip.compress(b"text,label\na,1\n")[:-9],
        r"cut\.csv\.gz is not a complete gzip",
    ),
    "plain.csv.gz": (b"text,label\na,1\n", r"plain\.csv\.gz is not a complete gzip"),
    "text.parquet": (b"PAR1 and no more", r"text\.parquet is not a complete Parquet file"),
}


@pytest.mark.parametrize("name", BAD_TEXT_FILES)
def test_read_table_names_file_and_line_of_what_is_wrong(tmp_path: Path, name: str):
    content, message = BAD_TEXT_FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(DataError, match=message) as caught:
        read_table(tmp_path / name)

    assert "\n" not in str(caught.value)


def test_read_table_raises_when_a_parquet_file_is_cut_short(tmp_path: Path):
    FRAME.to_parquet(tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(content[: len(content) // 2])

    with pytest.raises(DataError, match=r"cut\.parquet is not a complete Parquet file"):
        read_table(tmp_path / "cut.parquet")


def test_read_table_raises_when_a_parquet_file_has_no_rows(tmp_path: Path):
    FRAME.head(0).to_parquet(tmp_path / "none.parquet")

    with pytest.raises(DataError, match=r"none\.parquet holds no rows"):
        read_table(tmp_path / "none.parquet")


@pytest.mark.parametrize(
    ("encoding", "iconv_name", "byte"),
    [("latin-1", "latin1", "0xE9"), ("cp1252", "cp1252", "0xE9"), ("utf-16", "utf-16", "0xFF")],
)
def test_read_table_tells_how_to_convert_a_file_in_another_encoding(
    tmp_path: Path, encoding: str, iconv_name: str, byte: str
):
    dash = "" if encoding == "latin-1" else " – "
    content = f"text,label\ngood,1\ncliché{dash},0\n"
    (tmp_path / "old.csv").write_bytes(content.encode(encoding))

    with pytest.raises(DataError) as caught:
        read_table(tmp_path / "old.csv")

    line = 1 if encoding == "utf-16" else 3
    message = str(caught.value)
    assert f"old.csv, line {line}: byte {byte} is not UTF-8" in message
    assert f"iconv -f {iconv_name} -t utf-8 '{tmp_path / 'old.csv'}' > 'old-utf8.csv'" in message


def test_read_table_tells_how_to_convert_a_packed_file(tmp_path: Path):
    (tmp_path / "old.csv.gz").write_bytes(gzip.compress("text,label\né,1\n".encode("latin-1")))

    with pytest.raises(DataError, match=r"gunzip -c '.*old\.csv\.gz' \| iconv .* 'old-utf8\.csv'"):
        read_table(tmp_path / "old.csv.gz")


def test_read_table_does_not_advise_conversion_when_one_byte_of_utf8_is_damaged(tmp_path: Path):
    (tmp_path / "t.csv").write_bytes("text,label\nähnlich größer,1\nx".encode() + b"\xff,0\n")

    with pytest.raises(DataError, match=r"line 3: byte 0xFF is not UTF-8: the rest is, so mend"):
        read_table(tmp_path / "t.csv")


def test_the_advised_conversion_makes_the_file_readable(tmp_path: Path):
    content = "text,label\ncliché,0\n"
    (tmp_path / "old.csv").write_bytes(content.encode("latin-1"))
    converted = (tmp_path / "old.csv").read_bytes().decode("latin1").encode("utf-8")
    (tmp_path / "old-utf8.csv").write_bytes(converted)

    assert read_table(tmp_path / "old-utf8.csv")["text"].tolist() == ["cliché"]


def test_read_table_raises_when_the_file_is_a_folder(tmp_path: Path):
    (tmp_path / "folder.csv").mkdir()

    with pytest.raises(DataError, match=r"folder\.csv is a folder where a file is needed"):
        read_table(tmp_path / "folder.csv")


def test_read_table_raises_when_permission_is_denied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)

    with pytest.raises(DataError, match=r"cannot read .*t\.csv: Permission denied"):
        read_table(tmp_path / "t.csv")


@pytest.mark.parametrize("name", ["t.xlsx", "t", "t.parquet.gz", "t.gz"])
def test_read_table_lists_the_known_endings_when_the_ending_is_unknown(tmp_path: Path, name: str):
    with pytest.raises(UsageError, match=r"known endings: \.csv, \.tsv"):
        read_table(tmp_path / name)


def test_table_kind_is_told_by_the_ending_alone():
    assert table_kind(Path("a.b/reviews.2024.CSV.gz")) == ".csv"
    assert table_kind(Path("reviews.txt")) is None
