"""The first step of the best effort: good palettes crossed with other good ones.

The centroids of two solutions together are twice too many; merged, pair by pair, where that
costs least, they become a third that is often better than both, as it keeps from each what it did
well. Fränti 2000, "Genetic algorithm with deterministic crossover for vector quantization",
doi:10.1016/S0167-8655(99)00133-6; merging by pairwise nearest neighbors: Equitz 1989, "A new
vector quantization clustering algorithm", doi:10.1109/29.35395.
"""

from __future__ import annotations

import numpy as np

from core import kernels
from core.clustering.centroids import Centroids
from core.clustering.points import Points
from core.clustering.solution import Solution
from core.clustering.start import choose_centroids
from core.clustering.watching import Glimpse, Watch
from core.progress import Tick, silent

# Iterations of Lloyd's algorithm for a partner, and for a child.
_PARTNER_ITERATIONS = 5
_CHILD_ITERATIONS = 8
_LEAST_GAIN = 1e-6


def cross(
    points: Points,
    centroids: Centroids,
    coarse: Points,
    most: int,
    patience: int,
    tick: Tick = silent,
    watch: Watch | None = None,
) -> Centroids:
    """Cross a solution with new ones from k-means++ as long as that lowers the error.

    Parameters
    ----------
    points : Points
    centroids : Centroids
        None of them fixed.
    coarse : Points
        Roughly the same as `points`, and at least as many as the centroids; partners start there.
    most : int
        The most partners.
    patience : int
        Partners in a row without gain after which it ends.
    tick : Tick
        Receives the fraction done, a guess.
    watch : callable, optional
        Is shown each solution that is better than the ones before.

    Returns
    -------
    Centroids
        With no more error than before.
    """
    # The user's seed has no part in it: partners are a way to search, not a choice of the start.
    rng = np.random.default_rng(0)
    waited = tried = 0
    best = Solution(points, centroids, tick)
    while waited < patience and tried < most and best.error > 0:
        start = choose_centroids("kmeans++", len(centroids), coarse, rng, tick.still())
        partner = Solution(points, Centroids.of(start), tick).settled(_PARTNER_ITERATIONS)
        child = Solution(points, _child(best, partner), tick).settled(_CHILD_ITERATIONS)
        tried += 1
        if child.error < best.error * (1 - _LEAST_GAIN):
            best, waited = child, 0
            if watch is not None:
                watch(Glimpse(points, best.centroids, renewed=True))
        else:
            waited += 1
        tick(max(waited / patience, tried / most))
    tick(1.0)
    return best.centroids


def _child(one: Solution, other: Solution) -> Centroids:
    """Merge the centroids of two solutions to as many as one has."""
    together = np.concatenate([one.centroids.positions, other.centroids.positions])
    both = Solution(one.points, Centroids.of(together), one.tick)
    filled = both.found.masses > 0
    means = both.means.positions[filled]
    merged = kernels.unite(means, both.found.masses[filled], len(one.centroids))
    # Where fewer are filled than wanted, centroids without points are as good as any.
    spare = one.centroids.positions[len(merged) :]
    return Centroids.of(np.concatenate([merged, spare]))
