import pandas as pd
import pytest

from sentiment_lab.data.cleaning import usable_rows
from sentiment_lab.data.material import Material
from sentiment_lab.exceptions import DataError


def material(texts: list, labels: list, **known: dict[str, str]) -> Material:
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "label": labels})
    return Material(frame.assign(id=[str(row) for row in range(len(frame))]), **known)  # pyright: ignore[reportArgumentType]


def test_rows_without_a_text_or_a_label_are_left_out_and_counted():
    texts = ["a", None, "", " \n", "b", "c", "d"]
    labels = [0, 1, 0, None, -1, 1, None]

    rows, findings = usable_rows(material(texts, labels), "t.csv")

    assert rows["text"].tolist() == ["a", "c"]
    assert rows["label"].tolist() == ["0", "1"]
    assert rows.index.tolist() == [0, 1]
    assert [(finding.check, finding.count) for finding in findings] == [
        ("empty-text", 3),
        ("unlabelled", 2),
    ]
    assert findings[0].message == "3 rows left out: no text"


def test_usable_rows_say_nothing_when_all_is_well():
    assert usable_rows(material(["a", "b"], [0, 1]), "t.csv").findings == ()


def test_new_names_of_labels_are_reported():
    known = material(["a", "b"], [0, 1], names={"0": "negative", "1": "positive", "2": "mixed"})

    rows, (finding,) = usable_rows(known, "t.csv")

    assert rows["label"].tolist() == ["negative", "positive"]
    assert finding.message == "the labels 0, 1 are called negative, positive"


def test_a_source_without_any_usable_row_raises():
    with pytest.raises(DataError, match=r"t\.csv: no row has both a text and a label"):
        usable_rows(material(["", "a"], [1, None]), "t.csv")


def test_minus_one_as_the_negative_class_raises_and_tells_what_to_do():
    with pytest.raises(DataError, match=r"-1 are read as 'no label', which leaves only '1'"):
        usable_rows(material(["a", "b"], [-1, 1]), "t.csv")
