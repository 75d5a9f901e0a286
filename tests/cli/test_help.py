"""Every command explains itself."""

import pytest

from sentiment_lab.cli.main import app, run

COMMANDS = sorted(
    command.name or command.callback.__name__
    for command in app.registered_commands
    if command.callback
)


def test_the_commands_of_the_design_are_there() -> None:
    expected = {
        "ablate",
        "challenge",
        "compare",
        "data",
        "doctor",
        "domains",
        "errors",
        "explain",
        "models",
        "predict",
        "pretrain",
        "report",
        "tag",
        "train",
        "train-tagger",
    }
    assert set(COMMANDS) == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_describes_itself_and_its_options(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Usage: sentiment-lab " + command in shown
    assert "--output" in shown or command in {"doctor", "train", "train-tagger"}


def test_an_unknown_command_is_wrong_usage_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compair"]) == 2
    assert "compare" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--basline", "x"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("error: ")
    assert len(shown.splitlines()) == 1
