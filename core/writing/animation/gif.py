"""GIF files of several frames with one table of colors (GIF89a, CompuServe 1990)."""

from __future__ import annotations

import io
import struct
from collections.abc import Generator
from contextlib import closing
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import WriteError
from core.language import N_, translated
from core.model import MAX_COLORS
from core.reduction.frames import ReducedFrame
from core.writing.animation.film import Canvas, Clock, Film, in_order
from core.writing.animation.patch import Patch, patch, whole
from core.writing.picture import LEAST_SHOWN

HARD_NOTE = N_("GIF knows no partial transparency: pixels are either shown or hidden.")
NO_ROOM = N_("GIF needs one of its 256 colors for transparency; ask for 255 or fewer")

# These say what happens to a frame when its time is over.
_STAYS, _IS_CLEARED = 1, 2
_END = b";"
_LONGEST = 65535
_HUNDREDTH = 10


class _Pending(NamedTuple):
    """Frame that has not been encoded yet, as the next one decides how."""

    before: Canvas | None
    canvas: Canvas
    milliseconds: float

    def patch(self, nothing: int | None) -> Patch:
        """Find what it changes."""
        if self.before is None:
            return whole(self.canvas)
        return patch(self.before, self.canvas, nothing)


def write_gif(film: Film, file: BinaryIO) -> tuple[str, ...]:
    """Write all frames of a film, which may have 256 colors only if no pixel is hidden."""
    nothing = len(film) if len(film) < MAX_COLORS else None
    film.indexed = True
    file.write(_header(film.size, film.table(nothing), film.animation.plays))

    def encode(job: tuple[Patch, int, float]) -> tuple[Patch, bytes, int, float]:
        made, disposal, milliseconds = job
        return made, _pixels(made), disposal, milliseconds

    written, clock = 0, Clock(_HUNDREDTH)
    with closing(in_order(encode, _patches(film, nothing))) as encoded:
        for made, data, disposal, milliseconds in encoded:
            file.write(_frame(made, data, clock.units(milliseconds), nothing, disposal))
            written += 1
    file.write(_END)
    return film.notes(written) + ((translated(HARD_NOTE),) if film.partly_transparent else ())


def _patches(film: Film, nothing: int | None) -> Generator[tuple[Patch, int, float], None, None]:
    """Make patches that only paint over; clear the frame before where a pixel must disappear.

    Each comes with what becomes of it when its time is over, and its milliseconds.
    """
    pending: _Pending | None = None
    with closing(film.frames()) as frames:
        for frame in frames:
            canvas = _canvas(film, frame, nothing)
            before: Canvas | None = None
            if pending is not None:
                if nothing is not None and _clears(pending.canvas, canvas, nothing):
                    yield whole(pending.canvas), _IS_CLEARED, pending.milliseconds
                    before = np.full_like(canvas, nothing)
                else:
                    yield pending.patch(nothing), _STAYS, pending.milliseconds
                    before = pending.canvas
            pending = _Pending(before, canvas, frame.milliseconds)
    if pending is not None:
        yield pending.patch(nothing), _STAYS, pending.milliseconds


def _canvas(film: Film, frame: ReducedFrame, nothing: int | None) -> Canvas:
    """Return the indices of a frame; raise WriteError if it hides pixels and no index is left."""
    if nothing is not None:
        return film.cut_out(frame, nothing)
    if frame.alpha is not None and (frame.alpha < LEAST_SHOWN).any():
        raise WriteError(translated(NO_ROOM))
    return frame.indices


def _clears(before: Canvas, after: Canvas, nothing: int) -> bool:
    """Return whether a pixel is hidden that was shown."""
    return bool(((after == nothing) & (before != nothing)).any())


def _header(size: tuple[int, int], colors: NDArray[np.uint8], plays: int) -> bytes:
    """Build what a file begins with.

    Parameters
    ----------
    size : (int, int)
        Width and height, up to 65535.
    colors : (n, 3) uint8, n = 1…256
        The table of all frames.
    plays : int
        How often the animation is shown; 0 is for ever.
    """
    bits = max((len(colors) - 1).bit_length(), 1)
    table = colors.tobytes().ljust(3 << bits, b"\0")
    start = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80 | 7 << 4 | bits - 1, 0, 0) + table
    if plays == 1:
        return start
    # Repetitions are counted here, without the first time; 0 is without end.
    repeats = min(max(plays - 1, 0), _LONGEST)
    return start + b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0"


def _pixels(patch: Patch) -> bytes:
    """Compress the indices of a patch to the image data of a GIF that holds nothing else."""
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
    assert data[-1:] == _END
    return data[at + 10 : -1]


def _frame(
    patch: Patch, data: bytes, hundredths: int, transparent: int | None, disposal: int
) -> bytes:
    """Build the bytes of a frame.

    Parameters
    ----------
    data : bytes
        Those of `_pixels`.
    hundredths : int
        How many hundredths of a second it is shown for.
    transparent : int or None
        The index for nothing.
    disposal : int
        _STAYS or _IS_CLEARED.
    """
    height, width = patch.values.shape
    flags = disposal << 2 | (transparent is not None)
    control = struct.pack("<BHBB", flags, min(hundredths, _LONGEST), transparent or 0, 0)
    place = struct.pack("<HHHHB", patch.left, patch.top, width, height, 0)
    return b"!\xf9\x04" + control + b"," + place + data
