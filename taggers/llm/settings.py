"""Which server is asked, and within which limits."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ...exceptions import UsageError


@dataclass(frozen=True)
class LlmSettings:
    """A server and the limits of its use.

    Attributes:
        endpoint: Base URL of an OpenAI-compatible server, such as ``http://localhost:8000/v1``.
        model: Name of the model there.
        key: Sent to the server, never stored or shown; None where the server needs none.
        requests_per_minute: Most requests a minute.
        timeout: Seconds to wait for one answer.
        max_requests: Most requests in all, repeated ones included.
        cache: Folder below which answers are kept; None: they are not.
    """

    endpoint: str
    model: str
    key: str | None = field(default=None, repr=False)
    requests_per_minute: float = 60.0
    timeout: float = 120.0
    max_requests: int = 1_000
    cache: Path | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.endpoint)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"--endpoint takes a URL such as http://localhost:8000/v1, not '{self.endpoint}'"
            )
        if parts.username or parts.password or parts.query:
            raise UsageError(
                "--endpoint holds a password or a query, which would be stored: "
                "put the key into an environment variable and name it with --api-key-env"
            )
        for name, value in (
            ("--requests-per-minute", self.requests_per_minute),
            ("--request-timeout", self.timeout),
            ("--max-requests", self.max_requests),
        ):
            if not value > 0:
                raise UsageError(f"{name} must be above 0, not {value}")
