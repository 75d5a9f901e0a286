"""The trainings that make one tagger: an encoder for each fold of its gold, and one for all."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..analysis.tagger_scores import Scored, score_against_gold
from ..data.columns import Columns
from ..data.tables import read_table
from ..exceptions import DataError, UsageError
from ..files import write_text
from ..models.classifier import Execution
from ..taggers.encoder import MODEL, NO, YES, readable, text_digest
from ..taggers.encoder_record import RECORD, EncoderRecord
from .checkpoints import local_checkpoints
from .gold import GoldTexts
from .listener import Listener
from .plan import EMBEDDED_CHECKPOINT, ModelPlan, run_key
from .provenance import device_name, package_versions
from .tagger_evaluation import best_f1_threshold

if TYPE_CHECKING:
    from ..models.bert import BertClassifier

SHOWN = tuple(
    name + end
    for name in ("average_precision", "auc", "f1", "precision", "recall")
    for end in ("", "_low", "_high")
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class TaggerRequest:
    """A tagger to be trained.

    Attributes:
        category: What it will be called; letters, digits, ``-`` and ``_``.
        gold: A table with a column of 0 and 1.
        label: That column; None: the one named after the category, else ``label``.
        columns: Where texts and ids have other than the usual names.
        texts: A data set whose texts are joined by id; None: the gold holds them.
        checkpoint: Pretrained encoder: a name of the Hub, a folder, or the embedded one.
        changes: ``bert.SETTING=VALUE``, as after ``--set``.
        folds: Parts the gold is cut into, at most.
        seed: Of folds, weights, batches and dropout.
        device: ``"auto"`` or a torch device.
    """

    category: str
    gold: Path
    label: str | None = None
    columns: Columns = field(default_factory=Columns)
    texts: str | None = None
    checkpoint: str = EMBEDDED_CHECKPOINT
    changes: tuple[str, ...] = ()
    folds: int = 5
    seed: int = 0
    device: str = "auto"

    def __post_init__(self) -> None:
        if not self.category.replace("-", "").replace("_", "").isalnum():
            raise UsageError(
                f"the category '{self.category}' is no name for a column: use letters, digits, "
                "'-' and '_'"
            )
        if self.folds < 2:
            raise UsageError(f"--folds must be 2 or more, not {self.folds}")

    def label_column(self) -> str:
        """The column that says 0 or 1.

        Raises:
            DataError: The gold cannot be read.
        """
        if self.label is not None:
            return self.label
        return self.category if self.category in read_table(self.gold) else "label"


class TaggerTraining:
    """The trainings that make one tagger.

    Args:
        request: Category, gold and settings.
        gold: Its usable rows.
        plan: The encoder.
        listener: Told of the progress.

    Attributes:
        key: Equal gold, films, settings, folds and seed give the same one.
    """

    def __init__(
        self, request: TaggerRequest, gold: GoldTexts, plan: ModelPlan, listener: Listener
    ) -> None:
        self.request = request
        self.gold = gold
        self.plan = plan
        self.listener = listener
        self.labels: Flags = gold.frame["gold"].to_numpy(dtype=bool)
        self.texts: list[str] = gold.frame["text"].tolist()
        self.fingerprint = _fingerprint(self.texts, self.labels)
        self.key = run_key(plan, f"{self.fingerprint}:{request.folds}{self._films()}", request.seed)

    def run(self, staged: Path) -> EncoderRecord:
        """All folds and the whole; writes model and record."""
        folds = self.folds()
        scores, present = np.zeros(len(self.texts)), np.zeros(len(self.texts), dtype=bool)
        for number, (others, held_out) in enumerate(folds):
            scores[held_out] = self._fold(number, len(folds), others, held_out, staged)
        for others, held_out in folds:
            threshold = best_f1_threshold(self.labels[others], scores[others])
            present[held_out] = scores[held_out] >= threshold
        classifier = self._fitted(
            np.arange(len(self.texts)), staged / "checkpoints-all", "the whole gold"
        )
        classifier.save(staged / MODEL)
        record = self._record(scores, present, len(folds), classifier.device_)
        write_text(staged / RECORD, record.to_json())
        return record

    def folds(self) -> list[tuple[Rows, Rows]]:
        """Rows to learn from and rows to score, films kept together where the gold names them."""
        from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

        fewest = min(int(self.labels.sum()), int((~self.labels).sum()))
        if fewest < 2:
            raise DataError(
                f"{self.request.gold}: {fewest} rows of one side, and two are the least: "
                "annotate more, or name another column with --label"
            )
        n_folds, seed = min(self.request.folds, fewest), self.request.seed
        groups = self._groups()
        if groups is None:
            splitter = StratifiedKFold(n_folds, shuffle=True, random_state=seed)
            return list(splitter.split(self.labels[:, None], self.labels))
        splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
        return list(splitter.split(self.labels[:, None], self.labels, groups))

    def _groups(self) -> NDArray[np.object_] | None:
        """The film of each row; None where the gold names none."""
        name = self.request.columns.group
        if name is None:
            return None
        if name not in self.gold.frame:
            raise UsageError(f"{self.request.gold}: no column '{name}'")
        return self.gold.frame[name].astype("str").to_numpy(dtype=object)

    def _films(self) -> str:
        """Changes with the film of any row; empty where the gold names none."""
        groups = self._groups()
        if groups is None:
            return ""
        rows = sorted(
            f"{text_digest(text)}{film}" for text, film in zip(self.texts, groups, strict=True)
        )
        return ":" + hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def _fold(
        self,
        number: int,
        total: int,
        others: Rows,
        held_out: Rows,
        staged: Path,
    ) -> Floats:
        """Scores of the rows held out, from the disk where the fold was done before."""
        texts = [self.texts[row] for row in held_out]
        # The same gold in another order is cut into other folds.
        kept = staged / f"fold-{number}-{_in_order(texts)}.json"
        if kept.exists():
            return np.array(json.loads(kept.read_text(encoding="utf-8")))
        if len(set(self.labels[others])) < 2:
            raise DataError(
                f"{self.request.gold}: all rows of one side are of one film: "
                "leave --group out or give fewer --folds"
            )
        checkpoints = staged / f"checkpoints-{number}"
        classifier = self._fitted(others, checkpoints, f"fold {number + 1} of {total}")
        column = [str(name) for name in classifier.classes_].index(YES)
        scores = classifier.predict_proba([readable(text) for text in texts])[:, column]
        write_text(kept, json.dumps(scores.tolist()))
        shutil.rmtree(checkpoints, ignore_errors=True)
        return scores

    def _fitted(self, rows: Rows, checkpoints: Path, title: str) -> "BertClassifier":
        self.listener.started(f"{self.request.category}: {title}")
        execution = Execution(
            self.request.seed,
            self.request.device,
            checkpoints,
            local_checkpoints(self.plan, self.listener),
            self.listener.progress,
        )
        classifier = self.plan.build(execution)
        texts = [readable(self.texts[row]) for row in rows]
        classifier.fit(texts, [YES if self.labels[row] else NO for row in rows])
        return classifier  # pyright: ignore[reportReturnType] - the plan is one of BERT

    def _record(self, scores: Floats, present: Flags, folds: int, device: str) -> EncoderRecord:
        measured = score_against_gold(
            self.labels,
            [Scored(self.request.category, scores, present)],
            seed=self.request.seed,
        )
        row = measured.figures.iloc[0]
        return EncoderRecord(
            key=self.key,
            category=self.request.category,
            threshold=best_f1_threshold(self.labels, scores),
            identity=self.plan.identity(),
            seed=self.request.seed,
            folds=folds,
            gold=f"{self.request.gold.name}, column {self.request.label_column()}",
            fingerprint=self.fingerprint,
            n=len(self.labels),
            n_present=int(self.labels.sum()),
            dropped=self.gold.dropped,
            figures={name: None if np.isnan(row[name]) else float(row[name]) for name in SHOWN},
            versions=package_versions(),
            device=device_name(device),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            held_out=dict(zip(map(text_digest, self.texts), map(float, scores), strict=True)),
        )


def _in_order(texts: Sequence[str]) -> str:
    """Changes with the texts and with their order."""
    return hashlib.sha256("".join(map(text_digest, texts)).encode()).hexdigest()[:16]


def _fingerprint(texts: Sequence[str], labels: Flags) -> str:
    rows = sorted(
        f"{text_digest(text)}{int(label)}" for text, label in zip(texts, labels, strict=True)
    )
    return hashlib.sha256("".join(rows).encode()).hexdigest()
