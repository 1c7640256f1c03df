"""A table of numbers and words, as text, CSV, LaTeX and HTML."""

from __future__ import annotations

import csv
import html
import io
import math
import textwrap
from dataclasses import dataclass
from typing import NamedTuple

from core.language import _, in_english, translated
from core.names import plain
from core.wording import decimal, with_decimal_sign

Cell = str | int | float | None

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "∞": r"$\infty$",
        "−": "$-$",
        "×": r"$\times$",
        "Δ": r"$\Delta$",
        "²": r"\textsuperscript{2}",
        "\N{NARROW NO-BREAK SPACE}": r"\,",
        **{character: "\\" + character for character in "&%$#_{}"},
    }
)
# A spreadsheet takes text that begins with one of these for a formula, and runs it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """A column of a table.

    Parameters
    ----------
    title : str
        In English, marked by `N_` if it is to be translated: programs read it as it is.
    digits : int or None
        Digits behind the point where people read its floats; None shows six significant ones.
    marked : bool
        Whether its words are marked as well.
    unit : str
        Unit of its numbers, the same in every language; "" if they have none.
    """

    title: str
    digits: int | None = None
    marked: bool = False
    unit: str = ""

    @property
    def shown(self) -> str:
        """The title as people read it."""
        title = translated(self.title)
        if not self.unit:
            return title
        # Translators: a number and its unit, as over a column of a table: PSNR, dB
        return _("{title}, {unit}").format(title=title, unit=self.unit)

    @property
    def key(self) -> str:
        """The title as programs read it, in English."""
        return f"{in_english(self.title)}, {self.unit}" if self.unit else in_english(self.title)


@dataclass(frozen=True)
class Table:
    """Rows of cells under titles.

    Parameters
    ----------
    title : str
        What the table shows, for its caption.
    columns : tuple of Column
    rows : tuple of tuple
        As many cells in each as there are columns: words, numbers, or None where there is nothing.

    Raises
    ------
    ValueError
        When a row has more or fewer cells than there are columns.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                cells, columns = len(row), len(self.columns)
                what = (
                    f"row {number} has {cells} cells, "  # untranslated: for those who build it
                    f"the table {columns} columns"
                )
                raise ValueError(what)

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The rows as people read them: floats rounded, names as one line, "" for nothing."""
        return tuple(
            tuple(_words(cell, column) for cell, column in zip(row, self.columns, strict=True))
            for row in self.rows
        )

    def to_text(self) -> str:
        """Write it with columns of even width, as for a terminal or an e-mail."""
        lines = [tuple(plain(column.shown) for column in self.columns), *self.words]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        right = [self._is_number(place) for place in range(len(self.columns))]

        def line(cells: tuple[str, ...]) -> str:
            padded = (
                cell.rjust(width) if to_right else cell.ljust(width)
                for cell, width, to_right in zip(cells, widths, right, strict=True)
            )
            return "  ".join(padded).rstrip()

        return "\n".join([plain(self.title), "", *map(line, lines)]) + "\n"

    def to_csv(self) -> str:
        """Write it as CSV (RFC 4180, lines end with a line feed), numbers in full.

        Text that a spreadsheet would take for a formula begins with an apostrophe.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([_harmless(column.key) for column in self.columns])
        for row in self.rows:
            cells = (in_english(cell) if isinstance(cell, str) else cell for cell in row)
            writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        return out.getvalue()

    def to_latex(self, *, small: bool = False) -> str:
        """Write it as a table of LaTeX that needs no package.

        Where it is wide, it has small letters, and titles on several lines.
        """
        size = r"\footnotesize\tabcolsep=3pt" if small else ""
        kinds = "".join("r" if self._is_number(each) else "l" for each in range(len(self.columns)))
        titles = [column.shown for column in self.columns]
        rows = [_tex_row(list(map(_tex_cell, row, kinds))) for row in self.words]
        if small:
            widths = [max(map(len, cells), default=0) for cells in zip(*self.words, strict=True)]
            widths = widths or [0] * len(titles)
            heads = [_tex_lines(*each) for each in zip(titles, kinds, widths, strict=True)]
        else:
            heads = [_tex(title) for title in titles]
        return "\n".join(
            [
                r"\begin{table}",
                rf"  \centering{size}",
                rf"  \caption{{{_tex(self.title)}}}",
                rf"  \begin{{tabular}}{{{kinds}}}",
                r"    \hline",
                _tex_row(heads),
                r"    \hline",
                *rows,
                r"    \hline",
                r"  \end{tabular}",
                r"\end{table}",
                "",
            ]
        )

    def to_html(self) -> str:
        """Write it as a table element of HTML; cells of numbers have the class "number"."""
        right = [self._is_number(place) for place in range(len(self.columns))]
        head = "".join(
            f'<th scope="col"{_html_class(to_right)}>{_html(column.shown)}</th>'
            for column, to_right in zip(self.columns, right, strict=True)
        )
        lines = ["<table>", f"<caption>{_html(self.title)}</caption>"]
        lines += [f"<thead><tr>{head}</tr></thead>", "<tbody>"]
        for row in self.words:
            cells = zip(row, right, strict=True)
            line = "".join(f"<td{_html_class(number)}>{_html(cell)}</td>" for cell, number in cells)
            lines.append(f"<tr>{line}</tr>")
        return "\n".join([*lines, "</tbody>", "</table>", ""])

    def _is_number(self, place: int) -> bool:
        """Return whether a column holds numbers, and so is aligned to the right."""
        cells = [row[place] for row in self.rows if row[place] is not None]
        return bool(cells) and not any(isinstance(cell, str) for cell in cells)


def _words(cell: Cell, column: Column) -> str:
    """Return a cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return plain(translated(cell) if column.marked else cell)
    if isinstance(cell, int):
        return str(cell)
    if math.isinf(cell):
        return "∞" if cell > 0 else "−∞"
    return (
        with_decimal_sign(f"{cell:.6g}") if column.digits is None else decimal(cell, column.digits)
    )


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    text = plain(text)
    return "'" + text if text.startswith(_BEGINS_FORMULA) else text


def _tex(text: str) -> str:
    return plain(text).translate(_TEX)


def _tex_cell(text: str, kind: str) -> str:
    """Write a cell; a number below 0 gets a minus sign."""
    return _tex(text.replace("-", "−") if kind == "r" else text)


def _tex_row(cells: list[str]) -> str:
    return "    " + " & ".join(cells) + r" \\"


def _tex_lines(title: str, kind: str, width: int) -> str:
    """Write a title in lines no longer than the cells below it, as far as its words allow."""
    lines = textwrap.wrap(
        plain(title), max(width, 1), break_long_words=False, break_on_hyphens=False
    )
    if len(lines) < 2:
        return _tex(title)
    joined = r" \\ ".join(map(_tex, lines))
    return rf"\begin{{tabular}}[b]{{@{{}}{kind}@{{}}}}{joined}\end{{tabular}}"


def _html(text: str) -> str:
    return html.escape(plain(text))


def _html_class(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
