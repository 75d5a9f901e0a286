"""A learning curve as a table, and what it says of more labels."""

import pandas as pd

from ..analysis.learning_curve import LearningCurve, PowerLaw
from .sections import Section
from .units import percent, points, whole

CLOSE_TO_NOTHING = 0.0005
"""A gain that a table rounds to 0.0 points."""


def curve_section(curve: LearningCurve, model: str) -> Section:
    """The points, the fitted curve, and the curve at twice the training rows.

    Args:
        curve: What is to be shown.
        model: Whose curve it is.
    """
    frame = curve.points.astype({"n_train": "Int64"})
    shown = ("n_train", "accuracy")
    if curve.law is not None:
        frame = pd.concat([frame, _doubled(curve, curve.law)], ignore_index=True)
        shown = ("n_train", "accuracy", "fitted", "gain")
    return Section(
        key="learning_curve",
        title=f"{model}: what more labels would buy",
        frame=frame,
        units={
            "n_train": whole,
            "accuracy": percent,
            "fitted": percent,
            "gain": points,
        },
        below=_reading(curve),
        shown=shown,
        headings={
            "n_train": "Training rows",
            "accuracy": "Accuracy %",
            "fitted": "Fitted curve %",
            "gain": "Gain, points",
        },
    )


def _doubled(curve: LearningCurve, law: PowerLaw) -> pd.DataFrame:
    row = {
        "n_train": curve.doubled,
        "fitted": curve.accuracy_doubled,
        "gain": curve.gain,
        "gain_low": curve.gain_limits.low,
        "gain_high": curve.gain_limits.high,
        "floor": law.floor,
        "fall": law.fall,
        "exponent": law.exponent,
        "residual_sd": curve.residual_sd,
    }
    return pd.DataFrame([row]).astype({"n_train": "Int64"})


def _reading(curve: LearningCurve) -> tuple[str, ...]:
    if curve.law is None:
        return (f"Nothing is said of more labels: {curve.refusal}.",)
    law = curve.law
    freedom = curve.n_fitted - 3
    lines = (
        _verdict(curve),
        f"Fitted: error = {law.floor:.3f} + {law.fall:.3f} (n / {whole(law.n_most)})"
        f"^-{law.exponent:.2f}. The points lie {percent(curve.residual_sd)} points off the curve "
        f"(sd, {freedom} degree{'' if freedom == 1 else 's'} of freedom).",
        "Interval: 95 %, of resampled rows and of the points' scatter, if the error goes on to "
        "fall as the curve does: that is taken for granted, not tested.",
    )
    if curve.n_fitted == len(curve.points):
        return lines
    return (*lines, "Sizes below a twentieth of the largest are not fitted.")


def _verdict(curve: LearningCurve) -> str:
    low, high = curve.gain_limits
    rows = f"Twice the labels ({whole(curve.doubled)})"
    if not low > CLOSE_TO_NOTHING:
        return f"{rows} may bring nothing, and at most {points(high)} points."
    return (
        f"{rows} would bring {points(curve.gain)} points, {points(low)} to {points(high)}: "
        f"{percent(curve.accuracy_doubled)} % by the curve, which has "
        f"{percent(curve.accuracy_doubled - curve.gain)} % now."
    )
