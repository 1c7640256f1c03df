"""JPEG: RGB with loss, which adds colors; no transparency."""

from __future__ import annotations

from PIL import Image, ImageFile

from core.metadata import Metadata, Room
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import (
    LOSSY,
    Format,
    Prepared,
    dpi_argument,
    flat_note,
    lossy_note,
)
from core.writing.picture import flat_image, rgb_image


def _prepare(result: Result, options: SaveOptions) -> Prepared:
    if result.alpha is None:
        return Prepared(rgb_image(result.rgb), (lossy_note("JPEG"),))
    notes = lossy_note("JPEG"), flat_note("JPEG", options.background)
    return Prepared(flat_image(result, options.background), notes)


def _encode(image: Image.Image, options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    beside = {"exif": kept.exif, "xmp": kept.xmp, **dpi_argument(kept)}
    how = {"quality": options.quality, "subsampling": 0}
    plain = encode_with_pillow(image, "JPEG", tick, **how, **beside)
    # To optimize, Pillow fails for a file larger than its buffer, as many dithered pictures need.
    if len(plain) > max(image.width * image.height, ImageFile.MAXBLOCK):
        return plain
    return encode_with_pillow(image, "JPEG", tick, optimize=True, **how, **beside)


FORMAT = Format(
    "jpeg",
    "JPEG",
    (".jpg", ".jpeg"),
    _prepare,
    _encode,
    remark=LOSSY,
    # The format has 65535; libjpeg, which nearly all programs use, stops here.
    largest_side=65500,
    # EXIF and XMP are in segments of at most 64 KiB, the resolution in numbers of 16 bits.
    room=Room(exif=65_533, xmp=65_504, dpi=65_535),
    holds_others_up=True,
)
