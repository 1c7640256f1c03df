"""Adobe swatch exchange files, .ase: Illustrator, InDesign, Photoshop, Affinity, Procreate.

Big-endian: "ASEF", u16 1, u16 0, u32 blocks; a block is u16 kind, u32 length, and a color in it
u16 units of its name with the NUL, the name in UTF-16, four letters for the model, floats, u16.
After http://www.selapa.net/swatches/colors/fileformats.php#adobe_ase.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from core.errors import PaletteError
from core.language import N_, _, ngettext, translated
from core.model import Palette
from core.palettes import color_models
from core.palettes.format import (
    PaletteFormat,
    name_of_utf16,
    name_or_hex,
    utf16_name,
    without_hex,
)
from core.palettes.found import MOST_KEPT, Found
from core.palettes.gathering import Gathering
from core.settings import Color

_NAME = N_("Adobe swatch exchange file")
_COLOR = 0x0001
_NORMAL = 2
_HEADER = struct.Struct(">4sHHI")
_BLOCK = struct.Struct(">HI")
_MOST_UNITS = 0xFFFF

_MODELS: dict[bytes, tuple[int, Callable[..., Color]]] = {
    b"RGB ": (3, color_models.rgb),
    b"CMYK": (4, color_models.cmyk),
    b"LAB ": (3, lambda light, a, b: color_models.lab(100 * light, a, b)),
    b"Gray": (1, color_models.gray),
}


def _write(palette: Palette, _title: str) -> bytes:
    blocks = []
    for number, color in enumerate(palette.colors.tolist()):
        name = utf16_name(name_or_hex(palette, number), _MOST_UNITS)
        values = (channel / 255 for channel in color)
        body = struct.pack(">H", len(name) // 2) + name
        body += struct.pack(">4s3fH", b"RGB ", *values, _NORMAL)
        blocks.append(_BLOCK.pack(_COLOR, len(body)) + body)
    return _HEADER.pack(b"ASEF", 1, 0, len(blocks)) + b"".join(blocks)


def _read(data: bytes) -> Found:
    if len(data) < _HEADER.size or data[:4] != b"ASEF":
        raise PaletteError(
            _("this is no {format}: it does not begin with ASEF").format(format=translated(_NAME))
        )
    found = Gathering(_NAME, "entry")
    for kind, body in _blocks(data):
        if kind != _COLOR:
            continue
        number = len(found) + found.odd + 1
        try:
            # Beyond those that are kept, colors are only counted, for the message.
            color, name = _color(body) if len(found) < MOST_KEPT else ((0, 0, 0), "")
        except (struct.error, PaletteError):
            found.leave_out(
                number,
                _("color {number} of this {format} is damaged").format(
                    number=number, format=translated(_NAME)
                ),
            )
            continue
        found.add(color, name)
    return found.found()


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the blocks; a group is a block beside those of its colors."""
    announced = _HEADER.unpack_from(data)[3]
    at, number = _HEADER.size, 0
    while at + _BLOCK.size <= len(data):
        kind, length = _BLOCK.unpack_from(data, at)
        at += _BLOCK.size
        if at + length > len(data):
            break
        yield kind, data[at : at + length]
        at, number = at + length, number + 1
    # Some programs do not count groups, so more blocks than announced are read as well.
    if number < announced:
        raise PaletteError(
            ngettext(
                "this {format} is cut off: it announces {announced} block and has {count}",
                "this {format} is cut off: it announces {announced} blocks and has {count}",
                announced,
            ).format(format=translated(_NAME), announced=announced, count=number)
        )


def _color(body: bytes) -> tuple[Color, str]:
    """Read a color and its name out of the content of a block."""
    (units,) = struct.unpack_from(">H", body)
    after_name = 2 + 2 * units
    model = body[after_name : after_name + 4]
    if model not in _MODELS:
        raise PaletteError("an unknown color model")  # untranslated: it is caught above
    size, convert = _MODELS[model]
    color = convert(*struct.unpack_from(f">{size}f", body, after_name + 4))
    return color, without_hex(name_of_utf16(body[2:after_name]), color)


FORMAT = PaletteFormat(
    N_("Adobe swatch exchange"),
    ".ase",
    _write,
    _read,
    is_it=lambda data: data.startswith(b"ASEF"),
    most_bytes=3_000_000,
    programs="Illustrator, InDesign, Photoshop, Affinity",  # untranslated: names,
)
