"""The last bit of the best effort: whole numbers that are better than rounded ones.

A palette is of whole numbers. Rounding each centroid by itself adds a quarter of a squared step to
each pixel's error, which is much where there are many colors. Pixels then change sides, so
neighbors that are rounded together can do better: each channel of each color is tried one step up
and down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Points
from core.clustering.solution import Solution, squared_distances
from core.progress import Tick, silent

# Colors whose pixels may change sides when one moves by a step.
_NEIGHBORS = 12
_SWEEPS = 5
_STEPS = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.int16)


def step_by_step(
    points: Points, palette: NDArray[np.uint8], tick: Tick = silent, fixed: int = 0
) -> NDArray[np.uint8]:
    """Move colors by single steps as long as that lowers the error.

    Parameters
    ----------
    points : Points
    palette : (k, 3) uint8
    tick : Tick
        Receives the fraction done.
    fixed : int
        So many colors, the first, stay as they are.

    Returns
    -------
    (k, 3) uint8
    """
    colors = palette.astype(np.int16)
    best = Solution(points, points.places_of(colors), tick)
    for sweep in range(_SWEEPS):
        tick(sweep / _SWEEPS)
        moved = _sweep(best, colors, fixed)
        tried = Solution(points, points.places_of(moved), tick)
        # Each step was weighed where it was taken; all of them together may be another matter.
        if tried.error >= best.error:
            break
        best, colors = tried, moved
    tick(1.0)
    return colors.astype(np.uint8)


def _sweep(whole: Solution, palette: NDArray[np.int16], fixed: int) -> NDArray[np.int16]:
    """Try the six steps of each color, among the points of its neighborhood."""
    points, palette = whole.points, palette.copy()
    members = whole.members()
    near = np.argsort(squared_distances(whole.centroids), axis=1, kind="stable")
    for color, others in enumerate(near[fixed:, : _NEIGHBORS + 1], start=fixed):
        here = points.some(np.concatenate([members[each] for each in others]))
        least = Solution(here, points.places_of(palette[others]), whole.tick).error
        for step in _STEPS:
            stepped = palette[color] + step
            if stepped.min() < 0 or stepped.max() > 255:
                continue
            before = palette[color].copy()
            palette[color] = stepped
            error = Solution(here, points.places_of(palette[others]), whole.tick).error
            if error < least:
                least = error
            else:
                palette[color] = before
    return palette
