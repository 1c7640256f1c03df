"""Lloyd's algorithm over weighted colors, and `kmeans` over pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import kernels
from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.points import Points
from core.clustering.start import choose_centroids
from core.clustering.watching import Glimpse, Watch
from core.color.spaces import ColorSpace
from core.errors import InputError
from core.language import _
from core.model import Step, StopReason
from core.progress import Meter, ProgressCallback, Tick, silent
from core.settings import Start

# Colors are 0…255; a number farther from 0 than this was not meant as one.
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
        raise InputError(
            f"img_1d must be an (n, 3) array, not {shape}"  # untranslated: for programmers
        )
    if img_1d.dtype != np.uint8:
        raise InputError(
            f"img_1d must be an array of uint8, not {img_1d.dtype}"  # untranslated: as above
        )
    for name, value in (("k_clusters", k_clusters), ("max_iter", max_iter)):
        if value < 1:
            raise InputError(
                f"{name} is {value}; it must be at least 1"  # untranslated: as above
            )
    if len(img_1d) == 0:
        raise InputError("img_1d holds no pixels")  # untranslated: for programmers
    start = _as_start(init_centroids, k_clusters)
    meter = Meter(progress)
    pixels = np.ascontiguousarray(img_1d)
    histogram = Histogram(*kernels.count_colors(pixels, tick=meter.part(0.2, _("counting colors"))))
    rng = np.random.default_rng(seed)
    points = histogram.points()
    if not isinstance(start, np.ndarray):
        tick = meter.part(0.3, _("choosing first colors"))
        start = choose_centroids(start, k_clusters, points, rng, tick)
    tick = meter.part(0.8, _("moving centroids"))
    run = iterate(points, Centroids.of(start), Limits(max_iter), rng, tick)
    # Labels belong to what is returned, so to the centroids as float32 holds them.
    centroids = run.centroids.positions.astype(np.float32)
    found = points.assign(centroids.astype(np.float64), meter.part(0.9, _("assigning pixels")))
    tick = meter.part(1.0, _("labeling pixels"))
    return centroids, kernels.map_pixels(pixels, histogram.colors, found.labels, tick)


class Limits(NamedTuple):
    """When iterations end although the centroids are not at rest.

    Parameters
    ----------
    iterations : int, at least 1
        The most there are.
    min_gain : float, 0…1, or None
        An iteration whose error is less than this part below the one before is the last.
    """

    iterations: int
    min_gain: float | None = None

    def tolerance(self, space: ColorSpace) -> float:
        """Return the movement of a coordinate at which a centroid is not at rest yet."""
        return max(0.01, 1 / self.iterations) * space.step


@dataclass(frozen=True, eq=False)
class Run:
    """How Lloyd's algorithm went.

    Parameters
    ----------
    centroids : Centroids
        At the end.
    history : tuple of Step
        One for each iteration.
    stop_reason : str
    """

    centroids: Centroids
    history: tuple[Step, ...]
    stop_reason: StopReason


def iterate(
    points: Points,
    centroids: Centroids,
    limits: Limits,
    rng: np.random.Generator,
    tick: Tick = silent,
    watch: Watch | None = None,
) -> Run:
    """Assign and update until the centroids rest, gain too little, or iterations are used up.

    Parameters
    ----------
    points : Points
    centroids : Centroids
        To begin with; fixed ones never move, be they empty or not.
    limits : Limits
    rng : numpy.random.Generator
        Redraws centroids that lost all their pixels.
    tick : Tick
        Receives the fraction done, a guess.
    watch : callable, optional
        Is shown each iteration: the centroids that points were assigned to.
    """
    space, most = points.space, limits.iterations
    tolerance = limits.tolerance(space)
    history: list[Step] = []
    stop_reason: StopReason = "limit reached"  # untranslated: a value
    done, found = 0.0, None
    for iteration in range(1, most + 1):
        found = points.assign(centroids.positions, tick.still(), before=found)
        error = points.error(found, centroids.positions)
        empty = (found.masses == 0) & ~centroids.fixed
        means = found.means(centroids.positions)
        if emptied := int(empty.sum()):
            means[empty] = space.from_srgb(rng.integers(0, 256, (emptied, space.channels)))
        moved = centroids.moved_to(means)
        move = float(np.abs(moved.positions - centroids.positions).max())
        history.append(Step(error, move))
        if watch is not None:
            watch(Glimpse(points, centroids, found, move, empty))
        centroids = moved
        if move < tolerance and not emptied:
            stop_reason = "at rest"  # untranslated: a value
            break
        if limits.min_gain is not None and _gain(history) < limits.min_gain:
            stop_reason = "little more to gain"  # untranslated: a value
            break
        done = max(done, iteration / most, _nearness(history, tolerance))
        tick(done)
    return Run(centroids, tuple(history), stop_reason)


def _gain(history: list[Step]) -> float:
    """Return the part by which the last iteration lowered the error."""
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
    """Return the name of a start as it is, and anything else as a (k, 3) array of numbers."""
    if isinstance(given, str):
        return cast(Start, given)  # choose_centroids refuses unknown names
    centroids = np.array(given, dtype=np.float64)
    if centroids.shape != (k, 3):
        raise InputError(  # untranslated: for programmers
            f"init_centroids must be a ({k}, 3) array, not {centroids.shape}"
        )
    if not (np.abs(centroids) <= _FARTHEST_START).all():
        raise InputError(  # untranslated: for programmers
            f"init_centroids must be finite numbers, at most {_FARTHEST_START} from 0"
        )
    return centroids
