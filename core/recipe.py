"""`reduce`: a photo and settings become a result. Read it top to bottom."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from core import kernels, lloyd
from core.errors import InputError
from core.histogram import coarse_grid, count_colors
from core.lloyd import Run
from core.mapping import Mapping, by_share, settle, unchanged
from core.model import Histogram, Palette, Photo, ProgressCallback, Result
from core.progress import Meter, Tick
from core.settings import Settings
from core.start import choose_centroids

# Below this gain an iteration over the distinct colors changes no pixel that anybody could see.
_MIN_GAIN = 0.0005
# The coarse grid must have several cells for each centroid, or it says too little.
_CELLS_PER_COLOR = 16
_GRID_ITERATIONS = 100


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
    tick = meter.part(0.4, "choosing first colors")
    return lloyd.iterate(
        histogram.colors.astype(np.float64),
        histogram.counts.astype(np.float64),
        _start_on_grid(histogram, settings.colors, rng, tick),
        settings.max_iterations,
        rng,
        min_gain=_MIN_GAIN,
        tick=meter.part(0.8, "moving centroids"),
    )


def _start_on_grid(
    histogram: Histogram, k: int, rng: np.random.Generator, tick: Tick
) -> NDArray[np.float64]:
    colors, weights = _fine_enough_grid(histogram, _CELLS_PER_COLOR * k)
    cut = choose_centroids("wu", k, colors, weights, rng, lambda part: tick(part / 2))
    run = lloyd.iterate(
        colors, weights, cut, _GRID_ITERATIONS, rng, tick=lambda part: tick((1 + part) / 2)
    )
    return run.centroids


def _fine_enough_grid(
    histogram: Histogram, cells: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gather the colors as coarsely as leaves so many cells; else take them as they are."""
    for bits in (5, 6):
        colors, weights = coarse_grid(histogram, bits)
        if len(colors) >= cells:
            return colors, weights
    return histogram.colors.astype(np.float64), histogram.counts.astype(np.float64)


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
