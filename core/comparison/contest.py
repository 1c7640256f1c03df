"""`contend`: reduce one photo in many ways, and tell what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.clustering.histogram import Histogram
from core.comparison.attempt import count_for, make_result, measure_files
from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match, match
from core.comparison.preview import Small
from core.comparison.variants import Variant, Variants
from core.errors import InputError
from core.language import N_, _, ngettext, translated
from core.model import Photo, Result
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.quality import judge
from core.settings import Settings
from core.writing.apart import measure_rgb_apart

_PREVIEW_PIXELS = 1_000_000
# Pixels of all previews together, so that memory and sheet stay small whatever is compared.
_PIXELS_OF_ALL_PREVIEWS = 16_000_000
# How far a run is when its parts end.
_COUNTED, _SHOWN, _MEASURED = 0.05, 0.35, 0.95
_FIRST_FRAME = N_(
    "Of an animation the first frame is compared; colors for all frames may be others."
)
_NOT_INDEXED = N_(
    "Where the PNG of a result is RGBA, that is because an indexed one cannot hold the partial "
    "transparency which it keeps."
)


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
    meter, notes = Meter(progress), variants.notes
    if photo.animation is not None:
        photo, notes = replace(photo, animation=None), (*notes, translated(_FIRST_FRAME))
    histogram = count_for(photo, variants.plan, meter.part(_COUNTED, _("counting colors")))
    plan, left_out = _possible(variants.plan, len(histogram))
    notes += left_out
    if planned is not None:
        planned(plan, notes)
    results: list[Result | None] = [None] * len(plan)
    until = _COUNTED if shown is None else _SHOWN
    for place, tick in _parts(meter, () if shown is None else plan, _COUNTED, until):
        result = make_result(photo, histogram, plan[place], tick.follow)
        results[place] = result
        if shown is not None:
            shown(place, result)
    small = Small.of(photo, min(_PREVIEW_PIXELS, _PIXELS_OF_ALL_PREVIEWS // len(plan)))
    contenders = []
    for place, tick in _parts(meter, plan, until, _MEASURED):
        kept, results[place] = results[place], None
        contender = _contender(photo, histogram, small, plan[place], kept, tick)
        contenders.append(contender)
        if each is not None:
            each(contender)
    if not all(contender.indexed for contender in contenders):
        notes += (translated(_NOT_INDEXED),)
    tick = meter.part(1.0, _("encoding the photo"))
    return Comparison(
        photo.path,
        photo.width,
        photo.height,
        small.photo,
        len(histogram),
        photo.file_bytes,
        measure_rgb_apart(photo, tick.follow),
        tuple(contenders),
        matches_of(contenders),
        notes,
    )


def _parts(
    meter: Meter, plan: Sequence[Variant], begin: float, end: float
) -> Iterator[tuple[int, Tick]]:
    """Share a part of a run among variants: the place of each, and its tick."""
    for place, variant in enumerate(plan):
        until = begin + (end - begin) * (place + 1) / len(plan)
        yield place, meter.part(until, variant.title)


def _possible(
    plan: Sequence[Variant], distinct: int
) -> tuple[tuple[Variant, ...], tuple[str, ...]]:
    """Return the variants with no more colors than the photo has, and a note on the others."""
    possible = tuple(each for each in plan if each.settings.colors <= distinct)
    if len(possible) == len(plan):
        return possible, ()
    if not possible:
        told = ngettext(
            "the photo has only {count} distinct color, and the smallest number to compare is "
            "{least}",
            "the photo has only {count} distinct colors, and the smallest number to compare is "
            "{least}",
            distinct,
        )
        least = min(each.settings.colors for each in plan)
        raise InputError(told.format(count=distinct, least=least))
    numbers = sorted({each.settings.colors for each in plan if each not in possible})
    told = ngettext(
        "The photo has only {count} distinct color, so that results in {numbers} colors are left "
        "out.",
        "The photo has only {count} distinct colors, so that results in {numbers} colors are left "
        "out.",
        distinct,
    )
    return possible, (told.format(count=distinct, numbers=_joined(numbers)),)


def _joined(numbers: Sequence[int]) -> str:
    """Return numbers as a list with "and" between all of them, as they are few."""
    text = str(numbers[0])
    for number in numbers[1:]:
        text = _("{words} and {last}").format(words=text, last=number)
    return text


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
        tried.indexed,
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
