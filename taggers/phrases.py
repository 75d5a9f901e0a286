"""Lists of phrases, as the cue files write them."""


def phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a text that lists them with semicolons between."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split(";"))
