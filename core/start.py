"""The four ways to choose the first centroids."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.points import Points
from core.progress import Tick, silent
from core.settings import STARTS, Start


def choose_centroids(
    start: Start,
    k: int,
    points: Points,
    rng: np.random.Generator,
    tick: Tick = silent,
) -> NDArray[np.float64]:
    """Choose k first centroids for weighted points.

    Parameters
    ----------
    start : {"random", "in_pixels", "kmeans++", "wu"}
    k : int, at least 1
    points : Points
        Distinct, in lexicographic order.
    rng : numpy.random.Generator
        "wu" draws nothing.

    Returns
    -------
    (k, 3) float64

    Raises
    ------
    InputError
        (a ValueError) for an unknown start, or when k exceeds the number of colors; "random" may
        have more centroids than there are colors.
    """
    if start not in STARTS:
        raise InputError(f"start is {start!r}; allowed are {', '.join(STARTS)} or an array")
    if start == "random":
        return rng.integers(0, 256, (k, 3)).astype(np.float64)
    if k > len(points):
        raise InputError(
            f"start {start!r} cannot choose {k} centroids from {len(points)} distinct colors"
        )
    if start == "in_pixels":
        return points.positions[rng.choice(len(points), k, replace=False)]
    colors, weights = points.positions, points.weights.astype(np.float64)
    if start == "kmeans++":
        return _kmeans_plus_plus(k, colors, weights, rng, tick)
    return _wu(k, colors, weights, tick)


def _kmeans_plus_plus(
    k: int,
    colors: NDArray[np.float64],
    weights: NDArray[np.float64],
    rng: np.random.Generator,
    tick: Tick,
) -> NDArray[np.float64]:
    """Draw each centroid with a chance that grows with its squared distance to the others.

    Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
    """
    chosen = np.empty((k, 3))
    nearest = np.full(len(colors), np.inf)
    chances = weights.copy()
    for i in range(k):
        cumulative = np.cumsum(chances)
        drawn = np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right")
        # Rounding of the product can reach the very end of the line.
        chosen[i] = colors[min(int(drawn), int(np.flatnonzero(chances)[-1]))]
        difference = colors - chosen[i]
        np.minimum(nearest, np.einsum("ij,ij->i", difference, difference), out=nearest)
        chances = nearest * weights
        tick((i + 1) / k)
    return chosen


def _wu(
    k: int, colors: NDArray[np.float64], weights: NDArray[np.float64], tick: Tick
) -> NDArray[np.float64]:
    """Cut the box with the largest squared error in two, where that error falls most, k - 1 times.

    Wu 1991, "Efficient statistical computations for optimal color quantization", Graphics Gems II.
    Wu cuts a grid of cumulative moments; here the boxes hold weighted colors, so any set of
    colors can be cut down to single ones.
    """
    boxes = [_Box(colors, weights)]
    while len(boxes) < k:
        box = heapq.heappop(boxes)
        for half in box.cut():
            heapq.heappush(boxes, half)
        tick(len(boxes) / k)
    return np.array([box.mean for box in boxes])


class _Box:
    """Weighted colors that will share a centroid; the one with the largest error sorts first."""

    def __init__(self, colors: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
        self.colors = colors
        self.weights = weights
        self.mean = weights @ colors / weights.sum()
        difference = colors - self.mean
        # A single color has no error, whatever rounding says: it must never be cut.
        self.error = float(weights @ (difference**2).sum(axis=1)) if len(colors) > 1 else 0.0

    def __lt__(self, other: _Box) -> bool:
        return self.error > other.error

    def cut(self) -> tuple[_Box, _Box]:
        """Cut across the axis and at the place that leave the least error."""
        best = (-np.inf, 0, 0, np.empty(0, dtype=np.intp))
        for axis in range(3):
            order = np.argsort(self.colors[:, axis], kind="stable")
            gain, place = self._best_place(order, axis)
            if gain > best[0]:
                best = (gain, axis, place, order)
        _, _, place, order = best
        left, right = order[: place + 1], order[place + 1 :]
        return (
            _Box(self.colors[left], self.weights[left]),
            _Box(self.colors[right], self.weights[right]),
        )

    def _best_place(self, order: NDArray[np.intp], axis: int) -> tuple[float, int]:
        values = self.colors[order, axis]
        places = np.flatnonzero(values[1:] > values[:-1])
        if len(places) == 0:
            return -np.inf, 0
        # Moments about the mean: the error falls by |S|²/W of one half plus that of the other,
        # and the halves' sums S are each other's negative.
        moments = np.cumsum((self.colors[order] - self.mean) * self.weights[order, None], axis=0)
        left = np.cumsum(self.weights[order])
        total = left[-1]
        squares = np.einsum("ij,ij->i", moments[places], moments[places])
        gains = squares / left[places] + squares / (total - left[places])
        best = int(np.argmax(gains))
        return float(gains[best]), int(places[best])
