"""From a scene and settings to centroids, and on to the palette they are rounded to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.clustering import phases
from core.clustering.centroids import Centroids
from core.clustering.coarse_to_fine import PLAIN, PLANS, Plan, Search, find_centroids
from core.clustering.lloyd import Limits, Run, iterate
from core.clustering.locks import absent, make_room
from core.clustering.points import Points
from core.clustering.rounding import Mapping, settle
from core.clustering.start import choose_centroids
from core.clustering.watching import WatchRun
from core.color.spaces import MEASURES, TRANSLUCENT_SPACES, ColorSpace
from core.model import Photo
from core.progress import Meter
from core.reduction.choosing import choose_colors
from core.reduction.salience import find_salience
from core.reduction.transparency import Scene
from core.settings import Settings

# Weighted by salience the error falls for twice as many iterations: 22 of 10 megapixels with 256
# colors. The later half of them lowers DSSIM by 0.3 %, and takes a third of the time.
_LEAST_GAIN_IN_LOOKS = 0.001


def stays_as_it_is(scene: Scene) -> bool:
    """Find out whether the photo's colors, and locked ones that it has not, are few enough."""
    if scene.owned is not None:
        return False
    size = len(scene.histogram)
    most = scene.colors
    return size <= most and size + len(absent(scene.histogram, scene.locked)) <= most


def looked_at_anew(scene: Scene, photo: Photo) -> Scene:
    """Find out what is noticed of a photo now that it lies on a background."""
    histogram = scene.histogram
    if scene.space.salient and histogram.salience is not None:
        histogram = replace(histogram, salience=find_salience(photo))
    return scene._replace(histogram=histogram)


def search_of(
    scene: Scene, settings: Settings, meter: Meter, watch: WatchRun | None = None
) -> Search:
    """Make the search that a scene and the seed ask for."""
    rng = np.random.default_rng(settings.seed)
    accents = settings.weight_of_accents
    histogram, space, k, locked = scene[:4]
    return Search(histogram, space, k, locked, rng, meter, accents, watch)


def clustered(scene: Scene, settings: Settings, search: Search) -> tuple[Run, Mapping]:
    """Find centroids for the colors of a scene, and round them to a palette."""
    histogram, space, k, locked = scene[:4]
    meter = search.meter
    search.prepare()
    plan, from_coarse = plan_of(scene, settings), _from_coarse(scene, settings)
    points = search.points(plan.most_points)
    if len(locked) == k:
        run = Run(Centroids.of(points.places_of(locked), k), (), "at rest")  # untranslated: a value
    else:
        if from_coarse:
            first = find_centroids(search, plan)
        else:
            first = plain_start(scene, search, points, settings)
        limits, tick = limits_of(settings, plan, space), meter.part(*phases.MOVING.now)
        watch = search.watched("iteration")
        run = iterate(points, first, limits, search.rng, tick, watch)
    if settings.owned is not None:
        tick = meter.part(*phases.CHOOSING_OWNED.now)
        return run, choose_colors(scene, settings, run.centroids, search.rng, tick)
    mapping = settle(
        histogram,
        space,
        run.centroids,
        locked,
        # Where a grid took their place, colors are too many to be assigned again and again.
        polish=plan.polish if len(points) == len(histogram) else 0,
        thorough=plan.thorough,
        tick=meter.part(*phases.ROUNDING.now),
    )
    return run, mapping


def _from_coarse(scene: Scene, settings: Settings) -> bool:
    """Return whether centroids are first found on coarse grids."""
    return settings.start == "wu" and not settings.first_colors and len(scene.locked) < scene.colors


def plan_of(scene: Scene, settings: Settings) -> Plan:
    """Return the steps that a run takes."""
    return PLANS[settings.effort] if _from_coarse(scene, settings) else PLAIN


def limits_of(settings: Settings, plan: Plan, space: ColorSpace) -> Limits:
    """Return when iterations over the distinct colors end."""
    min_gain = plan.min_gain
    if min_gain is not None and space.salient:
        min_gain = max(min_gain, _LEAST_GAIN_IN_LOOKS)
    return Limits(settings.max_iterations, min_gain)


def plain_start(scene: Scene, search: Search, points: Points, settings: Settings) -> Centroids:
    """Choose the first centroids of plain k-means: locked colors, and then the others."""
    locks, free = points.places_of(scene.locked), scene.colors - len(scene.locked)
    tick = search.meter.part(*phases.CHOOSING.now)
    if settings.first_colors:
        first = points.places_of(scene.rows_of(settings.first_colors))
        return make_room(search.grid(), first, locks, free, tick)
    chosen = choose_centroids(settings.start, free, points, search.rng, tick, locks)
    return Centroids.of(np.concatenate([locks, chosen]), len(locks))


def move_limit(settings: Settings, *, with_alpha: bool = False) -> float:
    """Return the move of a coordinate of a centroid below which a run is at rest.

    Parameters
    ----------
    settings : Settings
    with_alpha : bool
        Whether alpha is clustered, as it is where `Moment.alpha` is there.
    """
    return Limits(settings.max_iterations).tolerance(_measured_in(settings, with_alpha))


def size_of_step(settings: Settings, *, with_alpha: bool = False) -> float:
    """Return how large one of the 255 steps from black to white is, in the space of a run.

    Parameters
    ----------
    settings : Settings
    with_alpha : bool
        Whether alpha is clustered, as it is where `Moment.alpha` is there.
    """
    return _measured_in(settings, with_alpha).step


def _measured_in(settings: Settings, with_alpha: bool) -> ColorSpace:
    return (TRANSLUCENT_SPACES if with_alpha else MEASURES)[settings.measure]
