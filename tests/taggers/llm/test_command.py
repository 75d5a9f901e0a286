"""``tag --level llm`` through the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sentiment_lab.cli import consent

from .conftest import KEY, Reply, Server, judged

LIES = judged(sarcasm=(9, ["words that are not there"]))
FIT = judged(sarcasm=(8, ["Oh great"]))


@pytest.fixture
def ask(run_cli: Callable, server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Tags two texts by the server, with further options."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    Path("texts.txt").write_text("Oh great, a lake.\nOh great, a hill.\n")
    common = ("tag", "texts.txt", "--level", "llm", "--category", "sarcasm")
    limits = ("--requests-per-minute", "600000", "--endpoint", server.url, "--llm-model", "m")

    def call(*options: object):
        return run_cli(*common, *limits, *options)

    return call


def test_answers_become_tags_and_the_estimate_stands_before_them(ask: Callable, server: Server):
    server.script(FIT)
    outcome = ask("--yes")
    assert outcome.code == 0
    first = json.loads(outcome.out.splitlines()[0])
    assert first["categories"]["sarcasm"] == {"score": 0.8, "present": True, "evidence": [[0, 8]]}
    assert f"2 requests to {server.url} (model m)" in outcome.err
    assert len(server.requests) == 2


def test_nothing_is_sent_without_a_yes(ask: Callable, server: Server):
    outcome = ask()
    assert outcome.code == 2
    assert "nothing was sent: add --yes" in outcome.err
    assert server.requests == []


@pytest.mark.parametrize(("answer", "code", "sent"), [(True, 0, 2), (False, 2, 0)])
def test_on_a_terminal_the_user_is_asked(
    ask: Callable,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    answer: bool,
    code: int,
    sent: int,
):
    monkeypatch.setattr(consent, "_can_ask", lambda: True)
    monkeypatch.setattr(consent.typer, "confirm", lambda *_, **__: answer)
    server.script(FIT)
    assert ask().code == code
    assert len(server.requests) == sent


def test_nothing_is_sent_beyond_the_limit(ask: Callable, server: Server):
    outcome = ask("--yes", "--max-requests", 1)
    assert outcome.code == 2
    assert "nothing was sent: 2 requests are more than --max-requests 1" in outcome.err
    assert server.requests == []


def test_missing_answers_are_empty_and_counted(ask: Callable, server: Server):
    server.script(LIES, LIES, FIT)
    outcome = ask("--yes", "--format", "csv")
    assert outcome.out.splitlines()[1:] == ["0,,,", '1,0.8,True,"[[0, 8]]"']
    assert "sarcasm: no answer for 1 of 2 texts" in outcome.err


def test_answers_are_kept_beside_the_runs_and_asked_for_once(ask: Callable, server: Server):
    server.script(FIT)
    ask("--yes", "--runs", "mine")
    again = ask("--runs", "mine")
    assert again.code == 0
    assert "nothing is sent" in again.err
    assert len(server.requests) == 2
    assert Path("mine/tags/llm-answers.sqlite").exists()


def test_a_refusal_is_one_line_without_the_key_and_leaves_no_file(ask: Callable, server: Server):
    server.script(Reply(401, body=f'{{"error": {{"message": "{KEY}"}}}}'.encode()))
    outcome = ask("--yes", "--output", "out.jsonl", "--debug")
    assert outcome.code == 1
    assert "answered 401: it does not accept the key" in outcome.err
    assert KEY not in outcome.out + outcome.err
    assert not Path("out.jsonl").exists()


def test_the_key_may_stand_in_another_variable(
    ask: Callable, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MY_KEY", "another-key")
    server.script(FIT)
    ask("--yes", "--api-key-env", "MY_KEY")
    assert {each["authorization"] for each in server.headers} == {"Bearer another-key"}
