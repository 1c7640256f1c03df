"""What the best effort adds: swaps tried one by one in their neighborhoods, until none helps.

To take a centroid from one place and give it to another changes the clusters about these two
places and hardly any other. So a swap is tried on the points of a few clusters: Lloyd's algorithm
moves their centroids, and what the error falls by there it falls by at least altogether. First
each removal and each split is tried alone; then the most promising pairs together. The idea is
that of random swap (Fränti 2018, "Efficiency of random swap clustering",
doi:10.1186/s40537-018-0122-y), without the randomness.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Points
from core.clustering.solution import Solution, squared_distances
from core.progress import Tick, silent

# The clusters that a removal or a split may change: as many as a cell of a dense packing has
# neighbors.
_NEIGHBORS = 12
# Lloyd's iterations of a trial.
_ITERATIONS = 4
# Between rounds, all centroids settle until an iteration gains less than this part of the error,
# so that a trial shows what the swap gains and not what the iterations would have anyway.
_SETTLED = 1e-4
# Pairs tried together in a round, for each centroid: most of the promise is in the first few.
_PAIRS_PER_CENTROID = 3
# What counts as an improvement, as part of the error; less could be rounding.
_LEAST_GAIN = 1e-7
# Far more than any photo needs.
_MOST_ROUNDS = 200
# So many rounds fill all but 1/e of the progress bar.
_USUAL_ROUNDS = 4


class _Exchange(NamedTuple):
    """A swap that was tried and helped.

    Parameters
    ----------
    region : set of int
        The clusters that took part.
    order : (r,) intp
        The same, in the order of `centroids`.
    centroids : (r, 3) float64
        Where they go.
    """

    region: set[int]
    order: NDArray[np.intp]
    centroids: NDArray[np.float64]


def repair_thoroughly(
    points: Points, centroids: NDArray[np.float64], tick: Tick = silent, fixed: int = 0
) -> NDArray[np.float64]:
    """Swap centroids until no swap lowers the error.

    Parameters
    ----------
    points : Points
    centroids : (k, 3) float64
        At rest, or nearly.
    tick : Tick
        Receives the fraction done: a guess, as nobody knows how many rounds it takes.
    fixed : int
        So many centroids, the first, stay where they are.

    Returns
    -------
    (k, 3) float64
        With no more error than before.
    """
    stay = np.arange(len(centroids)) < fixed
    solution = Solution(points, centroids, tick, stay)
    for done in range(_MOST_ROUNDS):
        if len(centroids) == 1 or solution.error == 0:
            break
        solution = _at_rest(solution)
        here = tick.part(_part_filled(done), _part_filled(done + 1))
        swaps = _Round(solution, here).swaps(_PAIRS_PER_CENTROID * len(centroids))
        moved = solution.centroids.copy()
        for swap in swaps:
            moved[swap.order] = swap.centroids
        swapped = Solution(points, moved, tick, stay)
        # What helps by no more than rounding could be found again and again.
        if not swaps or swapped.error >= solution.error * (1 - _LEAST_GAIN):
            break
        solution = swapped
    tick(1.0)
    return solution.centroids


def _part_filled(rounds: int) -> float:
    """Guess the fraction that is done after some rounds: nobody knows how many are to come."""
    return 1 - math.exp(-rounds / _USUAL_ROUNDS)


def _at_rest(solution: Solution) -> Solution:
    while True:
        moved = solution.settled(1)
        if moved.error >= solution.error * (1 - _SETTLED):
            return moved if moved.error < solution.error else solution
        solution = moved


class _Round:
    """All that is tried from one solution."""

    def __init__(self, solution: Solution, tick: Tick) -> None:
        self._solution = solution
        self._tick = tick
        self._points = solution.points
        self._centroids = solution.centroids
        self._fixed = solution.fixed
        self._members = solution.members()
        self._errors = solution.errors
        distances = squared_distances(self._centroids)
        np.fill_diagonal(distances, -1)
        self._near = np.argsort(distances, axis=1, kind="stable")[:, : _NEIGHBORS + 1]
        self._about = [set(near.tolist()) for near in self._near]

    def swaps(self, most: int) -> list[_Exchange]:
        """Find swaps that lower the error, no two of which touch the same cluster.

        So many pairs of a removal and a split are tried at most.
        """
        least = _LEAST_GAIN * self._solution.error
        costs, gains = self._costs_and_gains()
        found: list[_Exchange] = []
        taken: set[int] = set()
        pairs = _promising(costs, gains, most)
        for tried, (freed, split) in enumerate(pairs):
            self._tick(0.5 + 0.5 * tried / len(pairs))
            near_freed, near_split = self._about[freed], self._about[split]
            region = near_freed | near_split
            if taken & region:
                continue
            if not near_freed & near_split and gains[split] - costs[freed] <= least:
                continue  # each was tried by itself, and together they are no better
            kept = np.array(sorted(region - {freed, split}), dtype=np.intp)
            order = np.concatenate([kept, [split, freed]]).astype(np.intp)
            start = np.concatenate([self._centroids[kept], self._halves(split)])
            before = self._errors[order].sum()
            error, moved = self._settle(order, start, self._fixed[order])
            if before - error > least:
                taken |= region
                found.append(_Exchange(region, order, moved))
        return found

    def _costs_and_gains(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Try to remove, and to split, each cluster by itself."""
        k = len(self._centroids)
        costs, gains = np.empty(k), np.empty(k)
        for j, near in enumerate(self._near):
            self._tick(0.5 * j / k)
            others, stay = self._centroids[near[1:]], self._fixed[near[1:]]
            before = self._errors[near].sum()
            if self._fixed[j]:
                costs[j] = np.inf
            else:
                costs[j] = self._settle(near, others, stay)[0] - before
            split = np.concatenate([self._halves(j), others])
            stay = np.concatenate([[self._fixed[j], False], stay])
            gains[j] = before - self._settle(near, split, stay)[0]
        return costs, gains

    def _halves(self, cluster: int) -> NDArray[np.float64]:
        halves = self._solution.halves
        return np.stack([halves.low[cluster], halves.high[cluster]])

    def _settle(
        self,
        clusters: NDArray[np.intp],
        centroids: NDArray[np.float64],
        fixed: NDArray[np.bool_],
    ) -> tuple[float, NDArray[np.float64]]:
        """Let centroids settle among the points of some clusters; tell the error there."""
        members = np.concatenate([self._members[each] for each in clusters])
        here = self._points.some(members)
        settled = Solution(here, centroids, self._solution.tick, fixed).settled(_ITERATIONS)
        return settled.error, settled.centroids


def _promising(
    costs: NDArray[np.float64], gains: NDArray[np.float64], most: int
) -> list[tuple[int, int]]:
    """List pairs of a cluster to free and one to split, the most promising first."""
    promise = gains - costs[:, None]
    np.fill_diagonal(promise, -np.inf)
    # Even those that cost more than they gain: where the two are neighbors, together they may be
    # better than apart.
    freed, split = np.nonzero(np.isfinite(promise) & (gains > 0))
    best = np.argsort(-promise[freed, split], kind="stable")[:most]
    return list(zip(freed[best].tolist(), split[best].tolist(), strict=True))
