"""How often the intervals of corrected shares hold the truth, on made-up films and taggers.

    python benchmarks/simulate_shares.py [--draws N] [--case NAME]

Each draw makes a test set of films whose reviews err and belong to the category together, a tagger
that errs at other rates among the errors than among the rest, and gold drawn by strata with unequal
chances. Printed for every case: how often a figure is given, and how often its interval holds the
truth where it is.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentiment_lab.analysis.annotated import Annotated
from sentiment_lab.analysis.contrasts import difference, estimate_of, ratio
from sentiment_lab.analysis.prevalence import CellShare, cell_share
from sentiment_lab.analysis.rogan_gladen import rogan_gladen_share

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """A population, its tagger and how gold is drawn.

    Attributes:
        name: Its row is titled so.
        share: Part of the errors that belong to the category.
        share_correct: The same of what is right.
        hit, hit_correct: Sensitivity of the tagger in either cell.
        alarm, alarm_correct: 1 - specificity.
        chances: To be annotated, by stratum: hard errors, other errors, hard rest, other rest.
        n: Reviews; a fifth of them are errors.
        films: They are spread over.
        together: How alike the reviews of a film are, in standard deviations of a logit.
        fixed: Numbers of gold rows by stratum are fixed, else each row is drawn by itself.
        finite: The truth is that of the test set drawn.
        by_tag: Strata are tagged and untagged instead of hard and other.
    """

    name: str
    share: float = 0.3
    share_correct: float = 0.1
    hit: float = 0.6
    hit_correct: float = 0.4
    alarm: float = 0.3
    alarm_correct: float = 0.1
    chances: tuple[float, float, float, float] = (0.4, 0.12, 0.06, 0.02)
    n: int = 6000
    films: int = 900
    together: float = 0.5
    fixed: bool = True
    finite: bool = False
    by_tag: bool = False


class Draw(NamedTuple):
    """One test set: all of shape (n,)."""

    wrong: Bools
    belongs: Bools
    tagged: Bools
    film: NDArray[np.intp]
    annotated: Bools
    weight: NDArray[np.float64]


class Cells(NamedTuple):
    """What a draw leads to in both cells, and the truth there."""

    errors: CellShare
    correct: CellShare
    truth: float
    truth_correct: float


def draw(case: Case, rng: np.random.Generator) -> Draw:
    """A test set of the case."""
    film = rng.integers(case.films, size=case.n)
    hard = rng.random(case.n) < 0.3
    wrong = rng.random(case.n) < 0.2
    lean = case.together * rng.normal(size=case.films)[film] + np.where(hard, 0.5, -0.2)
    belongs = rng.random(case.n) < _shares(case, lean, wrong)
    # Uniform in each review, alike within a film.
    film_mood = rng.normal(size=case.films)[film]
    mood = _normal_share(np.sqrt(0.1) * film_mood + np.sqrt(0.9) * rng.normal(size=case.n))
    hit = np.where(wrong, case.hit, case.hit_correct)
    alarm = np.where(wrong, case.alarm, case.alarm_correct)
    tagged = mood < np.where(belongs, hit, alarm)
    first = tagged if case.by_tag else hard
    stratum = np.where(wrong, 0, 2) + np.where(first, 0, 1)
    annotated, weight = _sample(case, stratum, rng)
    return Draw(wrong, belongs, tagged, film, annotated, weight)


def shares_of(case: Case, drawn: Draw) -> Cells:
    """Corrected shares of both cells, and what they should be."""
    found = [
        cell_share(
            drawn.tagged[cell], annotated_in(drawn, cell), drawn.film[cell], finite=case.finite
        )
        for cell in (drawn.wrong, ~drawn.wrong)
    ]
    truths = (case.share, case.share_correct)
    if case.finite:
        cells = (drawn.wrong, ~drawn.wrong)
        truths = tuple(float(drawn.belongs[cell].mean()) for cell in cells)
    return Cells(found[0], found[1], truths[0], truths[1])


def annotated_in(drawn: Draw, cell: Bools) -> Annotated:
    """The gold rows of a cell."""
    rows = np.flatnonzero(drawn.annotated[cell])
    gold = drawn.belongs[cell][rows].astype(float)
    tag = drawn.tagged[cell][rows].astype(float)
    return Annotated(rows, gold, tag, drawn.weight[cell][rows])


def outcomes(case: Case, draws: int, seed: int) -> dict[str, list[bool]]:
    """For each figure, whether its interval held the truth, over the draws that gave one."""
    rng = np.random.default_rng(seed)
    held: dict[str, list[bool]] = defaultdict(list)
    for _ in range(draws):
        cells = shares_of(case, draw(case, rng))
        errors, correct = estimate_of(cells.errors), estimate_of(cells.correct)
        truth, truth_correct = cells.truth, cells.truth_correct
        for name, figure, wanted in (
            ("errors", cells.errors, truth),
            ("correct", cells.correct, truth_correct),
            ("difference", difference(errors, correct), truth - truth_correct),
            ("ratio", ratio(errors, correct), truth / truth_correct),
        ):
            if not np.isnan(figure.low):
                held[name].append(bool(figure.low <= wanted <= figure.high))
    return held


def rogan_gladen_outcomes(case: Case, draws: int, seed: int) -> list[bool]:
    """The same for the fallback among the errors, on gold drawn by outcome: half belong."""
    rng = np.random.default_rng(seed)
    held = []
    for _ in range(draws):
        drawn = draw(case, rng)
        wrong, belongs = drawn.wrong, drawn.belongs[drawn.wrong]
        picked = [
            rng.choice(rows, min(100, len(rows)), replace=False)
            for rows in (np.flatnonzero(belongs), np.flatnonzero(~belongs))
        ]
        rows = np.concatenate(picked)
        tagged = drawn.tagged[wrong]
        gold = Annotated(
            rows, belongs[rows].astype(float), tagged[rows].astype(float), np.ones(len(rows))
        )
        found = rogan_gladen_share(tagged, gold, drawn.film[wrong], finite=case.finite)
        if not np.isnan(found.low):
            held.append(found.low <= case.share <= found.high)
    return held


def grid() -> Iterator[Case]:
    """Cases that the issue of trust in categories names."""
    base = Case("")
    for share in (0.02, 0.1, 0.3, 0.5):
        for hit, alarm in ((0.12, 0.02), (0.4, 0.2), (0.7, 0.3), (0.65, 0.05), (0.9, 0.1)):
            yield replace(
                base,
                name=f"share {share} hit {hit} alarm {alarm}",
                share=share,
                share_correct=share / 2,
                hit=hit,
                alarm=alarm,
                hit_correct=hit * 0.8,
                alarm_correct=alarm / 2,
            )
    yield replace(base, name="few gold rows", chances=(0.09, 0.04, 0.03, 0.007))
    yield replace(base, name="few films", films=60, together=1.0)
    yield replace(base, name="one chance", chances=(0.1, 0.1, 0.1, 0.1))
    yield replace(base, name="rows drawn by themselves", fixed=False)
    tagged_first = replace(base, by_tag=True, chances=(0.3, 0.08, 0.2, 0.03))
    yield replace(tagged_first, name="tagged drawn first")
    yield replace(
        tagged_first, name="tagged drawn first, few misses", hit=0.9, alarm=0.1, hit_correct=0.9
    )
    yield replace(base, name="this test set", finite=True)
    yield replace(base, name="this test set, most annotated", finite=True, chances=(0.9, 0.6) * 2)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", help="only cases whose name holds this")
    asked = parser.parse_args()
    names = ("errors", "correct", "difference", "ratio")
    print("case".ljust(36), *(name.rjust(16) for name in (*names, "rogan-gladen")))
    for case in grid():
        if asked.case and asked.case not in case.name:
            continue
        held = outcomes(case, asked.draws, asked.seed)
        cells = [held[name] for name in names]
        if not case.finite:
            cells.append(rogan_gladen_outcomes(case, asked.draws, asked.seed))
        print(case.name.ljust(36), *(_cell(each, asked.draws) for each in cells), flush=True)


def _cell(held: list[bool], draws: int) -> str:
    shown = f"{np.mean(held):.3f}" if held else "-"
    return f"{shown} of {len(held) / draws:4.0%}".rjust(16)


def _shares(case: Case, lean: NDArray[np.float64], wrong: Bools) -> NDArray[np.float64]:
    """Chance of each review to belong; its mean over films and strata is the case's share."""
    middle = np.where(
        wrong, _middle(case.share, case.together), _middle(case.share_correct, case.together)
    )
    return 1 / (1 + np.exp(-lean - middle))


@lru_cache
def _middle(share: float, together: float) -> float:
    """The logit about which reviews scatter, by bisection of their mean chance."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    spread = together * nodes[:, None] + np.array([0.5, -0.2])
    part = (weights / weights.sum())[:, None] * np.array([0.3, 0.7])
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = float((part / (1 + np.exp(-spread - middle))).sum())
        low, high = (middle, high) if mean < share else (low, middle)
    return low


def _sample(
    case: Case, stratum: NDArray[np.intp], rng: np.random.Generator
) -> tuple[Bools, NDArray[np.float64]]:
    chances = np.array(case.chances)
    if not case.fixed:
        return rng.random(case.n) < chances[stratum], 1 / chances[stratum]
    annotated = np.zeros(case.n, dtype=bool)
    weight = np.ones(case.n)
    for i, chance in enumerate(chances):
        rows = np.flatnonzero(stratum == i)
        size = round(chance * len(rows))
        annotated[rng.choice(rows, size, replace=False)] = True
        weight[rows] = len(rows) / max(size, 1)
    return annotated, weight


def _normal_share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtr

    return ndtr(values)


if __name__ == "__main__":
    main()
