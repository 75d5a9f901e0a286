"""What a report says of error categories, section by section."""

from . import category_findings, cause_findings, page_figures
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
from .errors_table import CategoryFrames
from .page_model import PageSection, ReportInput

NO_TEXTS = "Not shown: the predictions come without text, or no tagger."
_MOST_PAIRS = 10


def main_cause_section(report: ReportInput) -> PageSection:
    """One main cause for each error."""
    title = "What caused the errors"
    if report.breakdown is None:
        return PageSection(title, (NO_TEXTS,))
    causes = report.breakdown.main_causes
    if causes.empty:
        missing = "Not shown: the tags do not hold what a main cause is told from, or no errors."
        return PageSection(title, (missing,))
    sentences = (
        *cause_findings.main_cause_sentences(causes),
        cause_findings.MAIN_CAUSE_READING,
        *_taggers(report.breakdown, causes["cause"].tolist()),
    )
    figure = page_figures.main_causes(causes)
    return PageSection(title, sentences, (figure,), (main_cause_part(causes).document,))


def category_section(report: ReportInput) -> PageSection:
    """All categories that apply."""
    title = "Errors by category"
    if report.breakdown is None or report.breakdown.categories.empty:
        return PageSection(title, (NO_TEXTS,))
    found = report.breakdown
    categories = found.categories
    sentences = (
        *category_findings.share_sentences(categories),
        *category_findings.difference_sentences(categories),
        *category_findings.gold_sentences(categories),
        category_findings.ASSOCIATION,
    )
    parts = [category_part(categories), *category_detail_parts(categories)]
    if len(found.together):
        parts.append(together_part(found.together, limit=_MOST_PAIRS))
    if len(found.reliability):
        parts.append(tagger_part(found.reliability))
    else:
        sentences += _taggers(found, categories["category"].tolist())
    documents = tuple(part.document for part in parts)
    return PageSection(title, sentences, (page_figures.categories(categories),), documents)


def floor_section(report: ReportInput) -> PageSection:
    """What no model can gain."""
    title = "What no model can gain"
    if report.breakdown is None:
        return PageSection(title, (NO_TEXTS,))
    floor = report.breakdown.floor
    if floor.empty:
        missing = (
            "Not shown: it takes annotated reviews with the readers' own verdict on each (--gold "
            "FILE with a column polarity_1), and two classes."
        )
        return PageSection(title, (missing,))
    sentences = cause_findings.floor_sentences(floor)
    return PageSection(title, sentences, (), (floor_part(floor).document,))


def doubt_section(report: ReportInput) -> PageSection:
    """Labels in doubt, and what models do not read."""
    title = "Labels in doubt"
    found = report.breakdown
    if found is None or found.doubt.empty:
        return PageSection(title, ("Not shown: no label was looked into.",))
    parts = [accuracy_part(found.doubt)]
    if len(found.doubt_pairs):
        parts.append(differences_part(found.doubt_pairs))
    if len(found.truncation):
        parts.append(truncation_part(found.truncation))
    return PageSection(title, (), (), tuple(part.document for part in parts))


def category_change_section(report: ReportInput) -> PageSection:
    """What models fix and break inside each category."""
    title = "Fixed and broken by category"
    if report.breakdown is None:
        return PageSection(title, (NO_TEXTS,))
    changes = report.breakdown.changes
    if changes.empty:
        return PageSection(title, ("Not shown: it takes two models or more.",))
    sentences = (
        *cause_findings.change_sentences(changes),
        "Counted on tagged reviews, with the taggers' mistakes: an association.",
        *_taggers(report.breakdown, changes["category"].tolist()),
    )
    return PageSection(title, sentences, (), (category_change_part(changes).document,))


def tagger_sentences(report: ReportInput) -> tuple[str, ...]:
    """How good the taggers of all categories are, for a section that names tags in passing."""
    if report.breakdown is None or report.breakdown.categories.empty:
        return ()
    return _taggers(report.breakdown, report.breakdown.categories["category"].tolist())


def category_limits(report: ReportInput) -> tuple[str, ...]:
    """What the shares of categories do not show."""
    if report.breakdown is None or report.breakdown.categories.empty:
        return ()
    return category_findings.category_limits(report.breakdown.categories, finite=report.finite)


def _taggers(found: CategoryFrames, names: list[str]) -> tuple[str, ...]:
    return (cause_findings.tagger_sentence(found.reliability, list(dict.fromkeys(names))),)
