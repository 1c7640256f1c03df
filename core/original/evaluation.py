"""The evaluation of the original method: how starts and numbers of colors compare."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Limits, Run, iterate
from core.clustering.start import choose_centroids
from core.errors import InputError
from core.model import Palette, Photo, Result, StopReason
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.counting import count_colors
from core.settings import Settings, Start
from core.writing.image import encode_image, encode_rgb


@dataclass(frozen=True, eq=False)
class Trial:
    """One run of k-means on a photo.

    Parameters
    ----------
    colors : int
    start : str
    iterations : int
    stop_reason : str
    error : float
        Sum over visible pixels of the squared RGB distance to the nearest centroid.
    centroids : (k, 3) float32, 0…255
        Not rounded; sorted by R, then G, then B.
    indexed_png_bytes, rgb_png_bytes : int
        Size of the photo in these colors, as indexed and as RGB PNG.
    """

    colors: int
    start: Start
    iterations: int
    stop_reason: StopReason
    error: float
    centroids: NDArray[np.float32]
    indexed_png_bytes: int
    rgb_png_bytes: int


@dataclass(frozen=True, eq=False)
class Match:
    """The centroids of one trial, each paired with a similar one of another.

    Parameters
    ----------
    first, second : Trial
        With the same number of colors.
    partners : (k,) intp
        For each centroid of `first` the index of its partner in `second`.
    distances : (k,) float64
        Euclidean distance of each pair, 0…442.
    """

    first: Trial
    second: Trial
    partners: NDArray[np.intp]
    distances: NDArray[np.float64]

    @property
    def largest_distance(self) -> float:
        """The distance of the pair that differs most."""
        return float(self.distances.max())


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How starts and numbers of colors compare on one photo.

    Parameters
    ----------
    distinct_colors : int
    trials : tuple of Trial
        For each number of colors, each start.
    matches : tuple of Match
        For each number of colors, the first start beside each other one.
    rgb_png_bytes : int
        Size of the unreduced photo as RGB PNG.
    """

    distinct_colors: int
    trials: tuple[Trial, ...]
    matches: tuple[Match, ...]
    rgb_png_bytes: int


def compare(
    photo: Photo,
    colors: Sequence[int],
    starts: Sequence[Start],
    *,
    max_iterations: int = 100,
    seed: int = 0,
    progress: ProgressCallback | None = None,
) -> Evaluation:
    """Run k-means with each number of colors from each start, and compare.

    Parameters
    ----------
    photo : Photo
        Only the first frame of an animation is used.
    colors : sequence of int, 1…256
    starts : sequence of {"wu", "kmeans++", "in_pixels", "random"}
    max_iterations : int, 1…10 000
    seed : int, 0…2³²−1
        Each trial begins anew with it.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Raises
    ------
    ValueError
        For values outside these ranges, or more colors than the photo has distinct ones (for
        every start but "random").
    """
    plan = [Settings(k, start, max_iterations, seed) for k, start in product(colors, starts)]
    meter = Meter(progress)
    photo = replace(photo, animation=None)
    tick = meter.part(0.05, "counting colors")
    histogram = count_colors(photo, tick, salience=False, areas=False)
    if len(histogram) == 0:
        raise InputError("every pixel of the photo is fully transparent: there is no color to keep")
    trials = []
    for number, settings in enumerate(plan):
        tick = meter.part(0.05 + 0.9 * (number + 1) / len(plan), _phase(settings))
        trials.append(_try(photo, histogram, settings, tick.follow))
    matches = tuple(
        match(first, second)
        for first, second in product(trials, trials)
        if first.colors == second.colors and first.start == starts[0] != second.start
    )
    tick = meter.part(1.0, "encoding the photo")
    size = len(encode_rgb(photo, tick.follow))
    return Evaluation(len(histogram), tuple(trials), matches, size)


def match(first: Trial, second: Trial) -> Match:
    """Pair the centroids of two trials so that the sum of their distances is least."""
    a, b = first.centroids.astype(np.float64), second.centroids.astype(np.float64)
    distances = np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))
    partners = cheapest_pairs(distances)
    return Match(first, second, partners, distances[np.arange(len(a)), partners])


def cheapest_pairs(costs: NDArray[np.float64]) -> NDArray[np.intp]:
    """Solve the assignment problem: find a column of its own for each row, at the least total cost.

    The shortest augmenting path method of Jonker and Volgenant 1987, doi:10.1007/BF02278710.

    Parameters
    ----------
    costs : (k, k) float64

    Returns
    -------
    (k,) intp
        The column of each row.
    """
    size = len(costs)
    row_price, column_price = np.zeros(size), np.zeros(size + 1)
    # One more column, the last, holds the row whose column is being looked for.
    row_of = np.full(size + 1, -1, dtype=np.intp)
    for row in range(size):
        row_of[size] = row
        column = size
        shortest = np.full(size, math.inf)
        came_from = np.full(size, size, dtype=np.intp)
        tree = np.zeros(size + 1, dtype=bool)
        while row_of[column] != -1:
            tree[column] = True
            here = row_of[column]
            reduced = costs[here] - row_price[here] - column_price[:size]
            better = ~tree[:size] & (reduced < shortest)
            shortest[better], came_from[better] = reduced[better], column
            nearest = int(np.argmin(np.where(tree[:size], math.inf, shortest)))
            step = shortest[nearest]
            row_price[row_of[tree]] += step
            column_price[tree] -= step
            shortest[~tree[:size]] -= step
            column = nearest
        while column != size:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    columns = np.empty(size, dtype=np.intp)
    columns[row_of[:size]] = np.arange(size)
    return columns


def _phase(settings: Settings) -> str:
    return f"{settings.colors} colors from {settings.start}"


def _try(
    photo: Photo, histogram: Histogram, settings: Settings, progress: ProgressCallback
) -> Trial:
    """Run k-means once, and encode the photo in the colors it found."""
    meter = Meter(progress)
    points, rng = histogram.points(), np.random.default_rng(settings.seed)
    tick = meter.part(0.3, "choosing first colors")
    first = choose_centroids(settings.start, settings.colors, points, rng, tick)
    tick = meter.part(0.7, "moving centroids")
    run = iterate(points, Centroids.of(first), Limits(settings.max_iterations), rng, tick)
    result = _result(photo, histogram, run, meter.part(0.75, "assigning pixels"))
    tick = meter.part(1.0, "encoding")
    return Trial(
        settings.colors,
        settings.start,
        result.iterations,
        result.stop_reason,
        result.error,
        result.centroids,
        len(encode_image(result, "png", progress=tick.follow).data),
        len(encode_rgb(Photo(result.rgb, photo.alpha), tick.follow)),
    )


def _result(photo: Photo, histogram: Histogram, run: Run, tick: Tick) -> Result:
    """Show the photo in the centroids of a run: rounded to nearest, sorted by R, then G, then B."""
    centroids = run.centroids.positions.astype(np.float32)
    centroids = centroids[np.lexsort(centroids.T[::-1])]
    exact = centroids.astype(np.float64)
    points = histogram.points()
    found = points.assign(exact, tick)
    indices = kernels.map_pixels(
        photo.pixels.reshape(-1, 3), histogram.colors, found.labels.astype(np.uint8)
    )
    return Result(
        Palette(np.rint(centroids).astype(np.uint8), found.masses.astype(np.int64)),
        indices.reshape(photo.height, photo.width),
        centroids,
        points.error(found, exact),
        len(run.history),
        run.stop_reason,
        0.0,
        alpha=photo.alpha,
    )
