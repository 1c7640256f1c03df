"""Find a palette by what a user names: a built-in palette, or a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from core.errors import FewtoneError, PaletteError
from core.language import _
from core.model import Palette
from core.names import is_there
from core.owned import OwnedColors
from core.palettes.built_in import built_in_names, built_in_palette
from core.palettes.candidates import LoadedColors, load_colors
from core.palettes.files import UnknownPaletteError, load_palette

Loaded = TypeVar("Loaded")


class NoSuchPaletteError(FewtoneError, ValueError):
    """A name is neither that of a palette Fewtone ships with nor a palette file."""


def find_colors(name: str) -> LoadedColors:
    """Find colors to choose from: those of a palette that Fewtone ships with, or of a file.

    Raises
    ------
    NoSuchPaletteError
        (a ValueError) when the name is neither; the message lists the names there are.
    ReadError
        (an OSError) when the file cannot be read.
    PaletteError
        (a ValueError) when it holds no colors or too many.
    """
    palette = _built_in(name)
    if palette is not None:
        colors = [(red, green, blue) for red, green, blue in palette.colors.tolist()]
        return LoadedColors(OwnedColors(tuple(colors), tuple(palette.names), name))
    return _loaded(name, load_colors)


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
    palette = _built_in(name)
    if palette is not None:
        return palette
    return _loaded(name, partial(load_palette, every_place=every_place))


def _built_in(name: str) -> Palette | None:
    try:
        return built_in_palette(name)
    except PaletteError as error:
        raise NoSuchPaletteError(str(error)) from error


def _loaded(name: str, load: Callable[[str], Loaded]) -> Loaded:
    try:
        return load(name)
    except UnknownPaletteError as error:
        if is_there(name):
            raise NoSuchPaletteError(str(error)) from error
        raise NoSuchPaletteError(
            _("there is no such file, and Fewtone knows only {names} by name").format(
                names=built_in_names()
            )
        ) from error
