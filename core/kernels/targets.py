"""What dithering aims at: the colors of a palette, prepared to find the nearest one quickly.

A wanted color is what is aimed at for a pixel, plus the errors brought to it, in whole numbers. To
find the nearest target, each channel is rounded to one of 128 levels in sRGB; then distances are
measured as for a pixel of that color without dithering. What this rounding does wrong becomes part
of the error, and is made good; and a table of all 128³ fits the cache.

Colors that were made from the photo are its means: pixels aim at their own colors, which are seldom
far, and errors are limited. Given colors may be anywhere, and near each other or far apart: pixels
aim at the nearest mixture of them (`mixtures`), and errors have a wide limit. A few of their
levels lie below black and above white, where errors lead: without them, a channel that all targets
have too much of would count no more than one that is just right.

Errors are carried in linear light; or in a space, for pixels that are mixed as they look. Then
wanted colors are places there, levels divide its channels, and pixels aim at their own colors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.color.spaces import ColorSpace, linear_to_srgb, srgb_to_linear
from core.errors import InputError
from core.kernels.conversion import Conversion, conversion_to, steps_of

# A channel in linear light is a whole number up to this.
FULL = 65535
# With the errors of others, a wanted color can be darker than black or brighter than white.
LOWEST = -2 * (FULL + 1)
# Larger errors than this, multiplied by weights and summed up, would not fit 32 bits.
MOST_ERROR = 2 * FULL + 1
# 16 neighboring wanted numbers share a level: the darkest steps of sRGB are 20 apart.
LEVEL_SHIFT = 4
# A level has this many bits.
LEVEL_BITS = 7
# Weights of errors are in units of 1 / 2¹⁴.
WEIGHT_BITS = 14
# `kernels.c` has the same: four times as many as a palette has colors.
MOST_TARGETS = 1024

LINEAR: NDArray[np.int32] = np.rint(FULL * srgb_to_linear(np.arange(256.0))).astype(np.int32)
"""Each value of a channel in linear light: (256,) int32."""

SRGB: NDArray[np.uint8] = np.rint(
    linear_to_srgb((np.arange(4096) * 16 + 7.5) / FULL).clip(0, 255)
).astype(np.uint8)
"""The value of a channel in sRGB for each 16 numbers of linear light: (4096,) uint8."""

GRID: NDArray[np.float64] = srgb_to_linear(np.arange(33.0) * 8)
"""Linear light, 0…1, at the corners of the grid on which mixtures are found: (33,) float64."""

COLOR_OF_LEVEL: NDArray[np.uint8] = np.rint(np.arange(128) * 255 / 127).astype(np.uint8)
"""Each level in sRGB: (128,) uint8."""

# Levels that no pixel has are farther apart, as errors seldom lead there.
_BELOW_BLACK = (-330, -280, -230, -185, -145, -110, -80, -56, -36, -20, -8)
_ABOVE_WHITE = (263, 275, 290, 308, 325, 345, 370, 400)
_EVEN = 128 - len(_BELOW_BLACK) - len(_ABOVE_WHITE)

_WIDE = np.array([*_BELOW_BLACK, *np.rint(np.linspace(0, 255, _EVEN)).tolist(), *_ABOVE_WHITE])

# A mixture that nearly lies in a plane of other colors is dithered right only where errors lead far
# out; so what is outside counts as farther: twice as far at this many steps of sRGB.
_TWICE = 100
_OUTSIDE = _WIDE - _WIDE.clip(0, 255)

WIDE_COLOR_OF_LEVEL: NDArray[np.int32] = np.rint(
    _WIDE + _OUTSIDE * np.abs(_OUTSIDE) / _TWICE
).astype(np.int32)
"""Each level for given colors in sRGB, rising, some below 0 and above 255: (128,) int32."""


def _wanted() -> NDArray[np.float64]:
    """Return wanted colors in sRGB, in the middle of each 16 numbers of linear light."""
    return linear_to_srgb((np.arange(LOWEST, 3 * (FULL + 1), 1 << LEVEL_SHIFT) + 7.5) / FULL)


LEVELS: NDArray[np.uint8] = np.rint(127 / 255 * _wanted().clip(0, 255)).astype(np.uint8)
"""The level nearest to a wanted number, by (wanted - LOWEST) >> 4: (20480,) uint8."""

WIDE_LEVELS: NDArray[np.uint8] = np.searchsorted((_WIDE[1:] + _WIDE[:-1]) / 2, _wanted()).astype(
    np.uint8
)
"""The same for given colors."""

BITS_IN_SPACE = 8
"""Bits of a level of a space; only lightness uses the last one."""

# Rows of a band, and those above it that nobody sees: 6 % more work.
_ROWS = 256
_ROWS_BEFORE = 16
# With given colors, errors may have to grow over many rows before their mixture is right.
_MIRRORED_ROWS = 128
# Errors are limited to this many times the way to the farthest neighbor of a color; in textures to
# fewer times for more than 64 colors, of which one is always near.
_TIMES = 6
_LEAST_TIMES = 2
_TIMES_BY_COLORS = 384

# The neighbors all around a color are looked for among this many.
_NEAREST = 16
# Up to this many colors lie so far apart that levels may be coarse: errors lead all over their
# table.
_FEW = 32
# Errors lead this far out of the space that sRGB has.
_MARGIN = 0.12

# Fewer, and errors grow in CIELAB; more, and which color is nearest in the space hardly counts.
FAR = 16.0


class Band(NamedTuple):
    """Rows of a picture, begin ≤ y < end; those before the first are dithered, but not shown.

    Rows below 0 are those of the picture mirrored at its upper edge.
    """

    begin: int
    first: int
    end: int


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
    given : bool
        Whether the colors were given, not made from the photo.
    kept : bool
        Whether pixels that have one of the colors keep it, and take no part.
    in_light : bool
        Whether errors are carried in linear light; otherwise in the space, which needs steps.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype, or too many colors.
    """

    colors: NDArray[np.uint8]
    shown: NDArray[np.uint8]
    space: ColorSpace
    given: bool = False
    kept: bool = True
    in_light: bool = True

    def __post_init__(self) -> None:
        require_array("colors", self.colors, np.uint8, ("n", 3))
        require_array("shown", self.shown, np.uint8, (len(self.colors),))
        if not 1 <= len(self) <= MOST_TARGETS:
            raise InputError(  # untranslated: for programmers
                f"{len(self)} colors are no targets; allowed are 1 to {MOST_TARGETS}"
            )
        object.__setattr__(self, "colors", freeze(self.colors))
        object.__setattr__(self, "shown", freeze(self.shown))

    def __len__(self) -> int:
        return len(self.colors)

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """Places of the colors in the space, in units of 1 / its scale: (n, 3) int32."""
        if self.conversion:
            return self.conversion.of(self.colors)
        return places_in(self.space, self.colors)

    @property
    def conversion(self) -> Conversion | None:
        """The way from pixels to places, where errors are carried in the space."""
        return None if self.in_light else conversion_to(self.space)

    @property
    def mixed(self) -> bool:
        """Whether pixels aim at mixtures of the colors where these do not reach their own."""
        return self.given and self.in_light

    @cached_property
    def linear(self) -> NDArray[np.int32]:
        """The colors in linear light: (n, 3) int32."""
        return LINEAR[self.colors]

    @property
    def carried(self) -> NDArray[np.int32]:
        """The colors where errors are carried, in linear light or in the space: (n, 3) int32."""
        return self.linear if self.in_light else self.places

    @cached_property
    def reach(self) -> NDArray[np.int32]:
        """The largest error passed on, by color, if no larger than `MOST_ERROR`: (n,) int32.

        The distance to the nearest other color: otherwise, where all colors of the palette are too
        dark, say, errors would grow without end, and be smeared over the pixels beside. In a space
        the distance to the farthest of its neighbors all around, as one may be very near. Mixtures
        have no such places. There it is six times the way to the farthest neighbor, or that of any
        other color less the way to it, so that one color more nearby changes little.
        """
        return np.rint(_TIMES * self._way).astype(np.int32) if self.mixed else self.reach_of_run

    @cached_property
    def reach_of_run(self) -> NDArray[np.int32]:
        """The same as if the colors were made from the photo: (n,) int32."""
        squared = squared_distances(self.carried, self.carried)
        if not self.in_light:
            return np.minimum(np.rint(np.sqrt(_farthest_around(squared))), FULL).astype(np.int32)
        squared[squared == 0] = np.iinfo(np.int64).max
        nearest = squared.min(axis=1)
        found = np.where(nearest < np.iinfo(np.int64).max, np.rint(np.sqrt(nearest)), 0)
        return np.minimum(found, FULL).astype(np.int32)

    @property
    def reach_of_parts(self) -> NDArray[np.int32]:
        """The same for the parts of a mixture: (n,) int32."""
        if not self.mixed:
            return self.reach
        times = min(max(_TIMES_BY_COLORS / len(self), _LEAST_TIMES), _TIMES)
        return np.rint(times * self._way).clip(0, MOST_ERROR).astype(np.int32)

    @cached_property
    def _way(self) -> NDArray[np.float64]:
        """The way to the farthest neighbor, or that of any other color less the way to it: (n,)."""
        squared = squared_distances(self.carried, self.carried)
        ways = np.sqrt(_farthest_neighbors(squared)) - np.sqrt(squared)
        farthest: NDArray[np.float64] = ways.max(axis=1)
        return farthest

    def bands(self, height: int) -> list[Band]:
        """Divide the rows of a picture into bands that know nothing of each other.

        In a space many threads can work at them; a few rows above bring a band's first errors. In
        light there is one; with given colors the picture, mirrored, brings its first errors.
        """
        if self.in_light:
            return [Band(-_MIRRORED_ROWS if self.mixed else 0, 0, height)]
        firsts = range(0, height, _ROWS)
        return [Band(max(y - _ROWS_BEFORE, 0), y, min(y + _ROWS, height)) for y in firsts]

    @property
    def _finely(self) -> bool:
        """Whether there are so many colors that a table in a nearer cache would be too coarse."""
        return len(self) > _FEW

    @property
    def level_bits(self) -> int:
        """Number of bits of a level."""
        return LEVEL_BITS if self.in_light else BITS_IN_SPACE

    @property
    def levels(self) -> NDArray[np.uint8]:
        """The level nearest to a wanted number, by (wanted - LOWEST) >> 4: (3, 20480) uint8."""
        if not self.in_light:
            return _grid_of(self.space, self._finely).levels
        return np.broadcast_to(WIDE_LEVELS if self.given else LEVELS, (3, len(LEVELS)))

    @property
    def middles(self) -> NDArray[np.int32] | None:
        """The places of levels, where errors are carried in the space: (3, 256) int32."""
        return None if self.in_light else _grid_of(self.space, self._finely).middles

    @property
    def values(self) -> NDArray[np.int32]:
        """Each level in sRGB, those outside moved to 0 or 255: (128,) int32."""
        return self.wide.clip(0, 255)

    @property
    def wide(self) -> NDArray[np.int32]:
        """Each level in sRGB as it is: (128,) int32."""
        return WIDE_COLOR_OF_LEVEL if self.given else COLOR_OF_LEVEL.astype(np.int32)

    @property
    def far(self) -> float:
        """Weight of a squared distance in sRGB, by how far a wanted color is outside.

        At 255 steps outside it counts `FAR` times as much as one in the space.
        """
        black, white = places_in(self.space, np.array([[0] * 3, [255] * 3], np.uint8))
        return FAR * float(((white - black).astype(np.int64) ** 2).sum()) / (3.0 * 255**3)

    @property
    def steps(self) -> NDArray[np.float64] | None:
        """Steps of the space as `place_in_space` of kernels.c reads them; None for RGB."""
        if self.space.steps is None or not self.in_light:
            return None
        return steps_of(self.space, self.values)

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
        squared = squared_distances(self.places, self.places)
        order = np.argsort(squared, axis=1, kind="stable")
        apart = np.take_along_axis(squared, order, axis=1) >> 2
        return order.astype(np.uint16), apart.astype(np.uint32)

    @cached_property
    def exact(self) -> NDArray[np.uint64]:
        """For each value of a channel a bit for each color, mod 64, that has it: (3, 256) uint64.

        A pixel whose three numbers have no bit in common equals no color, and none keeps its color
        where there are no bits at all.
        """
        bits = np.zeros((3, 256), np.uint64)
        if not self.kept:
            return bits
        marks = np.uint64(1) << np.arange(len(self), dtype=np.uint64) % np.uint64(64)
        for channel in range(3):
            np.bitwise_or.at(bits[channel], self.colors[:, channel], marks)
        return bits


class _Grid(NamedTuple):
    """Levels of the channels of a space, and their places."""

    levels: NDArray[np.uint8]
    middles: NDArray[np.int32]


@cache
def _grid_of(space: ColorSpace, finely: bool) -> _Grid:
    """Divide what sRGB has of a space, and a margin, into levels.

    Lightness has 256 of them, or 128 if not `finely`; the other channels have half as many.
    """
    corners = places_in(space, np.array(list(product((0, 255), repeat=3)), np.uint8))
    least, most = corners.min(axis=0), corners.max(axis=0)
    margin = (most - least) * _MARGIN
    middles = np.zeros((3, 256), np.int32)
    levels = np.zeros((3, len(LEVELS)), np.uint8)
    wanted = np.arange(LOWEST, 3 * (FULL + 1), 1 << LEVEL_SHIFT) + 7.5
    for channel, size in enumerate((256, 128, 128) if finely else (128, 64, 64)):
        ends = least[channel] - margin[channel], most[channel] + margin[channel]
        middles[channel, :size] = np.rint(np.linspace(*ends, size))
        borders = (middles[channel, 1:size] + middles[channel, : size - 1]) / 2
        levels[channel] = np.searchsorted(borders, wanted)
    return _Grid(freeze(levels), freeze(middles))


def places_in(space: ColorSpace, colors: NDArray[np.integer]) -> NDArray[np.int32]:
    """Find where (…, 3) colors are in a space, in units of 1 / its scale: (…, 3) int32."""
    return np.rint(space.from_srgb(colors) * space.scale).astype(np.int32)


def _farthest_around(squared: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find how far the farthest of each color's neighbors is, of (n, n) squared distances: (n,).

    Two are neighbors where no other is in the sphere between them (Gabriel and Sokal 1969, "A new
    statistical approach to geographic variation analysis", doi:10.2307/2412323).
    """
    order = np.argsort(squared, axis=1, kind="stable")[:, 1 : _NEAREST + 1]
    if not order.size:
        return np.zeros(len(squared), np.int64)
    here = np.take_along_axis(squared, order, axis=1)
    between = squared[order[:, :, None], order[:, None, :]]
    apart = (here[:, None, :] + between < here[:, :, None]).any(axis=2)
    found: NDArray[np.int64] = np.where(apart, 0, here).max(axis=1)
    return found


def _farthest_neighbors(squared: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find the same among all others: those nearest to a color may all be on one side."""
    found = np.zeros(len(squared), np.int64)
    for i, here in enumerate(squared):
        close = np.argpartition(here, min(_NEAREST, len(here) - 1))[:_NEAREST]
        # Few others have none of these between.
        left = np.flatnonzero((here[close, None] + squared[close] >= here).all(axis=0))
        for j in left[np.argsort(-here[left])].tolist():
            if (here + squared[j] >= here[j]).all():
                found[i] = here[j]
                break
    return found


def squared_distances(
    points: NDArray[np.integer], others: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Measure the squared distance of each of (n, 3) points to each of (k, 3) others: (n, k)."""
    squared = np.zeros((len(points), len(others)), np.int64)
    for row, other in zip(points.T.astype(np.int64), others.T.astype(np.int64), strict=True):
        squared += (row[:, None] - other) ** 2
    return squared
