"""The way from pixels of a photo to indices of a palette, by its distinct colors or directly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.histogram import Histogram
from core.color.spaces import ColorSpace
from core.kernels import with_alpha
from core.model import Photo
from core.progress import Tick, silent

# A draft measures about this many distances, but tells at least this many colors apart.
_DISTANCES_OF_ROUGH = 1 << 22
_FEWEST_OF_ROUGH = 1 << 17


def pixel_indices(
    photo: Photo,
    histogram: Histogram,
    labels: NDArray[np.integer],
    tick: Tick = silent,
    hidden: int | None = None,
) -> NDArray[np.uint8]:
    """Look up the label of each pixel among those of the (m,) distinct colors.

    Returns (h, w) uint8, read-only: `hidden`, or 0 if that is None, where the photo is fully
    transparent.
    """
    return hide(photo, label_pixels(photo, histogram, labels.astype(np.uint8), tick), hidden)


def label_pixels(
    photo: Photo, histogram: Histogram, labels: NDArray[np.uint8], tick: Tick = silent
) -> NDArray[np.uint8]:
    """Look up the label of each pixel among those of the (m,) colors, with alpha or without.

    Returns (h, w) uint8; where the photo is fully transparent, it may be any.
    """
    pixels = photo.pixels.reshape(-1, 3)
    if histogram.colors.shape[1] == 3:
        found = kernels.map_pixels(pixels, histogram.colors, labels, tick)
    else:
        found = with_alpha.label_pixels(pixels, _alpha(photo), histogram.colors, labels, tick)
    return found.reshape(photo.height, photo.width)


def nearest_roughly(
    photo: Photo, colors: NDArray[np.uint8], space: ColorSpace
) -> NDArray[np.uint8]:
    """Find the nearest of (k, 4) colors for each pixel, ties to the lower index, in milliseconds.

    Where a photo has very many colors, some that are next to each other count as one. Returns
    (h, w) uint8.
    """
    most = max(_DISTANCES_OF_ROUGH // len(colors), _FEWEST_OF_ROUGH)
    runs = with_alpha.Runs.of(photo.pixels.reshape(-1, 3), _alpha(photo), most)
    points = Histogram(runs.colors, runs.lengths).points(space)
    labels = points.assign(points.places_of(colors)).labels.astype(np.uint8)
    return runs.spread(labels).reshape(photo.height, photo.width)


def renumbered(indices: NDArray[np.uint8], numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Replace each of (h, w) uint8 indices by one of (k,) numbers below 256, in place."""
    table = bytes(numbers.tolist()).ljust(256)
    for row in indices:
        # numpy would make eight bytes of each index first.
        row[:] = np.frombuffer(row.tobytes().translate(table), np.uint8)
    return indices


def hide(photo: Photo, indices: NDArray[np.uint8], hidden: int | None) -> NDArray[np.uint8]:
    """Set (h, w) uint8 indices to `hidden` or 0 where a photo is fully transparent; freeze them."""
    if photo.visible is not None:
        # A hidden color may happen to equal a visible one.
        indices[~photo.visible] = hidden or 0
    indices.setflags(write=False)
    return indices


def _alpha(photo: Photo) -> NDArray[np.uint8]:
    """Return the (h·w,) uint8 alpha of the pixels, 255 if the photo has none."""
    size = photo.height * photo.width
    return np.full(size, 255, np.uint8) if photo.alpha is None else photo.alpha.ravel()
