"""`reduce`: a photo and settings become a result. Read it top to bottom."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering import lloyd
from core.clustering.crossing import cross
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Run
from core.clustering.locks import absent, make_room
from core.clustering.points import Points
from core.clustering.repair import repair
from core.clustering.rounding import Mapping, by_share, mostly_opaque, rounded, settle, unchanged
from core.clustering.start import choose_centroids
from core.clustering.thorough import repair_thoroughly
from core.color.spaces import ColorSpace
from core.model import Draft, Photo, Result
from core.progress import Meter, ProgressCallback, Tick, silent
from core.reduction.counting import count_colors
from core.reduction.dither import dither, shown, targets
from core.reduction.pixels import hide, nearest_roughly, pixel_indices
from core.reduction.transparency import Scene, as_seen, flat_colors, not_flattened, scene_of
from core.settings import Effort, Settings
from core.wording import count_of

# A coarse grid must have several cells for each centroid, or it says too little.
_CELLS_PER_FIRST_COLOR = 8
_CELLS_PER_COLOR = 16
_GRID_ITERATIONS = 100
_GRID_GAIN = 0.001
_FINE_GRID_GAIN = 0.0005
# What is left when locked colors have come and others have gone can be far from the best.
_ROUNDS_BESIDE_LOCKS = 3
# A fine grid is worth its while where it has so many times fewer points than there are colors.
_FEWER = 2
_MOST_COARSE_PARTNERS = 3
# For the best effort: so many partners to cross with at most, and so many in a row without gain.
_MOST_PARTNERS = 100
_PATIENCE = 10
# With alpha, where numpy does it, points are at most so many: for the last iterations, for those of
# plain k-means to rest, and for the many trials of the best effort.
_MOST_POINTS = 1 << 19
_MOST_POINTS_OF_PLAIN = 1 << 17
_MOST_POINTS_OF_TRIALS = 1 << 16
# Of the time of a run with dithering, what comes before.
_BEFORE_DITHERING = 0.3


class _Plan(NamedTuple):
    """What an effort means.

    Parameters
    ----------
    rounds : int
        Of quick repair, on the coarse grid.
    partners : int
        To cross with on the coarse grid: so many for a single color, half as many for two …
    thorough : bool
        Cross with other solutions, and repair over all distinct colors until no swap helps.
    min_gain : float or None
        An iteration over the distinct colors that lowers the error by less is the last.
    polish : int
        How often, at most, the rounded colors are made better.
    """

    rounds: int
    partners: int
    thorough: bool
    min_gain: float | None
    polish: int


_PLANS: dict[Effort, _Plan] = {
    "fast": _Plan(0, partners=0, thorough=False, min_gain=0.01, polish=0),
    # Less than 0.05 % changes no pixel that anybody could see.
    "normal": _Plan(3, partners=32, thorough=False, min_gain=0.0005, polish=2),
    "best": _Plan(5, partners=32, thorough=True, min_gain=None, polish=100),
}
# What is done with the centroids of other starts.
_PLAIN = _Plan(0, partners=0, thorough=False, min_gain=None, polish=0)


def reduce(
    photo: Photo,
    settings: Settings,
    progress: ProgressCallback | None = None,
    *,
    histogram: Histogram | None = None,
    keep_centroids: bool = False,
) -> Result:
    """Reduce a photo to few colors.

    Parameters
    ----------
    photo : Photo
    settings : Settings
        With start "random", "in_pixels" or "kmeans++" the method is `kmeans`. With "wu": Wu's
        cut, Lloyd and repair on coarse grids, then Lloyd over the distinct colors until an
        iteration lowers the error by less than 0.05 %. Locked colors stay as they are, whatever
        the start.
    progress : callable, optional
        Receives `Progress` at least every 50 ms; whatever it raises passes through.
    histogram : Histogram, optional
        The photo's distinct colors, when they are known already.
    keep_centroids : bool
        The history holds the centroids of each iteration, to draw them.

    Returns
    -------
    Result
        Of an animation the first frame, with a palette for all of them.
        With exactly `settings.colors` colors, all distinct and each used, but for the locked ones,
        the fully transparent one, and with dithering any may go unused; a photo with no more
        distinct colors than that (and locked ones besides) comes back unchanged, with a note.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or so many colors are
        locked that none is left for transparency.
    """
    begin = time.perf_counter()
    meter = Meter(progress, end=_BEFORE_DITHERING if settings.dithered else 1.0)
    if histogram is None:
        histogram = count_colors(photo, meter.part(0.3, "counting colors"))
    tick: Tick = silent
    if settings.transparency == "flatten" and photo.alpha is not None:
        tick = meter.part(0.305, "laying on the background")
    photo = as_seen(photo, settings, tick.part(0.0, 0.5))
    scene = scene_of(histogram, settings, tick.part(0.5, 1.0))
    histogram, space, locked = scene.histogram, scene.space, scene.locked
    notes = photo.notes + not_flattened(photo, settings) + scene.notes
    run: Run | None = None
    if _stays_as_it_is(scene):
        mapping = unchanged(histogram, locked)
        notes += (_unchanged_note(scene, settings.colors),)
    else:
        tick = meter.part(0.31, "preparing colors")
        histogram.points(space, tick)
        if space.channels > 3:
            histogram.grid(4, space, tick)
        points = _workable(histogram, space, _MOST_POINTS)
        rng = np.random.default_rng(settings.seed)
        k, most, fixed = scene.colors, settings.max_iterations, len(locked)
        if fixed == k:
            plan = _PLAIN
            run = Run(points.places_of(locked), (), "at rest")
        elif settings.start == "wu" and not settings.first_colors:
            plan = _PLANS[settings.effort]
            centroids = _centroids(scene, plan, rng, meter)
            tick = meter.part(0.8, "moving centroids")
            run = lloyd.iterate(
                points,
                centroids,
                most,
                rng,
                fixed=fixed,
                min_gain=plan.min_gain,
                keep_centroids=keep_centroids,
                tick=tick,
            )
        else:
            plan = _PLAIN
            points = _workable(histogram, space, _MOST_POINTS_OF_PLAIN)
            start = _plain_start(scene, points, settings, rng, meter)
            run = lloyd.cluster(
                points, k, most, start, rng, meter, 0.8, fixed=fixed, keep_centroids=keep_centroids
            )
        tick = meter.part(0.85, "rounding colors")
        mapping = settle(
            histogram,
            space,
            run.centroids,
            plan.polish if len(points) == len(histogram) else 0,
            thorough=plan.thorough,
            locked=locked,
            tick=tick,
        )
    if settings.dithered and run:
        meter = Meter(progress, begin=_BEFORE_DITHERING)
        mapping, indices = _dithered(photo, histogram, mapping, settings, meter)
        mapping, precedence = by_share(mapping)
        palette = scene.palette(mapping.palette, mapping.counts, mapping.locked)
        indices = _renamed(photo, indices, precedence, palette.hidden)
    else:
        mapping, precedence = by_share(mapping)
        palette = scene.palette(mapping.palette, mapping.counts, mapping.locked)
        tick = meter.part(1.0, "mapping pixels")
        indices = pixel_indices(photo, histogram, mapping.labels, tick, palette.hidden)
    centroids = mapping.centroids
    if scene.hidden:
        centroids = np.concatenate([centroids, np.zeros((1, 3))])
    return Result(
        palette=palette,
        indices=indices,
        centroids=centroids.astype(np.float32),
        error=mapping.error,
        iterations=len(run.history) if run else 0,
        stop_reason=run.stop_reason if run else "unchanged",
        seconds=time.perf_counter() - begin,
        history=run.history if run else (),
        precedence=precedence.astype(np.uint8),
        alpha=scene.alpha(photo, palette, indices),
        metadata=photo.metadata,
        notes=notes,
        settings=settings,
        animation=photo.animation,
    )


def _dithered(
    photo: Photo, histogram: Histogram, mapping: Mapping, settings: Settings, meter: Meter
) -> tuple[Mapping, NDArray[np.uint8]]:
    """Dither a photo in the colors of a mapping, and count what is shown of each."""
    aims = targets(mapping.palette, settings)
    indices = dither(photo, histogram, aims, settings, meter.part(0.9, "dithering"))
    tick = meter.part(1.0, "counting pixels")
    counts, error = shown(photo, indices, mapping.palette, tick)
    return replace(mapping, counts=counts, error=error), indices


def _renamed(
    photo: Photo, indices: NDArray[np.uint8], places: NDArray[np.int32], hidden: int | None
) -> NDArray[np.uint8]:
    """(h, w) uint8, read-only: (k,) new places in place of indices.

    Where nothing is visible it is the transparent one, or else 0.
    """
    renamed = places.astype(np.uint8)[indices]
    if photo.visible is not None:
        renamed[~photo.visible] = hidden or 0
    renamed.setflags(write=False)
    return renamed


def draft(histogram: Histogram, settings: Settings, seen: Photo, seen_colors: Histogram) -> Draft:
    """Reduce what is seen of a photo nearly as well as `reduce` does, in milliseconds.

    Colors are chosen on a coarse grid, whatever the start and the effort, beside those that are
    locked; then each pixel takes the nearest, or is dithered.

    Parameters
    ----------
    histogram : Histogram
        The distinct colors of the photo.
    settings : Settings
    seen : Photo
        The photo itself, or a part or a smaller version of it, best no larger than the screen.
    seen_colors : Histogram
        The distinct colors of that.

    Raises
    ------
    InputError
        (a ValueError) when the photo has no visible pixel; what is seen of it may have none.
    """
    scene = scene_of(histogram, settings)
    seen, seen_colors = as_seen(seen, settings), flat_colors(seen_colors, settings)
    space, locked = scene.space, scene.locked
    if _stays_as_it_is(scene):
        mapping = unchanged(scene.histogram, locked)
        colors, masses, stay = mapping.palette, mapping.counts, mapping.locked
    else:
        points, centroids = _draft_centroids(scene, settings)
        found = points.assign(centroids)
        colors = rounded(space, found.means(centroids), locked)
        if space.channels > 3:
            colors = mostly_opaque(points, found, colors)
        masses = found.masses.astype(np.int64)
        stay = np.arange(len(colors)) < len(locked)
    order = np.argsort(-masses, kind="stable")
    colors = colors[order]
    palette = scene.palette(colors, masses[order], stay[order])
    if settings.dithered:
        indices = dither(seen, seen_colors, targets(colors, settings), settings)
        indices = hide(seen, indices, palette.hidden)
    elif space.channels == 3:
        points = seen_colors.points(space)
        labels = points.assign(points.places_of(colors)).labels
        indices = pixel_indices(seen, seen_colors, labels, hidden=palette.hidden)
    else:
        indices = hide(seen, nearest_roughly(seen, colors, space), palette.hidden)
    return Draft(palette, indices, scene.alpha(seen, palette, indices))


def _draft_centroids(scene: Scene, settings: Settings) -> tuple[Points, NDArray[np.float64]]:
    rng, meter = np.random.default_rng(settings.seed), Meter(None)
    histogram, space, k, locked = scene[:4]
    fixed = len(locked)
    if fixed == k:
        points = _grid(histogram, space, k)
        return points, points.places_of(locked)
    if settings.first_colors:
        points = _grid(histogram, space, k)
        centroids = _plain_start(scene, points, settings, rng, meter)
        run = lloyd.iterate(
            points, centroids, _GRID_ITERATIONS, rng, fixed=fixed, min_gain=_GRID_GAIN
        )
        return points, run.centroids
    size = min(k, len(histogram))
    points, centroids = _start_on_grid(histogram, space, size, 0, rng, meter, rough=True)
    if fixed:
        centroids = _beside_locks(points, points, centroids, locked, k, 0, rng, meter)
    return points, centroids


def _stays_as_it_is(scene: Scene) -> bool:
    """Tell whether all colors of the photo, and the locked ones it has not, are few enough."""
    size = len(scene.histogram)
    most = scene.colors
    return size <= most and size + len(absent(scene.histogram, scene.locked)) <= most


def _workable(histogram: Histogram, space: ColorSpace, most: int) -> Points:
    """Take the distinct colors; with alpha, where they are too many for numpy, a very fine grid."""
    if space.channels > 3 and len(histogram) > most:
        grids = (histogram.grid(bits, space) for bits in (7, 6, 5))
        return next((grid for grid in grids if len(grid) <= most), histogram.grid(5, space))
    return histogram.points(space)


def _centroids(
    scene: Scene, plan: _Plan, rng: np.random.Generator, meter: Meter
) -> NDArray[np.float64]:
    """Find centroids from coarse to fine, all but the last iterations."""
    histogram, space, k, locked = scene[:4]
    points, fixed = _workable(histogram, space, _MOST_POINTS_OF_TRIALS), len(locked)
    # Only beside locked ones can the colors asked for be more than the photo has.
    found = min(k, len(histogram))
    first = _first_grid(histogram, space, found)
    coarse, centroids = _start_on_grid(histogram, space, found, plan.rounds, rng, meter)
    fine = _fine_grid(histogram, space, k)
    if partners := min(plan.partners // k, _MOST_COARSE_PARTNERS):
        tick = meter.part(0.45, "looking for better colors")
        centroids = cross(coarse, centroids, first, partners, partners, tick)
    if plan.thorough:
        tick = meter.part(0.5, "looking for better colors")
        finer = points if fine is None or len(points) < len(fine) else fine
        centroids = cross(finer, centroids, first, _MOST_PARTNERS, _PATIENCE, tick)
    if fine is not None:
        tick = meter.part(0.55, "moving centroids on a fine grid")
        centroids = lloyd.iterate(
            fine, centroids, _GRID_ITERATIONS, rng, min_gain=_FINE_GRID_GAIN, tick=tick
        ).centroids
    if fixed:
        finest = coarse if fine is None else fine
        centroids = _beside_locks(coarse, finest, centroids, locked, k, plan.rounds, rng, meter)
    if plan.thorough:
        tick = meter.part(0.7, "looking for better colors")
        centroids = repair_thoroughly(points, centroids, tick, fixed)
    return centroids


def _beside_locks(
    coarse: Points,
    points: Points,
    centroids: NDArray[np.float64],
    locked: NDArray[np.uint8],
    k: int,
    rounds: int,
    rng: np.random.Generator,
    meter: Meter,
) -> NDArray[np.float64]:
    """Put locked colors before the centroids, k in all, and let the others move about them.

    Beside the rounds of repair of a run without locks there are some to make up for their loss.
    """
    fixed = len(locked)
    tick = meter.part(0.57, "making room for locked colors")
    centroids = make_room(coarse, centroids, points.places_of(locked), k - fixed, tick)
    tick = meter.part(0.58, "moving centroids beside locked colors")
    centroids = lloyd.iterate(
        points, centroids, _GRID_ITERATIONS, rng, fixed=fixed, min_gain=_GRID_GAIN, tick=tick
    ).centroids
    tick = meter.part(0.6, "looking for better colors")
    return repair(points, centroids, rounds + _ROUNDS_BESIDE_LOCKS, tick, fixed)


def _plain_start(
    scene: Scene,
    points: Points,
    settings: Settings,
    rng: np.random.Generator,
    meter: Meter,
) -> NDArray[np.float64]:
    """Choose what plain k-means begins with: locked colors, and then the others."""
    locks, free = points.places_of(scene.locked), scene.colors - len(scene.locked)
    tick = meter.part(0.32, "choosing first colors")
    if settings.first_colors:
        grid = _grid(scene.histogram, scene.space, scene.colors)
        first = points.places_of(scene.rows_of(settings.first_colors))
        return make_room(grid, first, locks, free, tick)
    chosen = choose_centroids(settings.start, free, points, rng, tick, locks)
    return np.concatenate([locks, chosen])


def _start_on_grid(
    histogram: Histogram,
    space: ColorSpace,
    k: int,
    rounds: int,
    rng: np.random.Generator,
    meter: Meter,
    *,
    rough: bool = False,
) -> tuple[Points, NDArray[np.float64]]:
    """Choose centroids on coarse grids, with rounds of repair; the last grid comes with them."""
    points = _first_grid(histogram, space, k)
    centroids = choose_centroids("wu", k, points, rng, meter.part(0.32, "choosing first colors"))
    points = _grid(histogram, space, k, rough=rough)
    tick = meter.part(0.35, "moving centroids on a coarse grid")
    centroids = lloyd.iterate(
        points, centroids, _GRID_ITERATIONS, rng, min_gain=_GRID_GAIN, tick=tick
    ).centroids
    if rounds:
        tick = meter.part(0.4, "looking for better colors")
        centroids = repair(points, centroids, rounds, tick)
    return points, centroids


def _first_grid(histogram: Histogram, space: ColorSpace, k: int) -> Points:
    """Take the grid to choose first colors on."""
    return _coarsest(histogram, space, _CELLS_PER_FIRST_COLOR * k, (4, 5, 6))


def _grid(histogram: Histogram, space: ColorSpace, k: int, *, rough: bool = False) -> Points:
    """Take the grid to do most of the work on; with alpha, a draft has a rougher one."""
    bits = (4, 5, 6) if rough and space.channels > 3 else (5, 6)
    return _coarsest(histogram, space, _CELLS_PER_COLOR * k, bits)


def _fine_grid(histogram: Histogram, space: ColorSpace, k: int) -> Points | None:
    """Take the grid of 6 bits where it is fine enough, and spares enough work."""
    grid = histogram.grid(6, space)
    useful = _CELLS_PER_COLOR * k <= len(grid) <= len(histogram) // _FEWER
    return grid if useful else None


def _coarsest(histogram: Histogram, space: ColorSpace, cells: int, bits: tuple[int, ...]) -> Points:
    """Take the coarsest of some grids with so many cells, or the colors as they are."""
    grids = (histogram.grid(each, space) for each in bits)
    return next((grid for grid in grids if len(grid) >= cells), histogram.points(space))


def _unchanged_note(scene: Scene, wanted: int) -> str:
    distinct = len(scene.histogram)
    colors = count_of(distinct, "distinct color")
    if scene.hidden:
        colors += ", and transparency"
    return f"The photo has only {colors}; {wanted} were asked for, so it stays as it is."
