"""From centroids to whole colors: rounded, distinct, each used, and in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.lattice import step_by_step
from core.clustering.locks import absent
from core.clustering.points import Clusters, Points
from core.clustering.solution import Solution, squared_distances
from core.color.spaces import RGB, TRANSLUCENT_SPACES, ColorSpace
from core.progress import Tick, silent

_PREMULTIPLIED = TRANSLUCENT_SPACES["rgb"]
_COLORS_PER_BLOCK = 1 << 16
# This is within 1 % of opaque, which nobody sees.
_NEARLY_OPAQUE = 252


@dataclass(frozen=True, eq=False)
class Mapping:
    """The distinct colors of a photo, mapped to a palette.

    Parameters
    ----------
    palette : (k, 3) uint8, or (k, 4) with alpha
    centroids : (k, 3) or (k, 4) float64
        The cluster centers that the palette comes from, in sRGB.
    labels : (m,) int32
        For each distinct color the nearest palette color, ties to the lower index.
    counts : (k,) int64
        Pixels of each palette color.
    error : float
        Sum over pixels of the squared RGB distance; with alpha, of alpha and RGB times alpha.
    locked : (k,) bool
        Colors that were given and did not move.
    """

    palette: NDArray[np.uint8]
    centroids: NDArray[np.float64]
    labels: NDArray[np.int32]
    counts: NDArray[np.int64]
    error: float
    locked: NDArray[np.bool_]


def settle(
    histogram: Histogram,
    space: ColorSpace,
    centroids: Centroids,
    locked: NDArray[np.uint8],
    *,
    polish: int = 0,
    thorough: bool = False,
    tick: Tick = silent,
) -> Mapping:
    """Round the centroids to colors that are all distinct and all used, and map to the nearest.

    The locked ones, used or not, are what they are.

    A color that equals another, or is nearest to nothing, is replaced by the color of the photo
    that is served worst: the one with the largest sum of squared distances over its pixels. Each
    replacement lowers the error, so this ends.

    Parameters
    ----------
    histogram : Histogram
        Its distinct colors and the locked ones are together more than the centroids.
    space : ColorSpace
    centroids : Centroids
        In that space; the fixed ones are those of the locked colors.
    locked : (n, 3) uint8
        The exact colors of the first centroids, which a space may give back rounded.
    polish : int
        At most this many times, the means of what is mapped to the rounded colors are rounded in
        their turn, as long as that lowers the error.
    thorough : bool
        Then try each color a step up and down, but not with alpha.
    tick : Tick
        Receives the fraction done.
    """
    points, fixed = histogram.points(space), centroids.fixed
    palette = rounded(space, centroids.positions, locked)
    best = _shown(points, palette, fixed, tick)
    tick(0.1)
    for _ in range(polish):
        means = best.means
        other = rounded(space, means.positions, locked)
        tried = _shown(points, other, fixed, tick, best.found)
        if tried.error >= best.error:
            break
        centroids, palette, best = means, other, tried
    if space.channels > 3:
        palette = mostly_opaque(points, best.found, palette, tick)
        best = _shown(points, palette, fixed, tick)
    elif thorough:
        gray = bool((histogram.colors == histogram.colors[:, :1]).all())
        palette = step_by_step(points, palette, fixed, tick.part(0.1, 0.9), gray=gray)
        best = _shown(points, palette, fixed, tick)
    found, centers = best.found, centroids.positions.copy()
    given = np.arange(len(palette)) < len(locked)
    if unused := ((found.masses == 0) & ~given).any():
        masses = _replace_unused(histogram, best, given, palette, centers)
        found = found._replace(masses=masses)
    if space is RGB and not unused and histogram.weights is None:
        error = best.error
    else:
        error = pixel_error(histogram, palette, found.labels, tick.part(0.9, 0.95))
    tick(1.0)
    centers, counts = _centers(space, centers, locked), points.count(found)
    return Mapping(palette, centers, found.labels, counts, error, given)


def _shown(
    points: Points,
    palette: NDArray[np.uint8],
    fixed: NDArray[np.bool_],
    tick: Tick,
    before: Clusters | None = None,
) -> Solution:
    """Make a solution of the colors of a palette."""
    return Solution(points, Centroids(points.places_of(palette), fixed), tick, before)


def rounded(
    space: ColorSpace, centroids: NDArray[np.float64], locked: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Round (k, 3) centroids in a space to colors of pixels; the first are (n, 3) locked ones."""
    colors = np.clip(np.rint(space.to_srgb(centroids)), 0, 255).astype(np.uint8)
    colors[: len(locked)] = locked
    return colors


def mostly_opaque(
    points: Points, found: Clusters, palette: NDArray[np.uint8], tick: Tick = silent
) -> NDArray[np.uint8]:
    """Make colors opaque that nearly are, and that are shown for opaque pixels for the most part.

    Otherwise opaque pixels would become a little transparent wherever a soft edge is near in color.

    Parameters
    ----------
    points : Points
        With alpha.
    found : Clusters
        The points of each palette color.
    palette : (k, 4) uint8
    tick : Tick
        Hears every few milliseconds that the work goes on.

    Returns
    -------
    (k, 4) uint8
    """
    full = points.places_of(np.full((1, 4), 255))[0, 3] * points.scale
    masses = np.zeros(len(palette))
    for begin in range(0, len(points), _COLORS_PER_BLOCK):
        here = slice(begin, begin + _COLORS_PER_BLOCK)
        opaque = points.coordinates[3, here] == full
        masses += np.bincount(found.labels[here], points.weights[here] * opaque, len(palette))
        tick.alive()
    palette = palette.copy()
    palette[(palette[:, 3] >= _NEARLY_OPAQUE) & (2 * masses > found.masses), 3] = 255
    return palette


def _centers(
    space: ColorSpace, centroids: NDArray[np.float64], locked: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Return (k, 3) centroids in sRGB; the locked ones are exact, as no conversion would be."""
    return np.concatenate([locked, space.to_srgb(centroids[len(locked) :])])


def _replace_unused(
    histogram: Histogram,
    shown: Solution,
    given: NDArray[np.bool_],
    palette: NDArray[np.uint8],
    centers: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Replace colors that no point has, one by one, by the color that is served worst.

    Palette, centers and the labels of the solution are changed in place; the new masses are
    returned.
    """
    points, labels = shown.points, shown.found.labels
    positions, weights = points.positions, points.weights.astype(np.float64)
    distances = squared_distances(positions, shown.centroids.positions[labels])
    while len(unused := _unused(labels, given)):
        replaced = unused[0]
        worst = int(np.argmax(distances * weights))
        palette[replaced], centers[replaced] = histogram.colors[worst], positions[worst]
        here = points.places_of(palette[replaced])
        new_distances = squared_distances(positions, here)
        closer = (new_distances < distances) | ((new_distances == distances) & (replaced < labels))
        labels[closer] = replaced
        distances[closer] = new_distances[closer]
        shown.tick(1 - len(unused) / len(palette) / 2)
    return np.bincount(labels, weights, len(palette)).astype(np.float64)


def _unused(labels: NDArray[np.int32], fixed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the indices of the palette colors that no point has, but for the fixed ones."""
    return np.flatnonzero((np.bincount(labels, minlength=len(fixed)) == 0) & ~fixed)


def unchanged(histogram: Histogram, locked: NDArray[np.uint8]) -> Mapping:
    """Map each distinct color to itself; with (n, 3) locked ones there are at most 256."""
    missing = absent(histogram, locked)
    palette = np.concatenate([histogram.colors, missing])
    return Mapping(
        palette,
        palette.astype(np.float64),
        np.arange(len(histogram), dtype=np.int32),
        np.concatenate([histogram.counts, np.zeros(len(missing), dtype=np.int64)]),
        0.0,
        (palette[:, None] == locked).all(axis=2).any(axis=1),
    )


def by_share(mapping: Mapping) -> tuple[Mapping, NDArray[np.int32]]:
    """Order the palette by share, ties by RGB; the new place of each color comes with it."""
    order = np.lexsort((*mapping.palette.T[::-1], -mapping.counts))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    ordered = Mapping(
        mapping.palette[order],
        mapping.centroids[order],
        rank[mapping.labels],
        mapping.counts[order],
        mapping.error,
        mapping.locked[order],
    )
    return ordered, rank


def pixel_error(
    histogram: Histogram,
    palette: NDArray[np.uint8],
    labels: NDArray[np.integer],
    tick: Tick = silent,
) -> float:
    """Sum squared RGB distances over pixels; with alpha, of alpha and of RGB times alpha.

    Parameters
    ----------
    histogram : Histogram
    palette : (k, 3) or (k, 4) uint8
        With as many channels as the distinct colors have.
    labels : (m,) int
        The palette color that is shown for each of them.
    """
    if palette.shape[1] == 3:
        shown = labels.astype(np.int32)
        return float(kernels.error(histogram.colors, histogram.counts, shown, palette))
    total, places = 0.0, _PREMULTIPLIED.from_srgb(palette)
    for begin in range(0, len(histogram), _COLORS_PER_BLOCK):
        here = slice(begin, begin + _COLORS_PER_BLOCK)
        colors = _PREMULTIPLIED.from_srgb(histogram.colors[here])
        squares = squared_distances(colors, places[labels[here]])
        total += float(squares @ histogram.counts[here])
        tick(begin / len(histogram))
    return total / 255**2
