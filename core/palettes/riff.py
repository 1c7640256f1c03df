"""Palettes of Windows, .pal: RIFF files of the type PAL; read only.

Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991, LOGPALETTE:
little-endian u16 0x0300, u16 count, then red, green, blue and flags of each color.
"""

from __future__ import annotations

import struct

from core.errors import PaletteError
from core.language import N_, _, translated
from core.palettes.format import PaletteFormat, cut_off
from core.palettes.found import Found, require_some
from core.palettes.gathering import Gathering

_NAME = N_("RIFF palette")
_CHUNK = struct.Struct("<4sI")
_HEADER = struct.Struct("<HH")


def _read(data: bytes) -> Found:
    if data[:4] != b"RIFF" or data[8:12] != b"PAL ":
        raise PaletteError(
            _("this is no {format}: it is another kind of RIFF file").format(
                format=translated(_NAME)
            )
        )
    at = _begin_of_data(data)
    if at + _HEADER.size > len(data):
        raise PaletteError(_("this {format} is cut off").format(format=translated(_NAME)))
    _version, count = _HEADER.unpack_from(data, at)
    require_some(count, _NAME)
    entries = data[at + _HEADER.size :]
    if len(entries) < 4 * count:
        raise cut_off(_NAME, count, len(entries) // 4)
    found = Gathering(_NAME)
    for red, green, blue, _flags in struct.iter_unpack("4B", entries[: 4 * count]):
        found.add((red, green, blue))
    return found.found()


def _begin_of_data(data: bytes) -> int:
    """Find where the content of the chunk with the colors begins."""
    at = 12
    while at + _CHUNK.size <= len(data):
        kind, size = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        if kind == b"data":
            return at
        # Chunks begin at even places.
        at += size + size % 2
    raise PaletteError(_("this {format} has no colors in it").format(format=translated(_NAME)))


FORMAT = PaletteFormat(_NAME, ".pal", None, _read, is_it=lambda data: data.startswith(b"RIFF"))
