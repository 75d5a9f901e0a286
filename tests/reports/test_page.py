import re
from dataclasses import replace

import pandas as pd
import pytest

from sentiment_lab.exceptions import ReportError
from sentiment_lab.reports import page
from sentiment_lab.reports.page import write_report
from sentiment_lab.reports.page_figures import FIGURE_NAMES
from sentiment_lab.reports.page_model import ReportInput

NAMES = ("logreg", "bert")


@pytest.fixture
def report(
    make_comparison,
    description,
    make_confusion,
    make_reliability,
    make_lengths,
    make_breakdown,
    make_overlap,
    make_history,
):
    wrong = pd.DataFrame({"id": ["r1"], "label": ["fresh"], "text": ["a | b"]})
    for name in NAMES:
        wrong[f"wrong_{name}"], wrong[f"predicted_{name}"] = True, "rotten"
        wrong[f"confidence_{name}"] = 0.9
    return ReportInput(
        comparison=make_comparison(names=NAMES),
        description=description,
        confusion=make_confusion(NAMES, ("rotten", "fresh")),
        reliability=make_reliability(NAMES),
        lengths=make_lengths(NAMES),
        breakdown=make_breakdown(NAMES),
        overlap=make_overlap(NAMES),
        changes=pd.DataFrame(
            {"model": ["bert"], "baseline": ["logreg"], "fixed": [30], "broken": [9]}
        ),
        history=make_history(["bert"]),
        misclassified=wrong,
        version="1.2.3",
    )


@pytest.fixture
def quick(monkeypatch):
    """Figures are neither drawn nor saved: two small files stand for each."""

    def save(_, stem):
        for suffix in (".png", ".svg"):
            stem.with_suffix(suffix).write_text("figure")

    monkeypatch.setattr(page, "save_figure", save)


@pytest.fixture
def bare(make_comparison, description):
    return ReportInput(make_comparison(1, cost=False), description)


def test_the_page_shows_every_figure_and_each_link_leads_to_a_file(report, tmp_path):
    path = write_report(report, tmp_path / "new" / "report")
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((figures/[^)]+)\)", text)
    assert path == tmp_path / "new" / "report" / "report.md"
    assert {link.split("/")[1].split(".")[0] for link in links} == set(FIGURE_NAMES)
    assert all((path.parent / link).stat().st_size > 1000 for link in links)
    assert len(links) == 2 * len(FIGURE_NAMES)


def test_every_picture_has_an_alternative_text_with_what_it_shows(report, tmp_path, quick):
    text = write_report(report, tmp_path).read_text(encoding="utf-8")
    alts = re.findall(r"!\[([^\]]*)\]", text)
    assert len(alts) == len(FIGURE_NAMES)
    assert min(map(len, alts)) > 30
    assert any("logreg 76.7 and bert 77.1" in alt for alt in alts)


def test_the_page_says_what_is_supported_and_what_not(report, tmp_path, quick):
    text = write_report(report, tmp_path).read_text(encoding="utf-8")
    assert "## What these data support" in text
    assert "bert and logreg are not separable here" in text
    assert "## Not shown by these data" in text
    assert "Association, not cause" in text
    assert "Without a history: logreg." in text
    assert "Made by sentiment-lab 1.2.3." in text
    assert "a \\| b" in text


def test_sections_without_data_say_so_in_a_line(bare, tmp_path, quick):
    text = write_report(bare, tmp_path).read_text(encoding="utf-8")
    sections = dict(re.findall(r"## ([^\n]+)\n\n([^\n]+)", text))
    for title in (
        "Cost",
        "Confusion matrices",
        "Calibration",
        "What caused the errors",
        "Errors by category",
        "What no model can gain",
        "Errors in common",
        "Fixed and broken by category",
        "Accuracy by length",
        "Training curves",
        "Misclassified reviews",
    ):
        assert sections[title].startswith("- Not shown: "), title
    assert "There is one model only" in sections["What these data support"]
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        "accuracy.png",
        "accuracy.svg",
    }


def test_a_second_report_replaces_the_first_and_leaves_other_files_alone(
    report, bare, tmp_path, quick
):
    write_report(report, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "figures" / "own.png").write_text("mine")
    write_report(bare, tmp_path)
    left = {path.name for path in (tmp_path / "figures").iterdir()}
    assert left == {"accuracy.png", "accuracy.svg", "own.png"}
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "figures",
        "notes.txt",
        "report.md",
    ]


def test_a_failure_while_drawing_leaves_the_folder_as_it_was(report, tmp_path, monkeypatch):
    folder = tmp_path / "report"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page, "save_figure", full)
    with pytest.raises(
        ReportError, match=r"cannot write the report to .*: No space left on device"
    ):
        write_report(report, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_one_clear_line(bare, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(ReportError, match="cannot write the report to") as caught:
        write_report(bare, tmp_path / "taken" / "report")
    assert "\n" not in str(caught.value)
    assert (tmp_path / "taken").read_text() == "mine"


def test_the_same_report_twice_gives_the_same_bytes(bare, tmp_path):
    first, second = write_report(bare, tmp_path / "a"), write_report(bare, tmp_path / "b")
    for path in sorted(first.parent.rglob("*.*")):
        twin = second.parent / path.relative_to(first.parent)
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_a_page_without_fixed_and_broken_still_shows_the_overlap(report, tmp_path, quick):
    text = write_report(replace(report, changes=None), tmp_path).read_text(encoding="utf-8")
    assert "| logreg | bert |" in text
    assert "| Model | Against | Fixed | Broken |" not in text


def sections_of(text):
    return dict(part.split("\n\n", 1) for part in text.split("\n## ")[1:])


def test_every_section_that_shows_categories_gives_the_taggers_figures(report, tmp_path, quick):
    sections = sections_of(write_report(report, tmp_path).read_text(encoding="utf-8"))
    line = "sarcasm precision 0.410, recall 0.350 (836 gold rows)"
    for title in ("What caused the errors", "Fixed and broken by category"):
        assert line in sections[title], title
    assert line in sections["Misclassified reviews"]
    assert "How good the taggers are" in sections["Errors by category"]
    assert "P 0.430 R 0.310" in sections["Errors by category"]


def test_without_gold_shares_are_marked_and_what_needs_gold_is_said_to_be_missing(
    report, make_breakdown, tmp_path, quick
):
    bare = replace(report, breakdown=make_breakdown(NAMES, gold=False))
    sections = sections_of(write_report(bare, tmp_path).read_text(encoding="utf-8"))
    assert (
        "with all the taggers' mistakes, and marked as uncorrected"
        in (sections["Errors by category"])
    )
    assert "| 6.0\\* (4.0–8.0) |" in sections["Errors by category"]
    assert "it takes annotated reviews" in sections["What no model can gain"]
    assert "marked as uncorrected" in sections["Not shown by these data"]


def test_empty_frames_of_a_breakdown_leave_their_sections_with_a_line(
    report, make_breakdown, tmp_path, quick
):
    one = make_breakdown(["logreg"])
    empty = replace(
        one, main_causes=pd.DataFrame(), floor=pd.DataFrame(), reliability=one.reliability.iloc[:0]
    )
    sections = sections_of(
        write_report(replace(report, breakdown=empty), tmp_path).read_text(encoding="utf-8")
    )
    for title in (
        "What caused the errors",
        "What no model can gain",
        "Fixed and broken by category",
    ):
        assert sections[title].startswith("- Not shown: "), title
    assert "No measured tagger: sarcasm, mixed and domain." in sections["Errors by category"]


def test_a_report_on_this_test_set_alone_says_so(report, tmp_path, quick):
    text = write_report(replace(report, finite=True), tmp_path).read_text(encoding="utf-8")
    assert "corrected shares are of this test set (--finite)" in text
