from dataclasses import FrozenInstanceError, dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone, is_classifier

from sentiment_lab.exceptions import UsageError
from sentiment_lab.models.classifier import Execution
from sentiment_lab.models.settings import (
    ConfiguredClassifier,
    Settings,
    apply_settings,
    change_settings,
    describe_settings,
    setting,
)


@dataclass(frozen=True, kw_only=True)
class KitchenSettings(Settings):
    prefix: ClassVar[str] = "oven"

    heat: float = setting(0.5, "warm", low=0, low_open=True, high=1)
    share: float = setting(0.1, "some", low=0, high=1, high_open=True)
    minutes: int = setting(3, "short", low=1)
    rack: Literal["top", "bottom"] = setting("top", "browns")
    fan: bool = setting(True, "even")
    cool: int | None = setting(None, "no need", low=1)
    span: tuple[int, int] = setting((1, 2), "both", low=1, high=3)
    note: str = "plain"

    @classmethod
    def published(cls) -> Self:
        return cls(minutes=9, span=(2, 3))


class Kitchen(ConfiguredClassifier[KitchenSettings]):
    settings_class = KitchenSettings

    def fit(self, texts, labels):
        self.classes_ = np.unique(labels)
        return self

    def predict_proba(self, texts):
        return np.array([[0.2, 0.8] if "b" in text else [0.9, 0.1] for text in texts])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"heat": "0"}, "oven.heat must be a number above 0 and at most 1, not '0'"),
        ({"heat": "hot"}, "oven.heat must be a number above 0 and at most 1, not 'hot'"),
        ({"heat": "nan"}, "oven.heat must be a number above 0 and at most 1, not 'nan'"),
        ({"share": "1"}, "oven.share must be a number at least 0 and below 1, not '1'"),
        ({"minutes": "1.5"}, "oven.minutes must be a whole number at least 1, not '1.5'"),
        ({"minutes": "0"}, "oven.minutes must be a whole number at least 1, not '0'"),
        ({"rack": "left"}, "oven.rack must be one of top, bottom, not 'left'"),
        ({"fan": "maybe"}, "oven.fan must be true or false, not 'maybe'"),
        ({"cool": "0"}, "oven.cool must be none or a whole number at least 1, not '0'"),
        ({"span": "1"}, "oven.span must be 2 values 'a,b', each a whole number at least 1 and "),
        ({"span": "1,4"}, "oven.span must be 2 values 'a,b', each a whole number at least 1 and "),
    ],
)
def test_a_wrong_value_is_refused_with_the_setting_the_range_and_the_value(changes, message):
    with pytest.raises(UsageError) as caught:
        apply_settings(KitchenSettings(), changes)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": True},
        {"minutes": 2.0},
        {"heat": "0.5"},
        {"heat": True},
        {"heat": float("inf")},
        {"fan": 1},
        {"note": 3},
        {"rack": None},
        {"span": 1},
        {"span": (1, 2, 3)},
    ],
)
def test_construction_refuses_a_value_of_another_type(values):
    with pytest.raises(UsageError, match=f"oven.{next(iter(values))} must be"):
        KitchenSettings(**values)


def test_text_is_read_by_the_type_of_each_field():
    changed = apply_settings(
        KitchenSettings(cool=4),
        {
            "heat": "1e-3",
            "minutes": " 12 ",
            "rack": "bottom",
            "fan": "no",
            "cool": "none",
            "span": "2, 3",
            "note": "a=b",
        },
    )
    assert changed == KitchenSettings(
        heat=0.001, minutes=12, rack="bottom", fan=False, cool=None, span=(2, 3), note="a=b"
    )


def test_an_optional_setting_takes_a_value_too():
    assert apply_settings(KitchenSettings(), {"cool": "7"}).cool == 7


def test_an_unknown_setting_is_refused_with_the_nearest_name():
    with pytest.raises(UsageError, match="unknown setting 'oven.minute': did you mean 'oven.min"):
        apply_settings(KitchenSettings(), {"minute": "3"})
    with pytest.raises(UsageError, match="did you mean 'oven.heat'"):
        change_settings(KitchenSettings(), {"heet": 0.5})
    with pytest.raises(UsageError, match="unknown setting 'oven.brand': known: "):
        apply_settings(KitchenSettings(), {"brand": "red"})


def test_settings_without_a_prefix_are_named_alone():
    @dataclass(frozen=True, kw_only=True)
    class Bare(Settings):
        size: int = setting(1, "small", low=1)

    with pytest.raises(UsageError, match="^size must be"):
        Bare(size=0)


def test_equal_settings_are_stored_alike_whatever_number_type_they_came_in():
    given_as_whole = KitchenSettings(heat=1, minutes=np.int64(3), span=[1, 2])  # pyright: ignore
    assert type(given_as_whole.heat) is float
    assert type(given_as_whole.minutes) is int
    assert given_as_whole == KitchenSettings(heat=1.0)


def test_settings_cannot_be_assigned():
    with pytest.raises(FrozenInstanceError):
        KitchenSettings().heat = 0.1  # pyright: ignore[reportAttributeAccessIssue]


def test_published_is_the_default_unless_overridden():
    @dataclass(frozen=True, kw_only=True)
    class Same(Settings):
        size: int = setting(1, "small", low=1)

    assert Same.published() == Same()
    assert KitchenSettings.published().minutes == 9


def test_descriptions_give_type_default_published_and_reason():
    described = {each.name: each for each in describe_settings(KitchenSettings)}
    assert list(described) == list(KitchenSettings().values())
    assert described["span"] == (
        "span",
        "2 values 'a,b', each a whole number at least 1 and at most 3",
        "1,2",
        "2,3",
        "both",
    )
    assert described["cool"].default == "none"
    assert described["fan"].default == "true"
    assert described["note"].help == ""


@given(
    heat=st.floats(min_value=0, max_value=1, exclude_min=True),
    minutes=st.integers(min_value=1),
    fan=st.booleans(),
    cool=st.none() | st.integers(min_value=1),
    span=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
def test_described_values_can_be_given_back_to_set(heat, minutes, fan, cool, span):
    @dataclass(frozen=True, kw_only=True)
    class Chosen(KitchenSettings):
        @classmethod
        def published(cls) -> Self:
            return cls(heat=heat, minutes=minutes, fan=fan, cool=cool, span=span)

    words = {each.name: each.published for each in describe_settings(Chosen)}
    assert apply_settings(Chosen(), words) == Chosen.published()


def test_a_classifier_takes_its_settings_as_keywords():
    model = Kitchen(heat=0.25)
    assert model.settings == KitchenSettings(heat=0.25)
    assert model.get_params()["heat"] == 0.25
    assert model.set_params(minutes=7, heat=1) is model
    assert (model.settings.minutes, model.settings.heat) == (7, 1.0)
    with pytest.raises(UsageError, match="did you mean 'oven.heat'"):
        Kitchen(heatt=0.25)
    with pytest.raises(UsageError, match=r"oven\.heat must be"):
        model.set_params(heat=7, minutes=1)
    assert model.settings.minutes == 7


def test_clone_keeps_settings_and_execution_and_forgets_what_was_learnt():
    def progress(done: int, total: int, note: str) -> None: ...

    execution = Execution(seed=5, on_progress=progress)
    fitted = Kitchen(execution=execution, minutes=2).fit(["a", "b"], ["no", "yes"])
    copied: Any = clone(fitted)
    assert copied.settings == fitted.settings
    assert copied.execution is execution
    assert not hasattr(copied, "classes_")


def test_execution_is_a_parameter_like_the_settings():
    execution = Execution(seed=9)
    assert Kitchen().set_params(execution=execution).execution is execution


def test_a_configured_classifier_is_a_classifier_to_scikit_learn():
    from sklearn.model_selection import cross_val_score

    assert is_classifier(Kitchen())
    texts, labels = ["a", "b"] * 4, ["no", "yes"] * 4
    assert cross_val_score(Kitchen(), texts, labels, cv=2, scoring="accuracy").tolist() == [1, 1]


def test_predict_names_the_likeliest_class():
    model = Kitchen().fit(["a", "b"], ["no", "yes"])
    assert model.predict(["ab", "a"]).tolist() == ["yes", "no"]


def test_settings_load_neither_torch_nor_scikit_learn():
    import subprocess
    import sys

    code = (
        "import sys, sentiment_lab.models.settings; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'sklearn', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
