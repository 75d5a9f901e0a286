"""What cross-validation measured of each shipped tagger."""

import json
from functools import cache

from ..exceptions import AssetError
from .tagger import KindReliability, Reliability
from .weights import FOLDER

_FILE = FOLDER / "measured.json"


def load_reliability(name: str) -> Reliability | None:
    """The figures of one tagger; None where it was not measured.

    Raises:
        AssetError: The file of figures is missing or damaged.
    """
    found = _figures().get(name)
    if found is None:
        return None
    kinds = tuple(_kind(each) for each in found)
    first = kinds[0]
    return Reliability(
        first.gold, first.n, first.precision, first.precision_interval, first.recall,
        first.recall_interval, by_kind=kinds,
    )  # fmt: skip


@cache
def _figures() -> dict[str, list[dict]]:
    try:
        return json.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetError(
            f"the figures {_FILE} cannot be read ({error}): reinstall sentiment-lab"
        ) from error


def _kind(found: dict) -> KindReliability:
    return KindReliability(
        kind=found["kind"],
        gold=found["gold"],
        n=found["n"],
        precision=found["precision"],
        precision_interval=tuple(found["precision_interval"]),
        recall=found["recall"],
        recall_interval=tuple(found["recall_interval"]),
    )
