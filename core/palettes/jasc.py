"""Palettes of Paint Shop Pro, .pal: text that begins with JASC-PAL.

"JASC-PAL", "0100", the number of colors, then R G B, each on a line that ends with CR LF.
"""

from __future__ import annotations

import re
from dataclasses import replace

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import (
    Gathering,
    PaletteFormat,
    cut_off,
    first_line,
    require_count,
    text_lines,
)
from core.wording import count_of

_NAME = "JASC palette"
_BEGIN = "JASC-PAL"
# Aseprite and others add alpha.
_COLOR = re.compile(
    r"\s*(\d{1,9})[\s,]+(\d{1,9})[\s,]+(\d{1,9})(?:[\s,]+(\d{1,9})(?![^\s,;]))?(?:[\s,;]+(.*))?\Z"
)


def _write(palette: Palette, _title: str) -> bytes:
    rows = (f"{red} {green} {blue}" for red, green, blue in palette.colors.tolist())
    lines = [_BEGIN, "0100", str(len(palette)), *rows]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _read(data: bytes) -> Palette:
    lines = [
        (number, line)
        for number, line in enumerate(text_lines(data, _NAME), start=1)
        if line.strip() and not line.lstrip().startswith((";", "#"))
    ]
    if not lines or not _begins(lines[0][1]):
        raise PaletteError(f"this is no {_NAME}: its first line is not '{_BEGIN}'")
    announced = lines[2][1].strip() if len(lines) > 2 else ""
    if not re.fullmatch(r"\d{1,9}", announced):
        raise PaletteError(f"this {_NAME} does not tell its number of colors in the third line")
    count = int(announced)
    require_count(count, _NAME)
    found = Gathering(_NAME)
    for place, (number, line) in enumerate(lines[3:]):
        if len(found) == count:
            rest = len(lines) - 3 - place
            announces = f"The palette file announces {count_of(count, 'color')}"
            found.note(f"{announces}; {rest} more {'was' if rest == 1 else 'were'} left out.")
            break
        _add(found, line, number)
    if len(found) + found.odd < count:
        raise cut_off(_NAME, count, len(found))
    return found.palette()


def _add(found: Gathering, line: str, number: int) -> None:
    """Add the color of a line, or leave the line out if it has none."""
    match = _COLOR.match(line)
    values = [] if match is None else [int(value or 255) for value in match.groups()[:4]]
    if not values or max(values) > 255:
        reason = f"color {len(found) + found.odd + 1} of this {_NAME} is not three numbers to 255"
        found.leave_out(number, reason)
        return
    red, green, blue, alpha = values
    name = ((match and match[5]) or "").strip()
    found.add((red, green, blue), name, alpha)


def _begins(line: str) -> bool:
    return line.strip().upper() == _BEGIN


FORMAT = PaletteFormat(
    _NAME,
    ".pal",
    _write,
    _read,
    is_it=lambda data: _begins(first_line(data)),
    programs="Paint Shop Pro, Aseprite",
)
# Paint Shop Pro calls them so since its version 8.
FORMATS = (replace(FORMAT, ending=".psppalette", write=None), FORMAT)
