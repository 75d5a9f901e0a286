"""Commands on docs/results.md, built from what is declared so that they name what is there."""

import shlex
from collections.abc import Iterable, Sequence

from results_declared import Declared

from sentiment_lab.experiment.ensemble_spec import ALL_SEEDS

WIDTH = 100
FOLDER = "docs/results"
DATA = "data/imdb"


def compare_command(declared: Declared) -> str:
    """What repeats the comparison of the first seeds; ensembles of seeds are left out."""
    ensembles = [each for each in declared.ensembles if ALL_SEEDS not in each]
    parts = ["sentiment-lab compare", f"--baseline {declared.baseline}"]
    parts += _predictions(declared, [row.name for row in declared.rows])
    parts += [f"--ensemble {shlex.quote(each)}" for each in ensembles]
    return " ".join(parts)


def errors_command(declared: Declared, models: Sequence[str]) -> str:
    """What repeats the section on errors."""
    errors = declared.errors
    parts = [f"sentiment-lab errors {DATA}", f"--baseline {errors.baseline}"]
    parts += [f"--gold {FOLDER}/{errors.readings}", *_predictions(declared, models)]
    return " ".join([*parts, "--limit 0 --format json"])


def console(commands: Iterable[str]) -> str:
    """A block of commands, broken before an option where a line grows too long."""
    lines = [line for command in commands for line in _broken(f"$ {command}")]
    return "\n".join(["```console", *lines, "```"])


def _predictions(declared: Declared, names: Sequence[str]) -> list[str]:
    rows = [declared.row(name) for name in names]
    return [f"--predictions {row.name}={FOLDER}/{row.predictions[0]}" for row in rows]


def _broken(command: str) -> list[str]:
    pieces = command.replace(" --", "\n--").split("\n")
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + len(piece) + 3 <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines[-1] += " \\"
            lines.append(f"    {piece}")
    return lines
