import pytest

from sentiment_lab.taggers.llm.definitions import DEFINITIONS
from sentiment_lab.taggers.llm.prompt import (
    MOST_CHARACTERS,
    answer_schema,
    first_messages,
    prompt_version,
    system_prompt,
)


def test_every_category_is_defined_with_what_does_not_count():
    prompt = system_prompt(list(DEFINITIONS))
    for name, meant in DEFINITIONS.items():
        assert f'"{name}": {meant.means}' in prompt
        assert meant.not_counted in prompt


def test_a_very_long_text_is_sent_with_its_beginning_and_end():
    text = "begin " + "x" * (2 * MOST_CHARACTERS) + " end"
    sent = first_messages(["mixed"], text)[1]["content"]
    assert len(sent) < MOST_CHARACTERS + 100
    assert sent.startswith("<text>\nbegin ")
    assert sent.endswith(" end\n</text>")


@pytest.mark.parametrize("names", [["mixed"], ["mixed", "sarcasm"]])
def test_the_schema_allows_the_categories_and_nothing_else(names):
    schema = answer_schema(names)
    assert list(schema["properties"]) == schema["required"] == names
    assert schema["additionalProperties"] is False


def test_the_version_changes_with_the_categories():
    assert prompt_version(["mixed"]) != prompt_version(["sarcasm"])
