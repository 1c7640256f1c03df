"""The vivid colors that a photo has in areas: among them are its accents.

A color that only scattered pixels have is noise, a trace of JPEG, or a flower in a meadow; it needs
no color of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.accents import Areas
from core.kernels import z_order
from core.model import Photo
from core.reduction.sampling import Stack, alone

# A house that fills a thousandth of the photo has dozens of samples.
_SAMPLES = 1 << 16
# Colors that agree in this many first bits of each channel count together.
_BITS = 4
# Two samples are of one area if no channel differs by more.
_ALIKE = 32
# A color is vivid if its channels differ by at least this much.
_VIVID = 40


class AreaSamples(NamedTuple):
    """Samples that lie in vivid areas; those of several photos add up.

    Parameters
    ----------
    counts : (8⁴,) int64
        For each cell of the grid of 4 bits.
    sums : (3, 8⁴) int64
        Of the channels of those samples.
    visible : int
        Number of all samples that are seen.
    """

    counts: NDArray[np.int64]
    sums: NDArray[np.int64]
    visible: int

    @classmethod
    def of(cls, areas: Areas, visible: int) -> AreaSamples:
        """Make samples of areas that were found, as if so many had been seen."""
        made = no_areas()
        cells = z_order.places(areas.colors.astype(np.uint8)) >> np.uint32(3 * (8 - _BITS))
        made.counts[cells] = np.rint(areas.shares * visible)
        made.sums[:, cells] = np.rint(areas.colors.T * made.counts[cells])
        return made._replace(visible=visible)

    def plus(self, other: AreaSamples, times: float = 1) -> AreaSamples:
        """Add others, each of which counts so many times."""
        return AreaSamples(
            self.counts + np.rint(other.counts * times).astype(np.int64),
            self.sums + np.rint(other.sums * times).astype(np.int64),
            self.visible + round(other.visible * times),
        )

    def areas(self) -> Areas:
        """Return the colors that they have, and their shares."""
        there = np.flatnonzero(self.counts)
        counts = self.counts[there]
        return Areas((self.sums[:, there] / counts).T, counts / max(self.visible, 1))


def no_areas() -> AreaSamples:
    """Return no samples at all."""
    return AreaSamples(np.zeros(8**_BITS, np.int64), np.zeros((3, 8**_BITS), np.int64), 0)


def sample_areas(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    stack: Stack | None = None,
    *,
    flattened: bool = False,
) -> AreaSamples:
    """Sample (h, w, 3) pixels, a photo's or a frame's, and (h, w) alpha if there is any.

    Parameters
    ----------
    stack : Stack, optional
        Where it is among others; areas end where it does.
    flattened : bool
        Whether hidden pixels are seen as well, in a color that is none of an area.
    """
    height, width, _ = pixels.shape
    stack = stack or alone(height, width)
    rows, columns = stack.rows_and_columns(height, width, _SAMPLES)
    counts, sums = kernels.sum_areas(
        pixels, alpha, rows, columns, similar=_ALIKE, vivid=_VIVID, bits=_BITS
    )
    if alpha is None or flattened:
        return AreaSamples(counts, sums, len(rows) * len(columns))
    return AreaSamples(counts, sums, int((alpha[np.ix_(rows, columns)] > 0).sum()))


def find_areas(photo: Photo) -> Areas:
    """Find the vivid colors that a photo has in areas, by some of its pixels."""
    return sample_areas(photo.pixels, photo.alpha).areas()
