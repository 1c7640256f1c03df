"""Palettes of sprites of Aseprite, .aseprite and .ase; read only.

https://github.com/aseprite/aseprite/blob/main/docs/ase-file-specs.md: little-endian; a header of
128 bytes, and the chunks of the first frame. The palette comes before layers and pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from core.errors import PaletteError
from core.language import N_, _, translated
from core.palettes.format import PaletteFormat, without_hex
from core.palettes.found import Found, require_some
from core.palettes.gathering import Gathering
from core.settings import Color

_NAME = N_("Aseprite sprite")
_MAGIC, _FRAME_MAGIC = b"\xe0\xa5", 0xF1FA
_HEADER, _FRAME, _CHUNK = 128, struct.Struct("<IHHHHI"), struct.Struct("<IH")
_PALETTE, _OLD_PALETTE, _OLDEST_PALETTE = 0x2019, 0x0004, 0x0011
_RANGE, _COLOR, _LENGTH = struct.Struct("<III8x"), struct.Struct("<H4B"), struct.Struct("<H")
_HAS_NAME = 1
_MOST_PLACES = 65_536

_Entries = dict[int, tuple[Color, str, int]]


def _read(data: bytes) -> Found:
    if not _is_it(data):
        raise PaletteError(
            _("this is no {format}: its magic number is another").format(format=translated(_NAME))
        )
    entries: _Entries = {}
    old: _Entries = {}
    try:
        for kind, body in _chunks(data):
            if kind == _PALETTE:
                entries |= _palette(body)
            elif kind in {_OLD_PALETTE, _OLDEST_PALETTE}:
                # The oldest one has 6 bits a channel.
                old |= _old_palette(body, 63 if kind == _OLDEST_PALETTE else 255)
    except struct.error:
        raise PaletteError(
            _("the palette of this {format} is cut off").format(format=translated(_NAME))
        ) from None
    # Newer programs write the old kind only where it says all, or besides the new one.
    entries = entries or old
    found = Gathering(_NAME)
    for _index, (color, name, alpha) in sorted(entries.items()):
        found.add(color, without_hex(name, color), alpha)
    return found.found()


def _chunks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the chunks of the first frame, as far as they are there."""
    size, magic, *_rest = _FRAME.unpack_from(data, _HEADER)
    if magic != _FRAME_MAGIC:
        raise PaletteError(
            _("this {format} is damaged: its first frame does not begin as it should").format(
                format=translated(_NAME)
            )
        )
    at, end = _HEADER + _FRAME.size, min(_HEADER + size, len(data))
    while at + _CHUNK.size <= end:
        length, kind = _CHUNK.unpack_from(data, at)
        if length < _CHUNK.size:
            raise PaletteError(
                _("this {format} is damaged: a part of it is shorter than its header").format(
                    format=translated(_NAME)
                )
            )
        yield kind, data[at + _CHUNK.size : at + length]
        at += length


def _palette(body: bytes) -> _Entries:
    size, first, last = _RANGE.unpack_from(body)
    require_some(size, _NAME)
    if not first <= last < _MOST_PLACES:
        raise PaletteError(
            _("the palette of this {format} is damaged").format(format=translated(_NAME))
        )
    at, entries = _RANGE.size, {}
    for index in range(first, last + 1):
        flags, red, green, blue, alpha = _COLOR.unpack_from(body, at)
        at += _COLOR.size
        name = b""
        if flags & _HAS_NAME:
            (length,) = _LENGTH.unpack_from(body, at)
            at += _LENGTH.size
            name = body[at : at + length]
            at += length
        entries[index] = (red, green, blue), name.decode(errors="replace"), alpha
    return entries


def _old_palette(body: bytes, top: int) -> _Entries:
    (packets,) = _LENGTH.unpack_from(body)
    at, index, entries = _LENGTH.size, 0, {}
    for _packet in range(packets):
        skipped, count = struct.unpack_from("<BB", body, at)
        at, index = at + 2, index + skipped
        # 0 stands for 256.
        for red, green, blue in _colors(body, at, count or 256):
            rgb = tuple(round(255 * min(channel, top) / top) for channel in (red, green, blue))
            entries[index] = (rgb[0], rgb[1], rgb[2]), "", 255
            index += 1
        at += 3 * (count or 256)
    return entries


def _colors(body: bytes, at: int, count: int) -> Iterator[tuple[int, ...]]:
    content = body[at : at + 3 * count]
    if len(content) < 3 * count:
        raise struct.error
    return struct.iter_unpack("3B", content)


def _is_it(data: bytes) -> bool:
    return data[4:6] == _MAGIC and len(data) >= _HEADER + _FRAME.size


FORMAT = PaletteFormat(
    _NAME, ".aseprite", None, _read, is_it=_is_it, most_bytes=4_000_000, whole=False
)
FORMATS = (replace(FORMAT, ending=".ase"), FORMAT)
