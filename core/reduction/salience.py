"""How much errors are noticed: more in smooth areas than in busy ones, and more in vivid colors.

That smooth areas matter more is known from masking (Legge and Foley 1980, "Contrast masking in
human vision", doi:10.1364/JOSA.70.001458). The numbers were chosen by DSSIM and SSIMULACRA2 on a
few photos, and confirmed on others.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.clustering.histogram import MOST_SALIENT, SALIENCE_BITS
from core.color.spaces import srgb_to_oklab
from core.kernels import z_order
from core.model import Photo
from core.reduction.sampling import Stack, alone

# More pixels to look around would not change which colors are found.
_SAMPLES = 1 << 14
# An eighth of the errors is noticed where Oklab deviates by this much among neighbors.
_BUSY = 0.06
# However busy, errors are noticed at least this much; at 4 to 16 colors little else is left.
_LEAST = 0.15
# An error counts twice in a color of this chroma in Oklab: orange and cyan have 0.2 at most.
_VIVID = 0.2
# Oklab of neighbors that differ little, in hundredths of their difference in sRGB.
_SLOPES = np.array([(22, 49, 9), (24, -31, 7), (9, 22, -31)], np.int32)
# A cell is believed as far as it has samples: its parent, of a bit less, counts as so many.
_PARENT = 4


class Noticed(NamedTuple):
    """How much errors around samples are noticed; those of several photos add up.

    Parameters
    ----------
    sums : (8⁵,) float64
        For each cell of the coarse grid of 5 bits, along the Z-order curve: each sample up to 1.
    numbers : (8⁵,) float64
        Samples in each cell.
    """

    sums: NDArray[np.float64]
    numbers: NDArray[np.float64]

    def salience(self) -> NDArray[np.uint16]:
        """Return how much errors of the colors in each cell are noticed, at least 1."""
        found = _by_cell(self.sums, self.numbers) * _vividness()
        return np.asarray(np.rint(found).clip(1), np.uint16)


def find_salience(photo: Photo) -> NDArray[np.uint16]:
    """Find how much errors of each color are noticed, from the surroundings of some of its pixels.

    Parameters
    ----------
    photo : Photo

    Returns
    -------
    (8⁵,) uint16, at least 1
        For each cell of the coarse grid of 5 bits, along the Z-order curve.
    """
    return look_around(photo).salience()


def look_around(photo: Photo, stack: Stack | None = None) -> Noticed:
    """Look at the surroundings of some pixels of a photo, which in a stack end where it does."""
    stack = stack or alone(photo.height, photo.width)
    rows, columns = stack.rows_and_columns(photo.height, photo.width, _SAMPLES)
    around = photo.pixels, rows, columns
    if photo.visible is not None:
        around = _without_hidden(photo, photo.visible, rows, columns)
    variances, places = kernels.vary(*around, _SLOPES)
    deviation = np.sqrt(variances.ravel().clip(0)) / (100 * 255)
    smoothness = _BUSY / (deviation + _BUSY)
    # A power would take eight times as long as two products.
    weights = _LEAST + (1 - _LEAST) * (smoothness * smoothness * smoothness)
    cells = places.ravel() >> np.uint32(3 * (8 - SALIENCE_BITS))
    if photo.visible is not None:
        seen = photo.visible[np.ix_(rows, columns)].ravel()
        cells, weights = cells[seen], weights[seen]
    size = 8**SALIENCE_BITS
    both = np.bincount(cells, weights, size), np.bincount(cells, minlength=size)
    return Noticed(*(each.astype(np.float64) for each in both))


def _without_hidden(
    photo: Photo, visible: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[NDArray[np.uint8], NDArray[np.intp], NDArray[np.intp]]:
    """Set some pixels and those around each apart, where it stands for hidden ones among these.

    The rows and columns where they are then come with them.
    """
    near = np.ix_(
        *(
            np.clip(at[:, None] + np.arange(-1, 2), 0, size - 1).ravel()
            for at, size in zip((rows, columns), visible.shape, strict=True)
        )
    )
    middle = np.ix_(rows.repeat(3), columns.repeat(3))
    apart = np.where(visible[near][..., None], photo.pixels[near], photo.pixels[middle])
    return apart, np.arange(1, 3 * len(rows), 3), np.arange(1, 3 * len(columns), 3)


def _by_cell(of_cells: NDArray[np.float64], samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each cell; where samples are few, also that of its neighborhood."""
    sums, numbers = [of_cells], [samples]
    for _ in range(SALIENCE_BITS):
        sums.append(_by_eights(sums[-1]))
        numbers.append(_by_eights(numbers[-1]))
    mean = np.ones(1)
    for sum_, number in zip(reversed(sums), reversed(numbers), strict=True):
        parent = np.repeat(mean, len(number) // len(mean))
        mean = (sum_ + _PARENT * parent) / (number + _PARENT)
    return mean


def _by_eights(numbers: NDArray[Any]) -> NDArray[Any]:
    """Add up each run of eight numbers, in pairs, which is faster than along a short axis."""
    for _ in range(3):
        numbers = numbers[::2] + numbers[1::2]
    return numbers


@cache
def _vividness() -> NDArray[np.float64]:
    """Return how much an error counts in the middle of each cell, `MOST_SALIENT` at most."""
    size = 1 << 8 - SALIENCE_BITS
    corners = np.arange(8**SALIENCE_BITS, dtype=np.uint32) << np.uint32(3 * (8 - SALIENCE_BITS))
    middle = z_order.colors_at(corners) + np.uint8(size // 2)
    _, a, b = srgb_to_oklab(middle).T
    vividness = 1 + np.hypot(a, b) / _VIVID
    return np.asarray(vividness / vividness.max() * MOST_SALIENT)
