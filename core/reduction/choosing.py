"""The colors of a palette chosen from those that somebody owns, for the colors of a scene."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.accents import as_accents
from core.clustering.all_choices import are_few, best_of_all
from core.clustering.centroids import Centroids
from core.clustering.medoids import Candidates, Chosen, shake, snap, swap
from core.clustering.points import Points
from core.clustering.rounding import Mapping, pixel_error
from core.clustering.solution import pairwise_squared_distances
from core.color.spaces import MEASURES, ColorSpace
from core.progress import Tick, silent
from core.reduction.transparency import Scene
from core.settings import Effort, Settings

# How often the choice is shaken, if that takes no more distances than the work.
_TIMES: dict[Effort, int] = {"fast": 8, "normal": 32, "best": 128}
_MOST_WORK: dict[Effort, float] = {"fast": 2e7, "normal": 1e8, "best": 1e9}
# On the fine grid only so many distances are looked at in one pass: of candidates nearby.
_MOST_OF_FINE = 2e7
_FEWEST_NEAR = 8
# What is brightest, darkest or most vivid can be mixed only of colors that lie farther out. To see
# the photo's colors so much farther apart is to see candidates as much nearer to the middle. With 6
# to 24 of 74 to 454 colors the visible difference falls by 2 to 10 %; beyond this there is more
# grain, and little else.
_APART = 1.2
_BITS_OF_MIDDLE = 5
# A draft must be there in the blink of an eye: it looks at no more distances in one pass.
_MOST_OF_DRAFT = 5e5
_MOST_SWAPS_OF_DRAFT = 24


class _Task(NamedTuple):
    """What is to be chosen.

    Parameters
    ----------
    colors : (m, 3) uint8
        The candidates: owned colors that are not locked.
    candidates : Candidates
        Their places, and those of the locked ones.
    centroids : Centroids
        Those that are not locked.
    distances : (k, m) float64
        Of each of them to each candidate; of accents, which are fixed, by their hue.
    """

    colors: NDArray[np.uint8]
    candidates: Candidates
    centroids: Centroids
    distances: NDArray[np.float64]

    def snapped(self, points: Points) -> Chosen:
        """Return the nearest candidate of each centroid."""
        masses = points.assign(self.centroids.positions).masses
        return snap(self.distances, self.centroids.fixed, masses)


def choose_colors(
    scene: Scene,
    settings: Settings,
    centroids: Centroids,
    rng: np.random.Generator,
    tick: Tick = silent,
) -> Mapping:
    """Choose the owned colors that serve a scene best, and map each of its colors to the nearest.

    Parameters
    ----------
    scene : Scene
    settings : Settings
        With owned colors, at least as many as there are to be.
    centroids : Centroids
        Of k-means: the locked ones first.
    rng : numpy.random.Generator
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    Mapping
        The locked colors come first. Of the others there are only such as pixels are nearest to,
        unless they are dithered: then more can be mixed.
    """
    scene, centroids = _measured_in(MEASURES[settings.measure], scene, centroids)
    histogram, space = scene.histogram, scene.space
    points = histogram.points(space)
    task = _task_of(scene, points, centroids, settings)
    chosen = _choose(task, scene, points, settings.effort, rng, tick.part(0.0, 0.9))
    palette = np.concatenate([scene.locked, task.colors[chosen]])
    found = points.assign(points.places_of(palette), tick.part(0.9, 0.95).still())
    given = np.arange(len(palette)) < len(scene.locked)
    if not settings.dithered:
        used = given | (found.masses > 0)
        palette, given = palette[used], given[used]
        labels = (np.cumsum(used) - 1).astype(np.int32)[found.labels]
        found = found._replace(labels=labels, masses=found.masses[used])
    counts, tick_of_error = points.count(found), tick.part(0.95, 1.0)
    error = pixel_error(histogram, palette, found.labels, tick_of_error)
    tick(1.0)
    return Mapping(palette, palette.astype(np.float64), found.labels, counts, error, given)


def choose_roughly(scene: Scene, centroids: Centroids, settings: Settings) -> NDArray[np.uint8]:
    """Choose nearly as well in milliseconds: (k, 3) uint8, the locked ones first."""
    scene, centroids = _measured_in(MEASURES[settings.measure], scene, centroids)
    points = scene.histogram.grid(5, scene.space)
    task = _task_of(scene, points, centroids, settings)
    if not len(task.centroids.positions):
        return scene.locked  # all are
    for bits in (4, 3):
        if len(points) * len(task.colors) <= _MOST_OF_DRAFT:
            break
        points = scene.histogram.grid(bits, scene.space)
    chosen = task.snapped(points)
    chosen = swap(
        *(points, task.candidates, chosen, task.centroids.fixed), most=_MOST_SWAPS_OF_DRAFT
    )
    return np.concatenate([scene.locked, task.colors[chosen]])


def _measured_in(space: ColorSpace, scene: Scene, centroids: Centroids) -> tuple[Scene, Centroids]:
    """Return a scene in another space, and centroids where they lie in it."""
    if space is scene.space:
        return scene, centroids
    positions = space.from_srgb(scene.space.to_srgb(centroids.positions).clip(0, 255))
    return scene._replace(space=space), Centroids(positions, centroids.fixed)


def _task_of(scene: Scene, points: Points, centroids: Centroids, settings: Settings) -> _Task:
    owned = settings.owned
    assert owned is not None
    locked = scene.locked
    taken = {(red, green, blue) for red, green, blue in locked.tolist()}
    colors = np.array([each for each in owned.colors if each not in taken], np.uint8)
    colors = colors.reshape(-1, 3)
    places, given = points.places_of(colors), points.places_of(locked)
    if settings.dithered:
        middle = _middle_of(scene.histogram.grid(_BITS_OF_MIDDLE, scene.space))
        places, given = (middle + (each - middle) / _APART for each in (places, given))
    candidates = Candidates(places, given)
    free = Centroids(centroids.positions[len(locked) :], centroids.fixed[len(locked) :])
    distances = pairwise_squared_distances(free.positions, places)
    if free.fixed.any():
        # A brown of the right lightness would be no accent.
        accents = as_accents(scene.space.to_srgb(free.positions[free.fixed]))
        distances[free.fixed] = pairwise_squared_distances(accents, as_accents(colors))
    return _Task(colors, candidates, free, distances)


def _middle_of(points: Points) -> NDArray[np.float64]:
    weights = points.weights.astype(np.float64)
    middle: NDArray[np.float64] = weights @ points.positions / weights.sum()
    return middle


def _choose(
    task: _Task,
    scene: Scene,
    points: Points,
    effort: Effort,
    rng: np.random.Generator,
    tick: Tick,
) -> Chosen:
    """Choose candidates: on grids, and never worse over the distinct colors than by snapping."""
    candidates, stays = task.candidates, task.centroids.fixed
    if not len(task.centroids.positions):
        return np.empty(0, np.intp)  # all are locked
    rough, coarse, fine = (scene.histogram.grid(bits, scene.space) for bits in (4, 5, 6))
    snapped = task.snapped(coarse)
    # An accent that no pixel is nearest to after all makes room for what serves some.
    stays = stays & (coarse.assign(candidates.places[snapped]).masses > 0)
    if len(snapped) == 0 or len(snapped) == len(candidates):
        return snapped
    chosen = swap(coarse, candidates, snapped, stays, tick.still())
    if not stays.any() and are_few(fine, candidates, len(chosen)):
        chosen = best_of_all(fine, candidates, chosen, tick.still())
    else:
        pass_ = max(len(rough) * len(candidates), 1)
        times = min(_TIMES[effort], int(_MOST_WORK[effort] / pass_))
        part = tick.part(0.1, 0.8)
        chosen = shake(rough, coarse, candidates, chosen, stays, times, rng, part)
        near = max(int(_MOST_OF_FINE / (len(fine) * len(chosen))), _FEWEST_NEAR)
        chosen = swap(fine, candidates, chosen, stays, tick.still(), near=near)
    return min((chosen, snapped), key=lambda each: candidates.error(points, each))
