"""PNG: indexed, with alpha in the palette, or beside RGB where it is too much for a palette."""

from __future__ import annotations

from PIL import Image

from core.metadata import Metadata
from core.model import MAX_COLORS, Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.apng import write_apng
from core.writing.formats.format import Format, Prepared
from core.writing.picture import indexed_image, is_soft, rgba_image
from core.writing.png.chunks import png_chunks
from core.writing.png.encode import encode_png


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    beside = result.alpha is not None and result.palette.alpha is None
    if not beside or (not is_soft(result) and len(result.palette) < MAX_COLORS):
        return Prepared(indexed_image(result))
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    return encode_png(image, options.effort, png_chunks(kept), tick)


FORMAT = Format(
    "png", "PNG", (".png",), _prepare, _encode, remark="indexed", write_frames=write_apng
)
