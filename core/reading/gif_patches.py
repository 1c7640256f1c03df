"""The patches of a GIF file (GIF89a, CompuServe 1990), one by one."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import ReadError
from core.language import _
from core.reading.composing import Disposal, Patch
from core.reading.rounding import PIXELS_PER_BAND

_HAS_TABLE, _IS_INTERLACED, _HAS_TRANSPARENCY = 0x80, 0x40, 0x01
_CONTROL = b"\xf9"
# Some encoders write 4 for 3, and browsers take it for that.
_DISPOSALS = {2: Disposal.IS_CLEARED, 3: Disposal.IS_TAKEN_BACK, 4: Disposal.IS_TAKEN_BACK}
_MILLISECONDS = 10


def read_patches(file: BinaryIO, most_pixels: int) -> Iterator[Patch]:
    """Decode one patch after the other.

    Parameters
    ----------
    file : file
        At its beginning.
    most_pixels : int
        The most that a patch may have.

    Raises
    ------
    ReadError
        When a patch has more.
    Exception
        Whatever Pillow raises for a damaged one.
    """
    common = _table(file, file.read(13)[10])
    control = bytes(4)
    while (begin := file.read(1)) not in {b"", b";"}:
        if begin == b"!":
            label, blocks = file.read(1), _blocks(file)
            if label == _CONTROL and len(blocks) >= 5:
                control = blocks[1:5]
        elif begin == b",":
            yield _patch(file, common, control, most_pixels)
            control = bytes(4)


def _table(file: BinaryIO, flags: int) -> bytes:
    """Read the colors that follow if a flag says so."""
    return file.read(3 << (flags & 7) + 1) if flags & _HAS_TABLE else b""


def _blocks(file: BinaryIO) -> bytes:
    """Read blocks of data with their lengths, up to the empty one that ends them."""
    parts = []
    while (length := file.read(1)) not in {b"", b"\0"}:
        parts += [length, file.read(length[0])]
    return b"".join(parts)


def _patch(file: BinaryIO, common: bytes, control: bytes, most_pixels: int) -> Patch:
    """Decode the patch whose descriptor comes next."""
    left, top, width, height, flags = struct.unpack("<4HB", file.read(9))
    table = _table(file, flags) or common
    code_size = file.read(1)
    data = _blocks(file)
    if width * height > most_pixels:
        raise ReadError(_("a frame is far larger than the first"))
    # Without a table, Pillow's gray values are the indices.
    still = b"GIF89a" + struct.pack("<2H3x", width, height) + b","
    still += struct.pack("<4x2HB", width, height, flags & _IS_INTERLACED) + code_size
    packed, hundredths, transparent = struct.unpack("<BHB", control)
    colors = _colors(table, transparent if packed & _HAS_TRANSPARENCY else None)
    with Image.open(io.BytesIO(still + data + b"\0;"), formats=("GIF",)) as image:
        pixels = _painted(image, colors)
    disposal = _DISPOSALS.get(packed >> 2 & 7, Disposal.STAYS)
    return Patch(left, top, pixels, True, disposal, float(_MILLISECONDS * hundredths))


def _colors(table: bytes, transparent: int | None) -> NDArray[np.uint8]:
    """Return the (256, 4) red, green, blue and alpha of all indices; grays without a table."""
    colors = np.full((256, 4), (0, 0, 0, 255), np.uint8)
    if table:
        colors[: len(table) // 3, :3] = np.frombuffer(table, np.uint8)[: 3 * 256].reshape(-1, 3)
    else:
        colors[:, :3] = np.arange(256)[:, None]
    if transparent is not None:
        colors[transparent] = 0
    return colors


def _painted(image: Image.Image, colors: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Look up the colors of indices, in bands, as numpy makes numbers of 8 bytes of these."""
    width, height = image.size
    pixels = np.empty((height, width, 4), np.uint8)
    wholes, found = colors.view(np.uint32)[:, 0], pixels.view(np.uint32)[..., 0]
    rows = max(PIXELS_PER_BAND // width, 1)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        found[top:bottom] = wholes.take(np.asarray(image.crop((0, top, width, bottom))))
    return pixels
