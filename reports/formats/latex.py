"""Tables as LaTeX with booktabs."""

from ..grid import Cell, Document

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "–": "--",
    "±": r"$\pm$",
    "×": r"$\times$",
    "…": r"\dots{}",
}


def render_latex(document: Document) -> str:
    r"""A ``table`` environment that needs ``\usepackage{booktabs}`` and, for quotes, T1 fonts."""
    grid = document.grid
    columns = "".join("r" if heading.align == "right" else "l" for heading in grid.headings)
    title = [document.title.rstrip(".") + "."] if document.title else []
    notes = escape_latex(" ".join(document.below))
    lines = [
        r"% needs \usepackage{booktabs}",
        r"\begin{table}",
        r"\centering",
        r"\caption{" + escape_latex(" ".join([*title, *document.above])) + "}",
        rf"\begin{{tabular}}{{@{{}}{columns}@{{}}}}",
        r"\toprule",
        _row([escape_latex(heading.text) for heading in grid.headings]),
        r"\midrule",
        *(_row([_entry(cell) for cell in row]) for row in grid.rows),
        r"\bottomrule",
        r"\end{tabular}",
        *([r"\par\medskip\footnotesize " + notes] if notes else []),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def escape_latex(text: str) -> str:
    """Text with every character that LaTeX reads as markup made harmless, on one line."""
    return "".join(_ESCAPES.get(character, character) for character in " ".join(text.split()))


def _entry(cell: Cell) -> str:
    text = escape_latex(cell.text)
    return rf"{text} {{\footnotesize ({escape_latex(cell.detail)})}}" if cell.detail else text


def _row(entries: list[str]) -> str:
    return " & ".join(entries) + r" \\"
