"""Palettes of Paint.NET, .txt: AARRGGBB a line, and comments after a semicolon.

https://www.getpaint.net/doc/latest/WorkingWithPalettes.html. Paint.NET keeps the first 96 colors
and skips the rest of a line after a semicolon, so names can stand there.
"""

from __future__ import annotations

from core.language import N_, ngettext
from core.model import Palette
from core.palettes import color_lines
from core.palettes.format import PaletteFormat, first_line, one_line
from core.palettes.found import Found

_NAME = N_("Paint.NET palette")
_SHOWN = 96


def _write(palette: Palette, title: str) -> bytes:
    head = "; paint.net Palette File"  # untranslated: as its own files begin
    lines = [head, f"; {one_line(title)}"]
    for rgba, name in zip(palette.rgba.tolist(), palette.names, strict=True):
        comment, digits = one_line(name), bytes([rgba[3], *rgba[:3]]).hex().upper()
        lines.append(digits + (f" ; {comment}" if comment else ""))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _read(data: bytes) -> Found:
    return color_lines.read(data, _NAME, "FF1A2B3C", alpha_first=True)


def _remark(colors: int) -> str:
    if colors <= _SHOWN:
        return ""
    return ngettext(
        "The file has all {count} color, but Paint.NET shows only the first {most}.",
        "The file has all {count} colors, but Paint.NET shows only the first {most}.",
        colors,
    ).format(count=colors, most=_SHOWN)


def _is_it(data: bytes) -> bool:
    line = first_line(data)
    return line.startswith(";") and "paint.net" in line.lower()


FORMAT = PaletteFormat(
    _NAME, ".txt", _write, _read, is_it=_is_it, alpha=True, remark=_remark, programs="Paint.NET"
)
