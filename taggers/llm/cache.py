"""Answers on disk, so that no text is paid for twice and an interrupted run goes on."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from ...exceptions import RunError
from ..tagger import Span
from .answer import Judgement, Judgements

FILE = Path("tags") / "llm-answers.sqlite"
"""Below the runs folder."""


class AnswerCache:
    """Fit answers by the digest of server, model, prompt and text.

    Texts, quotations and keys are not stored: only scores and offsets.

    Args:
        root: The runs folder; None: nothing is kept.

    Raises:
        RunError: The file cannot be opened or is damaged.
    """

    def __init__(self, root: Path | None) -> None:
        self._path = None if root is None else root / FILE
        self._connection: sqlite3.Connection | None = None
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=30.0, isolation_level=None)
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)"
            )
        except (OSError, sqlite3.Error) as error:
            raise self._broken(error) from error

    def get(self, key: str, names: Sequence[str]) -> Judgements | None:
        """The answer under a key; None where there is none.

        Raises:
            RunError: The file is damaged.
        """
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT answer FROM answers WHERE key = ?", (key,)
            ).fetchone()
            return None if row is None else _read(row[0], names)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise self._broken(error) from error

    def put(self, key: str, judgements: Judgements) -> None:
        """Keep an answer.

        Raises:
            RunError: The file cannot be written.
        """
        if self._connection is None:
            return
        content = json.dumps(judgements)
        try:
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, content))
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _broken(self, error: Exception) -> RunError:
        return RunError(
            f"{self._path} cannot be used ({error}): delete it, which loses the answers so far, "
            "or give another folder with --runs"
        )


def _read(content: str, names: Sequence[str]) -> Judgements:
    stored = json.loads(content)
    return {
        name: Judgement(int(stored[name][0]), tuple(Span(*span) for span in stored[name][1]))
        for name in names
    }
