import sys
from typing import Any

import pandas as pd
import pytest

from sentiment_lab.data.columns import Columns
from sentiment_lab.data.hub import read_hub, read_imdb
from sentiment_lab.exceptions import DataError, MissingExtraError


class ClassLabel:
    """Stands in for the Hub's declaration of class names."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)


class HubRows:
    """Stands in for one split of a data set of the Hub."""

    def __init__(self, features: dict[str, Any], **columns: list) -> None:
        self.features = features
        self.columns = columns

    def to_pandas(self) -> pd.DataFrame:
        return pd.DataFrame(self.columns)


class FakeHub:
    """Answers `load_dataset` with ready splits, or with the error that it raises."""

    def __init__(self, answer: dict[str, HubRows] | Exception) -> None:
        self.answer = answer
        self.asked: tuple[str, ...] = ()

    def __call__(self, *arguments: str) -> dict[str, HubRows]:
        self.asked = arguments
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def news() -> FakeHub:
    features = {"text": "string", "label": ClassLabel("world", "sport", "art")}
    train = HubRows(features, text=["a", "b", "c"], label=[0, 1, 2])
    test = HubRows(features, text=["d"], label=[-1])
    return FakeHub({"train": train, "test": test, "unsupervised": test})


def test_a_data_set_of_the_hub_gives_its_labelled_splits_and_class_names():
    material = read_hub("owner/news", Columns(), news())

    assert material.frame.to_dict("list") == {
        "text": ["a", "b", "c", "d"],
        "label": [0, 1, 2, -1],
        "split": ["train", "train", "train", "test"],
        "id": ["train/000001", "train/000002", "train/000003", "test/000001"],
    }
    assert material.names == {"0": "world", "1": "sport", "2": "art"}
    assert material.classes == ("world", "sport", "art")


def test_a_configuration_follows_the_name():
    hub = news()

    read_hub("owner/news:short", Columns(), hub)

    assert hub.asked == ("owner/news", "short")


def test_labels_without_declared_names_stay_as_they_are():
    rows = HubRows({"review": "string", "stars": "int"}, review=["a"], stars=[5])

    material = read_hub("owner/stars", Columns(label="stars"), FakeHub({"train": rows}))

    assert material.classes is None
    assert material.names == {}


def test_imdb_of_the_hub_has_the_names_of_the_folder_and_a_fixed_split():
    features = {"text": "string", "label": ClassLabel("neg", "pos")}
    hub = FakeHub({"train": HubRows(features, text=["a", "b"], label=[0, 1])})

    material = read_imdb(Columns(), hub)

    assert hub.asked == ("stanfordnlp/imdb",)
    assert material.names["1"] == "positive"
    assert material.unit == "film reviews"
    assert material.plan is not None


def test_a_data_set_without_known_splits_raises():
    with pytest.raises(DataError, match="hub:owner/news has no split named train"):
        read_hub("owner/news", Columns(), FakeHub({"everything": news()()["test"]}))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ConnectionError("Couldn't reach it"), r"cannot reach 'owner/news' on the Hub"),
        (FileNotFoundError("doesn't exist"), r"the Hub holds no data set 'owner/news'"),
        (ValueError("BuilderConfig 'x' not found.\nmore"), r"cannot load .*: BuilderConfig 'x'"),
        (RuntimeError(), r"cannot load 'owner/news' from the Hub: RuntimeError"),
    ],
)
def test_failures_of_the_hub_are_told_in_one_line(error: Exception, message: str):
    with pytest.raises(DataError, match=message) as caught:
        read_hub("owner/news", Columns(), FakeHub(error))

    assert "\n" not in str(caught.value)


def test_imdb_names_the_folder_as_another_way_when_the_hub_is_out_of_reach():
    with pytest.raises(DataError, match=r"cannot reach 'stanfordnlp/imdb'.*name a folder.*aclImdb"):
        read_imdb(Columns(), FakeHub(ConnectionError("no route")))


def test_the_hub_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "datasets", None)

    with pytest.raises(MissingExtraError, match=r"'train' extra: pip install"):
        read_hub("owner/news", Columns())
