"""What a report is drawn from, and what its page is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from ..analysis.comparison import Comparison
from ..analysis.system import DatasetDescription
from .errors_table import CategoryFrames
from .grid import Document


@dataclass(frozen=True)
class ReportInput:
    """Everything that a report is drawn from; a frame that is None or empty is said to be missing.

    Attributes:
        comparison: The models and their pairs with the baseline.
        description: The data set.
        confusion: ``model, label, predicted, n, share``.
        reliability: ``model, predicted, observed, low, high, n``.
        lengths: ``model, words_low, words_high, n, accuracy, low, high``; None without texts.
        breakdown: The errors by category; None without texts.
        finite: Whether its corrected shares are of this test set alone.
        overlap: Shared errors of each two models.
        changes: Fixed and broken by each model against the baseline.
        history: ``model, epoch, train_loss, validation_loss, validation_accuracy``.
        misclassified: Reviews that a model gets wrong, most confident first.
        examples: How many of them the page shows.
        version: The version of this package.
    """

    comparison: Comparison
    description: DatasetDescription
    confusion: pd.DataFrame | None = None
    reliability: pd.DataFrame | None = None
    lengths: pd.DataFrame | None = None
    breakdown: CategoryFrames | None = None
    finite: bool = False
    overlap: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None
    history: pd.DataFrame | None = None
    misclassified: pd.DataFrame | None = None
    examples: int = 10
    version: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models in the order of the table."""
        return tuple(str(name) for name in self.comparison.models["model"])


@dataclass(frozen=True)
class PageFigure:
    """A figure of a page.

    Attributes:
        name: Stem of its files.
        alt: What it shows, for those who do not see it.
        draw: Makes it; called once, when the page is written.
    """

    name: str
    alt: str
    draw: Callable[[], Figure]


@dataclass(frozen=True)
class PageSection:
    """One section of a page.

    Attributes:
        title: Its heading.
        text: Sentences, each a line of a list.
        figures: Shown above the tables.
        documents: Tables.
    """

    title: str
    text: tuple[str, ...] = ()
    figures: tuple[PageFigure, ...] = ()
    documents: tuple[Document, ...] = ()
