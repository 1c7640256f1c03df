"""Palettes of Paint.NET, .txt: AARRGGBB a line, and comments after a semicolon.

https://www.getpaint.net/doc/latest/WorkingWithPalettes.html. Paint.NET keeps the first 96 colors
and skips the rest of a line after a semicolon, so names can stand there.
"""

from __future__ import annotations

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import Gathering, PaletteFormat, one_line, parse_hex, text_lines
from core.settings import Color

_NAME = "Paint.NET palette"


def _write(palette: Palette, title: str) -> bytes:
    lines = ["; paint.net Palette File", f"; {one_line(title)}"]
    for rgba, name in zip(palette.rgba.tolist(), palette.names, strict=True):
        comment, digits = one_line(name), bytes([rgba[3], *rgba[:3]]).hex().upper()
        lines.append(digits + (f" ; {comment}" if comment else ""))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _read(data: bytes) -> Palette:
    found = Gathering(_NAME)
    for number, line in enumerate(text_lines(data, _NAME), start=1):
        text, _, comment = line.partition(";")
        text = text.strip()
        if not text:
            continue
        color = _parse(text)
        if color is None:
            raise PaletteError(f"line {number} of this {_NAME} is no color like FF1A2B3C")
        found.add(color, comment.strip())
    return found.palette()


def _parse(text: str) -> Color | None:
    digits = text.removeprefix("#")
    # Paint.NET writes alpha first.
    return parse_hex(digits[2:] if len(digits) == 8 and parse_hex(digits) else digits)


FORMAT = PaletteFormat(_NAME, ".txt", _write, _read, alpha=True)
