"""Color differences between a result and its photo, as eyes see them, and a map of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.arrays import freeze, require_array
from core.clustering.histogram import Histogram
from core.color.compositing import laid_on
from core.color.difference import color_difference
from core.color.spaces import lab_to_srgb, srgb_to_lab
from core.model import Edited, Photo, Result
from core.progress import Tick, silent
from core.reduction.edit import shown_colors
from core.reduction.pixels import pixel_indices
from core.reduction.transparency import as_seen, flat_colors
from core.settings import WHITE, Color, Settings

HEAT_MAXIMUM = 20.0
"""The color difference at which the map is brightest.

An attentive eye may just see a difference of 1; at 20 the two colors have different names.
"""

# Pairs of a distinct color and a palette color for which a table fits 128 MB.
_MOST_PAIRS = 1 << 27
# All colors of 6 bits a channel, from 0 to 255.
_COARSE_COLORS = np.stack([np.arange(1 << 18) >> shift & 63 for shift in (12, 6, 0)], axis=1)
_COARSE_COLORS = (_COARSE_COLORS << 2 | _COARSE_COLORS >> 4).astype(np.uint8)
_GROUNDS: tuple[Color, ...] = ((0, 0, 0), WHITE)


def heat_levels(
    histogram: Histogram, shown: NDArray[np.uint8], tick: Tick = silent
) -> NDArray[np.uint8]:
    """Grade how far each distinct color of a photo is from the color shown instead of it.

    Parameters
    ----------
    histogram : Histogram
        Of m distinct colors.
    shown : (m, 3) uint8, or (m, 4) if the colors have alpha
        With alpha, the difference is the larger of those on black and on white.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (m,) uint8
        0…255 for a color difference of 0…`HEAT_MAXIMUM` or more; 0 only where there is none.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype.
    """
    colors = histogram.colors
    require_array("shown", shown, np.uint8, colors.shape)
    if colors.shape[1] == 3:
        differences = color_difference(colors, shown, tick)
    else:
        differences = np.zeros(len(colors))
        for half, ground in enumerate(_GROUNDS):
            laid, shown_laid = (
                laid_on(each[:, :3], each[:, 3], ground) for each in (colors, shown)
            )
            here = color_difference(laid, shown_laid, tick.part(half / 2, (half + 1) / 2))
            differences = np.maximum(differences, here)
    levels = np.clip(np.rint(differences * (255 / HEAT_MAXIMUM)), 1, 255).astype(np.uint8)
    levels[differences == 0] = 0
    return levels


def difference_of_result(
    photo: Photo,
    histogram: Histogram,
    result: Result,
    edited: Edited,
    settings: Settings,
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Grade every pixel of a photo by how far the color that a result shows there is from it.

    Pixels that are dithered in opaque colors are compared one by one. Otherwise one color is shown
    for each distinct color of the photo, and it is enough to compare these.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors.
    result : Result
        What is shown of the photo, made with these settings.
    edited : Edited
        The palette of the result, and the anchors that its pixels are compared with.
    settings : Settings
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (h, w) uint8
        Indices of `HEAT_COLORS`: 0…255 for a color difference of 0…`HEAT_MAXIMUM` or more. 0 where
        the photo is fully transparent.
    """
    photo = as_seen(photo, settings)
    if settings.dithered and result.palette.alpha is None:
        flat = flat_colors(histogram, settings)
        return dithered_difference_map(photo, flat, result.indices, result.palette.colors, tick)
    compared, shown = shown_colors(histogram, edited, settings)
    return difference_map(photo, compared, shown, tick)


def difference_map(
    photo: Photo, histogram: Histogram, shown: NDArray[np.uint8], tick: Tick = silent
) -> NDArray[np.uint8]:
    """Grade every pixel of a photo as `heat_levels` does its color; index `HEAT_COLORS` with it.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        The m distinct colors of that photo, with alpha or without.
    shown : (m, 3) or (m, 4) uint8
        The color shown instead of each. A dithered result shows several, so it has a map of its
        own: `dithered_difference_map`.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (h, w) uint8
        0 where the photo is fully transparent.
    """
    levels = heat_levels(histogram, shown, tick.part(0.0, 0.7))
    return pixel_indices(photo, histogram, levels, tick.part(0.7, 1.0))


def dithered_difference_map(
    photo: Photo,
    histogram: Histogram,
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Grade every pixel of a photo by the color shown there, whatever is shown for it elsewhere.

    Where there are very many colors those of the photo are compared to 6 bits a channel; a pixel
    that is shown exactly stays 0.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors.
    indices : (h, w) uint8
    colors : (k, 3) uint8
        The colors shown for these indices.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (h, w) uint8
        0 where the photo is fully transparent.
    """
    require_array("indices", indices, np.uint8, (photo.height, photo.width))
    require_array("colors", colors, np.uint8, ("k", 3))
    pixels, k = photo.pixels.reshape(-1, 3), len(colors)
    if len(histogram) * k <= _MOST_PAIRS:
        numbers = np.arange(len(histogram), dtype=np.int32)
        found, ours = kernels.map_pixels(pixels, histogram.colors, numbers), histogram.colors
    else:
        found, ours = _coarse(pixels), _COARSE_COLORS
    if photo.visible is not None:
        found[~photo.visible.ravel()] = 0  # the histogram does not have their colors
    pairs = found * np.int32(k) + indices.ravel()
    levels = np.zeros(len(ours) * k, np.uint8)
    levels[pairs] = 1
    tick(0.2)
    there = np.flatnonzero(levels)
    differences = color_difference(ours[there // k], colors[there % k], tick.part(0.2, 0.9))
    levels[there] = np.clip(np.rint(differences * (255 / HEAT_MAXIMUM)), 1, 255)
    mapped: NDArray[np.uint8] = levels[pairs]
    mapped[(pixels == colors[indices.ravel()]).all(axis=1)] = 0
    if photo.visible is not None:
        mapped[~photo.visible.ravel()] = 0
    tick(1.0)
    return mapped.reshape(photo.height, photo.width)


def _coarse(pixels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the (n,) int32 indices into `_COARSE_COLORS` of (n, 3) pixels."""
    numbers = np.zeros(len(pixels), np.int32)
    for channel in pixels.T:
        numbers <<= 6
        numbers |= channel >> 2
    return numbers


def _heat_colors() -> NDArray[np.uint8]:
    """Make the path from anchor to anchor in CIELAB, in 256 steps of equal lightness."""
    lightness, *axes = srgb_to_lab(np.array(_ANCHORS, np.uint8)).T
    even = np.linspace(lightness[0], lightness[-1], 256)
    path = np.stack([even, *(np.interp(even, lightness, axis) for axis in axes)], axis=1)
    return np.clip(np.rint(lab_to_srgb(path)), 0, 255).astype(np.uint8)


# Black, purple, red, orange, pale yellow: each is lighter than the one before.
_ANCHORS = ((0, 0, 0), (72, 22, 104), (186, 54, 85), (247, 134, 40), (252, 250, 200))

HEAT_COLORS: NDArray[np.uint8] = freeze(_heat_colors())
"""(256, 3) uint8: the color for each level, from black over purple and orange to pale yellow.

Lightness rises evenly, so equal steps look equal, and in gray as well. It is that of CIELAB:
Oklab stretches the range near black to finer steps than pixels have.
"""
