"""`trace`: how k-means comes to the colors of a photo, moment by moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from core.clustering import phases
from core.clustering.centroids import Centroids
from core.clustering.coarse_to_fine import PLAIN, Search
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Run, iterate
from core.clustering.rounding import unchanged
from core.clustering.watching import Glimpse
from core.model import Moment, Photo, Trace
from core.progress import Meter, Progress, ProgressCallback, Tick
from core.reduction.finding import (
    clustered,
    limits_of,
    looked_at_anew,
    plan_of,
    search_of,
    stays_as_it_is,
)
from core.reduction.moments import Moments
from core.reduction.recorder import Recorder
from core.reduction.shown_moment import centroids_of
from core.reduction.transparency import Scene, as_seen, scene_of
from core.settings import Settings

# A trace begins behind the phase of counting, and maps no pixels.
_BEGIN, _END = phases.COUNTING.until, phases.ROUNDING.until


def trace(
    histogram: Histogram,
    settings: Settings,
    progress: ProgressCallback | None = None,
    *,
    watch: Callable[[Moment], object] | None = None,
    first: ArrayLike | None = None,
    photo: Photo | None = None,
) -> Trace:
    """Find centroids as `reduce` does, and keep the moments on the way.

    Parameters
    ----------
    histogram : Histogram
        The distinct colors of a photo.
    settings : Settings
        The errors of all moments are over the distinct colors, so that they can be compared; where
        very many with alpha are clustered, over a very fine grid of them, as the run itself.
        Dithering has no part in it.
    progress : callable, optional
        Receives `Progress` at least every 50 ms; whatever it raises passes through.
    watch : callable, optional
        Receives each `Moment` as it comes, in the calling thread; whatever it raises passes
        through.
    first : (k, 3) or (k, 4) array, 1 ≤ k ≤ 256, optional
        Centroids in sRGB, 0…255, with alpha where that is clustered, as `Moment.positions`: plain
        k-means goes on from them, and the locked ones among them stay where they are.
    photo : Photo, optional
        The photo itself. It is asked for only where it is laid on a background, to find out what is
        noticed of it there.

    Returns
    -------
    Trace
        The last moment shows the centroids before they are rounded: those of the `Result` of the
        same settings, in the order of the run. With `first` it shows where k-means ended.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or `first` is no array
        of centroids.
    """
    teller = _Teller(progress)
    meter = Meter(None if progress is None else teller.follow)
    scene = scene_of(histogram, settings, meter.part(*phases.FLATTENING.now))
    if photo is not None and settings.transparency == "flatten" and photo.alpha is not None:
        scene = looked_at_anew(scene, as_seen(photo, settings))
    plan = PLAIN if first is not None else plan_of(scene, settings)
    search = search_of(scene, settings, meter)
    search.prepare()
    recorder = Recorder(search.points(plan.most_points), Moments(watch), teller.tick)
    if first is not None:
        run = _go_on(scene, settings, search, recorder, centroids_of(first, scene.space))
        end, srgb = run.centroids, None
    elif stays_as_it_is(scene):
        mapping = unchanged(scene.histogram, scene.locked)
        end, srgb = Centroids.of(recorder.points.places_of(mapping.palette)), mapping.centroids
        run = Run(end, (), "unchanged")
    else:
        run, mapping = clustered(scene, settings, replace(search, watch=recorder.see))
        end, srgb = Centroids.of(scene.space.from_srgb(mapping.centroids)), mapping.centroids
    recorder.see("end", Glimpse(recorder.points, end), srgb)
    limits = limits_of(settings, plan, scene.space)
    return Trace(
        settings=settings,
        moments=recorder.moments.all,
        history=run.history,
        limit=limits.tolerance(scene.space),
        least_gain=limits.min_gain,
        space=scene.space.name,
        stop_reason=run.stop_reason,
        pixels=scene.histogram.pixels,
        distinct=len(scene.histogram),
    )


def _go_on(
    scene: Scene, settings: Settings, search: Search, recorder: Recorder, first: Centroids
) -> Run:
    """Iterate from given centroids; those of locked colors stay."""
    points = recorder.points
    locks = points.places_of(scene.locked)
    near = np.abs(first.positions[:, None] - locks[None]).max(axis=2) < scene.space.step / 2
    fixed = Centroids(first.positions, near.any(axis=1))
    limits, tick = limits_of(settings, PLAIN, scene.space), search.meter.part(*phases.MOVING.now)

    watch = partial(recorder.see, "iteration")
    return iterate(points, fixed, limits, search.rng, tick, watch)


class _Teller:
    """Reports the part of a run that a trace is, and repeats the last report while it looks."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self._progress = progress
        self._last = Progress(0.0, phases.PREPARING.now[1])
        self.tick = Tick(self._repeat)

    def follow(self, progress: Progress) -> None:
        """Report where a run is."""
        fraction = (progress.fraction - _BEGIN) / (_END - _BEGIN)
        self._last = Progress(min(max(fraction, self._last.fraction), 1.0), progress.phase)
        self._repeat()

    def _repeat(self, _fraction: float = 0.0) -> None:
        if self._progress is not None:
            self._progress(self._last)
