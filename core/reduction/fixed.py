"""A fixed palette: from a file or by name, used as it is; nothing is clustered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.clustering.histogram import Histogram, require_visible
from core.language import _, ngettext
from core.model import Edited, Palette, Photo, Result, is_translucent
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
        It is used by `as_it_is`.
    settings : Settings
        The space in which colors are nearest, and the dithering; the rest has no effect.
    progress : callable, optional
        Whatever it raises passes through.
    every_place : bool
        Whether each color keeps its index, also where it is there twice or fully transparent.

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
    used = as_it_is(palette, photo, every_place=every_place)
    result = rearrange(photo, histogram, used, settings, progress)
    notes = notes_on(palette) + result.notes
    if photo.animation is None or not settings.dithered:
        # In a dithered animation, other frames may use colors that the first one does not.
        notes += _unused_note(result.palette)
    return replace(result, stop_reason="fixed palette", notes=notes)  # untranslated: a value


def as_it_is(palette: Palette, photo: Photo, *, every_place: bool = False) -> Edited:
    """Make a palette from elsewhere one to show a photo in.

    Its colors count as opaque, each once. With `every_place` they keep their indices: of a color
    that is there twice pixels show the first, and a fully transparent one is for hidden pixels. No
    pixel has that where the photo is partly transparent, as its alpha is kept beside the colors.
    """
    if not every_place:
        return replace(Edited.of(palette.opaque.distinct), given=True)
    alpha = np.where(palette.rgba[:, 3] == 0, 0, 255).astype(np.uint8)
    edited = replace(Edited.of(replace(palette, alpha=alpha)), given=True)
    soft = photo.alpha is not None and is_translucent(photo.alpha)
    return replace(edited, palette=palette.opaque) if soft else edited


def notes_on(palette: Palette) -> tuple[str, ...]:
    """List what a user should know of a palette that is used as it is."""
    if not palette.translucent:
        return palette.notes
    return (
        *palette.notes,
        _("Colors of the palette that are partly transparent are used as opaque."),
    )


def _unused_note(palette: Palette) -> tuple[str, ...]:
    # A color that is there twice has its pixels at the first place.
    palette = palette.some(palette.seen).distinct
    unused = [hex_ for hex_, count in zip(palette.hex, palette.counts, strict=True) if count == 0]
    if not unused:
        return ()
    listed = ", ".join(unused[:_MOST_LISTED]) + (" …" if len(unused) > _MOST_LISTED else "")
    sentence = ngettext(
        "{count} of the palette's {all} colors is not used: {colors}",
        "{count} of the palette's {all} colors are not used: {colors}",
        len(unused),
    )
    return (sentence.format(count=len(unused), all=len(palette), colors=listed),)
