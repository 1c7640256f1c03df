"""Transparent pixels laid on a color, as they are shown and as formats without alpha hold them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.model import Photo
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.settings import Color

# A chunk is a few milliseconds of work in one thread.
_PIXELS_PER_CHUNK = 1 << 17


def laid_on(
    colors: NDArray[np.uint8], alpha: NDArray[np.uint8], background: Color
) -> NDArray[np.uint8]:
    """Lay colors on a background, in sRGB as browsers and image programs do.

    Porter and Duff 1984, "Compositing digital images", doi:10.1145/964965.808606: "over".

    Parameters
    ----------
    colors : (…, 3) uint8
    alpha : (…) uint8
    background : (int, int, int), 0…255

    Returns
    -------
    (…, 3) uint8
        Rounded to nearest.
    """
    part = alpha[..., None].astype(np.uint32)
    mixed = colors * part
    mixed += np.array(background, np.uint32) * (255 - part)
    # 255 is odd, so no value is halfway between two others.
    mixed += 127
    mixed //= 255
    return mixed.astype(np.uint8)


def flattened(photo: Photo, background: Color, tick: Tick = silent) -> Photo:
    """Lay a photo on a background; return an opaque one as it is."""
    alpha = photo.alpha
    if alpha is None:
        return photo
    pixels = np.empty_like(photo.pixels)

    def lay(begin: int, end: int) -> None:
        pixels[begin:end] = laid_on(photo.pixels[begin:end], alpha[begin:end], background)

    rows = max(_PIXELS_PER_CHUNK // photo.width, 1)
    in_chunks(lay, photo.height, rows, threads(), tick)
    pixels.setflags(write=False)
    return replace(photo, pixels=pixels, alpha=None)
