"""Looking up many fixed phrases at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from .sentences import Word, words
from .tagger import Span

Kind = TypeVar("Kind", bound=str)


def phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a text that lists them with semicolons between."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split(";"))


class PhraseHit(NamedTuple, Generic[Kind]):
    """A phrase found in a text, and the kind that it was listed under."""

    kind: Kind
    span: Span


class PhraseTable(Generic[Kind]):
    """Fixed phrases by kind, matched word by word: case, hyphens and punctuation do not count.

    One dictionary look-up a word, so that the time does not grow with the number of phrases, as it
    would with a regular expression of many branches.
    """

    def __init__(self, phrases: Mapping[Kind, Iterable[str]]) -> None:
        self._single: dict[str, Kind] = {}
        self._longer: dict[str, dict[str, list[_Rest[Kind]]]] = {}
        for kind, listed in phrases.items():
            for phrase in listed:
                self._add([word.form for word in words(phrase)], kind)

    def find(self, found: Sequence[Word]) -> list[PhraseHit[Kind]]:
        """The phrases among words, in order, the longest at each place and none overlapping."""
        hits: list[PhraseHit[Kind]] = []
        next_free = 0
        for position, word in enumerate(found):
            if word.form not in self._single and word.form not in self._longer:
                continue
            if position < next_free:
                continue
            match = self._match(found, position)
            if match is not None:
                next_free = position + match.length
                hits.append(PhraseHit(match.kind, Span(word.start, found[next_free - 1].end)))
        return hits

    def _add(self, forms: list[str], kind: Kind) -> None:
        if len(forms) == 1:
            self._single[forms[0]] = kind
            return
        rests = self._longer.setdefault(forms[0], {}).setdefault(forms[1], [])
        rests.append(_Rest(tuple(forms[2:]), kind))
        rests.sort(key=lambda rest: len(rest.forms), reverse=True)

    def _match(self, found: Sequence[Word], position: int) -> "_Match[Kind] | None":
        first = found[position].form
        by_second = self._longer.get(first)
        if by_second is not None and position + 1 < len(found):
            for rest in by_second.get(found[position + 1].form, ()):
                end = position + 2 + len(rest.forms)
                if rest.forms == tuple(word.form for word in found[position + 2 : end]):
                    return _Match(rest.kind, end - position)
        kind = self._single.get(first)
        return None if kind is None else _Match(kind, 1)


class _Rest(NamedTuple, Generic[Kind]):
    forms: tuple[str, ...]
    kind: Kind


class _Match(NamedTuple, Generic[Kind]):
    kind: Kind
    length: int
