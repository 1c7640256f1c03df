"""A fixed palette: from a file or by name, used as it is; nothing is clustered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.edit import rearrange
from core.errors import FewtoneError, PaletteError
from core.histogram import Histogram
from core.mapping import require_visible
from core.model import Edited, Palette, Photo, Result
from core.palettes import known_ending, load_palette, unknown_ending
from core.palettes.built_in import built_in_names, built_in_palette
from core.progress import ProgressCallback
from core.settings import Settings
from core.transparency import flat_colors

_MOST_LISTED = 8


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


def reduce_to(
    photo: Photo,
    histogram: Histogram,
    palette: Palette,
    settings: Settings,
    progress: ProgressCallback | None = None,
) -> Result:
    """Show a photo in a palette as it is: each pixel in the nearest color, or dithered.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors.
    palette : Palette
        A color that it has twice counts once; all are opaque, and a photo's alpha is kept.
    settings : Settings
        Where colors are nearest, and how they are dithered; the rest has no part in it.
    progress : callable, optional
        Whatever it raises passes through.

    Returns
    -------
    Result
        In the order of the palette; a note tells which colors no pixel has.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent.
    """
    require_visible(flat_colors(histogram, settings))
    result = rearrange(photo, histogram, Edited.of(palette.opaque.distinct), settings, progress)
    notes = result.notes
    if photo.animation is None or not settings.dithered:
        # Dithered, colors that the first frame has not may be used in others.
        notes += _unused_note(result.palette)
    return replace(result, stop_reason="fixed palette", notes=notes)


def _unused_note(palette: Palette) -> tuple[str, ...]:
    unused = [hex_ for hex_, count in zip(palette.hex, palette.counts, strict=True) if count == 0]
    if not unused:
        return ()
    listed = ", ".join(unused[:_MOST_LISTED]) + (" …" if len(unused) > _MOST_LISTED else "")
    are = "is" if len(unused) == 1 else "are"
    return (f"{len(unused)} of the palette's {len(palette)} colors {are} not used: {listed}",)
