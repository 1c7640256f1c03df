"""What dithering aims at: the colors of a palette, prepared to find the nearest one quickly.

A wanted color is a pixel's color in linear light plus the errors brought to it, in whole numbers.
To find the nearest target, each channel is rounded to one of 128 levels, evenly spaced in sRGB;
then distances are measured as for a pixel of that color without dithering. What this rounding does
wrong becomes part of the error, and is made good; and a table of all 128³ fits the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.color.spaces import ColorSpace, linear_to_srgb, srgb_to_linear
from core.errors import InputError

# A channel in linear light is a whole number up to this.
FULL = 65535
# With the errors of others, a wanted color can be darker than black or brighter than white.
LOWEST = -(FULL + 1)
# 16 neighboring wanted numbers share a level: the darkest steps of sRGB are 20 apart.
LEVEL_SHIFT = 4
# A level has this many bits.
LEVEL_BITS = 7
# Weights of errors are in units of 1 / 2¹⁴: multiplied by errors and summed up they fit 32 bits.
WEIGHT_BITS = 14
# `kernels.c` has the same: four times as many as a palette has colors.
MOST_TARGETS = 1024

LINEAR: NDArray[np.int32] = np.rint(FULL * srgb_to_linear(np.arange(256.0))).astype(np.int32)
"""Each value of a channel in linear light: (256,) int32."""

COLOR_OF_LEVEL: NDArray[np.uint8] = np.rint(np.arange(128) * 255 / 127).astype(np.uint8)
"""Each level in sRGB: (128,) uint8."""


def _levels() -> NDArray[np.uint8]:
    wanted = np.arange(LOWEST, 2 * (FULL + 1), 1 << LEVEL_SHIFT) + 7.5
    return np.rint(127 / 255 * linear_to_srgb((wanted / FULL).clip(0, 1))).astype(np.uint8)


LEVELS = _levels()
"""The level nearest to a wanted number, by (wanted - LOWEST) >> 4: (12288,) uint8."""


@dataclass(frozen=True, eq=False)
class Targets:
    """The colors that dithered pixels are given, and tables to find the nearest.

    Parameters
    ----------
    colors : (n, 3) uint8, n = 1…1024
        sRGB; ties go to the lower index. They may repeat.
    shown : (n,) uint8
        The index that a pixel gets for each.
    space : ColorSpace
        The space that distances are measured in.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype, or too many colors.
    """

    colors: NDArray[np.uint8]
    shown: NDArray[np.uint8]
    space: ColorSpace

    def __post_init__(self) -> None:
        require_array("colors", self.colors, np.uint8, ("n", 3))
        require_array("shown", self.shown, np.uint8, (len(self.colors),))
        if not 1 <= len(self) <= MOST_TARGETS:
            raise InputError(f"{len(self)} colors are no targets; allowed are 1 to {MOST_TARGETS}")
        object.__setattr__(self, "colors", freeze(self.colors))
        object.__setattr__(self, "shown", freeze(self.shown))

    def __len__(self) -> int:
        return len(self.colors)

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """Places of the colors in the space, in units of 1 / its scale: (n, 3) int32."""
        return places_in(self.space, self.colors)

    @cached_property
    def linear(self) -> NDArray[np.int32]:
        """The colors in linear light: (n, 3) int32."""
        return LINEAR[self.colors]

    @cached_property
    def reach(self) -> NDArray[np.int32]:
        """Distance to the nearest other color in linear light: (n,) int32.

        No channel passes on a larger error: otherwise, where all colors of the palette are too
        dark, say, errors would grow without end, and be smeared over the pixels beside.
        """
        squared = _squared_distances(self.linear)
        squared[squared == 0] = np.iinfo(np.int64).max
        nearest = squared.min(axis=1)
        found = np.where(nearest < np.iinfo(np.int64).max, np.rint(np.sqrt(nearest)), 0)
        return np.minimum(found, FULL).astype(np.int32)

    @cached_property
    def lightness_ranks(self) -> NDArray[np.uint16]:
        """Ranks by luminance (ITU-R BT.709), the darkest 0, ties by index: (n,) uint16."""
        luminance = self.linear.astype(np.int64) @ np.array([2126, 7152, 722])
        ranks = np.empty(len(self), np.uint16)
        ranks[np.argsort(luminance, kind="stable")] = np.arange(len(self))
        return ranks

    @cached_property
    def neighbors(self) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
        """For each color all by distance from it, and a quarter of its square: (n, n) each."""
        squared = _squared_distances(self.places)
        order = np.argsort(squared, axis=1, kind="stable")
        apart = np.take_along_axis(squared, order, axis=1) >> 2
        return order.astype(np.uint16), apart.astype(np.uint32)

    @cached_property
    def exact(self) -> NDArray[np.uint64]:
        """For each value of a channel a bit for each color, mod 64, that has it: (3, 256) uint64.

        A pixel whose three numbers have no bit in common equals no color.
        """
        bits = np.zeros((3, 256), np.uint64)
        marks = np.uint64(1) << np.arange(len(self), dtype=np.uint64) % np.uint64(64)
        for channel in range(3):
            np.bitwise_or.at(bits[channel], self.colors[:, channel], marks)
        return bits


def places_in(space: ColorSpace, colors: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Find where (…, 3) colors are in a space, in units of 1 / its scale: (…, 3) int32."""
    return np.rint(space.from_srgb(colors) * space.scale).astype(np.int32)


def conversion(space: ColorSpace) -> NDArray[np.float64] | None:
    """Lay out a conversion's steps as `place_in_space` of kernels.c reads them; None for RGB."""
    steps = space.steps
    if steps is None:
        return None
    tables = steps.matrix[:, :, None] * srgb_to_linear(np.arange(256.0))
    axes = np.column_stack([steps.axes, steps.offset]) * space.scale
    return np.concatenate([tables.ravel(), steps.curve, axes.ravel()])


def _squared_distances(points: NDArray[np.int32]) -> NDArray[np.int64]:
    """Measure the squared distance of (n, 3) points to each other: (n, n)."""
    squared = np.zeros((len(points), len(points)), np.int64)
    for row in points.T.astype(np.int64):
        squared += (row[:, None] - row) ** 2
    return squared
