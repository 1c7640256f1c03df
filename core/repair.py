"""What effort adds: centroids moved from where they are hardly missed to where they are needed.

Lloyd's algorithm cannot do that: between the two places lie others. Merging two clusters costs
some error, splitting another in two gains some; as long as more is gained than lost the swap is
worth a try. Kaukoranta, Fränti and Nevalainen 1998, "Iterative split-and-merge algorithm for
vector quantization codebook generation", doi:10.1117/1.601887; and, for many swaps at once,
fewer and fewer, Fritzke 2020, "The k-means-u* algorithm" (breathing k-means, arXiv:2006.15666).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.points import Points
from core.progress import Tick, silent

# Lloyd's iterations after a swap, to see what it is worth.
_ITERATIONS = 3
# A swap is tried when it promises this part of what it costs: what the neighbors gain from it and
# lose by it comes on top, and is only seen by trying.
_PROMISE = 0.3


class Swap(NamedTuple):
    """One centroid taken from a merged pair and given to a split cluster.

    Parameters
    ----------
    kept, freed, split : int
        The pair, of which the second becomes free, and the cluster that gets it.
    """

    kept: int
    freed: int
    split: int


def repair(
    points: Points,
    centroids: NDArray[np.float64],
    rounds: int,
    tick: Tick = silent,
) -> NDArray[np.float64]:
    """Swap centroids as long as the error falls.

    Parameters
    ----------
    points : Points
    centroids : (k, 3) float64
        At rest, or nearly.
    rounds : int
        Tries at most.
    tick : callable
        Receives the fraction done.

    Returns
    -------
    (k, 3) float64
        With no more error than before.
    """
    done = 0

    def beat() -> None:
        tick(done / rounds)

    best = Solution(points, centroids, beat)
    at_once = max(len(centroids) // 4, 1)
    failed: set[tuple[int, int]] = set()
    while done < rounds:
        swaps = _swaps(best, at_once, failed)
        if not swaps:
            break
        tried = Solution(points, _swapped(best, swaps), beat).settled(_ITERATIONS)
        if tried.error < best.error * (1 - 1e-6):
            best = tried
            failed.clear()
        elif len(swaps) == 1:
            failed.add((swaps[0].freed, swaps[0].split))
        else:
            at_once = max(len(swaps) // 2, 1)
        done += 1
    tick(1.0)
    return best.centroids


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
    beat : callable
        Called every few milliseconds of work: what it raises ends the work.
    """

    def __init__(
        self,
        points: Points,
        centroids: NDArray[np.float64],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self.points = points
        self.centroids = centroids
        self.beat = beat
        self.found = points.assign(centroids, lambda _part: beat())

    @cached_property
    def error(self) -> float:
        """Sum of weight times squared distance."""
        return self.points.error(self.found, self.centroids)

    @cached_property
    def errors(self) -> NDArray[np.float64]:
        """(k,) float64: the error of each cluster."""
        away = self.points.positions - self.centroids[self.found.labels]
        self.beat()
        squares = np.einsum("ij,ij->i", away, away) * self.points.weights
        return np.bincount(self.found.labels, squares, len(self.centroids)).astype(np.float64)

    @cached_property
    def means(self) -> NDArray[np.float64]:
        """(k, 3) float64: where Lloyd's algorithm moves the centroids."""
        return self.found.means(self.centroids)

    def members(self) -> list[NDArray[np.intp]]:
        """List the points of each cluster, in their order."""
        k = len(self.centroids)
        # Few bits are sorted by their digits.
        order = np.argsort(self.found.labels.astype(np.uint16), kind="stable")
        ends = np.cumsum(np.bincount(self.found.labels, minlength=k))
        return np.split(order, ends[:-1])

    @cached_property
    def merge_costs(self) -> NDArray[np.float64]:
        """(k, k): what each merger of two clusters adds to the error at most (Ward 1963)."""
        masses = self.found.masses
        costs: NDArray[np.float64] = squared_distances(self.means)
        costs *= masses[:, None] * masses / np.maximum(masses[:, None] + masses, 1)
        np.fill_diagonal(costs, np.inf)
        return costs

    @cached_property
    def halves(self) -> Halves:
        """Each cluster split across its longest axis."""
        return _split(self)

    def settled(self, iterations: int) -> Solution:
        """Let the centroids move by Lloyd's algorithm."""
        solution = self
        for _ in range(iterations):
            solution = Solution(self.points, solution.means, self.beat)
        return solution


def squared_distances(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k, k) float64, between each two of (k, 3) positions; no matrix product, so no rounding."""
    distances = np.zeros((len(positions), len(positions)))
    for row in positions.T:
        distances += (row[:, None] - row) ** 2
    return distances


def _swaps(solution: Solution, at_most: int, failed: set[tuple[int, int]]) -> list[Swap]:
    """Find swaps that promise more than they cost, each cluster in one of them only."""
    gains, costs = solution.halves.gain, solution.merge_costs
    partner = np.argmin(costs, axis=1)
    cost = costs[np.arange(len(costs)), partner]
    splits = [int(each) for each in np.argsort(-gains)]
    taken: set[int] = set()
    swaps: list[Swap] = []
    for freed in map(int, np.argsort(cost)):
        kept = int(partner[freed])
        if freed in taken or kept in taken:
            continue
        free = (each for each in splits if each not in taken and each not in (freed, kept))
        split = next((each for each in free if (freed, each) not in failed), None)
        if split is None or gains[split] <= _PROMISE * cost[freed]:
            continue
        swaps.append(Swap(kept, freed, split))
        taken.update((kept, freed, split))
        if len(swaps) == at_most:
            break
    return swaps


def _split(solution: Solution) -> Halves:
    points, labels, masses = solution.points, solution.found.labels, solution.found.masses
    k, means = len(masses), solution.means
    away = points.positions - means[labels]
    solution.beat()
    weights = points.weights.astype(np.float64)
    weighted = (away * weights[:, None]).T
    covariance = np.empty((k, 3, 3))
    for i in range(3):
        for j in range(i, 3):
            moment = np.bincount(labels, weighted[i] * away[:, j], k)
            covariance[:, i, j] = covariance[:, j, i] = moment
            solution.beat()
    axes = np.linalg.eigh(covariance)[1][:, :, 2]
    above = np.einsum("ij,ij->i", away, axes[labels]) > 0
    solution.beat()
    there = labels[above]
    high_mass = np.bincount(there, weights[above], k)
    solution.beat()
    high_sum = np.stack([np.bincount(there, row[above], k) for row in weighted], axis=1)
    low_mass = masses - high_mass
    both = (high_mass > 0) & (low_mass > 0)
    high = np.where(both[:, None], high_sum / np.where(both, high_mass, 1)[:, None], 0)
    # The halves' sums are each other's negative, as both are taken from the mean.
    low = np.where(both[:, None], -high_sum / np.where(both, low_mass, 1)[:, None], 0)
    gain = high_mass * (high**2).sum(axis=1) + low_mass * (low**2).sum(axis=1)
    return Halves(np.where(both, gain, 0), means + low, means + high)


def _swapped(solution: Solution, swaps: list[Swap]) -> NDArray[np.float64]:
    halves = solution.halves
    masses, sums = solution.found.masses, solution.found.sums
    centroids = solution.means.copy()
    for kept, freed, split in swaps:
        mass = masses[kept] + masses[freed]
        if mass:
            centroids[kept] = (sums[kept] + sums[freed]) / mass
        centroids[split], centroids[freed] = halves.low[split], halves.high[split]
    return centroids
