"""Which cells an ablation has: one setting at a time against the model's base."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..exceptions import UsageError
from ..models.classifier import Execution
from ..models.setting_values import as_text
from .ablation_sample import TRAIN_SIZE, SampledModel, SampledOwnModel
from .ablation_values import Variation
from .plan import KnownModel, ModelPlan, OwnModel, Recipe, plan_models

NONE = "none"
UNSET = "unset"
"""The base value of an own model's setting that was not given: its code knows it."""


@dataclass(frozen=True)
class Cell:
    """One row to be: the base with one thing changed.

    Attributes:
        setting: What is varied; empty where it is several settings, which the value names.
        value: Its value, as the user wrote it.
        plan: The model with its settings.
        is_default: Whether it is the base itself.
        train_size: Training rows that it learns from; None: all.
    """

    setting: str
    value: str
    plan: ModelPlan
    is_default: bool = False
    train_size: int | None = None

    @property
    def identity(self) -> str:
        """Equal for cells that train the same thing."""
        return json.dumps([self.plan.identity(), self.train_size], sort_keys=True)


@dataclass(frozen=True)
class CellTable:
    """The cells of one setting; exactly one of them is the default."""

    setting: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Base:
    """What every cell is held against: a model with ``--recipe`` and ``--set`` applied."""

    model: str
    dataset: str
    changes: tuple[str, ...] = ()
    recipe: Recipe = "default"

    def plan(self, setting: str | None = None, value: str = "") -> ModelPlan:
        """The base, with one setting changed where one is given.

        Raises:
            UsageError: An unknown model or setting, or a value that is not allowed.
        """
        more = [] if setting is None else [f"{self.model}.{setting}={value}"]
        changes = (*self.changes, *more)
        (plan,) = plan_models(
            [self.model], dataset=self.dataset, changes=changes, recipe=self.recipe
        )
        if isinstance(plan, OwnModel) and setting is not None:
            plan.build(Execution())  # its constructor alone knows its settings
        return plan


def plan_settings(base: Base, variations: Sequence[Variation]) -> list[CellTable]:
    """The cells of every setting that is varied; the training size is no setting.

    Raises:
        UsageError: An unknown model or setting, or a value that is not allowed.
    """
    return [_setting_table(base, each) for each in variations if each.setting != TRAIN_SIZE]


def plan_sizes(base: Base, variation: Variation, n_train: int) -> CellTable:
    """The cells of a learning curve; all training rows are the default.

    Args:
        base: The model.
        variation: Sizes as a user wrote them; those of ``n_train`` rows or more are left out.
        n_train: Training rows of the data set.

    Raises:
        UsageError: A size is no whole number of 2 or more, or none is below ``n_train``.
    """
    plan = base.plan()
    sizes = sorted({_size(text) for text in variation.values})
    smaller = [size for size in sizes if size < n_train]
    if not smaller:
        raise UsageError(
            f"train_size={','.join(variation.values)}: there are {n_train} training rows; "
            "name smaller sizes"
        )
    cells = [Cell(TRAIN_SIZE, str(size), _sampled(plan, size), train_size=size) for size in smaller]
    return CellTable(TRAIN_SIZE, (*cells, Cell(TRAIN_SIZE, str(n_train), plan, is_default=True)))


def require_counted_rows(base: Base) -> None:
    """Refuse a curve over training rows of a model that learns from others in the end.

    On test its cells would be those of models that learnt from the validation rows as well; on
    validation they are not, since what is scored there had not learnt from them.

    Raises:
        UsageError: The model refits with the validation rows.
    """
    plan = base.plan()
    values = plan.settings.values() if isinstance(plan, KnownModel) else {}
    if values.get("refit") and values.get("C") is None:
        raise UsageError(
            f"{TRAIN_SIZE} on test: with {base.model}.refit=true every size would learn from all "
            f"validation rows too; add --set {base.model}.refit=false, or leave --on out"
        )


def _setting_table(base: Base, variation: Variation) -> CellTable:
    name, plain = variation.setting, base.plan()
    cells: list[Cell] = []
    for value in variation.values:
        plan = base.plan(name, accepted_value(base, name, value))
        # 2e-5 and 0.00002 are one cell.
        if plan.identity() not in [each.plan.identity() for each in cells]:
            cells.append(Cell(name, value, plan, plan.identity() == plain.identity()))
    if not any(each.is_default for each in cells):
        cells = _with_default(cells, Cell(name, _base_value(plain, name), plain, is_default=True))
    return CellTable(name, tuple(cells))


def accepted_value(base: Base, name: str, value: str) -> str:
    """The value as its setting takes it: ``none`` is 0 where a number must be given.

    Raises:
        UsageError: An unknown setting, or a value that is not allowed.
    """
    try:
        base.plan(name, value)
    except UsageError:
        plan = base.plan()
        number = plan.settings.values().get(name) if isinstance(plan, KnownModel) else None
        if value.lower() != NONE or isinstance(number, bool | str) or number is None:
            raise
        refused = f"'{NONE}' is no value of {name}, and neither is 0 in its place"
        try:
            base.plan(name, "0")
        except UsageError as error:
            raise UsageError(f"{refused}: {error}") from None
        return "0"
    return value


def _base_value(plan: ModelPlan, name: str) -> str:
    if isinstance(plan, KnownModel):
        value = plan.settings.values()[name]
        # Written as people write it: 2e-5, not 2e-05.
        return f"{value:g}".replace("e-0", "e-") if isinstance(value, float) else as_text(value)
    return plan.changes().get(name, UNSET)


def _with_default(cells: list[Cell], default: Cell) -> list[Cell]:
    """The default among the cells: at its place where numbers rise, else first."""
    numbers = [_number(each.value) for each in cells]
    own = _number(default.value)
    known = [number for number in numbers if number is not None]
    if own is None or len(known) < len(numbers) or known != sorted(known):
        return [default, *cells]
    place = sum(number < own for number in known)
    return [*cells[:place], default, *cells[place:]]


def _number(text: str) -> float | None:
    """The number that a value stands for; ``none`` is the least of all."""
    if text.lower() == NONE:
        return float("-inf")
    try:
        return float(text)
    except ValueError:
        return None


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= 2):
        raise UsageError(f"train_size must be a whole number of 2 or more, not '{text}'")
    return int(text)


def _sampled(plan: ModelPlan, size: int) -> ModelPlan:
    if isinstance(plan, KnownModel):
        return SampledModel(plan.entry, plan.settings, plan.default, size)
    if isinstance(plan, OwnModel):
        return SampledOwnModel(plan.spec, plan.given, plan.source, size)
    return plan
