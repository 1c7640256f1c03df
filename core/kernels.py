"""The hot loops: count colors, gather them, assign points to centroids, map pixels, dither.

Each exists twice: in numpy (`reference.py`, `dither_reference.py`) and in C (`kernels.c`), where
it was built. Both give
the same answer to the last bit, on any number of threads. No pointer leaves this file: what goes
to C was checked for shape, dtype and order. Long work is done in chunks of a few milliseconds;
after each the calling thread hears of it by `tick`.
"""

from __future__ import annotations

import ctypes
import mmap
from collections import deque
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from core import dither_reference, native, reference
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.reference import Coordinates
from core.targets import LEVEL_BITS, LEVELS, LINEAR, WEIGHT_BITS, Targets, conversion

_CELLS = 1 << 15
_COLORS_PER_CELL = 8 * 8 * 8
# A few milliseconds of work in one thread.
_PIXELS_PER_CHUNK = 1 << 20
_DISTANCES_PER_CHUNK = 1 << 26
_DITHERED_PER_CHUNK = 1 << 18
# To clear and read a table of all colors takes longer than to sort so few pixels.
_MOST_PIXELS_TO_SORT = 1 << 20
# Less than this is done before other threads have woken up.
_FEWEST_DISTANCES_TO_SHARE = 1 << 21
_FEWEST_PIXELS_TO_SHARE = 1 << 22

# Half a squared distance as float32 differs from the true one by less than this times the square
# of the largest coordinate: 21 roundings of 2⁻²⁴ for each of two; see `fewtone_assign`.
_FLOAT32_MARGIN = 3e-6
# Squares of coordinates must fit float32.
_FARTHEST = 1e9
# So many errors reach a pixel at most, with weights that are together 1.
_MOST_WEIGHT = 1 << WEIGHT_BITS
_MOST_PARTS = 64

# The blue channel's part of a place; those of the others are one and two bits further.
_PLACES_OF_LEVELS = reference.places(LEVELS[:, None] * np.array([0, 0, 1], np.uint8))

Label = TypeVar("Label", np.uint8, np.int32)


class Assignment(NamedTuple):
    """Which centroid each point is nearest to, and what each centroid got.

    Parameters
    ----------
    labels : (m,) int32
    masses : (k,) int64
        Sum of the weights.
    sums : (k, 3) int64
        Sum of weight times coordinates.
    """

    labels: NDArray[np.int32]
    masses: NDArray[np.int64]
    sums: NDArray[np.int64]


def version() -> str:
    """Say which loops run: "C (avx2)", or "numpy"."""
    library = native.library()
    return "numpy" if library is None else f"C ({library.variant})"


def count_colors(
    pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None = None, tick: Tick = silent
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Find the distinct colors and how often each occurs.

    Parameters
    ----------
    pixels : (n, 3) uint8
    visible : (n,) bool, optional
        Pixels to count; all when None.
    tick : callable
        Receives the fraction done.

    Returns
    -------
    colors : (m, 3) uint8, along the Z-order curve
    counts : (m,) int64
    """
    _require(pixels, np.uint8, (-1, 3))
    if visible is not None:
        _require(visible, np.bool_, (len(pixels),))
    library = native.library()
    if library is None:
        return reference.count_colors(pixels, visible, tick)
    return _count_in_c(library.functions, pixels, visible, tick)


def assign(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    tick: Tick = silent,
) -> Assignment:
    """Find the nearest centroid of every point by Euclidean distance, ties to the lower index.

    What decides is float64: (Δx² + Δy²) + Δz². Faster arithmetic is used where its error cannot
    change the answer.

    Parameters
    ----------
    coordinates : (3, m) int16, or (4, m) int32
        Three rows; with alpha four, and then numpy does it.
    weights : (m,) uint32
        Times coordinates they must add up to less than 2⁵³, as those of 2³² pixels do.
    centroids : (k, 3) or (k, 4) float64, at most 1e9 from 0
        In the units of the coordinates.
    tick : callable
        Receives the fraction done.
    """
    channels = _require_coordinates(coordinates)
    _require(weights, np.uint32, (coordinates.shape[1],))
    _require(centroids, np.float64, (-1, channels))
    library = native.library()
    if not (np.abs(centroids) <= _FARTHEST).all():
        raise ValueError(f"centroids farther away than {_FARTHEST:g} are no numbers to work with")
    if library is None or channels == reference.WITH_ALPHA:
        return Assignment(*reference.assign(coordinates, weights, centroids, tick))
    return _assign_in_c(library.functions, coordinates, weights, centroids, tick)


def gather(
    colors: NDArray[np.uint8],
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    bits: int,
    finer: int,
) -> tuple[Coordinates, NDArray[np.uint32]]:
    """Gather points into the cells of a grid of so many bits a channel.

    Parameters
    ----------
    colors : (m, 3) or (m, 4) uint8, along the Z-order curve
        They tell which cell each point is in.
    coordinates : (3, m) int16, or (4, m) int32
        Rows of channels: the points, which may be the colors in another space.
    weights : (m,) uint32, at least 1
        Their sum must fit 32 bits.
    bits : int, 1…8
    finer : int
        Means come in units of 1 / finer of those of the points, and must fit their type.

    Returns
    -------
    means : (3, n) int16, or (4, n) int32
        Of each cell that is not empty, rounded to nearest.
    weights : (n,) uint32
    """
    channels = _require_coordinates(coordinates)
    _require(colors, np.uint8, (coordinates.shape[1], channels))
    _require(weights, np.uint32, (len(colors),))
    if bits not in range(1, 9):
        raise ValueError(f"a grid has 1 to 8 bits a channel, not {bits}")
    if len(weights) and weights.min() == 0:
        raise ValueError("a point without weight has no place in a mean")
    last_bits = channels * (8 - bits)
    library = native.library()
    if library is None or len(colors) == 0 or channels == reference.WITH_ALPHA:
        return reference.gather(colors, coordinates, weights, last_bits, finer)
    return _gather_in_c(library.functions, colors, coordinates, weights, last_bits, finer)


def map_pixels(
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[Label],
    tick: Tick = silent,
) -> NDArray[Label]:
    """Give every pixel the label of its color.

    Parameters
    ----------
    pixels : (n, 3) uint8
    colors : (m, 3) uint8
        Distinct colors; pixels of a color that is not among them get label 0.
    labels : (m,) uint8 or int32

    Returns
    -------
    (n,) of the dtype of `labels`
    """
    _require(pixels, np.uint8, (-1, 3))
    _require(colors, np.uint8, (-1, 3))
    _require(labels, np.uint8 if labels.dtype == np.uint8 else np.int32, (len(colors),))
    library = native.library()
    if library is None:
        return reference.map_pixels(pixels, colors, labels, tick)
    return _map_in_c(library.functions, pixels, colors, labels, tick)


def diffuse(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    targets: Targets,
    weights: NDArray[np.int32],
    *,
    serpentine: bool,
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Give every pixel the target nearest to what it and the errors brought to it want.

    The error, what was wanted less what is given in linear light, goes to pixels not yet done.
    Pixels that equal a target get that one, and neither take nor leave an error.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    visible : (h, w) bool, optional
        Pixels that are not get index 0, and neither take nor leave an error.
    targets : Targets
    weights : (3, 5) int32, at least 0
        What the pixels around get of an error, in units of 1 / 2¹⁴, 1 in all at most: the middle
        of the first row is the pixel itself; those before it have none.
    serpentine : bool
        Every other row goes from right to left.
    tick : callable
        Receives the fraction done.

    Returns
    -------
    (h, w) uint8
    """
    _require(pixels, np.uint8, (-1, -1, 3))
    if visible is not None:
        _require(visible, np.bool_, pixels.shape[:2])
    _require(weights, np.int32, (3, 5))
    if weights.min() < 0 or weights[0, :3].any() or weights.sum() > _MOST_WEIGHT:
        raise ValueError(f"weights of errors go to later pixels, 1 in all at most, not {weights}")
    library = native.library()
    if library is None:
        return dither_reference.diffuse(pixels, visible, targets, weights, serpentine, tick)
    return _diffuse_in_c(library.functions, pixels, visible, targets, weights, serpentine, tick)


def mix(
    colors: NDArray[np.uint8], targets: Targets, weight: int, parts: int, tick: Tick = silent
) -> NDArray[np.uint8]:
    """Mix each color of targets: so many that are near to it on average, in linear light.

    Each is the nearest to the color with the error of the one before; a color that equals a target
    is only that.

    Parameters
    ----------
    colors : (m, 3) uint8
    targets : Targets
    weight : int, 0…2¹⁴
        What is brought of an error to the next, in units of 1 / 2¹⁴.
    parts : int, 1…64

    Returns
    -------
    (m, parts) uint8
        Indices, of dark targets first.
    """
    _require(colors, np.uint8, (-1, 3))
    if not (0 <= weight <= _MOST_WEIGHT and 1 <= parts <= _MOST_PARTS):
        raise ValueError(f"a mixture has 1 to {_MOST_PARTS} parts, not {parts}; weight {weight}")
    library = native.library()
    if library is None:
        return dither_reference.mix(colors, targets, weight, parts, tick)
    return _mix_in_c(library.functions, colors, targets, weight, parts, tick)


def tally(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    tick: Tick = silent,
) -> tuple[NDArray[np.int64], int]:
    """Count the pixels that show each color, and add up how far they are from it.

    Parameters
    ----------
    pixels : (n, 3) uint8
    visible : (n,) bool, optional
        Pixels to count; all when None.
    indices : (n,) uint8
    colors : (k, 3) uint8, k = 1…256
        More than any index.

    Returns
    -------
    counts : (k,) int64
    error : int
        Sum of squared distances in RGB.
    """
    _require(pixels, np.uint8, (-1, 3))
    if visible is not None:
        _require(visible, np.bool_, (len(pixels),))
    _require(indices, np.uint8, (len(pixels),))
    _require(colors, np.uint8, (-1, 3))
    if indices.max(initial=0) >= len(colors):
        raise ValueError(f"there are {len(colors)} colors, but an index {indices.max()}")
    library = native.library()
    if library is None:
        counts, error = dither_reference.tally(pixels, visible, indices, colors, tick)
    else:
        counts, error = _tally_in_c(library.functions, pixels, visible, indices, colors, tick)
    return counts[: len(colors)], error


def _count_in_c(
    c: ctypes.CDLL, pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    if len(pixels) <= _MOST_PIXELS_TO_SORT:
        return _sort_in_c(c, pixels, visible, tick)
    # One table of 64 MB a thread.
    shares = threads() if len(pixels) >= _FEWEST_PIXELS_TO_SHARE else 1
    free = deque(
        (_sparse_zeros(reference.TABLE_SIZE, np.uint32), np.zeros(_CELLS, np.uint8))
        for _ in range(shares)
    )
    tables = list(free)

    def count(begin: int, end: int) -> None:
        table, cells = free.popleft()
        part = None if visible is None else visible[begin:end]
        c.fewtone_count(_at(pixels[begin:end]), _at(part), end - begin, _at(table), _at(cells))
        free.append((table, cells))

    in_chunks(count, len(pixels), _PIXELS_PER_CHUNK, shares, lambda part: tick(0.9 * part))
    table, cells = tables[0]
    for other, marked in tables[1:]:
        c.fewtone_merge(_at(table), _at(cells), _at(other), _at(marked))
    most = min(len(pixels), reference.TABLE_SIZE)
    colors, counts = np.empty((most, 3), np.uint8), np.empty(most, np.int64)
    size = c.fewtone_list(_at(table), _at(cells), _at(colors), _at(counts))
    tick(1.0)
    return colors[:size].copy(), counts[:size].copy()


def _sort_in_c(
    c: ctypes.CDLL, pixels: NDArray[np.uint8], visible: NDArray[np.bool_] | None, tick: Tick
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    keys, starts = np.empty(2 * len(pixels), np.uint32), np.empty(2 << 12, np.uint32)
    colors, counts = np.empty((len(pixels), 3), np.uint8), np.empty(len(pixels), np.int64)
    arrays = (_at(array) for array in (keys, starts, colors, counts))
    size = c.fewtone_sort(_at(pixels), _at(visible), len(pixels), *arrays)
    tick(1.0)
    return colors[:size].copy(), counts[:size].copy()


def _assign_in_c(
    c: ctypes.CDLL,
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    tick: Tick,
) -> Assignment:
    size, k = coordinates.shape[1], len(centroids)
    middle, reach = reference.extent(coordinates, centroids)
    margin = _FLOAT32_MARGIN * reach * reach
    labels = np.empty(size, np.int32)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []

    def assign_part(begin: int, end: int) -> None:
        masses, sums = np.zeros(k, np.int64), np.zeros((k, 3), np.int64)
        room = -(-k // 8) * 8
        scratch, found = np.empty((room, 8), np.float32), np.empty(room + 8, np.int32)
        c.fewtone_assign(
            *(_at(coordinates), _at(weights), size, begin, end, _at(centroids), k),
            *(_at(scratch), _at(found), margin, middle, _at(labels), _at(masses), _at(sums)),
        )
        parts.append((masses, sums))

    shares = threads() if size * k >= _FEWEST_DISTANCES_TO_SHARE else 1
    in_chunks(assign_part, size, max(_DISTANCES_PER_CHUNK // k, 1), shares, tick)
    masses, sums = np.zeros(k, np.int64), np.zeros((k, 3), np.int64)
    for part_masses, part_sums in parts:
        masses += part_masses
        sums += part_sums
    return Assignment(labels, masses, sums)


def _gather_in_c(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    last_bits: int,
    finer: int,
) -> tuple[Coordinates, NDArray[np.uint32]]:
    means, masses = np.empty_like(coordinates), np.empty_like(weights)
    points = (_at(array) for array in (colors, coordinates, weights))
    cells = (_at(array) for array in (means, masses))
    size = c.fewtone_gather(*points, len(colors), last_bits, finer, *cells)
    return means[:, :size].copy(), masses[:size].copy()


def _map_in_c(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[Label],
    tick: Tick,
) -> NDArray[Label]:
    suffix = {"uint8": "", "int32": "_wide"}[labels.dtype.name]
    cells = np.empty(_CELLS, np.uint32)
    # Of what is not written to, the system gives nothing.
    table = np.empty(_COLORS_PER_CELL * (min(len(colors), _CELLS) + 1), labels.dtype)
    mapped = np.empty(len(pixels), labels.dtype)
    enter = getattr(c, "fewtone_enter" + suffix)
    enter(_at(colors), _at(labels), len(colors), _at(cells), _at(table))
    look_up = getattr(c, "fewtone_map" + suffix)

    def map_part(begin: int, end: int) -> None:
        look_up(_at(pixels[begin:end]), end - begin, _at(cells), _at(table), _at(mapped[begin:end]))

    shares = threads() if len(pixels) >= _FEWEST_PIXELS_TO_SHARE // 8 else 1
    in_chunks(map_part, len(pixels), _PIXELS_PER_CHUNK, shares, tick)
    return mapped


class _TargetsInC(ctypes.Structure):
    """The same as in `kernels.c`: pointers to arrays that are kept beside it."""

    _fields_ = (
        ("size", ctypes.c_int64),
        *(
            (name, ctypes.c_void_p)
            for name in (
                *("colors", "shown", "places", "order", "apart", "reach", "exact"),
                *("light", "linear", "levels", "space", "known", "hints"),
            )
        ),
    )

    def __init__(self, targets: Targets) -> None:
        self.arrays: tuple[NDArray[Any] | None, ...] = (
            *(targets.colors, targets.shown, targets.places, *targets.neighbors),
            *(targets.reach, targets.exact, targets.linear, LINEAR, _PLACES_OF_LEVELS),
            conversion(targets.space),
            *(np.zeros(1 << 3 * LEVEL_BITS, np.uint16), np.zeros(_CELLS, np.uint16)),
        )
        super().__init__(len(targets), *map(_at, self.arrays))


def _diffuse_in_c(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    targets: Targets,
    weights: NDArray[np.int32],
    serpentine: bool,
    tick: Tick,
) -> NDArray[np.uint8]:
    height, width, _ = pixels.shape
    indices = np.empty((height, width), np.uint8)
    errors, carried = np.zeros((3, width + 4, 3), np.int32), np.empty((width, 3), np.int32)
    aims = _TargetsInC(targets)

    def diffuse_rows(begin: int, end: int) -> None:
        c.fewtone_diffuse(
            *(_at(pixels), _at(visible), width, begin, end, serpentine, _at(weights)),
            *(ctypes.addressof(aims), _at(errors), _at(carried), _at(indices)),
        )

    # Each row needs those above.
    in_chunks(diffuse_rows, height, max(_DITHERED_PER_CHUNK // max(width, 1), 1), 1, tick)
    return indices


def _mix_in_c(
    c: ctypes.CDLL,
    colors: NDArray[np.uint8],
    targets: Targets,
    weight: int,
    parts: int,
    tick: Tick,
) -> NDArray[np.uint8]:
    mixed = np.empty((len(colors), parts), np.uint8)
    aims, ranks = _TargetsInC(targets), targets.lightness_ranks
    by_rank = targets.shown[np.argsort(ranks)]

    def mix_some(begin: int, end: int) -> None:
        c.fewtone_mix(
            *(_at(colors[begin:end]), end - begin, _at(ranks), _at(by_rank), weight, parts),
            *(ctypes.addressof(aims), _at(mixed[begin:end])),
        )

    shares = threads() if mixed.size >= _FEWEST_PIXELS_TO_SHARE // 8 else 1
    in_chunks(mix_some, len(colors), max(_DITHERED_PER_CHUNK // parts, 1), shares, tick)
    return mixed


def _tally_in_c(
    c: ctypes.CDLL,
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    tick: Tick,
) -> tuple[NDArray[np.int64], int]:
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


def _sparse_zeros(size: int, dtype: Any) -> NDArray[Any]:
    """Make zeros of which only the few pages that are touched cost memory and time.

    numpy would ask for huge pages, and so nearly the whole table would have to be cleared.
    """
    return np.frombuffer(mmap.mmap(-1, size * np.dtype(dtype).itemsize), dtype)


def _at(array: NDArray[Any] | None) -> int | None:
    return None if array is None else array.ctypes.data


def _require_coordinates(coordinates: Coordinates) -> int:
    """Check the rows of points, and tell how many there are."""
    with_alpha = len(coordinates) == reference.WITH_ALPHA
    channels = reference.WITH_ALPHA if with_alpha else 3
    _require(coordinates, np.int32 if with_alpha else np.int16, (channels, -1))
    return channels


def _require(array: NDArray[Any], dtype: Any, shape: tuple[int, ...]) -> None:
    fits = (
        array.dtype == dtype
        and array.flags.c_contiguous
        and array.ndim == len(shape)
        and all(want in {-1, have} for want, have in zip(shape, array.shape, strict=True))
    )
    if not fits:
        raise TypeError(
            f"a loop wants a contiguous {shape} array of {np.dtype(dtype)}, "
            f"not {array.shape} {array.dtype} with strides {array.strides}"
        )
