from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sentiment_lab.data import sources
from sentiment_lab.data.columns import Columns
from sentiment_lab.data.material import Material
from sentiment_lab.data.sources import SOURCES, Source, load_dataset
from sentiment_lab.data.splits import SplitPlan
from sentiment_lab.exceptions import DataError, UsageError

IMDB = Path(__file__).parents[3] / "shared" / "data" / "imdb"


def reviews(n: int = 40) -> pd.DataFrame:
    """Rows sorted by label, as many published files are."""
    labels = ["neg"] * (n // 2) + ["pos"] * (n // 2)
    films = [f"film {row % 10}" for row in range(n)]
    return pd.DataFrame(
        {"text": [f"text {row}" for row in range(n)], "label": labels, "film": films}
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    reviews().assign(stars=5).to_csv(path, index=False)
    return path


def checks_of(dataset: object) -> list[str]:
    return [finding.check for finding in dataset.findings]  # pyright: ignore[reportAttributeAccessIssue]


def test_a_file_becomes_three_splits_with_the_columns_of_the_contract(file: Path):
    dataset = load_dataset(str(file))

    assert dataset.name == str(file)
    assert dataset.classes == ("neg", "pos")
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (28, 4, 8)
    for frame in (dataset.train, dataset.validation, dataset.test):
        assert frame.columns.tolist() == ["id", "text", "label", "group", "rating"]
        assert frame.index.tolist() == list(range(len(frame)))
        assert set(frame["label"]) == {"neg", "pos"}
    assert dataset.published is None
    assert checks_of(dataset) == ["split", "split", "small", "small"]


def test_no_row_is_lost_or_doubled_on_the_way(file: Path):
    dataset = load_dataset(str(file))

    texts = pd.concat([dataset.train, dataset.validation, dataset.test])["text"]
    assert sorted(texts) == sorted(reviews()["text"])


def test_the_same_rows_give_the_same_fingerprint_and_groups_another(tmp_path: Path):
    for part in ("train", "test"):
        reviews(8).drop(columns="film").assign(series="a").to_csv(
            tmp_path / f"{part}.csv", index=False
        )
    (tmp_path / "validation.csv").write_bytes((tmp_path / "test.csv").read_bytes())
    first = load_dataset(str(tmp_path)).fingerprint

    assert load_dataset(str(tmp_path)).fingerprint == first
    assert load_dataset(str(tmp_path), columns=Columns(group="series")).fingerprint != first


def test_groups_of_a_file_are_not_taken_for_films(file: Path):
    assert load_dataset(str(file)).group_unit == "groups"


def test_named_columns_and_the_positive_class_reach_the_data_set(tmp_path: Path):
    reviews().rename(columns={"text": "body", "label": "mood"}).to_csv(tmp_path / "t.csv")

    dataset = load_dataset(
        str(tmp_path / "t.csv"), columns=Columns(text="body", label="mood"), positive="neg"
    )

    assert dataset.classes == ("pos", "neg")


def test_drop_overlap_leaves_out_the_test_rows_that_stand_in_train(tmp_path: Path):
    rows = reviews(8).drop(columns="film")
    rows.to_csv(tmp_path / "train.csv", index=False)
    fresh = pd.DataFrame({"text": ["new", "newer"], "label": ["neg", "pos"]})
    pd.concat([rows.head(3), fresh]).to_csv(tmp_path / "test.csv", index=False)

    kept = load_dataset(str(tmp_path))
    dropped = load_dataset(str(tmp_path), drop_overlap=True)

    assert len(kept.test) == 5
    assert dropped.test["text"].tolist() == ["new", "newer"]
    assert dropped.train.equals(kept.train)
    assert [f.message for f in dropped.findings if f.check == "overlap"] == [
        "3 test texts of 5 (60.00%) word for word in train: left out"
    ]
    assert dropped.fingerprint != kept.fingerprint


def test_drop_overlap_raises_when_nothing_is_left_to_test_on(tmp_path: Path):
    for part in ("train", "test"):
        reviews(8).to_csv(tmp_path / f"{part}.csv", index=False)

    with pytest.raises(DataError, match="every test text stands in train"):
        load_dataset(str(tmp_path), drop_overlap=True)


def test_drop_overlap_raises_when_one_class_is_left_to_test_on(tmp_path: Path):
    rows = reviews(8).drop(columns="film")
    rows.to_csv(tmp_path / "train.csv", index=False)
    fresh = pd.DataFrame({"text": ["new"], "label": ["neg"]})
    pd.concat([rows, fresh]).to_csv(tmp_path / "test.csv", index=False)

    with pytest.raises(DataError, match="every row of test is labelled 'neg': without the texts"):
        load_dataset(str(tmp_path), drop_overlap=True)


def test_four_classes_work(tmp_path: Path):
    rows = reviews().drop(columns="film").assign(label=[str(row % 4) for row in range(40)])
    rows.to_json(tmp_path / "t.jsonl", orient="records", lines=True)

    dataset = load_dataset(str(tmp_path / "t.jsonl"))

    assert dataset.classes == ("0", "1", "2", "3")
    assert set(dataset.test["label"]) == set(dataset.classes)


def test_findings_of_all_stages_are_kept(tmp_path: Path):
    rows = reviews().drop(columns="film").replace({"neg": "pan", "pos": "rave"})
    rows.loc[0, "text"] = ""
    rows.loc[1, "label"] = "-1"
    rows.assign(stars="many").to_csv(tmp_path / "t.csv", index=False)

    assert checks_of(load_dataset(str(tmp_path / "t.csv"))) == [
        "rating", "empty-text", "unlabelled", "positive-class", "split", "split", "small", "small",
    ]  # fmt: skip


def test_a_source_by_name_has_the_same_split_for_everyone(monkeypatch: pytest.MonkeyPatch):
    frame = reviews().rename(columns={"film": "group"}).assign(id=[str(row) for row in range(40)])
    material = Material(
        frame,
        unit="toys",
        published="none",
        plan=SplitPlan(0, 0.1, 0.3),
        group_unit="toy boxes",
    )
    monkeypatch.setattr(sources, "SOURCES", {"toy": Source(lambda: material, "toys")})

    dataset = load_dataset("toy")

    assert len(dataset.test) == 12
    assert (dataset.unit, dataset.published) == ("toys", "none")
    assert dataset.group_unit == "toy boxes"


@pytest.mark.parametrize("name", SOURCES)
def test_columns_of_a_known_source_cannot_be_named(name: str):
    with pytest.raises(UsageError, match=f"the columns of '{name}' are known"):
        load_dataset(name, columns=Columns(text="text"))


def test_imdb_by_name_is_read_from_the_hub(monkeypatch: pytest.MonkeyPatch, file: Path):
    material = Material(reviews().assign(id=[str(row) for row in range(40)]))
    monkeypatch.setattr(sources, "read_imdb", lambda _: material)

    assert load_dataset("imdb").unit == "texts"


def test_a_name_with_the_hubs_prefix_is_read_from_the_hub(monkeypatch: pytest.MonkeyPatch):
    material = Material(reviews().assign(id=[str(row) for row in range(40)]))
    asked = []
    monkeypatch.setattr(
        sources, "read_hub", lambda name, _: asked.append(name) or replace(material)
    )

    load_dataset("hub:owner/name")

    assert asked == ["owner/name"]


def test_an_unknown_name_raises_with_the_nearest():
    with pytest.raises(UsageError, match="unknown data set 'imbd': did you mean 'imdb'"):
        load_dataset("imbd")


@pytest.mark.parametrize("name", ["none.csv", "no/folder", "/no-such-folder"])
def test_a_path_that_is_not_there_raises(name: str):
    with pytest.raises(DataError, match=f"{name}: no such file or folder"):
        load_dataset(name)


def test_a_path_that_may_not_be_looked_at_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(self: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)

    with pytest.raises(DataError, match=r"cannot read .*: Permission denied"):
        load_dataset(str(tmp_path / "t.csv"))


def test_one_class_raises(tmp_path: Path):
    reviews().assign(label="pos").to_csv(tmp_path / "t.csv", index=False)

    with pytest.raises(DataError, match="nothing can be learned from one class"):
        load_dataset(str(tmp_path / "t.csv"))


def test_too_few_rows_to_split_raise(tmp_path: Path):
    reviews(2).to_csv(tmp_path / "t.csv", index=False)

    with pytest.raises(DataError, match="there are too few to split"):
        load_dataset(str(tmp_path / "t.csv"))


@pytest.mark.skipif(not IMDB.is_dir(), reason="the IMDB reviews are not at hand (shared/data/imdb)")
def test_the_checks_find_what_is_known_of_imdb():
    dataset = load_dataset(str(IMDB))

    assert dataset.classes == ("negative", "positive")
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (22505, 2495, 25000)
    assert not set(dataset.train["group"]) & set(dataset.validation["group"])
    counts = [(f.check, f.count) for f in dataset.findings if f.check not in {"split", "labels"}]
    assert counts == [
        ("doubled", 96),
        ("doubled", 199),
        ("overlap", 123),
        ("shared-groups", 1),
        ("html", 29201),
        ("encoding", 1571),
    ]
    assert dataset.published is not None
    assert dataset.fingerprint.startswith("e9d1b4bc69cf")
