"""Numbers of more than 8 bits become 8: rounded, or scaled where their range is their own.

It works on arrays and on images that are open already; it opens no file.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.language import N_, _, translated

ROUNDED = N_("16 bits a channel were rounded to 8.")
"""Note for the user, which `translated` translates."""

PIXELS_PER_BAND = 30_000
"""Images are changed in bands of this many pixels, to need little memory."""

DEEP_GRAY = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}
"""Modes of Pillow that `gray_of_eight_bits` is for."""

# Pillow spreads gray of few bits over 0…255, but not the gray that stands for transparency.
_SPREAD = {"L;2": 85, "L;4": 17}

_Bytes = NDArray[np.uint8]


def mend_transparency(image: Image.Image) -> None:
    """Spread the gray that stands for transparency as its pixels will be; call before loading."""
    gray = image.info.get("transparency")
    if isinstance(gray, int):
        image.info["transparency"] = gray * _SPREAD.get(raw_mode_of(image), 1)


def raw_mode_of(image: Image.Image) -> str:
    """Return how pixels are stored, by Pillow's name; "" where that is not known.

    For PPM of 16 bits this also has Pillow use its fast decoder.
    """
    tiles = getattr(image, "tile", [])
    if not tiles:
        return ""
    codec, _, _, arguments = tiles[0]
    if codec == "ppm" and arguments == ("RGB", 65535):
        # Pillow's decoder for these is a loop in Python; the one for raw bytes does the same.
        image.tile = [  # type: ignore[attr-defined]
            tile._replace(codec_name="raw", args=("RGB;16B", 0, 1)) for tile in tiles
        ]
        return "RGB;16B"
    raw_mode = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return raw_mode if isinstance(raw_mode, str) else ""


def round_halves(high: _Bytes, low: _Bytes) -> _Bytes:
    """Round 16 bits to 8: (256·high + low) / 257, which is high + (low − high) / 257."""
    difference = low.astype(np.int16) - high
    rounded: _Bytes = high + (difference >= 129) - (difference <= -129).astype(np.uint8)
    return rounded


class Gray(NamedTuple):
    """Deep gray, rounded.

    Parameters
    ----------
    image : PIL.Image.Image
        Mode L, or LA; its `info` is kept, by which a profile is found.
    note : str
        What was changed, for the user.
    """

    image: Image.Image
    note: str


def gray_of_eight_bits(image: Image.Image) -> Gray:
    """Round gray of 16 or 32 bits, or scale floats and gray beyond white and black, to 8 bits."""
    deep = np.asarray(image)
    height, width = deep.shape
    low, top, note = range_of(deep)
    gray = Image.new("L", image.size)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        gray = Image.new("LA", image.size)
    rows = max(PIXELS_PER_BAND // width, 1)
    for begin in range(0, height, rows):
        band = deep[begin : begin + rows]
        values = (np.nan_to_num(band.astype(np.float64), posinf=0, neginf=0) - low) * (255 / top)
        rounded = Image.fromarray(np.rint(values).astype(np.uint8))
        if gray.mode == "LA":
            rounded.putalpha(
                Image.fromarray(np.where(band == transparent, 0, 255).astype(np.uint8))
            )
        gray.paste(rounded, (0, begin))
    gray.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return Gray(gray, note)


def range_of(deep: NDArray[Any]) -> tuple[float, float, str]:
    """Find the number that becomes black, and how far above it white is.

    Returns
    -------
    low : float
    top : float
    note : str
        What becomes of the numbers, for the user; empty where they stay.
    """
    # NaN and infinities do not count, as they become 0.
    finite = np.isfinite(deep)
    start = float(deep.flat[0]) if finite.all() else 0.0
    low = float(deep.min(where=finite, initial=start))
    high = float(deep.max(where=finite, initial=start))
    top = white_of(deep.dtype)
    if low < 0 or high > top:
        return low, max(high - low, 1.0), _values_scaled(low, high)
    if deep.dtype.kind == "f":
        return 0.0, top, _("Floating-point values from 0 to 1 were scaled to 8 bits.")
    if deep.dtype == np.uint8:
        return 0.0, top, ""
    return (
        0.0,
        top,
        translated(ROUNDED) if top == 65535 else _("32 bits a channel were rounded to 8."),
    )


def _values_scaled(low: float, high: float) -> str:
    sentence = _("Values from {low} to {high} were scaled to 8 bits.")
    return sentence.format(low=f"{low:g}", high=f"{high:g}")


def white_of(dtype: np.dtype[Any]) -> float:
    """Return the number that is white in pixels of a type; signed integers mostly hold 16 bits."""
    if dtype.kind == "f":
        return 1.0
    if dtype == np.uint8:
        return 255.0
    return 4294967295.0 if dtype == np.uint32 else 65535.0
