"""The distinct colors of a photo, and the coarse grids they are gathered into."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.color import RGB, ColorSpace
from core.model import Photo, freeze, require_array
from core.points import Points
from core.progress import Tick, silent

# Cells of a grid in RGB hold mean colors to this part of a step: 255 · 32 fits 16 bits.
_GRID_SCALE = 32
_COLORS_PER_BLOCK = 1 << 16


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
    """Count the distinct colors of the photo's visible pixels.

    Parameters
    ----------
    photo : Photo
    tick : callable
        Receives the fraction done, 0…1.
    """
    visible = photo.visible
    colors, counts = kernels.count_colors(
        photo.pixels.reshape(-1, 3), None if visible is None else visible.ravel(), tick
    )
    return Histogram(colors, counts)
