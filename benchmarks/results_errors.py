"""The section on errors of docs/results.md: stored figures of ``errors``, and the gold's own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from results_compared import Compared
from results_declared import Declared

from sentiment_lab.analysis.predictions import require_same_rows
from sentiment_lab.exceptions import UsageError

Record = Mapping[str, Any]

READ_CATEGORIES = ("mixed", "comparison", "domain", "negation", "plot_words", "sarcasm")
"""Categories that the gold was read for."""

NO_CAUSE = ("unclear", "none")
"""Main causes that name nothing: they stand last."""


@dataclass(frozen=True)
class ErrorFigures:
    """What ``errors --format json`` gave; texts are not in it.

    Attributes:
        models: In its order.
        content: Its sections.
    """

    models: tuple[str, ...]
    content: Mapping[str, Sequence[Record]]

    def cause(self, model: str, cause: str) -> Record:
        """A main cause of a model's errors: ``share, low, high`` and more."""
        return self._one("main_causes", model=model, cause=cause)

    def category(self, model: str, category: str) -> Record:
        """A category of a model's errors, all that apply."""
        return self._one("categories", model=model, category=category)

    def floor(self, model: str) -> Record:
        """Points that no model gains: labels contradicted or no verdict."""
        return self._one("headroom_floor", model=model, limit="either")

    def doubt(self, model: str) -> Record:
        """A model's accuracy under doubt of the labels."""
        return self._one("doubt", model=model)

    def doubt_pair(self, model: str) -> Record | None:
        """Its difference to the baseline under doubt; None of the baseline."""
        return next((each for each in self.content["doubt_pairs"] if each["model"] == model), None)

    @property
    def causes(self) -> list[str]:
        """Main causes, the commonest of the first model first."""
        found = [each for each in self.content["main_causes"] if each["model"] == self.models[0]]
        ranked = sorted(found, key=lambda each: -each["share"])
        names = [each["cause"] for each in ranked if each["cause"] not in NO_CAUSE]
        return [*names, *NO_CAUSE]

    @property
    def uncorrected(self) -> list[str]:
        """Categories without gold."""
        found = [each for each in self.content["categories"] if each["model"] == self.models[0]]
        return [each["category"] for each in found if each["category"] not in READ_CATEGORIES]

    def _one(self, section: str, **wanted: str) -> Record:
        for record in self.content[section]:
            if all(record[key] == value for key, value in wanted.items()):
                return record
        raise UsageError(f"the stored figures of errors lack {wanted} in '{section}': run it again")


class Stratum(NamedTuple):
    """Reviews that were drawn from those of one kind."""

    name: str
    drawn: int
    of: int


@dataclass(frozen=True)
class Readings:
    """The gold of the section on errors.

    Attributes:
        n: Reviews read.
        strata: By how many models were wrong: two or more, one (or a wider row), none.
        kappas: Grade and Cohen's kappa between the readers, linear weights; of the main cause
            plain.
        in_imdb_errors: Reviews that stand in `imdb_errors` too.
    """

    n: int
    strata: tuple[Stratum, ...]
    kappas: Mapping[str, float]
    in_imdb_errors: int


def read_errors(declared: Declared) -> ErrorFigures:
    """The stored figures.

    Raises:
        UsageError: The file is something else, names an unknown row, or holds texts.
    """
    path = declared.path(declared.errors.file, "the section on errors")
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("misclassified"):
        raise UsageError(f"{path} holds reviews: write it with --limit 0")
    try:
        models = tuple(dict.fromkeys(each["model"] for each in content["main_causes"]))
    except KeyError as error:
        raise UsageError(f"{path} is not what 'errors --format json' writes: {error}") from error
    for model in models:
        declared.row(model)
    return ErrorFigures(models, content)


def read_readings(compared: Compared, models: Sequence[str]) -> Readings:
    """What the readings say of themselves.

    Args:
        compared: Its predictions say how many reviews each stratum has.
        models: Rows whose errors the reviews were drawn by.

    Raises:
        UsageError: The strata of the file are not those of the predictions.
    """
    declared = compared.declared
    what = "the section on errors"
    frame = pd.read_csv(declared.path(declared.errors.readings, what), keep_default_na=False)
    facts = json.loads(declared.path(declared.errors.reading_facts, what).read_text())
    return Readings(
        n=len(frame),
        strata=_strata(compared, models, frame),
        kappas=_kappas(frame),
        in_imdb_errors=facts["in_imdb_errors"],
    )


def _strata(compared: Compared, models: Sequence[str], frame: pd.DataFrame) -> tuple[Stratum, ...]:
    names = [*models, *compared.declared.errors.wider]
    tests = require_same_rows([compared.row(name).tests[0] for name in names])
    wrong = np.stack([each.predicted != each.labels for each in tests])
    times, wider = wrong[: len(models)].sum(axis=0), wrong[len(models) :].any(axis=0)
    sizes = {
        "two_or_more": int((times >= 2).sum()),
        "one": int(((times == 1) | ((times == 0) & wider)).sum()),
        "none": int(((times == 0) & ~wider).sum()),
    }
    strata = []
    for name, size in sizes.items():
        rows = frame[frame["stratum"] == name]
        if rows.empty or not np.allclose(rows["inclusion"], len(rows) / size, atol=1e-5):
            raise UsageError(
                f"{compared.declared.errors.readings}: the stratum '{name}' was not drawn from the "
                f"{size} reviews that the predictions give: name the rows that it was drawn by"
            )
        strata.append(Stratum(name, len(rows), size))
    return tuple(strata)


def _kappas(frame: pd.DataFrame) -> dict[str, float]:
    from sklearn.metrics import cohen_kappa_score

    grades = [*READ_CATEGORIES, "polarity"]
    kappas = {
        name: float(cohen_kappa_score(frame[f"{name}_1"], frame[f"{name}_2"], weights="linear"))
        for name in grades
    }
    return kappas | {"main cause": float(cohen_kappa_score(frame["main_1"], frame["main_2"]))}
