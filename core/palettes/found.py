"""What a reader found in a palette file, before it becomes a palette or colors to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.errors import PaletteError, TooManyColorsError
from core.language import _, ngettext, translated
from core.model import MAX_COLORS, Palette
from core.owned import MOST_OWNED
from core.settings import Color

MOST_KEPT = MOST_OWNED
"""Entries that a reader keeps; those beyond are only counted, so that memory is bounded."""


class Entry(NamedTuple):
    """A color of a palette file, with what the file says of it."""

    color: Color
    name: str = ""
    alpha: int = 255
    pixels: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """All that a reader found in a palette file.

    Parameters
    ----------
    format_name : str
        For messages, which `translated` translates: "GIMP palette".
    entries : tuple of Entry
        In the order of the file, the first `MOST_KEPT` of them.
    total : int
        How many there are altogether.
    notes : tuple of str
        What was changed or left out, in sentences for a user.
    title : str
        What the file itself calls its colors; "" if it says nothing.
    """

    format_name: str
    entries: tuple[Entry, ...]
    total: int
    notes: tuple[str, ...] = ()
    title: str = ""

    def palette(self) -> Palette:
        """Make a palette of all entries.

        Raises
        ------
        PaletteError
            (a ValueError) for none; TooManyColorsError for more than 256.
        """
        require_some(self.total, self.format_name)
        if self.total > MAX_COLORS:
            raise too_many(self.total, MAX_COLORS, self.format_name)
        colors, names, alphas, pixels, locked = zip(*self.entries, strict=True)
        return Palette(
            np.array(colors, np.uint8),
            np.array(pixels, np.int64),
            names,
            np.array(locked, np.bool_),
            np.array(alphas, np.uint8),
            self.notes,
        )


def require_some(count: int, format_name: str) -> None:
    """Raise PaletteError where a file has no colors."""
    if count == 0:
        raise PaletteError(
            _("this {format} holds no colors").format(format=translated(format_name))
        )


def too_many(count: int, most: int, format_name: str) -> TooManyColorsError:
    """Make the error for a file of more colors than there may be."""
    sentence = ngettext(
        "this {format} holds {count} color, more than {most}",
        "this {format} holds {count} colors, more than {most}",
        count,
    )
    return TooManyColorsError(
        sentence.format(format=translated(format_name), count=count, most=most), count
    )
