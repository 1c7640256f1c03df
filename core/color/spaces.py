"""Color spaces: sRGB, linear light, Oklab, CIELAB and one for looks, with the white of D65.

A color is the last axis of an array, three numbers. sRGB goes from 0 to 255 here, as in pixels.
Everything is float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.settings import Measure

Colors = NDArray[np.float64]


def srgb_to_linear(colors: ArrayLike) -> Colors:
    """Undo the transfer curve of sRGB (IEC 61966-2-1): 0…255 to linear light, 0…1.

    Numbers outside follow the same curve, made symmetric about 0.
    """
    if isinstance(colors, np.ndarray) and colors.dtype == np.uint8:
        linear: Colors = _LINEAR_OF[colors]
        return linear
    encoded = np.asarray(colors, dtype=np.float64) / 255
    size = np.abs(encoded)
    return np.sign(encoded) * np.where(
        size <= 0.04045, size / 12.92, ((size + 0.055) / 1.055) ** 2.4
    )


def linear_to_srgb(colors: ArrayLike) -> Colors:
    """Apply the transfer curve of sRGB: linear light, 0…1, to 0…255."""
    linear = np.asarray(colors, dtype=np.float64)
    size = np.abs(linear)
    encoded = np.where(size <= 0.0031308, size * 12.92, 1.055 * size ** (1 / 2.4) - 0.055)
    return 255 * np.sign(linear) * encoded


def srgb_to_oklab(colors: ArrayLike) -> Colors:
    """Convert sRGB to Oklab: L 0…1, a and b within ±0.33.

    Ottosson 2020, "A perceptual color space for image processing",
    https://bottosson.github.io/posts/oklab/
    """
    cones = srgb_to_linear(colors) @ _OKLAB_CONES.T
    return np.asarray(np.cbrt(cones) @ _OKLAB_AXES.T)


def oklab_to_srgb(colors: ArrayLike) -> Colors:
    """Convert Oklab to sRGB; colors outside of sRGB come out below 0 or above 255."""
    cones = (np.asarray(colors, dtype=np.float64) @ np.linalg.inv(_OKLAB_AXES).T) ** 3
    return linear_to_srgb(cones @ np.linalg.inv(_OKLAB_CONES).T)


def srgb_to_lab(colors: ArrayLike) -> Colors:
    """Convert sRGB to CIELAB with the white of D65: L* 0…100, a* and b* within ±110.

    CIE 15:2004; ISO/CIE 11664-4.
    """
    tristimulus = srgb_to_linear(colors) @ (_XYZ / _WHITE[:, None]).T
    curve = np.where(
        tristimulus > _BEND**3, np.cbrt(tristimulus), tristimulus / (3 * _BEND**2) + 4 / 29
    )
    return np.asarray(curve @ _LAB_AXES.T - _LAB_OFFSET)


def lab_to_srgb(colors: ArrayLike) -> Colors:
    """Convert CIELAB to sRGB; colors outside of sRGB come out below 0 or above 255."""
    curve = (np.asarray(colors, dtype=np.float64) + _LAB_OFFSET) @ np.linalg.inv(_LAB_AXES).T
    tristimulus = np.where(curve > _BEND, curve**3, 3 * _BEND**2 * (curve - 4 / 29))
    return linear_to_srgb(tristimulus @ np.linalg.inv(_XYZ / _WHITE[:, None]).T)


def _xyz_of_linear() -> tuple[Colors, Colors]:
    """Compute, from ITU-R BT.709, the matrix from linear sRGB to XYZ, and the XYZ of white."""
    red, green, blue, white = (
        np.array([x / y, 1, (1 - x - y) / y])
        for x, y in ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290))
    )
    primaries = np.stack([red, green, blue], axis=1)
    return primaries * np.linalg.solve(primaries, white), white


_XYZ, _WHITE = _xyz_of_linear()
_BEND = 6 / 29
_LAB_OFFSET = np.array([16.0, 0, 0])
_LAB_AXES = np.array([[0.0, 116, 0], [500, -500, 0], [0, 200, -200]])
_OKLAB_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB_AXES = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LINEAR_OF = srgb_to_linear(np.arange(256.0))


class Steps(NamedTuple):
    """A conversion from linear light in three steps, for loops that do it color by color.

    Parameters
    ----------
    matrix : (3, 3) float64
        Applied first.
    curve : (float, float, float)
        Applied second: the cube root of numbers above the first of these; below, a line with the
        second for its slope and the third for its height at 0.
    axes : (3, 3) float64
        Applied third.
    offset : (3,) float64
        Added last.
    """

    matrix: Colors
    curve: tuple[float, float, float]
    axes: Colors
    offset: Colors


@dataclass(frozen=True, eq=False)
class ColorSpace:
    """A space to cluster in.

    Parameters
    ----------
    name : {"rgb", "oklab", "lab", "looks", "hues"}
    scale : int
        A power of two: all 2²⁴ colors of pixels, multiplied by it and rounded, fit 16 bits and
        stay distinct.
    step : float
        The size of one of the 255 steps of a pixel's lightness, on average.
    from_srgb, to_srgb : callable
        Convert (…, 3) arrays from and to sRGB, 0…255.
    steps : Steps or None
        `from_srgb` in steps, from linear light; None for RGB, which needs no conversion.
    channels : int
        3, or 4 with alpha.
    salient : bool
        Whether a color counts as much as it is noticed, and not just as many pixels as it has;
        not with alpha.
    """

    name: Measure
    scale: int
    step: float
    from_srgb: Callable[[ArrayLike], Colors]
    to_srgb: Callable[[ArrayLike], Colors]
    steps: Steps | None = None
    channels: int = 3
    salient: bool = False


def _same(colors: ArrayLike) -> Colors:
    return np.asarray(colors, dtype=np.float64)


RGB = ColorSpace("rgb", 1, 1.0, _same, _same)
_OKLAB_STEPS = Steps(_OKLAB_CONES, (-1.0, 0.0, 0.0), _OKLAB_AXES, np.zeros(3))
_LAB_STEPS = Steps(
    _XYZ / _WHITE[:, None],
    (_BEND**3, 1 / (3 * _BEND**2), 4 / 29),
    _LAB_AXES,
    -_LAB_OFFSET,
)
OKLAB = ColorSpace("oklab", 1 << 14, 1 / 255, srgb_to_oklab, oklab_to_srgb, _OKLAB_STEPS)
LAB = ColorSpace("lab", 1 << 8, 100 / 255, srgb_to_lab, lab_to_srgb, _LAB_STEPS)
# Judges of what people see (DSSIM, SSIMULACRA2) weigh lightness more than CIELAB does.
_OF_AREAS = 4.0
_OF_GRAIN = 5.5
# Where steps between colors are large, brown must not stand for red because it is as light.
_OF_STEPS = 1.7
# In areas SSIMULACRA2 weighs green and red less beside blue and yellow than CIELAB does.
_GREEN_TO_RED = 0.9


def _lightness_first(
    name: Measure, weight: float, green_to_red: float = 1.0, *, salient: bool
) -> ColorSpace:
    """Make CIELAB with lightness and a* times weights."""
    factors = np.array([weight, green_to_red, 1])
    steps = _LAB_STEPS._replace(axes=factors[:, None] * _LAB_AXES, offset=-factors * _LAB_OFFSET)
    return ColorSpace(
        name,
        1 << 6,
        weight * LAB.step,
        lambda colors: srgb_to_lab(colors) * factors,
        lambda colors: lab_to_srgb(np.asarray(colors) / factors),
        steps,
        salient=salient,
    )


LOOKS = _lightness_first("looks", _OF_AREAS, _GREEN_TO_RED, salient=True)
HUES = _lightness_first("hues", _OF_STEPS, _GREEN_TO_RED, salient=True)
"""The same for colors that somebody owns, where the nearest one may lie far away."""

GRAIN = _lightness_first("looks", _OF_GRAIN, salient=False)
"""Where dithered pixels look nearest, as grain is seen by its lightness.

Only dithering works in it: multiplied by its scale, light colors need more than 16 bits.
"""
SPACES: dict[Measure, ColorSpace] = {space.name: space for space in (RGB, OKLAB, LAB)}
MEASURES: dict[Measure, ColorSpace] = {**SPACES, LOOKS.name: LOOKS, HUES.name: HUES}
"""All that distances are measured in: the spaces, and the two that "auto" stands for."""


def premultiplied(space: ColorSpace) -> ColorSpace:
    """Make a space of color times alpha, and alpha, for (…, 4) sRGB colors with alpha.

    There a color matters less the less of it there is to see, and all fully transparent colors are
    the same (Porter and Duff 1984, "Compositing digital images", doi:10.1145/964965.808606). Alpha
    is 0…255, so everything is 255 times as large as in the space itself; a step of alpha counts as
    much as a step of a single channel of RGB.
    """
    # A step of lightness is a step of all three channels.
    weight = 255 * (1.0 if space is RGB else space.step / math.sqrt(3))

    def from_srgb(colors: ArrayLike) -> Colors:
        straight = np.asarray(colors)
        alpha = straight[..., 3:].astype(np.float64)
        return np.concatenate([space.from_srgb(straight[..., :3]) * alpha, alpha * weight], axis=-1)

    def to_srgb(colors: ArrayLike) -> Colors:
        product = np.asarray(colors, dtype=np.float64)
        alpha = product[..., 3:] / weight
        # Where alpha rounds to fully transparent there is no color.
        shown = alpha >= 0.5
        straight = space.to_srgb(product[..., :3] / np.where(shown, alpha, 1))
        return np.concatenate([np.where(shown, straight, 0), alpha], axis=-1)

    step = 255 * space.step
    return ColorSpace(space.name, space.scale, step, from_srgb, to_srgb, channels=4)


TRANSLUCENT_SPACES = {name: premultiplied(space) for name, space in MEASURES.items()}
