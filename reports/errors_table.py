"""What ``errors`` shows, in every format."""

from collections.abc import Sequence
from typing import Literal, Protocol, overload

import pandas as pd
from rich.console import Group, RenderableType
from rich.text import Text

from ..analysis.persistence import Persistence
from ..analysis.slices import SliceSearch
from ..analysis.system import DatasetDescription
from .breakdown_tables import (
    length_part,
    persistence_parts,
    value_part,
)
from .category_tables import (
    category_change_part,
    category_detail_parts,
    category_part,
    floor_part,
    main_cause_part,
    tagger_part,
    together_part,
)
from .doubt_table import accuracy_part, differences_part, truncation_part
from .errors_parts import ErrorsPart, change_part, misclassified_part, overlap_part
from .flat_tags import with_evidence
from .formats import TEXT_RENDERERS, TextFormat, check_format
from .formats.markdown import bullets
from .formats.records import to_csv, to_json
from .formats.terminal import TerminalDocument
from .slices_table import found_part, named_part, searches_part
from .wording import describe_data

_WRONG_PREFIX = "wrong_"
_MOST_ROWS = 20


class CategoryFrames(Protocol):
    """The frames of a breakdown by category."""

    @property
    def categories(self) -> pd.DataFrame:
        """One row a model and category."""
        ...

    @property
    def main_causes(self) -> pd.DataFrame:
        """One row a model and main cause; empty where there are none."""
        ...

    @property
    def changes(self) -> pd.DataFrame:
        """One row a model and category, against the baseline."""
        ...

    @property
    def together(self) -> pd.DataFrame:
        """One row a pair of categories."""
        ...

    @property
    def floor(self) -> pd.DataFrame:
        """What no model can gain; empty without gold."""
        ...

    @property
    def doubt(self) -> pd.DataFrame:
        """Accuracy under doubtful labels; perhaps empty."""
        ...

    @property
    def doubt_pairs(self) -> pd.DataFrame:
        """Differences under doubtful labels; perhaps empty."""
        ...

    @property
    def truncation(self) -> pd.DataFrame:
        """Accuracy by what is not read; perhaps empty."""
        ...

    @property
    def reliability(self) -> pd.DataFrame:
        """What was measured of each tagger."""
        ...


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
    def breakdown(self) -> CategoryFrames | None:
        """The categories; None without texts."""
        ...

    @property
    def where(self) -> pd.DataFrame | None:
        """The user's own slice against the other reviews."""
        ...

    @property
    def slices(self) -> Sequence[SliceSearch]:
        """Slices that were searched for."""
        ...

    @property
    def lengths(self) -> pd.DataFrame | None:
        """Accuracy by length."""
        ...

    @property
    def by_value(self) -> pd.DataFrame | None:
        """Error rates by stars or film."""
        ...

    @property
    def persistence(self) -> Persistence | None:
        """Errors over seeds."""
        ...


@overload
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: TextFormat | Literal["csv", "json"],
    by: str | None = None,
    limit: int | None = None,
) -> str: ...
@overload
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: str,
    by: str | None = None,
    limit: int | None = None,
) -> RenderableType: ...
def errors_table(
    errors: ErrorTables,
    description: DatasetDescription,
    *,
    format: str,  # noqa: A002 - the word of the command line
    by: str | None = None,
    limit: int | None = None,
) -> RenderableType:
    """Errors as people or programs read them.

    Args:
        errors: The frames to be shown.
        description: The data set that they are of.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"csv"``,
            ``"json"`` or ``"latex"`` for text. JSON is one object with a key for each table; CSV,
            which holds one table alone, is the misclassified reviews, or the breakdown.
        by: The one breakdown to show: ``"category"``, ``"slice"``, ``"length"``, ``"rating"`` or
            ``"group"``; None: the usual tables.
        limit: Most misclassified reviews to show; None for all.

    Raises:
        UsageError: If the format is unknown.
    """
    for_programs = format in {"csv", "json"}
    most = None if for_programs else _MOST_ROWS
    # Without an error there is nothing to break down, which the first table says.
    if by is None or not errors.n_misclassified:
        parts = usual_parts(errors, limit=limit, most=most)
    else:
        parts = breakdown_parts(errors, by, most=most)
    about = describe_data(description)
    match check_format(format):
        case "json":
            return to_json(_by_name(parts))
        case "csv":
            return to_csv(_by_name(parts)[parts[0].name], parts[0].keys)
        case "table":
            tables = [Group(Text(), TerminalDocument(part.document)) for part in parts]
            return Group(*(Text(line) for line in about), *tables)
        case text:
            head = bullets(about) + "\n" if text == "markdown" else ""
            rendered = [TEXT_RENDERERS[text](part.document) for part in parts]
            return "\n".join([head, *rendered] if head else rendered)


def usual_parts(
    errors: ErrorTables, *, limit: int | None = None, most: int | None = None
) -> list[ErrorsPart]:
    """The tables that have something to show, misclassified reviews first.

    Args:
        errors: The frames.
        limit: Most misclassified reviews; None for all.
        most: Most rows of other long tables; None for all.
    """
    models = [
        str(column).removeprefix(_WRONG_PREFIX)
        for column in errors.misclassified.columns
        if str(column).startswith(_WRONG_PREFIX)
    ]
    parts = [
        misclassified_part(
            errors.misclassified,
            models,
            n_misclassified=errors.n_misclassified,
            limit=limit,
            for_programs=most is None,
        )
    ]
    if not errors.n_misclassified and most is not None:
        return parts
    if errors.where is not None:
        parts += [named_part(rows) for _, rows in errors.where.groupby("model", sort=False)]
    if errors.breakdown is not None:
        parts += _category_parts(errors.breakdown, most)
    if len(errors.overlap):
        parts.append(overlap_part(errors.overlap))
    if len(errors.fixed_and_broken):
        parts.append(change_part(errors.fixed_and_broken))
    if errors.persistence is not None:
        parts += persistence_parts(errors.persistence)
    return parts


def breakdown_parts(errors: ErrorTables, by: str, *, most: int | None = None) -> list[ErrorsPart]:
    """The tables of one breakdown, as far as it was computed."""
    if by == "category" and errors.breakdown is not None:
        found = errors.breakdown
        parts = category_detail_parts(found.categories)
        parts += _main(found) + [category_change_part(found.changes)] * bool(len(found.changes))
        return [*parts, together_part(found.together, limit=most), tagger_part(found.reliability)]
    if by == "slice":
        found = [found_part(search, limit=most) for search in errors.slices]
        return found if most is not None else [*found, searches_part(errors.slices)]
    if errors.lengths is not None:
        return [length_part(errors.lengths)]
    if errors.by_value is not None:
        return [value_part(errors.by_value, by, limit=most)]
    return []


def _category_parts(found: CategoryFrames, most: int | None) -> list[ErrorsPart]:
    parts = [*_main(found), category_part(found.categories)]
    if len(found.floor):
        parts.append(floor_part(found.floor))
    if len(found.doubt):
        parts.append(accuracy_part(found.doubt))
    if len(found.doubt_pairs):
        parts.append(differences_part(found.doubt_pairs))
    if len(found.truncation):
        parts.append(truncation_part(found.truncation))
    if len(found.changes):
        parts.append(category_change_part(found.changes))
    if most is None and len(found.together):
        parts.append(together_part(found.together))
    if len(found.reliability):
        parts.append(tagger_part(found.reliability))
    return parts


def _main(found: CategoryFrames) -> list[ErrorsPart]:
    return [main_cause_part(found.main_causes)] if len(found.main_causes) else []


def _by_name(parts: Sequence[ErrorsPart]) -> dict[str, list[dict]]:
    """Records of the parts; those of one name follow one another."""
    found: dict[str, list[dict]] = {}
    for part in parts:
        found.setdefault(part.name, []).extend(with_evidence(record) for record in part.records)
    return found
