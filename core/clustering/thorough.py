"""Thorough repair: swaps tried one by one in their neighborhoods, until none helps.

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

from core.clustering.centroids import Centroids
from core.clustering.points import Points
from core.clustering.solution import Solution, pairwise_squared_distances
from core.clustering.watching import Glimpse, Watch
from core.progress import Tick, silent

# The clusters that a removal or a split may change: as many as a cell of a dense packing has
# neighbors.
_NEIGHBORS = 12
# Iterations of Lloyd's algorithm in a trial.
_ITERATIONS = 4
# Between rounds, all centroids settle until an iteration gains less than this part of the error,
# so that a trial shows what the swap gains and not what the iterations would have anyway.
_SETTLED = 1e-4
# Pairs tried together in a round, for each centroid: most of the promise is in the first few.
_PAIRS_PER_CENTROID = 3
# The least gain that counts, as part of the error; less could be rounding.
_LEAST_GAIN = 1e-7
# No photo needs nearly as many.
_MOST_ROUNDS = 200
# After this many rounds the progress bar is full but for 1/e.
_USUAL_ROUNDS = 4


class _Exchange(NamedTuple):
    """A swap that was tried and helped.

    Parameters
    ----------
    region : set of int
        The clusters that took part.
    order : (r,) intp
        The same, in the order of `positions`.
    positions : (r, 3) float64
        The places that their centroids go to.
    """

    region: set[int]
    order: NDArray[np.intp]
    positions: NDArray[np.float64]


def repair_thoroughly(
    points: Points, centroids: Centroids, tick: Tick = silent, watch: Watch | None = None
) -> Centroids:
    """Swap centroids until no swap lowers the error.

    Parameters
    ----------
    points : Points
    centroids : Centroids
        At rest, or nearly.
    tick : Tick
        Receives the fraction done: a guess, as nobody knows how many rounds it takes.
    watch : callable, optional
        Is shown the centroids after each round.

    Returns
    -------
    Centroids
        With no more error than before.
    """
    solution = Solution(points, centroids, tick)
    for done in range(_MOST_ROUNDS):
        if len(centroids) == 1 or solution.error == 0:
            break
        solution = _at_rest(solution)
        here = tick.part(_part_filled(done), _part_filled(done + 1))
        swaps = _Round(solution, here).swaps(_PAIRS_PER_CENTROID * len(centroids))
        moved = solution.centroids.positions.copy()
        for swap in swaps:
            moved[swap.order] = swap.positions
        swapped = Solution(points, Centroids(moved, centroids.fixed), tick)
        # A swap that helps by no more than rounding could be found again and again.
        if not swaps or swapped.error >= solution.error * (1 - _LEAST_GAIN):
            break
        solution = swapped
        if watch is not None:
            watch(Glimpse(points, solution.centroids))
    tick(1.0)
    return solution.centroids


def _part_filled(rounds: int) -> float:
    """Guess the fraction that is done after some rounds: nobody knows how many are to come."""
    return 1 - math.exp(-rounds / _USUAL_ROUNDS)


def _at_rest(solution: Solution) -> Solution:
    """Iterate Lloyd's algorithm until it gains next to nothing."""
    while True:
        moved = solution.settled(1)
        if moved.error >= solution.error * (1 - _SETTLED):
            return moved if moved.error < solution.error else solution
        solution = moved


class _Round:
    """The removals, splits and swaps that are tried from one solution."""

    def __init__(self, solution: Solution, tick: Tick) -> None:
        self._solution = solution
        self._tick = tick
        self._points = solution.points
        self._centroids = solution.centroids
        self._members = solution.members()
        self._errors = solution.errors
        distances = pairwise_squared_distances(self._centroids.positions)
        np.fill_diagonal(distances, -1)
        self._near = np.argsort(distances, axis=1, kind="stable")[:, : _NEIGHBORS + 1]
        self._about = [set(near.tolist()) for near in self._near]

    def swaps(self, most: int) -> list[_Exchange]:
        """Find swaps that lower the error, no two of which touch the same cluster.

        At most `most` pairs of a removal and a split are tried.
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
                continue  # Each was tried by itself, and together they are no better.
            kept = np.array(sorted(region - {freed, split}), dtype=np.intp)
            order = np.concatenate([kept, [split, freed]]).astype(np.intp)
            start = np.concatenate([self._centroids.positions[kept], self._halves(split)])
            before = self._errors[order].sum()
            error, moved = self._settle(order, Centroids(start, self._centroids.fixed[order]))
            if before - error > least:
                taken |= region
                found.append(_Exchange(region, order, moved))
        return found

    def _costs_and_gains(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Try to remove, and to split, each cluster by itself; two (k,) float64."""
        k = len(self._centroids)
        costs, gains = np.empty(k), np.empty(k)
        for j, near in enumerate(self._near):
            self._tick(0.5 * j / k)
            is_fixed, others = self._centroids.fixed[j], self._centroids.some(near[1:])
            before = self._errors[near].sum()
            costs[j] = np.inf if is_fixed else self._settle(near, others)[0] - before
            split = Centroids(
                np.concatenate([self._halves(j), others.positions]),
                np.concatenate([[is_fixed, False], others.fixed]),
            )
            gains[j] = before - self._settle(near, split)[0]
        return costs, gains

    def _halves(self, cluster: int) -> NDArray[np.float64]:
        """Return the (2, 3) positions that a cluster is split to."""
        halves = self._solution.halves
        return np.stack([halves.low[cluster], halves.high[cluster]])

    def _settle(
        self, clusters: NDArray[np.intp], centroids: Centroids
    ) -> tuple[float, NDArray[np.float64]]:
        """Move centroids to rest among the points of some clusters; the error there comes first."""
        members = np.concatenate([self._members[each] for each in clusters])
        here = self._points.some(members)
        settled = Solution(here, centroids, self._solution.tick).settled(_ITERATIONS)
        return settled.error, settled.centroids.positions


def _promising(
    costs: NDArray[np.float64], gains: NDArray[np.float64], most: int
) -> list[tuple[int, int]]:
    """List pairs of a cluster to free and one to split, the most promising first."""
    promise = gains - costs[:, None]
    np.fill_diagonal(promise, -np.inf)
    # Pairs that cost more than they gain are listed as well: where the two are neighbors, together
    # they may be better than apart.
    freed, split = np.nonzero(np.isfinite(promise) & (gains > 0))
    best = np.argsort(-promise[freed, split], kind="stable")[:most]
    return list(zip(freed[best].tolist(), split[best].tolist(), strict=True))
