"""WebP: RGB or RGBA, without loss."""

from __future__ import annotations

import struct

from PIL import Image

from core.language import NP_
from core.metadata import Metadata, exif_with_dpi
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.webp import write_webp
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared
from core.writing.picture import rgba_image

_HEAD_BYTES = 12
_HAS_ALPHA = 0x10
# Qt reads no file of fewer bytes, and a picture of one color can have 34.
_SHORTEST_FOR_QT = 40


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, _options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    beside = {"exif": exif_with_dpi(kept), "xmp": kept.xmp}
    how = {"lossless": True, "quality": 80, "method": 4}
    webp = encode_with_pillow(image, "WEBP", tick, **how, **beside)
    return webp if len(webp) >= _SHORTEST_FOR_QT else _extended(webp, image)


def _extended(webp: bytes, image: Image.Image) -> bytes:
    """Put the same picture into the longer of the two kinds of file (RFC 9649, section 2.7)."""
    flags = _HAS_ALPHA if image.mode == "RGBA" else 0
    sides = b"".join((side - 1).to_bytes(3, "little") for side in image.size)
    body = b"WEBPVP8X" + struct.pack("<IB3x", 10, flags) + sides + webp[_HEAD_BYTES:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


FORMAT = Format(
    "webp",
    "WebP",
    (".webp",),
    _prepare,
    _encode,
    remark=NP_("kind of file", "lossless"),
    largest_side=16383,
    write_frames=write_webp,
    holds_others_up=True,
)
