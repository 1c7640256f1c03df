"""One run of k-means as the original method has it, and the photo in the colors that it found."""

from __future__ import annotations

import numpy as np

from core import kernels
from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Limits, Run, iterate
from core.clustering.start import choose_centroids
from core.language import _
from core.model import Palette, Photo, Result
from core.progress import Meter, ProgressCallback, Tick
from core.settings import Settings


def run_plainly(
    photo: Photo,
    histogram: Histogram,
    settings: Settings,
    progress: ProgressCallback | None = None,
) -> Result:
    """Run `kmeans` on a photo and show each pixel in its centroid.

    Parameters
    ----------
    photo : Photo
        Not animated.
    histogram : Histogram
        Its distinct colors.
    settings : Settings
        Only colors, start, max_iterations and seed count.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Returns
    -------
    Result
        Palette and centroids are sorted by R, then G, then B; the palette is the centroids rounded
        to nearest, so colors may repeat or go unused. The error is that of the centroids, before
        they are rounded.

    Raises
    ------
    InputError
        (a ValueError) for more colors than the photo has distinct ones, except for "random".
    """
    meter = Meter(progress)
    points, rng = histogram.points(), np.random.default_rng(settings.seed)
    tick = meter.part(0.3, _("choosing first colors"))
    first = choose_centroids(settings.start, settings.colors, points, rng, tick)
    tick = meter.part(0.9, _("moving centroids"))
    run = iterate(points, Centroids.of(first), Limits(settings.max_iterations), rng, tick)
    return _shown(photo, histogram, run, settings, meter.part(1.0, _("assigning pixels")))


def _shown(photo: Photo, histogram: Histogram, run: Run, settings: Settings, tick: Tick) -> Result:
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
        run.history,
        alpha=photo.alpha,
        settings=settings,
    )
