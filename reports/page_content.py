"""What a report says, section by section, before any format."""

from dataclasses import replace

from . import findings, page_figures, wording
from .columns import choose_columns
from .errors_parts import change_part, misclassified_part, overlap_part
from .page_categories import (
    category_change_section,
    category_limits,
    category_section,
    doubt_section,
    floor_section,
    main_cause_section,
    tagger_sentences,
)
from .page_model import PageSection, ReportInput
from .tables import comparison_document

_INDEPENDENT = "The intervals in this figure take every review as independent."
_FURTHER_COLUMNS = ("precision", "recall", "mcc", "log_loss", "brier", "peak_memory_bytes")


def page_sections(report: ReportInput) -> tuple[PageSection, ...]:
    """The sections of a report, findings first, then limits, then what they rest on."""
    return (
        _supported(report),
        _not_shown(report),
        _comparison(report),
        _cost(report),
        _confusion(report),
        _calibration(report),
        main_cause_section(report),
        category_section(report),
        floor_section(report),
        doubt_section(report),
        _shared_errors(report),
        category_change_section(report),
        _lengths(report),
        _training(report),
        _examples(report),
    )


def _supported(report: ReportInput) -> PageSection:
    sentences = findings.verdicts(report.comparison, report.description)
    if not sentences:
        sentences = ("There is one model only: nothing is compared.",)
    resolution = wording.resolution(report.comparison)
    return PageSection(
        "What these data support", (*sentences, resolution) if resolution else sentences
    )


def _not_shown(report: ReportInput) -> PageSection:
    lines = findings.limits(report.comparison, report.description)
    return PageSection("Not shown by these data", (*lines, *category_limits(report)))


def _comparison(report: ReportInput) -> PageSection:
    figures = [page_figures.accuracy(report)]
    if len(report.comparison.pairs):
        figures.append(page_figures.differences(report))
    document = comparison_document(report.comparison, report.description)
    further = comparison_document(
        report.comparison, report.description, columns=choose_columns(_FURTHER_COLUMNS)
    )
    documents = (replace(document, above=()), replace(further, above=(), below=()))
    return PageSection("Comparison", (), tuple(figures), documents)


def _cost(report: ReportInput) -> PageSection:
    figures = page_figures.costs(report)
    if not figures:
        missing = "Not shown: no cost is known, since predictions alone do not tell it."
        return PageSection("Cost", (missing,))
    return PageSection("Cost", findings.cost_sentences(report.comparison), figures)


def _confusion(report: ReportInput) -> PageSection:
    title = "Confusion matrices"
    if report.confusion is None or report.confusion.empty:
        return PageSection(title, ("Not shown: no confusion matrix was handed to this report.",))
    return PageSection(title, (), (page_figures.confusion(report, report.confusion),))


def _calibration(report: ReportInput) -> PageSection:
    title = "Calibration"
    if report.reliability is None or report.reliability.empty:
        return PageSection(title, ("Not shown: no reliability curve was handed to this report.",))
    rows = report.comparison.models.to_dict("records")
    sentences = tuple(filter(None, (findings.calibration_sentence(row) for row in rows)))
    return PageSection(
        title, (*sentences, _INDEPENDENT), (page_figures.reliability(report.reliability),)
    )


def _shared_errors(report: ReportInput) -> PageSection:
    title = "Errors in common"
    if report.overlap is None or report.overlap.empty:
        return PageSection(title, ("Not shown: it takes the errors of two models or more.",))
    documents = [overlap_part(report.overlap).document]
    if report.changes is not None and not report.changes.empty:
        documents.append(change_part(report.changes).document)
    return PageSection(title, (), (page_figures.overlap(report.overlap),), tuple(documents))


def _lengths(report: ReportInput) -> PageSection:
    title = "Accuracy by length"
    if report.lengths is None or report.lengths.empty:
        return PageSection(title, ("Not shown: the predictions come without text.",))
    note = "Hollow markers: fewer than 100 reviews, too few to rank the models there."
    return PageSection(title, (note, _INDEPENDENT), (page_figures.lengths(report.lengths),))


def _training(report: ReportInput) -> PageSection:
    title = "Training curves"
    if report.history is None or report.history.empty:
        return PageSection(title, ("Not shown: no model kept a history of its training.",))
    without = [name for name in report.models if name not in set(report.history["model"])]
    text = (f"Without a history: {wording.enumerate_words(without)}.",) if without else ()
    return PageSection(title, text, (page_figures.training(report, report.history),))


def _examples(report: ReportInput) -> PageSection:
    title = "Misclassified reviews"
    if report.misclassified is None or report.misclassified.empty:
        return PageSection(
            title, ("Not shown: no misclassified reviews were handed to this report.",)
        )
    part = misclassified_part(report.misclassified, report.models, limit=report.examples)
    return PageSection(title, tagger_sentences(report), (), (part.document,))
