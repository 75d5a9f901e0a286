"""Numbers that each figure draws, and that it draws for few and for many models."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sentiment_lab.reports.category_pivot import shown_shares
from sentiment_lab.reports.figures.accuracy import draw_accuracy
from sentiment_lab.reports.figures.categories import draw_categories
from sentiment_lab.reports.figures.confusion import draw_confusion
from sentiment_lab.reports.figures.cost import draw_cost_accuracy
from sentiment_lab.reports.figures.differences import draw_differences
from sentiment_lab.reports.figures.intervals import error_bars
from sentiment_lab.reports.figures.lengths import draw_lengths
from sentiment_lab.reports.figures.main_causes import draw_main_causes
from sentiment_lab.reports.figures.overlap import draw_overlap
from sentiment_lab.reports.figures.reliability import draw_reliability
from sentiment_lab.reports.figures.style import INK, looks
from sentiment_lab.reports.figures.training import draw_training

LONG = "bert (bert-base-uncased, fine-tuned on films for a long time, 12 layers)"
EIGHT = ("logreg", "lstm", "bilstm-attention", "bert", "nbsvm", "ensemble", "fasttext", LONG)
FIVE = ("one star", "two stars", "three stars", "four stars", "five stars, the very best there are")


@pytest.fixture
def frames(
    make_comparison,
    make_confusion,
    make_reliability,
    make_categories,
    make_main_causes,
    make_overlap,
    make_lengths,
    make_history,
):
    """Every drawing function beside a call that draws the named models over the named classes."""

    def draw(names, classes):
        comparison = make_comparison(names=names)
        tested = comparison.pairs[comparison.pairs["metric"] == "accuracy"]
        return {
            "accuracy": lambda: draw_accuracy(comparison.models),
            "differences": lambda: draw_differences(tested, order=names),
            "training time": lambda: draw_cost_accuracy(comparison.models),
            "prediction time": lambda: draw_cost_accuracy(comparison.models, cost="prediction"),
            "confusion": lambda: draw_confusion(make_confusion(names, classes)),
            "reliability": lambda: draw_reliability(make_reliability(names)),
            "categories": lambda: draw_categories(shown_shares(make_categories(names))),
            "main causes": lambda: draw_main_causes(shown_shares(make_main_causes(names))),
            "overlap": lambda: draw_overlap(make_overlap(names)),
            "lengths": lambda: draw_lengths(make_lengths(names)),
            "training": lambda: draw_training(make_history(names), order=names),
        }

    return draw


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def dots(axes):
    """The markers of each error bar."""
    containers = [each for each in axes.containers if isinstance(each, ErrorbarContainer)]
    return [container.lines[0] for container in containers]


def bars(axes):
    """Middle and both ends of each error bar."""
    containers = [each for each in axes.containers if isinstance(each, ErrorbarContainer)]
    segments = [container.lines[2][0].get_segments()[0] for container in containers]
    return [(points(dot)[0], segment) for dot, segment in zip(dots(axes), segments, strict=True)]


def points(line):
    """Where a line goes, shape (n, 2)."""
    return np.asarray(line.get_xydata())


def image(figure):
    """What a heat map shows, NaN where it is blank."""
    return np.ma.filled(np.ma.asarray(figure.axes[0].images[0].get_array(), dtype=float), np.nan)


@pytest.mark.parametrize(
    ("names", "classes"),
    [(("logreg",), FIVE), (EIGHT[:4], ("rotten", "fresh")), (EIGHT, FIVE)],
    ids=["one model", "four models", "eight models"],
)
def test_every_figure_draws_with_all_its_text_inside(frames, names, classes):
    for name, call in frames(names, classes).items():
        figure = call()
        assert isinstance(figure, Figure), name
        figure.draw_without_rendering()
        tight = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert tight.x0 >= -0.01, name
        assert tight.y0 >= -0.01, name
        assert tight.x1 <= width + 0.01, name
        assert tight.y1 <= height + 0.01, name


def test_accuracy_draws_dots_and_interval_ends_in_percent(make_comparison):
    figure = draw_accuracy(make_comparison(2).models)
    (dot, segment), (second, _) = bars(figure.axes[0])
    assert dot[0] == pytest.approx(76.7)
    assert segment[:, 0] == pytest.approx([75.1, 78.28])
    assert dot[1] > second[1], "the first model stands on top"
    assert texts(figure) == ["76.7", "77.1"]


def test_models_read_by_their_title_where_they_have_one(make_comparison):
    models = make_comparison(4).models
    figure = draw_accuracy(models)
    labels = [tick.get_text().replace("\n", " ") for tick in figure.axes[0].get_yticklabels()]
    assert labels[3] == "bert (all-MiniLM-L6-v2, 6 layers)"
    untitled = draw_accuracy(models.drop(columns="title"))
    assert untitled.axes[0].get_yticklabels()[3].get_text() == "bert"


def test_differences_are_drawn_in_points_around_a_line_at_zero(make_comparison):
    pairs = make_comparison(2).pairs
    axes = draw_differences(pairs[pairs["metric"] == "accuracy"]).axes[0]
    ((dot, segment),) = bars(axes)
    assert dot[0] == pytest.approx(0.4)
    assert segment[:, 0] == pytest.approx([-1.21, 2.07])
    assert any(set(points(line)[:, 0]) == {0} for line in axes.lines)


def test_a_model_keeps_its_colour_where_the_first_is_not_drawn(make_comparison):
    comparison = make_comparison(3)
    pairs = comparison.pairs[comparison.pairs["metric"] == "accuracy"]
    order = list(comparison.models["model"])
    axes = draw_differences(pairs, order=order).axes[0]
    assert dots(axes)[0].get_color() == looks(order)["lstm"].color


def test_no_pairs_are_said_in_words(make_comparison):
    assert texts(draw_differences(make_comparison(1).pairs)) == [
        "One model: nothing to compare it with."
    ]


@pytest.mark.parametrize(("cost", "x"), [("training", 7.2), ("prediction", 1000 * 7 / 12_400)])
def test_cost_draws_seconds_on_a_logarithmic_axis(make_comparison, cost, x):
    axes = draw_cost_accuracy(make_comparison(2).models, cost=cost).axes[0]
    assert axes.get_xscale() == "log"
    assert bars(axes)[1][0] == pytest.approx([x, 77.1])


def test_cost_leaves_out_models_without_it_and_says_so_where_none_has_one(make_comparison):
    models = make_comparison(3).models
    models.loc[1, "train_seconds"] = np.nan
    models.loc[2, "train_seconds"] = 0.0
    assert len(draw_cost_accuracy(models).axes[0].containers) == 1
    unknown = draw_cost_accuracy(make_comparison(2, cost=False).models)
    assert texts(unknown) == ["No cost was measured for these models."]


@pytest.mark.parametrize("seconds", [1e-5, 1e7])
def test_cost_beyond_the_usual_times_still_draws(make_comparison, seconds):
    models = make_comparison(1).models.assign(train_seconds=seconds)
    low, high = draw_cost_accuracy(models).axes[0].get_xlim()
    assert low < seconds < high


def test_time_ticks_read_as_people_say_them(make_comparison):
    models = make_comparison(2).models.assign(train_seconds=[0.5, 7200.0])
    figure = draw_cost_accuracy(models)
    figure.canvas.draw()
    labels = [tick.get_text() for tick in figure.axes[0].get_xticklabels()]
    assert {"1 s", "1 min", "10 min", "1 h"} <= set(labels)


def test_confusion_shades_shares_and_writes_counts(make_confusion):
    figure = draw_confusion(make_confusion(["m"], ("bad", "good")))
    (axes,) = figure.axes
    assert image(figure).tolist() == [[0.8, 0.2], [0.2, 0.8]]
    assert texts(figure) == ["1,000\n80.0 %", "250\n20.0 %", "250\n20.0 %", "1,000\n80.0 %"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["bad", "good"]


def test_reliability_draws_the_curve_its_intervals_and_the_diagonal(make_reliability):
    curves = make_reliability(["m"])
    axes = draw_reliability(curves).axes[0]
    diagonal, curve = axes.lines[0], axes.lines[1]
    assert points(diagonal).tolist() == [[0, 0], [1, 1]]
    assert curve.get_xdata() == pytest.approx(curves["predicted"])
    assert curve.get_ydata() == pytest.approx(curves["observed"])
    tallest = max(patch.get_height() for patch in axes.patches if isinstance(patch, Rectangle))
    assert tallest == pytest.approx(0.25), "the fullest bin reaches a quarter of the panel"


def named(axes):
    """What the legend names."""
    legend = axes.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


def test_categories_draw_share_interval_and_share_among_correct(make_categories):
    axes = draw_categories(shown_shares(make_categories(["m"]))).axes[0]
    dot, segment = bars(axes)[0]
    assert dot == pytest.approx([16.0, 0.0])
    assert segment[:, 0] == pytest.approx([13.0, 19.0])
    marks = [line for line in axes.lines if line.get_color() == INK]
    assert points(marks[0])[0, 0] == pytest.approx(8.0)


def test_an_uncorrected_share_is_hollow_and_the_legend_says_so(make_categories):
    axes = draw_categories(shown_shares(make_categories(["m"]))).axes[0]
    assert [dot.get_markerfacecolor() == "white" for dot in dots(axes)] == [False, False, True]
    assert "hollow: uncorrected" in named(axes)


def test_without_an_uncorrected_share_the_legend_names_models_alone(make_main_causes):
    axes = draw_main_causes(shown_shares(make_main_causes(["m", "k"]))).axes[0]
    assert named(axes) == ["m", "k"]


def test_categories_without_correct_reviews_or_tags_still_draw(make_categories):
    shares = shown_shares(make_categories(["m"])).assign(shown_correct=np.nan)
    assert len(draw_categories(shares).axes[0].containers) == 3
    assert texts(draw_categories(shares.iloc[:0])) == ["No categories were tagged."]


def test_main_causes_keep_a_row_for_each_cause_from_the_top_down(make_main_causes):
    axes = draw_main_causes(shown_shares(make_main_causes(["m"]))).axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [
        "mixed",
        "sarcasm",
        "unclear",
        "none",
    ]
    assert [points(dot)[0, 1] for dot in dots(axes)] == [0, -1, -2, -3]
    assert texts(draw_main_causes(pd.DataFrame())) == ["No main causes were told."]


def test_overlap_shows_shared_errors_below_and_own_errors_on_the_diagonal():
    frame = pd.DataFrame([("a", "b", 30, 10, 20, 0.5)])
    frame.columns = ["model", "other", "shared", "only_model", "only_other", "jaccard"]
    figure = draw_overlap(frame)
    assert texts(figure) == ["40\nerrors", "30\n50.0 %", "50\nerrors"]
    assert image(figure)[1, 0] == 0.5
    assert np.isnan(image(figure)).tolist() == [[True, True], [False, True]]


def test_overlap_does_not_depend_on_the_order_within_pairs():
    frame = pd.DataFrame([("a", "b", 1, 2, 3, 0.1), ("c", "a", 4, 5, 6, 0.2)])
    frame.columns = ["model", "other", "shared", "only_model", "only_other", "jaccard"]
    assert "4\n20.0 %" in texts(draw_overlap(frame))


def test_lengths_draw_accuracy_by_bin_and_mark_bins_with_few_reviews(make_lengths):
    axes = draw_lengths(make_lengths(["m"])).axes[0]
    assert points(dots(axes)[0])[0, 1] == pytest.approx(72.2)
    assert [dot.get_markerfacecolor() == "white" for dot in dots(axes)] == [False] * 4 + [True]
    labels = [tick.get_text() for tick in axes.get_xticklabels()]
    assert labels[0] == "1–9\nn = 310"
    assert labels[-1] == "50–61\nn = 22, few"


def test_lengths_of_one_word_count_and_of_nothing(make_lengths):
    bins = make_lengths(["m"]).iloc[:1].assign(words_high=1)
    axes = draw_lengths(bins).axes[0]
    assert axes.get_xticklabels()[0].get_text() == "1\nn = 310"
    assert len(draw_lengths(bins.assign(accuracy=np.nan)).axes[0].containers) == 0
    assert texts(draw_lengths(bins.iloc[:0])) == ["No review has a length to sort by."]


def test_training_draws_both_losses_and_accuracy_and_skips_what_is_unknown(make_history):
    history = make_history(["m"])
    history.loc[0, "train_loss"] = np.nan
    loss, accuracy = draw_training(history).axes
    assert points(loss.lines[0])[:, 0].tolist() == [2, 3]
    assert loss.lines[1].get_ydata() == pytest.approx(history["validation_loss"])
    assert accuracy.lines[0].get_ydata() == pytest.approx(100 * history["validation_accuracy"])


def test_training_without_history_says_so(make_history):
    empty = make_history(["m"]).iloc[:0]
    assert texts(draw_training(empty)) == ["No model kept a history of its training."]


def test_figures_are_drawn_on_axes_that_are_handed_in(
    make_comparison, make_confusion, make_history
):
    figure = Figure()
    axes = figure.subplots(2, 2).flat
    assert draw_accuracy(make_comparison(2).models, axes=axes[0]) is figure
    assert draw_confusion(make_confusion(["m"], ("a", "b")), axes=[axes[1]]) is figure
    assert draw_training(make_history(["m"]), axes=[axes[2], axes[3]]) is figure


def test_an_interval_that_misses_its_value_has_no_negative_length():
    assert error_bars(0.5, 0.6, 0.7) == [[0.0], [pytest.approx(0.2)]]
    assert error_bars(0.5, float("nan"), 0.7) is None


def test_panels_beyond_the_last_model_stay_empty(make_confusion, make_reliability):
    names = EIGHT[:5]
    for figure in (
        draw_confusion(make_confusion(names, ("a", "b"))),
        draw_reliability(make_reliability(names)),
    ):
        assert [axes.axison for axes in figure.axes] == [True] * 5 + [False] * 3
