"""The best few of given colors: k-medoids, whose medoids are candidates and not points.

Centroids of k-means are snapped to the nearest candidates; then a chosen candidate is exchanged for
another, again and again, as long as that lowers the error over the points. From where no exchange
of one helps, some are exchanged at random to see whether the way down from there leads lower.

Swaps: Kaufman and Rousseeuw 1990, "Finding Groups in Data", doi:10.1002/9780470316801. What a
candidate gains in place of each chosen one is found in one pass over the points, and it is
exchanged at once: Schubert and Rousseeuw 2021, doi:10.1016/j.is.2021.101804.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Points
from core.clustering.solution import pairwise_squared_distances
from core.progress import Tick, silent

Chosen = NDArray[np.intp]
"""Rows of candidates, all different."""

_Places = NDArray[np.float32]

# Distances computed at once: 2 MB, which stay in the cache.
_DISTANCES_PER_BLOCK = 1 << 19
# A swap that lowers the error by a smaller part is not worth its time, and may be but rounding.
_LEAST_GAIN = 1e-5
_FAR = np.float32(3e38)
# So many are exchanged at random: with one, the way down leads back too often.
_SHAKEN = 2


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """The places to choose from, beside some that are taken anyway.

    Parameters
    ----------
    places : (m, 3) float64
        Those of the candidates, in the space of the points.
    given : (l, 3) float64
        Those of locked colors.
    """

    places: NDArray[np.float64]
    given: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.places)

    def error(self, points: Points, chosen: Chosen) -> float:
        """Sum weight times squared distance to the nearest of the given and the chosen places."""
        taken = np.concatenate([self.given, self.places[chosen]])
        return points.error(points.assign(taken), taken)


def snap(
    distances: NDArray[np.float64], fixed: NDArray[np.bool_], masses: NDArray[np.float64]
) -> Chosen:
    """Find the nearest candidate for each centroid, another one for each.

    Fixed ones choose first, and then those of much mass.

    Parameters
    ----------
    distances : (k, m) float64
        Of each centroid to each candidate, of which there are at least as many.
    fixed : (k,) bool
        Centroids that choose first.
    masses : (k,) float64

    Returns
    -------
    (k,) intp
    """
    distances, snapped = distances.copy(), np.empty(len(distances), np.intp)
    for number in np.lexsort([-masses, ~fixed]):
        nearest = int(distances[number].argmin())
        snapped[number] = nearest
        distances[:, nearest] = np.inf
    return snapped


def swap(
    points: Points,
    candidates: Candidates,
    chosen: Chosen,
    stays: NDArray[np.bool_],
    tick: Tick = silent,
    *,
    near: int | None = None,
    most: int | None = None,
) -> Chosen:
    """Exchange chosen candidates for others until no exchange of one lowers the error.

    Parameters
    ----------
    points : Points
    candidates : Candidates
    chosen : (k,) intp
    stays : (k,) bool
        Those that are not exchanged.
    tick : Tick
        Hears every few milliseconds that the work goes on.
    near : int, optional
        Only so many candidates are tried, those that are nearest to each chosen one.
    most : int, optional
        After so many exchanges it ends.

    Returns
    -------
    (k,) intp
    """
    if stays.all():
        return chosen
    field, chosen = _Field(points, candidates, tick), chosen.copy()
    served = field.served_by(chosen)
    free = np.ones(len(candidates), np.bool_)
    if near is not None and near < len(free):
        away = pairwise_squared_distances(candidates.places[chosen], candidates.places)
        free[:] = False
        free[np.argpartition(away, near - 1, axis=1)[:, :near]] = True
    free[chosen] = False
    block = max(_DISTANCES_PER_BLOCK // len(points), 1)
    begins, fruitless, turn = range(0, len(free), block), 0, 0
    # Once round without a swap, and there is none.
    while fruitless < len(begins) and most != 0:
        begin = begins[turn % len(begins)]
        turn += 1
        fruitless += 1
        tick.alive()
        here = np.flatnonzero(free[begin : begin + block]) + begin
        if not len(here):
            continue
        gains = field.gains(served, here, len(chosen))
        gains[:, stays] = np.inf
        best, gone = np.unravel_index(gains.argmin(), gains.shape)
        if gains[best, gone] >= -_LEAST_GAIN * served.error:
            continue
        tried = chosen.copy()
        tried[gone] = here[best]
        after = field.after(served, tried, int(gone))
        if after.error < served.error:
            # The one that is gone may come back in place of another.
            free[chosen[gone]], free[here[best]] = True, False
            chosen, served, fruitless = tried, after, 0
            most = None if most is None else most - 1
    return chosen


def shake(
    rough: Points,
    points: Points,
    candidates: Candidates,
    chosen: Chosen,
    stays: NDArray[np.bool_],
    times: int,
    rng: np.random.Generator,
    tick: Tick = silent,
) -> Chosen:
    """Exchange some at random and swap from there, several times, and keep the best.

    Parameters
    ----------
    rough, points : Points
        Those that swaps are looked for on, and those that decide what is best.
    candidates, chosen, stays
        As for `swap`.
    times : int
    rng : numpy.random.Generator
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (k,) intp
    """
    movable = np.flatnonzero(~stays)
    many = min(_SHAKEN, len(movable), len(candidates) - len(chosen))
    best, least = chosen, candidates.error(points, chosen)
    for time in range(times if many else 0):
        tick(time / times)
        others = np.setdiff1d(np.arange(len(candidates)), best)
        tried = best.copy()
        tried[rng.choice(movable, many, replace=False)] = rng.choice(others, many, replace=False)
        tried = swap(rough, candidates, tried, stays, tick)
        error = candidates.error(points, tried)
        if error < least:
            best, least = tried, error
    return best


class _Served(NamedTuple):
    """How well places serve the points.

    Parameters
    ----------
    labels, nexts : (n,) intp
        The nearest place of each point, and the next nearest.
    first, second : (n,) float32
        Squared distances to these.
    error : float
    """

    labels: NDArray[np.intp]
    nexts: NDArray[np.intp]
    first: _Places
    second: _Places
    error: float


class _Field:
    """Points and places relative to the middle of the points, so that float32 will do."""

    def __init__(self, points: Points, candidates: Candidates, tick: Tick) -> None:
        weights, positions = points.weights.astype(np.float64), points.positions
        middle = weights @ positions / weights.sum()
        self._positions = (positions - middle).astype(np.float32)
        self._squares = np.einsum("ij,ij->i", self._positions, self._positions)
        self._weights = weights
        self._places = (candidates.places - middle).astype(np.float32)
        self._given = (candidates.given - middle).astype(np.float32)
        self._tick = tick

    def served_by(self, chosen: Chosen) -> _Served:
        """Find out how well chosen candidates and the given places serve the points."""
        size = len(self._positions)
        labels, first = np.empty(size, np.intp), np.empty(size, np.float32)
        served = _Served(labels, labels.copy(), first, first.copy(), error=0.0)
        self._look(served, np.arange(size), chosen)
        return served._replace(error=float(self._weights @ served.first))

    def after(self, served: _Served, chosen: Chosen, gone: int) -> _Served:
        """Find out the same once the candidate at a place of the chosen was exchanged."""
        there = self._distances(self._places[chosen[gone]][None], slice(None))[0]
        labels, nexts = served.labels.copy(), served.nexts.copy()
        first, second = served.first.copy(), served.second.copy()
        left = (labels == gone) | (nexts == gone)
        nearest, next_ = ~left & (there < first), ~left & (there >= first) & (there < second)
        nexts[nearest], second[nearest] = labels[nearest], first[nearest]
        labels[nearest], first[nearest] = gone, there[nearest]
        nexts[next_], second[next_] = gone, there[next_]
        after = _Served(labels, nexts, first, second, 0.0)
        self._look(after, np.flatnonzero(left), chosen)
        return after._replace(error=float(self._weights @ first))

    def gains(self, served: _Served, others: Chosen, k: int) -> NDArray[np.float64]:
        """Return what each of (b,) candidates adds to the error in place of each of k chosen.

        (b, k) float64, below 0 where the error falls.
        """
        order = np.argsort(served.labels.astype(np.uint16), kind="stable")
        filled, begins = np.unique(served.labels[order], return_index=True)
        first, second = served.first[order], served.second[order]
        weights = self._weights[order].astype(np.float32)
        distances = self._distances(self._places[others], order)
        nearer = np.minimum(distances, first) @ weights - first @ weights
        # Points of a chosen one that is gone go to the new one or to their next.
        np.clip(distances, first, second, out=distances)
        distances -= first
        lost = np.zeros((len(others), k))
        ends = [*begins[1:].tolist(), len(weights)]
        for place, begin, end in zip(filled, begins, ends, strict=True):
            if place < k:
                lost[:, place] = distances[:, begin:end] @ weights[begin:end]
        return nearer[:, None] + lost

    def _look(self, served: _Served, which: NDArray[np.intp], chosen: Chosen) -> None:
        """Find the two nearest places of some points among all, and write them down."""
        taken = np.concatenate([self._places[chosen], self._given])
        block = max(_DISTANCES_PER_BLOCK // len(taken), 1)
        for begin in range(0, len(which), block):
            here = which[begin : begin + block]
            distances, each = self._distances(taken, here), np.arange(len(here))
            served.labels[here] = labels = distances.argmin(axis=0)
            served.first[here] = distances[labels, each]
            distances[labels, each] = _FAR
            served.nexts[here] = nexts = distances.argmin(axis=0)
            served.second[here] = distances[nexts, each]
            self._tick.alive()

    def _distances(self, places: _Places, order: NDArray[np.intp] | slice) -> _Places:
        distances: _Places = (-2 * places) @ self._positions[order].T
        distances += np.einsum("ij,ij->i", places, places)[:, None]
        distances += self._squares[order]
        return np.maximum(distances, 0, out=distances)
