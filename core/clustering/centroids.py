"""Centroids: where the clusters have their centers, and which of these stay where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class Centroids:
    """Cluster centers in a color space, some of which may be fixed.

    Parameters
    ----------
    positions : (k, 3) or (k, 4) float64
    fixed : (k,) bool
        Those that nothing moves. In a whole palette they come first, but any subset is possible
        among the neighbors of a cluster.
    """

    positions: NDArray[np.float64]
    fixed: NDArray[np.bool_]

    @classmethod
    def of(cls, positions: NDArray[np.float64], fixed: int = 0) -> Centroids:
        """Return centroids at (k, 3) or (k, 4) positions, the first `fixed` of which stay there."""
        return cls(positions, np.arange(len(positions)) < fixed)

    def __len__(self) -> int:
        return len(self.positions)

    def moved_to(self, positions: NDArray[np.float64]) -> Centroids:
        """Return the same with all but the fixed ones moved to (k, 3) or (k, 4) positions."""
        return Centroids(np.where(self.fixed[:, None], self.positions, positions), self.fixed)

    def some(self, chosen: NDArray[np.intp]) -> Centroids:
        """Return those at (n,) indices, in their order."""
        return Centroids(self.positions[chosen], self.fixed[chosen])
