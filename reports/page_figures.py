"""The figures of a report: what they are called, what they show, and how they are drawn.

Each function expects that its frame is there.
"""

from functools import partial

import pandas as pd

from .category_pivot import shown_shares
from .figures.accuracy import draw_accuracy
from .figures.categories import draw_categories
from .figures.confusion import draw_confusion
from .figures.cost import CostAxis, draw_cost_accuracy
from .figures.differences import draw_differences
from .figures.lengths import draw_lengths
from .figures.main_causes import draw_main_causes
from .figures.overlap import draw_overlap
from .figures.reliability import draw_reliability
from .figures.training import draw_training
from .page_model import PageFigure, ReportInput
from .units import percent, points
from .wording import accuracy_pairs, enumerate_words

FIGURE_NAMES = (
    "accuracy",
    "differences",
    "cost_training",
    "cost_prediction",
    "confusion",
    "reliability",
    "main_causes",
    "categories",
    "overlap",
    "lengths",
    "training",
)
"""Stems of every figure that a report can hold."""


def accuracy(report: ReportInput) -> PageFigure:
    """Accuracy with intervals."""
    models = report.comparison.models
    values = [f"{row['model']} {percent(row['accuracy'])}" for row in models.to_dict("records")]
    return PageFigure(
        "accuracy",
        f"Dot plot of accuracy in percent with 95 % intervals: {enumerate_words(values)}",
        partial(draw_accuracy, models),
    )


def differences(report: ReportInput) -> PageFigure:
    """Paired differences to the baseline."""
    pairs = accuracy_pairs(report.comparison)
    values = [f"{row['model']} {points(row['difference'])}" for row in pairs.to_dict("records")]
    return PageFigure(
        "differences",
        f"Dot plot of paired differences to {report.comparison.baseline} in points of accuracy "
        f"with 95 % intervals: {enumerate_words(values)}",
        partial(draw_differences, pairs, order=report.models),
    )


def costs(report: ReportInput) -> tuple[PageFigure, ...]:
    """Accuracy over training and over prediction time, as far as they were measured."""
    models = report.comparison.models
    sources: dict[CostAxis, str] = {
        "training": "train_seconds",
        "prediction": "predict_reviews_per_second",
    }
    return tuple(
        PageFigure(
            f"cost_{cost}",
            f"Accuracy with 95 % intervals over {cost} time on a logarithmic axis, for "
            f"{_names(models[models[column].notna()])}",
            partial(draw_cost_accuracy, models, cost=cost),
        )
        for cost, column in sources.items()
        if models[column].notna().any()
    )


def confusion(report: ReportInput, counts: pd.DataFrame) -> PageFigure:
    """Confusion matrices."""
    classes = [str(name) for name in report.comparison.classes]
    alt = f"Confusion matrices over {enumerate_words(classes)} for {_names(counts)}"
    return PageFigure("confusion", alt, partial(draw_confusion, counts))


def reliability(curves: pd.DataFrame) -> PageFigure:
    """Reliability curves."""
    alt = f"Observed share over predicted probability, with 95 % intervals, for {_names(curves)}"
    return PageFigure("reliability", alt, partial(draw_reliability, curves))


def main_causes(causes: pd.DataFrame) -> PageFigure:
    """One main cause for each error."""
    shares = shown_shares(causes)
    alt = f"Share of errors by main cause, with 95 % intervals: {_highest(shares, 'cause')}"
    return PageFigure("main_causes", alt, partial(draw_main_causes, shares))


def categories(found: pd.DataFrame) -> PageFigure:
    """Shares of errors by category."""
    shares = shown_shares(found)
    alt = (
        "Share of errors to which each category applies, with 95 % intervals, hollow where "
        f"uncorrected: {_highest(shares, 'category')}"
    )
    return PageFigure("categories", alt, partial(draw_categories, shares))


def overlap(pairs: pd.DataFrame) -> PageFigure:
    """Errors in common."""
    values = [
        f"{row['model']} and {row['other']} {percent(row['jaccard'])} %"
        for row in pairs.to_dict("records")
    ]
    alt = f"Heat map of the share of errors that two models have in common: {'; '.join(values)}"
    return PageFigure("overlap", alt, partial(draw_overlap, pairs))


def lengths(bins: pd.DataFrame) -> PageFigure:
    """Accuracy by length."""
    alt = f"Accuracy by number of words, with 95 % intervals, for {_names(bins)}"
    return PageFigure("lengths", alt, partial(draw_lengths, bins))


def training(report: ReportInput, history: pd.DataFrame) -> PageFigure:
    """Training curves."""
    alt = f"Loss and validation accuracy over the epochs of {_names(history)}"
    return PageFigure("training", alt, partial(draw_training, history, order=report.models))


def _highest(shares: pd.DataFrame, by: str) -> str:
    """The highest share of each model, in words."""
    known = shares.dropna(subset="shown").sort_values("shown", ascending=False, kind="stable")
    rows = known.drop_duplicates("model").sort_index().to_dict("records")
    values = [f"{row['model']} most of all {row[by]} {percent(row['shown'])} %" for row in rows]
    return enumerate_words(values) if values else "no errors"


def _names(frame: pd.DataFrame) -> str:
    return enumerate_words([str(name) for name in dict.fromkeys(frame["model"])])
