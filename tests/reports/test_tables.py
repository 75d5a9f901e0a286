import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sentiment_lab.analysis.comparison import PAIR_COLUMNS, compare_systems
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.system import Cost, System
from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.columns import COLUMNS, MODEL_KEYS
from sentiment_lab.reports.tables import comparison_table

DESIGN_MODEL_KEYS = {"model", "checkpoint", "seeds", "n", "accuracy_sd", "parameters"}
DESIGN_MODEL_KEYS |= {"train_seconds", "predict_reviews_per_second", "peak_memory_bytes"}
DESIGN_MODEL_KEYS |= {"size_bytes"}
METRICS = ("accuracy", "f1", "precision", "recall", "mcc", "auc", "log_loss", "brier")
METRICS += ("calibration_error",)
DESIGN_MODEL_KEYS |= {key + end for key in METRICS for end in ("", "_low", "_high")}


def printed(renderable, width):
    output = io.StringIO()
    Console(width=width, file=output, color_system=None).print(renderable)
    return output.getvalue()


def test_json_holds_exactly_the_keys_of_the_design(make_comparison, description):
    content = json.loads(comparison_table(make_comparison(3), description, format="json"))
    assert set(content) == {"models", "pairs"}
    assert all(set(row) == DESIGN_MODEL_KEYS for row in content["models"])
    assert all(tuple(row) == PAIR_COLUMNS for row in content["pairs"])
    assert len(MODEL_KEYS) == len(DESIGN_MODEL_KEYS)


def test_json_keeps_full_precision_whole_counts_and_null_for_what_is_undefined(
    make_comparison, description
):
    comparison = make_comparison(2, cost=False)
    comparison.models.loc[1, "auc"] = np.nan
    comparison.models.loc[0, "accuracy"] = 0.7671234567890123
    content = json.loads(comparison_table(comparison, description, format="json"))
    assert content["models"][0]["accuracy"] == 0.7671234567890123
    assert content["models"][1]["auc"] is None
    assert content["models"][0]["parameters"] is None
    assert content["models"][0]["checkpoint"] is None
    assert content["models"][0]["n"] == 2562
    by_metric = {row["metric"]: row for row in content["pairs"]}
    assert by_metric["accuracy"]["only_model_right"] == 301
    assert by_metric["f1"]["p_holm"] is None


def test_csv_has_one_row_a_model_with_its_accuracy_pair(make_comparison, description):
    text = comparison_table(make_comparison(3), description, format="csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["model"] for row in rows] == ["logreg", "lstm", "bilstm-attention"]
    assert set(MODEL_KEYS) | set(PAIR_COLUMNS) <= set(rows[0])
    assert rows[0]["difference"] == ""
    assert float(rows[1]["difference"]) == 0.004
    assert rows[1]["metric"] == "accuracy"
    assert rows[1]["parameters"] == "800000"


def test_csv_of_chosen_columns_brings_their_intervals(make_comparison, description):
    text = comparison_table(make_comparison(2), description, format="csv", columns=["f1"])
    assert text.splitlines()[0] == "model,f1,f1_low,f1_high"


def test_markdown_has_a_cell_for_every_heading(make_comparison, description):
    text = comparison_table(make_comparison(4), description, format="markdown")
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + 4
    assert len({line.count(" | ") for line in table}) == 1
    assert "| +6.1 (+4.5 to +7.8) | \\<0.001 |" in table[-1]
    assert "baseline" in table[2]


def test_latex_is_booktabs_with_everything_escaped(make_comparison, description):
    names = ("a_b & 50%", "c^d #1")
    comparison = make_comparison(names=names)
    text = comparison_table(comparison, description, format="latex")
    assert r"a\_b \& 50\%" in text
    assert r"c\textasciicircum{}d \#1" in text
    for part in (r"\toprule", r"\midrule", r"\bottomrule", r"\end{table}"):
        assert part in text
    body = text[text.index(r"\midrule") : text.index(r"\bottomrule")].splitlines()[1:]
    head = text[text.index(r"\toprule") : text.index(r"\midrule")]
    assert {line.replace(r"\&", "").count("&") for line in body} == {
        head.replace(r"\&", "").count(" & ")
    }


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_terminal_table_keeps_to_its_width_and_never_drops_what_decides(
    make_comparison, description, width
):
    text = printed(comparison_table(make_comparison(4), description, format="table"), width)
    assert max(map(len, text.splitlines())) <= width
    for part in ("logreg", "bilstm-attention", "76.7", "+4.5 to +7.8", "<0.001"):
        assert part in text


def test_terminal_names_the_columns_that_a_narrow_one_has_no_room_for(make_comparison, description):
    table = comparison_table(make_comparison(4), description, format="table")
    assert "Not shown at this width: auc" in printed(table, 80)
    assert "Not shown" not in printed(table, 160)


def test_columns_asked_for_continue_in_further_tables(make_comparison, description):
    table = comparison_table(make_comparison(2), description, format="table", columns=["all"])
    text = printed(table, 80)
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("\nlogreg") > 3
    assert "Peak" in text
    assert "Log-loss" in text


def test_every_column_can_be_asked_for_by_its_key(make_comparison, description):
    for key in COLUMNS:
        table = comparison_table(
            make_comparison(2, seeds=3), description, format="markdown", columns=[key]
        )
        assert table.count("\n|") == 4 or key == "model"


def test_an_unknown_column_names_the_nearest(make_comparison, description):
    with pytest.raises(UsageError, match="unknown column 'acuracy': did you mean 'accuracy'"):
        comparison_table(make_comparison(2), description, format="json", columns=["acuracy"])


def test_an_unknown_format_lists_the_known(make_comparison, description):
    with pytest.raises(UsageError, match="unknown format 'html': known: csv, json"):
        comparison_table(make_comparison(2), description, format="html")


def test_columns_without_any_figure_are_left_out_by_default(make_comparison, description):
    comparison = make_comparison(2, cost=False)
    text = comparison_table(comparison, description, format="markdown")
    assert "Training" not in text
    asked = comparison_table(comparison, description, format="markdown", columns=["train_seconds"])
    assert "| logreg | – |" in asked


def test_several_seeds_show_mean_and_sd_and_say_what_p_holds_for(make_comparison, description):
    text = comparison_table(make_comparison(2, seeds=3), description, format="markdown")
    assert "| 76.6 ± 0.4 |" in text
    assert "mean ± sd over 3 seeds" in text
    assert "trained artefact of the first seed" in text
    assert "±" not in comparison_table(make_comparison(2), description, format="markdown")


def test_one_model_stands_alone_without_pairs(make_comparison, description):
    text = comparison_table(make_comparison(1), description, format="markdown")
    assert "| logreg | 76.7 (75.1–78.3) |" in text
    assert "Holm" not in text
    content = json.loads(comparison_table(make_comparison(1), description, format="json"))
    assert content["pairs"] == []


def test_a_real_comparison_fits_every_format(rng, description):
    comparison = compare_systems(
        [real_system("logreg", rng), real_system("bert", rng, Cost(12, 1.5, 900.0, 4, 5))],
        baseline="logreg",
        resamples=200,
    )
    for name in ("markdown", "csv", "json", "latex"):
        assert "bert" in comparison_table(comparison, description, format=name, columns=["all"])
    assert "bert" in printed(comparison_table(comparison, description, format="table"), 100)
    content = json.loads(comparison_table(comparison, description, format="json"))
    assert set(content["models"][0]) == DESIGN_MODEL_KEYS
    assert content["models"][1]["parameters"] == 12


def real_system(name, rng, cost=None):
    positive = np.clip(rng.normal(0.5, 0.2, 60), 0.01, 0.99)
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(60)],
            "split": "test",
            "label": ["bad", "good"] * 30,
            "p_bad": 1 - positive,
            "p_good": positive,
            "predicted": np.where(positive > 0.5, "good", "bad"),
        }
    )
    return System(name, (Predictions(name, frame, ("bad", "good")),), cost or Cost())
