"""The entry point: runs a command and turns errors into one line and an exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from ..exceptions import SentimentLabError, UsageError

# Importing a command's module adds it to the application.
from . import (  # noqa: F401
    ablate,
    challenge,
    compare,
    data,
    doctor,
    domains,
    errors,
    explain,
    models,
    predict,
    pretrain,
    report,
    tag,
    train,
    train_tagger,
)
from .app import app

DONE, FAILED, WRONG_USAGE = 0, 1, 2
INTERRUPTED = "interrupted: nothing is lost; the same command resumes where training stopped"


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Args:
        arguments: What follows the program's name; ``--debug`` may stand anywhere among them.

    Returns:
        0 done, 1 failed, 2 wrong usage, 3 a gate that was not met.
    """
    debug = "--debug" in arguments
    rest = [argument for argument in arguments if argument != "--debug"]
    try:
        return _invoke(rest)
    except BrokenPipeError:
        # The reader, such as `head`, has what it wanted; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _fail(*_explain(error))


def _invoke(arguments: Sequence[str]) -> int:
    try:
        code = app(args=list(arguments), prog_name="sentiment-lab", standalone_mode=False)
    except typer.Abort:
        code = 130
    if code == 130:  # Typer's code for Ctrl-C
        return _fail(INTERRUPTED, FAILED)
    return code if isinstance(code, int) else DONE


def _explain(error: Exception) -> tuple[str, int]:
    """What to tell the user of an error, and the exit code."""
    match error:
        case TyperException():
            return error.format_message(), error.exit_code
        case UsageError():
            return str(error), WRONG_USAGE
        case SentimentLabError():
            return str(error), FAILED
        case OSError():
            return _os_error(error), FAILED
        case _:
            return f"unexpected {type(error).__name__}: {error}; --debug shows where", FAILED


def _fail(message: str, code: int) -> int:
    line = " ".join(message.split())
    typer.echo(f"error: {line}", err=True)
    return code


def _os_error(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{where}: free some space and give the same command again"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"no permission to write or read{where}: choose another folder"
    return f"{error.strerror or error}{where}"
