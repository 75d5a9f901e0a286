import json

import numpy as np
import pandas as pd
import pytest

from sentiment_lab.reports.formats.records import to_csv, to_json, to_records


def test_records_hold_plain_values_for_exactly_the_keys():
    frame = pd.DataFrame(
        {
            "n": pd.array([3, None], dtype="Int64"),
            "count": [2.0, np.nan],
            "share": [0.1 + 0.2, np.inf],
            "flag": [True, False],
            "spans": [[[0, 4]], []],
        }
    )
    keys = ["share", "n", "count", "flag", "spans", "absent"]
    records = to_records(frame, keys, integers=frozenset({"n", "count"}))
    assert records[0] == {
        "share": 0.30000000000000004,
        "n": 3,
        "count": 2,
        "flag": True,
        "spans": [[0, 4]],
        "absent": None,
    }
    assert [type(value) for value in records[0].values()][:4] == [float, int, int, bool]
    assert records[1]["share"] is None
    assert records[1]["n"] is None


def test_numpy_scalars_become_plain_numbers():
    frame = pd.DataFrame({"value": pd.Series([np.float32(0.5)], dtype=object)})
    assert json.loads(to_json(to_records(frame, ["value"]))) == [{"value": 0.5}]


def test_json_refuses_what_json_has_not():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json([{"value": float("nan")}])


def test_csv_has_a_header_also_without_rows_and_empty_fields_for_null():
    assert to_csv([], ["a", "b"]) == "a,b\n"
    assert to_csv([{"a": None, "b": 1}], ["a", "b"]) == "a,b\n,1\n"
