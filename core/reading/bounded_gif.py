"""GIF files, with a bound on the size of their frames.

A frame may be larger than the canvas that the file announces, and Pillow takes memory for it when
it opens the file or goes to the next frame: 32 bytes could take 4 GB.
"""

from __future__ import annotations

import os

from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from core.errors import ReadError
from core.language import _

# GIF packs 2600 pixels of one color into a byte at best. Small frames are allowed in any case.
_PIXELS_PER_BYTE = 3000
_FEW_PIXELS = 20_000_000


def register() -> None:
    """Have Pillow open GIF files in this way."""
    Image.register_open(GifImageFile.format, _BoundedGif, _accept)


def _accept(prefix: bytes) -> bool:
    return prefix.startswith((b"GIF87a", b"GIF89a"))


class _BoundedGif(GifImageFile):
    """GIF file that raises ReadError before it takes more memory than a file of its size needs."""

    covered: tuple[int, int, int, int] | None = None
    """Left, top, right and bottom of what the first frame covers; None where it is the canvas."""

    _most_pixels = _FEW_PIXELS
    _allowed = (0, 0)

    def _open(self) -> None:
        assert self.fp is not None
        begin = self.fp.tell()
        file_bytes = self.fp.seek(0, os.SEEK_END)
        self.fp.seek(begin)
        self._most_pixels = max(_FEW_PIXELS, _PIXELS_PER_BYTE * file_bytes)
        super()._open()
        extents = self.tile[0].extents
        # With a transparent color Pillow fills the rest with it.
        if extents != (0, 0, *self.size) and "transparency" not in self.info:
            self.covered = extents

    # Pillow keeps the size in this attribute, and sets it before it takes memory.
    @property
    def _size(self) -> tuple[int, int]:
        return self._allowed

    @_size.setter
    def _size(self, size: tuple[int, int]) -> None:
        width, height = size
        if width * height > self._most_pixels:
            raise ReadError(
                _(
                    "a picture in it is said to have {width}×{height} pixels, far too many for "
                    "its file; it is damaged, or made to fill the memory"
                ).format(width=width, height=height)
            )
        self._allowed = size
