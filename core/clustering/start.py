"""The four ways to choose the first centroids."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.points import Points
from core.clustering.solution import squared_distances
from core.errors import InputError
from core.kernels.values import Cuts
from core.language import _, ngettext
from core.progress import Tick, silent
from core.settings import STARTS, Start

_NONE = np.empty((0, 3))


def choose_centroids(
    start: Start,
    k: int,
    points: Points,
    rng: np.random.Generator,
    tick: Tick = silent,
    beside: NDArray[np.float64] = _NONE,
) -> NDArray[np.float64]:
    """Choose k first centroids for weighted points.

    Parameters
    ----------
    start : {"random", "in_pixels", "kmeans++", "wu"}
    k : int, at least 1
    points : Points
        All distinct.
    rng : numpy.random.Generator
        "wu" draws nothing.
    tick : Tick
        Receives the fraction done.
    beside : (n, 3) float64
        Centroids that are there already: "in_pixels" chooses none of them again, "kmeans++" goes
        on from them, and the other starts ignore them.

    Returns
    -------
    (k, 3) float64, or (k, 4) with alpha

    Raises
    ------
    InputError
        (a ValueError) for an unknown start, or when k exceeds the number of colors; "random" may
        have more centroids than there are colors.
    """
    if start not in STARTS:
        raise InputError(
            _("start is {start}; allowed are {starts} or an array").format(
                start=repr(start), starts=", ".join(STARTS)
            )
        )
    if start == "random":
        return points.space.from_srgb(rng.integers(0, 256, (k, points.space.channels)))
    if k > len(points):
        raise InputError(
            ngettext(
                "start {start} cannot choose {count} centroid from {distinct} distinct colors",
                "start {start} cannot choose {count} centroids from {distinct} distinct colors",
                k,
            ).format(start=repr(start), count=k, distinct=len(points))
        )
    if start == "in_pixels":
        # Sorted, so that the same draw chooses the same colors whatever the order of the points.
        positions, free = points.positions, np.lexsort(points.coordinates[::-1])
        for centroid in beside:
            free = free[(positions[free] != centroid).any(axis=1)]
            tick(0.0)
        return positions[free[rng.choice(len(free), k, replace=False)]]
    if start == "kmeans++":
        return _kmeans_plus_plus(k, points, rng, tick, beside)
    return _wu(k, points, tick)


def _kmeans_plus_plus(
    k: int,
    points: Points,
    rng: np.random.Generator,
    tick: Tick,
    beside: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Draw each centroid with a chance that grows with its squared distance to the others.

    Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
    """
    positions = np.ascontiguousarray(points.positions.T)
    weights, nearest = points.weights.astype(np.float64), np.full(len(points), np.inf)
    for centroid in beside:
        np.minimum(nearest, squared_distances(positions.T, centroid), out=nearest)
    drawn = np.empty(k, np.intp)
    for i in range(k):
        drawn[i] = kernels.draw(positions, weights, nearest, rng.random())
        tick((i + 1) / k)
    return np.ascontiguousarray(positions.T[drawn])


def _wu(k: int, points: Points, tick: Tick) -> NDArray[np.float64]:
    """Cut boxes in two where their squared error falls most, until there are k.

    Wu 1991, "Efficient statistical computations for optimal color quantization", Graphics Gems II.
    Wu cuts the box with the largest error, and then the next; here half of the boxes are cut
    at once, so that all their places to cut are weighed in a few operations on arrays.
    """
    boxes = _Boxes(points)
    while len(boxes) < k:
        if not boxes.cut_worst(min(max(len(boxes) // 2, 1), k - len(boxes))):
            break  # happens only where cells of a grid lie so near that they share a bin
        tick(len(boxes) / k)
    heaviest = np.argsort(-points.weights.astype(np.int64), kind="stable")[: k - len(boxes)]
    return np.concatenate([boxes.means, points.positions[heaviest]])


def errors_of_cuts(most: int, points: Points, tick: Tick = silent) -> NDArray[np.float64]:
    """Cut boxes in two, one after the other, and return the error that is left after each cut.

    Wu 1991; always the box with the largest error is cut, so the errors of all numbers of boxes
    come of one run.

    Parameters
    ----------
    most : int, at least 1
    points : Points
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (most,) float64
        For 1, 2, 3 … boxes the sum of weight times squared distance to the mean of the box; the
        last repeats once nothing can be cut any more.
    """
    boxes, errors = _Boxes(points), list[float]()
    cuttable = True
    while len(errors) < most:
        errors.append(boxes.error)
        cuttable = cuttable and boxes.cut_worst(1)
        tick(len(errors) / most)
    return np.array(errors)


class _Boxes:
    """Weighted points in boxes."""

    def __init__(self, points: Points) -> None:
        self._weights = points.weights.astype(np.float64)
        positions = points.positions.T
        self._moments = positions * self._weights
        self._energies = (positions * self._moments).sum(axis=0)
        # A cut goes between two bins: 256 for each axis of colors, about 64 for one of a grid.
        coordinates = points.coordinates.astype(np.int32)
        step = points.scale * points.space.step
        steps = 1 if step == 1 else round(4 * step)
        self._bins = coordinates // steps
        self._bins -= self._bins.min()
        self._bins_per_axis = int(self._bins.max()) + 1
        self._box_of = np.zeros(len(points), dtype=np.int32)
        self._uncuttable = np.zeros(1, dtype=bool)
        self._measure()

    def __len__(self) -> int:
        return len(self._masses)

    @property
    def error(self) -> float:
        """The errors of all boxes together."""
        return max(float(self._errors.sum()), 0.0)

    @property
    def means(self) -> NDArray[np.float64]:
        """(n, 3) float64: the weighted mean of each box."""
        means: NDArray[np.float64] = (self._sums / self._masses).T
        return means

    def cut_worst(self, count: int) -> bool:
        """Cut at most `count` of the boxes with the largest error; False if none can be."""
        errors = np.where(self._uncuttable, 0.0, self._errors)
        worst = np.argsort(-errors, kind="stable")[:count]
        worst = worst[errors[worst] > 0]
        if len(worst) == 0:
            return False
        axes, places, gains = self._best_cuts(worst)
        self._uncuttable[worst[gains <= 0]] = True
        worst, axes, places = (each[gains > 0] for each in (worst, axes, places))
        size = len(self)
        axis_of, place_of, half_of = np.full((3, size), -1, dtype=np.int32)
        axis_of[worst], place_of[worst] = axes, places
        half_of[worst] = size + np.arange(len(worst))
        before = self._box_of
        bins = np.take_along_axis(self._bins, np.maximum(axis_of[before], 0)[None], axis=0)[0]
        moves = (axis_of[before] >= 0) & (bins > place_of[before])
        self._box_of = np.where(moves, half_of[before], before)
        self._uncuttable = np.append(self._uncuttable, np.zeros(len(worst), dtype=bool))
        self._measure()
        return True

    def _measure(self) -> None:
        """Compute mass, sum and error of each box anew."""
        size = len(self._uncuttable)
        self._masses = np.bincount(self._box_of, self._weights, size)
        self._sums = np.stack([np.bincount(self._box_of, row, size) for row in self._moments])
        energies = np.bincount(self._box_of, self._energies, size)
        self._errors = energies - (self._sums**2).sum(axis=0) / self._masses
        # A single point has no error, whatever rounding says: it must never be cut.
        self._errors[np.bincount(self._box_of, minlength=size) == 1] = 0

    def _best_cuts(self, boxes: NDArray[np.intp]) -> Cuts:
        """Find where each of some boxes is best cut."""
        slot_of = np.full(len(self), -1, np.int32)
        slot_of[boxes] = np.arange(len(boxes))
        means = np.ascontiguousarray(self.means[boxes].T)
        return kernels.best_cuts(
            *(slot_of[self._box_of], self._bins, self._weights, self._moments),
            *(means, self._bins_per_axis),
        )
