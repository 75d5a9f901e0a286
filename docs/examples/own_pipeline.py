"""A scikit-learn pipeline of your own, compared with the built-in logistic regression.

    cd docs/examples
    sentiment-lab compare --model logreg --model own_pipeline:pipeline

Parameters are set as scikit-learn names them:

    --set own_pipeline:pipeline.hashingvectorizer__ngram_range="(2, 6)"
"""

from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

pipeline = make_pipeline(
    HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**20),
    SGDClassifier(loss="log_loss", alpha=1e-5),  # log loss, so that it gives probabilities
)
