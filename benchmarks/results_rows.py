"""Reads what docs/results.md is made of: the declared rows, ensembles, ablations and claims.

docs/results/rows.toml names them, docs/results/experiment.toml holds what the published experiment
reports of itself. A key that is misspelt or missing, or a file that is not there, stops the build.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from results_declared import (
    ROWS,
    AblationFile,
    Cell,
    Claim,
    Declared,
    Elsewhere,
    Errors,
    Experiment,
    ExperimentTable,
    NotRun,
    Pretraining,
    Published,
    Row,
    manifest_of,
)

from sentiment_lab.exceptions import UsageError, unknown_name

RESULTS = Path(__file__).parents[1] / "docs" / "results"
EXPERIMENT = "experiment.toml"

Entry = Mapping[str, Any]
Declaration = TypeVar("Declaration")


def read_declared(folder: Path = RESULTS) -> Declared:
    """Everything declared in a folder, and every file of it there.

    Raises:
        UsageError: A declaration is malformed, a name stands twice, or a file is missing.
    """
    content = tomllib.loads((folder / ROWS).read_text(encoding="utf-8"))
    declared = Declared(
        folder=folder,
        baseline=content["baseline"],
        resamples=content["resamples"],
        trials=content["trials"],
        rows=tuple(_row(entry) for entry in content.get("row", ())),
        pretraining=_all(Pretraining, content, "pretraining"),
        ensembles=tuple(content.get("ensembles", ())),
        pairs=tuple((one, other) for one, other in content.get("pairs", ())),
        ablations=_all(AblationFile, content, "ablation"),
        elsewhere=_all(Elsewhere, content, "elsewhere"),
        claims=_all(Claim, content, "claim"),
        errors=_made(Errors, content["errors"], "errors"),
        not_run=_all(NotRun, content, "not_run"),
        experiment=_experiment(folder / EXPERIMENT),
    )
    _check(declared)
    return declared


def _check(declared: Declared) -> None:
    names = [row.name for row in declared.rows]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise UsageError(f"{ROWS}: two rows are named '{doubled}': give each a name of its own")
    for name in (declared.baseline, declared.errors.baseline, *declared.errors.wider):
        declared.row(name)
    for name in (name for each in (*declared.claims, *declared.pairs) for name in _rows_of(each)):
        declared.row(name)
    for row in declared.rows:
        if not row.predictions:
            raise UsageError(f"{ROWS}: the row '{row.name}' names no predictions")
        for file in row.predictions:
            declared.path(file, f"the row '{row.name}'")
            declared.path(manifest_of(file), f"the row '{row.name}'")
    for pretraining in declared.pretraining:
        declared.path(pretraining.log, pretraining.what)
    for ablation in declared.ablations:
        declared.path(ablation.file, f"an ablation of {ablation.model}")


def _rows_of(each: Claim | tuple[str, str]) -> tuple[str, ...]:
    return each.rows if isinstance(each, Claim) else each


def _row(entry: Entry) -> Row:
    where = f"row '{entry.get('name', '?')}'"
    published = tuple(_made(Published, each, where) for each in entry.get("published", ()))
    return _made(Row, {**entry, "published": published}, where)


def _experiment(path: Path) -> Experiment:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = tuple(
        ExperimentTable(
            each["setting"], tuple(_made(Cell, cell, each["setting"]) for cell in each["cells"])
        )
        for each in content["tables"]
    )
    readers = {cause: tuple(shares) for cause, shares in content["readers"].items()}
    return _made(Experiment, {**content, "tables": tables, "readers": readers}, path.name)


def _all(kind: type[Declaration], content: Entry, key: str) -> tuple[Declaration, ...]:
    entries: Sequence[Entry] = content.get(key, ())
    return tuple(
        _made(kind, entry, f"{key} {number}") for number, entry in enumerate(entries, start=1)
    )


def _made(kind: type[Declaration], entry: Entry, where: str) -> Declaration:
    """A declaration from its entry; lists become tuples.

    Raises:
        UsageError: A key is unknown or missing.
    """
    declared = fields(kind)  # pyright: ignore[reportArgumentType]
    known = [each.name for each in declared]
    for key in entry:
        if key not in known:
            raise unknown_name(f"key of {where} in {ROWS}", key, known)
    for each in declared:
        if each.default is MISSING and each.name not in entry:
            raise UsageError(f"{ROWS}: {where} lacks '{each.name}'")
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return kind(**values)
