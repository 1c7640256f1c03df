"""Colors moved apart before pixels are mixed of them.

Colors of a run are means, so what is brightest, darkest or most vivid lies outside of all that can
be mixed of them. A little farther from each other they reach more of the photo.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Points

# Part of the way from the middle of all: more is better with few colors, and worse with many.
_MORE = 0.07
# Farther than half of what their pixels deviate that way, they would show as dots of a far hue.
_OF_DEVIATION = 0.5
# Colors whose pixels are looked at.
_SAMPLES = 1 << 16


def spread(
    colors: NDArray[np.uint8],
    fixed: NDArray[np.bool_],
    points: Points,
    labels: NDArray[np.integer],
) -> NDArray[np.uint8]:
    """Move colors away from their middle, at most by half of what their pixels deviate that way.

    Parameters
    ----------
    colors : (k, 3) uint8
        All distinct.
    fixed : (k,) bool
        Those that stay.
    points : Points
        The photo's colors, in the space that the others were made in.
    labels : (m,) integers
        Which color each point has.

    Returns
    -------
    (k, 3) uint8
        All distinct, too.
    """
    places = points.space.from_srgb(colors)
    way = (places - places.mean(axis=0)) * _MORE
    length = np.maximum(np.sqrt((way**2).sum(axis=1)), 1e-9)
    deviation = _deviation(places, way / length[:, None], points, labels)
    part = np.minimum(_OF_DEVIATION * deviation / length, 1)
    there = points.space.to_srgb(places + way * part[:, None])
    moved: NDArray[np.uint8] = np.rint(there.clip(0, 255)).astype(np.uint8)
    moved[fixed] = colors[fixed]
    # Where two would be one, both stay.
    while (alike := _repeated(moved)).any():
        moved[alike] = colors[alike]
    return moved


def _deviation(
    places: NDArray[np.float64],
    ways: NDArray[np.float64],
    points: Points,
    labels: NDArray[np.integer],
) -> NDArray[np.float64]:
    """Return how far the points of each color are from it along its way of length 1: (k,).

    The root of the mean square.
    """
    some = slice(None, None, len(labels) // _SAMPLES + 1)
    of, weights = labels[some], points.weights[some].astype(np.float64)
    along = np.zeros(len(of))
    # Channel by channel: rows of three numbers are slow to work along.
    for row, place, way in zip(points.coordinates[:, some], places.T, ways.T, strict=True):
        along += (row / points.scale - place[of]) * way[of]
    squared = along**2
    sums = np.bincount(of, weights * squared, len(places))
    found: NDArray[np.float64] = np.sqrt(
        sums / np.maximum(np.bincount(of, weights, len(places)), 1)
    )
    return found


def _repeated(colors: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which of (k, 3) colors are there more than once: (k,) bool."""
    packed = colors @ np.array([1 << 16, 1 << 8, 1])
    _, which, numbers = np.unique(packed, return_inverse=True, return_counts=True)
    found: NDArray[np.bool_] = numbers[which.ravel()] > 1
    return found
