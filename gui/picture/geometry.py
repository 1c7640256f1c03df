"""Pure arithmetic of zoom, fit and pan — no Qt.

Lengths in the view are device pixels; `scale` is device pixels per photo pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

MAX_SCALE = 64.0
_STEPS = (
    *(1 / n for n in (64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1.5)),
    *(1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64),
)
# A draft is sampled twice as finely as the screen, so that it is hardly coarser than the result,
# but it has no more pixels than can be mapped while a finger moves.
_FINER = 2.0
_MOST_SEEN = 1_600_000
# Drawings of pixels are enlarged to fit; a photo of this size would show nothing but squares.
_LARGEST_SPRITE = 512
_MOST_ENLARGED = 16


class Region(NamedTuple):
    """A part of a photo, in whole pixels of it."""

    left: int
    top: int
    width: int
    height: int


def stack_better(photo: tuple[int, int], room: tuple[int, int]) -> bool:
    """Return whether two pictures of one size are larger stacked than side by side."""
    beside = min(room[0] / 2 / photo[0], room[1] / photo[1])
    stacked = min(room[0] / photo[0], room[1] / 2 / photo[1])
    return stacked > beside


class Seen(NamedTuple):
    """The part of a photo that a view shows; each `step`-th pixel of it is enough."""

    place: Region
    step: int


@dataclass(frozen=True, slots=True)
class View:
    """A photo looked at through a viewport.

    Parameters
    ----------
    photo : (int, int)
        Width and height of the photo, at least 1.
    viewport : (int, int)
        Width and height of the view, at least 1.
    scale : float
    center : (float, float)
        The point of the photo, in its pixels, that lies in the middle of the view.
    fitting : bool
        The whole photo stays in view when the view is resized.
    margin : int
        Room that is left around the whole photo.
    """

    photo: tuple[int, int]
    viewport: tuple[int, int]
    scale: float
    center: tuple[float, float]
    fitting: bool
    margin: int = 0

    @classmethod
    def fitted(cls, photo: tuple[int, int], viewport: tuple[int, int], margin: int = 0) -> View:
        """Show the whole photo, as large as fits; it is enlarged only if small, by whole numbers.

        Otherwise some of its pixels would be larger than others, or all be blurred.
        """
        viewport = (max(viewport[0], 1), max(viewport[1], 1))
        scale = min(
            max(room - 2 * margin, 1) / side for room, side in zip(viewport, photo, strict=True)
        )
        if scale > 1:
            enlarged = min(int(scale), _MOST_ENLARGED)
            scale = float(enlarged) if max(photo) <= _LARGEST_SPRITE else 1.0
        middle = photo[0] / 2, photo[1] / 2
        return cls(photo, viewport, scale, middle, fitting=True, margin=margin)

    @property
    def origin(self) -> tuple[float, float]:
        """Top left corner of the photo, in device pixels of the view."""
        return (
            self.viewport[0] / 2 - self.center[0] * self.scale,
            self.viewport[1] / 2 - self.center[1] * self.scale,
        )

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point of the view to photo pixels."""
        left, top = self.origin
        return (x - left) / self.scale, (y - top) / self.scale

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point of the photo to the view."""
        left, top = self.origin
        return left + x * self.scale, top + y * self.scale

    @property
    def seen(self) -> Seen:
        """Part of the photo that is in view, and how finely it must be sampled."""
        left, top = (max(math.floor(edge), 0) for edge in self.to_photo(0, 0))
        right, bottom = (
            min(math.ceil(edge), size)
            for edge, size in zip(self.to_photo(*self.viewport), self.photo, strict=True)
        )
        width, height = max(right - left, 1), max(bottom - top, 1)
        few_enough = math.ceil(math.sqrt(width * height / _MOST_SEEN))
        step = max(int(1 / (_FINER * self.scale)), few_enough, 1)
        return Seen(Region(left, top, width, height), step)

    def resized(self, viewport: tuple[int, int]) -> View:
        """Keep the same middle, or the whole photo, in a view of another size."""
        if self.fitting:
            return View.fitted(self.photo, viewport, self.margin)
        return _clamped(replace(self, viewport=(max(viewport[0], 1), max(viewport[1], 1))))

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Scale by a factor; the point under (x, y) stays where it is."""
        return self._scaled(self.scale * factor, x, y)

    def actual_size(self, x: float, y: float) -> View:
        """Show one photo pixel as one device pixel."""
        return self._scaled(1.0, x, y)

    def at_scale(self, scale: float, x: float, y: float) -> View:
        """Go to a scale; the point under (x, y) stays where it is."""
        return self._scaled(scale, x, y)

    def stepped(self, direction: int) -> View:
        """Go to the next larger (1) or smaller (-1) round scale around the middle."""
        if direction > 0:
            scale = next((step for step in _STEPS if step > self.scale * 1.001), MAX_SCALE)
        else:
            scale = next((step for step in reversed(_STEPS) if step < self.scale / 1.001), 0.0)
        return self._scaled(scale, self.viewport[0] / 2, self.viewport[1] / 2)

    def panned(self, dx: float, dy: float) -> View:
        """Move the photo by device pixels."""
        center = self.center[0] - dx / self.scale, self.center[1] - dy / self.scale
        return _clamped(replace(self, center=center, fitting=False))

    def _scaled(self, scale: float, x: float, y: float) -> View:
        fit = View.fitted(self.photo, self.viewport, self.margin)
        scale = min(max(scale, min(fit.scale, 1.0)), MAX_SCALE)
        if scale == fit.scale:
            return fit
        px, py = self.to_photo(x, y)
        center = (
            px + (self.viewport[0] / 2 - x) / scale,
            py + (self.viewport[1] / 2 - y) / scale,
        )
        return _clamped(replace(self, scale=scale, center=center, fitting=False))


def _clamped(view: View) -> View:
    """Keep the photo in the view: centered if it is smaller, otherwise without a margin."""
    x, y = (
        photo / 2
        if photo * view.scale <= room
        else min(max(middle, room / 2 / view.scale), photo - room / 2 / view.scale)
        for photo, room, middle in zip(view.photo, view.viewport, view.center, strict=True)
    )
    return replace(view, center=(x, y))
