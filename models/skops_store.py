"""Fitted scikit-learn estimators on disk, in skops' format: no code runs when a file is read.

skops is imported where it is used: it loads all of scikit-learn, which takes seconds and 200 MB
that training does not need.
"""

import copy
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from ..exceptions import RunError


def dump_estimator(estimator: object, path: Path) -> None:
    """Write a fitted estimator beside its place and rename it into it.

    Args:
        estimator: Any object made of scikit-learn, numpy, scipy and plain Python parts.
        path: The file to write.

    Raises:
        RunError: It holds something that skops cannot store.
    """
    import skops.io
    from skops.io.exceptions import UnsupportedTypeException

    beside = path.with_name(f"{path.name}.new")
    try:
        skops.io.dump(_with_packed_vocabularies(estimator), beside, compression=ZIP_DEFLATED)
        beside.replace(path)
    except UnsupportedTypeException as error:
        raise RunError(f"the model cannot be stored: {_one_line(error)}") from error
    finally:
        beside.unlink(missing_ok=True)


def load_estimator(path: Path, trusted: Sequence[str] = ()) -> Any:
    """Read an estimator that `dump_estimator` wrote.

    Args:
        path: The file.
        trusted: Full names of types to accept besides those of scikit-learn, numpy and scipy that
            skops knows to be harmless.

    Raises:
        RunError: The file is missing or damaged, or holds a type that is not trusted.
    """
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    with _damage_as_run_error(path):
        try:
            estimator = skops.io.load(path, trusted=list(trusted))
        except UntrustedTypesFoundException as error:
            raise RunError(_refusal(path, trusted)) from error
    for vectorizer in _vectorizers(estimator, set()):
        vectorizer.vocabulary_ = _unpack(vectorizer.vocabulary_)
    return estimator


def untrusted_types(path: Path) -> list[str]:
    """Full names of the types in a stored estimator that skops does not know to be harmless.

    Raises:
        RunError: The file is missing or damaged.
    """
    import skops.io

    with _damage_as_run_error(path):
        return skops.io.get_untrusted_types(file=path)


@contextmanager
def _damage_as_run_error(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise RunError(f"{path}: no stored model here") from error
    except (BadZipFile, KeyError, ValueError) as error:
        raise RunError(f"{path}: the stored model is damaged: {_one_line(error)}") from error


def _refusal(path: Path, trusted: Sequence[str]) -> str:
    unknown = sorted(set(untrusted_types(path)) - set(trusted))
    return (
        f"{path}: the model is made of types that are not trusted: {', '.join(unknown)}; "
        "if their code is yours, load it with trusted=[their names]"
    )


def _with_packed_vocabularies(estimator: object) -> object:
    """A copy in which every vocabulary is an array of bytes.

    skops writes each entry of a dictionary as a node of its own, which takes a minute and
    gigabytes for a million terms.
    """
    vocabularies = [each.vocabulary_ for each in _vectorizers(estimator, set())]
    # A copy that deepcopy finds in its memo is taken as already made.
    memo = {id(vocabulary): _pack(vocabulary) for vocabulary in vocabularies}
    return copy.deepcopy(estimator, memo)


def _pack(vocabulary: dict[str, int]) -> NDArray[np.uint8]:
    terms = sorted(vocabulary, key=vocabulary.__getitem__)
    return np.frombuffer(json.dumps(terms, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)


def _unpack(packed: Any) -> dict[str, int]:
    terms = json.loads(packed.tobytes().decode("utf-8"))
    return {term: index for index, term in enumerate(terms)}


def _vectorizers(part: object, seen: set[int]) -> Iterator[CountVectorizer]:
    """Every fitted vectorizer with a vocabulary, however deep in pipelines and unions."""
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, CountVectorizer) and hasattr(part, "vocabulary_"):
        yield part
    elif isinstance(part, (list, tuple)):
        for item in part:
            yield from _vectorizers(item, seen)
    elif hasattr(part, "get_params"):
        for item in vars(part).values():
            yield from _vectorizers(item, seen)


def _one_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
