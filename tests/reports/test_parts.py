import json

import pytest

from sentiment_lab.exceptions import UsageError
from sentiment_lab.reports.errors_parts import ErrorsPart
from sentiment_lab.reports.grid import Cell, Document, Grid, Heading
from sentiment_lab.reports.parts import estimate, parts_table
from sentiment_lab.reports.units import percent, points


def part(name: str, key: str) -> ErrorsPart:
    grid = Grid((Heading(key, key.title()),), ((Cell("1"),),))
    return ErrorsPart(name, Document(name, (), grid, ()), (key,), ({key: 1},))


def test_json_has_a_key_for_each_part() -> None:
    out = parts_table([part("a", "x"), part("b", "y")], ["said"], format="json")
    assert json.loads(str(out)) == {"a": [{"x": 1}], "b": [{"y": 1}]}


def test_csv_is_one_table_with_the_part_in_front() -> None:
    out = parts_table([part("a", "x"), part("b", "y")], ["said"], format="csv")
    assert str(out).splitlines() == ["section,x,y", "a,1,", "b,,1"]


def test_people_read_the_lines_above() -> None:
    assert str(parts_table([part("a", "x")], ["said"], format="markdown")).startswith("- said")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="unknown format 'yaml'"):
        parts_table([], [], format="yaml")


def test_an_estimate_shows_its_interval_where_it_has_one() -> None:
    assert estimate(percent, 0.5, 0.4, 0.6) == Cell("50.0", "40.0–60.0")
    assert estimate(points, 0.05, -0.01, 0.1) == Cell("+5.0", "-1.0 to +10.0")
    assert estimate(percent, 0.5, float("nan"), None) == Cell("50.0")
