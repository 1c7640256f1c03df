"""`reduce`: a photo and settings become a result. Read it top to bottom."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering import phases
from core.clustering.centroids import Centroids
from core.clustering.coarse_to_fine import (
    ON_COARSE,
    find_roughly,
)
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Run, iterate
from core.clustering.points import Points
from core.clustering.rounding import Mapping, by_share, mostly_opaque, rounded, unchanged
from core.color.spaces import MEASURES
from core.language import ngettext
from core.model import Draft, Palette, Photo, Result
from core.progress import Meter, ProgressCallback, silent
from core.reduction.choosing import choose_roughly
from core.reduction.counting import count_colors_for
from core.reduction.dither import dither, shown, spreads, targets
from core.reduction.finding import clustered, looked_at_anew, plain_start, search_of, stays_as_it_is
from core.reduction.pixels import hide, nearest_roughly, pixel_indices, renumbered
from core.reduction.spreading import spread
from core.reduction.transparency import Scene, as_seen, flat_colors, not_flattened, scene_of
from core.settings import Settings


class _Painted(NamedTuple):
    """The pixels of a photo in the colors of a palette.

    Parameters
    ----------
    mapping : Mapping
        With its colors by share.
    precedence : (k,) int32
        The colors in their order before that, which decides between two that are equally near.
    palette : Palette
    indices : (h, w) uint8
    """

    mapping: Mapping
    precedence: NDArray[np.int32]
    palette: Palette
    indices: NDArray[np.uint8]


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
        cut, Lloyd and repair on coarse grids, then Lloyd over the distinct colors until an
        iteration lowers the error by less than 0.05 %, or 0.1 % with the space for looks. Locked
        colors stay as they are, whatever the start.
    progress : callable, optional
        Receives `Progress` at least every 50 ms; whatever it raises passes through.
    histogram : Histogram, optional
        The photo's distinct colors, when they are known already.

    Returns
    -------
    Result
        It has exactly `settings.colors` colors, all distinct and each used; only locked ones, the
        fully transparent one and, with dithering, any may go unused. A photo with no more distinct
        colors than that (and locked ones besides) comes back unchanged, with a note. For an
        animation it shows the first frame, in a palette for all of them.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or all colors that there
        can be are locked and none is left for transparency.
    """
    begin = time.perf_counter()
    meter = Meter(progress, end=phases.BEFORE_DITHERING if settings.dithered else 1.0)
    if histogram is None:
        histogram = count_colors_for(photo, settings, meter.part(*phases.COUNTING.now))
    flatten = settings.transparency == "flatten" and photo.alpha is not None
    tick = meter.part(*phases.FLATTENING.now) if flatten else silent
    photo = as_seen(photo, settings, tick.part(0.0, 0.5))
    scene = scene_of(histogram, settings, tick.part(0.5, 1.0))
    if flatten:
        scene = looked_at_anew(scene, photo)
    notes = photo.notes + not_flattened(photo, settings) + scene.notes
    if stays := stays_as_it_is(scene):
        notes += (_unchanged_note(scene, settings.colors),)
        mapping = unchanged(scene.histogram, scene.locked)
        run = Run(Centroids.of(mapping.centroids), (), "unchanged")
    else:
        search = search_of(scene, settings, meter)
        run, mapping = clustered(scene, settings, search)
        notes += _fewer_note(len(mapping.palette), settings)
    if settings.dithered and not stays:
        meter = Meter(progress, begin=phases.BEFORE_DITHERING)
        painted = _dithered(photo, scene, mapping, settings, meter)
    else:
        painted = _mapped(photo, scene, mapping, meter)
    return Result(
        palette=painted.palette,
        indices=painted.indices,
        centroids=_with_hidden(painted.mapping.centroids, scene).astype(np.float32),
        error=painted.mapping.error,
        iterations=len(run.history),
        stop_reason=run.stop_reason,
        seconds=time.perf_counter() - begin,
        history=run.history,
        precedence=painted.precedence.astype(np.uint8),
        alpha=scene.alpha(photo, painted.palette, painted.indices),
        metadata=photo.metadata,
        notes=notes,
        settings=settings,
        animation=photo.animation,
    )


def _unchanged_note(scene: Scene, wanted: int) -> str:
    """Word the note that the photo has no more colors than the `wanted` ones."""
    distinct = len(scene.histogram)
    if scene.hidden:
        sentence = ngettext(
            "The photo has only {count} distinct color, and transparency; {wanted} were asked "
            "for, so it stays as it is.",
            "The photo has only {count} distinct colors, and transparency; {wanted} were asked "
            "for, so it stays as it is.",
            distinct,
        )
    else:
        sentence = ngettext(
            "The photo has only {count} distinct color; {wanted} were asked for, so it stays as "
            "it is.",
            "The photo has only {count} distinct colors; {wanted} were asked for, so it stays as "
            "it is.",
            distinct,
        )
    return sentence.format(count=distinct, wanted=wanted)


def _fewer_note(found: int, settings: Settings) -> tuple[str, ...]:
    """Word the note that fewer of the owned colors serve the photo than were asked for."""
    if settings.owned is None or found == settings.colors:
        return ()
    told = ngettext(
        "{count} of your colors is all that any pixel needs; {wanted} were asked for.",
        "{count} of your colors are all that any pixel needs; {wanted} were asked for.",
        found,
    )
    return (told.format(count=found, wanted=settings.colors),)


def _mapped(photo: Photo, scene: Scene, mapping: Mapping, meter: Meter) -> _Painted:
    """Show each pixel in the color that its own was mapped to."""
    mapping, precedence = by_share(mapping)
    palette = scene.palette(mapping.palette, mapping.counts, mapping.locked)
    tick = meter.part(*phases.MAPPING.now)
    indices = pixel_indices(photo, scene.histogram, mapping.labels, tick, palette.hidden)
    return _Painted(mapping, precedence, palette, indices)


def _dithered(
    photo: Photo, scene: Scene, mapping: Mapping, settings: Settings, meter: Meter
) -> _Painted:
    """Dither a photo in the colors of a mapping, and count the pixels that show each."""
    if spreads(settings):
        points = scene.histogram.points(scene.space)
        colors = spread(mapping.palette, mapping.locked, points, mapping.labels)
        mapping = replace(mapping, palette=colors)
    aims, tick = targets(mapping.palette, settings), meter.part(*phases.DITHERING.now)
    indices = dither(photo, scene.histogram, aims, settings, tick)
    tick = meter.part(*phases.COUNTING_PIXELS.now)
    counts, error = shown(photo, indices, mapping.palette, tick)
    mapping, precedence = by_share(replace(mapping, counts=counts, error=error))
    palette = scene.palette(mapping.palette, mapping.counts, mapping.locked)
    indices = hide(photo, renumbered(indices, precedence), palette.hidden)
    return _Painted(mapping, precedence, palette, indices)


def _with_hidden(centroids: NDArray[np.float64], scene: Scene) -> NDArray[np.float64]:
    """Add the fully transparent color to (k, 3) centroids if it is the last of the palette."""
    return np.concatenate([centroids, np.zeros((1, 3))]) if scene.hidden else centroids


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
    space = scene.space
    if stays_as_it_is(scene):
        mapping = unchanged(scene.histogram, scene.locked)
        colors, masses, fixed = mapping.palette, mapping.counts, mapping.locked
    else:
        points, centroids = _draft_centroids(scene, settings)
        if settings.owned is None:
            found = points.assign(centroids.positions)
            colors = rounded(space, found.means(centroids.positions), scene.locked)
        else:
            colors = choose_roughly(scene, centroids, settings)
            space = MEASURES[settings.measure]
            points = scene.histogram.grid(5, space)
            found = points.assign(points.places_of(colors))
        if space.channels > 3:
            colors = mostly_opaque(points, found, colors)
        masses = points.count(found)
        # Accents are fixed among the centroids as well, but nobody has locked them.
        fixed = np.arange(len(colors)) < len(scene.locked)
        if spreads(settings):
            colors = spread(colors, fixed, points, found.labels)
    order = np.argsort(-masses, kind="stable")
    colors = colors[order]
    palette = scene.palette(colors, masses[order], fixed[order])
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


def _draft_centroids(scene: Scene, settings: Settings) -> tuple[Points, Centroids]:
    """Find centroids on a coarse grid, which comes with them."""
    search = search_of(scene, settings, Meter(None))
    if len(scene.locked) == scene.colors:
        points = search.grid()
        return points, Centroids.of(points.places_of(scene.locked), scene.colors)
    if settings.first_colors:
        points = search.grid()
        first = plain_start(scene, search, points, settings)
        return points, iterate(points, first, ON_COARSE, search.rng).centroids
    return find_roughly(search)
