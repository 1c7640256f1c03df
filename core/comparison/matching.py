"""Do two runs end in the same place? Their centroids, paired so that they lie as near as can be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray


class Clustered(Protocol):
    """Anything that has (k, 3) centroids."""

    @property
    def centroids(self) -> NDArray[np.float32]:
        """Centroids in sRGB: (k, 3) float32, 0…255."""


Run = TypeVar("Run", bound=Clustered)


@dataclass(frozen=True, eq=False)
class Match(Generic[Run]):
    """The centroids of one run, each paired with a similar one of another.

    Parameters
    ----------
    first, second
        Runs with the same number of centroids.
    partners : (k,) intp
        For each centroid of `first` the index of its partner in `second`.
    distances : (k,) float64
        Euclidean distance of each pair in RGB, 0…442.
    """

    first: Run
    second: Run
    partners: NDArray[np.intp]
    distances: NDArray[np.float64]

    @property
    def largest_distance(self) -> float:
        """The distance of the pair that differs most."""
        return float(self.distances.max())


def match(first: Run, second: Run) -> Match[Run]:
    """Pair the centroids of two runs so that the sum of their distances is least."""
    a, b = first.centroids.astype(np.float64), second.centroids.astype(np.float64)
    distances = np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))
    partners = cheapest_pairs(distances)
    return Match(first, second, partners, distances[np.arange(len(a)), partners])


def cheapest_pairs(costs: NDArray[np.float64]) -> NDArray[np.intp]:
    """Solve the assignment problem: find a column of its own for each row, at the least total cost.

    The shortest augmenting path method of Jonker and Volgenant 1987, doi:10.1007/BF02278710.

    Parameters
    ----------
    costs : (k, k) float64

    Returns
    -------
    (k,) intp
        The column of each row.
    """
    size = len(costs)
    row_price, column_price = np.zeros(size), np.zeros(size + 1)
    # One more column, the last, holds the row whose column is being looked for.
    row_of = np.full(size + 1, -1, dtype=np.intp)
    for row in range(size):
        row_of[size] = row
        column = size
        shortest = np.full(size, math.inf)
        came_from = np.full(size, size, dtype=np.intp)
        tree = np.zeros(size + 1, dtype=bool)
        while row_of[column] != -1:
            tree[column] = True
            here = row_of[column]
            reduced = costs[here] - row_price[here] - column_price[:size]
            better = ~tree[:size] & (reduced < shortest)
            shortest[better], came_from[better] = reduced[better], column
            nearest = int(np.argmin(np.where(tree[:size], math.inf, shortest)))
            step = shortest[nearest]
            row_price[row_of[tree]] += step
            column_price[tree] -= step
            shortest[~tree[:size]] -= step
            column = nearest
        while column != size:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    columns = np.empty(size, dtype=np.intp)
    columns[row_of[:size]] = np.arange(size)
    return columns
