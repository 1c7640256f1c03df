"""`contend`: reduce one photo in many ways, and tell what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram
from core.comparison.attempt import count_for, make_result, measure_files
from core.comparison.matching import Match, match
from core.comparison.preview import Small
from core.comparison.variants import Variant, Variants
from core.errors import InputError
from core.model import Draft, Photo, Result, Step, StopReason
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.quality import Quality, judge
from core.settings import Settings
from core.wording import count_of
from core.writing.image import encode_rgb

_PREVIEW_PIXELS = 1_000_000
# Pixels of all previews together, so that memory and sheet stay small whatever is compared.
_PIXELS_OF_ALL_PREVIEWS = 16_000_000


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
    indexed_png_bytes : int
        Size of the photo in these colors as indexed PNG.
    rgb_png_bytes : int or None
        The same as RGB PNG, which the course looks at: of plain runs.
    quality : Quality
        How near the result is to the photo.
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
    rgb_png_bytes: int | None
    quality: Quality
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
    planned: Callable[[tuple[Variant, ...], tuple[str, ...]], object] | None = None,
    shown: Callable[[int, Result], object] | None = None,
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
    planned : callable, optional
        Receives the variants that are tried, and notes on what is left out, before the first.
    shown : callable, optional
        Receives the place of a variant among these, and its result. All are shown before the first
        is encoded and judged, which takes longer; until then they are kept, a byte for each pixel.
    each : callable, optional
        Receives each contender as soon as it is there. All three are called in the calling thread.

    Raises
    ------
    InputError
        (a ValueError) when every pixel of the photo is fully transparent, or when it has fewer
        colors than any of the variants.
    """
    meter = Meter(progress)
    photo = replace(photo, animation=None)
    histogram = count_for(photo, variants.plan, meter.part(0.05, "counting colors"))
    plan, notes = _possible(variants.plan, len(histogram))
    notes = variants.notes + notes
    if planned is not None:
        planned(plan, notes)
    results: list[Result | None] = [None] * len(plan)
    if shown is not None:
        for place, variant in enumerate(plan):
            tick = meter.part(0.05 + 0.3 * (place + 1) / len(plan), variant.title)
            result = make_result(photo, histogram, variant, tick.follow)
            results[place] = result
            shown(place, result)
    begin = 0.05 if shown is None else 0.35
    small = Small.of(photo, min(_PREVIEW_PIXELS, _PIXELS_OF_ALL_PREVIEWS // len(plan)))
    contenders = []
    for place, variant in enumerate(plan):
        tick = meter.part(begin + (0.95 - begin) * (place + 1) / len(plan), variant.title)
        kept, results[place] = results[place], None
        contender = _contender(photo, histogram, small, variant, kept, tick)
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
        matches_of(contenders),
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


def _contender(
    photo: Photo,
    histogram: Histogram,
    small: Small,
    variant: Variant,
    result: Result | None,
    tick: Tick,
) -> Contender:
    """Try one variant, unless its result is there already, and judge what comes of it."""
    if result is None:
        part = tick.part(0.0, 0.4)
        result = make_result(photo, histogram, variant, part.follow)
    tried = measure_files(result, tick.part(0.4, 0.8), rgb=variant.plain)
    return Contender(
        tried.settings,
        variant.plain,
        variant.title,
        result.iterations,
        result.stop_reason,
        result.error,
        tried.centroids,
        tried.indexed_png_bytes,
        tried.rgb_png_bytes,
        judge(photo, result, tick.part(0.8, 1.0).follow),
        small.shown(result, tried.settings),
        result.history,
        result.notes,
    )


def matches_of(contenders: Sequence[Contender]) -> tuple[Match[Contender], ...]:
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
