"""The hot loops in C: pointers go in and out here, and nowhere else.

Arguments were checked by the package `kernels`, which documents them; `c` is the loaded library.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import ColorSpace
from core.kernels import in_numpy, z_order
from core.kernels.conversion import steps_of
from core.kernels.targets import GRID, LINEAR, SRGB, Band, Targets
from core.kernels.values import Cells, Coordinates, Cuts, IntegerAssignment, Label, Taps
from core.parallel import in_chunks, threads
from core.progress import Tick

_CELLS = 1 << 15
_COLORS_PER_CELL = 8 * 8 * 8
# A chunk is a few milliseconds of work in one thread.
_PIXELS_PER_CHUNK = 1 << 20
_DISTANCES_PER_CHUNK = 1 << 26
_DITHERED_PER_CHUNK = 1 << 18
_ROWS_RESAMPLED_PER_CHUNK = 32
# Sorting up to this many pixels is faster than clearing and reading a table of all colors.
_MOST_PIXELS_TO_SORT = 1 << 20
# Less work than this is done before other threads have woken up.
_FEWEST_DISTANCES_TO_SHARE = 1 << 21
_FEWEST_PIXELS_TO_SHARE = 1 << 22
_FEWEST_COLORS_TO_SHARE = 1 << 15
_COLORS_PER_CHUNK = 1 << 17


def count_colors(
    c: ctypes.CDLL, pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Count each color in a table of all colors, one table a thread."""
    if len(pixels) <= _MOST_PIXELS_TO_SORT:
        return _sort(c, pixels, visible, tick)
    # Each thread has a table of its own, of 64 MB.
    shares = threads() if len(pixels) >= _FEWEST_PIXELS_TO_SHARE else 1
    free = deque(
        (_sparse_zeros(z_order.TABLE_SIZE, np.uint32), np.zeros(_CELLS, np.uint8))
        for _ in range(shares)
    )
    tables = list(free)

    def count(begin: int, end: int) -> None:
        table, cells = free.popleft()
        part = None if visible is None else visible[begin:end]
        c.fewtone_count(_at(pixels[begin:end]), _at(part), end - begin, _at(table), _at(cells))
        free.append((table, cells))

    in_chunks(count, len(pixels), _PIXELS_PER_CHUNK, shares, tick.part(0.0, 0.9))
    table, cells = tables[0]
    for other, marked in tables[1:]:
        c.fewtone_merge(_at(table), _at(cells), _at(other), _at(marked))
    most = min(len(pixels), z_order.TABLE_SIZE)
    colors, counts = np.empty((most, 3), np.uint8), np.empty(most, np.int64)
    size = c.fewtone_list(_at(table), _at(cells), _at(colors), _at(counts))
    tick(1.0)
    return colors[:size].copy(), counts[:size].copy()


def _sort(
    c: ctypes.CDLL, pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Sort the pixels by half of their bits, and count the other halves."""
    keys, halves = np.empty(len(pixels), np.uint32), np.empty(len(pixels), np.uint16)
    starts, table = np.empty((2, 1 << 12), np.uint32)
    colors, counts = np.empty((len(pixels), 3), np.uint8), np.empty(len(pixels), np.int64)
    arrays = (_at(array) for array in (keys, halves, starts, table, colors, counts))
    size = c.fewtone_sort(_at(pixels), _at(visible), len(pixels), *arrays)
    tick(1.0)
    return colors[:size].copy(), counts[:size].copy()


def assign(
    c: ctypes.CDLL,
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    before: IntegerAssignment | None,
    tick: Tick,
) -> IntegerAssignment:
    """Measure distances in float32, and again in float64 where that cannot decide."""
    channels, size = coordinates.shape
    k = len(centroids)
    middle, reach = in_numpy.extent(coordinates)
    reach = max(reach, float(np.abs(centroids - middle).max()))
    margin = _float32_margin(channels) * reach * reach
    labels = np.full(size, -1, np.int32) if before is None else before.labels.copy()
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def assign_part(begin: int, end: int) -> None:
        masses, sums = np.zeros(k, np.int64), np.zeros((k, channels), np.int64)
        scratch, found = _room_to_assign(k, channels)
        c.fewtone_assign(
            *(_at(coordinates), channels, _at(weights), size, begin, end, _at(centroids), k),
            *(_at(scratch), _at(found), margin, middle, _at(labels), _at(masses), _at(sums)),
        )
        parts.append((masses, sums))

    shares = 1 if is_quick(size, k) else threads()
    in_chunks(assign_part, size, max(_DISTANCES_PER_CHUNK // k, 1), shares, tick)
    if before is None:
        masses, sums = np.zeros(k, np.int64), np.zeros((k, channels), np.int64)
    else:
        masses, sums = before.masses.copy(), before.sums.copy()
    for part_masses, part_sums in parts:
        masses += part_masses
        sums += part_sums
    return IntegerAssignment(labels, masses, sums)


def settle(
    c: ctypes.CDLL,
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    fixed: NDArray[np.bool_],
    before: IntegerAssignment,
    iterations: int,
) -> tuple[NDArray[np.float64], IntegerAssignment]:
    """Do all iterations in one call: in numpy, each would take longer than in C all together."""
    channels, size = coordinates.shape
    k = len(centroids)
    middle, reach = in_numpy.extent(coordinates)
    centroids = centroids.copy()
    labels, masses, sums = before.labels.copy(), before.masses.copy(), before.sums.copy()
    scratch, found = _room_to_assign(k, channels)
    c.fewtone_settle(
        *(_at(coordinates), channels, _at(weights), size, _at(centroids), _at(fixed), k),
        *(iterations, _at(scratch), _at(found), reach, _float32_margin(channels), middle),
        *(_at(labels), _at(masses), _at(sums)),
    )
    return centroids, IntegerAssignment(labels, masses, sums)


def draw(
    c: ctypes.CDLL,
    positions: NDArray[np.float64],
    weights: NDArray[np.float64],
    nearest: NDArray[np.float64],
    at: float,
) -> int:
    """Go along the chances until they add up to that part of all."""
    channels, size = positions.shape
    known = _at(positions), channels, _at(weights), size, _at(nearest), at
    return int(c.fewtone_draw(*known))


def unite(
    c: ctypes.CDLL, means: NDArray[np.float64], masses: NDArray[np.float64], k: int
) -> NDArray[np.float64]:
    """Keep the costs of all pairs, and the best partner of each cluster."""
    size, channels = means.shape
    means, masses = means.copy(), masses.copy()
    costs, cost = np.empty((size, size)), np.empty(size)
    partner, alive = np.empty(size, np.int64), np.empty(size, np.bool_)
    arrays = (_at(array) for array in (costs, cost, partner, alive))
    c.fewtone_unite(_at(means), _at(masses), size, channels, k, *arrays)
    return means[alive]


def is_quick(size: int, k: int) -> bool:
    """Find out whether distances of so many points to k centroids are measured in a moment."""
    return size * k < _FEWEST_DISTANCES_TO_SHARE


def _room_to_assign(k: int, channels: int) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Make what `fewtone_assign` works in."""
    room = -(-k // 8) * 8
    return np.empty((room, 2 * (channels + 1)), np.float32), np.empty(room + 8, np.int32)


def _float32_margin(channels: int) -> float:
    """Bound how far the difference of two halves of squared distances is off in `fewtone_assign`.

    In units of the square of the largest coordinate R, points and centroids counted from the
    middle; u = 2⁻²⁴ is the largest rounding of a number in float32, relative to it. A half is
    |c|² / 2 - x·c, as |x|² is the same for all centroids c. With n channels

    - |c|² / 2 is at most n / 2 · R², and rounded once from float64: n / 2 · u;
    - each of n products is at most R², and rounded; so was its centroid, from float64, and its
      point, from a whole number, which need not fit the 24 bits of float32: 3 n · u;
    - after i products are subtracted what is left is at most (n / 2 + i) R², and rounded: all
      together (n² / 2 + n (n + 1) / 2) · u.

    These are n² + 4 n roundings, 21 or 32, for each of two halves. A tenth is added for products
    of roundings, and for those of this bound, of the difference and of float64. A box asks for
    twice as much, 4 (n² + 4 n) · u: there the differences of two centroids, added up in the same
    way, are off by at most (3 n² / 2 + 21 n / 2) · u.
    """
    return 1.1 * 2 * (channels**2 + 4 * channels) * 2.0**-24


def gather(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    last_bits: int,
    finer: int,
    pixels: NDArray[np.uint32] | None,
) -> Cells:
    """Sum over runs of points whose places are the same but for the last bits."""
    means, masses = np.empty_like(coordinates), np.empty_like(weights)
    totals = None if pixels is None else np.empty_like(pixels)
    points = (_at(array) for array in (colors, coordinates, weights, pixels))
    cells = (_at(array) for array in (means, masses, totals))
    size = c.fewtone_gather(*points, len(colors), last_bits, finer, *cells)
    totals = None if totals is None else totals[:size].copy()
    return Cells(means[:, :size].copy(), masses[:size].copy(), totals)


def convert(
    c: ctypes.CDLL, colors: NDArray[np.uint8], space: ColorSpace, tick: Tick
) -> NDArray[np.int16]:
    """Convert by tables, cube roots and a matrix, in several threads."""
    size = len(colors)
    places, steps = np.empty((3, size), np.int16), steps_of(space, np.arange(256))

    def convert_part(begin: int, end: int) -> None:
        c.fewtone_convert(_at(colors), size, begin, end, _at(steps), _at(places))

    shares = threads() if size >= _FEWEST_COLORS_TO_SHARE else 1
    in_chunks(convert_part, size, _COLORS_PER_CHUNK, shares, tick)
    return places


def weigh(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    counts: NDArray[np.int64],
    salience: NDArray[np.uint16],
    last_bits: int,
) -> NDArray[np.uint32]:
    """Multiply, and shift what has been added up."""
    weights = np.empty(len(colors), np.uint32)
    known = _at(colors), _at(counts), len(colors), _at(salience), last_bits
    c.fewtone_weigh(*known, _at(weights))
    return weights


def error(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    counts: NDArray[np.int64],
    labels: NDArray[np.int32],
    shown: NDArray[np.uint8],
) -> int:
    """Add up color by color."""
    return int(c.fewtone_error(_at(colors), _at(counts), _at(labels), len(colors), _at(shown)))


def energy(c: ctypes.CDLL, coordinates: Coordinates, weights: NDArray[np.uint32]) -> int:
    """Add up row by row."""
    return sum(c.fewtone_energy(_at(row), _at(weights), len(weights)) for row in coordinates)


def best_cuts(
    c: ctypes.CDLL,
    box_of: NDArray[np.int32],
    bins: NDArray[np.int32],
    weights: NDArray[np.float64],
    moments: NDArray[np.float64],
    means: NDArray[np.float64],
    bins_per_axis: int,
) -> Cuts:
    """Add up the points of all boxes in one table for each axis."""
    channels, boxes = means.shape
    table = np.empty((boxes, bins_per_axis, channels + 1))
    cuts = Cuts(np.empty(boxes, np.int64), np.empty(boxes, np.int64), np.empty(boxes))
    points = _at(box_of), len(box_of), _at(bins), _at(weights), _at(moments), channels
    c.fewtone_cut(*points, _at(means), boxes, bins_per_axis, _at(table), *map(_at, cuts))
    return cuts


def vary(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    slopes: NDArray[np.int32],
) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """Go through the neighbors of each pixel."""
    height, width, _ = pixels.shape
    variances = np.empty((len(rows), len(columns)))
    places = np.empty(variances.shape, np.uint32)
    chosen = _at(rows), len(rows), _at(columns), len(columns), _at(slopes)
    c.fewtone_vary(_at(pixels), height, width, *chosen, _at(variances), _at(places))
    return variances, places


def sum_areas(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    *,
    similar: int,
    vivid: int,
    last_bits: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Look at the neighbors of each pixel that is vivid."""
    cells = z_order.TABLE_SIZE >> last_bits
    counts, sums = np.zeros(cells, np.int64), np.zeros((3, cells), np.int64)
    chosen = _at(rows), len(rows), _at(columns), len(columns)
    c.fewtone_areas(
        *(_at(pixels), _at(alpha), pixels.shape[1], *chosen),
        *(similar, vivid, last_bits, _at(counts), _at(sums)),
    )
    return counts, sums


def map_pixels(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[Label],
    tick: Tick,
) -> NDArray[Label]:
    """Look each pixel up in a table of the cells that have colors."""
    suffix = {"uint8": "", "int32": "_wide"}[labels.dtype.name]
    cells = np.empty(_CELLS, np.uint32)
    # Large enough for the worst case: pages never written to take no memory.
    table = np.empty(_COLORS_PER_CELL * (min(len(colors), _CELLS) + 1), labels.dtype)
    mapped = np.empty(len(pixels), labels.dtype)
    enter = getattr(c, "fewtone_enter" + suffix)
    enter(_at(colors), _at(labels), len(colors), _at(cells), _at(table))
    look_up = getattr(c, "fewtone_map" + suffix)

    def map_part(begin: int, end: int) -> None:
        look_up(_at(pixels[begin:end]), end - begin, _at(cells), _at(table), _at(mapped[begin:end]))

    shares = threads() if len(pixels) >= _FEWEST_PIXELS_TO_SHARE // 16 else 1
    in_chunks(map_part, len(pixels), _PIXELS_PER_CHUNK, shares, tick)
    return mapped


class _TargetsInC(ctypes.Structure):
    """`Targets` of `kernels.c`: pointers to arrays, which `arrays` keeps alive.

    Parameters
    ----------
    targets : Targets
    share : int
        Of an error, what is handed on, in units of 1 / 2¹⁴.
    reach : (n,) int32
        The largest errors.
    """

    _fields_ = (
        ("size", ctypes.c_int64),
        ("far", ctypes.c_double),
        ("share", ctypes.c_int64),
        ("mixed", ctypes.c_int64),
        *(
            (name, ctypes.c_void_p)
            for name in (
                *("colors", "shown", "places", "order", "apart", "reach", "calm"),
                *("exact", "carried"),
                *("linear", "levels", "values", "wide", "space", "grid", "parts", "curve"),
                *("axes", "middles", "known", "hints", "srgb", "corners", "planes", "cells"),
            )
        ),
    )

    def __init__(self, targets: Targets, share: int, reach: NDArray[np.int32]) -> None:
        places = 3 * targets.level_bits
        self.arrays: tuple[NDArray[Any] | None, ...] = (
            *(targets.colors, targets.shown, targets.places, *targets.neighbors),
            *(reach, targets.reach_of_run, targets.exact, targets.carried, LINEAR),
            # What each channel adds to a place on the Z-order curve.
            np.stack([z_order.part_of(each, c) for c, each in enumerate(targets.levels)]),
            *(targets.values, targets.wide, targets.steps, GRID),
            *(targets.conversion or (None, None, None)),
            targets.middles,
            *(_sparse_zeros(1 << bits, np.uint16) for bits in (places, places - 6)),
            SRGB,
            *(np.zeros((len(GRID) ** 3, 4), dtype) for dtype in (np.int32, np.float64)),
            np.zeros(_CELLS, np.uint8),
        )
        super().__init__(len(targets), targets.far, share, targets.mixed, *map(_at, self.arrays))


def diffuse(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    targets: Targets,
    weights: NDArray[np.int32],
    serpentine: bool,
    tick: Tick,
) -> NDArray[np.uint8]:
    """Dither pairs of bands, in several threads."""
    height, width, _ = pixels.shape
    indices = np.empty((height, width), np.uint8)
    aims, bands = _TargetsInC(targets, int(weights.sum()), targets.reach), targets.bands(height)
    at_once = max(_DITHERED_PER_CHUNK // max(width, 1), 1)

    def diffuse_together(bands: Sequence[Band], tick: Tick) -> None:
        ends = np.array(bands, np.int64)
        room = np.zeros((len(bands), 28 * width + 72), np.int32)

        def diffuse_rows(begin: int, end: int) -> None:
            c.fewtone_diffuse(
                *(_at(pixels), _at(visible), width, height, _at(ends), len(bands), begin, end),
                *(serpentine, _at(weights), ctypes.addressof(aims), _at(room), _at(indices)),
            )

        rows = max(band.end - band.begin for band in bands)
        in_chunks(diffuse_rows, rows, at_once, 1, tick)

    _by_pairs(diffuse_together, bands, tick)
    return indices


def _by_pairs(work: Callable[[Sequence[Band], Tick], None], bands: list[Band], tick: Tick) -> None:
    """Do pairs of bands in several threads, of which the calling one reports every few rows."""
    if len(bands) <= 2:
        work(bands, tick)
        return
    caller, ended = threading.get_ident(), threading.Event()

    def receive(fraction: float) -> None:
        try:
            tick(fraction)
        except BaseException:
            ended.set()
            raise

    def heed(_fraction: float) -> None:
        if ended.is_set():
            raise _EndedError

    told, helped = Tick(receive), Tick(heed)

    def work_on(begin: int, end: int) -> None:
        beat = told.still() if threading.get_ident() == caller else helped
        for first in range(begin, end, 2):
            with contextlib.suppress(_EndedError):
                work(bands[first : first + 2], beat)

    in_chunks(work_on, len(bands), 2, threads(), told)


class _EndedError(Exception):
    """The calling thread has been told to end."""


def mix(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    targets: Targets,
    weight: int,
    parts: int,
    tick: Tick,
) -> NDArray[np.uint8]:
    """Mix each color of targets, in several threads."""
    mixed = np.empty((len(colors), parts), np.uint8)
    aims = _TargetsInC(targets, weight, targets.reach_of_parts)
    ranks = targets.lightness_ranks
    by_rank = targets.shown[np.argsort(ranks)]

    def mix_some(begin: int, end: int) -> None:
        c.fewtone_mix(
            *(_at(colors[begin:end]), end - begin, _at(ranks), _at(by_rank), weight, parts),
            *(ctypes.addressof(aims), _at(mixed[begin:end])),
        )

    shares = threads() if mixed.size >= _FEWEST_PIXELS_TO_SHARE // 8 else 1
    in_chunks(mix_some, len(colors), max(_DITHERED_PER_CHUNK // parts, 1), shares, tick)
    return mixed


def tally(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    tick: Tick,
) -> tuple[NDArray[np.int64], int]:
    """Count pixels and add up errors, in several threads."""
    parts: list[NDArray[np.int64]] = []

    def tally_part(begin: int, end: int) -> None:
        counts = np.empty(257, np.int64)
        seen = None if visible is None else visible[begin:end]
        some = (_at(pixels[begin:end]), _at(seen), _at(indices[begin:end]), end - begin)
        c.fewtone_tally(*some, _at(colors), _at(counts))
        parts.append(counts)

    shares = threads() if len(pixels) >= _FEWEST_PIXELS_TO_SHARE // 8 else 1
    in_chunks(tally_part, len(pixels), _PIXELS_PER_CHUNK, shares, tick)
    counts = np.zeros(257, np.int64)
    for part in parts:
        counts += part
    return counts[:256], int(counts[256])


def resample(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    across: Taps,
    down: Taps,
    tick: Tick,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Make the rows of the new picture, some in each thread."""
    # Most runs resize nothing, and start without its tables.
    from core.kernels.resampling import GUESSES, LIGHT, LIMITS, OPACITY

    width, new_width, height = pixels.shape[1], len(across.starts), len(down.starts)
    channels, taps = 3 if alpha is None else 4, down.weights.shape[1]
    found = np.empty((height, new_width, 3), np.uint8)
    opacity = None if alpha is None else np.empty((height, new_width), np.uint8)
    tables = np.concatenate([LIGHT, OPACITY, LIMITS])
    floats = channels * (width + (taps + 1) * new_width) + 4 * (taps + 2)

    def resample_rows(begin: int, end: int) -> None:
        lines = np.empty(floats, np.float32)
        c.fewtone_resample(
            *(_at(pixels), _at(alpha), width, _at(across.starts), _at(across.weights)),
            *(across.weights.shape[1], _at(down.starts), _at(down.weights), taps),
            *(begin, end, new_width, _at(tables), _at(GUESSES), _at(lines), _at(found)),
            _at(opacity),
        )

    # Rows that two chunks need are made twice, so chunks are of many.
    pixels_of_row = max(width * pixels.shape[0] // height, 1)
    rows = max(_ROWS_RESAMPLED_PER_CHUNK, _PIXELS_PER_CHUNK // pixels_of_row)
    shares = threads() if width * pixels.shape[0] >= _FEWEST_PIXELS_TO_SHARE // 16 else 1
    in_chunks(resample_rows, height, rows, shares, tick)
    return found, opacity


def _sparse_zeros(size: int, dtype: Any) -> NDArray[Any]:
    """Make an array of zeros in which only pages that are touched cost memory and time.

    numpy would ask for huge pages, and then nearly the whole table would have to be cleared.
    """
    try:
        pages = mmap.mmap(-1, size * np.dtype(dtype).itemsize)
    except OSError as error:
        raise MemoryError from error
    return np.frombuffer(pages, dtype)


def _at(array: NDArray[Any] | None) -> int | None:
    """Return the address of an array's data; None, which C sees as null, for none."""
    return None if array is None else array.ctypes.data
