"""Strokes in a mask: lines, rectangles, and where the photo that is shown lies in it. No Qt.

Points are (x, y); in a mask they are in its pixels, whose first one reaches from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.framing import Framing

Levels = NDArray[np.uint8]
Places = NDArray[np.bool_]
Point = tuple[float, float]

LESS, NEUTRAL, MORE, MOST = 0, 128, 192, 255
"""Levels that count a tenth, once, about three times, and ten times."""

# A larger mask would show no more of what a hand paints, and each step of undo keeps one.
_LONGEST_SIDE = 1024
# A line is a dot if its squared length is less.
_SHORTEST = 1e-6


def mask_size(photo: tuple[int, int]) -> tuple[int, int]:
    """Return width and height of the mask that is painted for a photo of a size.

    A photo that is thin as a thread gets a longer one: no side of it is shorter than a pixel.
    """
    scale = min(max(_LONGEST_SIDE / max(photo), 1 / min(photo)), 1.0)
    return max(round(photo[0] * scale), 1), max(round(photo[1] * scale), 1)


def blank(size: tuple[int, int]) -> Levels:
    """Return levels of a width and a height, in which all matters alike."""
    return np.full((size[1], size[0]), NEUTRAL, np.uint8)


def resized(levels: Levels, size: tuple[int, int]) -> Levels:
    """Return (h, w) uint8 levels at another width and height, each the one in the middle."""
    rows, columns = (
        np.minimum((np.arange(side) + 0.5) * had / side, had - 1).astype(np.intp)
        for side, had in zip(reversed(size), levels.shape, strict=True)
    )
    return np.ascontiguousarray(levels[rows[:, None], columns])


def paint_line(levels: Levels, begin: Point, end: Point, radius: float, level: int) -> None:
    """Paint a line with round ends into writeable levels; at least the pixel that it is in."""
    radius = max(radius, 0.5)
    (x0, y0), (x1, y1) = begin, end
    height, width = levels.shape
    left, right = _covered(min(x0, x1) - radius, max(x0, x1) + radius, width)
    top, bottom = _covered(min(y0, y1) - radius, max(y0, y1) + radius, height)
    if left >= right or top >= bottom:
        return
    across = np.arange(left, right, dtype=np.float32) + np.float32(0.5 - x0)
    down = (np.arange(top, bottom, dtype=np.float32) + np.float32(0.5 - y0))[:, None]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    along: NDArray[np.float32] | float = 0.0
    if length > _SHORTEST:
        along = np.clip((across * dx + down * dy) / length, 0, 1)
    apart = (across - along * dx) ** 2 + (down - along * dy) ** 2
    levels[top:bottom, left:right][apart <= max(radius * radius, 0.5)] = level


def fill_rectangle(levels: Levels, corner: Point, opposite: Point, level: int) -> None:
    """Fill the rectangle between two corners in writeable levels, with all pixels it touches."""
    height, width = levels.shape
    left, right = _covered(min(corner[0], opposite[0]), max(corner[0], opposite[0]), width)
    top, bottom = _covered(min(corner[1], opposite[1]), max(corner[1], opposite[1]), height)
    levels[top:bottom, left:right] = level


def _covered(begin: float, end: float, size: int) -> tuple[int, int]:
    """Return the first pixel that a stretch touches, and that after the last."""
    first, last = (float(np.clip(place, -1, size + 1)) for place in (begin, end))
    return max(int(np.floor(first)), 0), max(min(int(np.ceil(last)), size), 0)


@dataclass(frozen=True)
class Sight:
    """Where the photo that is shown, framed and of any size, lies in the mask of the whole one.

    Parameters
    ----------
    framing : Framing
    whole : (int, int)
        Width and height of the photo as it was opened.
    shown : (int, int)
        The same of the one that is shown.
    mask : (int, int)
        The same of the mask.
    """

    framing: Framing
    whole: tuple[int, int]
    shown: tuple[int, int]
    mask: tuple[int, int]

    @property
    def scale(self) -> float:
        """Pixels of the mask for each pixel shown, across and down on average."""
        (left, top), (right, bottom) = self.point((0, 0)), self.point(self.shown)
        area = abs((right - left) * (bottom - top)) / (self.shown[0] * self.shown[1])
        return float(area**0.5)

    def point(self, at: Point) -> Point:
        """Return the point of the mask that a point of the photo shown lies at."""
        first, second = np.array([at[0]]), np.array([at[1]])
        if self.framing.on_the_side:
            first, second = second, first
        return float(self._across(first)[0]), float(self._down(second)[0])

    def levels_in(
        self, levels: Levels, count: tuple[int, int], corner: Point, size: tuple[float, float]
    ) -> Levels:
        """Return the levels at points that lie evenly in a part of the photo shown.

        Parameters
        ----------
        levels : (h, w) uint8
            Of the whole mask.
        count : (int, int)
            Points across and down.
        corner, size : (float, float)
            Upper left corner, width and height of the part.

        Returns
        -------
        (down, across) uint8
        """
        xs, ys = (
            begin + (np.arange(points, dtype=np.float64) + 0.5) * (length / points)
            for points, begin, length in zip(count, corner, size, strict=True)
        )
        on_the_side = self.framing.on_the_side
        first, second = (ys, xs) if on_the_side else (xs, ys)
        columns = np.clip(self._across(first), 0, self.mask[0] - 1).astype(np.intp)
        rows = np.clip(self._down(second), 0, self.mask[1] - 1).astype(np.intp)
        found = np.take(np.take(levels, rows, axis=0), columns, axis=1)
        return found.T if on_the_side else found

    def _across(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return columns of the mask for places along the side that becomes its width."""
        backwards = self.framing.rotation in {180, 270}
        along = 1 if self.framing.on_the_side else 0
        crop = self.framing.crop
        begin, length = (0, self.whole[0]) if crop is None else (crop.x, crop.width)
        at = begin + self._part(places, along, backwards) * length
        return np.asarray(at * self.mask[0] / self.whole[0])

    def _down(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return rows of the mask for places along the side that becomes its height."""
        backwards = self.framing.rotation in {90, 180}
        along = 0 if self.framing.on_the_side else 1
        crop = self.framing.crop
        begin, length = (0, self.whole[1]) if crop is None else (crop.y, crop.height)
        at = begin + self._part(places, along, backwards) * length
        return np.asarray(at * self.mask[1] / self.whole[1])

    def _part(
        self, places: NDArray[np.floating], along: int, backwards: bool
    ) -> NDArray[np.float64]:
        """Return how far along a side of the crop places on a side of the photo shown are, 0…1."""
        part = places / self.shown[along]
        if along == 0 and self.framing.mirror:
            part = 1 - part
        return np.asarray(1 - part if backwards else part)
