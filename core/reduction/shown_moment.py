"""One moment of a run as a picture: each pixel in the color of its nearest centroid."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.rounding import rounded
from core.color.spaces import MEASURES, TRANSLUCENT_SPACES, ColorSpace
from core.errors import InputError
from core.model import MAX_COLORS, Draft, Palette, Photo
from core.reduction.pixels import pixel_indices
from core.reduction.transparency import alpha_of, as_seen, flat_colors
from core.settings import Settings

# Colors are 0…255; a number farther from 0 than this was not meant as one.
_FARTHEST = 1_000_000


def shown_at(photo: Photo, histogram: Histogram, centroids: ArrayLike, settings: Settings) -> Draft:
    """Show a photo in the clusters of some centroids, as at one moment of a run.

    Parameters
    ----------
    photo : Photo
        Best no larger than the screen.
    histogram : Histogram
        Its distinct colors.
    centroids : (k, 3) or (k, 4) array, 1 ≤ k ≤ 256
        In sRGB, as `Moment.positions`.
    settings : Settings
        The space in which colors are nearest, and what becomes of transparency.

    Returns
    -------
    Draft
        Each pixel shows the cluster of its nearest centroid, whose color is the centroid rounded.
        Colors are in the order of the centroids, and may repeat; their counts are of this photo.
        Pixels that are fully transparent show the first; the alpha of the draft hides them.

    Raises
    ------
    InputError
        (a ValueError) when `centroids` is no array of 1 to 256 centroids.
    """
    photo, histogram = as_seen(photo, settings), flat_colors(histogram, settings)
    with_alpha = np.shape(centroids)[-1:] == (4,)
    space = (TRANSLUCENT_SPACES if with_alpha else MEASURES)[settings.measure]
    positions = centroids_of(centroids, space).positions
    counted = _with_alpha(histogram) if with_alpha else histogram
    points = counted.points(space)
    found = points.assign(positions)
    colors = rounded(space, positions, np.empty((0, space.channels), np.uint8))
    alpha = colors[:, 3] if with_alpha else None
    palette = Palette(colors[:, :3], points.count(found), alpha=alpha)
    indices = pixel_indices(photo, counted, found.labels, hidden=palette.hidden)
    return Draft(palette, indices, _alpha_shown(palette, indices, photo))


def _alpha_shown(
    palette: Palette, indices: NDArray[np.uint8], photo: Photo
) -> NDArray[np.uint8] | None:
    """Return how opaque the picture is; hidden pixels stay so where no centroid is transparent."""
    alpha = alpha_of(palette, indices)
    if alpha is None:
        return photo.alpha
    return alpha if photo.visible is None else np.where(photo.visible, alpha, np.uint8(0))


def _with_alpha(histogram: Histogram) -> Histogram:
    """Return the distinct colors with alpha, also where no pixel is partly transparent."""
    if histogram.translucent is not None:
        return histogram.translucent
    opaque = np.full(len(histogram), 255, np.uint8)
    return Histogram(np.column_stack([histogram.colors, opaque]), histogram.counts)


def centroids_of(given: ArrayLike, space: ColorSpace) -> Centroids:
    """Check centroids in sRGB that come from elsewhere, and convert them; opaque by default."""
    colors = np.array(given, dtype=np.float64)
    channels = space.channels
    if colors.ndim != 2 or colors.shape[1] not in (3, channels):
        raise InputError(  # untranslated: for programmers
            f"centroids must be a (k, {channels}) array, not {colors.shape}"
        )
    if not 1 <= len(colors) <= MAX_COLORS:
        raise InputError(  # untranslated: for programmers
            f"centroids must be 1 to {MAX_COLORS}, not {len(colors)}"
        )
    if not (np.abs(colors) <= _FARTHEST).all():
        raise InputError(  # untranslated: for programmers
            f"centroids must be finite numbers, at most {_FARTHEST} from 0"
        )
    if colors.shape[1] < channels:
        colors = np.column_stack([colors, np.full(len(colors), 255.0)])
    return Centroids.of(space.from_srgb(colors))
