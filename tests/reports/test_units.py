import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment_lab.reports import units

RENDERERS = (
    units.percent,
    units.points,
    units.score,
    units.p_value,
    units.times,
    units.whole,
    units.parameters,
    units.memory,
    units.duration,
    units.rate,
)


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA])
def test_what_is_missing_reads_as_a_dash_in_every_unit(render, value):
    assert render(value) == units.MISSING


@pytest.mark.parametrize(
    ("render", "value", "text"),
    [
        (units.percent, 0.7834, "78.3"),
        (units.points, 0.061, "+6.1"),
        (units.points, -0.0312, "-3.1"),
        (units.score, 0.8514, "0.851"),
        (units.p_value, 0.00099, "<0.001"),
        (units.p_value, 0.001, "0.001"),
        (units.p_value, 1.0, "1.000"),
        (units.times, 1.94, "1.9x"),
        (units.times, 230.4, "230x"),
        (units.whole, 2562, "2,562"),
        (units.parameters, 812, "812"),
        (units.parameters, 99_960, "100 k"),
        (units.parameters, 1_234_000, "1.2 M"),
        (units.parameters, 22_713_216, "22.7 M"),
        (units.parameters, 109_482_240, "109 M"),
        (units.parameters, 999_600, "1.0 M"),
        (units.parameters, 1_234, "1.2 k"),
        (units.parameters, 29_960, "30 k"),
        (units.memory, 912, "912 B"),
        (units.memory, 9_112_000, "9.1 MB"),
        (units.memory, 90_868_376, "91 MB"),
        (units.memory, 3_210_000_000, "3.2 GB"),
        (units.duration, 0.0421, "0.042 s"),
        (units.duration, 1.24, "1.2 s"),
        (units.duration, 9.97, "10 s"),
        (units.duration, 59.7, "1 min 00 s"),
        (units.duration, 200, "3 min 20 s"),
        (units.duration, 3599.7, "1 h 00 min"),
        (units.duration, 7500, "2 h 05 min"),
        (units.rate, 1240.2, "1,240 /s"),
        (units.rate, 3.24, "3.2 /s"),
    ],
)
def test_numbers_read_as_people_say_them(render, value, text):
    assert render(value) == text


@pytest.mark.parametrize("value", [0.0, 0.0004, -0.0004])
def test_a_difference_that_rounds_to_nothing_has_no_sign(value):
    assert units.points(value) == "0.0"


def test_text_is_never_missing():
    assert not units.is_missing("nan")
    assert not units.is_missing(["a", "b"])


@given(st.floats(min_value=0, max_value=1e13, allow_nan=False))
def test_scaled_numbers_never_show_more_than_three_digits_before_the_unit(value):
    number = units.memory(value).split()[0]
    assert len(number.split(".")[0]) <= 3 or value >= 999.5e12
