"""A network of your own in plain torch: the mean of word embeddings, then one linear layer.

    cd docs/examples
    sentiment-lab compare --model logreg --model own_network:MeanOfEmbeddings

A class meets the contract with fit(texts, labels), predict_proba(texts) and classes_. Keywords of
its constructor are settings (--set own_network:MeanOfEmbeddings.epochs=5); seed is handed over
because it asks for it. Without save and load, its runs keep predictions but no model.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn


class MeanOfEmbeddings:
    """Every text is the mean of its words' embeddings."""

    def __init__(
        self, width: int = 32, epochs: int = 3, words: int = 20_000, seed: int = 0
    ) -> None:
        self.width, self.epochs, self.words, self.seed = width, epochs, words, seed

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> Self:
        """Learn embeddings and the layer above them together."""
        torch.manual_seed(self.seed)
        self.classes_, targets = np.unique(labels, return_inverse=True)
        common = Counter(word for text in texts for word in split(text)).most_common(self.words)
        self.indices_ = {word: index for index, (word, _) in enumerate(common, start=1)}
        self.embed_ = nn.EmbeddingBag(len(common) + 1, self.width)
        self.decide_ = nn.Linear(self.width, len(self.classes_))
        weights = [*self.embed_.parameters(), *self.decide_.parameters()]
        self.n_parameters_ = sum(each.numel() for each in weights)
        optimiser = torch.optim.Adam(weights, lr=5e-3)
        for _ in range(self.epochs):
            for rows in torch.randperm(len(texts)).split(32):
                logits = self.logits([texts[int(row)] for row in rows])
                loss = nn.functional.cross_entropy(logits, torch.as_tensor(targets)[rows])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        return self

    @torch.no_grad()
    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Probabilities of shape (n texts, n classes), columns in the order of classes_."""
        return self.logits(texts).softmax(dim=1).numpy()

    def logits(self, texts: Sequence[str]) -> Tensor:
        """Scores of shape (n texts, n classes)."""
        # Index 0 stands for words not seen in training, so that no text is empty.
        bags = [[0, *(self.indices_.get(word, 0) for word in split(text))] for text in texts]
        starts = np.cumsum([0, *map(len, bags[:-1])])
        words = torch.tensor([index for bag in bags for index in bag])
        return self.decide_(self.embed_(words, torch.as_tensor(starts)))


def split(text: str) -> list[str]:
    """Words and punctuation marks in lower case."""
    return re.findall(r"\w+|[^\w\s]", text.lower())
