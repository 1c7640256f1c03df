"""Centroids among points, and what can be said of their clusters: what effort works on."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Points
from core.progress import Tick


class Halves(NamedTuple):
    """Each cluster split in two.

    Parameters
    ----------
    gain : (k,) float64
        What the error falls by; 0 where nothing can be split.
    low, high : (k, 3) float64
        The means of the halves.
    """

    gain: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Solution:
    """Centroids, what they got, and what can be said of their clusters; on demand, once.

    Parameters
    ----------
    points : Points
    centroids : (k, 3) float64
    tick : Tick
        Hears every few milliseconds that the work goes on.
    fixed : (k,) bool, optional
        Centroids that stay where they are; none when not given.
    """

    def __init__(
        self,
        points: Points,
        centroids: NDArray[np.float64],
        tick: Tick,
        fixed: NDArray[np.bool_] | None = None,
    ) -> None:
        self.points = points
        self.centroids = centroids
        self.tick = tick
        self.fixed = np.zeros(len(centroids), dtype=bool) if fixed is None else fixed
        self.found = points.assign(centroids, tick.still())

    @cached_property
    def error(self) -> float:
        """Sum of weight times squared distance."""
        return self.points.error(self.found, self.centroids)

    @cached_property
    def errors(self) -> NDArray[np.float64]:
        """(k,) float64: the error of each cluster."""
        squares = np.zeros(len(self.points))
        for row, coordinates in zip(self.points.coordinates, self.centroids.T, strict=True):
            squares += (row / self.points.scale - coordinates[self.found.labels]) ** 2
            self.tick.alive()
        squares *= self.points.weights
        return np.bincount(self.found.labels, squares, len(self.centroids)).astype(np.float64)

    @cached_property
    def means(self) -> NDArray[np.float64]:
        """(k, 3) float64: where Lloyd's algorithm moves the centroids."""
        means = self.found.means(self.centroids)
        means[self.fixed] = self.centroids[self.fixed]
        return means

    def members(self) -> list[NDArray[np.intp]]:
        """List the points of each cluster, in their order."""
        k = len(self.centroids)
        # Few bits are sorted by their digits.
        order = np.argsort(self.found.labels.astype(np.uint16), kind="stable")
        ends = np.cumsum(np.bincount(self.found.labels, minlength=k))
        return np.split(order, ends[:-1])

    @cached_property
    def merge_costs(self) -> NDArray[np.float64]:
        """(k, k): what each merger of two clusters adds to the error at most (Ward 1963).

        Of the pair the row is given up, which a fixed one cannot be.
        """
        masses = self.found.masses
        distances = squared_distances(self.means)
        costs: NDArray[np.float64] = distances * (
            masses[:, None] * masses / np.maximum(masses[:, None] + masses, 1)
        )
        # A fixed one does not come to meet the other.
        costs[:, self.fixed] = distances[:, self.fixed] * masses[:, None]
        costs[self.fixed] = np.inf
        np.fill_diagonal(costs, np.inf)
        return costs

    @cached_property
    def halves(self) -> Halves:
        """Each cluster split across its longest axis; the low half of a fixed one is itself."""
        return _split(self)

    def settled(self, iterations: int) -> Solution:
        """Let the centroids move by Lloyd's algorithm."""
        solution = self
        for _ in range(iterations):
            solution = Solution(self.points, solution.means, self.tick, self.fixed)
        return solution


def squared_distances(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k, k) float64, between each two of (k, 3) positions; no matrix product, so no rounding."""
    distances = np.zeros((len(positions), len(positions)))
    for row in positions.T:
        distances += (row[:, None] - row) ** 2
    return distances


def _split(solution: Solution) -> Halves:
    points, labels, masses = solution.points, solution.found.labels, solution.found.masses
    k, means = len(masses), solution.found.means(solution.centroids)
    away = points.positions - means[labels]
    solution.tick.alive()
    weights = points.weights.astype(np.float64)
    weighted = (away * weights[:, None]).T
    channels = len(weighted)
    covariance = np.empty((k, channels, channels))
    for i in range(channels):
        for j in range(i, channels):
            moment = np.bincount(labels, weighted[i] * away[:, j], k)
            covariance[:, i, j] = covariance[:, j, i] = moment
            solution.tick.alive()
    axes = np.linalg.eigh(covariance)[1][:, :, -1]
    above = np.einsum("ij,ij->i", away, axes[labels]) > 0
    solution.tick.alive()
    there = labels[above]
    high_mass = np.bincount(there, weights[above], k).astype(np.float64)
    solution.tick.alive()
    high_sum = np.stack([np.bincount(there, row[above], k) for row in weighted], axis=1)
    low_mass = masses - high_mass
    both = (high_mass > 0) & (low_mass > 0)
    high = np.where(both[:, None], high_sum / np.where(both, high_mass, 1)[:, None], 0)
    # The halves' sums are each other's negative, as both are taken from the mean.
    low = np.where(both[:, None], -high_sum / np.where(both, low_mass, 1)[:, None], 0)
    gain = high_mass * (high**2).sum(axis=1) + low_mass * (low**2).sum(axis=1)
    halves = Halves(np.where(both, gain, 0), means + low, means + high)
    if not solution.fixed.any():
        return halves
    return _beside_fixed(solution, halves, means, low_mass, high_mass)


def _beside_fixed(
    solution: Solution,
    halves: Halves,
    means: NDArray[np.float64],
    low_mass: NDArray[np.float64],
    high_mass: NDArray[np.float64],
) -> Halves:
    """Where a centroid is fixed, keep it; another joins it at the mean of all or a half it got."""
    places = np.stack([means, halves.low, halves.high])
    masses = np.stack([low_mass + high_mass, low_mass, high_mass])
    gains = masses * ((places - solution.centroids) ** 2).sum(axis=2)
    best = gains.argmax(axis=0)
    each = np.arange(len(means))
    fixed = solution.fixed
    return Halves(
        np.where(fixed, gains[best, each], halves.gain),
        np.where(fixed[:, None], solution.centroids, halves.low),
        np.where(fixed[:, None], places[best, each], halves.high),
    )
