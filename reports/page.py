"""Writes a report: one page, and its figures as PNG and SVG."""

import shutil
import tempfile
from pathlib import Path

from ..exceptions import ReportError
from .figures.style import save_figure
from .formats.markdown_page import render_page
from .page_content import page_sections
from .page_figures import FIGURE_NAMES
from .page_model import PageSection, ReportInput
from .wording import describe_data

PAGE_NAME = "report.md"
FIGURE_FOLDER = "figures"


def write_report(report: ReportInput, folder: Path) -> Path:
    """Writes the page and its figures; on any failure the folder stays as it was.

    Args:
        report: What is reported.
        folder: Where to; made if it is absent. Files of an earlier report are replaced, all
            others left alone.

    Returns:
        The page.

    Raises:
        ReportError: If the folder cannot be written.
    """
    try:
        return _write(report, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportError(
            f"cannot write the report to '{folder}': {reason}; choose another folder with --output"
        ) from error


def _write(report: ReportInput, folder: Path) -> Path:
    staging = Path(tempfile.mkdtemp(prefix=".report-", dir=_nearest_folder(folder)))
    try:
        # mkdtemp keeps others out; a report is for them as well.
        staging.chmod(0o755)
        sections = page_sections(report)
        _draw_all(sections, staging / FIGURE_FOLDER)
        (staging / PAGE_NAME).write_text(_page(report, sections), encoding="utf-8")
        _move_in(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder / PAGE_NAME


def _nearest_folder(folder: Path) -> Path:
    """The folder itself or the nearest above it that exists: renaming works within one disk."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _draw_all(sections: tuple[PageSection, ...], folder: Path) -> None:
    folder.mkdir()
    for section in sections:
        for figure in section.figures:
            save_figure(figure.draw(), folder / figure.name)


def _page(report: ReportInput, sections: tuple[PageSection, ...]) -> str:
    by = f"Made by sentiment-lab {report.version}." if report.version else "Made by sentiment-lab."
    return render_page(
        f"Comparison on {report.description.title}",
        (*describe_data(report.description), by),
        sections,
        figure_folder=FIGURE_FOLDER,
    )


def _move_in(staging: Path, folder: Path) -> None:
    """Renames file by file, the page last, and removes figures that the page no longer shows."""
    figures = folder / FIGURE_FOLDER
    figures.mkdir(parents=True, exist_ok=True)
    drawn = {path.name for path in (staging / FIGURE_FOLDER).iterdir()}
    for name in sorted(drawn):
        (staging / FIGURE_FOLDER / name).replace(figures / name)
    (staging / PAGE_NAME).replace(folder / PAGE_NAME)
    for name in FIGURE_NAMES:
        for stale in (figures / f"{name}.png", figures / f"{name}.svg"):
            if stale.name not in drawn:
                stale.unlink(missing_ok=True)
