"""Weighted points, which k-means works on: distinct colors, or cells of a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.centroids import Centroids
from core.color.spaces import RGB, ColorSpace
from core.kernels.values import Coordinates, IntegerAssignment
from core.progress import Tick, silent


class Clusters(NamedTuple):
    """The points of each centroid: those that are nearest to it, and their sums in the space.

    Parameters
    ----------
    labels : (m,) int32
    masses : (k,) float64
        Weights of its points; whole numbers.
    sums : (k, 3) or (k, 4) float64
        Sums of weight times position; exact.
    """

    labels: NDArray[np.int32]
    masses: NDArray[np.float64]
    sums: NDArray[np.float64]

    def whole(self, scale: int) -> IntegerAssignment:
        """Return the same with sums in units of 1 / scale, in which they are whole numbers."""
        sums = (self.sums * scale).astype(np.int64)
        return IntegerAssignment(self.labels, self.masses.astype(np.int64), sums)

    def means(self, otherwise: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (k, 3) mean of the points of each centroid; `otherwise` where it has none."""
        filled = (self.masses > 0)[:, None]
        return np.where(filled, self.sums / np.where(filled, self.masses[:, None], 1), otherwise)


@dataclass(frozen=True, eq=False)
class Points:
    """Points in a color space, with weights.

    Coordinates are whole multiples of 1 / scale, so all sums are exact: results depend neither on
    the order in which they are added nor on the number of threads.

    Parameters
    ----------
    coordinates : (3, m) int16, or (4, m) int32
        Three rows, or four with alpha, in units of 1 / scale.
    weights : (m,) uint32
        Numbers of pixels; in a space that is salient, times how much each color is noticed.
    scale : int
        A power of two.
    space : ColorSpace
    pixels : (m,) uint32 or None
        Numbers of pixels, where the weights are not these.
    """

    coordinates: Coordinates
    weights: NDArray[np.uint32]
    scale: int = 1
    space: ColorSpace = RGB
    pixels: NDArray[np.uint32] | None = None

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def positions(self) -> NDArray[np.float64]:
        """(m, 3) or (m, 4) float64, made anew at each call: those of millions are large."""
        return self.coordinates.T.astype(np.float64) / self.scale

    @cached_property
    def _energy(self) -> float:
        """Sum of weight times squared distance to the origin."""
        return kernels.energy(self.coordinates, self.weights) / self.scale**2

    def places_of(self, colors: NDArray[np.integer]) -> NDArray[np.float64]:
        """Find the positions of (k, 3) or (k, 4) colors of pixels, as exact as those of the points.

        A point of the same color is at no distance.
        """
        return np.rint(self.space.from_srgb(colors) * self.scale) / self.scale

    def some(self, chosen: NDArray[np.intp]) -> Points:
        """Return the points at (n,) indices; in ascending order, neighbors stay neighbors."""
        rows = [row[chosen] for row in self.coordinates]
        return Points(np.stack(rows), self.weights[chosen], self.scale, self.space)

    def assign(
        self,
        centroids: NDArray[np.float64],
        tick: Tick = silent,
        *,
        before: Clusters | None = None,
    ) -> Clusters:
        """Find the nearest of (k, 3) or (k, 4) centroids for each point, ties to the lower one.

        It takes less time from the clusters of k centroids nearby, if these are known.
        """
        whole = None if before is None else before.whole(self.scale)
        scaled = np.ascontiguousarray(centroids * self.scale)
        found = kernels.assign(self.coordinates, self.weights, scaled, whole, tick)
        return self._clusters(found)

    def settle(
        self, centroids: Centroids, found: Clusters, iterations: int, tick: Tick = silent
    ) -> tuple[Centroids, Clusters]:
        """Do some iterations of Lloyd's algorithm; the clusters of the centroids are known."""
        scaled = np.ascontiguousarray(centroids.positions * self.scale)
        known = scaled, centroids.fixed, found.whole(self.scale)
        moved, after = kernels.settle(self.coordinates, self.weights, *known, iterations, tick)
        return Centroids(moved / self.scale, centroids.fixed), self._clusters(after)

    def _clusters(self, found: IntegerAssignment) -> Clusters:
        """Return clusters of the space."""
        return Clusters(found.labels, found.masses.astype(np.float64), found.sums / self.scale)

    def count(self, found: Clusters) -> NDArray[np.int64]:
        """Return the (k,) numbers of pixels of each centroid."""
        if self.pixels is None:
            return found.masses.astype(np.int64)
        size = len(found.masses)
        return np.bincount(found.labels, self.pixels, size).astype(np.int64)

    def error_of_mean(self) -> float:
        """Sum weight times squared distance to the mean of all points."""
        mass = float(self.weights.sum(dtype=np.float64))
        sums = (self.coordinates @ self.weights.astype(np.float64)) / self.scale
        return max(self._energy - float(sums @ sums) / max(mass, 1.0), 0.0)

    def error(self, found: Clusters, centroids: NDArray[np.float64]) -> float:
        """Sum weight times squared distance to the centroid each point was assigned to."""
        between = 2 * (found.sums * centroids).sum() - found.masses @ (centroids**2).sum(axis=1)
        return max(self._energy - float(between), 0.0)
