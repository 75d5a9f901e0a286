"""Markdown tables of docs/results.md, by the package's own grid and number formats."""

from collections.abc import Sequence

from results_ablations import SettingTable, Value
from results_claims import Verdict
from results_compared import Compared, Trained
from results_declared import Elsewhere, Experiment

from sentiment_lab.reports.columns import choose_columns
from sentiment_lab.reports.formats.markdown import markdown_table
from sentiment_lab.reports.grid import Cell, Grid, Heading
from sentiment_lab.reports.tables import comparison_document
from sentiment_lab.reports.units import (
    MISSING,
    duration,
    memory,
    p_value,
    parameters,
    percent,
    points,
    rate,
)

METRIC_COLUMNS = (
    "accuracy",
    "f1",
    "difference",
    "p_holm",
    "auc",
    "mcc",
    "log_loss",
    "brier",
    "calibration_error",
)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)
) -> str:
    """A Markdown table.

    Args:
        headings: Of the columns.
        rows: Texts, one for each heading.
        left: Positions of the columns of words; figures stand to the right.
    """
    heads = tuple(
        Heading(text, text, "left" if position in left else "right")
        for position, text in enumerate(headings)
    )
    return markdown_table(Grid(heads, tuple(tuple(Cell(text) for text in row) for row in rows)))


def between(value: float, low: float, high: float) -> str:
    """A share in % with its interval: ``33.9 (27.1–40.7)``."""
    return f"{percent(value)} ({percent(low)}–{percent(high)})"


def published_table(compared: Compared) -> str:
    """Every row next to what is published for such a model."""
    rows = [_published(compared, each) for each in compared.trained]
    headings = ("Row", "Published %", "Here % (95 %)", "Mean ± sd of seeds", "Test labels read")
    return table(headings, rows, left=(0, 1))


def _published(compared: Compared, trained: Trained) -> tuple[str, ...]:
    row, model = trained.row, compared.model(trained.row.name)
    return (
        f"{row.name}: {row.note}" if row.note else row.name,
        "; ".join(f"{each.accuracy} {each.source}" for each in row.published) or MISSING,
        between(model["accuracy"], model["accuracy_low"], model["accuracy_high"]),
        seeds_in_words(trained),
        "once" if row.looks == 1 else f"{row.looks} times",
    )


def seeds_in_words(trained: Trained) -> str:
    """Mean and standard deviation over seeds, or that there is one."""
    seeds = trained.accuracies
    if len(seeds) == 1:
        return "one seed"
    mean = sum(seeds) / len(seeds)
    sd = (sum((each - mean) ** 2 for each in seeds) / (len(seeds) - 1)) ** 0.5
    return f"{percent(mean)} ± {100 * sd:.2f} ({len(seeds)})"


def metrics_table(compared: Compared) -> str:
    """Every row and every ensemble by all metrics, as ``compare`` prints them."""
    columns = choose_columns(METRIC_COLUMNS)
    document = comparison_document(compared.comparison, compared.description, columns=columns)
    return markdown_table(document.grid)


def cost_table(compared: Compared) -> str:
    """What each trained row cost, and on which machine."""
    headings = (
        "Row",
        "Settings beside the defaults of its day",
        "Training",
        "Whole command",
        "Prediction",
        "Peak memory",
        "Parameters",
        "The experiment's",
        "Size",
        "Machine",
    )
    return table(headings, [_cost(each) for each in compared.trained], left=(0, 1, 9))


def _cost(trained: Trained) -> tuple[str, ...]:
    row, first = trained.row, trained.manifests[0]
    cost, most = first.cost, "at most " if row.busy else ""
    torch = f", torch {first.versions['torch']}" if row.family != "logreg" else ""
    return (
        row.name,
        first.title,
        most + duration(trained.train_seconds),
        duration(row.command_seconds),
        ("at least " if row.busy else "") + rate(cost.predict_reviews_per_second),
        memory(cost.peak_memory_bytes),
        parameters(cost.parameters),
        row.published_parameters or MISSING,
        memory(cost.size_bytes),
        first.device + torch,
    )


def history_table(trained: Sequence[Trained], experiment: Experiment) -> str:
    """Validation accuracy of the first seed after each evaluation, beside the experiment's."""
    rows = [
        (
            "the experiment (bert-base)",
            "; ".join(f"{n}: {value}" for n, value in enumerate(experiment.validation, start=1)),
        )
    ]
    rows += [
        (
            each.row.name,
            "; ".join(
                f"{record.epoch:.1f}: {percent(record.validation_accuracy)}"
                for record in each.manifests[0].history
            ),
        )
        for each in trained
        if each.manifests[0].history
    ]
    return table(("Row", "Epoch: validation accuracy %"), rows, left=(0, 1))


def elsewhere_table(rows: Sequence[Elsewhere]) -> str:
    """Published rows that were not had here."""
    cells = [(row.what, row.family, str(row.accuracy), row.source, row.why) for row in rows]
    headings = ("Published", "Family", "Accuracy %", "Source", "Not here because")
    return table(headings, cells, left=(0, 1, 3, 4))


def claims_table(verdicts: Sequence[Verdict]) -> str:
    """Claims and what became of them."""
    rows = [(each.says, each.outcome, each.because) for each in verdicts]
    return table(("The experiment says", "Here", "By"), rows, left=(0, 1, 2))


def experiment_tables(experiment: Experiment) -> str:
    """The experiment's own ablations, in one table."""
    rows = [
        (each.setting, cell.value, str(cell.accuracy), cell.note or MISSING)
        for each in experiment.tables
        for cell in each.cells
    ]
    return table(("Setting", "Value", "Accuracy %", "Its note"), rows, left=(0, 3))


def ablation_table(setting: SettingTable) -> str:
    """One setting's values beside the experiment's."""
    seeds = "one seed" if setting.seeds < 2 else f"{setting.seeds} seeds"
    headings = (
        setting.setting,
        "The experiment %",
        "Here % (95 %)",
        "vs default, points",
        "p (Holm)",
        f"Mean ± sd ({seeds})",
        "An epoch",
        "Training",
        "Peak memory",
    )
    return table(headings, [_value(each) for each in setting.values])


def _value(value: Value) -> tuple[str, ...]:
    notes = ["default"] * value.is_default + ([value.failure] if value.failure else [])
    spread = MISSING if value.sd is None else f"{percent(value.mean)} ± {100 * value.sd:.2f}"
    return (
        f"{value.value} ({', '.join(notes)})" if notes else value.value,
        value.published or MISSING,
        _interval(value.accuracy, value.low, value.high),
        _gap(value),
        p_value(value.p_holm),
        spread,
        duration(value.seconds_per_epoch),
        duration(value.train_seconds),
        memory(value.memory),
    )


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return MISSING
    return between(value, low, high)


def _gap(value: Value) -> str:
    if value.difference is None:
        return MISSING
    low, high = points(value.difference_low), points(value.difference_high)
    return f"{points(value.difference)} ({low} to {high})"
