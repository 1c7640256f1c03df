"""GIF files of several frames with one table of colors (GIF89a, CompuServe 1990)."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.writing.animation.patch import Patch

# What becomes of a frame when its time is over.
STAYS, IS_CLEARED = 1, 2

END = b";"
_LONGEST = 65535


HARD_NOTE = "GIF knows no partial transparency: pixels are either shown or hidden."
NO_ROOM = "GIF needs one of its 256 colors for transparency; ask for 255 or fewer"


def header(size: tuple[int, int], colors: NDArray[np.uint8], plays: int) -> bytes:
    """Begin a file.

    Parameters
    ----------
    size : (int, int)
        Width and height, up to 65535.
    colors : (n, 3) uint8, n = 1…256
        The table of all frames.
    plays : int
        How often it is shown; 0 is for ever.
    """
    bits = max((len(colors) - 1).bit_length(), 1)
    table = colors.tobytes().ljust(3 << bits, b"\0")
    start = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80 | 7 << 4 | bits - 1, 0, 0) + table
    if plays == 1:
        return start
    # The number of repetitions; 0 is without end.
    repeats = min(max(plays - 1, 0), _LONGEST)
    return start + b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0"


def pixels(patch: Patch) -> bytes:
    """Compress the indices of a patch: what a GIF of just that has as image data."""
    height, width = patch.values.shape
    image = Image.frombuffer(
        "P", (width, height), np.ascontiguousarray(patch.values), "raw", "P", 0, 1
    )
    image.putpalette(bytes(3))
    file = io.BytesIO()
    image.save(file, "GIF", interlace=0, optimize=False)
    data = file.getvalue()
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at] == ord("!"):
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    assert data[at] == ord(",")
    assert data[-1:] == END
    return data[at + 10 : -1]


def frame(
    patch: Patch, data: bytes, hundredths: int, transparent: int | None, disposal: int
) -> bytes:
    """Put a patch into the file.

    Parameters
    ----------
    data : bytes
        Its `pixels`.
    hundredths : int
        Of a second, that it is shown for.
    transparent : int or None
        The index that shows nothing.
    disposal : int
        STAYS or IS_CLEARED.
    """
    height, width = patch.values.shape
    flags = disposal << 2 | (transparent is not None)
    control = struct.pack("<BHBB", flags, min(hundredths, _LONGEST), transparent or 0, 0)
    place = struct.pack("<HHHHB", patch.left, patch.top, width, height, 0)
    return b"!\xf9\x04" + control + b"," + place + data


def finish(file: BinaryIO) -> None:
    """End a file."""
    file.write(END)
