"""Quick repair: centroids moved from where they are hardly missed to where they are needed.

Lloyd's algorithm cannot do that: between the two places lie others. Merging two clusters costs
some error, splitting another in two gains some; as long as more is gained than lost the swap is
worth a try. Kaukoranta, Fränti and Nevalainen 1998, "Iterative split-and-merge algorithm for
vector quantization codebook generation", doi:10.1117/1.601887; and, for many swaps at once,
fewer and fewer, Fritzke 2020, "The k-means-u* algorithm" (breathing k-means, arXiv:2006.15666).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.clustering.centroids import Centroids
from core.clustering.points import Points
from core.clustering.solution import Solution
from core.clustering.watching import Glimpse, Watch
from core.progress import Tick, silent

# Iterations of Lloyd's algorithm after a swap, to see what it is worth.
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
    centroids: Centroids,
    rounds: int,
    tick: Tick = silent,
    watch: Watch | None = None,
) -> Centroids:
    """Swap centroids as long as the error falls.

    Parameters
    ----------
    points : Points
    centroids : Centroids
        At rest, or nearly.
    rounds : int
        The most tries.
    tick : Tick
        Receives the fraction done.
    watch : callable, optional
        Is shown the centroids after each try that helped.

    Returns
    -------
    Centroids
        With no more error than before.
    """
    done = 0
    best = Solution(points, centroids, tick)
    at_once = max(len(centroids) // 4, 1)
    failed: set[tuple[int, int]] = set()
    while done < rounds:
        swaps = _swaps(best, at_once, failed)
        if not swaps:
            break
        tried = Solution(points, _swapped(best, swaps), tick, best.found).settled(_ITERATIONS)
        if tried.error < best.error * (1 - 1e-6):
            best = tried
            failed.clear()
            if watch is not None:
                watch(Glimpse(points, best.centroids))
        elif len(swaps) == 1:
            failed.add((swaps[0].freed, swaps[0].split))
        else:
            at_once = max(len(swaps) // 2, 1)
        done += 1
        tick(done / rounds)
    tick(1.0)
    return best.centroids


def _swaps(solution: Solution, at_most: int, failed: set[tuple[int, int]]) -> list[Swap]:
    """Find swaps that promise more than they cost, each cluster in one of them only."""
    gains, costs = solution.halves.gain, solution.merge_costs
    partner = np.argmin(costs, axis=1)
    cost = costs[np.arange(len(costs)), partner]
    splits = [int(each) for each in np.argsort(-gains, kind="stable")]
    taken: set[int] = set()
    swaps: list[Swap] = []
    for freed in map(int, np.argsort(cost, kind="stable")):
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


def _swapped(solution: Solution, swaps: list[Swap]) -> Centroids:
    """Return the means of a solution's clusters after swaps of centroids."""
    fixed, halves = solution.centroids.fixed, solution.halves
    masses, sums = solution.found.masses, solution.found.sums
    positions = solution.means.positions.copy()
    for kept, freed, split in swaps:
        mass = masses[kept] + masses[freed]
        if mass and not fixed[kept]:
            positions[kept] = (sums[kept] + sums[freed]) / mass
        positions[split], positions[freed] = halves.low[split], halves.high[split]
    return Centroids(positions, fixed)
