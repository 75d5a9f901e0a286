"""Write docs/results.md from committed files alone, so that no figure on it is typed.

    python benchmarks/results_page.py           (or: make results)

reads docs/results: what is declared in rows.toml, what the experiment reports in experiment.toml,
the predictions tables with their manifests, stored output of ``errors`` and ``ablate``, and the
text around the tables in results.md.j2. Takes some seconds and no data set.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import results_error_grids as error_grids
import results_grids as grids
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from results_ablations import ablation_tables
from results_claims import Evidence, verdicts
from results_commands import compare_command, console, errors_command
from results_compared import Compared, compare_declared
from results_contradictions import contradictions
from results_declared import Declared
from results_error_findings import error_findings
from results_errors import read_errors, read_readings
from results_pretraining import pretrained
from results_rows import RESULTS, read_declared

from sentiment_lab.analysis.intervals import Interval, wilson_interval
from sentiment_lab.analysis.overlap import fixed_and_broken_by_pair
from sentiment_lab.exceptions import SentimentLabError, UsageError
from sentiment_lab.files import write_text
from sentiment_lab.reports import units
from sentiment_lab.reports.ensemble_findings import ensemble_sentences
from sentiment_lab.reports.wording import accuracy_pairs, enumerate_words, resolution

TEMPLATE = "results.md.j2"
PAGE = RESULTS.parent / "results.md"

FILTERS: Mapping[str, Callable[[Any], str]] = {
    "percent": units.percent,
    "points": units.points,
    "whole": units.whole,
    "p_value": units.p_value,
    "duration": units.duration,
    "words": enumerate_words,
}


class Trial(NamedTuple):
    """A training that was looked at on validation alone; accuracy in [0, 1]."""

    model: str
    what: str
    n: int
    right: int

    @property
    def accuracy(self) -> float:
        """On the validation rows."""
        return self.right / self.n

    @property
    def interval(self) -> Interval:
        """Wilson's, 95 %."""
        return wilson_interval(self.right, self.n)


def render(declared: Declared) -> str:
    """The page.

    Raises:
        SentimentLabError: A file is missing or malformed, or a sentence no longer holds.
    """
    compared = compare_declared(declared)
    errors = read_errors(declared)
    tables = ablation_tables(declared)
    environment = Environment(
        loader=FileSystemLoader(declared.folder),
        autoescape=False,  # noqa: S701 - Markdown of our own files, no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    return environment.get_template(TEMPLATE).render(
        declared=declared,
        experiment=declared.experiment,
        compared=compared,
        data=compared.trained[0].manifests[0].data,
        pairs=accuracy_pairs(compared.comparison).to_dict(orient="records"),
        against=[compared.pair(*pair) for pair in declared.pairs],
        errors=errors,
        found=error_findings(errors, declared.experiment),
        readings=read_readings(compared, errors.models),
        changes=_changes(compared, errors.models),
        ablations=tables,
        pretrained=pretrained(declared),
        verdicts=verdicts(declared.claims, Evidence(compared, tables, errors)),
        contradictions=contradictions(declared.experiment),
        trials=_trials(declared),
        commands=console(dict.fromkeys(row.command for row in declared.rows)),
        compare=console([compare_command(declared)]),
        errors_command=console([errors_command(declared, errors.models)]),
        console=console,
        gains=ensemble_sentences(compared.comparison),
        resolution=resolution(compared.comparison),
        grids=grids,
        error_grids=error_grids,
        stated=_stated,
    )


def main() -> None:
    """Write the page; a missing file ends with one line."""
    try:
        page = render(read_declared())
    except SentimentLabError as error:
        sys.exit(f"results: {error}")
    write_text(PAGE, page)
    print(f"{PAGE}: {len(page.splitlines())} lines")


def _stated(holds: bool, sentence: str) -> str:
    """A sentence of the page that figures must bear out.

    Raises:
        UsageError: They no longer do: the template needs another sentence.
    """
    if not holds:
        raise UsageError(f"{TEMPLATE}: '{sentence}' does not hold any longer: say what does")
    return sentence


def _changes(compared: Compared, models: Sequence[str]) -> Any:
    """Fixed and broken against the baseline of the section on errors."""
    errors = compared.declared.errors
    names = [*errors.wider, *models]
    tests = [compared.row(name).tests[0] for name in names]
    return fixed_and_broken_by_pair(tests, errors.baseline)


def _trials(declared: Declared) -> list[Trial]:
    path = declared.path(declared.trials, "the tries on validation")
    return [Trial(**each) for each in json.loads(Path(path).read_text(encoding="utf-8"))]


if __name__ == "__main__":
    main()
