"""Settings of a model: frozen, validated dataclasses that can be changed by the words of ``--set``.

A field is declared with `setting`, which keeps its allowed range and the reason for its default
beside it; the annotation says which values it takes.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, cast, get_type_hints

import numpy as np
from numpy.typing import NDArray

from ..exceptions import unknown_name
from .classifier import Execution
from .setting_values import DeclaredSetting, Rules, as_text

T = TypeVar("T")
DEFAULT_EXECUTION = Execution()

_RULES = "sentiment_lab_rules"


def setting(
    default: T,
    help: str,  # noqa: A002 - the word that users of dataclass fields and of typer know
    *,
    low: float | None = None,
    high: float | None = None,
    low_open: bool = False,
    high_open: bool = False,
) -> T:
    """Declare one field of a `Settings` class.

    Args:
        default: The value it takes unless told otherwise.
        help: A short reason, shown by ``sentiment-lab models``.
        low: Smallest value allowed.
        high: Largest value allowed.
        low_open: Refuse ``low`` itself.
        high_open: Refuse ``high`` itself.
    """
    rules = Rules(help, low, high, low_open, high_open)
    return field(default=default, metadata={_RULES: rules})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Parent of every model's settings: checks each field against its annotation and bounds.

    Whole numbers given for a float become floats and lists given for a tuple become tuples, so that
    equal settings compare and serialise alike.
    """

    prefix: ClassVar[str] = ""
    """The model's name, which leads its settings in messages and in ``--set``."""

    def __post_init__(self) -> None:
        for name, declared in _declared(type(self)).items():
            value = declared.conform(getattr(self, name))
            object.__setattr__(self, name, value)

    @classmethod
    def published(cls) -> Self:
        """The recipe of the experiment that the toolkit starts from."""
        return cls()

    def values(self) -> dict[str, Any]:
        """Every setting by name, in the order of declaration."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class SettingDescription(NamedTuple):
    """One setting in words; ``default`` and ``published`` are written as ``--set`` takes them."""

    name: str
    type: str
    default: str
    published: str
    help: str


S = TypeVar("S", bound=Settings)


def change_settings(base: S, changes: Mapping[str, object]) -> S:
    """A copy of settings with some values replaced.

    Args:
        base: Where to start from.
        changes: New values by name.

    Raises:
        UsageError: A name is not a setting, or a value is not allowed for it.
    """
    _require_known(type(base), changes)
    return replace(base, **changes)


def apply_settings(base: S, changes: Mapping[str, str]) -> S:
    """A copy of settings with some values replaced by what a user wrote after ``--set``.

    Args:
        base: Where to start from.
        changes: New values by name (without the model's prefix), as text: ``"none"`` where a
            setting may be absent, ``"true"`` or ``"false"``, ``"1,2"`` for several numbers.

    Raises:
        UsageError: A name is not a setting, or a value is not allowed for it.
    """
    _require_known(type(base), changes)
    declared = _declared(type(base))
    return replace(base, **{name: declared[name].parse(text) for name, text in changes.items()})


def describe_settings(cls: type[Settings]) -> list[SettingDescription]:
    """Every setting of a model in words, in the order of declaration."""
    default, published = cls().values(), cls.published().values()
    return [
        SettingDescription(
            name=name,
            type=declared.expectation(),
            default=as_text(default[name]),
            published=as_text(published[name]),
            help=declared.rules.help,
        )
        for name, declared in _declared(cls).items()
    ]


class ConfiguredClassifier(Generic[S]):
    """The half of a classifier that scikit-learn needs: settings in, ``clone`` and ``predict`` out.

    A subclass names its ``settings_class`` and writes ``fit`` and ``predict_proba``.

    Args:
        execution: Where and how to run.
        settings: Fields of ``settings_class`` that differ from their defaults.
    """

    settings_class: ClassVar[type[Settings]]
    settings: S
    execution: Execution
    classes_: NDArray[np.generic]

    def __init__(self, *, execution: Execution = DEFAULT_EXECUTION, **settings: object) -> None:
        self.execution = execution
        self.settings = change_settings(cast("S", self.settings_class()), settings)

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - nothing is nested
        """The constructor's keywords and their present values."""
        return {"execution": self.execution, **self.settings.values()}

    def set_params(self, **params: Any) -> Self:
        """Replace settings, ``execution`` included; refuses what the constructor would refuse."""
        execution = params.pop("execution", self.execution)
        self.settings = change_settings(self.settings, params)
        self.execution = execution
        return self

    def predict(self, texts: Any) -> NDArray[np.generic]:
        """The likeliest class of every text, shape (n texts,)."""
        proba = cast("Any", self).predict_proba(texts)
        return self.classes_[np.argmax(proba, axis=1)]

    def __sklearn_clone__(self) -> Self:
        # clone() would copy `execution` deeply, and a progress callback need not be copyable.
        return type(self)(**self.get_params())

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(one_d_array=True, two_d_array=False, string=True),
        )


def _declared(cls: type[Settings]) -> dict[str, DeclaredSetting]:
    hints = get_type_hints(cls)
    lead = f"{cls.prefix}." if cls.prefix else ""
    return {
        each.name: DeclaredSetting(lead + each.name, hints[each.name], _rules(each))
        for each in fields(cls)
    }


def _rules(declared: Field[Any]) -> Rules:
    return declared.metadata.get(_RULES, Rules())


def _require_known(cls: type[Settings], names: Mapping[str, object]) -> None:
    lead = f"{cls.prefix}." if cls.prefix else ""
    known = [each.name for each in fields(cls)]
    for name in names:
        if name not in known:
            raise unknown_name("setting", lead + name, [lead + each for each in known])
