"""Palettes of Paint Shop Pro, .pal: text that begins with JASC-PAL.

"JASC-PAL", "0100", the number of colors, then R G B, each on a line that ends with CR LF.
"""

from __future__ import annotations

import re
from dataclasses import replace

from core.errors import PaletteError
from core.language import N_, _, ngettext, npgettext, translated
from core.model import Palette
from core.palettes.format import (
    PaletteFormat,
    cut_off,
    first_line,
    text_lines,
)
from core.palettes.found import Found, require_some
from core.palettes.gathering import Gathering

_NAME = N_("JASC palette")
_BEGIN = "JASC-PAL"
# Aseprite and others add alpha.
_COLOR = re.compile(
    r"\s*(\d{1,9})[\s,]+(\d{1,9})[\s,]+(\d{1,9})(?:[\s,]+(\d{1,9})(?![^\s,;]))?(?:[\s,;]+(.*))?\Z"
)


def _write(palette: Palette, _title: str) -> bytes:
    rows = (f"{red} {green} {blue}" for red, green, blue in palette.colors.tolist())
    lines = [_BEGIN, "0100", str(len(palette)), *rows]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _read(data: bytes) -> Found:
    lines = [
        (number, line)
        for number, line in enumerate(text_lines(data, _NAME), start=1)
        if line.strip() and not line.lstrip().startswith((";", "#"))
    ]
    if not lines or not _begins(lines[0][1]):
        raise PaletteError(
            _("this is no {format}: its first line is not '{begin}'").format(
                format=translated(_NAME), begin=_BEGIN
            )
        )
    announced = lines[2][1].strip() if len(lines) > 2 else ""
    if not re.fullmatch(r"\d{1,9}", announced):
        raise PaletteError(
            _("this {format} does not tell its number of colors in the third line").format(
                format=translated(_NAME)
            )
        )
    count = int(announced)
    require_some(count, _NAME)
    found = Gathering(_NAME)
    for place, (number, line) in enumerate(lines[3:]):
        if len(found) == count:
            rest = len(lines) - 3 - place
            found.note(
                ngettext(
                    "The palette file announces {announced}; {count} more was left out.",
                    "The palette file announces {announced}; {count} more were left out.",
                    rest,
                ).format(
                    # Translators: a part of: The palette file announces 3 colors; …
                    announced=npgettext(
                        "announced", "{count} color", "{count} colors", count
                    ).format(count=count),
                    count=rest,
                )
            )
            break
        _add(found, line, number)
    if len(found) + found.odd < count:
        raise cut_off(_NAME, count, len(found))
    return found.found()


def _add(found: Gathering, line: str, number: int) -> None:
    """Add the color of a line, or leave the line out if it has none."""
    match = _COLOR.match(line)
    values = [] if match is None else [int(value or 255) for value in match.groups()[:4]]
    if not values or max(values) > 255:
        reason = _("color {number} of this {format} is not three numbers to 255").format(
            number=len(found) + found.odd + 1, format=translated(_NAME)
        )
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
    programs="Paint Shop Pro, Aseprite",  # untranslated: names,
)
# Paint Shop Pro calls them so since its version 8.
FORMATS = (replace(FORMAT, ending=".psppalette", write=None), FORMAT)
