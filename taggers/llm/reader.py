"""Reads texts through a language model, each one once for all categories."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...exceptions import UsageError
from .answer import Judgement, Judgements, read_answer
from .cache import AnswerCache
from .client import LlmClient, RequestRefusedError
from .prompt import (
    MOST_CHARACTERS,
    Message,
    answer_schema,
    first_messages,
    prompt_version,
    second_messages,
)
from .settings import LlmSettings

_CHARACTERS_PER_TOKEN = 4
_TOKENS_PER_ANSWERED_CATEGORY = 25
_HARMLESS = "A film."
"""A text that no server can mind."""


@dataclass(frozen=True)
class Estimate:
    """What reading some texts will take.

    Attributes:
        texts: Different texts that are not blank.
        known: How many of them are answered already.
        tokens_sent, tokens_received: About so many, at four characters a token.
        endpoint, model: Who is asked.
    """

    texts: int
    known: int
    tokens_sent: int
    tokens_received: int
    endpoint: str
    model: str

    @property
    def requests(self) -> int:
        """Requests, if every answer is fit at once; at most twice as many if none is."""
        return self.texts - self.known

    def sentence(self) -> str:
        """The estimate in words."""
        if self.requests == 0:
            return f"all {self.texts:,} texts are answered already: nothing is sent"
        return (
            f"{self.requests:,} requests to {self.endpoint} (model {self.model}), twice as many if "
            f"no answer is fit at once; about {self.tokens_sent:,} tokens sent and "
            f"{self.tokens_received:,} received; {self.known:,} of {self.texts:,} texts are "
            "answered already"
        )


class LlmReader:
    """A language model's judgement of texts.

    A category without a fit answer after one repetition counts as missing; what was fit at once
    stands. A text that the server refuses, as too long or by a filter, is missing altogether. Only
    complete answers are kept, so the same command later asks again for the rest.

    Args:
        settings: Which server, and within which limits.
        names: Categories to ask for, all in one request.
        client: Asks the server.
    """

    def __init__(
        self, settings: LlmSettings, names: Sequence[str], client: LlmClient | None = None
    ) -> None:
        self.settings = settings
        self.names = tuple(names)
        self.client = client or LlmClient(settings)
        self.cache = AnswerCache(settings.cache)
        self._version = prompt_version(self.names)
        self._batch: dict[str, Judgements] = {}

    @property
    def fingerprint(self) -> str:
        """Changes with the server, the model and the prompt."""
        return self._key("")

    def read(self, texts: Sequence[str]) -> list[Judgements]:
        """The judgements of each text, in order; a blank one holds nothing of any kind.

        Raises:
            EndpointError: The server cannot be reached or refuses all, or the limit is reached.
            RunError: The cache cannot be used.
        """
        keys = [self._key(text) for text in texts]
        # One batch is held, since every category's tagger asks for the same one.
        held, self._batch = self._batch, {}
        for key, text in zip(keys, texts, strict=True):
            if key not in self._batch:
                self._batch[key] = held.get(key) or self._judge(key, text)
        return [self._batch[key] for key in keys]

    def estimate(self, texts: Iterable[str]) -> Estimate:
        """What reading these texts will take.

        Raises:
            RunError: The cache cannot be used.
        """
        seen: set[str] = set()
        known = characters = 0
        asked = len(first_messages(self.names, "")[0]["content"])
        for text in texts:
            key = self._key(text)
            if key in seen or not text.strip():
                continue
            seen.add(key)
            if self.cache.get(key, self.names) is not None:
                known += 1
            else:
                characters += asked + min(len(text), MOST_CHARACTERS)
        return Estimate(
            texts=len(seen),
            known=known,
            tokens_sent=characters // _CHARACTERS_PER_TOKEN,
            tokens_received=(len(seen) - known) * len(self.names) * _TOKENS_PER_ANSWERED_CATEGORY,
            endpoint=self.settings.endpoint,
            model=self.settings.model,
        )

    def require_allowed(self, estimate: Estimate) -> None:
        """Refuse what is beyond the limit before anything is sent.

        Raises:
            UsageError: More requests than ``max_requests``.
        """
        if estimate.requests > self.settings.max_requests:
            raise UsageError(
                f"nothing was sent: {estimate.requests:,} requests are more than --max-requests "
                f"{self.settings.max_requests:,}: raise the limit or give fewer texts"
            )

    def _judge(self, key: str, text: str) -> Judgements:
        if not text.strip():
            return dict.fromkeys(self.names, Judgement(0, ()))
        found = self.cache.get(key, self.names)
        if found is not None:
            return found
        judgements = self._ask(text)
        if None not in judgements.values():
            self.cache.put(key, judgements)
        return judgements

    def _ask(self, text: str) -> Judgements:
        try:
            content = self.client.ask(first_messages(self.names, text), answer_schema(self.names))
        except RequestRefusedError:
            self._require_accepting()
            return dict.fromkeys(self.names)
        first = read_answer(content, text, self.names)
        if not first.problems:
            return first.judgements
        second = self._ask_again(second_messages(self.names, text, content, first.problems), text)
        return {
            name: second[name] if found is None else found
            for name, found in first.judgements.items()
        }

    def _ask_again(self, messages: list[Message], text: str) -> Judgements:
        try:
            content = self.client.ask(messages, answer_schema(self.names))
        except RequestRefusedError:
            # This request is longer than the first, which the server took.
            return dict.fromkeys(self.names)
        return read_answer(content, text, self.names).judgements

    def _require_accepting(self) -> None:
        """Tell a server that refuses one text from one that refuses all.

        Only while it has accepted nothing yet, and by one more request: the text may well be the
        first of its file, or the only one that an earlier run left over.
        """
        if self.client.answered == 0:
            self.client.ask(first_messages(self.names, _HARMLESS), answer_schema(self.names))

    def _key(self, text: str) -> str:
        asked = [self.settings.endpoint, self.settings.model, self._version, text]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
