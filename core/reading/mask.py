"""A mask from a picture file: its lightness says how much each part matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.color.compositing import laid_on
from core.model import Mask
from core.model.mask import NEUTRAL
from core.reading.photo import open_photo

# The lightness of sRGB as image programs turn colors gray: ITU-R BT.601, in 65536ths.
_LUMA = np.array([19595, 38470, 7471], np.uint32)
_ROWS = 256


def read_mask(path: str | Path) -> Mask:
    """Read a picture of any format as a mask.

    Colors count by their lightness, and where the picture is transparent all matters as without a
    mask. Of an animation it is the first frame.

    Raises
    ------
    ReadError
        (an OSError) naming the file, when there is no such picture.
    """
    photo = open_photo(path, first_frame_only=True)
    levels = np.empty(photo.pixels.shape[:2], np.uint8)
    for begin in range(0, photo.height, _ROWS):
        here = slice(begin, begin + _ROWS)
        pixels = photo.pixels[here]
        if photo.alpha is not None:
            pixels = laid_on(pixels, photo.alpha[here], (NEUTRAL,) * 3)
        levels[here] = (pixels.astype(np.uint32) @ _LUMA + (1 << 15)) >> 16
    return Mask(levels)
