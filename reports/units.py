"""Numbers as people read them: percentages, points, durations, sizes.

Every function answers ``MISSING`` for a value that is None or not a number, so that a table never
shows ``nan``.
"""

import math
from collections.abc import Callable

MISSING = "–"

Number = float | int | None
Render = Callable[[Number], str]


def is_missing(value: object) -> bool:
    """Whether a cell of a frame holds no number: None, NaN or pandas' NA."""
    if value is None:
        return True
    try:
        return math.isnan(value)  # pyright: ignore[reportArgumentType]
    except TypeError:
        # pandas.NA refuses to become a float; a name is text and there, and so is a list.
        return not isinstance(value, str | list | tuple)


def percent(fraction: Number) -> str:
    """A fraction in [0, 1] as a percentage with one decimal, without its sign: 0.783 -> 78.3."""
    return _unless_missing(fraction, lambda value: f"{100 * value:.1f}")


def points(fraction: Number) -> str:
    """A difference of fractions in percentage points, always signed: 0.061 -> +6.1."""
    return _unless_missing(fraction, lambda value: _signed(f"{100 * value:+.1f}"))


def score(value: Number) -> str:
    """A metric that is no share of the reviews, such as AUC or log-loss: three decimals."""
    return _unless_missing(value, lambda number: f"{number:.3f}")


def p_value(value: Number) -> str:
    """A p value with three decimals; below that, ``<0.001``."""
    return _unless_missing(value, lambda p: "<0.001" if p < 0.001 else f"{p:.3f}")


def times(value: Number) -> str:
    """A ratio: 1.94 -> 1.9x."""
    return _unless_missing(value, lambda ratio: f"{ratio:.1f}x" if ratio < 100 else f"{ratio:.0f}x")


def whole(value: Number) -> str:
    """A count with thousands marked: 2562 -> 2,562."""
    return _unless_missing(value, lambda number: f"{round(number):,}")


def parameters(value: Number) -> str:
    """A number of parameters: 22713216 -> 22.7 M."""
    return _unless_missing(value, lambda number: _scaled(number, ("", "k", "M", "B")))


def memory(value: Number) -> str:
    """Bytes in decimal units: 90868376 -> 91 MB."""
    return _unless_missing(value, lambda number: _scaled(number, ("B", "kB", "MB", "GB", "TB")))


def duration(seconds: Number) -> str:
    """Seconds as a person says them: 0.42 s, 12 s, 3 min 20 s, 2 h 05 min."""
    return _unless_missing(seconds, _duration)


def rate(per_second: Number) -> str:
    """Reviews per second: 1240.2 -> 1,240 /s."""
    return _unless_missing(
        per_second, lambda value: f"{value:,.0f} /s" if value >= 10 else f"{value:.2g} /s"
    )


def _unless_missing(value: Number, render: Callable[[float], str]) -> str:
    return MISSING if value is None or is_missing(value) else render(float(value))


def _signed(text: str) -> str:
    """A difference that rounds to nothing carries no direction."""
    return text[1:] if float(text) == 0 else text


def _scaled(number: float, names: tuple[str, ...]) -> str:
    step = 0
    # 999.5 would read "1000", hence the next unit from there on.
    while number >= 999.5 and step < len(names) - 1:
        number, step = number / 1000, step + 1
    limit = 9.95 if names[step] in {"k", "kB", "MB"} else 99.95
    digits = 1 if step and number < limit else 0
    return f"{number:.{digits}f} {names[step]}".strip()


def _duration(seconds: float) -> str:
    if seconds < 9.95:
        return f"{seconds:.2g} s" if seconds < 0.995 else f"{seconds:.1f} s"
    total = round(seconds)
    if total < 60:
        return f"{total} s"
    if total < 3600:
        return f"{total // 60} min {total % 60:02d} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"
