"""What each category means, in the words that a language model is given."""

from collections.abc import Mapping
from typing import NamedTuple


class Definition(NamedTuple):
    """A category in words.

    Attributes:
        means: What belongs to it.
        not_counted: What is often mistaken for it.
        example: A made-up text that belongs.
    """

    means: str
    not_counted: str
    example: str


DEFINITIONS: Mapping[str, Definition] = {
    "sarcasm": Definition(
        "the author says something whose literal sentiment is opposite to what is meant, or "
        "mockingly different from it: verbal irony, mock praise, feigned enthusiasm, a scornful "
        "rhetorical question, deadpan exaggeration",
        "plain humour, a plain insult, exaggeration that is meant, an ironic turn of the plot",
        "Oh great, a third hour of people staring at a lake. Give the lake an award.",
    ),
    "mixed": Definition(
        "praise and criticism of the same thing under review, both of weight and both in the "
        "author's own voice",
        "criticism of something else, other people's opinions, sad or cruel things in the story",
        "The songs are a delight and the lead sings them well, but the hour between them drags.",
    ),
    "domain": Definition(
        "the sentiment is read rightly only by who knows film as a domain or its culture: a term "
        "of craft or genre carries the verdict, or other films, makers or events serve as a "
        "standard of worth",
        "merely naming actors, the director or the plot",
        "Makes a Saturday-afternoon creature feature look like Tarkovsky.",
    ),
    "negation": Definition(
        "the verdict hangs on sentiment that is negated, weakened or contrary to fact",
        "a negation that carries no sentiment, or one beside a verdict that is plain without it",
        "With another ending it could have been wonderful, and it is not as bad as people say.",
    ),
    "comparison": Definition(
        "words of sentiment that are aimed at something other than what is under review: another "
        "film, the book, the original, other work of an actor, what other viewers think",
        "comparing parts of the same work",
        "Her first film was a marvel, warm and wise and funny. This is her second.",
    ),
    "plot_words": Definition(
        "words that sound good or bad describe the story or its characters, not the author's "
        "opinion, and are prominent enough to mislead",
        "such words in passing, or words about how well the story is told",
        "A grieving father hunts the killer through a ruined, hateful town. I was glued to it.",
    ),
    "idiom": Definition(
        "a set phrase whose sentiment cannot be told from its words carries the verdict",
        "set phrases that say nothing of the verdict",
        "It is not my cup of tea, though the kids were over the moon.",
    ),
    "hedging": Definition(
        "the author softens the verdict or leaves it open: doubt, reservation, faint praise",
        "doubt about facts or about the plot",
        "I suppose it is sort of all right, if you happen to be in the mood, perhaps.",
    ),
    "stated_rating": Definition(
        "the author states a mark for what is under review: stars, points, a grade, thumbs",
        "marks given by others, age ratings, other numbers",
        "Nice try. 4/10.",
    ),
}
