import importlib
import json

import pytest

from sentiment_lab.exceptions import UsageError

rows = importlib.import_module("results_rows")
commands = importlib.import_module("results_commands")
errors = importlib.import_module("results_errors")
page = importlib.import_module("results_page")


@pytest.fixture(scope="module")
def rendered():
    return page.render(rows.read_declared())


def test_the_committed_page_is_what_make_results_writes(rendered):
    assert page.PAGE.read_text(encoding="utf-8") == rendered, "run make results"


def test_no_table_of_the_page_shows_a_missing_figure_as_code_would(rendered):
    tables = [line for line in rendered.splitlines() if line.startswith("|")]
    words = {word for line in tables for word in line.replace("|", " ").split()}
    assert len(tables) > 50
    assert not {"nan", "None", "NaN", "<NA>"} & words


def test_every_declared_row_stands_on_the_page(rendered):
    declared = rows.read_declared()
    for row in declared.rows:
        assert f"\n| {row.name} |" in rendered
        assert f"--predictions {row.name}=docs/results/{row.predictions[0]}" in rendered
    for claim in declared.claims:
        assert claim.says.replace("<", r"\<") in rendered


def test_a_sentence_that_figures_no_longer_bear_out_stops_the_build():
    assert page._stated(True, "so it is") == "so it is"
    with pytest.raises(UsageError, match="'so it is' does not hold any longer"):
        page._stated(False, "so it is")


def test_stored_errors_with_reviews_are_refused(folder):
    (folder / "errors.json").write_text(json.dumps({"misclassified": [{"text": "a"}]}))
    with pytest.raises(UsageError, match="holds reviews"):
        errors.read_errors(rows.read_declared(folder))


def test_stored_errors_of_an_undeclared_row_are_refused(folder):
    (folder / "errors.json").write_text(json.dumps({"main_causes": [{"model": "bert"}]}))
    with pytest.raises(UsageError, match="bert"):
        errors.read_errors(rows.read_declared(folder))


def test_long_commands_break_before_an_option_and_join_again(folder):
    command = commands.compare_command(rows.read_declared(folder))
    lines = commands.console([command]).splitlines()
    assert lines[0] == "```console" and lines[-1] == "```"
    assert all(len(line) <= commands.WIDTH for line in lines)
    joined = " ".join(line.removesuffix("\\").strip() for line in lines[1:-1])
    assert joined == f"$ {command}"


def test_an_ensemble_of_seeds_is_left_out_of_the_command(folder, rewrite):
    rewrite('["both=stacking(counts+network)"]', '["both=counts+network", "all=seeds:network"]')
    command = commands.compare_command(rows.read_declared(folder))
    assert "both=counts+network" in command
    assert "seeds:" not in command
