import pandas as pd
import pytest

from sentiment_lab.data.checks import Splits, check_dataset, overlapping, repetition
from sentiment_lab.exceptions import DataError

CLASSES = ("neg", "pos")


def part(*texts: str, labels: list[str] | None = None, films: list[str] | None = None):
    frame = pd.DataFrame(
        {"text": texts, "label": labels or [CLASSES[n % 2] for n in range(len(texts))]}
    )
    return frame if films is None else frame.assign(group=films)


def splits(
    train: pd.DataFrame | None = None,
    validation: pd.DataFrame | None = None,
    test: pd.DataFrame | None = None,
) -> Splits:
    return {
        "train": part("a", "b") if train is None else train,
        "validation": part("c", "d") if validation is None else validation,
        "test": part("e", "f") if test is None else test,
    }


def found(data: Splits, **options: bool) -> dict[str, str]:
    """Messages of all findings but the remark that such toys are small."""
    findings = check_dataset(data, CLASSES, "t.csv", **options)
    return {finding.check: finding.message for finding in findings if finding.check != "small"}


def test_a_sound_data_set_gives_no_finding():
    assert found(splits()) == {}


def test_texts_doubled_in_train_count_with_validation():
    data = splits(train=part("a", "b", "a"), validation=part("b", "d", labels=["pos", "neg"]))

    assert found(data) == {"doubled": "2 doubled texts inside train"}


def test_texts_doubled_in_test_are_counted():
    assert found(splits(test=part("e", "f", "e"))) == {"doubled": "1 doubled text inside test"}


def test_test_texts_that_stand_in_train_or_validation_are_counted():
    data = splits(test=part("a", "d", "e", "f", "g"))

    assert repetition(data).across == 2
    assert overlapping(data).tolist() == [True, True, False, False, False]
    assert found(data)["overlap"] == (
        "2 test texts of 5 (40.00%) word for word in train: --drop-overlap leaves them out"
    )


def test_the_finding_says_so_when_the_overlap_is_left_out():
    assert found(splits(test=part("a", "b")), drop_overlap=True)["overlap"].endswith("left out")


def test_films_in_both_train_and_test_are_counted():
    data = splits(
        train=part("a", "b", films=["x", "y"]),
        validation=part("c", "d", films=["z", "z"]),
        test=part("e", "f", films=["z", "w"]),
    )

    assert found(data) == {"shared-groups": "1 group in both train and test"}


def test_films_are_none_where_they_are_not_known():
    assert repetition(splits()).groups is None


def test_doubled_texts_with_differing_labels_are_counted():
    data = splits(train=part("a", "a", "b", labels=["neg", "pos", "neg"]))

    assert found(data)["contradictory"] == "1 doubled text with differing labels"


def test_html_is_reported_with_its_share():
    data = splits(train=part("a<br />b", "2 < 3 > 1"), test=part("&quot;e", "AT&T"))

    assert found(data) == {"html": "2 texts (33.3%) with HTML, which is left as published"}


@pytest.mark.parametrize("damaged", ["caf\ufffd", "cafÃ©", "itâ€™s", "it\x92s"])
def test_damage_by_a_wrong_encoding_is_reported(damaged: str):
    data = splits(train=part(damaged, "café, Ãlvaro’s – naïve"))

    assert found(data) == {"encoding": "1 text with characters that a wrong encoding leaves behind"}


def test_one_of_three_classes_that_test_lacks_is_reported():
    data = splits(train=part("a", "b", "c", labels=["neg", "meh", "pos"]))
    findings = check_dataset({**data, "validation": data["train"]}, ("neg", "meh", "pos"), "t.csv")

    messages = [finding.message for finding in findings if finding.check == "one-class"]
    assert messages == ["test holds no row of meh: some metrics are undefined"]


def test_a_test_split_of_one_class_raises():
    data = splits(test=part("e", "f", labels=["pos", "pos"]))

    with pytest.raises(
        DataError, match=r"t\.csv: every row of test is labelled 'pos': nothing can"
    ):
        found(data)


def test_small_splits_are_reported():
    findings = check_dataset(splits(), CLASSES, "t.csv")

    assert [finding.message for finding in findings] == [
        "test holds 2 rows: intervals will be wide",
        "train holds 2 rows: little can be learned",
    ]


def test_a_train_split_of_one_class_raises():
    with pytest.raises(DataError, match=r"t\.csv: every row of train is labelled 'pos'"):
        found(splits(train=part("a", "b", labels=["pos", "pos"])))


@pytest.mark.parametrize("name", ["validation", "test"])
def test_a_label_that_train_does_not_hold_raises(name: str):
    data = splits(**{name: part("x", "y", labels=["neg", "meh"])})

    with pytest.raises(
        DataError, match=f"the label 'meh' of 1 row in {name} does not stand in train"
    ):
        found(data)


@pytest.mark.parametrize("name", ["train", "validation", "test"])
def test_an_empty_split_raises(name: str):
    with pytest.raises(DataError, match=f"no rows for the {name} split"):
        found(splits(**{name: part()}))
