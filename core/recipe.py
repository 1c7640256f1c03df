"""`reduce`: a photo and settings become a result. Read it top to bottom."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels, lloyd
from core.errors import InputError
from core.histogram import Histogram, count_colors
from core.lloyd import Run
from core.mapping import Mapping, by_share, settle, unchanged
from core.model import Palette, Photo, ProgressCallback, Result
from core.points import Points
from core.progress import Meter, Tick
from core.repair import repair
from core.settings import Effort, Settings
from core.start import choose_centroids

# The coarse grid must have several cells for each centroid, or it says too little.
_CELLS_PER_COLOR = 16
_GRID_ITERATIONS = 100


class _Plan(NamedTuple):
    """What an effort means.

    Parameters
    ----------
    grid_rounds, color_rounds : int
        Rounds of repair on the coarse grid, and over the distinct colors.
    min_gain : float
        An iteration over the distinct colors that lowers the error by less is the last.
    """

    grid_rounds: int
    color_rounds: int
    min_gain: float


_PLANS: dict[Effort, _Plan] = {
    "fast": _Plan(0, 0, 0.01),
    # Less than 0.05 % changes no pixel that anybody could see.
    "normal": _Plan(20, 0, 0.0005),
    "best": _Plan(200, 40, 0.0),
}


def reduce(
    photo: Photo,
    settings: Settings,
    progress: ProgressCallback | None = None,
    *,
    histogram: Histogram | None = None,
) -> Result:
    """Reduce a photo to few colors.

    Parameters
    ----------
    photo : Photo
    settings : Settings
        With start "random", "in_pixels" or "kmeans++" the method is `kmeans`. With "wu": Wu's
        cut and Lloyd on the coarse grid, then Lloyd over the distinct colors until an iteration
        lowers the error by less than 0.05 %.
    progress : callable, optional
        Receives `Progress` at least every 50 ms; whatever it raises passes through.
    histogram : Histogram, optional
        The photo's distinct colors, when they are known already.

    Returns
    -------
    Result
        With exactly `settings.colors` colors, all distinct and each used; a photo with no more
        distinct colors than that comes back unchanged, with a note.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent.
    """
    begin = time.perf_counter()
    meter = Meter(progress)
    if histogram is None:
        histogram = count_colors(photo, meter.part(0.3, "counting colors"))
    if len(histogram) == 0:
        raise InputError("every pixel of the photo is fully transparent: there is no color to keep")
    notes = photo.notes
    run: Run | None = None
    if len(histogram) <= settings.colors:
        mapping = unchanged(histogram)
        notes += (_unchanged_note(len(histogram), settings.colors),)
    else:
        run = _cluster(histogram, settings, meter)
        mapping = settle(histogram, run.centroids, meter.part(0.85, "choosing colors"))
    mapping = by_share(mapping)
    indices = _indices(photo, histogram, mapping, meter.part(1.0, "mapping pixels"))
    return Result(
        palette=Palette(mapping.palette, mapping.counts),
        indices=indices,
        centroids=mapping.centroids.astype(np.float32),
        error=mapping.error,
        iterations=len(run.history) if run else 0,
        stop_reason=run.stop_reason if run else "unchanged",
        seconds=time.perf_counter() - begin,
        history=run.history if run else (),
        alpha=photo.alpha,
        notes=notes,
    )


def _cluster(histogram: Histogram, settings: Settings, meter: Meter) -> Run:
    rng = np.random.default_rng(settings.seed)
    if settings.start != "wu":
        return lloyd.cluster(
            histogram,
            settings.colors,
            settings.max_iterations,
            settings.start,
            rng,
            meter,
            until=0.8,
        )
    plan = _PLANS[settings.effort]
    centroids = _start_on_grid(histogram, settings.colors, plan, rng, meter)
    if plan.color_rounds:
        tick = meter.part(0.6, "looking for better colors")
        centroids = repair(histogram.points, centroids, plan.color_rounds, tick)
    return lloyd.iterate(
        histogram.points,
        centroids,
        settings.max_iterations,
        rng,
        min_gain=plan.min_gain,
        tick=meter.part(0.8, "moving centroids"),
    )


def _start_on_grid(
    histogram: Histogram, k: int, plan: _Plan, rng: np.random.Generator, meter: Meter
) -> NDArray[np.float64]:
    points = _coarse_points(histogram, _CELLS_PER_COLOR * k)
    centroids = choose_centroids("wu", k, points, rng, meter.part(0.35, "choosing first colors"))
    tick = meter.part(0.4, "moving centroids on the coarse grid")
    centroids = lloyd.iterate(points, centroids, _GRID_ITERATIONS, rng, tick=tick).centroids
    if plan.grid_rounds:
        tick = meter.part(0.5, "looking for better colors")
        centroids = repair(points, centroids, plan.grid_rounds, tick)
    return centroids


def _coarse_points(histogram: Histogram, cells: int) -> Points:
    """Take the coarsest grid with so many cells, or the colors as they are."""
    for bits in (5, 6):
        grid = histogram.grid(bits)
        if len(grid) >= cells:
            return grid
    return histogram.points


def _indices(photo: Photo, histogram: Histogram, mapping: Mapping, tick: Tick) -> NDArray[np.uint8]:
    labels = mapping.labels.astype(np.uint8)
    indices = kernels.map_pixels(photo.pixels.reshape(-1, 3), histogram.colors, labels, tick)
    if photo.visible is not None:
        # A hidden color may happen to equal a visible one.
        indices[~photo.visible.ravel()] = 0
    indices = indices.reshape(photo.height, photo.width)
    indices.setflags(write=False)
    return indices


def _unchanged_note(distinct: int, wanted: int) -> str:
    colors = "1 distinct color" if distinct == 1 else f"{distinct} distinct colors"
    return f"The photo has only {colors}; {wanted} were asked for, so it stays as it is."
