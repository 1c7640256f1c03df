"""What the loops work on and give back."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.int16] | NDArray[np.int32]
"""Rows of channels of points: 16 bits for three channels, 32 with alpha."""

Label = TypeVar("Label", np.uint8, np.int32)


class Assignment(NamedTuple):
    """Which centroid each point is nearest to, and what each centroid got.

    Parameters
    ----------
    labels : (m,) int32
    masses : (k,) int64
        Sum of the weights.
    sums : (k, 3) int64
        Sum of weight times coordinates.
    """

    labels: NDArray[np.int32]
    masses: NDArray[np.int64]
    sums: NDArray[np.int64]
