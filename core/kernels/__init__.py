"""The hot loops: count colors, gather them, assign points to centroids, map pixels, dither, resize.

Each exists twice: in numpy (`in_numpy`, `dither_in_numpy`) and in C (`kernels.c`, called by
`in_c`), where that was built. Both give the same answer to the last bit, on any number of threads.
Arrays are checked for shape, dtype and order here, before pointers to them go to C. Long work is
done in chunks of a few milliseconds; after each the calling thread reports progress by `tick`.
`with_alpha` counts and labels colors that have alpha; it exists in numpy only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import ColorSpace
from core.kernels import dither_in_numpy, in_c, in_numpy, native, z_order
from core.kernels.targets import WEIGHT_BITS, Targets
from core.kernels.values import Cells, Coordinates, Cuts, IntegerAssignment, Label
from core.progress import Tick, silent

# Squares of coordinates must fit float32.
_FARTHEST = 1e9
# The weights of an error are 1 together at most: larger ones would make errors grow without end.
_MOST_WEIGHT = 1 << WEIGHT_BITS
_MOST_PARTS = 64
_STEEPEST = 128


def version() -> str:
    """Name the loops that run: "C (avx2)", or "numpy"."""
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
    tick : Tick
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
        return in_numpy.count_colors(pixels, visible, tick)
    return in_c.count_colors(library.functions, pixels, visible, tick)


def assign(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    before: IntegerAssignment | None = None,
    tick: Tick = silent,
) -> IntegerAssignment:
    """Find the nearest centroid of every point by Euclidean distance, ties to the lower index.

    What decides is float64: (Δx² + Δy²) + Δz², and with alpha + Δα². Faster arithmetic is used
    where its error cannot change the answer.

    Parameters
    ----------
    coordinates : (3, m) int16, or (4, m) int32
        Three rows, or four with alpha.
    weights : (m,) uint32
        Multiplied by coordinates they must add up to less than 2⁵³, as those of 2³² pixels do.
    centroids : (k, 3) or (k, 4) float64, at most 1e9 from 0
        In the units of the coordinates.
    before : IntegerAssignment, optional
        Of the same points to as many centroids, best to those nearby: it changes only the time.
    tick : Tick
        Receives the fraction done.
    """
    _require_assigned(coordinates, weights, centroids, before)
    library = native.library()
    if library is None:
        return in_numpy.assign(coordinates, weights, centroids, tick)
    return in_c.assign(library.functions, coordinates, weights, centroids, before, tick)


def settle(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    fixed: NDArray[np.bool_],
    before: IntegerAssignment,
    iterations: int,
    tick: Tick = silent,
) -> tuple[NDArray[np.float64], IntegerAssignment]:
    """Move centroids to the means of their points and assign these anew, several times.

    Parameters
    ----------
    coordinates, weights, centroids : arrays
        As for `assign`.
    fixed : (k,) bool
        Centroids that stay where they are, as those without points do.
    before : IntegerAssignment
        Of the points to these centroids.
    iterations : int
    tick : Tick
        Hears every few milliseconds that the work goes on.

    Returns
    -------
    centroids : (k, 3) or (k, 4) float64
    after : IntegerAssignment
        Of the points to them.
    """
    _require(fixed, np.bool_, (len(centroids),))
    library = native.library()
    if library is not None and in_c.is_quick(coordinates.shape[1], len(centroids)):
        _require_assigned(coordinates, weights, centroids, before)
        known = coordinates, weights, centroids, fixed, before, iterations
        return in_c.settle(library.functions, *known)
    for _ in range(iterations):
        centroids = in_numpy.moved_to_means(centroids, fixed, before)
        before = assign(coordinates, weights, centroids, before, tick)
    return centroids, before


def draw(
    positions: NDArray[np.float64],
    weights: NDArray[np.float64],
    nearest: NDArray[np.float64],
    at: float,
) -> int:
    """Draw a point, with a chance of its weight times its squared distance to those drawn before.

    Parameters
    ----------
    positions : (3, n) or (4, n) float64
    weights : (n,) float64
        At least one above 0.
    nearest : (n,) float64
        Squared distances to the nearest point drawn before; infinite at first, when weights are the
        chances. Updated here.
    at : float, 0…1
        The part of all chances where the point is.

    Returns
    -------
    int
        The index of the point; 0 where no point is left that was not drawn before.
    """
    channels, size = len(positions), len(weights)
    _require(positions, np.float64, (channels, size))
    _require(weights, np.float64, (size,))
    _require(nearest, np.float64, (size,))
    if not weights.any():
        raise ValueError("where nothing weighs anything, nothing can be drawn")
    library = native.library()
    if library is None:
        return in_numpy.draw(positions, weights, nearest, at)
    return in_c.draw(library.functions, positions, weights, nearest, at)


def unite(means: NDArray[np.float64], masses: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Merge two clusters at a time, those where it adds least to the error, until k are left.

    Pairwise nearest neighbors: Equitz 1989, "A new vector quantization clustering algorithm",
    doi:10.1109/29.35395.

    Parameters
    ----------
    means : (n, 3) or (n, 4) float64
    masses : (n,) float64, above 0
    k : int, at least 1

    Returns
    -------
    (min(n, k), 3) or (min(n, k), 4) float64
    """
    _require(means, np.float64, (len(masses), -1))
    _require(masses, np.float64, (len(masses),))
    if k < 1 or not (masses > 0).all():
        raise ValueError("at least one cluster is left, and each has a mass above 0")
    library = native.library()
    if library is None:
        return in_numpy.unite(means, masses, k)
    return in_c.unite(library.functions, means, masses, k)


def gather(
    colors: NDArray[np.uint8],
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    bits: int,
    finer: int,
    pixels: NDArray[np.uint32] | None = None,
) -> Cells:
    """Gather points into the cells of a grid of `bits` bits a channel.

    Parameters
    ----------
    colors : (m, 3) or (m, 4) uint8, along the Z-order curve
        The cell of each point is that of its color.
    coordinates : (3, m) int16, or (4, m) int32
        Rows of channels: the points, which may be the colors in another space.
    weights : (m,) uint32, at least 1
        Their sum must fit 32 bits.
    bits : int, 1…8
    finer : int
        Means come in units of 1 / finer of those of the points, and must fit their type.
    pixels : (m,) uint32, optional
        Numbers to be added up as well.
    """
    channels = _require_coordinates(coordinates)
    _require(colors, np.uint8, (coordinates.shape[1], channels))
    for each in (weights, weights if pixels is None else pixels):
        _require(each, np.uint32, (len(colors),))
    if bits not in range(1, 9):
        raise ValueError(f"a grid has 1 to 8 bits a channel, not {bits}")
    if len(weights) and weights.min() == 0:
        raise ValueError("a point without weight has no place in a mean")
    last_bits = channels * (8 - bits)
    library = native.library()
    if library is None or len(colors) == 0 or channels == z_order.WITH_ALPHA:
        return in_numpy.gather(colors, coordinates, weights, last_bits, finer, pixels)
    return in_c.gather(library.functions, colors, coordinates, weights, last_bits, finer, pixels)


def convert(colors: NDArray[np.uint8], space: ColorSpace, tick: Tick = silent) -> NDArray[np.int16]:
    """Convert colors to points of a space, in units of 1 / `space.scale`.

    Parameters
    ----------
    colors : (m, 3) uint8
    space : ColorSpace
        With three channels.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (3, m) int16
        Rounded to nearest.
    """
    _require(colors, np.uint8, (-1, 3))
    library = native.library()
    if library is None or space.steps is None:
        return in_numpy.convert(colors, space, tick)
    return in_c.convert(library.functions, colors, space, tick)


def weigh(
    colors: NDArray[np.uint8], counts: NDArray[np.int64], salience: NDArray[np.uint16], bits: int
) -> NDArray[np.uint32]:
    """Weigh the pixels of each color by how much it is noticed.

    Parameters
    ----------
    colors : (m, 3) uint8
    counts : (m,) int64
        At most 2³² together.
    salience : (8 ** bits,) uint16
        For each cell of a grid of `bits` bits a channel, along the Z-order curve.
    bits : int, 1…8

    Returns
    -------
    (m,) uint32
        Each at least 1, and the others together less than 2³¹.
    """
    _require(colors, np.uint8, (-1, 3))
    _require(counts, np.int64, (len(colors),))
    _require(salience, np.uint16, (8**bits,))
    library, last_bits = native.library(), 3 * (8 - bits)
    if library is None:
        return in_numpy.weigh(colors, counts, salience, last_bits)
    return in_c.weigh(library.functions, colors, counts, salience, last_bits)


def error(
    colors: NDArray[np.uint8],
    counts: NDArray[np.int64],
    labels: NDArray[np.int32],
    shown: NDArray[np.uint8],
) -> int:
    """Add up the squared distances in RGB of pixels to what is shown for them.

    Parameters
    ----------
    colors : (m, 3) uint8
    counts : (m,) int64
        Pixels of each.
    labels : (m,) int32
        Which of the shown colors each has.
    shown : (k, 3) uint8
    """
    _require(colors, np.uint8, (-1, 3))
    _require(counts, np.int64, (len(colors),))
    _require(labels, np.int32, (len(colors),))
    _require(shown, np.uint8, (-1, 3))
    if len(labels) and not 0 <= labels.min() <= labels.max() < len(shown):
        raise ValueError("a label must be the index of a color that is shown")
    library = native.library()
    if library is None:
        return in_numpy.error(colors, counts, labels, shown)
    return in_c.error(library.functions, colors, counts, labels, shown)


def energy(coordinates: Coordinates, weights: NDArray[np.uint32]) -> int:
    """Add up the squared lengths of (3, m) or (4, m) points, times their (m,) weights."""
    channels = _require_coordinates(coordinates)
    _require(weights, np.uint32, (coordinates.shape[1],))
    library = native.library()
    if library is None or channels == z_order.WITH_ALPHA:
        return in_numpy.energy(coordinates, weights)
    return in_c.energy(library.functions, coordinates, weights)


def best_cuts(
    box_of: NDArray[np.int32],
    bins: NDArray[np.int32],
    weights: NDArray[np.float64],
    moments: NDArray[np.float64],
    means: NDArray[np.float64],
    bins_per_axis: int,
) -> Cuts:
    """Find where to cut boxes of points in two, so that their squared errors fall most (Wu 1991).

    Parameters
    ----------
    box_of : (n,) int32
        The box of each point, or −1 for none of these.
    bins : (c, n) int32
        Where each point is along each axis, from 0.
    weights : (n,) float64
    moments : (c, n) float64
        Positions times weights.
    means : (c, b) float64
        Of the boxes: weighted means of their points.
    bins_per_axis : int

    Returns
    -------
    Cuts
        Of each box the best; of several equally good the first.
    """
    channels, size = bins.shape
    _require(box_of, np.int32, (size,))
    _require(bins, np.int32, (channels, size))
    _require(weights, np.float64, (size,))
    _require(moments, np.float64, (channels, size))
    _require(means, np.float64, (channels, -1))
    for inside, limit in ((box_of, means.shape[1]), (bins, bins_per_axis)):
        if inside.size and inside.max() >= limit:
            raise ValueError(f"there are no more than {limit} to be in")
    if bins.size and bins.min() < 0:
        raise ValueError("bins are counted from 0")
    library = native.library()
    if library is None:
        return in_numpy.best_cuts(box_of, bins, weights, moments, means, bins_per_axis)
    called = library.functions, box_of, bins, weights, moments, means, bins_per_axis
    return in_c.best_cuts(*called)


def vary(
    pixels: NDArray[np.uint8],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    slopes: NDArray[np.int32],
) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """Find how much sums of the channels vary among the 3×3 pixels around some.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
        Beyond an edge are the pixels on it.
    rows, columns : (r,) and (c,) int64
        Of the pixels to look around.
    slopes : (3, 3) int32, −128…128
        By which the channels are multiplied for each of three sums.

    Returns
    -------
    variances : (r, c) float64
        Of the three sums, added up; rounding can make it a bit less than 0.
    places : (r, c) uint32
        Where the pixels are on the Z-order curve.
    """
    _require_chosen(pixels, rows, columns)
    _require(slopes, np.int32, (3, 3))
    if np.abs(slopes).max() > _STEEPEST:
        raise ValueError(f"slopes above {_STEEPEST} might not fit 32 bits")
    library = native.library()
    if library is None:
        return in_numpy.vary(pixels, rows, columns, slopes)
    return in_c.vary(library.functions, pixels, rows, columns, slopes)


def sum_areas(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    *,
    similar: int,
    vivid: int,
    bits: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the pixels of vivid areas among some, and add up their colors.

    Such a pixel is vivid, mostly opaque, and like at least two of the four that are next to it
    among the pixels chosen.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    alpha : (h, w) uint8, optional
        All opaque when None.
    rows, columns : (r,) and (c,) int64
        Of the pixels to look at.
    similar : int
        Pixels are alike if no channel differs by more.
    vivid : int
        A pixel is vivid if its channels differ by at least this much.
    bits : int, 1…8

    Returns
    -------
    counts : (8 ** bits,) int64
        For each cell of a grid of `bits` bits a channel, along the Z-order curve.
    sums : (3, 8 ** bits) int64
        Of each channel.
    """
    _require_chosen(pixels, rows, columns)
    if alpha is not None:
        _require(alpha, np.uint8, pixels.shape[:2])
    if bits not in range(1, 9):
        raise ValueError(f"a grid has 1 to 8 bits a channel, not {bits}")
    limits = {"similar": similar, "vivid": vivid, "last_bits": 3 * (8 - bits)}
    library = native.library()
    if library is None:
        return in_numpy.sum_areas(pixels, alpha, rows, columns, **limits)
    return in_c.sum_areas(library.functions, pixels, alpha, rows, columns, **limits)


def map_pixels(
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    labels: NDArray[Label],
    tick: Tick = silent,
) -> NDArray[Label]:
    """Return for every pixel the label of its color.

    Parameters
    ----------
    pixels : (n, 3) uint8
    colors : (m, 3) uint8
        Distinct colors; pixels of a color that is not among them get label 0.
    labels : (m,) uint8 or int32
        The label of each color.

    Returns
    -------
    (n,) of the dtype of `labels`
    """
    _require(pixels, np.uint8, (-1, 3))
    _require(colors, np.uint8, (-1, 3))
    _require(labels, np.uint8 if labels.dtype == np.uint8 else np.int32, (len(colors),))
    library = native.library()
    if library is None:
        return in_numpy.map_pixels(pixels, colors, labels, tick)
    return in_c.map_pixels(library.functions, pixels, colors, labels, tick)


def diffuse(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    targets: Targets,
    weights: NDArray[np.int32],
    *,
    serpentine: bool,
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Find for every pixel the target nearest to its color plus the errors brought to it.

    The new error, wanted minus shown where the targets carry errors, goes to pixels not yet done. A
    pixel that keeps its color gets that target, and neither takes nor leaves an error.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    visible : (h, w) bool, optional
        Pixels that are not visible get index 0, and neither take nor leave an error.
    targets : Targets
    weights : (3, 5) int32, at least 0
        The part of an error that each pixel around gets, in units of 1 / 2¹⁴, together 1 at most.
        The middle of the first row is the pixel itself; it and those before it get nothing.
    serpentine : bool
        Whether every other row goes from right to left.
    tick : Tick
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
        return dither_in_numpy.diffuse(pixels, visible, targets, weights, serpentine, tick)
    return in_c.diffuse(library.functions, pixels, visible, targets, weights, serpentine, tick)


def mix(
    colors: NDArray[np.uint8], targets: Targets, weight: int, parts: int, tick: Tick = silent
) -> NDArray[np.uint8]:
    """Mix each color from `parts` targets whose mean, where errors are carried, is near to it.

    Each part is the target nearest to the color plus the error of the part before. A color that
    is kept is mixed from that target only.

    Parameters
    ----------
    colors : (m, 3) uint8
    targets : Targets
    weight : int, 0…2¹⁴
        The part of an error that is brought to the next, in units of 1 / 2¹⁴.
    parts : int, 1…64

    Returns
    -------
    (m, parts) uint8
        Indices, those of dark targets first.
    """
    _require(colors, np.uint8, (-1, 3))
    if not (0 <= weight <= _MOST_WEIGHT and 1 <= parts <= _MOST_PARTS):
        raise ValueError(f"a mixture has 1 to {_MOST_PARTS} parts, not {parts}; weight {weight}")
    library = native.library()
    if library is None:
        return dither_in_numpy.mix(colors, targets, weight, parts, tick)
    return in_c.mix(library.functions, colors, targets, weight, parts, tick)


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
        Their number is larger than any index.

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
        counts, error = dither_in_numpy.tally(pixels, visible, indices, colors, tick)
    else:
        counts, error = in_c.tally(library.functions, pixels, visible, indices, colors, tick)
    return counts[: len(colors)], error


def _require_assigned(
    coordinates: Coordinates,
    weights: NDArray[np.uint32],
    centroids: NDArray[np.float64],
    before: IntegerAssignment | None,
) -> None:
    """Raise TypeError or ValueError unless points and centroids are as they must be."""
    channels = _require_coordinates(coordinates)
    _require(weights, np.uint32, (coordinates.shape[1],))
    _require(centroids, np.float64, (-1, channels))
    if before is not None:
        _require(before.labels, np.int32, weights.shape)
        _require(before.masses, np.int64, (len(centroids),))
        _require(before.sums, np.int64, centroids.shape)
    if not (np.abs(centroids) <= _FARTHEST).all():
        raise ValueError(f"centroids farther away than {_FARTHEST:g} are no numbers to work with")


def _require_coordinates(coordinates: Coordinates) -> int:
    """Return the number of rows of points; raise TypeError unless they are as they must be."""
    with_alpha = len(coordinates) == z_order.WITH_ALPHA
    channels = z_order.WITH_ALPHA if with_alpha else 3
    _require(coordinates, np.int32 if with_alpha else np.int16, (channels, -1))
    return channels


def resample(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    size: tuple[int, int],
    tick: Tick = silent,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Make a picture of another size, by Lanczos' filter in linear light (`resampling`).

    Parameters
    ----------
    pixels : (h, w, 3) uint8, sRGB
    alpha : (h, w) uint8, optional
        Colors weigh by it; all opaque when None.
    size : (int, int)
        Width and height to make it, at least 1.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    pixels : (height, width, 3) uint8
        Black where they are fully transparent.
    alpha : (height, width) uint8 or None
    """
    _require(pixels, np.uint8, (-1, -1, 3))
    if alpha is not None:
        _require(alpha, np.uint8, pixels.shape[:2])
    if min(size) < 1 or pixels.size == 0:
        raise ValueError(f"a picture of {size} cannot be made of one of {pixels.shape}")
    # Most runs resize nothing, and start without its tables.
    from core.kernels import resampling

    across, down = (
        resampling.taps_of(*sizes) for sizes in zip(reversed(pixels.shape[:2]), size, strict=True)
    )
    library = native.library()
    if library is None:
        return resampling.resample(pixels, alpha, across, down, tick)
    return in_c.resample(library.functions, pixels, alpha, across, down, tick)


def _require_chosen(
    pixels: NDArray[np.uint8], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> None:
    """Raise TypeError or ValueError unless rows and columns of a picture are as they must be."""
    _require(pixels, np.uint8, (-1, -1, 3))
    for chosen, size in zip((rows, columns), pixels.shape, strict=False):
        _require(chosen, np.int64, (-1,))
        if len(chosen) and not 0 <= chosen.min() <= chosen.max() < size:
            raise ValueError(f"there is no pixel outside of {size}")


def _require(array: NDArray[Any], dtype: Any, shape: tuple[int, ...]) -> None:
    """Raise TypeError unless an array is contiguous and has this dtype and shape; -1 is any."""
    fits = array.dtype == dtype and array.flags.c_contiguous and array.ndim == len(shape)
    for want, have in zip(shape, array.shape, strict=False):
        fits = fits and (want in (have, -1))
    if not fits:
        raise TypeError(
            f"a loop wants a contiguous {shape} array of {np.dtype(dtype)}, "
            f"not {array.shape} {array.dtype} with strides {array.strides}"
        )
