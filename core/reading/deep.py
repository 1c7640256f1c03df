"""Images with 16 bits a channel, decoded to 8: Pillow alone would cut the lower byte off.

It needs the file twice, once for each byte. Gray is left to `channels`, as Pillow decodes that in
full; `deep_tiff` has the files that Pillow cannot decode.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.language import translated
from core.reading.decoders import open_image
from core.reading.rounding import (
    PIXELS_PER_BAND,
    ROUNDED,
    mend_transparency,
    raw_mode_of,
    round_halves,
)

# Pillow's decoders keep only the higher byte of such pixels. Told the opposite byte order, they
# keep the lower one: so a second decoding brings what the first has lost.
_SWAPPED = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
_DEEP_COLORS = {"RGB", "RGBX", "RGBA", "RGBa", "CMYK"}

_Bytes = NDArray[np.uint8]


def load(image: Image.Image, reopen: Callable[[], Image.Image] | None = None) -> tuple[str, ...]:
    """Decode an image in place; round colors of 16 bits a channel to 8.

    Parameters
    ----------
    image : PIL.Image.Image
    reopen : callable, optional
        Opens the same image once more; None where it is the file that the image names.

    Returns
    -------
    tuple of str
        What was changed, for the user.
    """
    mend_transparency(image)
    raw_mode = raw_mode_of(image)
    if raw_mode == "LA;16B":
        # Its two channels of two bytes are decoded as four channels of one byte.
        _decode_as(image, "RGBA")
        _change(image, None, lambda gray, _low: _gray_and_alpha(gray))
        return (translated(ROUNDED),)
    colors, _, order = raw_mode.partition(";16")
    if colors not in _DEEP_COLORS or order not in _SWAPPED:
        image.load()
        return getattr(image, "notes", ())
    transparent = image.info.get("transparency")
    straight = "RGBA" if colors == "RGBa" else colors
    with reopen() if reopen else open_image(Path(_file_name(image))) as again:
        _decode_as(again, f"{straight};16{_SWAPPED[order]}")
        _decode_as(image, f"{straight};16{order}")
        if isinstance(transparent, tuple):
            # The mask is made before rounding: a color that is only nearly that one stays visible.
            mask = _mask(image, again, transparent)
            image.putalpha(mask)
            again.putalpha(mask)
            del image.info["transparency"]
        _change(image, again, _unmultiplied if colors == "RGBa" else round_halves)
    return (translated(ROUNDED),)


def _file_name(image: Image.Image) -> str:
    return str(getattr(image, "filename", ""))


def _decode_as(image: Any, raw_mode: str) -> None:
    """Decode an image as if its pixels were stored in another way."""
    raw_mode_of(image)
    image.tile = [
        tile._replace(args=(raw_mode, *tile.args[1:]) if isinstance(tile.args, tuple) else raw_mode)
        for tile in image.tile
    ]
    image.load()


def _change(
    image: Image.Image, other: Image.Image | None, change: Callable[[_Bytes, _Bytes], _Bytes]
) -> None:
    """Replace the pixels of an image by those of a function, in bands, to need little memory."""
    width, height = image.size
    rows = max(PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        place = (0, top, width, min(top + rows, height))
        band = image.crop(place)
        pixels = np.asarray(band)
        changed = change(pixels, pixels if other is None else np.asarray(other.crop(place)))
        image.paste(Image.frombytes(band.mode, band.size, changed.tobytes()), place[:2])


def _gray_and_alpha(bands: _Bytes) -> _Bytes:
    """Round (h, w, 4) bytes of deep gray and deep alpha to (h, w, 4) RGBA."""
    gray, alpha = round_halves(bands[..., 0::2], bands[..., 1::2]).transpose(2, 0, 1)
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
    rows = max(PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        place = (0, top, width, min(top + rows, height))
        values = np.asarray(high.crop(place)) * np.uint16(256) + np.asarray(low.crop(place))
        alpha = np.where((values == transparent).all(axis=-1), 0, 255).astype(np.uint8)
        mask.paste(Image.fromarray(alpha), place[:2])
    return mask
