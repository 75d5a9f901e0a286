"""Models of the user's own: a class, a factory or a pipeline named as ``package.module:object``."""

import ast
import copy
import importlib
import inspect
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, Literal, TypeVar, get_origin

from ..exceptions import RunError, SentimentLabError, UsageError, unknown_name
from .classifier import Classifier, Execution, LabelledTexts
from .setting_values import DeclaredSetting, Rules
from .settings import DEFAULT_EXECUTION, apply_settings

C = TypeVar("C", bound=Classifier)
NOTHING: Mapping[str, str] = MappingProxyType({})

_REQUIRED = ("fit", "predict_proba")
_PLAIN = (bool, int, float, str)
_BASE = "sklearn.base.BaseEstimator"


def load_object(name: str) -> Any:
    """The object that ``package.module:object`` names; the current folder is importable.

    Args:
        name: Dotted name of the module, a colon, and the name of the object in it.

    Raises:
        UsageError: There is no such module or object, or importing the module fails.
    """
    module_name, colon, path = name.partition(":")
    if not (module_name and colon and path):
        raise UsageError(f"a model of your own is written package.module:object, not '{name}'")
    found: Any = _import(module_name)
    for part in path.split("."):
        if not hasattr(found, part):
            public = [each for each in vars(found) if not each.startswith("_")]
            raise unknown_name(f"object in {module_name}", part, public)
        found = getattr(found, part)
    return found


def as_classifier(
    obj: Any, execution: Execution = DEFAULT_EXECUTION, settings: Mapping[str, str] = NOTHING
) -> Classifier:
    """A classifier, not fitted, from a class, a factory, a scikit-learn pipeline or an instance.

    Classes and factories are called, with ``execution=`` and ``seed=`` where their signature names
    them. A scikit-learn estimator that neither stores itself nor reads validation texts is wrapped
    in `SklearnClassifier`; whatever is handed over stays as it is.

    Args:
        obj: What `load_object` returned.
        execution: Where and how to run.
        settings: As given by ``--set``: keywords of the class or factory, or parameters of the
            pipeline such as ``vectorizer__min_df``.

    Raises:
        UsageError: A setting is unknown or not allowed, building fails, or the result lacks a
            method of the contract.
    """
    called = inspect.isclass(obj) or inspect.isroutine(obj)
    made = _build(obj, execution, settings) if called else _changed_copy(obj, settings)
    if _is_sklearn(made) and not (can_save(made) or accepts_validation(made)):
        from .sklearn import SklearnClassifier, require_probabilities

        require_probabilities(made)
        return SklearnClassifier(made, execution=execution)
    missing = [name for name in _REQUIRED if not callable(getattr(made, name, None))]
    if missing:
        raise UsageError(
            f"{_name(obj)} has no {' and no '.join(missing)}: "
            "a classifier needs fit(texts, labels) and predict_proba(texts)"
        )
    return made


def fit_classifier(
    classifier: C,
    texts: Sequence[str],
    labels: Sequence[str],
    validation: LabelledTexts | None = None,
) -> C:
    """Fit a classifier, with the validation texts if its ``fit`` takes them.

    Raises:
        UsageError: Its ``fit`` fails, or sets no ``classes_``.
    """
    extra = {}
    if validation is not None and accepts_validation(classifier):
        extra["validation"] = validation
    try:
        classifier.fit(texts, labels, **extra)
    except (SentimentLabError, OSError):
        raise
    except Exception as error:
        raise UsageError(f"{_name(classifier)} failed in fit: {_cause(error)}") from error
    if not hasattr(classifier, "classes_"):
        raise UsageError(
            f"{_name(classifier)} has no classes_ after fit: "
            "set it to the class names in the order of the columns of predict_proba"
        )
    return classifier


def load_own(name: str, folder: Path, execution: Execution = DEFAULT_EXECUTION) -> Classifier:
    """A fitted model of the user's own, from the folder it was saved to.

    Args:
        name: ``package.module:object`` that it was trained as. Types of that module are trusted,
            since naming it runs its code anyway.
        folder: What ``save`` wrote.
        execution: Where and how to run.

    Raises:
        UsageError: The object cannot be loaded.
        RunError: The stored model is missing, damaged or of types that are not trusted, or the
            class has no ``load``.
    """
    obj = load_object(name)
    made = obj if inspect.isclass(obj) and can_save(obj) else type(as_classifier(obj, execution))
    if not can_save(made):
        raise RunError(f"{name} has no save and load: its stored runs hold no model")
    load: Any = made.load  # pyright: ignore[reportAttributeAccessIssue] - can_save asked
    keywords: dict[str, Any] = {}
    parameters = inspect.signature(load).parameters
    if "execution" in parameters:
        keywords["execution"] = execution
    if "trusted" in parameters:
        keywords["trusted"] = _own_types(name, folder)
    return load(folder, **keywords)


def accepts_validation(classifier: object) -> bool:
    """Whether ``fit`` names a parameter ``validation``."""
    fit = getattr(classifier, "fit", None)
    return callable(fit) and "validation" in inspect.signature(fit).parameters


def can_save(classifier: object) -> bool:
    """Whether it has both ``save`` and ``load``, so that a run can keep it."""
    return all(callable(getattr(classifier, name, None)) for name in ("save", "load"))


def _own_types(name: str, folder: Path) -> list[str]:
    from .sklearn import MODEL_FILE
    from .skops_store import untrusted_types

    lead = f"{name.partition(':')[0]}."
    return [each for each in untrusted_types(folder / MODEL_FILE) if each.startswith(lead)]


def _import(name: str) -> ModuleType:
    here = str(Path.cwd())
    if here not in sys.path:
        # Last, so that a file of the user's never takes the place of an installed package.
        sys.path.append(here)
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise UsageError(
                f"no module '{error.name}' in this folder or among the installed packages"
            ) from error
        raise UsageError(f"{name} cannot be imported: {error}") from error
    except SyntaxError as error:
        raise UsageError(f"{error.filename}:{error.lineno}: {error.msg}") from error
    except Exception as error:
        raise UsageError(f"{name} cannot be imported: {_cause(error)}") from error


def _build(obj: Any, execution: Execution, settings: Mapping[str, str]) -> Any:
    if hasattr(obj, "settings_class"):
        chosen = apply_settings(obj.settings_class(), settings)
        return obj(execution=execution, **chosen.values())
    parameters = inspect.signature(obj).parameters
    offered = {"execution": execution, "seed": execution.seed}
    keywords: dict[str, Any] = {name: offered[name] for name in offered if name in parameters}
    keywords |= _converted(obj, settings)
    try:
        return obj(**keywords)
    except Exception as error:
        raise UsageError(f"{_name(obj)} cannot be built: {_cause(error)}") from error


def _converted(obj: Any, settings: Mapping[str, str]) -> dict[str, Any]:
    """Settings given as text, as the annotations of a signature want them."""
    if not settings:
        return {}
    parameters = inspect.signature(obj, eval_str=True).parameters
    takes_any = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    values = {}
    for name, text in settings.items():
        if name not in parameters and not takes_any:
            raise unknown_name(f"setting of {_name(obj)}", name, parameters)
        known = parameters.get(name)
        values[name] = _value(name, text, known.annotation if known else None)
    return values


def _value(name: str, text: str, annotation: Any) -> Any:
    if annotation in _PLAIN or get_origin(annotation) is Literal:
        return DeclaredSetting(name, annotation, Rules()).parse(text)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _changed_copy(obj: Any, settings: Mapping[str, str]) -> Any:
    """A copy of a ready-made object with parameters set as scikit-learn sets them."""
    made = copy.deepcopy(obj)
    if not settings:
        return made
    if not hasattr(made, "set_params"):
        raise UsageError(f"{_name(obj)} is ready-made and has no set_params: it takes no --set")
    known = made.get_params()
    for name, text in settings.items():
        if name not in known:
            raise unknown_name(f"setting of {_name(obj)}", name, known)
        made.set_params(**{name: _value(name, text, None)})
    return made


def _is_sklearn(obj: object) -> bool:
    """Whether it is a scikit-learn estimator, without importing scikit-learn to find out."""
    return any(f"{each.__module__}.{each.__name__}" == _BASE for each in type(obj).__mro__)


def _name(obj: Any) -> str:
    return getattr(obj, "__qualname__", None) or type(obj).__qualname__


def _cause(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
