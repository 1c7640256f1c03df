"""`contend`: reduce one photo in many ways, and tell what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze
from core.clustering.histogram import Histogram, require_visible
from core.comparison.matching import Match, match
from core.comparison.plain import run_plainly
from core.comparison.preview import Small
from core.comparison.variants import Variant, Variants
from core.errors import InputError
from core.model import Draft, Photo, Result, Step, StopReason
from core.progress import Meter, ProgressCallback
from core.reduction.counting import count_colors
from core.reduction.recipe import reduce
from core.settings import SaveOptions, Settings
from core.wording import count_of
from core.writing.image import encode_image, encode_rgb

_PREVIEW_PIXELS = 1_000_000
# Pixels of all previews together, so that memory and sheet stay small whatever is compared.
_PIXELS_OF_ALL_PREVIEWS = 64_000_000


@dataclass(frozen=True, eq=False)
class Contender:
    """One of the results that are compared.

    Parameters
    ----------
    settings : Settings
        Those that `reduce` makes it with; for a plain run, nearly so.
    plain : bool
        Whether it was made by `kmeans` and nothing else.
    title : str
        What tells it from the others: "7 colors from random".
    iterations : int
    stop_reason : str
    error : float
        Sum over visible pixels of the squared RGB distance: of a plain run to the nearest centroid,
        otherwise to the color shown.
    centroids : (k, 3) float32, 0…255
        In sRGB, not rounded; sorted by R, then G, then B. Without the fully transparent color.
    indexed_png_bytes, rgb_png_bytes : int
        Size of the photo in these colors, as indexed and as RGB PNG.
    preview : Draft
        The result, of at most a million pixels.
    history : tuple of Step
        One for each iteration, without centroids.
    notes : tuple of str
        What the user should know, in sentences.
    """

    settings: Settings
    plain: bool
    title: str
    iterations: int
    stop_reason: StopReason
    error: float
    centroids: NDArray[np.float32]
    indexed_png_bytes: int
    rgb_png_bytes: int
    preview: Draft
    history: tuple[Step, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """How results of one photo compare.

    Parameters
    ----------
    path : Path or None
        The photo's file.
    width, height : int
        Pixels of the photo.
    preview : Photo
        The photo, of at most a million pixels.
    distinct_colors : int
    file_bytes : int or None
        Size of the photo's file.
    rgb_png_bytes : int
        Size of the unreduced photo as RGB PNG.
    contenders : tuple of Contender
        In the order of the variants.
    matches : tuple of Match
        Wherever contenders differ in nothing but the start: the first beside each other one.
    notes : tuple of str
        What was left out, in sentences for a user.
    """

    path: Path | None
    width: int
    height: int
    preview: Photo
    distinct_colors: int
    file_bytes: int | None
    rgb_png_bytes: int
    contenders: tuple[Contender, ...]
    matches: tuple[Match[Contender], ...]
    notes: tuple[str, ...] = ()


def contend(
    photo: Photo,
    variants: Variants,
    progress: ProgressCallback | None = None,
    *,
    each: Callable[[Contender], object] | None = None,
) -> Comparison:
    """Reduce a photo in each of the variants, one after the other, and compare the results.

    Parameters
    ----------
    photo : Photo
        Only the first frame of an animation is used.
    variants : Variants
        Those with more colors than the photo has are left out, with a note.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.
    each : callable, optional
        Receives each contender as soon as it is there, in the calling thread.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or when it has fewer
        colors than any of the variants.
    """
    meter = Meter(progress)
    photo = replace(photo, animation=None)
    histogram = count_for(photo, variants.plan, meter)
    plan, notes = _possible(variants.plan, len(histogram))
    return contest(photo, histogram, plan, meter, each, variants.notes + notes)


def count_for(photo: Photo, plan: Sequence[Variant], meter: Meter) -> Histogram:
    """Count the colors of a photo, and find out what else the variants need to be known of them."""
    reduced = [variant.settings for variant in plan if not variant.plain]
    histogram = count_colors(
        photo,
        meter.part(0.05, "counting colors"),
        salience=any(settings.measure == "looks" for settings in reduced),
        areas=any(settings.weight_of_accents > 0 for settings in reduced),
    )
    if not any(settings.transparency == "flatten" for settings in reduced):
        require_visible(histogram)
    return histogram


def contest(
    photo: Photo,
    histogram: Histogram,
    plan: Sequence[Variant],
    meter: Meter,
    each: Callable[[Contender], object] | None = None,
    notes: tuple[str, ...] = (),
) -> Comparison:
    """Do what `contend` does, with colors that have been counted."""
    small = Small.of(photo, min(_PREVIEW_PIXELS, _PIXELS_OF_ALL_PREVIEWS // len(plan)))
    contenders = []
    for number, variant in enumerate(plan, 1):
        tick = meter.part(0.05 + 0.9 * number / len(plan), variant.title)
        contender = _try(photo, histogram, small, variant, tick.follow)
        contenders.append(contender)
        if each is not None:
            each(contender)
    tick = meter.part(1.0, "encoding the photo")
    return Comparison(
        photo.path,
        photo.width,
        photo.height,
        small.photo,
        len(histogram),
        photo.file_bytes,
        len(encode_rgb(photo, tick.follow)),
        tuple(contenders),
        _matches(contenders),
        notes,
    )


def _possible(
    plan: Sequence[Variant], distinct: int
) -> tuple[tuple[Variant, ...], tuple[str, ...]]:
    """Return the variants with no more colors than the photo has, and a note on the others."""
    possible = tuple(each for each in plan if each.settings.colors <= distinct)
    if len(possible) == len(plan):
        return possible, ()
    has = f"the photo has only {count_of(distinct, 'distinct color')}"
    if not possible:
        least = min(each.settings.colors for each in plan)
        raise InputError(f"{has}, and the smallest number to compare is {least}")
    numbers = sorted({each.settings.colors for each in plan if each not in possible})
    left_out = " and ".join(map(str, numbers))
    return possible, (f"T{has[1:]}, so that results in {left_out} colors are left out.",)


def _try(
    photo: Photo,
    histogram: Histogram,
    small: Small,
    variant: Variant,
    progress: ProgressCallback,
) -> Contender:
    """Reduce the photo in one way, and encode the result."""
    meter = Meter(progress)
    settings, plain, title = variant
    if plain and photo.alpha is not None:
        # Plain k-means knows no alpha, so that it stays beside the colors.
        settings = replace(settings, transparency="channel")
    follow = meter.part(0.7, "reducing colors").follow
    if plain:
        result = run_plainly(photo, histogram, settings, follow)
    else:
        result = reduce(photo, settings, follow, histogram=histogram)
    tick = meter.part(1.0, "encoding")
    how = SaveOptions(effort=settings.effort)
    return Contender(
        settings,
        plain,
        title,
        result.iterations,
        result.stop_reason,
        result.error,
        _sorted_centroids(result),
        len(encode_image(result, "png", how, tick.follow).data),
        len(encode_rgb(Photo(result.rgb, result.alpha), tick.follow)),
        small.shown(result, settings),
        result.history,
        result.notes,
    )


def _sorted_centroids(result: Result) -> NDArray[np.float32]:
    """Return the centroids in sRGB by R, then G, then B, without the fully transparent color."""
    centroids = result.centroids[:, :3]
    if result.palette.hidden is not None:
        centroids = np.delete(centroids, result.palette.hidden, axis=0)
    return freeze(centroids[np.lexsort(centroids.T[::-1])])


def _matches(contenders: Sequence[Contender]) -> tuple[Match[Contender], ...]:
    """Match contenders that differ in nothing but the start."""
    groups: dict[tuple[Settings, bool], list[Contender]] = {}
    for contender in contenders:
        settings = replace(contender.settings, start="random", first_colors=())
        groups.setdefault((settings, contender.plain), []).append(contender)
    return tuple(
        match(first, other)
        for first, *others in groups.values()
        for other in others
        if len(first.centroids) == len(other.centroids)
    )
