"""What ``errors`` shows, in every format."""

from typing import Literal, Protocol, overload

import pandas as pd
from rich.console import Group, RenderableType
from rich.text import Text

from ..analysis.system import DatasetDescription
from .errors_parts import (
    ErrorsPart,
    category_part,
    change_part,
    misclassified_part,
    overlap_part,
)
from .flat_tags import with_evidence
from .formats import TEXT_RENDERERS, TextFormat, check_format
from .formats.markdown import bullets
from .formats.records import to_csv, to_json
from .formats.terminal import TerminalDocument
from .wording import describe_data

_WRONG_PREFIX = "wrong_"


class ErrorTables(Protocol):
    """The frames that an analysis of errors is made of."""

    @property
    def misclassified(self) -> pd.DataFrame:
        """One row a review that any model gets wrong, perhaps only those of some categories."""
        ...

    @property
    def n_misclassified(self) -> int:
        """How many reviews any model gets wrong, of all categories."""
        ...

    @property
    def overlap(self) -> pd.DataFrame:
        """One row a pair of models."""
        ...

    @property
    def fixed_and_broken(self) -> pd.DataFrame:
        """One row a model beside the baseline."""
        ...

    @property
    def categories(self) -> pd.DataFrame | None:
        """One row a model and category; None without texts."""
        ...

    @property
    def reliability(self) -> pd.DataFrame:
        """What was measured of each tagger."""
        ...


@overload
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: TextFormat | Literal["csv", "json"],
    limit: int | None = None,
) -> str: ...
@overload
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: str,
    limit: int | None = None,
) -> RenderableType: ...
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: str,  # noqa: A002 - the word of the command line
    limit: int | None = None,
) -> RenderableType:
    """Errors as people or programs read them.

    Args:
        errors: The frames to be shown.
        description: The data set that they are of.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"csv"``,
            ``"json"`` or ``"latex"`` for text. JSON is one object with a key for each table; CSV,
            which holds one table alone, is the misclassified reviews.
        limit: Most misclassified reviews to show; None for all.

    Raises:
        UsageError: If the format is unknown.
    """
    parts = errors_parts(errors, limit=limit)
    about = describe_data(description)
    match check_format(format):
        case "json":
            return to_json(
                {part.name: [with_evidence(record) for record in part.records] for part in parts}
            )
        case "csv":
            return to_csv(parts[0].records, parts[0].keys)
        case "table":
            tables = [Group(Text(), TerminalDocument(part.document)) for part in parts]
            return Group(*(Text(line) for line in about), *tables)
        case text:
            head = bullets(about) + "\n" if text == "markdown" else ""
            rendered = [TEXT_RENDERERS[text](part.document) for part in parts]
            return "\n".join([head, *rendered] if head else rendered)


def errors_parts(errors: ErrorTables, *, limit: int | None = None) -> list[ErrorsPart]:
    """The tables that have something to show, misclassified reviews first."""
    models = [
        str(column).removeprefix(_WRONG_PREFIX)
        for column in errors.misclassified.columns
        if str(column).startswith(_WRONG_PREFIX)
    ]
    parts = [
        misclassified_part(
            errors.misclassified, models, n_misclassified=errors.n_misclassified, limit=limit
        )
    ]
    if errors.categories is not None:
        parts.append(category_part(errors.categories, errors.reliability))
    if len(errors.overlap):
        parts.append(overlap_part(errors.overlap))
    if len(errors.fixed_and_broken):
        parts.append(change_part(errors.fixed_and_broken))
    return parts
