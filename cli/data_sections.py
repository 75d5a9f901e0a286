"""A data set's summary as sections of a page."""

import pandas as pd

from ..data.summary import DatasetSummary
from ..reports.sections import Section
from ..reports.units import percent


def data_sections(summary: DatasetSummary) -> list[Section]:
    """Sizes, balance, lengths, overlap and findings of a data set."""
    published = (f"Published: {summary.published}",) if summary.published else ()
    findings = pd.DataFrame(
        [(finding.check, finding.count, finding.message) for finding in summary.findings],
        columns=pd.Index(["check", "rows", "message"]),
    )
    return [
        Section(
            "sizes",
            f"{summary.name}: {summary.unit}",
            summary.sizes,
            above=(*published, f"Fingerprint {summary.fingerprint[:16]}"),
        ),
        Section("balance", "Class balance", summary.balance, {"share": percent}),
        Section("lengths", "Lengths", summary.lengths, _length_units(summary.lengths)),
        Section("overlap", "Repeated texts", summary.overlap),
        Section("findings", "What the checks found", findings),
    ]


def _length_units(lengths: pd.DataFrame) -> dict:
    shares = {name: percent for name in lengths.columns if str(name).startswith("over_")}
    counts = {
        name: "{:.0f}".format
        for name in lengths.columns
        if name in {"mean", "max"} or str(name).startswith("p")
    }
    return shares | counts
