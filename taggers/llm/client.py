"""Asks the server: at a pace, within a limit, patiently where it errs, silent about the key."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...exceptions import EndpointError
from .prompt import Message
from .settings import LlmSettings

if TYPE_CHECKING:
    from openai import APIStatusError

_DELAYS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between attempts at one request, unless the server names its own."""
_LONGEST_DELAY = 60.0
_NO_KEY = "none"

_HINTS = {
    401: "it does not accept the key: set the environment variable, or name it by --api-key-env",
    403: "the key may not use this model",
    404: "it knows no such path or model: check --endpoint and --llm-model",
}

_UNFIT_REQUEST = {400, 413, 422}
"""What servers answer to a text too long for the model, or one that a filter holds back."""


class RequestRefusedError(EndpointError):
    """The server takes no such request, which may be due to its text alone."""


@dataclass(frozen=True)
class Clock:
    """Time, so that tests need not wait.

    Attributes:
        now: Seconds since some moment.
        sleep: Waits for some seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class LlmClient:
    """One server and one model.

    Args:
        settings: Which server, and within which limits.
        clock: For the pace.

    Attributes:
        sent: Requests sent so far, repeated ones included.
        answered: How many of them the server accepted, whatever its answer is worth.
    """

    def __init__(self, settings: LlmSettings, clock: Clock | None = None) -> None:
        from openai import OpenAI

        self.settings = settings
        self.sent = 0
        self.answered = 0
        self._clock = clock or Clock()
        self._next = 0.0
        # Attempts are counted and paced here, so the library must not repeat them on its own.
        self._client = OpenAI(
            base_url=settings.endpoint,
            api_key=settings.key or _NO_KEY,
            timeout=settings.timeout,
            max_retries=0,
        )
        # The library takes both from the environment; they are no business of another server.
        self._client.organization = None
        self._client.project = None

    def ask(self, messages: Sequence[Message], schema: dict[str, Any]) -> str | None:
        """The server's answer; None where it holds nothing that can be read.

        Raises:
            RequestRefusedError: The server refuses this request, perhaps for its text.
            EndpointError: The server cannot be reached, refuses all, goes on erring, or the limit
                of requests is reached.
        """
        from openai import APIConnectionError, APIStatusError

        for delay in (*_DELAYS, None):
            self._wait_for_turn()
            try:
                content = self._request(messages, schema)
            except APIStatusError as error:
                if delay is None or not _passing(error.status_code):
                    raise self._refused(error) from None
                self._clock.sleep(_retry_after(error, delay))
            except APIConnectionError as error:
                if delay is None:
                    raise self._silent(error) from None
                self._clock.sleep(delay)
            else:
                self.answered += 1
                return content
        raise AssertionError  # the last attempt returns or raises

    def _request(self, messages: Sequence[Message], schema: dict[str, Any]) -> str | None:
        from openai import APIResponseValidationError

        shape: Any = {
            "type": "json_schema",
            "json_schema": {"name": "categories", "strict": True, "schema": schema},
        }
        listed: Any = list(messages)
        try:
            answer = self._client.chat.completions.create(
                model=self.settings.model, messages=listed, response_format=shape
            )
            return answer.choices[0].message.content
        except (
            APIResponseValidationError,
            ValueError,
            AttributeError,
            IndexError,
            TypeError,
        ):
            # A body that is no JSON, or another object than a completion.
            return None

    def _wait_for_turn(self) -> None:
        if self.sent >= self.settings.max_requests:
            raise EndpointError(
                f"stopped after {self.sent:,} requests, the limit of --max-requests: the answers "
                "so far are kept, and the same command with a higher limit goes on"
            )
        wait = self._next - self._clock.now()
        if wait > 0:
            self._clock.sleep(wait)
        self._next = self._clock.now() + 60.0 / self.settings.requests_per_minute
        self.sent += 1

    def _refused(self, error: "APIStatusError") -> EndpointError:
        hint = _HINTS.get(error.status_code) or self._without_key(str(error.message))
        kept = "; the answers so far are kept" if _passing(error.status_code) else ""
        kind = RequestRefusedError if error.status_code in _UNFIT_REQUEST else EndpointError
        return kind(f"{self.settings.endpoint} answered {error.status_code}: {hint}{kept}")

    def _silent(self, error: Exception) -> EndpointError:
        reason = self._without_key(str(error.__cause__ or error))
        return EndpointError(
            f"no answer from {self.settings.endpoint} within {self.settings.timeout:g} s, asked "
            f"{len(_DELAYS) + 1} times ({reason}): the answers so far are kept, and the same "
            "command goes on"
        )

    def _without_key(self, message: str) -> str:
        line = " ".join(message.split())[:200]
        return line.replace(self.settings.key, "***") if self.settings.key else line


def _passing(status: int) -> bool:
    """Whether the same request may succeed later."""
    return status in {408, 409, 429} or status >= 500


def _retry_after(error: "APIStatusError", otherwise: float) -> float:
    """Seconds that the server asks to be left alone, within reason."""
    try:
        asked = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return otherwise
    return min(max(asked, 0.0), _LONGEST_DELAY)
