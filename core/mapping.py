"""From centroids to a palette, and from pixels to its colors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.color import RGB, ColorSpace
from core.histogram import Histogram
from core.lattice import step_by_step
from core.points import Points
from core.progress import Tick, silent
from core.solution import Solution


@dataclass(frozen=True, eq=False)
class Mapping:
    """The distinct colors of a photo, mapped to a palette.

    Parameters
    ----------
    palette : (k, 3) uint8
    centroids : (k, 3) float64
        The cluster centers that the palette comes from, in sRGB.
    labels : (m,) int32
        For each distinct color the nearest palette color, ties to the lower index.
    counts : (k,) int64
        Pixels of each palette color.
    error : float
        Sum over pixels of the squared RGB distance.
    """

    palette: NDArray[np.uint8]
    centroids: NDArray[np.float64]
    labels: NDArray[np.int32]
    counts: NDArray[np.int64]
    error: float


def settle(
    histogram: Histogram,
    space: ColorSpace,
    centroids: NDArray[np.float64],
    polish: int = 0,
    *,
    thorough: bool = False,
    tick: Tick = silent,
) -> Mapping:
    """Round the centroids to colors that are all distinct and all used, and map to the nearest.

    A color that equals another, or is nearest to nothing, is replaced by the color of the photo
    that is served worst: the one with the largest sum of squared distances over its pixels. Each
    replacement lowers the error, so this ends.

    Parameters
    ----------
    histogram : Histogram
        With more distinct colors than there are centroids.
    space : ColorSpace
    centroids : (k, 3) float64
        In that space.
    polish : int
        So many times at most, means of what the rounded colors got are rounded anew, as long as
        that lowers the error.
    thorough : bool
        Then try each color a step up and down.
    tick : callable
        Receives the fraction done.
    """
    points = histogram.points(space)
    palette = rounded(space, centroids)
    best = Solution(points, points.places_of(palette), lambda: tick(0.0))
    for _ in range(polish):
        means = best.means
        other = rounded(space, means)
        tried = Solution(points, points.places_of(other), lambda: tick(0.1))
        if tried.error >= best.error:
            break
        centroids, palette, best = means, other, tried
    if thorough:
        palette = step_by_step(points, palette, lambda part: tick(0.1 + 0.8 * part))
        best = Solution(points, points.places_of(palette), lambda: tick(0.9))
    found, error = best.found, best.error
    if not found.masses.all():
        return _replace_unused(histogram, points, centroids.copy(), palette, found.labels, tick)
    tick(1.0)
    if space is not RGB:
        error = _rgb_error(histogram, palette, found.labels)
    counts = found.masses.astype(np.int64)
    return Mapping(palette, space.to_srgb(centroids), found.labels, counts, error)


def rounded(space: ColorSpace, centroids: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Round (k, 3) centroids in a space to colors of pixels."""
    return np.clip(np.rint(space.to_srgb(centroids)), 0, 255).astype(np.uint8)


def _replace_unused(
    histogram: Histogram,
    points: Points,
    centroids: NDArray[np.float64],
    palette: NDArray[np.uint8],
    labels: NDArray[np.int32],
    tick: Tick,
) -> Mapping:
    positions, weights = points.positions, points.weights.astype(np.float64)
    distances = _squared_distances(positions, points.places_of(palette)[labels])
    while len(unused := np.flatnonzero(np.bincount(labels, minlength=len(palette)) == 0)):
        replaced = unused[0]
        worst = int(np.argmax(distances * weights))
        palette[replaced], centroids[replaced] = histogram.colors[worst], positions[worst]
        here = points.places_of(palette[replaced])
        new_distances = _squared_distances(positions, here)
        closer = (new_distances < distances) | ((new_distances == distances) & (replaced < labels))
        labels[closer] = replaced
        distances[closer] = new_distances[closer]
        tick(1 - len(unused) / len(palette) / 2)
    counts = np.bincount(labels, weights, len(palette)).astype(np.int64)
    error = _rgb_error(histogram, palette, labels)
    return Mapping(palette, points.space.to_srgb(centroids), labels, counts, error)


def unchanged(histogram: Histogram) -> Mapping:
    """Map each distinct color, 256 at most, to itself."""
    return Mapping(
        histogram.colors,
        histogram.colors.astype(np.float64),
        np.arange(len(histogram), dtype=np.int32),
        histogram.counts,
        0.0,
    )


def by_share(mapping: Mapping) -> Mapping:
    """Order the palette by share, largest first, ties by RGB."""
    order = np.lexsort((*mapping.palette.T[::-1], -mapping.counts))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    return Mapping(
        mapping.palette[order],
        mapping.centroids[order],
        rank[mapping.labels],
        mapping.counts[order],
        mapping.error,
    )


def _squared_distances(
    colors: NDArray[np.float64], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    difference = colors - others
    squared: NDArray[np.float64] = np.einsum("ij,ij->i", difference, difference)
    return squared


def _rgb_error(
    histogram: Histogram, palette: NDArray[np.uint8], labels: NDArray[np.int32]
) -> float:
    errors = np.zeros(len(histogram), dtype=np.int64)
    for channel in range(3):
        shown = palette[:, channel].astype(np.int32)[labels]
        errors += (histogram.colors[:, channel] - shown) ** 2
    return float(errors @ histogram.counts)
