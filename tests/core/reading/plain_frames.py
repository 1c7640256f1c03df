"""Animations made byte by byte, and what they must look like, worked out pixel by pixel."""

import io
import struct
import zlib
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np
from PIL import Image

from tests.core.png_files import SIGNATURE, chunk

STAYS, IS_CLEARED, IS_TAKEN_BACK = 0, 1, 2


class Part(NamedTuple):
    """What a frame paints: (h, w, 4) uint8 pixels, and how."""

    left: int
    top: int
    pixels: np.ndarray
    over: bool
    disposal: int = STAYS


def composed(parts, size):
    """Return (n, h, w, 4) uint8 frames by the formulas of the specification."""
    width, height = size
    canvas = {(x, y): (0, 0, 0, 0) for y in range(height) for x in range(width)}
    frames = []
    for part in parts:
        rows, columns = part.pixels.shape[:2]
        places = {
            (part.left + x, part.top + y): tuple(map(int, part.pixels[y, x]))
            for y in range(rows)
            for x in range(columns)
        }
        before = dict(canvas)
        for place, pixel in places.items():
            if place in canvas:
                canvas[place] = over(pixel, canvas[place]) if part.over else pixel
        frames.append([[canvas[x, y] for x in range(width)] for y in range(height)])
        for place in places.keys() & canvas.keys():
            if part.disposal == IS_CLEARED:
                canvas[place] = (0, 0, 0, 0)
            elif part.disposal == IS_TAKEN_BACK:
                canvas[place] = before[place]
    return np.array(frames, np.uint8)


def over(front, back):
    """Lay a pixel over another: PNG, third edition, 13.16, rounded to nearest."""
    alpha, below = Fraction(front[3], 255), Fraction(back[3], 255)
    whole = alpha + (1 - alpha) * below
    if not whole:
        return back
    colors = [
        (alpha * mine + (1 - alpha) * below * other) / whole
        for mine, other in zip(front[:3], back[:3], strict=True)
    ]
    return tuple(floor(number + Fraction(1, 2)) for number in (*colors, 255 * whole))


def apng(parts, size, kind=6, still=None, order=None, more=b""):
    """Make an APNG of parts whose pixels, of 8 or 16 bits a channel, fit its kind.

    Parameters
    ----------
    kind : {0, 2, 3, 4, 6}
        The type of color; pixels of 0 and 2 are transparent where they are black, and 3 has the
        colors of `TABLE`.
    still : Part, optional
        An image that is none of the frames.
    order : list of int, optional
        Other numbers than those in order.
    more : bytes
        Chunks before the pixels.
    """
    depth = 8 * parts[0].pixels.dtype.itemsize
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, kind, 0, 0, 0))
    head += chunk(b"acTL", struct.pack(">II", len(parts), 0)) + _MEANINGS.get(kind, b"") + more
    numbers = iter(order or range(1000))
    body = b"" if still is None else chunk(b"IDAT", _packed(still, kind))
    for part in parts:
        rows, columns = part.pixels.shape[:2]
        place = struct.pack(">5I", next(numbers), columns, rows, part.left, part.top)
        body += chunk(b"fcTL", place + struct.pack(">2H2B", 1, 10, part.disposal, part.over))
        data = _packed(part, kind)
        # The pixels of the first frame may lie where those of a still image do.
        if b"IDAT" not in body:
            body += chunk(b"IDAT", data)
        else:
            body += chunk(b"fdAT", struct.pack(">I", next(numbers)) + data)
    return SIGNATURE + head + body + chunk(b"IEND", b"")


TABLE = np.array([[9, 9, 9, 255], [200, 0, 0, 0], [0, 200, 0, 90], [0, 0, 200, 200]], np.uint8)
_MEANINGS = {
    0: chunk(b"tRNS", bytes(2)),
    2: chunk(b"tRNS", bytes(6)),
    3: chunk(b"PLTE", TABLE[:, :3].tobytes()) + chunk(b"tRNS", TABLE[:, 3].tobytes()),
}


def _packed(part, kind):
    pixels = part.pixels
    if kind == 3:
        values = (pixels[:, :, None, :] == TABLE).all(-1).argmax(-1).astype(np.uint8)
    else:
        values = pixels[..., {0: [0], 2: [0, 1, 2], 4: [0, 3], 6: [0, 1, 2, 3]}[kind]]
    values = values.astype(values.dtype.newbyteorder(">"))
    return zlib.compress(b"".join(b"\0" + row.tobytes() for row in values))


class GifPart(NamedTuple):
    """What a frame of a GIF paints: (h, w) indices below 128, and how."""

    left: int
    top: int
    indices: np.ndarray
    disposal: int = 0
    transparent: int | None = None
    table: np.ndarray | None = None


def gif(parts, size, table=None, background=0):
    """Make a GIF of frames; the tables are (128, 3) uint8."""
    flags = 0 if table is None else 0x80 | 6
    data = b"GIF89a" + struct.pack("<HHBBB", *size, flags, background, 0)
    data += b"" if table is None else table.tobytes()
    for part in parts:
        hides = part.transparent is not None
        data += b"!\xf9\x04" + struct.pack("<BHBB", part.disposal << 2 | hides, 10,
                                           part.transparent or 0, 0)  # fmt: skip
        rows, columns = part.indices.shape
        flags = 0 if part.table is None else 0x80 | 6
        data += b"," + struct.pack("<4HB", part.left, part.top, columns, rows, flags)
        data += b"" if part.table is None else part.table.tobytes()
        # Codes of 8 bits stay so if the dictionary is cleared soon enough.
        flat = part.indices.astype(np.uint8).tobytes()
        codes = b"".join(b"\x80" + flat[at : at + 100] for at in range(0, len(flat), 100)) + b"\x81"
        blocks = [codes[at : at + 255] for at in range(0, len(codes), 255)]
        data += b"\7" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
    return data + b";"


def gif_composed(parts, size, table=None):
    """Return (n, h, w, 4) uint8 frames of a GIF, as browsers show them."""
    painted = []
    for part in parts:
        colors = part.table if part.table is not None else table
        if colors is None:
            colors = np.repeat(np.arange(128, dtype=np.uint8)[:, None], 3, axis=1)
        alpha = np.where(part.indices == part.transparent, 0, 255)
        pixels = np.dstack([colors[part.indices], alpha]).astype(np.uint8)
        disposal = {2: IS_CLEARED, 3: IS_TAKEN_BACK}.get(part.disposal, STAYS)
        painted.append(Part(part.left, part.top, pixels, True, disposal))
    return composed(painted, size)


def webp(parts, size):
    """Make an animated WebP without loss; the places of parts are even."""
    body = b""
    for part in parts:
        file = io.BytesIO()
        Image.fromarray(part.pixels).save(file, "WEBP", lossless=True, exact=True)
        still, at = file.getvalue(), 12
        while still[at : at + 4] != b"VP8L":
            at += 8 + int.from_bytes(still[at + 4 : at + 8], "little")
        rows, columns = part.pixels.shape[:2]
        numbers = (part.left // 2, part.top // 2, columns - 1, rows - 1, 100)
        place = b"".join(number.to_bytes(3, "little") for number in numbers)
        flags = (part.disposal == IS_CLEARED) | (not part.over) << 1
        body += _riff(b"ANMF", place + bytes([flags]) + still[at:])
    extended = struct.pack("<I", 0x12) + b"".join((n - 1).to_bytes(3, "little") for n in size)
    # The background, which no browser shows, is opaque red.
    head = _riff(b"VP8X", extended) + _riff(b"ANIM", b"\0\0\xff\xff\0\0")
    return _riff(b"RIFF", b"WEBP" + head + body)


def _riff(kind, data):
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
