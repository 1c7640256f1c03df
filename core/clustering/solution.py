"""Centroids among points, and numbers about their clusters, by which better ones are found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.centroids import Centroids
from core.clustering.points import Clusters, Points
from core.progress import Tick

_POINTS_PER_BLOCK = 1 << 16


class Halves(NamedTuple):
    """Each cluster split in two.

    Parameters
    ----------
    gain : (k,) float64
        The fall of the error; 0 where nothing can be split.
    low, high : (k, 3) float64
        The means of the halves.
    """

    gain: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Solution:
    """Centroids, the points of each, and numbers about these clusters, computed on demand, once.

    Parameters
    ----------
    points : Points
    centroids : Centroids
    tick : Tick
        Hears every few milliseconds that the work goes on.
    before : Clusters, optional
        Of as many centroids nearby.
    found : Clusters, optional
        Of these, if they are known.
    """

    def __init__(
        self,
        points: Points,
        centroids: Centroids,
        tick: Tick,
        before: Clusters | None = None,
        *,
        found: Clusters | None = None,
    ) -> None:
        self.points = points
        self.centroids = centroids
        self.tick = tick
        if found is None:
            found = points.assign(centroids.positions, tick.still(), before=before)
        self.found = found

    @cached_property
    def error(self) -> float:
        """Sum of weight times squared distance."""
        return self.points.error(self.found, self.centroids.positions)

    @cached_property
    def errors(self) -> NDArray[np.float64]:
        """(k,) float64: the error of each cluster."""
        squares = np.zeros(len(self.points))
        columns = self.centroids.positions.T
        for row, coordinates in zip(self.points.coordinates, columns, strict=True):
            squares += (row / self.points.scale - coordinates[self.found.labels]) ** 2
            self.tick.alive()
        squares *= self.points.weights
        return np.bincount(self.found.labels, squares, len(self.centroids)).astype(np.float64)

    @cached_property
    def means(self) -> Centroids:
        """The centroids where Lloyd's algorithm moves them."""
        return self.centroids.moved_to(self.found.means(self.centroids.positions))

    def members(self) -> list[NDArray[np.intp]]:
        """List the points of each cluster, in their order."""
        k = len(self.centroids)
        # Numbers of 16 bits are sorted by their digits, which is fast.
        order = np.argsort(self.found.labels.astype(np.uint16), kind="stable")
        ends = np.cumsum(np.bincount(self.found.labels, minlength=k))
        return np.split(order, ends[:-1])

    @cached_property
    def merge_costs(self) -> NDArray[np.float64]:
        """(k, k) float64: what each merger of two clusters adds to the error at most (Ward 1963).

        The centroid of the row is given up; where it is fixed, that costs infinitely much.
        """
        masses, fixed = self.found.masses, self.centroids.fixed
        distances = pairwise_squared_distances(self.means.positions)
        costs: NDArray[np.float64] = distances * (
            masses[:, None] * masses / np.maximum(masses[:, None] + masses, 1)
        )
        # A fixed centroid does not come to meet the other.
        costs[:, fixed] = distances[:, fixed] * masses[:, None]
        costs[fixed] = np.inf
        np.fill_diagonal(costs, np.inf)
        return costs

    @cached_property
    def halves(self) -> Halves:
        """Each cluster split across its longest axis; a fixed centroid keeps the low half."""
        return _split(self)

    def settled(self, iterations: int) -> Solution:
        """Return the solution after some iterations of Lloyd's algorithm."""
        centroids, found = self.points.settle(
            self.centroids, self.found, iterations, self.tick.still()
        )
        return Solution(self.points, centroids, self.tick, found=found)


def squared_distances(
    positions: NDArray[np.float64], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the (n,) float64 squared distances of (n, 3) positions to (n, 3) others, or to one."""
    difference = positions - others
    squared: NDArray[np.float64] = np.einsum("ij,ij->i", difference, difference)
    return squared


def pairwise_squared_distances(
    positions: NDArray[np.float64], others: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the (k, n) float64 squared distances of each of (k, 3) positions to each of (n, 3).

    Without others, to each other. They are added up axis by axis: a matrix product would blur small
    ones by its rounding.
    """
    others = positions if others is None else others
    distances = np.zeros((len(positions), len(others)))
    for row, other in zip(positions.T, others.T, strict=True):
        distances += (row[:, None] - other) ** 2
    return distances


def _split(solution: Solution) -> Halves:
    """Split each cluster by the plane through its mean across the axis of its largest variance."""
    points, labels, masses = solution.points, solution.found.labels, solution.found.masses
    k, means = len(masses), solution.found.means(solution.centroids.positions)
    away = np.empty((len(points), means.shape[1]))
    weights, weighted = np.empty(len(points)), np.empty(away.shape)
    for here in _blocks(solution):
        away[here] = points.coordinates[:, here].T / points.scale - means[labels[here]]
        weights[here] = points.weights[here]
        weighted[here] = away[here] * weights[here, None]
    weighted = weighted.T
    channels = len(weighted)
    covariance = np.empty((k, channels, channels))
    for i in range(channels):
        for j in range(i, channels):
            moment = np.bincount(labels, weighted[i] * away[:, j], k)
            covariance[:, i, j] = covariance[:, j, i] = moment
            solution.tick.alive()
    axes = np.linalg.eigh(covariance)[1][:, :, -1]
    above = np.empty(len(points), np.bool_)
    for here in _blocks(solution):
        above[here] = np.einsum("ij,ij->i", away[here], axes[labels[here]]) > 0
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
    if not solution.centroids.fixed.any():
        return halves
    return _beside_fixed(solution, halves, means, low_mass, high_mass)


def _blocks(solution: Solution) -> Iterator[slice]:
    """Part the points into blocks that take milliseconds; tell that the work goes on after each."""
    for begin in range(0, len(solution.points), _POINTS_PER_BLOCK):
        yield slice(begin, begin + _POINTS_PER_BLOCK)
        solution.tick.alive()


def _beside_fixed(
    solution: Solution,
    halves: Halves,
    means: NDArray[np.float64],
    low_mass: NDArray[np.float64],
    high_mass: NDArray[np.float64],
) -> Halves:
    """Return halves of which a fixed centroid keeps the low one, where it stays as it is.

    The other goes to the mean of all points of the cluster or of one half, where it gains most.
    """
    centroids, fixed = solution.centroids.positions, solution.centroids.fixed
    places = np.stack([means, halves.low, halves.high])
    masses = np.stack([low_mass + high_mass, low_mass, high_mass])
    gains = masses * ((places - centroids) ** 2).sum(axis=2)
    best = gains.argmax(axis=0)
    each = np.arange(len(means))
    return Halves(
        np.where(fixed, gains[best, each], halves.gain),
        np.where(fixed[:, None], centroids, halves.low),
        np.where(fixed[:, None], places[best, each], halves.high),
    )
