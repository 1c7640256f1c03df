"""Adobe color swatches, .aco: Photoshop, GIMP, Krita.

Adobe Photoshop File Formats Specification, "Color Swatches": big-endian words. Version 1 has a
count, and five words a color: model and four values; version 2 follows, with names as well. Some
programs write 8 bits as 0xab00, others, as Photoshop, as 0xabab.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from core.errors import PaletteError
from core.language import N_, _, translated
from core.model import Palette
from core.palettes import color_models
from core.palettes.format import (
    PaletteFormat,
    cut_off,
    name_of_utf16,
    name_or_hex,
    utf16_name,
    without_hex,
)
from core.palettes.found import Found, require_some
from core.palettes.gathering import Gathering
from core.settings import Color

_NAME = N_("Adobe swatch file")
_HEADER = struct.Struct(">HH")
_COLOR = struct.Struct(">5H")
_LENGTH = struct.Struct(">I")
_FULL, _FULL_OF_8_BITS = 0xFFFF, 0xFF00
_MOST_UNITS = 0xFFFF


def _write(palette: Palette, _title: str) -> bytes:
    plain, named = [], []
    for number, color in enumerate(palette.colors.tolist()):
        # 8 bits become 16 by doubling: 0xab is 0xabab.
        words = _COLOR.pack(0, *(257 * channel for channel in color), 0)
        name = utf16_name(name_or_hex(palette, number), _MOST_UNITS)
        plain.append(words)
        named.append(words + _LENGTH.pack(len(name) // 2) + name)
    count = len(palette)
    return b"".join([_HEADER.pack(1, count), *plain, _HEADER.pack(2, count), *named])


def _read(data: bytes) -> Found:
    version = data[:2]
    if version == b"\0\2":
        return _section(data, 0, named=True)
    if version != b"\0\1":
        raise PaletteError(
            _("this is no {format}: its version is neither 1 nor 2").format(
                format=translated(_NAME)
            )
        )
    plain = _section(data, 0, named=False)
    after = _HEADER.size + _HEADER.unpack_from(data)[1] * _COLOR.size
    # Version 2 has the same colors again; old programs, which knew no names, wrote the first only.
    return _section(data, after, named=True) if data[after : after + 2] == b"\0\2" else plain


def _section(data: bytes, at: int, *, named: bool) -> Found:
    """Read the colors of one version, which begins at `at`, with names or without."""
    if at + _HEADER.size > len(data):
        raise PaletteError(_("this {format} is cut off").format(format=translated(_NAME)))
    (_version, count) = _HEADER.unpack_from(data, at)
    require_some(count, _NAME)
    at += _HEADER.size
    entries: list[tuple[tuple[int, ...], str]] = []
    try:
        for _entry in range(count):
            words = _COLOR.unpack_from(data, at)
            at += _COLOR.size
            name = ""
            if named:
                (units,) = _LENGTH.unpack_from(data, at)
                begin, at = at + _LENGTH.size, at + _LENGTH.size + 2 * units
                if at > len(data):
                    raise cut_off(_NAME, count, len(entries))
                name = name_of_utf16(data[begin:at])
            entries.append((words, name))
    except struct.error:
        raise cut_off(_NAME, count, len(entries)) from None
    full = _full([words for words, _name in entries])
    found = Gathering(_NAME, "entry")
    for number, (words, name) in enumerate(entries, start=1):
        color = _color(full, *words)
        if color is None:
            found.leave_out(
                number,
                _(
                    "color {number} of this {format} is of the color model {model}, which only "
                    "the maker of its inks can convert"
                ).format(number=number, format=translated(_NAME), model=words[0]),
            )
        else:
            found.add(color, without_hex(name, color))
    return found.found()


def _full(colors: list[tuple[int, ...]]) -> int:
    """Return the word for all of a channel: 0xff00 in files of 8 bits, in the high bytes."""
    words = [word for model, *words in colors if model in _SCALED for word in words]
    return _FULL if any(word & 0xFF for word in words) else _FULL_OF_8_BITS


def _color(full: int, model: int, *words: int) -> Color | None:
    """Convert a color; None where only the maker of its inks can."""
    if model in _SCALED:
        return _SCALED[model](*(min(word / full, 1) for word in words))
    if model in _MODELS:
        return _MODELS[model](*words)
    return None


def _rgb(red: float, green: float, blue: float, _: float) -> Color:
    return color_models.rgb(red, green, blue)


def _hsb(hue: float, saturation: float, brightness: float, _: float) -> Color:
    return color_models.hsb(hue, saturation, brightness)


def _cmyk(*inks: float) -> Color:
    # 0 stands for all of the ink.
    return color_models.cmyk(*(1 - ink for ink in inks))


def _lab(lightness: int, a: int, b: int, _: int) -> Color:
    return color_models.lab(lightness / 100, _signed(a) / 100, _signed(b) / 100)


def _gray(ink: int, *_: int) -> Color:
    # Adobe writes "the gray value, from 0 to 10000"; GIMP and others read it as ink, 0 for white.
    return color_models.gray(1 - ink / 10_000)


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word


def _is_it(data: bytes) -> bool:
    """Return whether a file of version 1 ends where it should, or version 2 begins there."""
    if data[:2] != b"\0\1" or len(data) < _HEADER.size:
        return False
    end = _HEADER.size + _HEADER.unpack_from(data)[1] * _COLOR.size
    return len(data) == end or data[end : end + 4] == b"\0\2" + data[2:4]


# Their values go from nothing, 0, to all, `_full`; those of the others are whole numbers.
_SCALED: dict[int, Callable[..., Color]] = {0: _rgb, 1: _hsb, 2: _cmyk}
_MODELS: dict[int, Callable[..., Color]] = {7: _lab, 8: _gray}

FORMAT = PaletteFormat(
    N_("Adobe color swatches"),
    ".aco",
    _write,
    _read,
    is_it=_is_it,
    most_bytes=3_000_000,
    programs=N_("Photoshop, swatches"),
)
