"""Lists of hex colors, .hex (Lospec): one RRGGBB a line."""

from __future__ import annotations

from core.language import N_
from core.model import Palette
from core.palettes import color_lines
from core.palettes.format import PaletteFormat
from core.palettes.found import Found


def _write(palette: Palette, _title: str) -> bytes:
    return "".join(f"{color[1:]}\n" for color in palette.hex).encode()


def _read(data: bytes) -> Found:
    return color_lines.read(data, N_("hex list"), "1a2b3c", alpha_first=False)


FORMAT = PaletteFormat(
    N_("Hex list"), ".hex", _write, _read, programs=N_("Lospec, pixel art programs")
)
