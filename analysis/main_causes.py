"""One main cause for each error: shares that add to 1, corrected by what readers named."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..exceptions import PredictionsError
from .annotated import Annotated, weigh
from .clusters import Groups, resampling_groups
from .gold_rows import GoldRows, gold_rows
from .intervals import NO_INTERVAL, Interval
from .predictions import Predictions
from .prevalence import NEEDED_ROWS, CellShare, cell_share, readers_share
from .shares import clustered_share

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

READERS = ("main_1", "main_2")
LAST = ("unclear", "none")
CLIPPED = "prediction-powered, cut at 0 and rescaled"

MAIN_CAUSE_COLUMNS = (
    *("model", "cause", "n_errors", "errors_of_cause", "raw_share", "raw_low", "raw_high"),
    *("share", "low", "high", "method", "n_gold", "n_effective", "largest_weight", "n_more"),
    *("readers_share", "readers_low", "readers_high"),
)


class _Errors(NamedTuple):
    """The errors of one system: a cause each, and what readers named of some."""

    causes: NDArray[np.object_]  # (n errors,)
    groups: Groups
    rows: NDArray[np.intp]  # places of gold rows among the errors
    held_out: NDArray[np.object_]  # (n gold,)
    readers: pd.DataFrame  # share of the readers that named each cause, (n gold, n causes)
    weight: Floats


def main_causes(
    systems: Sequence[Predictions],
    causes: pd.DataFrame,
    gold: pd.DataFrame | None = None,
    gold_causes: pd.DataFrame | None = None,
    *,
    finite: bool = False,
) -> pd.DataFrame:
    """How the errors of each system spread over main causes.

    Each cause is corrected as in `prevalence`, its gold being the part of the readers that named
    it, so that the shares of a system add to 1 of themselves. Where one falls below 0 it is set to
    0 and all are divided by their sum; ``method`` says so.

    Args:
        systems: Each over rows of one split.
        causes: ``id, cause``: for at least every error, the one cause that the taggers name; an
            error whose cause is missing is left out.
        gold: ``id``, ``weight`` (absent: 1), ``main_1`` and perhaps ``main_2``: what readers named.
        gold_causes: ``id, cause`` of gold ids by models that these did not train.
        finite: The shares of this test set are wanted.

    Returns:
        The columns `MAIN_CAUSE_COLUMNS`, causes of a system by falling share, ``unclear`` and
        ``none`` last. Below `NEEDED_ROWS` effective gold rows ``share`` is NaN for the whole
        system; where readers and taggers differ on too few errors of a cause, its interval is.
        ``readers_*`` is the share by the readers alone, NaN where its interval cannot be given.
        ``n_errors`` counts the errors that have a cause.

    Raises:
        PredictionsError: An error that the causes do not list, an id twice, or damaged gold.
    """
    tables = [_of_system(each, causes, gold, gold_causes, finite=finite) for each in systems]
    known = [table for table in tables if len(table)]
    if not known:
        return pd.DataFrame(columns=list(MAIN_CAUSE_COLUMNS))
    return pd.concat(known, ignore_index=True)


def _of_system(
    system: Predictions,
    causes: pd.DataFrame,
    gold: pd.DataFrame | None,
    gold_causes: pd.DataFrame | None,
    *,
    finite: bool,
) -> pd.DataFrame:
    errors = _errors(system, causes, gold, gold_causes)
    if not len(errors.causes):
        return pd.DataFrame(columns=list(MAIN_CAUSE_COLUMNS))
    named = dict.fromkeys([*errors.causes, *errors.held_out, *errors.readers.columns])
    found = {cause: _share(cause, errors, finite=finite) for cause in named}
    enough = len(errors.weight) > 0 and weigh(errors.weight).effective >= NEEDED_ROWS
    shares, method = _estimates(list(named), errors) if enough else (None, "")
    rows = []
    for i, (cause, share) in enumerate(found.items()):
        raw = clustered_share(errors.causes == cause, errors.groups)
        value = np.nan if shares is None else float(shares[i])
        rows.append(
            (
                *(system.name, cause, len(errors.causes), int((errors.causes == cause).sum())),
                *((raw.value,) * 3 if finite else raw),
                *(value, *_around(value, share), method if enough else share.method),
                *(share.n_gold, share.n_effective, share.largest_weight, share.n_more),
                *_by_readers(cause, errors, finite=finite),
            )
        )
    return _sorted(pd.DataFrame(rows, columns=list(MAIN_CAUSE_COLUMNS)))


def _errors(
    system: Predictions,
    causes: pd.DataFrame,
    gold: pd.DataFrame | None,
    gold_causes: pd.DataFrame | None,
) -> _Errors:
    wrong = system.predicted != system.labels
    by_id = _causes_by_id(causes)
    ids = system.frame["id"][wrong]
    lacking = ids[~ids.isin(by_id.index)]
    if len(lacking):
        raise PredictionsError(
            f"{len(lacking)} errors of '{system.name}' have no main cause, such as "
            f"'{lacking.iloc[0]}': name 'none' where nothing holds"
        )
    # No cause is known of a text that the taggers do not read: it stands in no share.
    wrong = wrong & system.frame["id"].isin(by_id.dropna().index).to_numpy(bool)
    films = resampling_groups(system.groups)
    named = by_id.loc[system.frame["id"][wrong]].to_numpy(object, copy=True)
    groups = None if films is None else films[wrong]
    rows = None if gold is None else gold_rows(system, gold)
    readers = pd.DataFrame() if rows is None else _readers(rows)
    if rows is None or readers.empty:
        nothing = np.empty(0)
        return _Errors(named, groups, nothing.astype(np.intp), named[:0], readers[:0], nothing)
    told = readers.sum(axis=1).to_numpy() > 0
    used = wrong[rows.places] & told
    places = (np.cumsum(wrong) - 1)[rows.places[used]]
    held_out = pd.Series(named[places], index=rows.frame["id"][used])
    if gold_causes is not None:
        better = _causes_by_id(gold_causes).reindex(held_out.index)
        held_out = better.fillna(held_out)
    named[places] = held_out.to_numpy(object)
    return _Errors(
        named, groups, places, held_out.to_numpy(object), readers[used], rows.weight[used]
    )


def _causes_by_id(causes: pd.DataFrame) -> pd.Series:
    causes = causes.assign(id=causes["id"].astype("str"))
    doubled = causes["id"][causes["id"].duplicated()]
    if len(doubled):
        raise PredictionsError(f"main causes name the id '{doubled.iloc[0]}' twice")
    return causes.set_index("id")["cause"]


def _readers(rows: GoldRows) -> pd.DataFrame:
    """Part of the readers that named each cause; a row of zeros where none did."""
    columns = [rows.frame[name] for name in READERS if name in rows.frame]
    votes = [pd.get_dummies(column, dtype=float) for column in columns]
    if not votes:
        return pd.DataFrame()
    together = pd.concat(votes, axis=1).T.groupby(level=0).sum().T
    count = together.sum(axis=1)
    return together.div(count.where(count > 0, 1), axis=0)


def _share(cause: str, errors: _Errors, *, finite: bool) -> CellShare:
    tagged = errors.causes == cause
    tag = (errors.held_out == cause).astype(float)
    annotated = Annotated(errors.rows, _gold_of(cause, errors), tag, errors.weight)
    return cell_share(tagged, annotated, errors.groups, finite=finite)


def _around(value: float, share: CellShare) -> Interval:
    """The interval of a share that rescaling may have moved."""
    if np.isnan(value) or np.isnan(share.low):
        return NO_INTERVAL
    return Interval(min(share.low, value), max(share.high, value))


def _by_readers(cause: str, errors: _Errors, *, finite: bool) -> tuple[float, float, float]:
    """The share by the gold rows alone."""
    gold = _gold_of(cause, errors)
    annotated = Annotated(errors.rows, gold, gold, errors.weight)
    found = readers_share(len(errors.causes), annotated, errors.groups, finite=finite)
    return found.share, found.low, found.high


def _estimates(named: Sequence[str], errors: _Errors) -> tuple[Floats, str]:
    """Corrected shares that add to 1."""
    part = errors.weight / errors.weight.sum()
    shares = np.array(
        [
            (errors.causes == cause).mean()
            + part @ (_gold_of(cause, errors) - (errors.held_out == cause))
            for cause in named
        ]
    )
    if (shares >= 0).all():
        return shares, "prediction-powered"
    shares = np.maximum(shares, 0)
    return shares / shares.sum(), CLIPPED


def _gold_of(cause: str, errors: _Errors) -> Floats:
    if cause not in errors.readers:
        return np.zeros(len(errors.weight))
    return errors.readers[cause].to_numpy(float)


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    by = table["share"].fillna(table["raw_share"])
    last = table["cause"].map({name: i + 1 for i, name in enumerate(LAST)}).fillna(0)
    order = np.lexsort((-by.to_numpy(), last.to_numpy()))
    return table.iloc[order].reset_index(drop=True)
