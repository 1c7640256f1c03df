"""Conversion of pixels to a space by tables, in whole numbers or steps, quick in C.

In whole numbers, a channel of linear light times the matrix is looked up, the curve is read off a
table with straight lines between its entries, and the axes are products. All fits 32 bits.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import ColorSpace, srgb_to_linear

# Light is a whole number up to 2²⁰; the curve has an entry for each 2⁸ of it.
_LIGHT_BITS = 20
_STEP_BITS = 8
# What the curve yields is in units of 1 / 2¹⁴.
_CURVE_BITS = 14


class Conversion(NamedTuple):
    """Tables of a conversion, which `kernels.c` reads as well.

    Parameters
    ----------
    parts : (3, 3, 256) int32
        What each value of each channel adds to the three numbers that the curve is applied to.
    curve : (4098,) int32
    axes : (3, 4) int32
        A matrix and an offset, in units of 1 / 2¹⁴.
    """

    parts: NDArray[np.int32]
    curve: NDArray[np.int32]
    axes: NDArray[np.int32]

    def of(self, colors: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Find the places of (…, 3) uint8 colors, in units of 1 / the space's scale: int32."""
        light = sum(self.parts[:, channel, colors[..., channel]] for channel in range(3))
        at, rest = light >> _STEP_BITS, light & (1 << _STEP_BITS) - 1
        low = self.curve[at]
        slope = self.curve[at + 1] - low
        curved = low + (slope * rest + (1 << _STEP_BITS - 1) >> _STEP_BITS)
        rows = [
            red * curved[0] + green * curved[1] + blue * curved[2] + offset >> _CURVE_BITS
            for red, green, blue, offset in self.axes
        ]
        return np.stack(rows, axis=-1).astype(np.int32)


def steps_of(space: ColorSpace, values: NDArray[np.integer]) -> NDArray[np.float64]:
    """Make tables of the steps of a space for some values of a channel, as `kernels.c` reads them.

    A matrix as 3 × 3 tables of the values, three numbers of the curve, and the axes with an offset.
    """
    assert space.steps is not None
    matrix, curve, axes, offset = space.steps
    tables = matrix[:, :, None] * srgb_to_linear(values)
    last = np.column_stack([axes, offset]) * space.scale
    return np.concatenate([tables.ravel(), curve, last.ravel()])


@cache
def conversion_to(space: ColorSpace) -> Conversion:
    """Make the tables of a space that has steps."""
    assert space.steps is not None
    matrix, (bend, slope, height), axes, offset = space.steps
    parts = np.rint(matrix[:, :, None] * srgb_to_linear(np.arange(256.0)) * (1 << _LIGHT_BITS))
    light = np.arange((1 << _LIGHT_BITS - _STEP_BITS) + 2) / (1 << _LIGHT_BITS - _STEP_BITS)
    curve = np.where(light > bend, np.cbrt(light), slope * light + height)
    scale = 1 << _CURVE_BITS
    rows = np.column_stack([axes, offset * scale]) * space.scale
    # What is shifted away would round down.
    rows[:, 3] += scale / 2
    return Conversion(*(np.rint(each).astype(np.int32) for each in (parts, curve * scale, rows)))
