"""Tags of a tagger that may be anybody's, held to the contract before they become figures."""

from collections.abc import Sequence
from math import isnan

from ..exceptions import SentimentLabError, UsageError
from .tagger import Tag, Tagger


def checked_tags(tagger: Tagger, texts: Sequence[str]) -> Sequence[Tag]:
    """One tag for each text.

    Raises:
        UsageError: The tagger fails, gives another number of tags, a score that is neither in
            [0, 1] nor missing, or evidence outside its text.
    """
    try:
        tags = tagger.tag(texts)
    except SentimentLabError:
        raise
    except Exception as error:  # whatever a tagger of the user's own may raise
        reason = " ".join(str(error).split()) or type(error).__name__
        raise _refused(tagger, f"failed: {reason}") from error
    if len(tags) != len(texts):
        raise _refused(tagger, f"gave {len(tags)} tags for {len(texts)} texts")
    for text, tag in zip(texts, tags, strict=True):
        _check(tagger, text, tag)
    return tags


def _check(tagger: Tagger, text: str, tag: Tag) -> None:
    if not (isnan(tag.score) or 0 <= tag.score <= 1):
        raise _refused(tagger, f"gave the score {tag.score}, which is not in 0 to 1")
    for start, end in tag.evidence:
        if not 0 <= start <= end <= len(text):
            raise _refused(
                tagger, f"gave evidence [{start}, {end}] in a text of {len(text)} characters"
            )


def _refused(tagger: Tagger, what: str) -> UsageError:
    return UsageError(f"the tagger '{tagger.name}' {what}: mend it, or leave its category out")
