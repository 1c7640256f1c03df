"""ICC profiles made from primary colors and a curve, for files that describe colors without one.

ICC.1:2022 (profile version 4.4), https://www.color.org/specification/ICC.1-2022-05.pdf
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Profiles convert by way of a space with this white.
_D50 = np.array([0.9642, 1.0, 0.8249])
# Eyes adapt to another white by this matrix (ICC.1:2022, annex E).
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


class Primaries(NamedTuple):
    """The colors of the red, green and blue lights of a screen, and of their sum, white.

    Parameters
    ----------
    red, green, blue, white : (float, float)
        x and y of CIE 1931.
    """

    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]
    white: tuple[float, float]


Curve = Sequence[float]
"""How numbers become light: (exponent,), or (g, a, b, c, d) for c·x below d, then (a·x + b)ᵍ."""

D65 = (0.3127, 0.3290)
BT709 = Primaries((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), D65)
DISPLAY_P3 = Primaries((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65)
ADOBE_RGB = Primaries((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), D65)
BT2020 = Primaries((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65)
SRGB_CURVE: Curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# Adobe RGB (1998) color image encoding, 4.3.1.2: exactly 2 + 51/256.
ADOBE_CURVE: Curve = (2 + 51 / 256,)

_COLUMNS = (b"rXYZ", b"gXYZ", b"bXYZ")


def matrix_profile(primaries: Primaries, curve: Curve, name: str = "RGB") -> bytes:
    """Make the profile of a screen with such lights.

    Raises
    ------
    ValueError
        When no screen can have such lights.
    """
    columns = _adapted(primaries).T
    tags = {
        b"desc": _text(name),
        b"cprt": _text("none"),
        b"wtpt": _xyz(_D50),
        **{tag: _xyz(column) for tag, column in zip(_COLUMNS, columns, strict=True)},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(curve)),
    }
    table, body = struct.pack(">I", len(tags)), b""
    begin = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4xI4s4s4s12x4s28x", begin + len(body), 0x04400000, b"mntr", b"RGB ",
                         b"XYZ ", b"acsp")  # fmt: skip
    header += struct.pack(">3i", *_fixed(_D50))
    return header.ljust(128, b"\0") + table + body


def _adapted(primaries: Primaries) -> NDArray[np.float64]:
    """Compute the matrix from linear light to XYZ as seen under D50."""
    white_x, white_y = primaries.white
    if min(y for _x, y in primaries) <= 0 or white_x <= 0 or white_x + white_y >= 1:
        raise ValueError(f"no lights: {primaries}")
    # Eyes need not be able to see the lights themselves, but their sum, white, must be visible.
    *lights, white = (np.array([x / y, 1, (1 - x - y) / y]) for x, y in primaries)
    matrix = np.stack(lights, axis=1)
    if abs(np.linalg.det(matrix)) < 1e-6:
        raise ValueError(f"lights that do not differ: {primaries}")
    matrix *= np.linalg.solve(matrix, white)
    scale = (_BRADFORD @ _D50) / (_BRADFORD @ white)
    adapted: NDArray[np.float64] = np.linalg.solve(_BRADFORD, scale[:, None] * _BRADFORD) @ matrix
    if np.abs(adapted).max() > 100:
        raise ValueError(f"lights too strong: {primaries}")
    return adapted


def _fixed(numbers: Sequence[float] | NDArray[np.float64]) -> list[int]:
    """Convert to s15Fixed16Number: 16 bits before the point and 16 after."""
    return [round(float(number) * 65536) for number in numbers]


def _xyz(color: NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *_fixed(color))


def _curve(curve: Curve) -> bytes:
    kind = {1: 0, 5: 3}[len(curve)]
    return b"para\0\0\0\0" + struct.pack(f">HH{len(curve)}i", kind, 0, *_fixed(curve))


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return (
        b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded
    )
