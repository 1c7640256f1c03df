"""GIMP palettes, .gpl (developer.gimp.org/core/standards/gpl)."""

from __future__ import annotations

import re

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import Gathering, PaletteFormat, one_line, text_lines

_NAME = "GIMP palette"
_COLOR = re.compile(r"\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})(?:\s+(.*))?\Z")
_HEADER = re.compile(r"(Name|Columns|Channels):")


def _write(palette: Palette, title: str) -> bytes:
    lines = ["GIMP Palette", f"Name: {one_line(title)}", "Columns: 0", "#"]
    for (red, green, blue), name in zip(palette.colors.tolist(), palette.names, strict=True):
        lines.append(f"{red:3} {green:3} {blue:3}\t{one_line(name)}".rstrip())
    return ("\n".join(lines) + "\n").encode()


def _read(data: bytes) -> Palette:
    lines = text_lines(data, _NAME)
    if not lines or lines[0].strip() != "GIMP Palette":
        raise PaletteError("this is no GIMP palette: its first line is not 'GIMP Palette'")
    found = Gathering(_NAME)
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.lstrip().startswith("#") or _HEADER.match(line):
            continue
        match = _COLOR.match(line)
        if match is None:
            raise PaletteError(f"line {number} of this GIMP palette is no color")
        rgb = int(match[1]), int(match[2]), int(match[3])
        if max(rgb) > 255:
            raise PaletteError(f"line {number} of this GIMP palette has a number above 255")
        found.add(rgb, (match[4] or "").strip())
    return found.palette()


FORMAT = PaletteFormat(_NAME, ".gpl", _write, _read)
