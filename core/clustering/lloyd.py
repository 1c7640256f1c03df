"""Lloyd's algorithm over weighted colors, and `kmeans` over pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import kernels
from core.arrays import freeze
from core.clustering.histogram import Histogram
from core.clustering.points import Points
from core.clustering.start import choose_centroids
from core.errors import InputError
from core.model import Step, StopReason
from core.progress import Meter, ProgressCallback, Tick, silent
from core.settings import Start

# Colors are 0…255; what is farther away than this was not meant as one.
_FARTHEST_START = 1_000_000


def kmeans(
    img_1d: NDArray[np.uint8],
    k_clusters: int,
    max_iter: int,
    init_centroids: Start | ArrayLike = "random",
    *,
    seed: int | None = None,
    progress: ProgressCallback | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Cluster pixels by k-means in RGB.

    Every pixel counts, but each distinct color is worked on once, with its number of pixels as
    weight: the same mathematics as over pixels (Celebi 2011, arXiv:1101.0395).

    Parameters
    ----------
    img_1d : (n, 3) uint8
        Pixels.
    k_clusters : int, at least 1
    max_iter : int, at least 1
        An iteration assigns every pixel to its nearest centroid (ties to the lower index), moves
        each centroid to the mean of its pixels, and redraws those without pixels at random.
    init_centroids : {"random", "in_pixels", "kmeans++", "wu"} or (k_clusters, 3) array
        Random colors, distinct colors of the photo, two better ways to choose, or the centroids.
    seed : int, optional
        Makes the run repeatable.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Returns
    -------
    centroids : (k_clusters, 3) float32, 0…255
        Not rounded.
    labels : (n,) int32
        The nearest of these centroids, for each pixel.

    Raises
    ------
    ValueError
        For an array of another shape or dtype, no pixels, k_clusters < 1, max_iter < 1, an unknown
        start, or more clusters than distinct colors (except for "random" and an array).

    Notes
    -----
    It stops when no coordinate of any centroid moved by max(0.01, 1 / max_iter) or more.
    """
    if not (isinstance(img_1d, np.ndarray) and img_1d.ndim == 2 and img_1d.shape[1] == 3):
        shape = getattr(img_1d, "shape", type(img_1d).__name__)
        raise InputError(f"img_1d must be an (n, 3) array, not {shape}")
    if img_1d.dtype != np.uint8:
        raise InputError(f"img_1d must be an array of uint8, not {img_1d.dtype}")
    for name, value in (("k_clusters", k_clusters), ("max_iter", max_iter)):
        if value < 1:
            raise InputError(f"{name} is {value}; it must be at least 1")
    if len(img_1d) == 0:
        raise InputError("img_1d holds no pixels")
    start = _as_start(init_centroids, k_clusters)
    meter = Meter(progress)
    pixels = np.ascontiguousarray(img_1d)
    histogram = Histogram(*kernels.count_colors(pixels, tick=meter.part(0.2, "counting colors")))
    rng = np.random.default_rng(seed)
    points = histogram.points()
    run = cluster(points, k_clusters, max_iter, start, rng, meter, until=0.8)
    # Labels belong to what is returned, so to the centroids as float32 holds them.
    centroids = run.centroids.astype(np.float32)
    found = points.assign(centroids.astype(np.float64), meter.part(0.9, "assigning pixels"))
    tick = meter.part(1.0, "labeling pixels")
    return centroids, kernels.map_pixels(pixels, histogram.colors, found.labels, tick)


@dataclass(frozen=True, eq=False)
class Run:
    """How Lloyd's algorithm went.

    Parameters
    ----------
    centroids : (k, 3) float64
    history : tuple of Step
        One for each iteration.
    stop_reason : str
    """

    centroids: NDArray[np.float64]
    history: tuple[Step, ...]
    stop_reason: StopReason


def cluster(
    points: Points,
    k: int,
    max_iterations: int,
    start: Start | NDArray[np.float64],
    rng: np.random.Generator,
    meter: Meter,
    until: float,
    *,
    fixed: int = 0,
    keep_centroids: bool = False,
) -> Run:
    """Run k-means on distinct colors, from a start or given (k, 3) centroids to rest.

    The first `fixed` of these centroids never move. The part of the run it fills ends at the
    fraction `until`. Raises as `kmeans` does.
    """
    if isinstance(start, np.ndarray):
        centroids = start
    else:
        tick = meter.part(0.3, "choosing first colors")
        centroids = choose_centroids(start, k, points, rng, tick)
    tick = meter.part(until, "moving centroids")
    return iterate(
        points,
        centroids,
        max_iterations,
        rng,
        fixed=fixed,
        keep_centroids=keep_centroids,
        tick=tick,
    )


def iterate(
    points: Points,
    centroids: NDArray[np.float64],
    max_iterations: int,
    rng: np.random.Generator,
    *,
    fixed: int = 0,
    min_gain: float | None = None,
    keep_centroids: bool = False,
    tick: Tick = silent,
) -> Run:
    """Assign and update until the centroids rest, gain too little, or iterations are used up.

    Parameters
    ----------
    points : Points
    centroids : (k, 3) float64
        To begin with.
    max_iterations : int, at least 1
    rng : numpy.random.Generator
        Redraws centroids that lost all their pixels.
    fixed : int
        So many, the first, never move, be they empty or not.
    min_gain : float, 0…1, optional
        An iteration whose error is less than this part below the one before is the last.
    keep_centroids : bool
        The history holds them.
    tick : Tick
        Receives the fraction done, a guess.
    """
    tolerance = max(0.01, 1 / max_iterations) * points.space.step
    history: list[Step] = []
    stop_reason: StopReason = "limit reached"
    done = 0.0
    for iteration in range(1, max_iterations + 1):
        found = points.assign(centroids, tick.still())
        error = points.error(found, centroids)
        empty = found.masses == 0
        empty[:fixed] = False
        moved = found.means(centroids)
        moved[:fixed] = centroids[:fixed]
        drawn = rng.integers(0, 256, (int(empty.sum()), points.space.channels))
        moved[empty] = points.space.from_srgb(drawn)
        move = float(np.abs(moved - centroids).max())
        kept = freeze(points.space.to_srgb(centroids)[:, :3]) if keep_centroids else None
        history.append(Step(error, move, kept))
        centroids = moved
        if move < tolerance and not empty.any():
            stop_reason = "at rest"
            break
        if min_gain is not None and _gain(history) < min_gain:
            stop_reason = "little more to gain"
            break
        done = max(done, iteration / max_iterations, _nearness(history, tolerance))
        tick(done)
    return Run(centroids, tuple(history), stop_reason)


def _gain(history: list[Step]) -> float:
    """Tell by which part the last iteration lowered the error."""
    if len(history) < 2 or history[-2].error == 0:
        return math.inf
    return 1 - history[-1].error / history[-2].error


def _nearness(history: list[Step], tolerance: float) -> float:
    """Guess how near the end is, 0…1: moves shrink by about the same factor each time."""
    first, last = history[0].move, history[-1].move
    if first <= tolerance or last <= tolerance:
        return 0.0
    return 1 - math.log(last / tolerance) / max(math.log(first / tolerance), 1e-9)


def _as_start(given: Start | ArrayLike, k: int) -> Start | NDArray[np.float64]:
    if isinstance(given, str):
        return cast(Start, given)  # choose_centroids refuses what is none
    centroids = np.array(given, dtype=np.float64)
    if centroids.shape != (k, 3):
        raise InputError(f"init_centroids must be a ({k}, 3) array, not {centroids.shape}")
    if not (np.abs(centroids) <= _FARTHEST_START).all():
        raise InputError(f"init_centroids must be finite numbers, at most {_FARTHEST_START} from 0")
    return centroids
