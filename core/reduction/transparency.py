"""The fate of a photo's alpha: which colors are clustered for it, and which is transparent.

A cutout, whose pixels are shown or hidden and nothing between, is clustered as an opaque photo of
the pixels shown; one fully transparent color is added at the end. With partial alpha, colors are
clustered with alpha, premultiplied; the fully transparent one is there from the start, and the
pixels nearest to it go to it. Or alpha takes no part: it is kept beside the palette, as it is where
colors are chosen from those that somebody owns, or the photo is flattened before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram, require_visible
from core.color.compositing import flattened
from core.color.spaces import HUES, LOOKS, MEASURES, TRANSLUCENT_SPACES, ColorSpace
from core.errors import InputError
from core.language import N_, _, ngettext, translated
from core.model import MAX_COLORS, Palette, Photo
from core.owned import OwnedColors
from core.progress import Tick, silent
from core.settings import Color, Settings

_DITHER_NOTE = N_(
    "Partial transparency is not dithered: the colors are opaque, and the transparency was "
    "kept beside them as it is."
)
_ANIMATION_NOTE = N_("An animation is not flattened: what is transparent in it stays so.")


class Scene(NamedTuple):
    """The task that a photo and settings leave for clustering.

    Parameters
    ----------
    histogram : Histogram
        Colors to cluster, with alpha or without.
    space : ColorSpace
        With as many channels. Owned colors are chosen in that of the settings.
    colors : int
        Number of colors to find in it.
    locked : (n, 3) or (n, 4) uint8
        Those of them that are given: with alpha the fully transparent one, if there must be one,
        and those that the user locked.
    hidden : bool
        Whether a fully transparent color is added at the end.
    alpha_in_palette : bool
        Whether the picture is as opaque as its palette colors; otherwise it is as the photo.
    notes : tuple of str
        What the user should know, in sentences.
    owned : OwnedColors or None
        Colors that those of the palette are chosen from.
    """

    histogram: Histogram
    space: ColorSpace
    colors: int
    locked: NDArray[np.uint8]
    hidden: bool = False
    alpha_in_palette: bool = False
    notes: tuple[str, ...] = ()
    owned: OwnedColors | None = None

    def rows_of(self, colors: tuple[Color, ...]) -> NDArray[np.uint8]:
        """Return opaque colors as the histogram has them: (n, 3) or (n, 4) uint8."""
        return _rows(colors, self.space.channels)

    def palette(
        self,
        colors: NDArray[np.uint8],
        counts: NDArray[np.int64],
        locked: NDArray[np.bool_],
    ) -> Palette:
        """Make a palette of (k, 3) or (k, 4) uint8 colors that were found."""
        alpha = None if colors.shape[1] == 3 else colors[:, 3]
        if alpha is not None:
            # The transparent color is fixed, but no user locked it.
            locked = locked & (alpha > 0)
        names = () if self.owned is None else self.owned.names_of(colors.tolist())
        if self.hidden:
            colors = np.concatenate([colors, np.zeros((1, 3), np.uint8)])
            alpha = np.append(np.full(len(counts), 255, np.uint8), np.uint8(0))
            counts, locked = np.append(counts, 0), np.append(locked, False)
            names = (*names, "") if names else ()
        return Palette(colors[:, :3], counts, names, locked, alpha)

    def alpha(
        self, photo: Photo, palette: Palette, indices: NDArray[np.uint8]
    ) -> NDArray[np.uint8] | None:
        """Return the (h, w) uint8 alpha of a picture of such a palette, None if it is opaque."""
        if not self.alpha_in_palette or self.hidden:
            return photo.alpha
        return alpha_of(palette, indices)


def scene_of(histogram: Histogram, settings: Settings, tick: Tick = silent) -> Scene:
    """Decide what is clustered of a photo with such distinct colors.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or all colors that there
        can be are locked and none is left for transparency.
    """
    k, locked, owned = settings.colors, settings.locked, settings.owned
    if owned is not None:
        _require_enough(owned, settings)
    if settings.transparency == "flatten":
        flat = flat_colors(histogram, settings, tick)
        require_visible(flat)
        return Scene(flat, _found_in(settings), k, _rows(locked, 3), owned=owned)
    require_visible(histogram)
    translucent, hidden = histogram.translucent, histogram.hidden > 0
    mixed = translucent is not None and settings.dithered
    beside = settings.transparency == "channel" or mixed or owned is not None
    if beside or not (translucent or hidden):
        notes = (translated(_DITHER_NOTE),) if mixed and settings.transparency == "palette" else ()
        rows = _rows(locked, 3)
        return Scene(histogram, _found_in(settings), k, rows, notes=notes, owned=owned)
    notes = ()
    if hidden:
        needed = 1 + max(len(locked), 1)
        if needed > MAX_COLORS:
            raise InputError(
                ngettext(
                    "{count} color is locked, and full transparency needs one of {most} as well; "
                    "unlock one",
                    "{count} colors are locked, and full transparency needs one of {most} as well; "
                    "unlock one",
                    len(locked),
                ).format(count=len(locked), most=MAX_COLORS)
            )
        if needed > k:
            sentence = _("Transparency needs a color of its own: there are {needed}, not {asked}.")
            notes = (sentence.format(needed=needed, asked=k),)
            k = needed
    if translucent is None:
        rows = _rows(locked, 3)
        return Scene(histogram, MEASURES[settings.measure], k - 1, rows, True, True, notes)
    stay = np.concatenate([np.zeros((int(hidden), 4), np.uint8), _rows(locked, 4)])
    space = TRANSLUCENT_SPACES[settings.measure]
    return Scene(translucent, space, k, stay, False, True, notes)


def _found_in(settings: Settings) -> ColorSpace:
    """Return the space in which centroids are found, from which owned colors are chosen."""
    return LOOKS if settings.measure == HUES.name else MEASURES[settings.measure]


def _require_enough(owned: OwnedColors, settings: Settings) -> None:
    there = owned.number_with(settings.locked)
    if settings.colors > there:
        raise InputError(
            ngettext(
                "{asked} colors are asked for, and there is only {count} to choose from",
                "{asked} colors are asked for, and there are only {count} to choose from",
                there,
            ).format(asked=settings.colors, count=there)
        )


def as_seen(photo: Photo, settings: Settings, tick: Tick = silent) -> Photo:
    """Flatten a photo if the settings say so; the frames of an animation stay as they are."""
    flatten = settings.transparency == "flatten" and photo.animation is None
    return flattened(photo, settings.background, tick) if flatten else photo


def not_flattened(photo: Photo, settings: Settings) -> tuple[str, ...]:
    """Return a note for the user if `as_seen` leaves undone what the settings ask for."""
    asked = settings.transparency == "flatten" and photo.animation is not None
    return (translated(_ANIMATION_NOTE),) if asked else ()


def flat_colors(histogram: Histogram, settings: Settings, tick: Tick = silent) -> Histogram:
    """Return the distinct colors, those of the flattened photo if the settings say so."""
    has_alpha = histogram.hidden > 0 or histogram.translucent is not None
    if settings.transparency == "flatten" and has_alpha:
        return histogram.flattened(settings.background, tick)
    return histogram


def alpha_of(palette: Palette, indices: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return the alpha of (h, w) uint8 indices: (h, w) uint8, None if the palette has none."""
    if palette.alpha is None:
        return None
    found = palette.alpha[indices]
    found.setflags(write=False)
    return found


def _rows(colors: tuple[Color, ...], channels: int) -> NDArray[np.uint8]:
    """Return opaque colors as rows of three or four channels."""
    rows = np.full((len(colors), channels), 255, np.uint8)
    rows[:, :3] = np.array(colors, np.uint8).reshape(-1, 3)
    return rows
