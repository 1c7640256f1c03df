"""A palette by what the user calls it: a file, or a name of one that is built in."""

from __future__ import annotations

from pathlib import Path

from core.errors import FewtoneError, PaletteError
from core.model import Palette
from core.palettes.built_in import built_in_names, built_in_palette
from core.palettes.files import known_ending, load_palette, unknown_ending


class NoSuchPaletteError(FewtoneError, ValueError):
    """What was asked for is neither a palette Fewtone ships with nor a palette file."""


def find_palette(name: str) -> Palette:
    """Find a palette that ships with Fewtone, or else load a file.

    Raises
    ------
    NoSuchPaletteError
        (a ValueError) when the name is neither, telling which there are.
    ReadError
        (an OSError) when the file cannot be read.
    PaletteError
        (a ValueError) when it holds no palette.
    """
    try:
        palette = built_in_palette(name)
    except PaletteError as error:
        raise NoSuchPaletteError(str(error)) from error
    if palette is not None:
        return palette
    path = Path(name)
    if not known_ending(path):
        if path.exists():
            raise NoSuchPaletteError(unknown_ending(path, written=False))
        raise NoSuchPaletteError(
            f"there is no such file, and Fewtone knows only {built_in_names()} by name"
        )
    return load_palette(path)
