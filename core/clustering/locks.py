"""Locked colors among centroids: they come first and stay, and others must make room for them.

The best places of the free centroids depend on where the locked ones are. So as many are found as
if none was locked; then the locked ones are added, and those are removed that are missed least.
Thus locking colors that a run found leaves the rest where it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.points import Points
from core.progress import Tick, silent

# Points whose distances are computed at once, so that these stay in the cache.
_POINTS_PER_BLOCK = 256


def absent(histogram: Histogram, locked: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return those of (n, 3) locked colors that the histogram does not have."""
    there = [bool((histogram.colors == color).all(axis=1).any()) for color in locked]
    missing: NDArray[np.uint8] = locked[~np.array(there, dtype=bool)]
    return missing


def make_room(
    points: Points,
    centroids: NDArray[np.float64],
    locks: NDArray[np.float64],
    free: int,
    tick: Tick = silent,
) -> Centroids:
    """Put locked centroids before others, and remove all but `free` of those.

    They are removed one by one, each time the one whose points lose least by going to the next
    nearest.

    Parameters
    ----------
    points : Points
        A coarse grid will do.
    centroids : (n, 3) float64
    locks : (l, 3) float64, l at least 1
    free : int, 1…n
        How many of the others are left.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    Centroids
        l fixed ones, and then the others.
    """
    everything = np.concatenate([locks, centroids])
    alive = np.ones(len(everything), dtype=bool)
    positions, weights = points.positions, points.weights.astype(np.float64)
    nearest = np.empty((2, len(points)), dtype=np.intp)
    distances = np.empty((2, len(points)))
    stale = np.arange(len(points))
    too_many = len(centroids) - free
    for gone in range(too_many):
        for begin in range(0, len(stale), _POINTS_PER_BLOCK):
            block = stale[begin : begin + _POINTS_PER_BLOCK]
            found = _two_nearest(positions[block], everything, alive)
            nearest[:, block], distances[:, block] = found
            tick(gone / too_many)
        losses = np.bincount(nearest[0], weights * (distances[1] - distances[0]), len(everything))
        losses[: len(locks)] = losses[~alive] = np.inf
        least = losses.argmin()
        alive[least] = False
        stale = np.flatnonzero((nearest == least).any(axis=0))
    tick(1.0)
    return Centroids.of(everything[alive], len(locks))


def _two_nearest(
    positions: NDArray[np.float64], centroids: NDArray[np.float64], alive: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find the nearest and the next nearest of the centroids that are alive, ties to the lower.

    Parameters
    ----------
    positions : (n, 3) float64
    centroids : (m, 3) float64
    alive : (m,) bool
        At least two.

    Returns
    -------
    nearest : (2, n) intp
    distances : (2, n) float64
        Squared.
    """
    candidates = np.flatnonzero(alive)
    squares = np.zeros((len(positions), len(candidates)))
    for column, row in zip(positions.T, centroids[candidates].T, strict=True):
        squares += (column[:, None] - row) ** 2
    each = np.arange(len(positions))
    first = squares.argmin(axis=1)
    least = squares[each, first]
    squares[each, first] = np.inf
    second = squares.argmin(axis=1)
    return candidates[np.stack([first, second])], np.stack([least, squares[each, second]])
