"""AVIF: RGB or RGBA with loss, which adds colors."""

from __future__ import annotations

from PIL import Image

from core.metadata import Metadata, exif_with_dpi
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import LOSSY, Format, Prepared, lossy_note
from core.writing.picture import rgba_image

# This is thrice as fast as the default.
_SPEED = 8


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    return Prepared(rgba_image(result.rgb, result.alpha), (lossy_note("AVIF"),))


def _encode(image: Image.Image, options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    beside = {"exif": exif_with_dpi(kept), "xmp": kept.xmp}
    how = {"quality": options.quality, "subsampling": "4:4:4", "speed": _SPEED}
    return encode_with_pillow(image, "AVIF", tick, **how, **beside)


FORMAT = Format(
    "avif",
    "AVIF",
    (".avif",),
    _prepare,
    _encode,
    remark=LOSSY,
    # The encoder takes up to 65536 a side; the decoders (libavif's defaults) do not.
    largest_side=32768,
    most_pixels=16384 * 16384,
    holds_others_up=True,
)
