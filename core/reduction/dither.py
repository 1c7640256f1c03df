"""Dithering: pixels of few colors that from afar have the color of many.

In light, all sums are in linear light, as eyes and screens add up light: the pixels of an area have
on average the color of the photo, and the nearest palette color is decided in the space the user
has chosen, just as without dithering. As it looks, sums and distances are those of `GRAIN`. A pixel
whose color is in a palette made from the photo keeps it. Colors that were given may be unable to
mix a pixel's color at all: then it is the nearest mixture that is dithered; and pixels keep them
only if asked to.

Error diffusion hands the error of a pixel on to its neighbors. Ordered dithering mixes each color
of several palette colors, by handing the error of one on to the next (Knoll 1999, US patent
6 606 166, expired), sorts these by lightness, and lets a texture of thresholds choose. It would not
do to add the thresholds to the pixels: the one of black and white that is nearer in sRGB is not the
one that is nearer in linear light.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.histogram import Histogram
from core.color.spaces import GRAIN, MEASURES
from core.kernels.targets import WEIGHT_BITS, Targets
from core.model import Photo
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.reduction.thresholds import bayer, blue_noise
from core.settings import Dither, Settings

# Pixels whose colors are looked up together: 32 MB.
_PIXELS_PER_BAND = 1 << 23
_PIXELS_PER_CHUNK = 1 << 18
# Mixtures of more colors would take too much memory.
_MOST_COLORS = 1 << 21


class _Diffusion(NamedTuple):
    """The shares of an error that the pixels around get.

    Parameters
    ----------
    whole : int
        Parts that an error is divided into.
    ahead : (int, int)
        Parts for the next pixel of the row and the one after it.
    below : (int, int, int, int, int)
        Parts for the next row, with the pixel straight below in the middle.
    further : (int, int, int, int, int)
        Parts for the row after it.
    """

    whole: int
    ahead: tuple[int, int]
    below: tuple[int, int, int, int, int]
    further: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


_DIFFUSIONS: dict[Dither, _Diffusion] = {
    # Floyd and Steinberg 1976, "An adaptive algorithm for spatial greyscale", Proceedings of the
    # Society for Information Display 17 (2), 75-77.
    "floyd-steinberg": _Diffusion(16, (7, 0), (0, 3, 5, 1, 0)),
    # Bill Atkinson, for the first Macintosh: a quarter of the error is lost, for contrast.
    "atkinson": _Diffusion(8, (1, 1), (0, 1, 1, 1, 0), (0, 0, 1, 0, 0)),
    # Jarvis, Judice and Ninke 1976, doi:10.1016/S0146-664X(76)80003-2.
    "jarvis": _Diffusion(48, (7, 5), (3, 5, 7, 5, 3), (1, 3, 5, 3, 1)),
    # Stucki 1981, "MECCA: a multiple-error correction computation algorithm for bi-level image
    # hardcopy reproduction", IBM research report RZ 1060.
    "stucki": _Diffusion(42, (8, 4), (2, 4, 8, 4, 2), (1, 2, 4, 2, 1)),
    # Frankie Sierra 1990, "Filter Lite".
    "sierra-lite": _Diffusion(4, (2, 0), (0, 1, 1, 0, 0)),
}
# What DSSIM and SSIMULACRA2 like best with 8 and 64 colors, in light or not; the method of Atkinson
# loses a quarter by itself.
_BEST_IN_LIGHT, _BEST_AS_IT_LOOKS, _BEST_OF_ATKINSON, _BEST_OF_TEXTURES = 75, 90, 100, 60
_BAYER_SIDES: dict[Dither, int] = {"bayer-2": 2, "bayer-4": 4, "bayer-8": 8}
# Shades between two colors: more are not seen in blue noise.
_BLUE_PARTS = 32


def dither(
    photo: Photo,
    histogram: Histogram,
    targets: Targets,
    settings: Settings,
    tick: Tick = silent,
) -> NDArray[np.uint8]:
    """Show a photo in few colors, dithered.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
        Its distinct colors, and perhaps others.
    targets : Targets
        The colors, and the index that is shown for each.
    settings : Settings
        `dither` (not "none"), `dither_strength` and `serpentine`.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (h, w) uint8
        0 where the photo is fully transparent; such pixels take no part.
    """
    if settings.dither in _DIFFUSIONS:
        return kernels.diffuse(
            photo.pixels,
            photo.visible,
            targets,
            weights(settings.dither, strength(settings, targets)),
            serpentine=settings.serpentine,
            tick=tick,
        )
    return _ordered(photo, histogram, targets, settings, tick)


def shown(
    photo: Photo, indices: NDArray[np.uint8], colors: NDArray[np.uint8], tick: Tick = silent
) -> tuple[NDArray[np.int64], float]:
    """Count the visible pixels of (k, 3) colors, and sum up their squared RGB distances."""
    visible = None if photo.visible is None else photo.visible.ravel()
    pixels = photo.pixels.reshape(-1, 3)
    counts, error = kernels.tally(pixels, visible, indices.ravel(), colors, tick)
    return counts, float(error)


def targets(colors: NDArray[np.uint8], settings: Settings) -> Targets:
    """Make targets of the (k, 3) uint8 colors of a palette as they are, made from the photo."""
    return targets_of(colors, np.arange(len(colors), dtype=np.uint8), settings)


def targets_of(
    colors: NDArray[np.uint8], owners: NDArray[np.uint8], settings: Settings, *, given: bool = False
) -> Targets:
    """Make targets of (n, 3) uint8 colors, each with the index that is shown for it.

    Parameters
    ----------
    given : bool
        Whether the palette comes from elsewhere; with locked colors, it counts as given too.
    """
    in_light = not mixed_as_it_looks(settings, given=given)
    given = given or bool(settings.locked) or settings.owned is not None
    kept = settings.keep_exact or not given
    space = MEASURES[settings.measure] if in_light else GRAIN
    return Targets(colors, owners, space, given, kept, in_light)


def mixed_as_it_looks(settings: Settings, *, given: bool = False) -> bool:
    """Return whether pixels are mixed as they look, and not in light.

    `given` is that of `targets_of`.
    """
    if settings.dither_in != "auto":
        return settings.dither_in == "looks"
    # A palette of locked colors only is no longer made from the photo.
    given = given or settings.owned is not None or len(settings.locked) == settings.colors
    return settings.measure == "looks" and not given


def spreads(settings: Settings) -> bool:
    """Return whether colors that a run finds are moved apart before pixels are mixed of them."""
    return settings.dithered and settings.owned is None and mixed_as_it_looks(settings)


def strength(settings: Settings, targets: Targets) -> int:
    """Return how much of the errors is made up for, 0…100 per cent, as asked for or as suits."""
    if settings.dither_strength is not None:
        return settings.dither_strength
    if targets.mixed:
        return 100
    if settings.dither not in _DIFFUSIONS:
        return _BEST_OF_TEXTURES
    if settings.dither == "atkinson":
        return _BEST_OF_ATKINSON
    return _BEST_IN_LIGHT if targets.in_light else _BEST_AS_IT_LOOKS


def weights(method: Dither, strength: int) -> NDArray[np.int32]:
    """Return the (3, 5) int32 shares of an error that pixels around get, in units of 1 / 2¹⁴.

    The pixel itself is in the middle of the first row.

    Parameters
    ----------
    method : str
        One that diffuses errors.
    strength : int, 0…100
        Per cent of the error that the method would hand on.
    """
    whole, ahead, below, further = _DIFFUSIONS[method]
    parts = np.array([(0, 0, 0, *ahead), below, further])
    # The running sums are rounded: what one share loses by it, the next gains.
    ends = np.rint(np.cumsum(parts) / whole * _weight(strength))
    return np.diff(ends, prepend=0).astype(np.int32).reshape(parts.shape)


def thresholds(method: Dither) -> NDArray[np.intp]:
    """Return the (s, s) intp texture of a method of ordered dithering: ranks from 0."""
    return bayer(_BAYER_SIDES[method]) if method in _BAYER_SIDES else blue_noise()


def _weight(strength: int) -> int:
    """Return 0…100 per cent in units of 1 / 2¹⁴."""
    return round((1 << WEIGHT_BITS) * strength / 100)


def _ordered(
    photo: Photo, histogram: Histogram, targets: Targets, settings: Settings, tick: Tick
) -> NDArray[np.uint8]:
    """Mix each color of palette colors, band by band, and let a texture choose among them."""
    ranks = thresholds(settings.dither)
    parts = ranks.size if settings.dither in _BAYER_SIDES else _BLUE_PARTS
    weight = _weight(strength(settings, targets))
    chosen = ranks * parts // ranks.size
    # Where the photo is but a part of what the histogram counts, or there are too many colors, each
    # band mixes only those that it has.
    own = photo.width * photo.height < histogram.pixels or len(histogram) > _MOST_COLORS
    rows = max((_PIXELS_PER_BAND >> 2 * own) // photo.width, 1)
    indices = np.zeros((photo.height, photo.width), np.uint8)
    if len(histogram) == 0:
        return indices
    colors, mixed = histogram.colors, np.empty((0, parts), np.uint8)
    for begin in range(0, photo.height, rows):
        end = min(begin + rows, photo.height)
        band = photo.pixels[begin:end]
        here = tick.part(begin / photo.height, end / photo.height)
        if own:
            colors, _ = kernels.count_colors(band.reshape(-1, 3))
        if own or begin == 0:
            mixed = kernels.mix(colors, targets, weight, parts, here.part(0.0, 0.5))
        rolled = np.roll(chosen, -begin, axis=0)
        indices[begin:end] = _choose(band, colors, mixed, rolled, here.part(0.5, 1.0))
    if photo.visible is not None:
        indices[~photo.visible] = 0
    return indices


def _choose(
    pixels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    mixed: NDArray[np.uint8],
    chosen: NDArray[np.intp],
    tick: Tick,
) -> NDArray[np.uint8]:
    """Return (h, w) uint8 indices: the part of each pixel's mixture that a texture chooses."""
    height, width, _ = pixels.shape
    first_parts = np.arange(0, mixed.size, mixed.shape[1], dtype=np.int32)
    at = kernels.map_pixels(pixels.reshape(-1, 3), colors, first_parts, tick.part(0.0, 0.5))
    at = at.reshape(height, width)
    indices = np.empty((height, width), np.uint8)
    side = len(chosen)
    row_of_parts = np.tile(chosen.astype(np.int32), -(-width // side))[:, :width]

    def choose_rows(begin: int, end: int) -> None:
        for y in range(begin, end):
            np.take(mixed, at[y] + row_of_parts[y % side], out=indices[y], mode="clip")

    rows = max(_PIXELS_PER_CHUNK // width, 1)
    in_chunks(choose_rows, height, rows, threads(), tick.part(0.5, 1.0))
    return indices
