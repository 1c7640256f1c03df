"""GIMP palettes, .gpl (developer.gimp.org/core/standards/gpl).

Aseprite adds a line "Channels: RGBA", and alpha to each color (its docs/gpl-palette-extension.md);
it skips colors without a name, so all that are written have one. Alpha is only read: to GIMP it
would be a part of the name.
"""

from __future__ import annotations

import re
from itertools import takewhile

from core.errors import PaletteError
from core.language import N_, _, translated
from core.model import Palette
from core.palettes.format import (
    PaletteFormat,
    first_line,
    name_or_hex,
    one_line,
    text_lines,
    without_hex,
)
from core.palettes.found import Found
from core.palettes.gathering import Gathering

_NAME = N_("GIMP palette")
_BEGIN = "GIMP Palette"  # untranslated: as files begin
_RGB = r"\s*(\d{1,9})[\s,]+(\d{1,9})[\s,]+(\d{1,9})"
_REST = r"(?:(?:\s+|\s*[,;]\s*)(.*))?\Z"
_COLOR = re.compile(rf"{_RGB}(){_REST}")
_COLOR_WITH_ALPHA = re.compile(rf"{_RGB}(?:[\s,]+(\d{{1,9}})(?![^\s,]))?{_REST}")
_HEADER = re.compile(r"\s*(Name|Columns|Channels)\s*:", re.IGNORECASE)
_ALPHA = re.compile(r"\s*Channels\s*:\s*RGBA\s*\Z", re.IGNORECASE)
_TITLE = re.compile(r"\s*Name\s*:(.*)\Z", re.IGNORECASE)
# Pixelorama writes all places of its grid.
_EMPTY = "PixeloramaEmptySlot"


def _write(palette: Palette, title: str) -> bytes:
    lines = [_BEGIN, f"Name: {one_line(title)}", "Columns: 0", "#"]  # untranslated: as files are
    for number, (red, green, blue) in enumerate(palette.colors.tolist()):
        name = one_line(name_or_hex(palette, number)) or f"#{bytes((red, green, blue)).hex()}"
        lines.append(f"{red:3} {green:3} {blue:3}\t{name}")
    return ("\n".join(lines) + "\n").encode()


def _read(data: bytes) -> Found:
    lines = text_lines(data, _NAME)
    begin = sum(1 for _ in takewhile(_has_no_content, lines))
    if begin == len(lines) or not _begins(lines[begin]):
        raise PaletteError(
            _("this is no {format}: its first line is not '{begin}'").format(
                format=translated(_NAME), begin=_BEGIN
            )
        )
    found = Gathering(_NAME)
    color, title = _COLOR, ""
    for number, line in enumerate(lines[begin + 1 :], start=begin + 2):
        if _has_no_content(line) or _HEADER.match(line):
            color = _COLOR_WITH_ALPHA if _ALPHA.match(line) else color
            title = title or (named[1].strip() if (named := _TITLE.match(line)) else "")
            continue
        _add(found, color.match(line), number)
    return found.found(title)


def _add(found: Gathering, match: re.Match[str] | None, line: int) -> None:
    """Add the color of a line, or leave the line out if it has none."""
    if match is None:
        found.leave_out(
            line,
            _("line {number} of this {format} is no color").format(
                number=line, format=translated(_NAME)
            ),
        )
        return
    rgb = int(match[1]), int(match[2]), int(match[3])
    alpha = int(match[4] or 255)
    if max(*rgb, alpha) > 255:
        found.leave_out(
            line,
            _("line {number} of this {format} has a number above 255").format(
                number=line, format=translated(_NAME)
            ),
        )
        return
    name = (match[5] or "").strip()
    if name != _EMPTY:
        found.add(rgb, without_hex(name, rgb), alpha)


def _has_no_content(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(("#", ";"))


def _begins(line: str) -> bool:
    return line.strip().lower() == _BEGIN.lower()


FORMAT = PaletteFormat(
    _NAME,
    ".gpl",
    _write,
    _read,
    is_it=lambda data: _begins(first_line(data)),
    programs="GIMP, Inkscape, Krita, Aseprite",  # untranslated: names,
)
