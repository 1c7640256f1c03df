"""Chunks of a PNG file beside the picture: that it is sRGB, resolution, EXIF, XMP."""

from __future__ import annotations

import struct

from core.metadata import EXIF_PREFIX, Metadata
from core.writing.png.file import Chunk

_PERCEPTUAL = b"\0"
_METER = b"\1"
_INCH_IN_METERS = 0.0254
_XMP_KEYWORD = b"XML:com.adobe.xmp"
# The text is not compressed, and has neither language nor translated keyword.
_PLAIN_TEXT = b"\0\0\0\0\0"


def png_chunks(metadata: Metadata) -> tuple[Chunk, ...]:
    """Build the chunks that go before palette and pixels (PNG 3, section 11.3)."""
    chunks = [Chunk(b"sRGB", _PERCEPTUAL)]
    if metadata.dpi is not None:
        across, down = (round(dpi / _INCH_IN_METERS) for dpi in metadata.dpi)
        chunks.append(Chunk(b"pHYs", struct.pack(">II", across, down) + _METER))
    if metadata.exif:
        chunks.append(Chunk(b"eXIf", metadata.exif.removeprefix(EXIF_PREFIX)))
    if metadata.xmp:
        chunks.append(Chunk(b"iTXt", _XMP_KEYWORD + _PLAIN_TEXT + metadata.xmp))
    return tuple(chunks)
