"""The distinct colors of a photo, and the coarse grids they are gathered into."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.color import RGB, ColorSpace
from core.model import Photo, freeze, require_array
from core.points import Points
from core.progress import Tick, silent
from core.reference import colors_at, places

if TYPE_CHECKING:
    from core.animation import Animation

# Cells of a grid in RGB hold mean colors to this part of a step: 255 · 32 fits 16 bits.
_GRID_SCALE = 32
_COLORS_PER_BLOCK = 1 << 16
# Of frames, that are counted together: 25 MB.
_PIXELS_PER_BATCH = 1 << 23


@dataclass(frozen=True, eq=False)
class Histogram:
    """The distinct colors of a photo's visible pixels.

    Parameters
    ----------
    colors : (m, 3) uint8
        Each once, along the Z-order curve: those that follow each other are near each other.
    counts : (m,) int64
        Pixels of each color, at least 1.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]
    _points: dict[str, Points] = field(default_factory=dict, init=False, repr=False)
    _grids: dict[tuple[str, int], Points] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        require_array("colors", self.colors, np.uint8, ("m", 3))
        require_array("counts", self.counts, np.int64, (len(self.colors),))
        object.__setattr__(self, "colors", freeze(self.colors))
        object.__setattr__(self, "counts", freeze(self.counts))

    def __len__(self) -> int:
        return len(self.colors)

    @property
    def pixels(self) -> int:
        """Number of visible pixels."""
        return int(self.counts.sum())

    def points(self, space: ColorSpace = RGB, tick: Tick = silent) -> Points:
        """Make the distinct colors points of a space, weighted by their pixels; made once."""
        if space.name not in self._points:
            coordinates = np.empty((3, len(self)), np.int16)
            for begin in range(0, len(self), _COLORS_PER_BLOCK):
                here = slice(begin, begin + _COLORS_PER_BLOCK)
                colors = self.colors[here]
                if space is RGB:
                    coordinates[:, here] = colors.T
                else:
                    coordinates[:, here] = np.rint(space.from_srgb(colors) * space.scale).T
                tick(min(begin + _COLORS_PER_BLOCK, len(self)) / len(self))
            weights = self.counts.astype(np.uint32)
            self._points[space.name] = Points(coordinates, weights, space.scale, space)
        return self._points[space.name]

    def grid(self, bits: int, space: ColorSpace = RGB) -> Points:
        """Gather the colors into cells: the mean of each that is not empty; made once.

        Parameters
        ----------
        bits : int, 1…8
            Of each channel of RGB, that tell the cells apart.
        space : ColorSpace
            Means are taken in it, to 1/32 of a step in RGB.
        """
        key = space.name, bits
        if key not in self._grids:
            points = self.points(space)
            finer = _GRID_SCALE if space is RGB else 1
            means, weights = kernels.gather(
                self.colors, points.coordinates, points.weights, bits, finer
            )
            self._grids[key] = Points(means, weights, space.scale * finer, space)
        return self._grids[key]


def count_colors(photo: Photo, tick: Tick = silent) -> Histogram:
    """Count the distinct colors of the photo's visible pixels, those of an animation in all frames.

    Parameters
    ----------
    photo : Photo
    tick : callable
        Receives the fraction done, 0…1.

    Raises
    ------
    ReadError
        (an OSError) when the frames of an animation cannot be read any more.
    """
    if photo.animation is not None:
        return _count_frames(photo.animation, tick)
    visible = photo.visible
    colors, counts = kernels.count_colors(
        photo.pixels.reshape(-1, 3), None if visible is None else visible.ravel(), tick
    )
    return Histogram(colors, counts)


def _count_frames(animation: Animation, tick: Tick) -> Histogram:
    # Only now: to read files takes Pillow, which those without an animation may not need.
    from core.frames import read_frames

    together = np.empty((0, 3), np.uint8), np.empty(0, np.int64)
    batch: list[NDArray[np.uint8]] = []
    waiting = 0
    with closing(read_frames(animation)) as frames:
        for number, frame in enumerate(frames):
            seen = frame.pixels.reshape(-1, 3)
            batch.append(seen if frame.alpha is None else seen[frame.alpha.ravel() > 0])
            waiting += len(batch[-1])
            if waiting >= _PIXELS_PER_BATCH:
                together = _added(together, kernels.count_colors(np.concatenate(batch)))
                batch, waiting = [], 0
            tick((number + 1) / animation.frames)
    if batch:
        together = _added(together, kernels.count_colors(np.concatenate(batch)))
    return Histogram(*together)


_Counted = tuple[NDArray[np.uint8], NDArray[np.int64]]


def _added(first: _Counted, second: _Counted) -> _Counted:
    """Add up the counts of colors that are each along the Z-order curve."""
    at = np.concatenate([places(first[0]), places(second[0])])
    # Two runs in order, which a stable sort merges in one go.
    order = np.argsort(at, kind="stable")
    at = at[order]
    new = np.flatnonzero(np.append(True, at[1:] != at[:-1])[: len(at)])
    counts = (
        np.add.reduceat(np.concatenate([first[1], second[1]])[order], new)
        if len(new)
        else second[1]
    )
    return colors_at(at[new]), counts
