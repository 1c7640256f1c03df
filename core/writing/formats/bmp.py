"""BMP: indexed, a byte a pixel, or a bit for black and white; no transparency, EXIF or XMP."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from core.color.compositing import laid_on
from core.metadata import Metadata, Room
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared, dpi_argument, flat_note, indexed
from core.writing.picture import flat_image, indexed_image, table_order

_BLACK_AND_WHITE = [0, 0, 0, 255, 255, 255]


def _prepare(result: Result, options: SaveOptions) -> Prepared:
    if result.alpha is None:
        return indexed(result, options)
    palette, notes = result.palette, (flat_note("BMP", options.background),)
    if palette.alpha is None:
        return Prepared(flat_image(result, options.background), notes)
    colors = laid_on(palette.colors, palette.alpha, options.background)
    flat = replace(palette, colors=colors, alpha=None)
    order = table_order(flat, options.palette_order)
    image = indexed_image(replace(result, palette=flat, alpha=None), order)
    return Prepared(image, notes, palette.some(order))


def _encode(image: Image.Image, _options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    if image.mode == "P" and image.getpalette() == _BLACK_AND_WHITE:
        # Pillow, and whatever reads with it, takes that table for a sign of one bit a pixel.
        image = image.convert("1", dither=Image.Dither.NONE)
    return encode_with_pillow(image, "BMP", tick, **dpi_argument(kept))


FORMAT = Format(
    "bmp", "BMP", (".bmp",), _prepare, _encode, room=Room(exif=0, xmp=0), has_table=True
)
