"""What ensembles gain on their best members."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.analysis.comparison import Comparison, compare_systems
from sentiment_lab.analysis.ensemble_gains import GAIN_COLUMNS
from sentiment_lab.analysis.ensembles import combine
from sentiment_lab.analysis.predictions import Predictions
from sentiment_lab.analysis.system import Members, System
from sentiment_lab.analysis.temperature import with_temperature


def ensemble_of(name: str, tables: list[Predictions], best: int | None) -> System:
    made = combine(name, "mean", tables).test
    return System(name, (made,), ensemble=Members(tuple(tables), best))


@pytest.fixture
def tables(simulate: Callable) -> list[Predictions]:
    return [
        simulate("weak", n=2_000, strength=1.1, seed=1),
        simulate("strong", n=2_000, strength=1.2, seed=2),
    ]


def compared(tables: list[Predictions], *made: System, baseline: str = "weak") -> Comparison:
    systems = [System(each.name, (each,)) for each in tables]
    return compare_systems([*systems, *made], baseline=baseline, resamples=500)


def test_a_comparison_without_ensembles_has_no_gains(tables: list[Predictions]) -> None:
    gains = compared(tables).gains
    assert gains.empty
    assert tuple(gains.columns) == GAIN_COLUMNS


def test_the_gain_is_measured_on_the_best_member(tables: list[Predictions]) -> None:
    found = compared(tables, ensemble_of("all", tables, best=1))
    (row,) = found.gains.to_dict("records")
    assert (row["ensemble"], row["member"], row["chosen_on"]) == ("all", "strong", "validation")
    accuracy = found.models.set_index("model")["accuracy"]
    assert row["difference"] == pytest.approx(accuracy["all"] - accuracy["strong"])
    assert 0 < row["low"] < row["difference"] < row["high"]
    assert row["p"] == row["p_holm"] < 0.001


def test_without_validation_every_member_is_held_against_the_ensemble(
    tables: list[Predictions],
) -> None:
    gains = compared(tables, ensemble_of("all", tables, best=None)).gains
    assert gains["member"].tolist() == ["weak", "strong"]
    assert set(gains["chosen_on"]) == {"none"}
    # An ensemble gains only if it gains on each: the greatest p counts, without a correction.
    assert gains["p_holm"].tolist() == [gains["p"].max()] * 2


def test_against_the_baseline_the_interval_is_that_of_the_table(tables: list[Predictions]) -> None:
    found = compared(tables, ensemble_of("all", tables, best=1), baseline="strong")
    pairs = found.pairs[(found.pairs["model"] == "all") & (found.pairs["metric"] == "accuracy")]
    assert found.gains[["low", "high"]].to_numpy() == pytest.approx(
        pairs[["low", "high"]].to_numpy()
    )


def test_an_ensemble_that_is_the_baseline_gains_what_its_member_lacks(
    tables: list[Predictions],
) -> None:
    found = compared(tables, ensemble_of("all", tables, best=1), baseline="all")
    accuracy = found.pairs[found.pairs["metric"] == "accuracy"].set_index("model")
    gain, member = found.gains.iloc[0], accuracy.loc["strong"]
    assert gain["difference"] == pytest.approx(-member["difference"])
    assert (gain["low"], gain["high"]) == (-member["high"], -member["low"])


def test_p_is_corrected_over_the_ensembles(tables: list[Predictions], simulate: Callable) -> None:
    third = simulate("third", n=2_000, strength=1.1, seed=3)
    two, three = ensemble_of("two", tables, best=1), ensemble_of("three", [*tables, third], best=1)
    gains = compared(tables, two, three).gains
    least, most = gains.sort_values("p").to_dict("records")
    assert least["p"] < most["p"]
    assert least["p_holm"] == pytest.approx(min(1, 2 * least["p"]))
    assert most["p_holm"] == pytest.approx(max(most["p"], least["p_holm"]))


@pytest.mark.parametrize("best", [1, None])
def test_one_ensemble_under_two_names_is_one_test(
    tables: list[Predictions], best: int | None
) -> None:
    alone = compared(tables, ensemble_of("one", tables, best)).gains
    twin = ensemble_of("two", tables[::-1], None if best is None else 1 - best)
    turned = twin.runs[0].frame.iloc[::-1].reset_index(drop=True)
    runs = (Predictions("two", turned, twin.runs[0].classes),)
    both = compared(tables, ensemble_of("one", tables, best), replace(twin, runs=runs)).gains
    assert set(both["p_holm"]) == set(alone["p_holm"]) == {alone["p"].max()}
    resolvable = both.set_index(["ensemble", "member"])["resolvable_difference"]
    expected = alone.set_index("member")["resolvable_difference"]
    for name in expected.index:
        assert resolvable["one", name] == resolvable["two", name] == expected[name]


def test_an_ensemble_that_predicts_as_its_member_is_no_test(tables: list[Predictions]) -> None:
    alone = compared(tables, ensemble_of("one", tables, best=1)).gains.iloc[0]
    same = System("same", (tables[1],), ensemble=Members(tuple(tables), 1))
    gains = compared(tables, same, ensemble_of("one", tables, best=1)).gains.set_index("ensemble")
    assert gains.loc["one", "p_holm"] == alone["p_holm"] == alone["p"]
    assert gains.loc["one", "resolvable_difference"] == alone["resolvable_difference"]
    assert (gains.loc["same", "difference"], gains.loc["same", "p_holm"]) == (0, 1)


def test_the_interval_covers_the_gain_of_dependent_rows_more_widely(simulate: Callable) -> None:
    tables = [simulate(name, n=600, seed=seed) for seed, name in enumerate(("a", "b"))]
    doubled = [
        Predictions(
            each.name,
            pd.concat(
                [
                    each.frame.assign(id=each.frame["id"] + f"/{copy}", group=each.frame["id"])
                    for copy in range(4)
                ],
                ignore_index=True,
            ),
            each.classes,
        )
        for each in tables
    ]
    alone = compared(tables, ensemble_of("all", tables, best=0), baseline="b").gains.iloc[0]
    grouped = compared(doubled, ensemble_of("all", doubled, best=0), baseline="b").gains.iloc[0]
    assert grouped["difference"] == pytest.approx(alone["difference"])
    # Four copies of a row tell no more than one.
    width, of_copies = alone["high"] - alone["low"], grouped["high"] - grouped["low"]
    assert of_copies == pytest.approx(width, rel=0.15)


def test_a_calibrated_row_is_no_test_of_its_own(tables: list[Predictions]) -> None:
    calibrated = [
        System(
            f"{each.name} (calibrated)", (with_temperature(f"{each.name} (calibrated)", each, 2),)
        )
        for each in tables
    ]
    usual, more = compared(tables), compared(tables, *calibrated)
    assert (usual.tests, more.tests) == (1, 1)

    def accuracy(found: Comparison) -> pd.DataFrame:
        return found.pairs[found.pairs["metric"] == "accuracy"].set_index("model")

    p = accuracy(more)["p_holm"]
    assert p["strong"] == p["strong (calibrated)"] == accuracy(usual).loc["strong", "p_holm"]
    assert p["weak (calibrated)"] == 1
    resolvable = accuracy(more)["resolvable_difference"]
    assert np.isnan(resolvable["weak (calibrated)"])
    assert resolvable["strong"] == accuracy(usual).loc["strong", "resolvable_difference"]


def test_members_may_be_in_another_order_of_rows(tables: list[Predictions]) -> None:
    ensemble = ensemble_of("all", tables, best=1)
    assert ensemble.ensemble is not None
    turned = tuple(
        Predictions(each.name, each.frame.iloc[::-1].reset_index(drop=True), each.classes)
        for each in ensemble.ensemble.members
    )
    other = replace(ensemble, ensemble=Members(turned, 1))
    one, two = compared(tables, ensemble).gains, compared(tables, other).gains
    assert one["difference"].equals(two["difference"])
    assert one["p"].equals(two["p"])
