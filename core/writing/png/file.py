"""The bytes of an indexed or gray PNG (ISO/IEC 15948, W3C PNG 3).

Pillow could write the file, but it filters no indexed rows, and the zlib-ng in its wheels packs
rows of 1, 2 and 4 bits 4 to 13 % larger than zlib does. Here rows are filtered as the caller
wishes, and packed by Python's zlib in parts, by several threads.
"""

from __future__ import annotations

import struct
import zlib
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.parallel import in_chunks, threads
from core.progress import Tick, silent

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES = len(SIGNATURE) + 25
_GRAY, _INDEXED = 0, 3
# A part is packed as if the end of the one before had just been read, so parts cost next to
# nothing. Their size must not depend on the number of threads, as a picture makes one file only.
_PART_BYTES = 1 << 20
_WINDOW = 1 << 15
_RAW_DEFLATE = -15
_MOST_MEMORY = 9
_ADLER_BASE = 65521
_ZLIB_HEADER = b"\x78\xda"


class Chunk(NamedTuple):
    """A chunk beside those that make the picture."""

    name: bytes
    data: bytes


END = Chunk(b"IEND", b"")
"""The last chunk of every file."""


class Filter(IntEnum):
    """The prediction subtracted from a byte before packing, by its number in PNG."""

    NONE = 0
    SUB = 1
    PAETH = 4


class Layout(NamedTuple):
    """Layout of an indexed picture in the file; it does not change what the picture shows.

    Parameters
    ----------
    order : (k,) integer
        The palette's colors as they come in the file.
    bits : {1, 2, 4, 8}
        Of each pixel; enough for k.
    row_filter : Filter
        For all rows.
    """

    order: NDArray[np.intp]
    bits: int
    row_filter: Filter = Filter.NONE


class Indexed(NamedTuple):
    """Picture as an indexed file holds it.

    Parameters
    ----------
    indices : (h, w) uint8
    colors : (k, 3) uint8
    alphas : (k,) uint8
        255 is opaque.
    keep_table : bool
        Whether the file has just these colors in this order, whatever is smaller.
    gray : bool
        Whether the colors are all levels of gray of some bits, which a file needs no table for; at
        most one of them is transparent.
    """

    indices: NDArray[np.uint8]
    colors: NDArray[np.uint8]
    alphas: NDArray[np.uint8]
    keep_table: bool = False
    gray: bool = False

    @property
    def clear_level(self) -> int | None:
        """The level of gray that is transparent; None without one."""
        levels = np.flatnonzero(self.alphas == 0)
        return int(levels[0]) if self.gray and len(levels) else None

    def rows(self, begin: int, end: int) -> Indexed:
        """Cut out some rows."""
        return self._replace(indices=self.indices[begin:end])


def indexed_png(
    picture: Indexed,
    layout: Layout,
    level: int,
    chunks: tuple[Chunk, ...] = (),
    tick: Tick = silent,
) -> bytes:
    """Build a PNG file of a picture.

    Parameters
    ----------
    picture : Indexed
    layout : Layout
    level : int, 1…9
        How hard zlib tries.
    chunks : tuple of Chunk
        What goes before palette and pixels.
    tick : Tick
        Receives the fraction done; whatever it raises passes through.
    """
    height, width = picture.indices.shape
    kind = _GRAY if picture.gray else _INDEXED
    header = struct.pack(">IIBBBBB", width, height, layout.bits, kind, 0, 0, 0)
    parts = [
        Chunk(b"IHDR", header),
        *chunks,
        *table_chunks(picture, layout),
        Chunk(b"IDAT", packed(picture.indices, layout, level, tick)),
        END,
    ]
    return SIGNATURE + b"".join(map(chunk_bytes, parts))


def table_chunks(picture: Indexed, layout: Layout) -> list[Chunk]:
    """Build the chunks that say what the values of pixels show: none for opaque levels of gray."""
    if picture.gray:
        level = picture.clear_level
        return [] if level is None else [Chunk(b"tRNS", struct.pack(">H", level))]
    alphas = picture.alphas[layout.order].tobytes().rstrip(b"\xff")
    colors = Chunk(b"PLTE", picture.colors[layout.order].tobytes())
    return [colors, Chunk(b"tRNS", alphas)] if alphas else [colors]


def with_chunks(png: bytes, chunks: tuple[Chunk, ...]) -> bytes:
    """Put chunks into a PNG file, before palette and pixels."""
    return png[:_HEADER_BYTES] + b"".join(map(chunk_bytes, chunks)) + png[_HEADER_BYTES:]


def color_table(png: bytes) -> NDArray[np.uint8]:
    """Read the (k, 4) uint8 colors with alpha of a PNG file's color table, k = 0 without one."""
    colors = alphas = b""
    at = len(SIGNATURE)
    while (name := png[at + 4 : at + 8]) not in {b"IDAT", b""}:
        length = int.from_bytes(png[at : at + 4], "big")
        data = png[at + 8 : at + 8 + length]
        colors, alphas = data if name == b"PLTE" else colors, data if name == b"tRNS" else alphas
        at += 12 + length
    table = np.full((len(colors) // 3, 4), 255, np.uint8)
    table[:, :3] = np.frombuffer(colors, np.uint8).reshape(-1, 3)
    if len(table):
        table[: len(alphas), 3] = np.frombuffer(alphas, np.uint8)
    return table


def packed(indices: NDArray[np.uint8], layout: Layout, level: int, tick: Tick = silent) -> bytes:
    """Filter and compress (h, w) uint8 indices to a zlib stream (RFC 1950)."""
    height, width = indices.shape
    row_bytes = 1 + -(-width * layout.bits // 8)
    rows = max(_PART_BYTES // row_bytes, 1)
    begins = range(0, height, rows)
    found: list[_Part] = [_Part(b"", 1, 0)] * len(begins)

    def pack(number: int, _end: int) -> None:
        begin = begins[number]
        end = min(begin + rows, height)
        # The rows before are needed for what zlib's window holds when this part begins.
        before = min(-(-_WINDOW // row_bytes), begin)
        raw = filtered(indices, begin - before, end, layout)
        split = before * row_bytes
        window, raw = raw[max(split - _WINDOW, 0) : split], raw[split:]
        arguments = (level, zlib.DEFLATED, _RAW_DEFLATE, _MOST_MEMORY, zlib.Z_DEFAULT_STRATEGY)
        deflate = zlib.compressobj(*arguments, window) if window else zlib.compressobj(*arguments)
        body = deflate.compress(raw)
        body += deflate.flush(zlib.Z_FINISH if end == height else zlib.Z_SYNC_FLUSH)
        found[number] = _Part(body, zlib.adler32(raw), len(raw))

    in_chunks(pack, len(begins), 1, threads(), tick)
    checksum = struct.pack(">I", _joined_adler32(found))
    return b"".join([_ZLIB_HEADER, *(part.body for part in found), checksum])


class _Part(NamedTuple):
    """Packed part, with checksum and length of what it was packed from."""

    body: bytes
    adler32: int
    length: int


def _joined_adler32(parts: list[_Part]) -> int:
    """Join the checksums of parts (RFC 1950, section 8.2): a sum of bytes, and one of sums."""
    low, high = 1, 0
    for part in parts:
        high = (high + (part.adler32 >> 16) + part.length * (low - 1)) % _ADLER_BASE
        low = (low + (part.adler32 & 0xFFFF) - 1) % _ADLER_BASE
    return high << 16 | low


def filtered(indices: NDArray[np.uint8], begin: int, end: int, layout: Layout) -> bytes:
    """Return the bytes of some rows of (h, w) uint8 indices that are packed."""
    above = min(begin, 1)
    table = bytearray(256)
    for place, index in enumerate(layout.order.tolist()):
        table[index] = place
    part = indices[begin - above : end]
    places = np.frombuffer(part.tobytes().translate(bytes(table)), np.uint8).reshape(part.shape)
    raw = _few_bits(places, layout.bits)
    rows = np.empty((end - begin, 1 + raw.shape[1]), dtype=np.uint8)
    rows[:, 0] = layout.row_filter
    here, out = raw[above:], rows[:, 1:]
    match layout.row_filter:
        case Filter.NONE:
            out[:] = here
        case Filter.SUB:
            out[:, 0] = here[:, 0]
            np.subtract(here[:, 1:], here[:, :-1], out=out[:, 1:])
        case Filter.PAETH:
            _paeth(raw, above, out)
    return rows.tobytes()


def _few_bits(places: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Put several pixels of (h, w) uint8 into each byte, the left one into the highest bits."""
    if bits == 8:
        return places
    a_byte = 8 // bits
    height, width = places.shape
    if rest := -width % a_byte:
        places = np.pad(places, ((0, 0), (0, rest)))
    joined = np.zeros((height, places.shape[1] // a_byte), dtype=np.uint8)
    for place in range(a_byte):
        joined |= places[:, place::a_byte] << (8 - bits * (place + 1))
    return joined


def _paeth(raw: NDArray[np.uint8], above: int, out: NDArray[np.uint8]) -> None:
    """Subtract from each byte that of left, above and upper left which is nearest to their plane.

    Parameters
    ----------
    raw : (above + h, w) uint8
        The rows to filter, with the row above them if `above` is 1.
    out : (h, w) uint8
    """
    height, width = out.shape
    framed = np.zeros((1 + height, 1 + width), dtype=np.int16)
    framed[1 - above :, 1:] = raw
    left, up, corner = framed[1:, :-1], framed[:-1, 1:], framed[:-1, :-1]
    to_left, to_up = np.abs(up - corner), np.abs(left - corner)
    to_corner = np.abs(left + up - 2 * corner)
    guess = np.where(to_up <= to_corner, up, corner)
    guess = np.where((to_left <= to_up) & (to_left <= to_corner), left, guess)
    np.subtract(framed[1:, 1:], guess, out=out, casting="unsafe")


def fewest_bits(colors: int) -> int:
    """Return the fewest bits a pixel that PNG has and that hold an index of `colors` colors."""
    return next(bits for bits in (1, 2, 4, 8) if colors <= 1 << bits)


def chunk_bytes(chunk: Chunk) -> bytes:
    """Build the bytes of a chunk: length, name, data, checksum."""
    checksum = zlib.crc32(chunk.data, zlib.crc32(chunk.name))
    return (
        struct.pack(">I", len(chunk.data)) + chunk.name + chunk.data + struct.pack(">I", checksum)
    )
