"""An OpenAI-compatible server on loopback that does as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sentiment_lab.taggers.llm.client import Clock
from sentiment_lab.taggers.llm.settings import LlmSettings

KEY = "sk-not-to-be-seen-1234"


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    Attributes:
        status: Of the answer.
        content: The model's words; ignored where ``body`` is given.
        body: The whole body.
        headers: Further headers.
        stall: Seconds of silence before the answer.
    """

    status: int = 200
    content: str = ""
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    stall: float = 0.0


def judged(**certainties: object) -> str:
    """An answer: by category a certainty, or a certainty with its quotations."""
    pairs = {name: v if isinstance(v, tuple) else (v, []) for name, v in certainties.items()}
    return json.dumps(
        {
            name: {"certainty": sure, "quotes": list(quotes)}
            for name, (sure, quotes) in pairs.items()
        }
    )


class Server:
    """Listens on loopback, answers by a function of the request, and remembers what came."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.reply: Callable[[dict[str, Any]], Reply] = lambda _: Reply(500)
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                request = json.loads(self.rfile.read(length))
                outer.requests.append({"path": self.path, **request})
                outer.headers.append({k.lower(): v for k, v in self.headers.items()})
                outer.answer(self, outer.reply(request))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hung up is what some tests are about."""

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def script(self, *replies: Reply | str) -> None:
        """Give these replies in turn, the last one for ever."""
        left = list(replies)

        def reply(_: dict[str, Any]) -> Reply:
            now = left.pop(0) if len(left) > 1 else left[0]
            return Reply(content=now) if isinstance(now, str) else now

        self.reply = reply

    def answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.stall:
            self.released.wait(reply.stall)
        body = reply.body if reply.body is not None else _completion(reply.content)
        handler.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def _completion(content: str) -> bytes:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    whole = {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [choice],
    }
    return json.dumps(whole).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    listening = Server()
    yield listening
    listening.close()


@pytest.fixture
def settings(server: Server, tmp_path) -> LlmSettings:
    return LlmSettings(
        endpoint=server.url, model="m", key=KEY, requests_per_minute=1e6, cache=tmp_path
    )


class Waits:
    """A clock that notes how long it was asked to wait, and passes at once."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self._time = 0.0

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self._time, sleep=self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._time += seconds


@pytest.fixture
def waits() -> Waits:
    return Waits()
