"""The hot loops in numpy: what those in C must equal to the last bit, and what runs without them.

The package `kernels` has checked all arguments, and documents them.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from core.kernels.values import Coordinates, Label
from core.kernels.z_order import TABLE_SIZE, WITH_ALPHA, colors_at, places
from core.parallel import in_chunks, threads
from core.progress import Tick

# Large enough that numpy's overhead per call vanishes, small enough to stay in the cache.
_PIXELS_PER_BLOCK = 1 << 18
_POINTS_PER_BLOCK = 1 << 16
# Points whose candidates are found together.
_GROUP = 1024
# With alpha there is no other version, so several threads do it; and groups are so small that BLAS
# does not share their products among threads of its own, which is slow beside other programs.
_POINTS_PER_BLOCK_WITH_ALPHA = 1 << 14
_DISTANCES_PER_GROUP = 1 << 16
_LEAST_GROUP = 256
# For so few centroids candidates are not worth finding.
_FEW_CENTROIDS = 2

# A squared distance by a matrix product differs from the true one by less than this times the
# square of the largest coordinate.
_MARGIN = 1e-13
# What a box may let go must be out of any rounding's reach.
_BOX_MARGIN = 1e-9


def count_colors(
    pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Sort block by block, and add each block's counts to a table of all 2²⁴ colors."""
    if len(pixels) <= _PIXELS_PER_BLOCK:
        at, counts = _count_places(_visible_places(pixels, visible, 0, len(pixels)))
        tick(1.0)
        return colors_at(at), counts
    table = np.zeros(TABLE_SIZE, dtype=np.uint32)
    lock = threading.Lock()

    def count(begin: int, end: int) -> None:
        at, counts = _count_places(_visible_places(pixels, visible, begin, end))
        with lock:
            table[at] += counts.astype(np.uint32)

    in_chunks(count, len(pixels), _PIXELS_PER_BLOCK, threads(), tick)
    at = np.flatnonzero(table).astype(np.uint32)
    tick(1.0)
    return colors_at(at), table[at].astype(np.int64)


def gather(
    colors: NDArray[np.uint8],
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    last_bits: int,
    finer: int,
) -> tuple[Coordinates, NDArray[np.uint32]]:
    """Sum over runs of points whose places agree but for the last bits."""
    cells = places(colors) >> last_bits
    first = np.flatnonzero(np.append(True, cells[1:] != cells[:-1])[: len(cells)])
    if len(first) == 0:
        return coordinates, weights
    masses = np.add.reduceat(weights, first, dtype=np.int64)
    sums = [np.add.reduceat(weights * row.astype(np.int64), first) for row in coordinates]
    means = (2 * finer * np.stack(sums) + masses) // (2 * masses)
    return means.astype(coordinates.dtype), masses.astype(np.uint32)


def assign(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    tick: Tick,
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Measure distances by matrix products, group by group to the centroids that can be nearest."""
    size, k = coordinates.shape[1], len(centroids)
    labels = np.empty(size, np.int32)
    middle, reach = extent(coordinates, centroids)
    shifted = centroids - middle
    # |c|² - 2 x·c is float64, but rounds otherwise than what decides.
    minus_twice, squares = -2 * shifted, np.einsum("ij,ij->i", shifted, shifted)
    margin = _MARGIN * reach * reach
    with_alpha = len(coordinates) == WITH_ALPHA
    masses, sums = np.zeros(k), np.zeros((k, len(coordinates)))
    lock = threading.Lock()

    def assign_block(begin: int, end: int) -> None:
        block = coordinates[:, begin:end]
        points = block.astype(np.float64) - middle
        group = max(_DISTANCES_PER_GROUP // k, _LEAST_GROUP) if with_alpha else _GROUP
        if k <= _FEW_CENTROIDS:
            group = points.shape[1]
        starts = np.arange(0, points.shape[1], group)
        kept = _candidates(block, starts, shifted, middle, _BOX_MARGIN * reach * reach)
        for start, possible in zip(starts.tolist(), kept, strict=True):
            found = np.flatnonzero(possible)
            here = slice(begin + start, min(begin + start + group, end))
            if len(found) == 1:
                labels[here] = found[0]
                continue
            # Rows of points, so that numpy works along them.
            some = points[:, start : start + group]
            distances = minus_twice[found] @ some
            distances += squares[found, None]
            close = distances <= distances.min(axis=0) + margin
            nearest = close.argmax(axis=0)
            unsure = np.flatnonzero(np.count_nonzero(close, axis=0) != 1)
            if len(unsure):
                nearest[unsure] = _nearest(some[:, unsure].T + middle, centroids[found])
            labels[here] = found[nearest]
        here = slice(begin, end)
        # Whole numbers below 2⁵³, so exact, in whatever order they are added.
        added = [np.bincount(labels[here], weights[here] * row, k) for row in points + middle]
        with lock:
            masses[:] += np.bincount(labels[here], weights[here], k)
            sums[:] += np.stack(added, axis=1)

    if with_alpha:
        in_chunks(assign_block, size, _POINTS_PER_BLOCK_WITH_ALPHA, threads(), tick)
    else:
        in_chunks(assign_block, size, _POINTS_PER_BLOCK, 1, tick)
    return labels, masses.astype(np.int64), sums.astype(np.int64)


def map_pixels(
    pixels: NDArray[np.uint8], colors: NDArray[np.uint8], labels: NDArray[Label], tick: Tick
) -> NDArray[Label]:
    """Look each pixel up in a table of all 2²⁴ colors."""
    table = np.zeros(TABLE_SIZE, dtype=labels.dtype)
    table[places(colors)] = labels
    mapped = np.empty(len(pixels), dtype=labels.dtype)

    def look_up(begin: int, end: int) -> None:
        np.take(table, places(pixels[begin:end]), out=mapped[begin:end], mode="clip")

    in_chunks(look_up, len(pixels), _PIXELS_PER_BLOCK, threads(), tick)
    return mapped


def extent(coordinates: Coordinates, centroids: NDArray[np.float64]) -> tuple[int, float]:
    """Tell the middle of the points' coordinates, and how far all coordinates reach from it."""
    low, high = int(coordinates.min(initial=0)), int(coordinates.max(initial=0))
    middle = (low + high) // 2
    return middle, max(float(high - middle), float(np.abs(centroids - middle).max()))


def _candidates(
    block: Coordinates,
    starts: NDArray[np.intp],
    shifted: NDArray[np.float64],
    middle: int,
    margin: float,
) -> NDArray[np.bool_]:
    """Mark the centroids that a point of each group can be nearest to: (groups, k).

    Who is farther away than the rival, the nearest to the middle of the group's box, even from the
    corner that suits him best, has lost (Kanungo et al. 2002, doi:10.1109/TPAMI.2002.1017616).
    """
    if len(starts) == 1 or len(shifted) == 1:
        return np.ones((len(starts), len(shifted)), dtype=bool)
    low = np.minimum.reduceat(block, starts, axis=1).T.astype(np.float64) - middle
    high = np.maximum.reduceat(block, starts, axis=1).T.astype(np.float64) - middle
    halves = np.einsum("ij,ij->i", shifted, shifted) / 2
    rivals = np.argmin(halves - (low + high) / 2 @ shifted.T, axis=1)
    ahead = halves - halves[rivals][:, None]
    for axis in range(len(block)):
        away = shifted[:, axis] - shifted[rivals, axis][:, None]
        ahead -= np.maximum(away * low[:, axis, None], away * high[:, axis, None])
    kept: NDArray[np.bool_] = ahead <= margin
    return kept


def _nearest(points: NDArray[np.float64], centroids: NDArray[np.float64]) -> NDArray[np.intp]:
    """Find the nearest by what decides: (Δx² + Δy²) + Δz², and then what alpha adds."""
    away = points[:, None] - centroids
    distances = (away[..., 0] ** 2 + away[..., 1] ** 2) + away[..., 2] ** 2
    for channel in range(3, away.shape[2]):
        distances = distances + away[..., channel] ** 2
    nearest: NDArray[np.intp] = np.argmin(distances, axis=1)
    return nearest


def _visible_places(
    pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, begin: int, end: int
) -> NDArray[np.uint32]:
    block = pixels[begin:end]
    return places(block if visible is None else block[visible[begin:end]])


def _count_places(at: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    if len(at) == 0:
        return at, np.zeros(0, dtype=np.int64)
    at.sort()
    first = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
    return at[first], np.diff(np.append(first, len(at)))
