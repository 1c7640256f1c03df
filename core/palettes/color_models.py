"""Colors of files in other models than RGB, converted to sRGB; those outside of it are clipped.

Files name no profile, so these are the plain formulas of PostScript and of CIE, which do not know
how a printer's ink looks on paper.
"""

from __future__ import annotations

import colorsys
import math

from core.color.spaces import lab_to_srgb
from core.errors import PaletteError
from core.language import _
from core.settings import Color


def rgb(red: float, green: float, blue: float) -> Color:
    """Round red, green and blue, 0…1.

    Raises
    ------
    PaletteError
        (a ValueError) for a value that is no number.
    """
    return _channel(red), _channel(green), _channel(blue)


def gray(light: float) -> Color:
    """Convert gray, from black, 0, to white, 1."""
    return rgb(light, light, light)


def cmyk(cyan: float, magenta: float, yellow: float, black: float) -> Color:
    """Convert ink, 0…1: each absorbs its part of the light, black that of all (no profile)."""
    _require_numbers(cyan, magenta, yellow, black)
    left = 1 - _within(black, 0, 1)
    red, green, blue = (left * (1 - _within(ink, 0, 1)) for ink in (cyan, magenta, yellow))
    return rgb(red, green, blue)


def hsb(hue: float, saturation: float, brightness: float) -> Color:
    """Convert hue, saturation and brightness, 0…1 (Smith 1978, "Color gamut transform pairs")."""
    return rgb(*colorsys.hsv_to_rgb(hue, saturation, brightness))


def lab(lightness: float, a: float, b: float) -> Color:
    """Convert CIELAB: L* 0…100, a* and b* within ±128, with the white of sRGB."""
    _require_numbers(lightness, a, b)
    color = _within(lightness, 0, 100), _within(a, -128, 128), _within(b, -128, 128)
    red, green, blue = (lab_to_srgb(color) / 255).tolist()
    return rgb(red, green, blue)


def _channel(value: float) -> int:
    _require_numbers(value)
    return round(255 * _within(value, 0, 1))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _require_numbers(*values: float) -> None:
    if any(math.isnan(value) for value in values):
        raise PaletteError(_("one of its colors is no number"))
