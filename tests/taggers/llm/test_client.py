from dataclasses import replace

import pytest

from sentiment_lab.exceptions import EndpointError
from sentiment_lab.taggers.llm.client import LlmClient, RequestRefusedError

from .conftest import KEY, Reply

MESSAGES = [{"role": "user", "content": "hello"}]
SCHEMA = {"type": "object"}


def test_a_request_names_model_and_schema_and_carries_the_key(server, settings, waits):
    server.script("fine")
    assert LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA) == "fine"
    (request,) = server.requests
    assert request["path"] == "/v1/chat/completions"
    assert (request["model"], request["messages"]) == ("m", MESSAGES)
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_no_organization_of_another_server_is_sent(server, settings, waits, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-mine")
    server.script("fine")
    LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA)
    assert not {"openai-organization", "openai-project"} & set(server.headers[0])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_errs_for_a_while_is_asked_again(server, settings, waits, status):
    server.script(Reply(status), Reply(status), "fine")
    assert LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA) == "fine"
    assert [wait for wait in waits.waited if wait >= 1] == [1.0, 2.0]


def test_the_time_that_the_server_asks_for_is_waited(server, settings, waits):
    server.script(Reply(429, headers={"retry-after": "7"}), "fine")
    LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA)
    assert 7.0 in waits.waited


def test_a_server_that_goes_on_erring_ends_in_one_line(server, settings, waits):
    server.script(Reply(500, body=b'{"error": {"message": "on fire"}}'))
    with pytest.raises(EndpointError, match=r"answered 500: .*on fire.*kept") as error:
        LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA)
    assert "\n" not in str(error.value)
    assert len(server.requests) == 5


def test_a_refusal_is_not_repeated_and_does_not_show_the_key(server, settings, waits):
    body = f'{{"error": {{"message": "bad request with {KEY}"}}}}'.encode()
    for status in (400, 401, 403, 404):
        server.requests.clear()
        server.script(Reply(status, body=body))
        with pytest.raises(EndpointError, match=f"answered {status}") as error:
            LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA)
        assert KEY not in str(error.value)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "of_the_text"),
    [(400, True), (413, True), (422, True), (401, False), (403, False), (404, False)],
)
def test_a_refusal_that_may_be_due_to_the_text_is_told_from_others(
    server, settings, waits, status, of_the_text
):
    server.script(Reply(status))
    client = LlmClient(settings, waits.clock)
    with pytest.raises(EndpointError) as error:
        client.ask(MESSAGES, SCHEMA)
    assert isinstance(error.value, RequestRefusedError) == of_the_text
    assert (client.sent, client.answered) == (1, 0)


def test_a_server_that_stalls_is_given_up(server, settings, waits):
    server.script(Reply(stall=30.0))
    with pytest.raises(EndpointError, match=r"no answer .* within 0.05 s, asked 5 times"):
        LlmClient(replace(settings, timeout=0.05), waits.clock).ask(MESSAGES, SCHEMA)


def test_a_server_that_is_not_there_is_named(settings, waits, free_port):
    gone = replace(settings, endpoint=f"http://127.0.0.1:{free_port}/v1")
    with pytest.raises(EndpointError, match=f"no answer from http://127.0.0.1:{free_port}/v1"):
        LlmClient(gone, waits.clock).ask(MESSAGES, SCHEMA)


@pytest.mark.parametrize(
    "body", [b"not json at all", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{}]}', b"null"]
)
@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_a_body_that_is_no_completion_is_no_answer(server, settings, waits, body, kind):
    server.script(Reply(body=body, headers={"content-type": kind}))
    assert LlmClient(settings, waits.clock).ask(MESSAGES, SCHEMA) is None


def test_requests_keep_the_pace(server, settings, waits):
    server.script("fine")
    client = LlmClient(replace(settings, requests_per_minute=30), waits.clock)
    for _ in range(3):
        client.ask(MESSAGES, SCHEMA)
    assert waits.waited == [2.0, 2.0]


def test_the_limit_counts_repeated_requests_too(server, settings, waits):
    server.script(Reply(500))
    with pytest.raises(EndpointError, match="stopped after 3 requests, the limit"):
        LlmClient(replace(settings, max_requests=3), waits.clock).ask(MESSAGES, SCHEMA)
    assert len(server.requests) == 3


def test_the_key_is_in_no_representation(settings):
    assert KEY not in repr(settings)
