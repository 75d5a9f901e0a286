"""Prediction and tagging as functions from a frame of texts to a frame of results.

Each can be pickled, loads what it needs at its first call and keeps it, so that a process that
calls it many times loads once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from ..models.classifier import Classifier, Execution
from ..taggers.levels import LevelChoice
from ..taggers.registry import taggers_of_choice
from ..taggers.tagger import Tagger
from .answered_tags import sources_of
from .label import load_classifier
from .predict import label_frame
from .run import Run
from .tag_schema import tag_schema
from .tag_texts import answers


class FrameFunction(Protocol):
    """What runs over a corpus."""

    @property
    def identity(self) -> str:
        """One line; equal for functions that give the same rows for the same texts."""
        ...

    @property
    def schema(self) -> pa.Schema:
        """The columns of the result, ``id`` the first."""
        ...

    @property
    def device(self) -> str | None:
        """``"auto"`` or a torch device; None where no device is used."""
        ...

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """From ``id`` and ``text`` (str), one row a text, to the columns of the schema."""
        ...


class RunPredictor:
    """Labels texts with a stored run: ``predict_frame(df) -> df``.

    Args:
        run: The run, or its folder.
        device: ``"auto"`` or a torch device.

    Raises:
        RunError: The folder holds no run, or a damaged one.
    """

    def __init__(self, run: Run | Path | str, *, device: str = "auto") -> None:
        given = run if isinstance(run, Run) else Run.read(Path(run))
        # Another process may stand in another folder.
        self.run = Run(given.folder.resolve(), given.manifest)
        self.device: str | None = device

    @property
    def identity(self) -> str:
        """The run's key, which stands for settings, data and seed."""
        return f"predict {self.run.manifest.model} {self.run.manifest.key}"

    @property
    def schema(self) -> pa.Schema:
        """``id``, ``p_<class>`` for each class, ``predicted``."""
        classes = self.run.manifest.data.classes
        probabilities = [(f"p_{name}", pa.float64()) for name in classes]
        return pa.schema([("id", pa.string()), *probabilities, ("predicted", pa.string())])

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Predict a frame with ``id`` and ``text``.

        Returns:
            ``id``, ``p_<class>`` (float, in [0, 1]) and ``predicted``, rows in order.

        Raises:
            RunError: The run keeps no model, or a damaged one.
        """
        return label_frame(self._classifier, frame, self.run.manifest.data.classes)

    def __getstate__(self) -> dict[str, object]:
        return {"run": self.run, "device": self.device}

    @cached_property
    def _classifier(self) -> Classifier:
        return load_classifier(self.run, Execution(device=self.device or "auto"))


class TextTagger:
    """Tags texts with error categories: ``tag_frame(df) -> df``.

    Args:
        names: Categories, in the order of the columns; None: all that the level has.
        choice: The level, and taggers of the user's own.

    Raises:
        UsageError: A name is unknown at this level, or a tagger cannot be loaded.
        RunError: A trained encoder is damaged.
    """

    def __init__(
        self, names: Sequence[str] | None = None, choice: LevelChoice | None = None
    ) -> None:
        choice = choice or LevelChoice()
        # Another process may stand in another folder.
        self._choice = replace(choice, runs=choice.runs.resolve())
        self._asked = None if names is None else tuple(names)
        self.names = tuple(tagger.name for tagger in self.taggers)

    @cached_property
    def taggers(self) -> tuple[Tagger, ...]:
        """Those that are asked, in the order of the columns."""
        return tuple(taggers_of_choice(self._asked, self._choice))

    @property
    def identity(self) -> str:
        """The categories, and a digest of the taggers' source and weights."""
        digest = hashlib.sha256()
        for piece in sources_of(self.taggers):
            digest.update(piece)
        return f"tag {', '.join(self.names)} {digest.hexdigest()[:16]}"

    @property
    def schema(self) -> pa.Schema:
        """``id``, and ``<name>_score``, ``<name>_present``, ``<name>_evidence`` a category."""
        return tag_schema(self.names)

    @property
    def device(self) -> str | None:
        """Encoders alone use one."""
        return self._choice.device if self._choice.level == "accurate" else None

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Tag a frame with ``id`` and ``text``.

        Returns:
            ``id`` and, for each category, ``<name>_score`` (float, in [0, 1]), ``<name>_present``
            (boolean) and ``<name>_evidence`` (JSON: a list of [start, end]), rows in order; all
            three are missing where a tagger gives no answer or does not read the language.

        Raises:
            DataError: A column or a text is missing.
        """
        kinds = {pa.float64(): "float64", pa.bool_(): "boolean", pa.string(): "str"}
        columns = {field.name: kinds[field.type] for field in self.schema if field.name != "id"}
        return answers(frame, self.taggers).tags.astype(columns)

    def __getstate__(self) -> dict[str, object]:
        return {name: each for name, each in self.__dict__.items() if name != "taggers"}
