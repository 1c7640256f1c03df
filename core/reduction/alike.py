"""How near the colors of a photo are to one of them, to choose all that are like it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import srgb_to_oklab
from core.model import Photo
from core.progress import Tick, silent
from core.settings import Color

# Converted at once, the colors of a photo would take ten times their own memory.
_ROWS = 64
_PER_CENT = 100.0


class Likeness:
    """Colors of a photo in Oklab, at points that lie evenly all over it.

    Parameters
    ----------
    photo : Photo
    size : (int, int)
        Points across and down.
    tick : Tick
        Receives the fraction done.
    """

    def __init__(self, photo: Photo, size: tuple[int, int], tick: Tick = silent) -> None:
        across, down = size
        rows = (2 * np.arange(down) + 1) * photo.height // (2 * down)
        columns = (2 * np.arange(across) + 1) * photo.width // (2 * across)
        self._colors = np.empty((down, across, 3), np.float32)
        for begin in range(0, down, _ROWS):
            here = slice(begin, begin + _ROWS)
            pixels = photo.pixels[rows[here, None], columns]
            self._colors[here] = srgb_to_oklab(pixels) * _PER_CENT
            tick(min(begin + _ROWS, down) / down)

    def near(self, color: Color, within: float) -> NDArray[np.bool_]:
        """Return where colors are near one.

        Parameters
        ----------
        color : (int, int, int)
            sRGB.
        within : float
            Distance in hundredths of Oklab: black is 100 from white.

        Returns
        -------
        (down, across) bool
        """
        wanted = (srgb_to_oklab(np.array(color, np.uint8)) * _PER_CENT).astype(np.float32)
        apart = ((self._colors - wanted) ** 2).sum(axis=2)
        return np.asarray(apart <= np.float32(within) ** 2 + np.float32(1e-3))
