"""The order of a palette: near colors with near indices, so that differences of indices are small.

The order does not matter to rows that are packed as they are. Filters take differences of
neighbors, and for them a good order is worth up to a tenth of the file.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Way = Literal["beside", "above"]
"""How two pixels are neighbors."""

WAYS: tuple[Way, ...] = ("beside", "above")

_LUMA = np.array([299, 587, 114])


def by_lightness(colors: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Order (k, 3) uint8 colors from dark to light; returns the (k,) indices."""
    return np.argsort(colors @ _LUMA, kind="stable")


def opaque_last(order: NDArray[np.intp], alphas: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Put opaque colors last: the list of alphas in a PNG ends with the last that is not opaque.

    Parameters
    ----------
    order : (k,) intp
    alphas : (k,) uint8
        One for each color, by its index and not in that order.
    """
    return order[np.argsort(alphas[order] == 255, kind="stable")]


def by_neighbors(
    indices: NDArray[np.uint8], k: int, rounds: int = 1, ways: tuple[Way, ...] = WAYS
) -> NDArray[np.intp]:
    """Order the colors of (h, w) indices below k so that those of neighboring pixels are near.

    The modified Zeng method (Pinho and Neves 2004, doi:10.1109/LSP.2003.822897) comes first. Then
    one color at a time is moved, so as to lower the sum, over all pairs of neighbors, of the
    logarithm of their distance: about the bits that their difference takes.

    Parameters
    ----------
    rounds : int
        At most how often each color is moved. 256 colors take 0.1 s a round, 64 a tenth of that.
    ways : tuple of {"beside", "above"}
        Which neighbors count; filters take differences with the one, the other, or both.

    Returns
    -------
    (k,) intp
        The indices in their new order.
    """
    pairs = neighbors(indices, k, ways)
    return _moved(pairs, _modified_zeng(pairs), rounds)


def neighbors(
    indices: NDArray[np.uint8], k: int, ways: tuple[Way, ...] = WAYS
) -> NDArray[np.float64]:
    """Count, for each two different colors, the pixels side by side or one above the other.

    Returns
    -------
    (k, k) float64
        Symmetric, zero on the diagonal.
    """
    found = np.zeros(k * k, dtype=np.int64)
    if "beside" in ways:
        beside = indices[:, :-1].astype(np.int32) * k + indices[:, 1:]
        found += np.bincount(beside.ravel(), minlength=k * k)
    if "above" in ways:
        above = indices[:-1].astype(np.int32) * k + indices[1:]
        found += np.bincount(above.ravel(), minlength=k * k)
    pairs = found.astype(np.float64).reshape(k, k)
    pairs += pairs.T
    np.fill_diagonal(pairs, 0)
    return pairs


def _modified_zeng(pairs: NDArray[np.float64]) -> NDArray[np.intp]:
    """Order colors by the modified Zeng method.

    The two colors that meet most come first. Then the color that meets all these most is added, at
    the end to which those that it meets are nearer.
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


def _moved(pairs: NDArray[np.float64], order: NDArray[np.intp], rounds: int) -> NDArray[np.intp]:
    """Move each color to where it costs least, beginning with those that meet most."""
    k = len(order)
    bits = np.log2(1 + 2 * np.arange(k + 1))
    gaps, places = np.arange(k)[:, None], np.arange(k - 1)
    # The cost of a color by gap: it is put there, between others whose places do not count it.
    own = bits[np.where(places < gaps, gaps - places, places + 1 - gaps)]
    # Two of the others cost more when the color comes between them.
    apart = np.abs(places[:, None] - places)
    wider = np.triu(bits[apart + 1] - bits[apart], 1)
    met = pairs[np.ix_(order, order)]
    for _ in range(rounds):
        before = order.copy()
        for color in np.argsort(-pairs.sum(axis=1), kind="stable"):
            place = int(np.flatnonzero(order == color)[0])
            others = np.delete(np.delete(met, place, 0), place, 1)
            between = others * wider
            costs = own @ np.delete(met[place], place)
            costs[1:] += np.cumsum(between.sum(axis=1) - between.sum(axis=0))
            best = int(costs.argmin())
            if costs[best] < costs[place] * (1 - 1e-12):
                moved = np.insert(np.delete(np.arange(k), place), best, place)
                order, met = order[moved], met[np.ix_(moved, moved)]
        if np.array_equal(order, before):
            break
    return order
