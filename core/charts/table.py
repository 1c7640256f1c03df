"""A table of numbers and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Cell = str | int | float | None


class Column(NamedTuple):
    """A column of a table.

    Parameters
    ----------
    title : str
    digits : int or None
        Digits behind the point where people read its floats; None shows six significant ones.
    """

    title: str
    digits: int | None = None


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
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
