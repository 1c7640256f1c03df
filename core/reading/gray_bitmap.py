"""Bitmaps whose table of colors is gray: BMP, DIB, and those in icons.

Pillow leaves out a table of black and white, and one of as many grays as it has colors, counted
from black. It then takes the pixels for gray of 1 or 8 bits, whatever bits they have in the file.
"""

from __future__ import annotations

import struct

from PIL import ImagePalette
from PIL.BmpImagePlugin import BIT2MODE, BmpImageFile

# The bits of a pixel that Pillow decodes for a mode without a table.
_BITS = {"1": 1, "L": 8}
_GRAYS = {"1": (0, 255), "L": range(256)}
# The header of OS/2 has this many bytes, and sizes of 16 bits.
_SHORT_HEADER = 12
# Nothing public of Pillow is between the table and the pixels.
_PILLOWS = BmpImageFile._bitmap  # noqa: SLF001


def register() -> None:
    """Have Pillow read bitmaps in this way: one of its own classes reads those in icons."""
    BmpImageFile._bitmap = _bitmap  # type: ignore[method-assign]  # noqa: SLF001


def _bitmap(self: BmpImageFile, header: int = 0, offset: int = 0) -> None:
    """Read the header and table of a bitmap; put a table back where the pixels need it."""
    assert self.fp is not None
    begin = header or self.fp.tell()
    _PILLOWS(self, header, offset)
    if self.mode not in _BITS:
        return
    after = self.fp.tell()
    self.fp.seek(begin)
    head = self.fp.read(16)
    self.fp.seek(after)
    (size,) = struct.unpack_from("<I", head)
    (bits,) = struct.unpack_from("<H", head, 10 if size == _SHORT_HEADER else 14)
    if bits == _BITS[self.mode]:
        return
    table = bytes(gray for gray in _GRAYS[self.mode] for _ in "RGB")
    self.palette = ImagePalette.raw("RGB", table)
    self._mode, raw_mode = BIT2MODE[bits]
    (tile,) = self.tile
    assert isinstance(tile.args, tuple)
    self.tile = [tile._replace(args=(raw_mode, *tile.args[1:]))]
