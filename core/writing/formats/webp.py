"""WebP: RGB or RGBA, without loss."""

from __future__ import annotations

from PIL import Image

from core.metadata import Metadata, exif_with_dpi
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.webp import write_webp
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared
from core.writing.picture import rgba_image


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, _options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    beside = {"exif": exif_with_dpi(kept), "xmp": kept.xmp}
    return encode_with_pillow(image, "WEBP", tick, lossless=True, quality=80, method=4, **beside)


FORMAT = Format(
    "webp",
    "WebP",
    (".webp",),
    _prepare,
    _encode,
    remark="lossless",
    largest_side=16383,
    write_frames=write_webp,
)
