"""Palettes to look at, .png: labelled swatches, with the palette itself in a text chunk.

From any other PNG, the palette that its pixels use is read.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.language import N_
from core.model import Palette
from core.palettes import indexed_image, json_list
from core.palettes.format import PaletteFormat
from core.palettes.found import Found

_KEY = "fewtone-palette"
_MARGIN, _GAP = 24, 16
_WIDTH, _SWATCH, _LABEL = 150, 96, 44
_SQUARE = 12
_PAPER, _INK, _QUIET, _EDGE = "#ffffff", "#1c1c1c", "#6b6b6b", "#d0d0d0"


def write(palette: Palette, title: str) -> bytes:
    """Draw the swatches of a palette, and return the bytes of the PNG file."""
    sheet = _draw(palette)
    info = PngInfo()
    info.add_itxt(_KEY, json_list.write(palette, title).decode())
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True, pnginfo=info)
    return file.getvalue()


def _read(data: bytes) -> Found:
    return _read_by(indexed_image.read, data)


def _read_places(data: bytes) -> Found:
    return _read_by(indexed_image.read_places, data)


def _read_by(read_image: Callable[[bytes], Found], data: bytes) -> Found:
    text = indexed_image.text_in(data, _KEY)
    return read_image(data) if text is None else json_list.read(text.encode())


def _draw(palette: Palette) -> Image.Image:
    # Imported here, as fonts take a while.
    from PIL import ImageDraw, ImageFont

    columns = min(len(palette), max(4, math.ceil(math.sqrt(len(palette)))))
    rows = math.ceil(len(palette) / columns)
    size = (
        2 * _MARGIN + columns * (_WIDTH + _GAP) - _GAP,
        2 * _MARGIN + rows * (_SWATCH + _LABEL + _GAP) - _GAP,
    )
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    large, small = ImageFont.load_default(17), ImageFont.load_default(14)
    shares = palette.shares.tolist()
    for number, hex_ in enumerate(palette.hex):
        row, column = divmod(number, columns)
        x = _MARGIN + column * (_WIDTH + _GAP)
        y = _MARGIN + row * (_SWATCH + _LABEL + _GAP)
        box = (x, y, x + _WIDTH - 1, y + _SWATCH - 1)
        _fill(sheet, box, palette.rgba[number].tolist())
        draw.text((x + 2, y + _SWATCH + 6), hex_, _INK, large)
        note = palette.names[number] or (f"{100 * shares[number]:.1f} %" if any(shares) else "")
        draw.text((x + 2, y + _SWATCH + 26), note[:20], _QUIET, small)
    return sheet


def _fill(sheet: Image.Image, box: tuple[int, int, int, int], rgba: list[int]) -> None:
    """Draw a swatch, over a checkerboard where it is not opaque."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(sheet)
    *color, alpha = rgba
    if alpha == 255:
        draw.rounded_rectangle(box, 8, fill=tuple(color), outline=_EDGE)
        return
    swatch = Image.new("RGB", (_WIDTH, _SWATCH), _PAPER)
    squares = ImageDraw.Draw(swatch)
    for y in range(0, _SWATCH, _SQUARE):
        for x in range(y % (2 * _SQUARE), _WIDTH, 2 * _SQUARE):
            squares.rectangle((x, y, x + _SQUARE - 1, y + _SQUARE - 1), _EDGE)
    swatch.paste(tuple(color), mask=Image.new("L", swatch.size, alpha))
    mask = Image.new("L", swatch.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, _WIDTH - 1, _SWATCH - 1), 8, fill=255)
    sheet.paste(swatch, box[:2], mask)
    draw.rounded_rectangle(box, 8, outline=_EDGE)


FORMAT = PaletteFormat(
    N_("PNG sheet"),
    ".png",
    write,
    _read,
    read_places=_read_places,
    is_it=indexed_image.is_png,
    most_bytes=indexed_image.MOST_BYTES,
    alpha=True,
    programs=N_("Picture with swatches"),
)
