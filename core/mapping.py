"""From centroids to a palette, and from pixels to its colors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.histogram import Histogram
from core.progress import Tick, silent


@dataclass(frozen=True, eq=False)
class Mapping:
    """The distinct colors of a photo, mapped to a palette.

    Parameters
    ----------
    palette : (k, 3) uint8
    centroids : (k, 3) float64
        What the palette was rounded from.
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


def settle(histogram: Histogram, centroids: NDArray[np.float64], tick: Tick = silent) -> Mapping:
    """Round the centroids to colors that are all distinct and all used, and map to the nearest.

    A color that equals another, or is nearest to nothing, is replaced by the color of the photo
    that is served worst: the one with the largest sum of squared distances over its pixels. Each
    replacement lowers the error, so this ends.

    Parameters
    ----------
    histogram : Histogram
        With more distinct colors than there are centroids.
    centroids : (k, 3) float64
    tick : callable
        Receives the fraction done.
    """
    palette = np.clip(np.rint(centroids), 0, 255)
    found = histogram.points.assign(palette, lambda part: tick(part / 2))
    if not found.masses.all():
        return _replace_unused(histogram, centroids.copy(), palette, found.labels, tick)
    tick(1.0)
    error = histogram.points.error(found, palette)
    counts = found.masses.astype(np.int64)
    return Mapping(palette.astype(np.uint8), centroids, found.labels, counts, error)


def _replace_unused(
    histogram: Histogram,
    centroids: NDArray[np.float64],
    palette: NDArray[np.float64],
    labels: NDArray[np.int32],
    tick: Tick,
) -> Mapping:
    colors = histogram.points.positions
    distances = _squared_distances(colors, palette[labels])
    while len(unused := np.flatnonzero(np.bincount(labels, minlength=len(palette)) == 0)):
        replaced = unused[0]
        worst = int(np.argmax(distances * histogram.counts))
        palette[replaced] = centroids[replaced] = colors[worst]
        new_distances = _squared_distances(colors, palette[replaced])
        closer = (new_distances < distances) | ((new_distances == distances) & (replaced < labels))
        labels[closer] = replaced
        distances[closer] = new_distances[closer]
        tick(1 - len(unused) / len(palette) / 2)
    counts = np.bincount(labels, histogram.counts, len(palette)).astype(np.int64)
    error = float(distances @ histogram.counts)
    return Mapping(palette.astype(np.uint8), centroids, labels, counts, error)


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
