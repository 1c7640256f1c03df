"""What effort adds: centroids moved from where they are hardly missed to where they are needed.

Lloyd's algorithm cannot do that: between the two places lie others. Merging two clusters costs
some error, splitting another in two gains some; as long as more is gained than lost the swap is
worth a try. Kaukoranta, Fränti and Nevalainen 1998, "Iterative split-and-merge algorithm for
vector quantization codebook generation", doi:10.1117/1.601887; and, for many swaps at once,
fewer and fewer, Fritzke 2020, "The k-means-u* algorithm" (breathing k-means, arXiv:2006.15666).
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.points import Points
from core.progress import Tick, silent

# Lloyd's iterations after a swap, to see what it is worth.
_ITERATIONS = 5
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
    best = _Solution(points, centroids)
    at_once = max(len(centroids) // 4, 1)
    failed: set[tuple[int, int]] = set()
    for done in range(rounds):
        swaps = _swaps(best, at_once, failed)
        if not swaps:
            break
        tried = _settle(points, _swapped(best, swaps))
        if tried.error < best.error * (1 - 1e-6):
            best = tried
            failed.clear()
        elif len(swaps) == 1:
            failed.add((swaps[0].freed, swaps[0].split))
        else:
            at_once = max(len(swaps) // 2, 1)
        tick((done + 1) / rounds)
    tick(1.0)
    return best.centroids


class _Solution:
    """Centroids, what they got, and what can be said of their clusters; on demand, once."""

    def __init__(self, points: Points, centroids: NDArray[np.float64]) -> None:
        self.points = points
        self.centroids = centroids
        self.found = points.assign(centroids)
        self.error = points.error(self.found, centroids)

    @cached_property
    def halves(self) -> _Halves:
        """Each cluster split in two."""
        return _split(self)

    @cached_property
    def merge_costs(self) -> NDArray[np.float64]:
        """(k, k): what each merger of two clusters adds to the error at most (Ward 1963)."""
        masses, means = self.found.masses, self.means
        squares = (means**2).sum(axis=1)
        distances = np.maximum(squares[:, None] + squares - 2 * means @ means.T, 0)
        costs: NDArray[np.float64]
        costs = masses[:, None] * masses / np.maximum(masses[:, None] + masses, 1) * distances
        np.fill_diagonal(costs, np.inf)
        return costs

    @cached_property
    def means(self) -> NDArray[np.float64]:
        masses = self.found.masses
        filled = np.where(masses > 0, masses, 1)[:, None]
        return np.where(masses[:, None] > 0, self.found.sums / filled, self.centroids)


def _settle(points: Points, centroids: NDArray[np.float64]) -> _Solution:
    solution = _Solution(points, centroids)
    for _ in range(_ITERATIONS):
        solution = _Solution(points, solution.means)
    return solution


def _swaps(solution: _Solution, at_most: int, failed: set[tuple[int, int]]) -> list[Swap]:
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


class _Halves(NamedTuple):
    gain: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def _split(solution: _Solution) -> _Halves:
    """Split each cluster across its longest axis; tell the gain and the means of the halves."""
    points, labels, masses = solution.points, solution.found.labels, solution.found.masses
    k, means = len(masses), solution.means
    away = points.positions - means[labels]
    weights = points.weights.astype(np.float64)
    covariance = np.empty((k, 3, 3))
    for i in range(3):
        for j in range(i, 3):
            moment = np.bincount(labels, weights * away[:, i] * away[:, j], k)
            covariance[:, i, j] = covariance[:, j, i] = moment
    axes = np.linalg.eigh(covariance)[1][:, :, 2]
    above = np.einsum("ij,ij->i", away, axes[labels]) > 0
    weights *= above
    high_mass = np.bincount(labels, weights, k)
    high_sum = np.stack([np.bincount(labels, weights * away[:, i], k) for i in range(3)], axis=1)
    low_mass = masses - high_mass
    both = (high_mass > 0) & (low_mass > 0)
    high = np.where(both[:, None], high_sum / np.where(both, high_mass, 1)[:, None], 0)
    # The halves' sums are each other's negative, as both are taken from the mean.
    low = np.where(both[:, None], -high_sum / np.where(both, low_mass, 1)[:, None], 0)
    gain = high_mass * (high**2).sum(axis=1) + low_mass * (low**2).sum(axis=1)
    return _Halves(np.where(both, gain, 0), means + low, means + high)


def _swapped(solution: _Solution, swaps: list[Swap]) -> NDArray[np.float64]:
    halves = solution.halves
    masses, sums = solution.found.masses, solution.found.sums
    centroids = solution.means.copy()
    for kept, freed, split in swaps:
        mass = masses[kept] + masses[freed]
        if mass:
            centroids[kept] = (sums[kept] + sums[freed]) / mass
        centroids[split], centroids[freed] = halves.low[split], halves.high[split]
    return centroids
