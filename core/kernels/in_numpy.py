"""The hot loops in numpy: what those in C must equal to the last bit, and what runs without them.

The package `kernels` has checked all arguments, and documents them.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import ColorSpace
from core.kernels.values import Cells, Coordinates, Cuts, IntegerAssignment, Label
from core.kernels.z_order import TABLE_SIZE, WITH_ALPHA, colors_at, places
from core.parallel import in_chunks, threads
from core.progress import Tick

# Blocks are so large that numpy's overhead per call vanishes, and so small that they stay in the
# cache.
_PIXELS_PER_BLOCK = 1 << 18
_POINTS_PER_BLOCK = 1 << 16
# A pixel lies in an area if at least this many of the four about it are like it.
_LIKE_IN_AREA = 2
_MOSTLY_OPAQUE = 128
# Candidates are found for this many points at a time.
_GROUP = 1024
# With alpha groups are so small that BLAS does not share their products among threads of its own,
# which is slow beside other programs.
_POINTS_PER_BLOCK_WITH_ALPHA = 1 << 14
_DISTANCES_PER_GROUP = 1 << 16
_LEAST_GROUP = 256
# With this few centroids, finding candidates costs more than it saves.
_FEW_CENTROIDS = 2

# A squared distance by a matrix product differs from the true one by less than this times the
# square of the largest coordinate.
_MARGIN = 1e-13
# A centroid may be ruled out for a box only by more than any rounding could be wrong.
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
    pixels: NDArray[np.uint32] | None,
) -> Cells:
    """Sum over runs of points whose places agree but for the last bits."""
    cells = places(colors) >> last_bits
    first = np.flatnonzero(np.append(True, cells[1:] != cells[:-1])[: len(cells)])
    if len(first) == 0:
        return Cells(coordinates, weights, pixels)
    masses = np.add.reduceat(weights, first, dtype=np.int64)
    sums = [np.add.reduceat(weights * row.astype(np.int64), first) for row in coordinates]
    means = (2 * finer * np.stack(sums) + masses) // (2 * masses)
    totals = None if pixels is None else np.add.reduceat(pixels, first, dtype=np.uint32)
    return Cells(means.astype(coordinates.dtype), masses.astype(np.uint32), totals)


def assign(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    tick: Tick,
) -> IntegerAssignment:
    """Measure distances by matrix products, group by group to the centroids that can be nearest."""
    size, k = coordinates.shape[1], len(centroids)
    centers = _centers(coordinates, centroids)
    labels = np.empty(size, np.int32)
    masses, sums = np.zeros(k), np.zeros((k, len(coordinates)))

    def assign_block(begin: int, end: int) -> None:
        here = slice(begin, end)
        points = coordinates[:, here].astype(np.float64) - centers.middle
        _label_block(coordinates[:, here], points, centers, labels[here])
        # All are whole numbers below 2⁵³, so sums are exact in whatever order they are added.
        weighted = (weights[here] * row for row in points + centers.middle)
        masses[:] += np.bincount(labels[here], weights[here], k)
        sums[:] += np.stack([np.bincount(labels[here], row, k) for row in weighted], axis=1)

    with_alpha = len(coordinates) == WITH_ALPHA
    block = _POINTS_PER_BLOCK_WITH_ALPHA if with_alpha else _POINTS_PER_BLOCK
    # Calls to numpy are so short here that several threads mostly wait for each other.
    in_chunks(assign_block, size, block, 1, tick)
    return IntegerAssignment(labels, masses.astype(np.int64), sums.astype(np.int64))


def convert(colors: NDArray[np.uint8], space: ColorSpace, tick: Tick) -> NDArray[np.int16]:
    """Convert by the functions of the space, block by block."""
    found = np.empty((3, len(colors)), np.int16)

    def convert_block(begin: int, end: int) -> None:
        found[:, begin:end] = np.rint(space.from_srgb(colors[begin:end]) * space.scale).T

    in_chunks(convert_block, len(colors), _POINTS_PER_BLOCK, 1, tick)
    return found


def weigh(
    colors: NDArray[np.uint8],
    counts: NDArray[np.int64],
    salience: NDArray[np.uint16],
    last_bits: int,
) -> NDArray[np.uint32]:
    """Multiply, and shift all products."""
    weights = counts * salience[places(colors) >> np.uint32(last_bits)]
    spare = max(int(weights.sum()).bit_length() - 31, 0)
    return np.asarray(np.maximum(weights >> spare, 1), np.uint32)


def error(
    colors: NDArray[np.uint8],
    counts: NDArray[np.int64],
    labels: NDArray[np.int32],
    shown: NDArray[np.uint8],
) -> int:
    """Add up channel by channel."""
    errors = np.zeros(len(colors), dtype=np.int64)
    for channel in range(3):
        errors += (colors[:, channel] - shown[:, channel].astype(np.int32)[labels]) ** 2
    return int(errors @ counts)


def energy(coordinates: Coordinates, weights: NDArray[np.uint32]) -> int:
    """Square all, and multiply by all weights."""
    total = 0
    for row in coordinates:
        squares = row.astype(np.int64) ** 2
        if row.dtype == np.int32:
            # Added up in two parts, as the whole times the weights might not fit 64 bits.
            total += int(((squares >> 32) * weights).sum()) << 32
            squares &= (1 << 32) - 1
        total += int((squares * weights).sum())
    return total


def best_cuts(
    box_of: NDArray[np.int32],
    bins: NDArray[np.int32],
    weights: NDArray[np.float64],
    moments: NDArray[np.float64],
    means: NDArray[np.float64],
    bins_per_axis: int,
) -> Cuts:
    """Add up the points of all boxes in tables, one for each sum and each axis."""
    channels, boxes = means.shape
    inside = np.flatnonzero(box_of >= 0)
    slots, weights, moments = box_of[inside], weights[inside], moments[:, inside]
    gains, places = np.zeros((channels, boxes)), np.zeros((channels, boxes), np.int64)
    for axis in range(channels):
        keys = slots * np.int64(bins_per_axis) + bins[axis, inside]

        def below(values: NDArray[np.float64], keys: NDArray[np.int64] = keys) -> Any:
            sums = np.bincount(keys, values, boxes * bins_per_axis).reshape(boxes, -1)
            return np.cumsum(sums, axis=1)

        mass = below(weights)
        # Moments about the mean: the error falls by |S|²/W of one half plus that of the
        # other, and the halves' sums S are each other's negative.
        squares = sum((below(moments[i]) - mass * means[i][:, None]) ** 2 for i in range(channels))
        rest = mass[:, -1:] - mass
        parts = (mass > 0) & (rest > 0)
        gain = np.where(parts, squares / np.where(parts, mass, 1), 0)
        gain += np.where(parts, squares / np.where(parts, rest, 1), 0)
        places[axis] = gain.argmax(axis=1)
        gains[axis] = gain.max(axis=1)
    axes, each = gains.argmax(axis=0), np.arange(boxes)
    return Cuts(axes, places[axes, each], gains[axes, each])


def vary(
    pixels: NDArray[np.uint8],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    slopes: NDArray[np.int32],
) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """Go through the nine places, all pixels at once."""
    sums = np.zeros((3, len(rows), len(columns)), np.int64)
    squares = np.zeros_like(sums)
    for down in (-1, 0, 1):
        y = np.clip(rows + down, 0, pixels.shape[0] - 1)
        for right in (-1, 0, 1):
            x = np.clip(columns + right, 0, pixels.shape[1] - 1)
            at = np.moveaxis(pixels[np.ix_(y, x)] @ slopes.T, 2, 0)
            sums += at
            squares += at.astype(np.int64) ** 2
    variances = squares / 9 - (sums / 9) ** 2
    middle = pixels[np.ix_(rows, columns)]
    found = places(middle.reshape(-1, 3)).reshape(middle.shape[:2])
    return np.asarray(variances.sum(axis=0)), found


def sum_areas(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    *,
    similar: int,
    vivid: int,
    last_bits: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Compare all pixels with those on the right and below, and count what is alike."""
    here = np.ix_(rows, columns)
    samples = np.ascontiguousarray(np.moveaxis(pixels[here], 2, 0))
    red, green, blue = samples
    most = np.maximum(np.maximum(red, green), blue)
    least = np.minimum(np.minimum(red, green), blue)
    across = _alike(samples[:, :, 1:], samples[:, :, :-1], similar)
    down = _alike(samples[:, 1:], samples[:, :-1], similar)
    like = np.zeros(red.shape, np.uint8)
    like[:, 1:] += across
    like[:, :-1] += across
    like[1:] += down
    like[:-1] += down
    inside = (most - least >= vivid) & (like >= _LIKE_IN_AREA)
    if alpha is not None:
        inside &= alpha[here] >= _MOSTLY_OPAQUE
    colors, size = samples[:, inside], TABLE_SIZE >> last_bits
    cells = places(colors.T) >> np.uint32(last_bits)
    sums = [np.bincount(cells, channel, size) for channel in colors]
    return np.bincount(cells, minlength=size), np.stack(sums).astype(np.int64)


def _alike(
    samples: NDArray[np.uint8], others: NDArray[np.uint8], similar: int
) -> NDArray[np.bool_]:
    """Find where no channel of (3, h, w) samples is far from that of others."""
    red, green, blue = np.maximum(samples, others) - np.minimum(samples, others) <= similar
    alike: NDArray[np.bool_] = red & green & blue
    return alike


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


def moved_to_means(
    centroids: NDArray[np.float64], fixed: NDArray[np.bool_], found: IntegerAssignment
) -> NDArray[np.float64]:
    """Move (k, c) centroids to the means of their points, but for those that are fixed or empty."""
    moves = ((found.masses > 0) & ~fixed)[:, None]
    return np.where(moves, found.sums / np.where(moves, found.masses[:, None], 1), centroids)


def draw(
    positions: NDArray[np.float64],
    weights: NDArray[np.float64],
    nearest: NDArray[np.float64],
    at: float,
) -> int:
    """Add up all chances, and look where a part of the last sum is reached."""
    chances = weights if nearest[0] == np.inf else nearest * weights
    cumulative = np.cumsum(chances)
    found = int(np.searchsorted(cumulative, at * cumulative[-1], side="right"))
    # Rounding of the product can reach the very end of the line.
    drawn = min(found, int(np.flatnonzero(chances)[-1])) if cumulative[-1] > 0 else 0
    away = np.zeros(len(weights))
    for row in positions:
        away += (row - row[drawn]) ** 2
    np.minimum(nearest, away, out=nearest)
    return drawn


def unite(means: NDArray[np.float64], masses: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Keep the costs of all pairs, and the best partner of each cluster."""
    means, masses = means.copy(), masses.copy()
    costs = np.stack([_merge_costs(means, masses, one) for one in range(len(means))])
    np.fill_diagonal(costs, np.inf)
    partner = costs.argmin(axis=1)
    cost = costs[np.arange(len(costs)), partner]
    alive = np.ones(len(means), dtype=bool)
    for _ in range(len(means) - k):
        kept = int(cost.argmin())
        gone = int(partner[kept])
        mass = masses[kept] + masses[gone]
        means[kept] = (masses[kept] * means[kept] + masses[gone] * means[gone]) / mass
        masses[kept] = mass
        alive[gone] = False
        costs[gone] = costs[:, gone] = cost[gone] = np.inf
        new = np.where(alive, _merge_costs(means, masses, kept), np.inf)
        new[kept] = np.inf
        costs[kept] = costs[:, kept] = new
        # Clusters whose partner was either of the two look among all again, the others only at
        # the new one.
        lost = alive & ((partner == kept) | (partner == gone))
        lost[kept] = True
        again = np.flatnonzero(lost)
        partner[again] = costs[again].argmin(axis=1)
        cost[again] = costs[again, partner[again]]
        nearer = new < cost
        partner[nearer], cost[nearer] = kept, new[nearer]
    return means[alive]


def _merge_costs(
    means: NDArray[np.float64], masses: NDArray[np.float64], one: int
) -> NDArray[np.float64]:
    """Return what the merger of one cluster with each adds to the squared error."""
    away = np.zeros(len(means))
    for column in means.T:
        away += (column - column[one]) ** 2
    costs: NDArray[np.float64] = away * (masses * masses[one] / (masses + masses[one]))
    return costs


def extent(coordinates: Coordinates) -> tuple[int, float]:
    """Return the middle of the points' coordinates, and how far any is from it."""
    low, high = int(coordinates.min(initial=0)), int(coordinates.max(initial=0))
    # Rounded up, so that what is left of any 32-bit number fits 32 bits again.
    middle = (low + high + 1) // 2
    return middle, float(middle - low)


class _Centers(NamedTuple):
    """Centroids, prepared for distances by matrix products.

    Parameters
    ----------
    exact : (k, channels) float64
        The centroids as they were given.
    middle : int
        Subtracted from all coordinates, as products of smaller numbers are more exact.
    reach : float
        The largest coordinate, of points or centroids, after that.
    shifted : (k, channels) float64
    squares : (k,) float64
        Squared lengths of those.
    """

    exact: NDArray[np.float64]
    middle: int
    reach: float
    shifted: NDArray[np.float64]
    squares: NDArray[np.float64]


def _centers(coordinates: Coordinates, centroids: NDArray[np.float64]) -> _Centers:
    """Prepare centroids for distances to points of these coordinates."""
    middle, reach = extent(coordinates)
    shifted = centroids - middle
    reach = max(reach, float(np.abs(shifted).max()))
    squares = np.einsum("ij,ij->i", shifted, shifted)
    return _Centers(centroids, middle, reach, shifted, squares)


def _label_block(
    block: Coordinates,
    points: NDArray[np.float64],
    centers: _Centers,
    labels: NDArray[np.int32],
) -> None:
    """Enter the nearest centroid of each point of a block, given as it is and shifted."""
    channels, size = points.shape
    k = len(centers.exact)
    group = max(_DISTANCES_PER_GROUP // k, _LEAST_GROUP) if channels == WITH_ALPHA else _GROUP
    if k <= _FEW_CENTROIDS:
        group = size
    starts = np.arange(0, size, group)
    for start, possible in zip(starts.tolist(), _candidates(block, starts, centers), strict=True):
        found = np.flatnonzero(possible)
        here = slice(start, start + group)
        if len(found) == 1:
            labels[here] = found[0]
        else:
            labels[here] = found[_nearest_in_group(points[:, here], found, centers)]


def _candidates(
    block: Coordinates, starts: NDArray[np.intp], centers: _Centers
) -> NDArray[np.bool_]:
    """Mark the centroids that a point of each group can be nearest to: (groups, k).

    The rival is the centroid nearest to the middle of the group's box. Any other that is farther
    away than the rival even from its most favorable corner of the box is ruled out (Kanungo et al.
    2002, doi:10.1109/TPAMI.2002.1017616).
    """
    shifted = centers.shifted
    if len(starts) == 1 or len(shifted) == 1:
        return np.ones((len(starts), len(shifted)), dtype=bool)
    low = np.minimum.reduceat(block, starts, axis=1).T.astype(np.float64) - centers.middle
    high = np.maximum.reduceat(block, starts, axis=1).T.astype(np.float64) - centers.middle
    halves = centers.squares / 2
    rivals = np.argmin(halves - (low + high) / 2 @ shifted.T, axis=1)
    ahead = halves - halves[rivals][:, None]
    for axis in range(len(block)):
        away = shifted[:, axis] - shifted[rivals, axis][:, None]
        ahead -= np.maximum(away * low[:, axis, None], away * high[:, axis, None])
    kept: NDArray[np.bool_] = ahead <= _BOX_MARGIN * centers.reach * centers.reach
    return kept


def _nearest_in_group(
    points: NDArray[np.float64], found: NDArray[np.intp], centers: _Centers
) -> NDArray[np.intp]:
    """Find the nearest of some centroids by matrix products; exactly where these cannot decide.

    Parameters
    ----------
    points : (channels, n) float64
        Shifted; in rows, so that numpy works along them.
    found : (c,) intp
        The centroids to choose from.

    Returns
    -------
    (n,) intp
        Places in `found`.
    """
    # |c|² - 2 x·c is float64, but rounds otherwise than what decides.
    distances = -2 * centers.shifted[found] @ points
    distances += centers.squares[found, None]
    close = distances <= distances.min(axis=0) + _MARGIN * centers.reach * centers.reach
    nearest: NDArray[np.intp] = close.argmax(axis=0)
    unsure = np.flatnonzero(np.count_nonzero(close, axis=0) != 1)
    if len(unsure):
        nearest[unsure] = _nearest(points[:, unsure].T + centers.middle, centers.exact[found])
    return nearest


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
    """Find where the visible ones of some pixels are on the Z-order curve."""
    block = pixels[begin:end]
    return places(block if visible is None else block[visible[begin:end]])


def _count_places(at: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Sort places, in place; return each once, and how often it occurs."""
    if len(at) == 0:
        return at, np.zeros(0, dtype=np.int64)
    at.sort()
    first = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
    return at[first], np.diff(np.append(first, len(at)))
