import json
import math
from dataclasses import replace

import pytest

from sentiment_lab.exceptions import EndpointError, RunError, UsageError
from sentiment_lab.taggers.llm.cache import FILE
from sentiment_lab.taggers.llm.client import LlmClient
from sentiment_lab.taggers.llm.reader import LlmReader
from sentiment_lab.taggers.llm.tagger import LlmTagger, llm_taggers, reader_of

from .conftest import KEY, Reply, judged

TEXT = "Oh great, another lake."
NAMES = ("sarcasm", "mixed")
FIT = judged(sarcasm=(9, ["Oh great"]), mixed=1)
LIE = judged(sarcasm=(9, ["Oh splendid"]), mixed=1)


def taggers(settings, waits):
    reader = LlmReader(settings, NAMES, LlmClient(settings, waits.clock))
    return [LlmTagger(name, reader) for name in NAMES]


def test_one_request_serves_all_categories(server, settings, waits):
    server.script(FIT)
    sarcasm, mixed = taggers(settings, waits)
    (tag,) = sarcasm.tag([TEXT])
    assert (tag.score, tag.present, tag.evidence) == (0.9, True, ((0, 8),))
    assert mixed.tag([TEXT])[0].score == 0.1
    assert len(server.requests) == 1


def test_the_definitions_are_sent_and_the_text_is_material(server, settings, waits):
    server.script(FIT)
    taggers(settings, waits)[0].tag([TEXT])
    system, user = (message["content"] for message in server.requests[0]["messages"])
    assert "mock praise" in system
    assert "do not do it" in system
    assert user == f"<text>\n{TEXT}\n</text>"
    schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert schema["required"] == list(NAMES)


def test_an_answer_that_lies_is_asked_for_once_more(server, settings, waits):
    server.script(LIE, FIT)
    assert taggers(settings, waits)[0].tag([TEXT])[0].present
    first, second = server.requests
    assert len(first["messages"]) == 2
    assert "Oh splendid" in second["messages"][-1]["content"]


def test_an_answer_that_lies_twice_is_missing_for_that_category_alone(server, settings, waits):
    server.script(LIE)
    sarcasm, mixed = taggers(settings, waits)
    (tag,) = sarcasm.tag([TEXT])
    assert math.isnan(tag.score)
    assert (tag.present, tag.evidence) == (False, ())
    assert mixed.tag([TEXT])[0].score == 0.1
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "second",
    [
        judged(sarcasm=(8, ["Oh great"]), mixed=(9, ["another pond"])),
        judged(sarcasm=(8, ["Oh great"]), mixed=5),
    ],
)
def test_what_was_fit_at_once_stands_whatever_the_second_answer_says(
    server, settings, waits, second
):
    server.script(LIE, second)
    sarcasm, mixed = taggers(settings, waits)
    assert sarcasm.tag([TEXT])[0].score == 0.8
    assert mixed.tag([TEXT])[0].score == 0.1


def test_a_second_answer_of_another_form_loses_nothing_of_the_first(server, settings, waits):
    server.script(LIE, "not json")
    sarcasm, mixed = taggers(settings, waits)
    assert math.isnan(sarcasm.tag([TEXT])[0].score)
    assert mixed.tag([TEXT])[0].score == 0.1


def refuses(status, word):
    """A server that takes no request holding a word, and has an answer to all others."""
    return lambda request: (
        Reply(status) if word in request["messages"][1]["content"] else Reply(content=FIT)
    )


@pytest.mark.parametrize("status", [400, 413, 422])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_text_that_the_server_refuses_is_missing_and_the_others_are_read(
    server, settings, waits, status, place
):
    texts = [TEXT + " Lovely.", TEXT + " Fine."]
    texts.insert(place, "Long, " * 9)
    server.reply = refuses(status, "Long")
    for tagger in taggers(settings, waits):
        scores = [tag.score for tag in tagger.tag(texts)]
        assert [math.isnan(score) for score in scores] == [n == place for n in range(3)]
    # One text is asked for once; a first one that is refused costs a harmless one besides.
    assert len(server.requests) == (4 if place == 0 else 3)


def test_a_run_whose_last_open_text_is_refused_ends_well_each_time(server, settings, waits):
    server.reply = refuses(400, "Long")
    for _ in range(3):
        good, refused = taggers(settings, waits)[0].tag([TEXT, "Long"])
        assert good.present
        assert math.isnan(refused.score)


def test_a_server_that_refuses_a_harmless_text_too_is_refused_in_one_line(server, settings, waits):
    body = b'{"error": {"message": "response_format is not known"}}'
    server.script(Reply(400, body=body))
    with pytest.raises(EndpointError, match=r"answered 400: .*response_format") as error:
        taggers(settings, waits)[0].tag([TEXT, "more"])
    assert "\n" not in str(error.value)
    assert len(server.requests) == 2
    assert server.requests[1]["messages"][1]["content"] == "<text>\nA film.\n</text>"


def test_a_second_request_that_is_refused_loses_nothing_of_the_first_answer(
    server, settings, waits
):
    server.script(LIE, Reply(400))
    sarcasm, mixed = taggers(settings, waits)
    assert math.isnan(sarcasm.tag([TEXT])[0].score)
    assert mixed.tag([TEXT])[0].score == 0.1
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "reply", ["not json", judged(joy=1), Reply(body=b"<html>"), Reply(body=b"{}")]
)
def test_an_answer_of_another_form_is_missing_after_two_requests(server, settings, waits, reply):
    server.script(reply)
    for tagger in taggers(settings, waits):
        assert math.isnan(tagger.tag([TEXT])[0].score)
    assert len(server.requests) == 2


def test_an_answer_is_never_paid_for_twice(server, settings, waits):
    server.script(FIT)
    taggers(settings, waits)[0].tag([TEXT, TEXT, "  "])
    again = taggers(settings, waits)[0].tag([TEXT])
    assert again[0].evidence == ((0, 8),)
    assert len(server.requests) == 1


def test_a_missing_answer_is_asked_for_again_later(server, settings, waits):
    server.script(LIE, LIE, FIT)
    taggers(settings, waits)[0].tag([TEXT])
    assert taggers(settings, waits)[0].tag([TEXT])[0].present


def test_another_model_server_or_prompt_asks_anew(settings, waits):
    one = LlmReader(settings, NAMES)
    assert one.fingerprint == LlmReader(settings, NAMES).fingerprint
    others = [
        LlmReader(replace(settings, model="n"), NAMES),
        LlmReader(replace(settings, endpoint="http://127.0.0.1:9/v1"), NAMES),
        LlmReader(settings, ("sarcasm",)),
    ]
    assert len({one.fingerprint, *(each.fingerprint for each in others)}) == 4


def test_an_interrupted_reading_goes_on_where_it_stopped(server, settings, waits):
    texts = [f"Oh great, lake {number}." for number in range(6)]
    server.script(*[FIT] * 4, Reply(401))
    with pytest.raises(EndpointError, match="does not accept the key"):
        taggers(settings, waits)[0].tag(texts)
    server.script(FIT)
    assert all(tag.present for tag in taggers(settings, waits)[0].tag(texts))
    assert len(server.requests) == 5 + 2


def test_the_estimate_counts_what_is_not_answered_yet(server, settings, waits):
    server.script(FIT)
    sarcasm, _ = taggers(settings, waits)
    sarcasm.tag([TEXT])
    estimate = sarcasm.reader.estimate([TEXT, "new", "new", " ", "x" * 1_000_000])
    assert (estimate.texts, estimate.known, estimate.requests) == (3, 1, 2)
    assert 10_000 < estimate.tokens_sent < 20_000
    assert "2 requests to http://127.0.0.1" in estimate.sentence()
    assert "nothing is sent" in sarcasm.reader.estimate([TEXT]).sentence()
    assert len(server.requests) == 1


def test_more_requests_than_allowed_are_refused_before_the_first(server, settings, waits):
    reader = taggers(replace(settings, max_requests=2), waits)[0].reader
    with pytest.raises(UsageError, match="3 requests are more than --max-requests 2"):
        reader.require_allowed(reader.estimate(["a", "b", "c"]))
    assert server.requests == []


def test_texts_and_keys_are_stored_nowhere(server, settings, waits, tmp_path):
    server.script(FIT)
    taggers(settings, waits)[0].tag([TEXT])
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert len(stored) > 0
    for secret in (KEY, "another lake", "Oh great"):
        assert secret.encode() not in stored


def test_a_damaged_cache_is_named(settings, tmp_path):
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(b"no database, however long one looks at it" * 40)
    with pytest.raises(RunError, match=r"llm-answers.sqlite cannot be used .*delete it"):
        llm_taggers(NAMES, settings)


@pytest.mark.parametrize("text", ["half \ud83c a flag", "قصة رائعة", "🎬", "x" * 200_000, "a\x00b"])
def test_any_text_can_be_sent(server, settings, waits, text):
    server.script(json.dumps({n: {"certainty": 3, "quotes": [text[:1]]} for n in NAMES}))
    (tag,) = taggers(settings, waits)[0].tag([text])
    assert (tag.score, tag.evidence) == (0.3, ((0, 1),))


def test_the_reader_is_found_among_other_taggers(settings, waits):
    made = taggers(settings, waits)
    assert reader_of(made) is made[0].reader
    assert reader_of([]) is None
