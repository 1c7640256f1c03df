"""PNG: indexed, with alpha in the palette, or beside RGB where it is too much for a palette."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.language import NP_
from core.metadata import Metadata
from core.model import MAX_COLORS, Palette, Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.animation.apng import write_apng
from core.writing.formats.format import Format, Prepared, indexed
from core.writing.picture import is_soft, rgba_image
from core.writing.png.chunks import png_chunks
from core.writing.png.encode import encode_png
from core.writing.png.file import color_table


def _prepare(result: Result, options: SaveOptions) -> Prepared:
    beside = result.alpha is not None and result.palette.alpha is None
    if not beside or (not is_soft(result) and len(result.palette) < MAX_COLORS):
        return indexed(result, options)
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    keep_table = options.palette_order != "size"
    return encode_png(image, options.effort, png_chunks(kept), tick, keep_table=keep_table)


def _written_table(png: bytes, table: Palette) -> Palette | None:
    """Return the color table of a file in its order; None if it has none, or other colors."""
    places = {bytes(row): place for place, row in enumerate(table.rgba)}
    written = [places.get(bytes(row)) for row in color_table(png)]
    found = [place for place in written if place is not None]
    return table.some(np.array(found)) if found and len(found) == len(written) else None


FORMAT = Format(
    "png",
    "PNG",
    (".png",),
    _prepare,
    _encode,
    remark=NP_("kind of file", "indexed"),
    write_frames=write_apng,
    has_table=True,
    written_table=_written_table,
)
