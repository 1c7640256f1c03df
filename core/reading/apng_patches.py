"""The patches of an animated PNG file (PNG, third edition, W3C 2025, 11.3.6), one by one."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading import deep
from core.reading.composing import Disposal, Patch
from core.reading.rounding import DEEP_GRAY, PIXELS_PER_BAND, gray_of_eight_bits

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OVER = 1
_DISPOSALS = (Disposal.STAYS, Disposal.IS_CLEARED, Disposal.IS_TAKEN_BACK)
_GRAYS = {"1", "L", "LA"}
# Delays without a denominator count hundredths.
_PER_SECOND = 100
_BLOCK = 1 << 20
# These chunks say what pixels mean.
_MEANINGS = {b"PLTE", b"tRNS"}
_READ = _MEANINGS | {b"IHDR", b"fcTL", b"fdAT", b"IDAT"}


class _Control(NamedTuple):
    """What chunk fcTL says of a frame."""

    sequence: int
    width: int
    height: int
    left: int
    top: int
    delay: int
    per: int
    disposal: int
    blend: int


class _Chunk(NamedTuple):
    kind: bytes
    data: bytes
    checksum: bytes

    @property
    def is_sound(self) -> bool:
        return self.checksum == zlib.crc32(self.kind + self.data).to_bytes(4, "big")


def read_patches(file: BinaryIO) -> Iterator[Patch]:
    """Decode one patch after the other; a still image that is no frame is left out.

    Parameters
    ----------
    file : file
        At its beginning.

    Raises
    ------
    Exception
        Pillow's, or a ValueError, for a damaged frame, or one that is out of order.
    """
    file.seek(len(_SIGNATURE))
    header, meanings = b"", b""
    control: _Control | None = None
    pixels: list[bytes] = []
    sequence = 0
    for chunk in _chunks(file):
        if chunk.kind == b"IHDR":
            header = chunk.data
        elif chunk.kind in _MEANINGS:
            meanings += _packed(chunk)
        elif chunk.kind == b"fcTL":
            if control is not None:
                yield _patch(control, header, meanings, pixels)
            control, pixels = _control(chunk, header, sequence), []
            sequence += 1
        elif chunk.kind == b"fdAT":
            if chunk.data[:4] != sequence.to_bytes(4, "big"):
                raise ValueError("frames are out of order")
            pixels.append(chunk.data[4:])
            sequence += 1
        elif chunk.kind == b"IDAT" and control is not None:
            pixels.append(chunk.data)
    if control is not None:
        yield _patch(control, header, meanings, pixels)


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    """Yield the chunks, those that are not read here without data, until the file ends."""
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        parts, left = [], length
        if kind not in _READ:
            left = 0
            file.seek(length, os.SEEK_CUR)
        while left and (part := file.read(min(left, _BLOCK))):
            parts.append(part)
            left -= len(part)
        checksum = file.read(4)
        if kind == b"IEND" or len(checksum) < 4:
            return
        yield _Chunk(kind, b"".join(parts), checksum)


def _control(chunk: _Chunk, header: bytes, sequence: int) -> _Control:
    """Read what a chunk says of a frame; raise ValueError for what no frame can be."""
    if not chunk.is_sound or len(chunk.data) != 26:
        raise ValueError("a frame is damaged")
    control = _Control(*struct.unpack(">5I2H2B", chunk.data))
    width, height = struct.unpack(">II", header[:8])
    fits = control.left + control.width <= width and control.top + control.height <= height
    if not fits or control.disposal >= len(_DISPOSALS) or control.blend > _OVER:
        raise ValueError("a frame is impossible")
    if control.sequence != sequence:
        raise ValueError("frames are out of order")
    return control


def _patch(control: _Control, header: bytes, meanings: bytes, pixels: list[bytes]) -> Patch:
    """Decode the pixels of a frame, as the still PNG that they would be."""
    own = struct.pack(">II", control.width, control.height) + header[8:]
    still = _SIGNATURE + _chunk(b"IHDR", own) + meanings
    still += _chunk(b"IDAT", b"".join(pixels)) + _chunk(b"IEND", b"")
    milliseconds = 1000 * control.delay / (control.per or _PER_SECOND)
    return Patch(
        control.left, control.top, _decoded(still), control.blend == _OVER,
        _DISPOSALS[control.disposal], milliseconds,
    )  # fmt: skip


def _decoded(still: bytes) -> NDArray[np.uint8]:
    """Decode a PNG to (h, w, 2) gray and alpha, or (h, w, 4) red, green, blue and alpha."""

    def reopen() -> Image.Image:
        return Image.open(io.BytesIO(still), formats=("PNG",))

    with reopen() as image:
        deep.load(image, reopen)
        shown = gray_of_eight_bits(image).image if image.mode in DEEP_GRAY else image
        mode = "LA" if shown.mode in _GRAYS else "RGBA"
        width, height = shown.size
        pixels = np.empty((height, width, len(mode)), np.uint8)
        rows = max(PIXELS_PER_BAND // width, 1)
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            pixels[top:bottom] = np.asarray(shown.crop((0, top, width, bottom)).convert(mode))
        return pixels


def _chunk(kind: bytes, data: bytes) -> bytes:
    return _packed(_Chunk(kind, data, zlib.crc32(kind + data).to_bytes(4, "big")))


def _packed(chunk: _Chunk) -> bytes:
    return struct.pack(">I", len(chunk.data)) + chunk.kind + chunk.data + chunk.checksum
