from typing import Any

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.taggers.llm.settings import LlmSettings


@pytest.mark.parametrize(
    "endpoint", ["localhost:8000", "ftp://host/v1", "http://", "", "file:///x"]
)
def test_an_endpoint_is_a_url_of_the_web(endpoint):
    with pytest.raises(UsageError, match="--endpoint takes a URL"):
        LlmSettings(endpoint, "m")


@pytest.mark.parametrize("endpoint", ["http://user:secret@host/v1", "http://host/v1?key=secret"])
def test_an_endpoint_with_a_secret_in_it_is_refused_without_showing_it(endpoint):
    with pytest.raises(UsageError, match="environment variable") as error:
        LlmSettings(endpoint, "m")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("limit", ["requests_per_minute", "timeout", "max_requests"])
def test_limits_are_above_0(limit):
    values: dict[str, Any] = {limit: 0}
    with pytest.raises(UsageError, match="must be above 0"):
        LlmSettings("http://localhost/v1", "m", **values)
