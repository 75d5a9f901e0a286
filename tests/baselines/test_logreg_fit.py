"""How strongly logreg is fitted: chosen on validation, set, or fixed."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from sentiment_lab.baselines.logreg import (
    LogisticRegressionClassifier,
)
from sentiment_lab.baselines.logreg_settings import STRENGTHS, WITHOUT_VALIDATION
from sentiment_lab.models.classifier import LabelledTexts

WEIGHTINGS = ("counts", "binary", "tfidf", "nb", "nb_tfidf")


def test_the_strength_with_the_least_loss_on_validation_is_taken(rng, reviews):
    train, held_out = reviews(rng, 300), reviews(rng, 200)
    model = LogisticRegressionClassifier(weighting="counts", refit=False)
    tried = model.fit(*train, validation=held_out).strengths_
    assert model.validation_proba_ is None
    assert [each.C for each in tried] == list(STRENGTHS["counts"][: len(tried)])
    best = min(tried, key=lambda each: each.log_loss)
    assert best.C == model.C_
    again = LogisticRegressionClassifier(weighting="counts", C=best.C).fit(*train)
    assert np.allclose(
        again.predict_proba(held_out.texts), model.predict_proba(held_out.texts), atol=1e-6
    )
    assert log_loss(held_out.labels, again.predict_proba(held_out.texts)) == pytest.approx(
        best.log_loss, abs=1e-6
    )
    assert best.accuracy == np.mean(model.predict(held_out.texts) == np.array(held_out.labels))


def test_after_the_choice_it_learns_from_train_and_validation_and_keeps_what_it_said_before(
    rng, reviews
):
    train, held_out = reviews(rng, 300), reviews(rng, 200)
    model = LogisticRegressionClassifier().fit(*train, validation=held_out)
    before = LogisticRegressionClassifier(refit=False).fit(*train, validation=held_out)
    both = [[*one, *other] for one, other in zip(train, held_out, strict=True)]
    after = LogisticRegressionClassifier(C=model.C_).fit(*both)
    assert model.strengths_ == before.strengths_
    assert model.validation_proba_ == pytest.approx(before.predict_proba(held_out.texts))
    assert model.predict_proba(held_out.texts) == pytest.approx(after.predict_proba(held_out.texts))
    assert model.predict_proba(held_out.texts) != pytest.approx(model.validation_proba_)


def test_the_ladder_is_climbed_no_further_than_the_first_rise_of_loss(rng, reviews):
    train = reviews(rng, 60)
    wrong = LabelledTexts(
        train.texts, ["good" if each == "bad" else "bad" for each in train.labels]
    )
    model = LogisticRegressionClassifier(weighting="counts").fit(*train, validation=wrong)
    assert len(model.strengths_) == 2
    assert STRENGTHS["counts"][0] == model.C_


def test_the_ladder_ends_at_its_top_where_loss_only_falls(rng, reviews):
    train = reviews(rng, 60)
    model = LogisticRegressionClassifier(weighting="tfidf").fit(*train, validation=train)
    assert len(model.strengths_) == len(STRENGTHS["tfidf"])
    assert STRENGTHS["tfidf"][-1] == model.C_


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_without_validation_a_fixed_strength_is_taken(rng, reviews, weighting):
    model = LogisticRegressionClassifier(weighting=weighting).fit(*reviews(rng, 60))
    assert WITHOUT_VALIDATION[weighting] == model.C_
    assert model.strengths_ == ()


def test_a_strength_that_is_set_is_not_chosen(rng, reviews):
    train = reviews(rng, 60)
    model = LogisticRegressionClassifier(C=3).fit(*train, validation=train)
    assert (model.C_, model.strengths_) == (3.0, ())
