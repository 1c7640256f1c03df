"""Palettes of Paint Shop Pro, .pal: text that begins with JASC-PAL.

"JASC-PAL", "0100", the number of colors, then R G B, each on a line that ends with CR LF.
"""

from __future__ import annotations

import re

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import Gathering, PaletteFormat, cut_off, require_count, text_lines

_NAME = "JASC palette"
# Some programs add alpha, which is ignored.
_COLOR = re.compile(r"\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})(?:\s+\d{1,9})?\s*\Z")


def _write(palette: Palette, _title: str) -> bytes:
    rows = (f"{red} {green} {blue}" for red, green, blue in palette.colors.tolist())
    lines = ["JASC-PAL", "0100", str(len(palette)), *rows]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _read(data: bytes) -> Palette:
    lines = [line for line in text_lines(data, _NAME) if line.strip()]
    if not lines or lines[0].strip() != "JASC-PAL":
        raise PaletteError(f"this is no {_NAME}: its first line is not 'JASC-PAL'")
    count = lines[2].strip() if len(lines) > 2 else ""
    if not re.fullmatch(r"\d{1,9}", count):
        raise PaletteError(f"this {_NAME} does not tell its number of colors in the third line")
    require_count(int(count), _NAME)
    rows = lines[3 : 3 + int(count)]
    if len(rows) < int(count):
        raise cut_off(_NAME, int(count), len(rows))
    found = Gathering(_NAME)
    for row in rows:
        match = _COLOR.match(row)
        if match is None or max(rgb := (int(match[1]), int(match[2]), int(match[3]))) > 255:
            raise PaletteError(
                f"color {len(found) + 1} of this {_NAME} is not three numbers to 255"
            )
        found.add(rgb)
    return found.palette()


FORMAT = PaletteFormat(_NAME, ".pal", _write, _read)
