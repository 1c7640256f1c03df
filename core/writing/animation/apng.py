"""PNG files of several frames (W3C 2025, "Portable Network Graphics, Third Edition")."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from itertools import islice
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.model import MAX_COLORS, is_translucent
from core.reduction.frames import ReducedFrame
from core.writing.animation.film import Canvas, Film, Painter, in_order, patches
from core.writing.animation.patch import Patch, patch
from core.writing.png.chunks import png_chunks
from core.writing.png.encode import zlib_level
from core.writing.png.file import END, SIGNATURE, Chunk, chunk_bytes, fewest_bits

# For these numbers of colors an index for nothing makes all indices longer; some frames are tried
# to see whether it is worth that.
_FULL_DEPTHS = {2, 4, 16}
_FRAMES_TO_TRY = 8
_LEVEL_TO_TRY = 2

_INDEXED, _RGBA = 3, 6
_LONGEST = 65535
_FINEST = 1000
_SOURCE, _OVER = 0, 1


class _DoesNotFitError(Exception):
    """A frame has pixels that do not fit the way the file was begun."""


class _Way(NamedTuple):
    """One way to write all frames.

    Parameters
    ----------
    paint : callable
        Raises _DoesNotFitError for a frame that cannot be written so.
    colors : (n, 3) uint8 or None
        The palette; None for frames of red, green, blue and alpha.
    nothing : int or None
        The value of pixels that leave what is there.
    transparent : int or None
        The index of the palette that is transparent.
    """

    paint: Painter
    colors: NDArray[np.uint8] | None
    nothing: int | None
    transparent: int | None


def write_apng(film: Film, file: BinaryIO) -> tuple[str, ...]:
    """Write all frames of a film: indexed if they allow it, or in red, green, blue and alpha."""
    # Whether frames need an index for nothing or an alpha channel is known only when all are read.
    for way in _ways(film):
        try:
            film.indexed = way.colors is not None
            return film.notes(_write_frames(film, file, way))
        except _DoesNotFitError:
            file.seek(0)
            file.truncate()
    raise AssertionError("red, green, blue and alpha fit every frame")


def _ways(film: Film) -> Iterator[_Way]:
    """List the ways to write a film, the smallest first; the last one fits every frame."""
    k = len(film)
    if k == MAX_COLORS or (k in _FULL_DEPTHS and not _is_nothing_worth_it(film)):
        yield _indexed(film, None)
    if k < MAX_COLORS:
        yield _indexed(film, k)
    yield _Way(film.packed, None, 0, None)


def _indexed(film: Film, nothing: int | None) -> _Way:
    """Build the way of indexed frames, with or without an index for nothing."""

    def paint(frame: ReducedFrame) -> tuple[Canvas, None]:
        if frame.alpha is not None and (nothing is None or is_translucent(frame.alpha)):
            raise _DoesNotFitError
        return frame.indices if nothing is None else film.cut_out(frame, nothing), None

    return _Way(paint, film.table(nothing), nothing, nothing)


def _is_nothing_worth_it(film: Film) -> bool:
    """Try whether the first frames get smaller by a transparent color, with longer indices."""
    k, sizes, before = len(film), [0, 0], None
    with closing(film.frames()) as frames:
        for frame in islice(frames, _FRAMES_TO_TRY):
            if frame.alpha is not None:
                return True
            if before is not None:
                for way, nothing in enumerate((None, k)):
                    made = patch(before, frame.indices, nothing)
                    sizes[way] += len(_pixels(made, k + way, _LEVEL_TO_TRY))
            before = frame.indices
    return sizes[1] < sizes[0]


def _write_frames(film: Film, file: BinaryIO, way: _Way) -> int:
    """Write a file and return how many frames it got."""
    width, height = film.size
    level = zlib_level(film.effort, width * height * film.animation.frames)
    colors = None if way.colors is None else len(way.colors)
    file.write(_header(film, film.animation.frames, way))

    def encode(job: tuple[Patch, float]) -> tuple[Patch, bytes, float]:
        return job[0], _pixels(job[0], colors, level), job[1]

    written = 0
    with closing(in_order(encode, patches(film, way.paint, way.nothing))) as encoded:
        for made, data, milliseconds in encoded:
            file.write(_frame(made, data, milliseconds, written))
            written += 1
    file.write(chunk_bytes(END))
    if written < film.animation.frames:
        file.seek(0)
        file.write(_header(film, written, way))
    return written


def _header(film: Film, frames: int, way: _Way) -> bytes:
    """Build what a file of `frames` frames begins with."""
    depth, kind = (8, _RGBA) if way.colors is None else (fewest_bits(len(way.colors)), _INDEXED)
    start = SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", *film.size, depth, kind, 0, 0, 0))
    start += _chunk(b"acTL", struct.pack(">II", frames, min(film.animation.plays, 0x7FFFFFFF)))
    start += b"".join(map(chunk_bytes, png_chunks(film.metadata)))
    if way.colors is not None:
        start += _chunk(b"PLTE", way.colors.tobytes())
    if way.transparent is not None:
        start += _chunk(b"tRNS", b"\xff" * way.transparent + b"\0")
    return start


def _pixels(patch: Patch, colors: int | None, level: int) -> bytes:
    """Compress a patch to the image data of a PNG that holds nothing else.

    Parameters
    ----------
    patch : Patch
        Its values are indices, or the four bytes of pixels.
    colors : int or None
        How many colors the palette has; None for pixels.
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
    data, at, found = file.getvalue(), len(SIGNATURE), []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            found.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(found)


def _frame(patch: Patch, data: bytes, milliseconds: float, number: int) -> bytes:
    """Build the bytes of frame `number`, from 0; `data` are those of `_pixels`."""
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
    """Return seconds as a fraction of two numbers of 16 bits."""
    seconds = Fraction(milliseconds / 1000).limit_denominator(_FINEST)
    if seconds.numerator <= _LONGEST:
        return seconds.numerator, seconds.denominator
    return min(round(milliseconds / 1000), _LONGEST), 1


def _chunk(name: bytes, data: bytes) -> bytes:
    return chunk_bytes(Chunk(name, data))
