"""A matrix of domains in every format."""

from collections.abc import Sequence

from rich.console import RenderableType

from ..analysis.domain_matrix import (
    CELL_COLUMNS,
    DIFFERENCE_COLUMNS,
    Domain,
    DomainMatrix,
)
from ..analysis.significance import ALPHA
from .errors_parts import ErrorsPart
from .formats.records import Record, to_records
from .grid import Cell, Document, Grid, Heading
from .parts import estimate, parts_table
from .units import p_value, percent, points, whole
from .wording import ENOUGH_GROUPS, enumerate_words, singular

_COUNTS = frozenset({"seeds", "n", "overlap", "only_model_right", "only_baseline_right"})


def domains_table(matrix: DomainMatrix, *, format: str) -> RenderableType:  # noqa: A002
    """A matrix of domains as people or programs read it.

    Args:
        matrix: What is to be shown.
        format: ``"table"`` for something that rich prints, else ``"markdown"``, ``"latex"``,
            ``"csv"`` (one table, with a column ``section``) or ``"json"`` (an object with
            ``cells`` and ``differences``) for text.

    Raises:
        UsageError: The format is unknown.
    """
    return parts_table([_cells(matrix), _differences(matrix)], _about(matrix), format=format)


def _about(matrix: DomainMatrix) -> tuple[str, ...]:
    learnt = ", from which each model learnt in the end" if matrix.refitted else ""
    lines = [f"{_data(domain)}{learnt}." for domain in matrix.domains]
    if matrix.label_map:
        lines.append(f"Labels that are the same: {', '.join(matrix.label_map)}.")
    if matrix.changes:
        lines.append(f"In every row: {', '.join(matrix.changes)}.")
    return tuple(lines)


def _data(domain: Domain) -> str:
    rows = f"{whole(domain.n_test)} {domain.unit}"
    if domain.n_groups is not None:
        unit = domain.group_unit if domain.n_groups != 1 else singular(domain.group_unit)
        rows += f" of {whole(domain.n_groups)} {unit}"
    return (
        f"{domain.name}: test set of {rows}; trained on {whole(domain.n_train)} rows; choices made "
        f"on {whole(domain.n_validation)} validation rows"
    )


def _cells(matrix: DomainMatrix) -> ErrorsPart:
    """The matrix: a row for each data set trained on, a column for each tested on."""
    records = to_records(matrix.cells, CELL_COLUMNS, integers=_COUNTS)
    found = {(record["train"], record["test"]): record for record in records}
    names = [domain.name for domain in matrix.domains]
    headings = (
        Heading("train", "Trained on", "left", wraps=True),
        *(Heading(name, f"tested on\n{name}") for name in names),
    )
    rows = tuple(
        (Cell(train), *(_accuracy(found[train, test]) for test in names)) for train in names
    )
    below = [*_overlap(matrix, records)]
    if any(record["seeds"] > 1 for record in records):
        below.append(_seeds(records))
    title = f"{matrix.model}: accuracy %, by the domain of training"
    document = Document(title, (), Grid(headings, rows), tuple(below))
    return ErrorsPart("cells", document, CELL_COLUMNS, tuple(records))


def _accuracy(record: Record) -> Cell:
    return estimate(percent, record["accuracy"], record["accuracy_low"], record["accuracy_high"])


def _seeds(records: Sequence[Record]) -> str:
    each = "; ".join(
        f"{record['train']} on {record['test']} {percent(record['accuracy_mean'])} ± "
        f"{percent(record['accuracy_sd'])}"
        for record in records
    )
    return (
        f"Over {records[0]['seeds']} seeds, mean ± sd: {each}. All else is of the first seed alone."
    )


def _overlap(matrix: DomainMatrix, records: Sequence[Record]) -> tuple[str, ...]:
    if matrix.dropped is not None:
        return (
            f"Left out: {whole(matrix.dropped)} test texts that stand word for word in train of "
            "any of the data sets.",
        )
    shared = [
        f"{whole(record['overlap'])} of {whole(record['n'])} test texts of {record['test']} in "
        f"{record['train']}"
        for record in records
        if record["overlap"]
    ]
    if not shared:
        return ("No test text stands word for word in train of any of the data sets.",)
    return (
        f"Word for word in train: {enumerate_words(shared)}; none elsewhere. --drop-overlap leaves "
        "them out.",
    )


def _differences(matrix: DomainMatrix) -> ErrorsPart:
    records = to_records(matrix.differences, DIFFERENCE_COLUMNS, integers=_COUNTS)
    headings = (
        Heading("test", "Tested on", "left", wraps=True),
        Heading("train", "Trained on", "left", wraps=True),
        Heading("difference", "vs trained on\nthe same, points"),
        Heading("p", "p", rank=1),
        Heading("p_holm", "p (Holm)"),
        Heading("resolvable_difference", "Resolvable,\npoints", rank=1),
    )
    rows = tuple(
        (
            Cell(str(record["test"])),
            Cell(str(record["train"])),
            estimate(
                points, record["difference"], record["difference_low"], record["difference_high"]
            ),
            Cell(p_value(record["p"])),
            Cell(p_value(record["p_holm"])),
            Cell(percent(record["resolvable_difference"])),
        )
        for record in records
    )
    title = "Against the model of the test set's own domain"
    below = (_verdict(records), *_reading(matrix))
    return ErrorsPart(
        "differences",
        Document(title, (), Grid(headings, rows), below),
        DIFFERENCE_COLUMNS,
        tuple(records),
    )


def _verdict(records: Sequence[Record]) -> str:
    """What crossing to another domain costs, in a sentence."""
    family = "1 cell" if len(records) == 1 else f"{len(records)} cells"
    sure = [record for record in records if record["p_holm"] < ALPHA]
    if not sure:
        return (
            "Nowhere does the domain of training make a difference beyond what chance explains "
            f"(Holm over {family})."
        )
    words = [
        f"{word}: {enumerate_words([_cell_name(each) for each in some])}"
        for word, some in (
            ("worse than a model of the test set's domain", _of_sign(sure, -1)),
            ("better than a model of the test set's domain", _of_sign(sure, 1)),
        )
        if some
    ]
    said = "; ".join(words)
    rest = "; the others may differ by chance alone" if len(sure) < len(records) else ""
    return f"{said[0].upper()}{said[1:]} (Holm over {family}){rest}."


def _cell_name(record: Record) -> str:
    return f"{record['train']} on {record['test']}"


def _of_sign(records: Sequence[Record], sign: int) -> list[Record]:
    return [record for record in records if record["difference"] * sign > 0]


def _reading(matrix: DomainMatrix) -> tuple[str, ...]:
    grouped = [domain for domain in matrix.domains if (domain.n_groups or 0) > 1]
    units = {singular(domain.group_unit) for domain in grouped}
    dependent = f" Rows of one {' or '.join(sorted(units))} count as dependent." if units else ""
    few = [
        f"Only {domain.n_groups} {domain.group_unit} in {domain.name}: intervals are rough."
        for domain in grouped
        if domain.n_groups is not None and domain.n_groups < ENOUGH_GROUPS
    ]
    return (
        "Intervals: 95 %; of accuracy by Wilson, of differences (over the same rows) by "
        f"{whole(matrix.resamples)} resamples, seed {matrix.seed}; p: McNemar's mid-p. Resolvable: "
        f"at 80 % power.{dependent}",
        *few,
        "Data sets differ in size too: a loss is of the training data as a whole, not of the "
        "domain alone.",
    )
