"""Which of the usual class names comes first: two classes have the positive one last."""

from collections.abc import Sequence

USUAL_PAIRS: tuple[tuple[str, str], ...] = (
    ("negative", "positive"),
    ("neg", "pos"),
    ("0", "1"),
    ("1", "2"),
    ("rotten", "fresh"),
    ("bad", "good"),
    ("no", "yes"),
    ("n", "y"),
    ("n", "p"),
    ("false", "true"),
    ("down", "up"),
    ("unfavorable", "favorable"),
    ("unfavourable", "favourable"),
    ("dislike", "like"),
    ("not recommended", "recommended"),
)
"""Names of two classes, the positive one last; compared without regard to case."""

USUAL_TRIPLES: tuple[tuple[str, str, str], ...] = (
    ("negative", "neutral", "positive"),
    ("neg", "neu", "pos"),
)
"""Names of three classes, from the worst to the best."""


def usual_order(names: Sequence[str]) -> tuple[str, ...] | None:
    """Class names in the usual order; None where they are no usual pair or triple.

    Args:
        names: In any order and any case, which they keep.
    """
    by_lower_case = {name.lower(): name for name in names}
    if len(by_lower_case) < len(names):
        return None
    for known in (*USUAL_PAIRS, *USUAL_TRIPLES):
        if set(by_lower_case) == set(known):
            return tuple(by_lower_case[name] for name in known)
    return None


def usual_partner(name: str) -> str | None:
    """The other class of the first usual pair that a class belongs to; None where it has none."""
    lowered = name.lower()
    for pair in USUAL_PAIRS:
        if lowered in pair:
            return pair[1 - pair.index(lowered)]
    return None
