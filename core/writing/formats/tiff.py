"""TIFF: indexed, or RGBA where the photo is transparent; packed by LZW."""

from __future__ import annotations

import struct

import numpy as np
from PIL import Image

from core.metadata import Metadata, tiff_with_exif
from core.model import Result
from core.progress import Tick
from core.settings import SaveOptions
from core.writing.encoder import encode_with_pillow
from core.writing.formats.format import Format, Prepared, dpi_argument, indexed
from core.writing.picture import rgba_image

_COLOR_MAP = 320


def _prepare(result: Result, options: SaveOptions) -> Prepared:
    if result.alpha is None:
        return indexed(result, options)
    return Prepared(rgba_image(result.rgb, result.alpha))


def _encode(image: Image.Image, _options: SaveOptions, kept: Metadata, tick: Tick) -> bytes:
    tiff = encode_with_pillow(image, "TIFF", tick, compression="tiff_lzw", **dpi_argument(kept))
    return tiff_with_exif(_with_full_white(tiff), kept)


def _with_full_white(tiff: bytes) -> bytes:
    """Spread the colors of the table from 0…65280 over 0…65535 (TIFF 6.0, ColorMap).

    Pillow puts a zero behind each byte. Programs that round, and do not cut, then see 254 for 255.
    """
    if tiff[:4] != b"II*\0":
        return tiff
    (begin,) = struct.unpack_from("<I", tiff, 4)
    (entries,) = struct.unpack_from("<H", tiff, begin)
    for at in range(begin + 2, begin + 2 + 12 * entries, 12):
        tag, _type, count, place = struct.unpack_from("<HHII", tiff, at)
        if tag == _COLOR_MAP:
            spread = np.frombuffer(tiff, "<u2", count, place) // 256 * 257
            return tiff[:place] + spread.tobytes() + tiff[place + 2 * count :]
    return tiff


FORMAT = Format(
    "tiff",
    "TIFF",
    (".tif", ".tiff"),
    _prepare,
    _encode,
    has_table=True,
    holds_others_up=True,
)
