"""The order of a palette: near colors with near indices, so that differences of indices are small.

What rows look like when they are packed as they are does not depend on the order. Filters take
differences of neighbors, and for them a good order is worth up to a tenth of the file.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

_LUMA = np.array([299, 587, 114])
# After so many rounds little more is gained, and 256 colors have taken 60 ms.
_ROUNDS = 4


def by_lightness(colors: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Order (k, 3) uint8 colors from dark to light; returns the (k,) indices."""
    return np.argsort(colors @ _LUMA, kind="stable")


def by_neighbors(indices: NDArray[np.uint8], k: int) -> NDArray[np.intp]:
    """Order the colors of (h, w) indices below k so that those of neighboring pixels are near.

    Begins with the modified Zeng method (Pinho and Neves 2004, doi:10.1109/LSP.2003.822897) and
    then swaps two colors as long as that lowers the sum, over all pairs of neighbors, of the
    logarithm of their distance: about the bits that their difference takes.

    Returns
    -------
    (k,) intp
        The indices in their new order.
    """
    pairs = neighbors(indices, k)
    return _swapped(pairs, _modified_zeng(pairs))


def neighbors(indices: NDArray[np.uint8], k: int) -> NDArray[np.float64]:
    """Count, for each two different colors, pixels side by side or one above the other.

    Returns
    -------
    (k, k) float64
        Symmetric, zero on the diagonal.
    """
    beside = indices[:, :-1].astype(np.int32) * k + indices[:, 1:]
    above = indices[:-1].astype(np.int32) * k + indices[1:]
    found = sum(np.bincount(pairs.ravel(), minlength=k * k) for pairs in (beside, above))
    pairs = np.asarray(found, dtype=np.float64).reshape(k, k)
    pairs += pairs.T
    np.fill_diagonal(pairs, 0)
    return pairs


def _modified_zeng(pairs: NDArray[np.float64]) -> NDArray[np.intp]:
    """Begin with the two colors that meet most; add, by turns, what meets all these most.

    It goes to the end that it meets nearer to.
    """
    k = len(pairs)
    if k < 3:
        return np.arange(k)
    first, second = divmod(int(pairs.argmax()), k)
    row = deque([first, second] if first != second else [0, 1])
    met = pairs[row[0]] + pairs[row[1]]
    met[list(row)] = -np.inf
    for size in range(2, k):
        new = int(met.argmax())
        weights = size - 1 - 2 * np.arange(size)
        if weights @ pairs[new, row] > 0:
            row.appendleft(new)
        else:
            row.append(new)
        met += pairs[new]
        met[new] = -np.inf
    return np.array(row)


def _swapped(pairs: NDArray[np.float64], order: NDArray[np.intp]) -> NDArray[np.intp]:
    k = len(order)
    order, places = order.copy(), np.arange(k)
    cost = np.log2(1 + 2 * np.abs(places[:, None] - places))
    met = pairs[np.ix_(order, order)]
    for _ in range(_ROUNDS):
        # What color i would cost at place j, if the others stayed.
        at = met @ cost
        stay = np.diag(at)
        gains = stay[:, None] + stay - at - at.T - 2 * met * cost
        gains[np.tril_indices(k)] = 0
        best = np.argsort(-gains, axis=None, kind="stable")[: 2 * k]
        swapped = False
        for i, j in zip(*np.unravel_index(best, gains.shape), strict=True):
            if gains[i, j] <= 0:
                break
            # Anew, as colors were swapped since.
            gain = (met[i] - met[j]) @ (cost[i] - cost[j]) - 2 * met[i, j] * cost[i, j]
            if gain > 1e-9:
                met[[i, j]] = met[[j, i]]
                met[:, [i, j]] = met[:, [j, i]]
                order[[i, j]] = order[[j, i]]
                swapped = True
        if not swapped:
            break
    return order
