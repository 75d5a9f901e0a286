import sys
from importlib.metadata import EntryPoint

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.taggers import registry
from sentiment_lab.taggers.registry import ENTRY_POINT_GROUP, available_taggers, load_taggers


class Broken:
    def __init__(self) -> None:
        message = "no lexicon\nat hand"
        raise OSError(message)


class NotATagger:
    name = "odd"


def install(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    found = [EntryPoint(name, value, ENTRY_POINT_GROUP) for name, value in values.items()]
    monkeypatch.setattr(registry, "entry_points", lambda **_: found)


def test_the_package_brings_three_taggers():
    assert {"sarcasm", "mixed", "domain"} <= set(available_taggers())


def test_taggers_carry_the_name_they_are_registered_under():
    names = ["sarcasm", "mixed", "domain"]
    assert [tagger.name for tagger in load_taggers(names)] == names


def test_load_taggers_without_names_loads_all_by_name():
    assert [tagger.name for tagger in load_taggers()] == sorted(available_taggers())


def test_load_taggers_loads_a_name_given_twice_once():
    assert len(load_taggers(["mixed", "mixed"])) == 1


def test_load_taggers_names_the_nearest_when_a_name_is_unknown():
    with pytest.raises(UsageError, match="unknown category 'sarcasms': did you mean 'sarcasm'"):
        load_taggers(["sarcasms"])


def test_load_taggers_names_the_tagger_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch):
    install(monkeypatch, irony="no_such_package_at_all:Irony")
    with pytest.raises(UsageError, match="'irony' .*No module named") as caught:
        load_taggers()
    assert "\n" not in str(caught.value)


def test_load_taggers_says_in_one_line_why_a_tagger_cannot_be_constructed(
    monkeypatch: pytest.MonkeyPatch,
):
    install(monkeypatch, broken="broken_tagger:Broken")
    monkeypatch.setattr(EntryPoint, "load", lambda *_: Broken)
    with pytest.raises(UsageError, match="'broken' .*: no lexicon at hand;"):
        load_taggers(["broken"])


def test_load_taggers_refuses_what_is_no_tagger(monkeypatch: pytest.MonkeyPatch):
    install(monkeypatch, odd="odd_tagger:NotATagger")
    monkeypatch.setattr(EntryPoint, "load", lambda *_: NotATagger)
    with pytest.raises(UsageError, match="'odd' .*does not keep the contract"):
        load_taggers(["odd"])


class Irony:
    """Keeps the contract, whatever it is registered as."""

    threshold = 0.5
    reliability = None

    def __init__(self, name: str = "irony") -> None:
        self.name = name

    def tag(self, texts: list[str]) -> list[object]:
        return [None for _ in texts]


@pytest.mark.parametrize(("entry", "name"), [("sneer", "irony"), ("a b", "a b"), ("", "")])
def test_load_taggers_refuses_a_tagger_of_another_or_an_odd_name(
    monkeypatch: pytest.MonkeyPatch, entry: str, name: str
):
    install(monkeypatch, **{entry: "irony_tagger:Irony"})
    monkeypatch.setattr(EntryPoint, "load", lambda *_: lambda: Irony(name))
    with pytest.raises(UsageError, match=f"the tagger '{entry}' .* calls itself '{name}'"):
        load_taggers([entry])


def test_load_taggers_refuses_a_name_that_two_packages_bring(monkeypatch: pytest.MonkeyPatch):
    found = [EntryPoint("irony", value, ENTRY_POINT_GROUP) for value in ("one:Irony", "two:Irony")]
    monkeypatch.setattr(registry, "entry_points", lambda **_: found)
    with pytest.raises(UsageError, match="'irony' stands for 2 taggers .one:Irony, two:Irony.:"):
        load_taggers(["irony"])


def test_load_taggers_takes_the_same_tagger_found_twice_for_one(monkeypatch: pytest.MonkeyPatch):
    found = [EntryPoint("irony", "one:Irony", ENTRY_POINT_GROUP)] * 2
    monkeypatch.setattr(registry, "entry_points", lambda **_: found)
    monkeypatch.setattr(EntryPoint, "load", lambda *_: Irony)
    assert [tagger.name for tagger in load_taggers()] == ["irony"]


class OwnMixed(Irony):
    """Stands in place of an installed tagger."""

    def __init__(self) -> None:
        super().__init__("mixed")


class NeedsMore(Irony):
    """Cannot be built without being told something."""

    def __init__(self, lexicon: str) -> None:
        super().__init__(lexicon)


ready_made = Irony("ready_made")
badly_named = Irony("bad name")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> str:
    """This module, under a name that can be imported."""
    monkeypatch.setitem(sys.modules, "own_for_tests", sys.modules[__name__])
    return "own_for_tests"


def test_taggers_of_ones_own_join_those_of_the_level(here: str):
    names = [tagger.name for tagger in load_taggers(own=[f"{here}:Irony"])]
    assert names == [*sorted(available_taggers()), "irony"]


def test_a_ready_made_tagger_and_a_name_given_twice_are_taken(here: str):
    spec = f"{here}:ready_made"
    assert load_taggers(["ready_made"], own=[spec, spec]) == [ready_made]


def test_a_tagger_of_ones_own_stands_in_place_of_one_of_the_same_name(here: str):
    (tagger,) = load_taggers(["mixed"], own=[f"{here}:OwnMixed"])
    assert isinstance(tagger, OwnMixed)
    assert len(load_taggers(own=[f"{here}:OwnMixed"])) == len(available_taggers())


def test_named_categories_may_leave_out_ones_own(here: str):
    names = [tagger.name for tagger in load_taggers(["mixed"], own=[f"{here}:Irony"])]
    assert names == ["mixed"]


def test_an_unknown_category_is_named_beside_ones_own(here: str):
    with pytest.raises(UsageError, match="did you mean 'irony'"):
        load_taggers(["ironie"], own=[f"{here}:Irony"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("NotATagger", "does not keep the contract"),
        ("NeedsMore", "cannot be built: .*lexicon"),
        ("badly_named", "calls itself 'bad name'"),
        ("Absent", "unknown object in own_for_tests 'Absent'"),
    ],
)
def test_a_tagger_of_ones_own_that_cannot_be_used_is_named(here: str, name: str, reason: str):
    with pytest.raises(UsageError, match=reason):
        load_taggers(own=[f"{here}:{name}"])


def test_how_a_tagger_of_ones_own_is_written_is_said():
    with pytest.raises(UsageError, match="written package.module:Class, not 'own_tagger.py'"):
        load_taggers(own=["own_tagger.py"])
    with pytest.raises(UsageError, match="no module 'no_such_module_at_all'"):
        load_taggers(own=["no_such_module_at_all:X"])


def test_two_taggers_of_ones_own_have_two_names(here: str):
    with pytest.raises(UsageError, match="two taggers of your own call themselves 'mixed'"):
        load_taggers(own=[f"{here}:OwnMixed", f"{here}:another_mixed"])


another_mixed = OwnMixed()
