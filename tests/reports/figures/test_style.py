import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from sentiment_lab.reports.figures.accuracy import draw_accuracy
from sentiment_lab.reports.figures.style import (
    MARKERS,
    PALETTE,
    figure_of,
    looks,
    save_figure,
    wrapped,
)


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", PALETTE)
def test_every_colour_stands_out_from_white(color):
    assert 1.05 / (luminance(color) + 0.05) > 2


def test_colour_and_marker_tell_eight_models_apart_and_repeat_after_that():
    shown = looks([str(i) for i in range(9)])
    assert len({look.color for look in shown.values()}) == 8
    assert len({look.marker for look in shown.values()}) == len(MARKERS) == 8
    assert shown["8"] == shown["0"]


def test_the_same_figure_is_written_with_the_same_bytes_and_no_date(make_comparison, tmp_path):
    for name in ("a", "b"):
        save_figure(draw_accuracy(make_comparison(3).models), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    svg = (tmp_path / "a.svg").read_text()
    assert svg == (tmp_path / "b.svg").read_text()
    assert "<dc:date>" not in svg


def test_writing_changes_no_setting_of_matplotlib(make_comparison, tmp_path):
    before = dict(mpl.rcParams)
    paths = save_figure(draw_accuracy(make_comparison(1).models), tmp_path / "a")
    assert dict(mpl.rcParams) == before
    assert [path.name for path in paths] == ["a.png", "a.svg"]


def test_long_names_wrap_and_empty_ones_stay():
    assert max(map(len, wrapped("word " * 20).splitlines())) <= 26
    assert wrapped("") == ""


def test_axes_without_a_figure_are_refused():
    axes = Figure().subplots()
    axes.remove()
    with pytest.raises(ValueError, match="removed from their figure"):
        figure_of(axes)
