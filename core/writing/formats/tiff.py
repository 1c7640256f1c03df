"""TIFF: indexed, or RGBA where the photo is transparent; packed by LZW."""

from __future__ import annotations

from PIL import Image

from core.metadata import Metadata, tiff_with_exif
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared, dpi_argument
from core.writing.picture import indexed_image, rgba_image


def _prepare(result: Result, _options: SaveOptions) -> Prepared:
    if result.alpha is None:
        return Prepared(indexed_image(result))
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, _options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    tiff = encode_with_pillow(image, "TIFF", tick, compression="tiff_lzw", **dpi_argument(kept))
    return tiff_with_exif(tiff, kept)


FORMAT = Format("tiff", "TIFF", (".tif", ".tiff"), _prepare, _encode)
