"""Which pixels of a photo are looked at where all would take too long: some rows and columns."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Stack(NamedTuple):
    """Photos of which some pixels are looked at as if they were one, each below the one before.

    Parameters
    ----------
    pixels : int
        Of all together.
    rows : int
        Of all together.
    above : int
        Rows above the photo that this is told of.
    """

    pixels: int
    rows: int
    above: int

    def rows_and_columns(
        self, height: int, width: int, samples: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Choose rows and columns of the photo, so that all photos have about so many samples."""
        step = max(math.isqrt(self.pixels // samples), 1)
        first = min(step // 2, self.rows - 1)
        return (
            np.arange((first - self.above) % step, height, step),
            np.arange(min(step // 2, width - 1), width, step),
        )


def alone(height: int, width: int) -> Stack:
    """Return a stack of one photo."""
    return Stack(height * width, height, 0)
