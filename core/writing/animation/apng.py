"""PNG files of several frames (W3C 2025, "Portable Network Graphics, Third Edition")."""

from __future__ import annotations

import io
import struct
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.writing.animation.patch import Patch
from core.writing.png.file import Chunk, chunk_bytes, fewest_bits

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED, _RGBA = 3, 6
_LONGEST = 65535
_FINEST = 1000
_SOURCE, _OVER = 0, 1

END = b"\0\0\0\0IEND\xaeB`\x82"


def header(
    size: tuple[int, int],
    frames: int,
    plays: int,
    colors: NDArray[np.uint8] | None,
    transparent: int | None,
    chunks: tuple[Chunk, ...] = (),
) -> bytes:
    """Begin a file.

    Parameters
    ----------
    size : (int, int)
        Width and height.
    frames : int
    plays : int
        How often it is shown; 0 is for ever.
    colors : (n, 3) uint8, n = 1…256, or None
        The palette of all frames; None is for frames of red, green, blue and alpha.
    transparent : int or None
        The index that shows nothing.
    chunks : tuple of Chunk
        What the file holds besides the pictures.
    """
    depth, kind = (8, _RGBA) if colors is None else (fewest_bits(len(colors)), _INDEXED)
    start = _SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, kind, 0, 0, 0))
    start += _chunk(b"acTL", struct.pack(">II", frames, min(plays, 0x7FFFFFFF)))
    start += b"".join(map(chunk_bytes, chunks))
    if colors is not None:
        start += _chunk(b"PLTE", colors.tobytes())
    if transparent is not None:
        start += _chunk(b"tRNS", b"\xff" * transparent + b"\0")
    return start


def pixels(patch: Patch, colors: int | None, level: int) -> bytes:
    """Compress a patch: the image data that a PNG of nothing else has.

    Parameters
    ----------
    patch : Patch
        Of indices, or of pixels as four bytes.
    colors : int or None
        How many there are; None for pixels.
    level : int, 0…9
        How hard zlib tries.
    """
    height, width = patch.values.shape
    values = np.ascontiguousarray(patch.values)
    if colors is None:
        image = Image.frombuffer("RGBA", (width, height), values, "raw", "RGBA", 0, 1)
        arguments = {}
    else:
        image = Image.frombuffer("P", (width, height), values, "raw", "P", 0, 1)
        image.putpalette(bytes(3 * colors))
        arguments = {"bits": fewest_bits(colors)}
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=level, **arguments)
    data, at, found = file.getvalue(), len(_SIGNATURE), []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            found.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(found)


def frame(patch: Patch, data: bytes, milliseconds: float, number: int) -> bytes:
    """Put a patch into the file, as frame `number`, from 0; `data` are its `pixels`."""
    height, width = patch.values.shape
    control = struct.pack(
        ">IIIIIHHBB",
        *(max(2 * number - 1, 0), width, height, patch.left, patch.top),
        *_delay(milliseconds),
        *(0, _OVER if patch.over else _SOURCE),
    )
    if number == 0:
        return _chunk(b"fcTL", control) + _chunk(b"IDAT", data)
    return _chunk(b"fcTL", control) + _chunk(b"fdAT", struct.pack(">I", 2 * number) + data)


def _delay(milliseconds: float) -> tuple[int, int]:
    """Make seconds a fraction of two numbers of 16 bits."""
    seconds = Fraction(milliseconds / 1000).limit_denominator(_FINEST)
    if seconds.numerator <= _LONGEST:
        return seconds.numerator, seconds.denominator
    return min(round(milliseconds / 1000), _LONGEST), 1


def _chunk(name: bytes, data: bytes) -> bytes:
    return chunk_bytes(Chunk(name, data))
