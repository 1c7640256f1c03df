"""One way to reduce a photo, tried: the result, and the files that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze
from core.clustering.histogram import Histogram, require_visible
from core.comparison.plain import run_plainly
from core.comparison.variants import Variant
from core.language import _
from core.model import Photo, Result
from core.parallel import at_once
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.counting import count_colors
from core.reduction.recipe import reduce
from core.settings import SaveOptions, Settings
from core.writing.apart import measure_rgb_apart
from core.writing.image import Encoded, encode_image


@dataclass(frozen=True, eq=False)
class Attempt:
    """What came of one variant.

    Parameters
    ----------
    settings : Settings
    result : Result
    centroids : (k, 3) float32, 0…255
        In sRGB, not rounded; sorted by R, then G, then B. Without the fully transparent color.
    indexed_png_bytes : int
        Size of the result as PNG.
    indexed : bool
        Whether that PNG is indexed: one with partial transparency beside the palette cannot be.
    rgb_png_bytes : int or None
        The same as RGB PNG, which the course looks at: of plain runs.
    """

    settings: Settings
    result: Result
    centroids: NDArray[np.float32]
    indexed_png_bytes: int
    indexed: bool
    rgb_png_bytes: int | None


def count_for(photo: Photo, plan: Sequence[Variant], tick: Tick) -> Histogram:
    """Count the colors of a photo, and find out what else the variants need to be known of them.

    Raises
    ------
    InputError
        (a ValueError) when every pixel is fully transparent, and no variant flattens the photo.
    """
    reduced = [variant.settings for variant in plan if not variant.plain]
    histogram = count_colors(
        photo,
        tick,
        salience=any(settings.by_looks for settings in reduced),
        areas=any(settings.weight_of_accents > 0 for settings in reduced),
    )
    if not any(settings.transparency == "flatten" for settings in reduced):
        require_visible(histogram)
    return histogram


def attempt(
    photo: Photo,
    histogram: Histogram,
    variant: Variant,
    progress: ProgressCallback | None = None,
) -> Attempt:
    """Reduce a photo in one way, and encode the result.

    Parameters
    ----------
    photo : Photo
        Not animated.
    histogram : Histogram
        Of `count_for`.
    variant : Variant
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Raises
    ------
    InputError
        (a ValueError) as `reduce` and `kmeans` have it.
    """
    meter = Meter(progress)
    made = make_result(photo, histogram, variant, meter.part(0.7, _("reducing colors")).follow)
    return measure_files(made, meter.part(1.0, _("encoding")), rgb=variant.plain)


def make_result(
    photo: Photo,
    histogram: Histogram,
    variant: Variant,
    progress: ProgressCallback | None = None,
) -> Result:
    """Do the first half of `attempt`: reduce the photo."""
    settings = variant.settings
    if not variant.plain:
        return reduce(photo, settings, progress, histogram=histogram)
    if photo.alpha is not None:
        # Plain k-means knows no alpha, so that it stays beside the colors.
        settings = replace(settings, transparency="channel")
    return run_plainly(photo, histogram, settings, progress)


def measure_files(result: Result, tick: Tick, *, rgb: bool) -> Attempt:
    """Do the second half of `attempt`: encode the result, at once as RGB PNG if that is wanted."""
    assert result.settings is not None
    how = SaveOptions(effort=result.settings.effort)

    def indexed() -> Encoded:
        return encode_image(result, "png", how, tick.follow)

    def as_rgb(tick: Tick) -> int:
        return measure_rgb_apart(Photo(result.rgb, result.alpha), tick.follow)

    png, rgb_bytes = at_once(indexed, as_rgb, tick) if rgb else (indexed(), None)
    return Attempt(
        result.settings,
        result,
        _sorted_centroids(result),
        len(png.data),
        png.table is not None,
        rgb_bytes,
    )


def _sorted_centroids(result: Result) -> NDArray[np.float32]:
    """Return the centroids in sRGB by R, then G, then B, without the fully transparent color."""
    centroids = result.centroids[:, :3]
    if result.palette.hidden is not None:
        centroids = np.delete(centroids, result.palette.hidden, axis=0)
    return freeze(centroids[np.lexsort(centroids.T[::-1])])
