"""The numbers of a comparison for programs (CSV) and for a report (LaTeX)."""

from __future__ import annotations

from core.comparison.contest import Comparison
from core.comparison.tables import (
    complete_table,
    gains_table,
    match_table,
    quality_table,
    runs_table,
    starts_table,
)
from core.names import plain


def numbers_as_csv(comparison: Comparison) -> bytes:
    """Write one table, a row for each result: UTF-8, as RFC 4180 has it."""
    return complete_table(comparison).to_csv().encode()


def numbers_as_latex(comparison: Comparison) -> bytes:
    r"""Write all tables, to be taken in by \input; they need no package."""
    name = plain(comparison.path.name) if comparison.path else "a photo"
    tables = [runs_table(comparison), quality_table(comparison)]
    if comparison.matches:
        tables += [starts_table(comparison), *map(match_table, comparison.matches)]
    steps = gains_table(comparison)
    tables += [steps] if steps.rows else []
    head = [f"% Fewtone: results of {name} compared. Take it in by \\input."]
    head += [f"% {plain(note)}" for note in comparison.notes]
    return "\n".join([*head, *(table.to_latex(small=True) for table in tables)]).encode()
