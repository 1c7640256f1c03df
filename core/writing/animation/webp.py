"""WebP files of several frames (RFC 9649), each compressed without loss."""

from __future__ import annotations

import io
import struct
from contextlib import closing
from typing import BinaryIO

import numpy as np
from PIL import Image

from core.errors import WriteError
from core.language import _
from core.metadata import EXIF_PREFIX, exif_with_dpi
from core.writing.animation.film import Clock, Film, in_order, patches
from core.writing.animation.patch import Patch

# Offsets are counted in pairs of pixels.
_STEP = 2
_LARGEST_FILE = 2**32 - 2
_LONGEST = 0xFFFFFF
_MILLISECOND = 1
_DOES_NOT_BLEND = 2
_ANIMATED, _XMP, _EXIF, _TRANSPARENT = 0x02, 0x04, 0x08, 0x10


def write_webp(film: Film, file: BinaryIO) -> tuple[str, ...]:
    """Write all frames of a film, in red, green, blue and alpha."""
    exif, xmp = exif_with_dpi(film.metadata).removeprefix(EXIF_PREFIX), film.metadata.xmp
    plays = film.animation.plays
    file.write(_header(film.size, plays, 0, exif, xmp, transparent=True))

    def encode(job: tuple[Patch, float]) -> tuple[Patch, bytes, float]:
        return job[0], _pixels(job[0]), job[1]

    written, clock, transparent = 0, Clock(_MILLISECOND), False
    jobs = patches(film, film.packed, 0, step=_STEP)
    with closing(in_order(encode, jobs)) as encoded:
        for made, data, milliseconds in encoded:
            transparent |= made.over
            file.write(_frame(made, data, clock.units(milliseconds)))
            written += 1
    file.write(_metadata(exif, xmp))
    size = file.tell()
    if size > _LARGEST_FILE:
        raise WriteError(_("a WebP file cannot be larger than 4 GB; GIF and PNG can"))
    # The header again: size and transparency are known only now.
    file.seek(0)
    transparent |= film.transparent
    file.write(_header(film.size, plays, size, exif, xmp, transparent=transparent))
    return film.notes(written)


def _header(
    size: tuple[int, int],
    plays: int,
    file_size: int,
    exif: bytes = b"",
    xmp: bytes = b"",
    *,
    transparent: bool,
) -> bytes:
    """Build what a file begins with: its size and transparency are known only at the end.

    Parameters
    ----------
    size : (int, int)
        Width and height, up to 16383.
    plays : int
        How often the animation is shown; 0 is for ever.
    exif, xmp : bytes
        The metadata after the frames.
    """
    flags = _ANIMATED | (_TRANSPARENT if transparent else 0)
    flags |= (_EXIF if exif else 0) | (_XMP if xmp else 0)
    canvas = struct.pack("<I", flags) + _three_bytes(size[0] - 1) + _three_bytes(size[1] - 1)
    animation = struct.pack("<IH", 0, min(plays, 65535))
    start = b"RIFF" + struct.pack("<I", min(max(file_size - 8, 0), _LARGEST_FILE)) + b"WEBP"
    return start + _chunk(b"VP8X", canvas) + _chunk(b"ANIM", animation)


def _pixels(patch: Patch) -> bytes:
    """Compress a patch of pixels of four bytes to the chunk that a still WebP has of it."""
    height, width = patch.values.shape
    values = np.ascontiguousarray(patch.values)
    image = Image.frombuffer("RGBA", (width, height), values, "raw", "RGBA", 0, 1)
    file = io.BytesIO()
    image.save(file, "WEBP", lossless=True, quality=80, method=4)
    data, at = file.getvalue(), 12
    while data[at : at + 4] != b"VP8L":
        at += 8 + _even(int.from_bytes(data[at + 4 : at + 8], "little"))
    return data[at : at + 8 + _even(int.from_bytes(data[at + 4 : at + 8], "little"))]


def _frame(patch: Patch, data: bytes, milliseconds: int) -> bytes:
    """Build the bytes of a frame; `data` are those of `_pixels`."""
    height, width = patch.values.shape
    numbers = (patch.left // _STEP, patch.top // _STEP, width - 1, height - 1)
    start = b"".join(_three_bytes(number) for number in numbers)
    start += _three_bytes(min(milliseconds, _LONGEST))
    return _chunk(b"ANMF", start + bytes([0 if patch.over else _DOES_NOT_BLEND]) + data)


def _metadata(exif: bytes, xmp: bytes) -> bytes:
    """Build the chunks that come after the frames, without those that would be empty."""
    named = ((b"EXIF", exif), (b"XMP ", xmp))
    return b"".join(_chunk(kind, data) for kind, data in named if data)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data.ljust(_even(len(data)), b"\0")


def _even(length: int) -> int:
    return length + length % 2


def _three_bytes(number: int) -> bytes:
    return number.to_bytes(3, "little")
