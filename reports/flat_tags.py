"""Reads the flat columns of tags that a row carries."""

import json
from collections.abc import Mapping
from typing import Any

from ..analysis.categories import PRESENT_SUFFIX
from .units import is_missing

EVIDENCE_SUFFIX = "_evidence"


def tags_present(record: Mapping[str, Any]) -> list[str]:
    """Names of the categories that a row is tagged with."""
    return [
        key.removesuffix(PRESENT_SUFFIX)
        for key, value in record.items()
        if key.endswith(PRESENT_SUFFIX) and not is_missing(value) and value
    ]


def with_evidence(record: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its evidence as lists of [start, end] in place of their text."""
    return {
        key: json.loads(value) if key.endswith(EVIDENCE_SUFFIX) and value else value
        for key, value in record.items()
    }


def evidence_spans(record: Mapping[str, Any], category: str) -> list[tuple[int, int]]:
    """Where a tagger found its evidence: character offsets, read from the flat column's JSON."""
    evidence = record.get(f"{category}{EVIDENCE_SUFFIX}")
    if is_missing(evidence):
        return []
    return [(int(start), int(end)) for start, end in json.loads(str(evidence))]
