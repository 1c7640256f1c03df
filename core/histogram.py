"""The distinct colors of a photo, and the coarse grid they are gathered into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.model import Photo, freeze, require_array
from core.points import Points
from core.progress import Tick, silent

# Cells hold mean colors to this part of a step: 255 · 32 fits 16 bits.
_GRID_SCALE = 32


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

    @cached_property
    def points(self) -> Points:
        """The distinct colors as points, weighted by their pixels."""
        coordinates = np.ascontiguousarray(self.colors.T.astype(np.int16))
        return Points(coordinates, self.counts.astype(np.uint32))

    def grid(self, bits: int) -> Points:
        """Gather the colors into cells: the mean color of each that is not empty, to 1/32.

        Parameters
        ----------
        bits : int, 1…8
            Of each channel, that tell the cells apart.
        """
        cells = kernels.places(self.colors) >> 3 * (8 - bits)
        first = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
        weights = np.add.reduceat(self.counts, first)
        rows = [
            np.add.reduceat(self.counts * self.colors[:, i], first) / weights for i in range(3)
        ]
        coordinates = np.rint(np.stack(rows) * _GRID_SCALE).astype(np.int16)
        return Points(coordinates, weights.astype(np.uint32), _GRID_SCALE)


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
