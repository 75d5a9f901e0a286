"""Fit the weights, biases and thresholds of the taggers, on the tuning halves of the gold sets.

    python benchmarks/fit_taggers.py DATA_FOLDER

prints what stands in taggers/sarcasm.py, mixed.py and domain.py, rounded to two digits.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from tagger_gold import Gold, film_reviews, halve, other_gold

from sentiment_lab.taggers.domain import DomainTagger
from sentiment_lab.taggers.mixed import MixedTagger
from sentiment_lab.taggers.sarcasm import SarcasmTagger

# Strong, since the tuning half holds 30 to 60 texts of each category.
INVERSE_PENALTY = 0.05


class Fitted(NamedTuple):
    """Weights of the raw features, the bias for film reviews, and the threshold."""

    weights: np.ndarray
    bias: float
    threshold: float


def fit(tagger: MixedTagger | DomainTagger | SarcasmTagger, sets: list[Gold]) -> Fitted:
    """Logistic regression over standardised features; each set has its own intercept.

    Args:
        tagger: Whose features are weighed.
        sets: Film reviews first: bias and threshold are theirs. All sets weigh alike.
    """
    features = [np.array([tagger.features(text) for text in gold.texts]) for gold in sets]
    scale = np.maximum(np.vstack(features).std(axis=0), 1e-9)  # brevity is 0 in all reviews
    which = np.repeat(np.arange(len(sets)), [len(gold.texts) for gold in sets])
    indicators = np.eye(len(sets))[which][:, 1:] * 10  # so large that they go all but unpenalised
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000).fit(
        np.hstack([np.vstack(features) / scale, indicators]),
        np.concatenate([gold.labels for gold in sets]),
        sample_weight=len(sets[0].texts) / np.bincount(which)[which],
    )
    weights = np.round(model.coef_[0, : len(scale)] / scale, 2)
    bias = round(float(model.intercept_[0]), 2)
    scores = 1 / (1 + np.exp(-(features[0] @ weights + bias)))
    return Fitted(weights, bias, matching_threshold(sets[0].labels, scores))


def matching_threshold(labels: np.ndarray, scores: np.ndarray) -> float:
    """The threshold at which as many texts are flagged as truly belong, two digits.

    The categories are reported as shares of errors: precision and recall then err alike, and the
    share that is flagged is about the true one. The threshold of best F1 would flag twice as many.
    """
    return round(float(np.quantile(scores, 1 - labels.mean())), 2)


def brevity_weight(tagger: MixedTagger, fitted: Fitted, snippets: Gold) -> float:
    """The weight of brevity at which as many snippets are flagged as truly are mixed.

    Reviews of 40 words and more have no brevity, so nothing else changes for them.
    """
    features = np.array([tagger.features(text) for text in snippets.texts])
    brevity = features[:, tagger.weights._fields.index("brevity")]
    threshold = np.log(fitted.threshold / (1 - fitted.threshold))
    shown = np.array([tag.score > 0 for tag in tagger.tag(snippets.texts)])
    short_of = threshold - features @ fitted.weights - fitted.bias
    needed = np.where((brevity > 0) & shown, short_of / np.maximum(brevity, 1e-9), np.inf)
    return round(float(np.sort(needed)[round(snippets.labels.sum())]), 2)


def main() -> None:
    """Print the fit of each tagger."""
    folder = Path(sys.argv[1])
    amazon = halve(other_gold(folder, "sarcasm_filatova_amazon"), "tuning")
    for tagger, others in ((MixedTagger(), []), (DomainTagger(), []), (SarcasmTagger(), [amazon])):
        fitted = fit(tagger, [film_reviews(folder, tagger.name, "tuning"), *others])
        named = dict(zip(tagger.weights._fields, fitted.weights, strict=True))
        if isinstance(tagger, MixedTagger):
            snippets = halve(other_gold(folder, "mixed_sst_dev_validated"), "tuning")
            named["brevity"] = brevity_weight(tagger, fitted, snippets)
        print(f"{tagger.name}: bias {fitted.bias}, threshold {fitted.threshold}")
        print("   " + ", ".join(f"{name}={weight:.2f}" for name, weight in named.items()))


if __name__ == "__main__":
    main()
