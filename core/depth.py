"""Pixels of more than 8 bits a channel, rounded to 8."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.decoders import open_image

ROUNDED = "16 bits a channel were rounded to 8."

# Pillow's decoders keep only the higher byte of such pixels. Told that the bytes are the other way
# round, they keep the lower one: a second decoding gives what the first has lost.
_SWAPPED = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
_DEEP_COLORS = {"RGB", "RGBX", "RGBA", "RGBa", "CMYK"}
# Gray of few bits is spread over 0…255, but not the gray that stands for transparency.
_SPREAD = {"L;2": 85, "L;4": 17}
_PIXELS_PER_BAND = 30_000

_Bytes = NDArray[np.uint8]


def load(image: Image.Image) -> tuple[str, ...]:
    """Decode an image in place; 16 bits a channel are rounded to 8.

    Returns
    -------
    tuple of str
        What was changed, for the user.
    """
    mend_transparency(image)
    raw_mode = _raw_mode(image)
    if raw_mode == "LA;16B":
        # As two channels of two bytes each.
        _decode_as(image, "RGBA")
        _change(image, None, lambda gray, _: _gray_and_alpha(gray))
        return (ROUNDED,)
    colors, _, order = raw_mode.partition(";16")
    if colors not in _DEEP_COLORS or order not in _SWAPPED:
        image.load()
        return getattr(image, "notes", ())
    transparent = image.info.get("transparency")
    straight = "RGBA" if colors == "RGBa" else colors
    with open_image(Path(_file_name(image))) as again:
        _decode_as(again, f"{straight};16{_SWAPPED[order]}")
        _decode_as(image, f"{straight};16{order}")
        if isinstance(transparent, tuple):
            # Before rounding: what is nearly that color is not transparent.
            mask = _mask(image, again, transparent)
            image.putalpha(mask)
            again.putalpha(mask)
            del image.info["transparency"]
        _change(image, again, _unmultiplied if colors == "RGBa" else _rounded)
    return (ROUNDED,)


def mend_transparency(image: Image.Image) -> None:
    """Have the gray that stands for transparency be what pixels of it will be; before loading."""
    gray = image.info.get("transparency")
    if isinstance(gray, int):
        image.info["transparency"] = gray * _SPREAD.get(_raw_mode(image), 1)


def _raw_mode(image: Image.Image) -> str:
    """Tell how pixels are stored, as Pillow names it; "" where that is not known."""
    tiles = getattr(image, "tile", [])
    if not tiles:
        return ""
    codec, _, _, arguments = tiles[0]
    if codec == "ppm" and arguments == ("RGB", 65535):
        # Pillow's own decoder for it is a loop in Python.
        image.tile = [  # type: ignore[attr-defined]
            tile._replace(codec_name="raw", args=("RGB;16B", 0, 1)) for tile in tiles
        ]
        return "RGB;16B"
    raw_mode = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return raw_mode if isinstance(raw_mode, str) else ""


def _file_name(image: Image.Image) -> str:
    return str(getattr(image, "filename", ""))


def _decode_as(image: Any, raw_mode: str) -> None:
    _raw_mode(image)
    image.tile = [
        tile._replace(args=(raw_mode, *tile.args[1:]) if isinstance(tile.args, tuple) else raw_mode)
        for tile in image.tile
    ]
    image.load()


def _change(
    image: Image.Image, other: Image.Image | None, change: Callable[[_Bytes, _Bytes], _Bytes]
) -> None:
    """Replace the pixels of an image in bands, so that little memory is needed."""
    width, height = image.size
    rows = max(_PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        place = (0, top, width, min(top + rows, height))
        band = image.crop(place)
        pixels = np.asarray(band)
        changed = change(pixels, pixels if other is None else np.asarray(other.crop(place)))
        image.paste(Image.frombytes(band.mode, band.size, changed.tobytes()), place[:2])


def _rounded(high: _Bytes, low: _Bytes) -> _Bytes:
    """Round (256·high + low) / 257, which is high + (low − high) / 257."""
    difference = low.astype(np.int16) - high
    rounded: _Bytes = high + (difference >= 129) - (difference <= -129).astype(np.uint8)
    return rounded


def _gray_and_alpha(bands: _Bytes) -> _Bytes:
    gray, alpha = _rounded(bands[..., 0::2], bands[..., 1::2]).transpose(2, 0, 1)
    return np.stack([gray, gray, gray, alpha], axis=-1)


def _unmultiplied(high: _Bytes, low: _Bytes) -> _Bytes:
    """Divide colors by their alpha, and round."""
    values = high.astype(np.float32) * 256 + low
    colors, alpha = values[..., :3], values[..., 3:]
    straight = np.divide(colors, alpha, out=np.zeros_like(colors), where=alpha > 0)
    bands = np.concatenate([np.minimum(straight, 1), alpha / 65535], axis=-1)
    rounded: _Bytes = np.rint(255 * bands).astype(np.uint8)
    return rounded


def _mask(high: Image.Image, low: Image.Image, transparent: tuple[int, ...]) -> Image.Image:
    """Make an alpha channel that is 0 where a pixel is exactly one color of 16 bits a channel."""
    mask = Image.new("L", high.size)
    width, height = high.size
    rows = max(_PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        place = (0, top, width, min(top + rows, height))
        values = np.asarray(high.crop(place)) * np.uint16(256) + np.asarray(low.crop(place))
        alpha = np.where((values == transparent).all(axis=-1), 0, 255).astype(np.uint8)
        mask.paste(Image.fromarray(alpha), place[:2])
    return mask


class Gray(NamedTuple):
    """Deep gray, rounded.

    Parameters
    ----------
    image : PIL.Image.Image
        Mode L, or LA; with what the file tells of its colors.
    note : str
        What was changed, for the user.
    """

    image: Image.Image
    note: str


DEEP_GRAY = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}


def gray_of_eight_bits(image: Image.Image) -> Gray:
    """Round gray of 16 bits; gray of 32 bits or floats is scaled to what it holds."""
    deep = np.asarray(image)
    height, width = deep.shape
    low, top, note = range_of(deep)
    gray = Image.new("L", image.size)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        gray = Image.new("LA", image.size)
    rows = max(_PIXELS_PER_BAND // width, 1)
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
    """Find what becomes black, and how far above it white is; and say so, for the user."""
    # What is no number becomes 0.
    finite = np.isfinite(deep)
    start = float(deep.flat[0]) if finite.all() else 0.0
    low = float(deep.min(where=finite, initial=start))
    high = float(deep.max(where=finite, initial=start))
    top = white_of(deep.dtype)
    if low < 0 or high > top:
        return low, max(high - low, 1.0), f"Values from {low:g} to {high:g} were scaled to 8 bits."
    if deep.dtype.kind == "f":
        return 0.0, top, "Floating-point values from 0 to 1 were scaled to 8 bits."
    return 0.0, top, ROUNDED if top == 65535 else "32 bits a channel were rounded to 8."


def white_of(dtype: np.dtype[Any]) -> float:
    """Give what is white in pixels of a type; integers with a sign hold 16 bits mostly."""
    if dtype.kind == "f":
        return 1.0
    return 4294967295.0 if dtype == np.uint32 else 65535.0
