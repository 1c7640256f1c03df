"""The last step of the best effort: whole numbers that are better than rounded ones.

A palette has whole numbers. Rounding each centroid by itself adds a quarter of a squared step to
each pixel's error, which is much where there are many colors. Pixels then change sides, so
neighbors that are rounded together can do better: each channel of each color is tried one step up
and one down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.centroids import Centroids
from core.clustering.points import Points
from core.clustering.solution import Solution, pairwise_squared_distances
from core.progress import Tick, silent

# Colors whose pixels may change sides when one moves by a step.
_NEIGHBORS = 12
_SWEEPS = 5
_STEPS = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.int16)
_GRAY_STEPS = np.array([[1, 1, 1], [-1, -1, -1]], np.int16)


def step_by_step(
    points: Points,
    palette: NDArray[np.uint8],
    fixed: NDArray[np.bool_] | None = None,
    tick: Tick = silent,
    *,
    gray: bool = False,
) -> NDArray[np.uint8]:
    """Move colors by single steps as long as that lowers the error.

    Parameters
    ----------
    points : Points
    palette : (k, 3) uint8
    fixed : (k,) bool, optional
        Colors that stay as they are; none when not given.
    tick : Tick
        Receives the fraction done.
    gray : bool
        Whether grays stay gray: all three channels move together. A tint may come nearer in
        lightness, but nobody wants one in a gray photo.

    Returns
    -------
    (k, 3) uint8
    """
    free = np.arange(len(palette)) if fixed is None else np.flatnonzero(~fixed)
    colors = palette.astype(np.int16)
    best = _shown(points, colors, tick)
    for sweep in range(_SWEEPS):
        tick(sweep / _SWEEPS)
        moved = _sweep(best, colors, free, _GRAY_STEPS if gray else _STEPS)
        tried = _shown(points, moved, tick)
        # Each step was weighed in its neighborhood; all of them together may not lower the error.
        if tried.error >= best.error:
            break
        best, colors = tried, moved
    tick(1.0)
    return colors.astype(np.uint8)


def _shown(points: Points, palette: NDArray[np.int16], tick: Tick) -> Solution:
    """Make a solution of the colors of a palette."""
    return Solution(points, Centroids.of(points.places_of(palette)), tick)


def _sweep(
    whole: Solution,
    palette: NDArray[np.int16],
    free: NDArray[np.intp],
    steps: NDArray[np.int16],
) -> NDArray[np.int16]:
    """Try some steps with each free color, among the points of its neighborhood."""
    points, palette = whole.points, palette.copy()
    members = whole.members()
    distances = pairwise_squared_distances(whole.centroids.positions)
    near = np.argsort(distances, axis=1, kind="stable")
    for color in free:
        others = near[color, : _NEIGHBORS + 1]
        here = points.some(np.concatenate([members[each] for each in others]))
        least = _shown(here, palette[others], whole.tick).error
        for step in steps:
            stepped = palette[color] + step
            if stepped.min() < 0 or stepped.max() > 255:
                continue
            before = palette[color].copy()
            palette[color] = stepped
            error = _shown(here, palette[others], whole.tick).error
            if error < least:
                least = error
            else:
                palette[color] = before
    return palette
