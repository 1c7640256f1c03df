"""Lists of hex colors, .hex (Lospec): one RRGGBB a line."""

from __future__ import annotations

from core.model import Palette
from core.palettes import color_lines
from core.palettes.format import PaletteFormat


def _write(palette: Palette, _title: str) -> bytes:
    return "".join(f"{color[1:]}\n" for color in palette.hex).encode()


def _read(data: bytes) -> Palette:
    return color_lines.read(data, "hex list", "1a2b3c", alpha_first=False)


FORMAT = PaletteFormat("Hex list", ".hex", _write, _read, programs="Lospec, pixel art programs")
