"""The vivid colors that a photo has in areas: among them are its accents.

A color that only scattered pixels have is noise, a trace of JPEG, or a flower in a meadow; it needs
no color of its own.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.clustering.accents import Areas
from core.kernels import z_order
from core.model import Photo

# A house that fills a thousandth of the photo has dozens of samples.
_SAMPLES = 1 << 16
# Colors that agree in this many first bits of each channel count together.
_BITS = 4
# Two samples are of one area if no channel differs by more.
_ALIKE = 32
# A color is vivid if its channels differ by at least this much.
_VIVID = 40
# A sample lies in an area if at least this many of the four about it are like it.
_NEIGHBORS = 2


class AreasFinder:
    """Samples of one photo after another, of which areas are made."""

    def __init__(self) -> None:
        self._sums = np.zeros((3, 8**_BITS))
        self._counts = np.zeros(8**_BITS, np.int64)
        self._visible = 0

    def add(self, pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> None:
        """Sample (h, w, 3) pixels, a photo's or a frame's, and (h, w) alpha if there is any."""
        step = max(math.isqrt(pixels.shape[0] * pixels.shape[1] // _SAMPLES), 1)
        here = tuple(slice(min(step // 2, side - 1), None, step) for side in pixels.shape[:2])
        samples = np.ascontiguousarray(np.moveaxis(pixels[here], 2, 0))
        inside = _inside(samples)
        if alpha is None:
            self._visible += inside.size
        else:
            inside &= alpha[here] >= 128
            self._visible += int((alpha[here] > 0).sum())
        colors = samples[:, inside]
        cells = z_order.places(colors.T) >> np.uint32(3 * (8 - _BITS))
        self._counts += np.bincount(cells, minlength=8**_BITS)
        self._sums += [np.bincount(cells, channel, 8**_BITS) for channel in colors]

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


def _inside(samples: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Find which of (3, h, w) samples are vivid and like two of the four about them."""
    red, green, blue = samples
    most = np.maximum(np.maximum(red, green), blue)
    least = np.minimum(np.minimum(red, green), blue)
    across = _alike(samples[:, :, 1:], samples[:, :, :-1])
    down = _alike(samples[:, 1:], samples[:, :-1])
    number = np.zeros(red.shape, np.uint8)
    number[:, 1:] += across
    number[:, :-1] += across
    number[1:] += down
    number[:-1] += down
    inside: NDArray[np.bool_] = (most - least >= _VIVID) & (number >= _NEIGHBORS)
    return inside


def _alike(samples: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Find where no channel of (3, h, w) samples is far from that of others."""
    red, green, blue = np.maximum(samples, others) - np.minimum(samples, others) <= _ALIKE
    alike: NDArray[np.bool_] = red & green & blue
    return alike
