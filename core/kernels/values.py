"""Types of what the loops take and return."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.int16] | NDArray[np.int32]
"""Rows of channels of points: 16 bits for three channels, 32 with alpha."""

Label = TypeVar("Label", np.uint8, np.int32)
"""What a pixel can be given: palette colors fit a byte, centroids of k-means may not."""


class IntegerAssignment(NamedTuple):
    """Which centroid each point is nearest to, and the totals of each centroid's points.

    Whole numbers, in the units of the coordinates: `clustering.points` makes positions of them.

    Parameters
    ----------
    labels : (m,) int32
    masses : (k,) int64
        Sums of the weights.
    sums : (k, 3) or (k, 4) int64
        Sums of weight times coordinates.
    """

    labels: NDArray[np.int32]
    masses: NDArray[np.int64]
    sums: NDArray[np.int64]


class Cells(NamedTuple):
    """Points gathered into the cells of a grid, without those that are empty.

    Parameters
    ----------
    means : (3, n) int16, or (4, n) int32
        Rounded to nearest.
    weights : (n,) uint32
    pixels : (n,) uint32 or None
        The sums of a second number of each point, where it was given.
    """

    means: Coordinates
    weights: NDArray[np.uint32]
    pixels: NDArray[np.uint32] | None = None


class Cuts(NamedTuple):
    """Where boxes of points are cut in two.

    Parameters
    ----------
    axes : (n,) int64
        The channel.
    places : (n,) int64
        The last bin of the lower half.
    gains : (n,) float64
        The fall of the squared error; 0 for a box that cannot be cut.
    """

    axes: NDArray[np.int64]
    places: NDArray[np.int64]
    gains: NDArray[np.float64]


class Taps(NamedTuple):
    """Pixels of a line that those of a new line are made of, and by what weights.

    Parameters
    ----------
    starts : (n,) int64
        The first pixel of each.
    weights : (n, t) float32
        Of that pixel and those after it; together 1.
    """

    starts: NDArray[np.int64]
    weights: NDArray[np.float32]
