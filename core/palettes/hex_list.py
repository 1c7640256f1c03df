"""Lists of hex colors, .hex (Lospec): one RRGGBB a line."""

from __future__ import annotations

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import Gathering, PaletteFormat, parse_hex, text_lines

_NAME = "hex list"


def _write(palette: Palette, _title: str) -> bytes:
    return "".join(f"{color[1:]}\n" for color in palette.hex).encode()


def _read(data: bytes) -> Palette:
    found = Gathering(_NAME)
    for number, line in enumerate(text_lines(data, _NAME), start=1):
        text = line.strip()
        if not text:
            continue
        color = parse_hex(text)
        if color is None:
            raise PaletteError(f"line {number} of this hex list is no color like 1a2b3c")
        found.add(color)
    return found.palette()


FORMAT = PaletteFormat("Hex list", ".hex", _write, _read)
