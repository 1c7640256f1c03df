"""Find a palette by what a user names: a built-in palette, or a file."""

from __future__ import annotations

from core.errors import FewtoneError, PaletteError
from core.language import _
from core.model import Palette
from core.names import is_there
from core.palettes.built_in import built_in_names, built_in_palette
from core.palettes.files import UnknownPaletteError, load_palette


class NoSuchPaletteError(FewtoneError, ValueError):
    """A name is neither that of a palette Fewtone ships with nor a palette file."""


def find_palette(name: str, *, every_place: bool = False) -> Palette:
    """Find a palette that ships with Fewtone, or load a file if none has this name.

    Of an indexed image, `every_place` has all indices.

    Raises
    ------
    NoSuchPaletteError
        (a ValueError) when the name is neither; the message lists the names there are.
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
    try:
        return load_palette(name, every_place=every_place)
    except UnknownPaletteError as error:
        if is_there(name):
            raise NoSuchPaletteError(str(error)) from error
        raise NoSuchPaletteError(
            _("there is no such file, and Fewtone knows only {names} by name").format(
                names=built_in_names()
            )
        ) from error
