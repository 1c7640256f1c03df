"""A fixed palette: from a file or by name, used as it is; nothing is clustered."""

from __future__ import annotations

from dataclasses import replace

from core.clustering.histogram import Histogram, require_visible
from core.model import Edited, Palette, Photo, Result
from core.progress import ProgressCallback
from core.reduction.edit import rearrange
from core.reduction.transparency import flat_colors
from core.settings import Settings

_MOST_LISTED = 8


def reduce_to(
    photo: Photo,
    histogram: Histogram,
    palette: Palette,
    settings: Settings,
    progress: ProgressCallback | None = None,
    *,
    every_place: bool = False,
) -> Result:
    """Show a photo in a palette as it is: each pixel in the nearest color, or dithered.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors.
    palette : Palette
        A color that it has twice counts once; all count as opaque, and the photo's alpha stays.
    settings : Settings
        The space in which colors are nearest, and the dithering; the rest has no effect.
    progress : callable, optional
        Whatever it raises passes through.
    every_place : bool
        Whether a color that the palette has twice keeps its second place, though no pixel has that
        index.

    Returns
    -------
    Result
        In the order of the palette; its notes begin with those of the palette, and the last lists
        the colors that no pixel has.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent.
    """
    require_visible(flat_colors(histogram, settings))
    used = palette.opaque if every_place else palette.opaque.distinct
    result = rearrange(photo, histogram, Edited.of(used), settings, progress)
    notes = notes_on(palette) + result.notes
    if photo.animation is None or not settings.dithered:
        # In a dithered animation, other frames may use colors that the first one does not.
        notes += _unused_note(result.palette)
    return replace(result, stop_reason="fixed palette", notes=notes)


def notes_on(palette: Palette) -> tuple[str, ...]:
    """List what a user should know of a palette that is used as it is."""
    if not palette.translucent:
        return palette.notes
    return (*palette.notes, "Colors of the palette that are partly transparent are used as opaque.")


def _unused_note(palette: Palette) -> tuple[str, ...]:
    # A color that is there twice has its pixels at the first place.
    palette = palette.distinct
    unused = [hex_ for hex_, count in zip(palette.hex, palette.counts, strict=True) if count == 0]
    if not unused:
        return ()
    listed = ", ".join(unused[:_MOST_LISTED]) + (" …" if len(unused) > _MOST_LISTED else "")
    are = "is" if len(unused) == 1 else "are"
    return (f"{len(unused)} of the palette's {len(palette)} colors {are} not used: {listed}",)
