"""The vivid colors that a photo has in areas: among them are its accents.

A color that only scattered pixels have is noise, a trace of JPEG, or a flower in a meadow; it needs
no color of its own.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.accents import Areas
from core.model import Photo

# A house that fills a thousandth of the photo has dozens of samples.
_SAMPLES = 1 << 16
# Colors that agree in this many first bits of each channel count together.
_BITS = 4
# Two samples are of one area if no channel differs by more.
_ALIKE = 32
# A color is vivid if its channels differ by at least this much.
_VIVID = 40


class AreasFinder:
    """Samples of one photo after another, of which areas are made."""

    def __init__(self) -> None:
        self._sums = np.zeros((3, 8**_BITS), np.int64)
        self._counts = np.zeros(8**_BITS, np.int64)
        self._visible = 0

    def add(self, pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> None:
        """Sample (h, w, 3) pixels, a photo's or a frame's, and (h, w) alpha if there is any."""
        height, width, _ = pixels.shape
        step = max(math.isqrt(height * width // _SAMPLES), 1)
        rows, columns = (
            np.arange(min(step // 2, side - 1), side, step) for side in (height, width)
        )
        counts, sums = kernels.sum_areas(
            pixels, alpha, rows, columns, similar=_ALIKE, vivid=_VIVID, bits=_BITS
        )
        self._counts += counts
        self._sums += sums
        if alpha is None:
            self._visible += len(rows) * len(columns)
        else:
            self._visible += int((alpha[np.ix_(rows, columns)] > 0).sum())

    def areas(self) -> Areas:
        """Make areas of all samples."""
        there = np.flatnonzero(self._counts)
        counts = self._counts[there]
        return Areas((self._sums[:, there] / counts).T, counts / max(self._visible, 1))


def find_areas(photo: Photo) -> Areas:
    """Find the vivid colors that a photo has in areas, by some of its pixels."""
    finder = AreasFinder()
    finder.add(photo.pixels, photo.alpha)
    return finder.areas()
