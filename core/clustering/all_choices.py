"""The best of all sets of candidates, where there are few enough to look at each that may be."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from core.clustering.medoids import Candidates, Chosen
from core.clustering.points import Points
from core.clustering.solution import pairwise_squared_distances
from core.progress import Tick, silent

# Sets times points: half a second or so, if no branch is cut.
_MOST_SETS = 1 << 17
_MOST_WORK = 1 << 28


def are_few(points: Points, candidates: Candidates, k: int) -> bool:
    """Return whether all sets of k candidates can be looked at."""
    sets = comb(len(candidates), k)
    return sets <= _MOST_SETS and sets * len(points) <= _MOST_WORK


def best_of_all(
    points: Points, candidates: Candidates, chosen: Chosen, tick: Tick = silent
) -> Chosen:
    """Find the k candidates of the least error by branch and bound.

    A branch is cut where even all candidates that it may still choose from, together, would serve
    no better than the best set so far.

    Parameters
    ----------
    points : Points
    candidates : Candidates
    chosen : (k,) intp
        To begin with: the better, the more is cut.
    tick : Tick
        Hears every few milliseconds that the work goes on.

    Returns
    -------
    (k,) intp
    """
    weights = points.weights.astype(np.float64)
    positions = points.positions
    distances = pairwise_squared_distances(candidates.places, positions)
    given = np.full(len(points), np.inf)
    if len(candidates.given):
        given = pairwise_squared_distances(candidates.given, positions).min(axis=0)
    # The distances to the nearest of a candidate and all after it.
    rest = np.minimum.accumulate(distances[::-1])[::-1]
    best, least = np.sort(chosen), _error(np.minimum(given, distances[chosen].min(axis=0)), weights)
    k = len(chosen)
    stack: list[tuple[list[int], NDArray[np.float64]]] = [([], given)]
    while stack:
        tick.alive()
        picked, served = stack.pop()
        begin = picked[-1] + 1 if picked else 0
        if _error(np.minimum(served, rest[begin]), weights) >= least:
            continue
        left = k - len(picked)
        if left == 1:
            errors = np.minimum(distances[begin:], served) @ weights
            last = int(errors.argmin())
            if errors[last] < least:
                best, least = np.array([*picked, begin + last], np.intp), float(errors[last])
            continue
        branches = range(begin, len(distances) - left + 1)
        stack += [([*picked, each], np.minimum(served, distances[each])) for each in branches[::-1]]
    return best


def _error(served: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    return float(served @ weights)
