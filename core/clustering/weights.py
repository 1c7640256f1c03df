"""Weights in whole numbers whose sums stay within what the loops can add up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_WEIGHT = 400_000_000
"""Photos of 500 million pixels are clustered; this leaves room for weights by salience."""


def within_bounds(weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Make (m,) weights smaller alike where they are too large together; each is at least 1.

    What rounding takes from one goes to the next, so that sums of neighbors stay right.
    """
    total = int(weights.sum())
    if total <= MOST_WEIGHT:
        return weights
    return np.maximum(shared_out(weights, MOST_WEIGHT), 1)


def shared_out(weights: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """Share a total out by (m,) weights: whole numbers, 0 for small ones."""
    reached = np.rint(np.cumsum(weights) * (total / int(weights.sum()))).astype(np.int64)
    shares: NDArray[np.int64] = np.diff(reached, prepend=0)
    return shares
