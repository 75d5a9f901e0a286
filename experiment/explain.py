"""One review under the glass: every model's verdict, and what in the text speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..analysis.predictions import Predictions
from ..exceptions import RunError, UsageError
from ..models.classifier import Classifier, Execution
from ..taggers.sentences import words
from ..taggers.tagger import Span, Tagger
from .answered_tags import answered_tags
from .collect import Collected
from .label import load_classifier
from .listener import Listener, Silent
from .occlusion import occlusion
from .verdicts import judge_sentences

MOST_WORDS = 300

LOG_ODDS_UNIT = 12.0
"""What the log-odds of a sentence are divided by, so that their logistic function is a probability:
that the review it stands in praises the film. Fitted by logistic regression (slope 0.0830) on the
331,247 sentences of the IMDB test reviews; observed shares lie within 0.04 of it in each twelfth
of them."""


TOKEN_COLUMNS = ("model", "method", "token", "start", "end", "weight")


@dataclass(frozen=True)
class Explanation:
    """What is known of one review.

    Attributes:
        id: Of the review.
        text: Its text.
        label: Its given class.
        models: ``model, seed`` (missing where predictions come from a file), ``predicted, right``
            and ``p_<class>`` for each class.
        sentences: One row for each that holds a word: ``sentence, start, end, polarity`` and, for
            each model at hand, ``effect_<model>``: how much the probability of the class that it
            predicts falls without the sentence. The polarity is 2 p - 1, with p the probability
            that a film review which holds such a sentence praises the film: -1 for surely
            criticism, 0 where it says nothing, 0.7 for "It was good.", above 0.9 for a rave.
        tokens: ``model, method`` (attention or occlusion), ``token, start, end, weight``, the
            heaviest first within a model; empty where no model is at hand.
        tags: ``category, score, present, evidence`` (the words themselves).
    """

    id: str
    text: str
    label: str
    models: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    tags: pd.DataFrame


def explain(
    collected: Collected,
    id_: str,
    taggers: Sequence[Tagger],
    *,
    device: str = "auto",
    listener: Listener | None = None,
) -> Explanation:
    """Look at one test review.

    Args:
        collected: Systems over the same test rows; their stored models are asked again, where they
            come from runs.
        id_: Id of a test review.
        taggers: Whose categories are shown.
        device: Where models run.
        listener: Told of what is left out and why.

    Raises:
        UsageError: No test review has this id, or its text is not known.
    """
    listener = listener or Silent()
    first = collected.artefacts[0]
    row = _row(first, id_)
    text = _text(first, row)
    models = _verdicts(collected, row)
    classifiers = _classifiers(collected, device, listener)
    predicted = {
        table.name: str(table.frame["predicted"].iloc[row]) for table in collected.artefacts
    }
    return Explanation(
        id=id_,
        text=text,
        label=str(first.frame["label"].iloc[row]),
        models=models,
        sentences=_sentences(text, classifiers, predicted, first.classes),
        tokens=_tokens(text, classifiers, predicted, first.classes),
        tags=_tags(id_, text, taggers),
    )


def _row(predictions: Predictions, id_: str) -> int:
    found = np.flatnonzero((predictions.frame["id"] == id_).to_numpy())
    if not len(found):
        some = ", ".join(predictions.frame["id"].head(3))
        raise UsageError(f"no test review has the id '{id_}'; ids are such as {some}")
    return int(found[0])


def _text(predictions: Predictions, row: int) -> str:
    if "text" not in predictions.frame:
        raise UsageError(
            "the predictions come without text: name the data set beside --predictions, or add a "
            "column 'text' to the files"
        )
    text = predictions.frame["text"].iloc[row]
    if not isinstance(text, str):
        name = predictions.frame["id"].iloc[row]
        raise UsageError(f"the review '{name}' comes without a text: there is nothing to explain")
    return text


def _verdicts(collected: Collected, row: int) -> pd.DataFrame:
    rows = []
    for system, seeds in zip(collected.systems, _seeds(collected), strict=True):
        for seed, table in zip(seeds, system.runs, strict=True):
            line = table.frame.iloc[row]
            shown = {
                "model": system.name,
                "seed": seed,
                "predicted": line["predicted"],
                "right": bool(line["predicted"] == line["label"]),
            }
            rows.append(shown | {f"p_{name}": float(line[f"p_{name}"]) for name in table.classes})
    return pd.DataFrame(rows)


def _seeds(collected: Collected) -> list[list[int | None]]:
    """The seeds of each system's runs; files of predictions do not tell theirs."""
    stored = collected.runs or ((),) * len(collected.systems)
    return [
        [run.manifest.seed for run in runs] or [None] * len(system.runs)
        for system, runs in zip(collected.systems, stored, strict=True)
    ]


def _classifiers(collected: Collected, device: str, listener: Listener) -> dict[str, Classifier]:
    """The stored model of each system's first seed, where there is one."""
    found: dict[str, Classifier] = {}
    for system, runs in zip(collected.systems, collected.runs, strict=False):
        if not runs:
            listener.say(f"{system.name} is made of other rows: no sentence or word is weighed")
            continue
        try:
            found[system.name] = load_classifier(runs[0], Execution(device=device))
        except RunError as error:
            listener.say(f"{system.name} is not asked again: {error}")
    if not collected.runs:
        listener.say(
            "predictions alone: no model is asked again, so no sentence or word is weighed"
        )
    return found


def _sentences(
    text: str,
    classifiers: dict[str, Classifier],
    predicted: dict[str, str],
    classes: Sequence[str],
) -> pd.DataFrame:
    (judged,) = judge_sentences([text])
    spans = [each.span for each in judged]
    frame = pd.DataFrame(
        {
            "sentence": [text[span.start : span.end] for span in spans],
            "start": [span.start for span in spans],
            "end": [span.end for span in spans],
            "polarity": polarity_scale([each.polarity for each in judged]),
        }
    )
    for name, classifier in classifiers.items():
        frame[f"effect_{name}"] = occlusion(classifier, text, spans, classes, predicted[name])
    return frame


def polarity_scale(log_odds: Sequence[float]) -> NDArray[np.float64]:
    """From the log-odds of sentences to 2 p - 1 (see `Explanation`), in [-1, 1], same shape."""
    return np.tanh(np.asarray(log_odds, dtype=float) / (2 * LOG_ODDS_UNIT))


def _tokens(
    text: str,
    classifiers: dict[str, Classifier],
    predicted: dict[str, str],
    classes: Sequence[str],
) -> pd.DataFrame:
    rows: list[tuple[str, str, str, int, int, float]] = []
    for name, classifier in classifiers.items():
        method, weighed = _weighed(classifier, text, classes, predicted[name])
        weighed.sort(key=lambda each: -abs(each[1]))
        rows += [
            (name, method, text[span.start : span.end], span.start, span.end, weight)
            for span, weight in weighed
        ]
    return pd.DataFrame(rows, columns=list(TOKEN_COLUMNS))


def _weighed(
    classifier: Classifier, text: str, classes: Sequence[str], target: str
) -> tuple[str, list[tuple[Span, float]]]:
    """The words that a model weighs: by its own attention, else by occlusion of the first ones."""
    from ..baselines.bilstm_attention import BiLSTMAttentionClassifier

    if isinstance(classifier, BiLSTMAttentionClassifier):
        (weights,) = classifier.attention([text])
        return "attention", [(Span(each.start, each.end), each.weight) for each in weights]
    spans = [Span(word.start, word.end) for word in words(text)[:MOST_WORDS]]
    falls = occlusion(classifier, text, spans, classes, target)
    return "occlusion", [(span, float(fall)) for span, fall in zip(spans, falls, strict=True)]


def _tags(id_: str, text: str, taggers: Sequence[Tagger]) -> pd.DataFrame:
    import json

    flat = answered_tags(pd.DataFrame({"id": [id_], "text": [text]}), taggers).iloc[0]
    rows = []
    for tagger in taggers:
        spans = json.loads(flat[f"{tagger.name}_evidence"])
        rows.append(
            {
                "category": tagger.name,
                "score": flat[f"{tagger.name}_score"],
                "present": flat[f"{tagger.name}_present"],
                "evidence": [text[start:end] for start, end in spans],
            }
        )
    return pd.DataFrame(rows, columns=["category", "score", "present", "evidence"])
