"""The distinct colors of a photo, and the coarse grid they are gathered into."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.model import Histogram, Photo
from core.progress import Tick, silent


def count_colors(photo: Photo, tick: Tick = silent) -> Histogram:
    """Count the distinct colors of the photo's visible pixels.

    Parameters
    ----------
    photo : Photo
    tick : callable
        Receives the fraction done, 0…1.
    """
    visible = photo.visible
    colors, counts = kernels.count_colors(
        photo.pixels.reshape(-1, 3), None if visible is None else visible.ravel(), tick
    )
    return Histogram(colors, counts)


def coarse_grid(histogram: Histogram, bits: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gather the histogram into cells of 5 or 6 bits a channel.

    Parameters
    ----------
    histogram : Histogram
    bits : int, 1…8

    Returns
    -------
    means : (c, 3) float64, 0…255
        The weighted mean color of each cell that is not empty.
    weights : (c,) float64
        Its number of pixels.
    """
    shift = 8 - bits
    red, green, blue = (histogram.colors[:, i].astype(np.intp) >> shift for i in range(3))
    cells = (red << 2 * bits) | (green << bits) | blue
    counts = histogram.counts.astype(np.float64)
    size = 1 << 3 * bits
    weights = np.bincount(cells, counts, size).astype(np.float64)
    sums = [np.bincount(cells, counts * histogram.colors[:, i], size) for i in range(3)]
    filled = np.flatnonzero(weights)
    return np.stack(sums, axis=1)[filled] / weights[filled, None], weights[filled]
