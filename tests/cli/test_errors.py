"""``errors``: breakdowns, categories, slices of one's own, gold, seeds, forms and bad input."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

TEXTS = (
    "A delight, but the hour between drags.",
    "Dull from the first minute on.",
    "The cast is not bad at all.",
    "Oh great, another sequel. How original.",
)

OWN = '''
import math
import numpy as np
from sentiment_lab.taggers.tagger import Tag

class Dull:
    """Says yes to dull texts, but not out of fold to those that trained it."""

    name = "mine"
    threshold = 0.5
    reliability = None

    def tag(self, texts):
        return [Tag(float("Dull" in each), "Dull" in each, ()) for each in texts]

    def held_out_scores(self, texts):
        return np.array([0.0 if "Dull" in each else math.nan for each in texts])
'''


@pytest.fixture
def files(two_predictions: tuple[Path, Path]) -> tuple[str, ...]:
    """Options that name a weak and a strong system over 400 texts of 40 films."""
    options: list[str] = []
    for path in two_predictions:
        table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
        table["text"] = [f"{TEXTS[row % 4]} Scene {row}." for row in range(len(table))]
        table["group"] = [f"film{row % 40}" for row in range(len(table))]
        table["rating"] = np.where(table["label"] == "positive", 8, 3)
        table.to_parquet(path.with_suffix(".parquet"))
        options += ["--predictions", f"{path.stem}={path.with_suffix('.parquet')}"]
    return tuple(options)


def tables(run_cli: Callable, *options: object) -> dict[str, list[dict]]:
    outcome = run_cli("errors", *options, "--format", "json")
    assert outcome.code == 0, outcome.err
    return json.loads(outcome.out)


@pytest.mark.parametrize(
    ("by", "table"),
    [("slice", "searches"), ("length", "lengths"), ("rating", "rating"), ("group", "group")],
)
def test_a_breakdown_that_needs_no_tags_makes_none(
    run_cli: Callable, files: tuple[str, ...], by: str, table: str
) -> None:
    outcome = run_cli("errors", *files, "--by", by, "--format", "json")
    assert outcome.code == 0, outcome.err
    assert "tagging" not in outcome.err
    shown = json.loads(outcome.out)
    assert "misclassified" not in shown
    assert {row["model"] for rows in shown.values() for row in rows} == {"weak", "strong"}


def test_lengths_ratings_and_films_add_up_to_all_rows(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    for by in ("length", "rating", "group"):
        (rows,) = tables(run_cli, *files, "--by", by).values()
        counted = pd.DataFrame(rows).groupby("model")["n"].sum()
        assert counted.to_dict() == {"weak": 400, "strong": 400}


def test_the_categories_in_full_hold_what_each_share_rests_on(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    shown = tables(run_cli, *files, "--by", "category")
    rows = [row for each in shown.values() for row in each if "error_rate_inside" in row]
    assert {row["model"] for row in rows} == {"weak", "strong"}
    assert {"negation", "sarcasm", "label_doubt", "none"} <= {row["category"] for row in rows}


def test_json_holds_every_table_and_main_causes_add_to_one(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    shown = tables(run_cli, *files)
    expected = {"misclassified", "main_causes", "categories", "doubt", "doubt_pairs"}
    expected |= {"category_changes", "category_overlap", "taggers", "overlap", "fixed_and_broken"}
    assert expected <= set(shown)
    causes = pd.DataFrame(shown["main_causes"])
    assert causes.groupby("model")["raw_share"].sum().tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "latex"])
def test_every_form_shows_the_errors(run_cli: Callable, files: tuple[str, ...], form: str) -> None:
    outcome = run_cli("errors", *files, "--category", "length", "--format", form)
    assert outcome.code == 0, outcome.err
    assert "weak" in outcome.out


def test_a_slice_of_ones_own_stands_against_the_rest(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    shown = tables(run_cli, *files, "--category", "label_doubt", "--where", "rating <= 4")
    assert {row["rating"] for row in shown["misclassified"]} == {3}
    assert {row["label"] for row in shown["misclassified"]} == {"negative"}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--where", "rating <<"), "rating"),
        (("--where", "moon > 3"), "no column 'moon'"),
        (("--where", "rating > 99"), "holds for none of 400"),
        (("--category", "label_doubts"), "did you mean 'label_doubt'"),
        (("--category", "out_of_vocabulary"), "needs the texts that the models were trained on"),
        (("--category", "truncated_verdict"), "needs the stored run of a model"),
        (("--persistent",), "needs several seeds"),
        (("--finite",), "it needs --gold FILE"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(
    run_cli: Callable, files: tuple[str, ...], options: tuple[str, ...], reason: str
) -> None:
    outcome = run_cli("errors", *files, *options)
    assert outcome.code == 2
    assert reason in " ".join(outcome.err.split())
    assert not outcome.out


def test_only_what_is_named_is_tagged(run_cli: Callable, files: tuple[str, ...]) -> None:
    shown = tables(run_cli, *files, "--category", "length", "--category", "label_doubt")
    assert {row["category"] for row in shown["categories"]} == {"length", "label_doubt"}
    assert all(
        row["length_present"] or row["label_doubt_present"] for row in shown["misclassified"]
    )


def test_none_is_where_no_other_category_is(run_cli: Callable, files: tuple[str, ...]) -> None:
    for row in tables(run_cli, *files, "--category", "none")["misclassified"]:
        present = [name for name, value in row.items() if name.endswith("_present") and value]
        assert present == ["none_present"]


def gold_of(n: int, column: str = "negation") -> Path:
    rows = range(n)
    frame = pd.DataFrame({"id": [f"t{row}" for row in rows] + ["elsewhere"]})
    frame[column] = [int(row % 3 == 2) for row in rows] + [1]
    frame["inclusion"] = 0.5
    frame["main_1"] = frame["main_2"] = "negation"
    frame["polarity_1"], frame["polarity_2"] = 2, 2
    path = Path("gold.csv")
    frame.to_csv(path, index=False)
    return path


def test_enough_gold_corrects_and_too_little_says_how_many_more(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    options = (*files, "--category", "negation", "--gold")
    enough = tables(run_cli, *options, gold_of(360))["categories"]
    assert {row["model"]: row["method"] for row in enough}["weak"] == "prediction-powered"
    finite = tables(run_cli, *options, "gold.csv", "--finite")["categories"]
    wide, narrow = ({row["model"]: row for row in rows}["weak"] for rows in (enough, finite))
    assert narrow["share"] == pytest.approx(wide["share"])
    assert narrow["share_high"] - narrow["share_low"] < wide["share_high"] - wide["share_low"]
    little = run_cli("errors", *options, gold_of(20), "--by", "category")
    assert little.code == 0, little.err
    assert "annotate about" in " ".join(little.out.split())
    assert "*" in little.out


def test_gold_of_other_rows_corrects_nothing(run_cli: Callable, files: tuple[str, ...]) -> None:
    Path("gold.csv").write_text("id,negation\nnobody,1\n")
    shown = tables(run_cli, *files, "--category", "negation", "--gold", "gold.csv")
    assert {row["n_gold"] for row in shown["categories"]} == {0}
    assert {row["share"] for row in shown["categories"]} == {None}


def test_gold_that_trained_a_tagger_enters_with_its_tags_out_of_fold(
    run_cli: Callable, files: tuple[str, ...]
) -> None:
    Path("dull_tagger.py").write_text(OWN)
    options = ("--tagger", "dull_tagger:Dull", "--category", "mine", "--gold", gold_of(360, "mine"))
    shown = tables(run_cli, *files, *options)["categories"]
    weak = {row["model"]: row for row in shown}["weak"]
    assert weak["raw_share"] > 0.1, "the tags themselves say yes"
    assert weak["n_gold_tagged"] == 0, "none of the gold rows keeps the tag it was trained on"


def test_a_perfect_model_has_no_errors_to_show(run_cli: Callable, files: tuple[str, ...]) -> None:
    table = pd.read_parquet("strong.parquet")
    right = np.where(table["label"] == "positive", 0.9, 0.1)
    table = table.assign(predicted=table["label"], p_positive=right, p_negative=1 - right)
    table.to_parquet("perfect.parquet")
    shown = tables(run_cli, "--predictions", "perfect=perfect.parquet")
    assert shown["misclassified"] == []
    assert {row["n_errors"] for row in shown["categories"]} == {0}
    assert "overlap" not in shown, "one system shares its errors with none"


def test_predictions_without_text_or_rating_show_what_they_can(
    run_cli: Callable, two_predictions: tuple[Path, Path]
) -> None:
    file = ("--predictions", f"weak={two_predictions[0]}")
    plain = run_cli("errors", *file)
    assert plain.code == 0
    assert "come without text" in plain.out
    for options, reason in (
        (("--category", "mixed"), "need the reviews' texts"),
        (("--by", "category"), "need the reviews' texts"),
        (("--by", "rating"), "rating"),
        (("--by", "length"), "need a column 'text'"),
    ):
        outcome = run_cli("errors", *file, *options)
        assert outcome.code != 0
        assert reason in " ".join(outcome.err.split())


def test_a_model_that_stops_reading_has_its_truncated_verdicts_listed_by_seed(
    run_cli: Callable, reviews_csv: Path
) -> None:
    small = ("epochs=1", "hidden_size=8", "embedding_size=8", "max_length=8")
    changed = [part for each in small for part in ("--set", f"bilstm-attention.{each}")]
    asked = ("compare", reviews_csv, "--model", "bilstm-attention", *changed, "--seeds", 2)
    assert run_cli(*asked).code == 0
    shown = tables(run_cli, "--category", "truncated_verdict", "--persistent")
    assert shown["misclassified"], "the verdict of some error lies beyond the eighth word"
    for row in shown["misclassified"]:
        assert row["truncated_verdict_present"]
        assert row["seeds_wrong_bilstm-attention"] == 2


def test_picked_gold_needs_gold(run_cli: Callable, reviews_csv: Path) -> None:
    outcome = run_cli("errors", reviews_csv, "--model", "logreg", "--picked")
    assert outcome.code == 2
    assert "--picked says how the gold came about" in outcome.err


def test_picked_gold_is_not_taken_for_a_sample(run_cli: Callable, files: tuple[str, ...]) -> None:
    options = (*files, "--category", "negation", "--gold", gold_of(360), "--picked")
    found = tables(run_cli, *options)["categories"]
    assert {row["method"] for row in found} <= {"rogan-gladen", "not correctable", "withheld"}
