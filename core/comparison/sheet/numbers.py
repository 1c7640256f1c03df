"""The numbers of a comparison for programs (CSV) and for a report (LaTeX)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.charts.table import Table
from core.comparison.contender import Comparison
from core.comparison.tables import (
    complete_table,
    gains_table,
    in_full,
    match_table,
    quality_table,
    runs_table,
    settings_table,
    starts_table,
)
from core.language import _, english
from core.names import plain
from core.parallel import elsewhere
from core.progress import Tick, silent

# Title, colors and start: with more of them there is no room for numbers beside.
_MOST_COLUMNS = 3
_MOST_ROWS = 40
# LaTeX holds no more tables than some tens until it begins a page for them.
_MOST_WAITING = 15


def numbers_as_csv(comparison: Comparison, tick: Tick = silent) -> bytes:
    """Write one table, a row for each result: UTF-8, as RFC 4180 has it."""

    def write(_tick: Tick) -> bytes:
        with english():
            return complete_table(comparison).to_csv().encode()

    return elsewhere(write, tick)


def numbers_as_latex(comparison: Comparison, tick: Tick = silent) -> bytes:
    r"""Write all tables, to be taken in by \input; they need no package, and fit on its pages.

    Where more than colors and starts differ, results have numbers, and a table of their own says
    what they are: all in one would be too wide.
    """
    if comparison.path:
        head = _("Fewtone: results of {photo} compared. Take it in by {command}.")
        head = head.format(photo=plain(comparison.path.name), command=r"\input")
    else:
        head = _("Fewtone: results of a photo compared. Take it in by {command}.")
        head = head.format(command=r"\input")
    lines = [f"% {head}"]
    lines += [f"% {plain(note)}" for note in comparison.notes]
    shown = in_full(comparison, _MOST_ROWS)
    if len(shown) < len(comparison.matches):
        told = _("Centroids of the other pairs are in the numbers for programs (.csv).")
        lines.append(f"% {told}")
    for number, table in enumerate(_tables(comparison)):
        if number and number % _MOST_WAITING == 0:
            lines.append(r"\clearpage")
        lines.append(table.to_latex(small=True))
        tick.alive()
    return "\n".join(lines).encode()


def _tables(comparison: Comparison) -> Iterator[Table]:
    """Return all tables, in parts that fit on a page."""
    wide = settings_table(comparison)
    titles = len(wide.columns) > _MOST_COLUMNS
    if titles:
        comparison = _numbered(comparison)
        yield from _parts(settings_table(comparison))
    yield from _parts(runs_table(comparison, titles=titles))
    yield from _parts(quality_table(comparison, titles=titles))
    if comparison.matches:
        yield from _parts(starts_table(comparison, titles=titles))
    yield from map(match_table, in_full(comparison, _MOST_ROWS))
    yield from _parts(gains_table(comparison))


def _numbered(comparison: Comparison) -> Comparison:
    """Return a comparison whose results are called by their numbers."""
    numbered = {
        each: replace(each, title=_("No. {number}").format(number=number))
        for number, each in enumerate(comparison.contenders, 1)
    }
    matches = tuple(
        replace(match, first=numbered[match.first], second=numbered[match.second])
        for match in comparison.matches
    )
    return replace(comparison, contenders=tuple(numbered.values()), matches=matches)


def _parts(table: Table) -> Iterator[Table]:
    """Cut a table into parts that are no longer than a page; there is none of an empty one."""
    for begin in range(0, len(table.rows), _MOST_ROWS):
        rows = table.rows[begin : begin + _MOST_ROWS]
        title = _("{title}, continued").format(title=table.title) if begin else table.title
        yield replace(table, title=title, rows=rows)
