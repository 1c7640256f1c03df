"""The evaluation of the original method: how starts and numbers of colors compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.comparison.attempt import Attempt, attempt, count_for
from core.comparison.matching import Match, match
from core.comparison.variants import Variant
from core.errors import InputError
from core.language import _, ngettext
from core.model import Photo, StopReason
from core.progress import Meter, ProgressCallback
from core.settings import Settings, Start
from core.writing.image import encode_rgb


@dataclass(frozen=True, eq=False)
class Trial:
    """One run of k-means on a photo.

    Parameters
    ----------
    colors : int
    start : str
    iterations : int
    stop_reason : str
    error : float
        Sum over visible pixels of the squared RGB distance to the nearest centroid.
    centroids : (k, 3) float32, 0…255
        Not rounded; sorted by R, then G, then B.
    indexed_png_bytes, rgb_png_bytes : int
        Size of the photo in these colors, as indexed and as RGB PNG.
    """

    colors: int
    start: Start
    iterations: int
    stop_reason: StopReason
    error: float
    centroids: NDArray[np.float32]
    indexed_png_bytes: int
    rgb_png_bytes: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How starts and numbers of colors compare on one photo.

    Parameters
    ----------
    distinct_colors : int
    trials : tuple of Trial
        For each number of colors, each start.
    matches : tuple of Match
        For each number of colors, the first start beside each other one.
    rgb_png_bytes : int
        Size of the unreduced photo as RGB PNG.
    """

    distinct_colors: int
    trials: tuple[Trial, ...]
    matches: tuple[Match[Trial], ...]
    rgb_png_bytes: int


def compare(
    photo: Photo,
    colors: Sequence[int],
    starts: Sequence[Start],
    *,
    max_iterations: int = 100,
    seed: int = 0,
    progress: ProgressCallback | None = None,
) -> Evaluation:
    """Run k-means with each number of colors from each start, and compare.

    Parameters
    ----------
    photo : Photo
        Only the first frame of an animation is used.
    colors : sequence of int, 1…256
    starts : sequence of {"wu", "kmeans++", "in_pixels", "random"}
    max_iterations : int, 1…10 000
    seed : int, 0…2³²−1
        Each trial begins anew with it.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Raises
    ------
    ValueError
        For values outside these ranges, or more colors than the photo has distinct ones (for
        every start but "random").
    """
    if not (colors and starts):
        raise InputError(_("a comparison needs at least one number of colors and one start"))
    plan = [
        Variant(
            Settings(k, start, max_iterations, seed),
            True,
            ngettext("{count} color from {start}", "{count} colors from {start}", k).format(
                count=k, start=start
            ),
        )
        for k, start in product(colors, starts)
    ]
    meter = Meter(progress)
    photo = replace(photo, animation=None)
    histogram = count_for(photo, plan, meter.part(0.05, _("counting colors")))
    trials = []
    for number, variant in enumerate(plan, 1):
        tick = meter.part(0.05 + 0.9 * number / len(plan), variant.title)
        trials.append(_trial(attempt(photo, histogram, variant, tick.follow)))
    matches = tuple(
        match(first, second)
        for first, second in product(trials, trials)
        if first.colors == second.colors and first.start == starts[0] != second.start
    )
    tick = meter.part(1.0, _("encoding the photo"))
    size = len(encode_rgb(photo, tick.follow))
    return Evaluation(len(histogram), tuple(trials), matches, size)


def _trial(tried: Attempt) -> Trial:
    assert tried.rgb_png_bytes is not None
    return Trial(
        tried.settings.colors,
        tried.settings.start,
        tried.result.iterations,
        tried.result.stop_reason,
        tried.result.error,
        tried.centroids,
        tried.indexed_png_bytes,
        tried.rgb_png_bytes,
    )
