"""Colors and lines that show what matters, over any photo and for all eyes. No Qt.

What matters more is orange, less is blue, which color-blind people tell apart; and lines that rise
or fall say the same without any color, dark beside light so that they show on all photos.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gui.mattering.strokes import NEUTRAL, Levels

# Okabe and Ito's orange and blue, which stay apart with any color blindness.
_MORE, _LESS = (230, 140, 0), (0, 90, 190)
_LIGHTEST, _STRONGEST = 40, 120
_LINE = 170
_APART = 12
# From here on there are twice as many lines.
_CLOSE = 100


def tint_of(
    levels: Levels, origin: tuple[int, int] = (0, 0), ratio: float = 1.0
) -> NDArray[np.uint32]:
    """Return the tint of (h, w) uint8 levels: (h, w) uint32, premultiplied ARGB.

    Parameters
    ----------
    origin : (int, int)
        Place of the first pixel on the canvas, on which the lines stay where they are.
    ratio : float
        Pixels for each one that the eye sees as such.
    """
    height, width = levels.shape
    apart = max(round(_APART * ratio), 4)
    thick = max(round(1.5 * ratio), 1)
    kinds = _kinds(apart, thick)
    rows = (np.arange(height) + origin[1]) % len(kinds)
    columns = (np.arange(width) + origin[0]) % len(kinds)
    at = np.take(np.take(kinds, rows, axis=0), columns, axis=1)
    at += levels
    return np.take(_TABLE, at, mode="clip")


@lru_cache(maxsize=4)
def _kinds(apart: int, thick: int) -> NDArray[np.uint16]:
    """Return what is at each place of a square that is repeated: the row of the table, by 256."""
    place = np.arange(2 * apart)
    falls, rises = (place[None, :] - place[:, None]), (place[None, :] + place[:, None])

    def kind(across: NDArray[np.intp], first: int) -> NDArray[np.uint16]:
        far = across % (2 * apart)
        made = np.zeros(across.shape, np.uint16)
        for begin, number in ((0, first), (apart, first + 2)):
            made[(far >= begin) & (far < begin + thick)] = number
            made[(far >= begin + thick) & (far < begin + 2 * thick)] = number + 1
        return made

    # 5 kinds of places for rising lines, and as many for falling ones.
    return ((kind(rises, 1) * 5 + kind(falls, 1)) * 256).astype(np.uint16)


def _table() -> NDArray[np.uint32]:
    """Return the color of each kind of place and level: (25 × 256,) uint32."""
    made = np.zeros((5, 5, 256), np.uint32)
    for level in range(256):
        away = level - NEUTRAL
        if away == 0:
            continue
        part = abs(away) / (255 - NEUTRAL if away > 0 else NEUTRAL)
        alpha = round(_LIGHTEST + (_STRONGEST - _LIGHTEST) * part)
        color = _MORE if away > 0 else _LESS
        for rises in range(5):
            for falls in range(5):
                line = rises if away > 0 else falls
                shown = line in {1, 2} or (line in {3, 4} and abs(away) >= _CLOSE)
                if not shown:
                    made[rises, falls, level] = _packed(color, alpha)
                else:
                    light = line in {1, 3}
                    made[rises, falls, level] = _packed((255,) * 3 if light else (0,) * 3, _LINE)
    return made.ravel()


def _packed(color: tuple[int, ...], alpha: int) -> int:
    red, green, blue = (part * alpha // 255 for part in color)
    return alpha << 24 | red << 16 | green << 8 | blue


_TABLE = _table()
