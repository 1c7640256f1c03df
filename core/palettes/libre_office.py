"""Color tables of LibreOffice and OpenOffice, .soc: XML with a name and a hex for each color.

LibreOffice, svx/source/xml/xmlxtimp.cxx: of colors with the same name it keeps the last, so each is
written with a name of its own.
"""

from __future__ import annotations

import re

from core.errors import PaletteError
from core.language import N_, _, translated
from core.model import Palette
from core.palettes.format import (
    PaletteFormat,
    name_or_hex,
    one_line,
    parse_hex,
    without_hex,
)
from core.palettes.found import Found
from core.palettes.gathering import Gathering
from core.palettes.xml_elements import attribute, walk

_NAME = N_("LibreOffice color table")
_ROOT = "color-table"
_NAMESPACES = (
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:ooo="http://openoffice.org/2004/office"'
)
_REPEATED = re.compile(r"(#[0-9a-f]{6}) \(\d{1,3}\)\Z")


def _write(palette: Palette, _title: str) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',  # untranslated: XML
        f"<ooo:{_ROOT} {_NAMESPACES}>",
    ]
    for name, hex_ in zip(_different_names(palette), palette.hex, strict=True):
        color = f'draw:name={attribute(name)} draw:color="{hex_}"'  # untranslated: XML
        lines.append(f"  <draw:color {color}/>")  # untranslated: XML
    return "\n".join([*lines, f"</ooo:{_ROOT}>\n"]).encode()


def _different_names(palette: Palette) -> list[str]:
    names: dict[str, None] = {}
    for number, hex_ in enumerate(palette.hex):
        name = first = one_line(name_or_hex(palette, number)) or hex_
        repetition = 1
        while name in names:
            repetition += 1
            name = f"{first} ({repetition})"
        names[name] = None
    return list(names)


def _read(data: bytes) -> Found:
    found = Gathering(_NAME, "entry")
    roots: list[str] = []

    def begin(element: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append(element)
            if element != _ROOT:
                raise PaletteError(
                    _("this is no {format}: it is another kind of XML").format(
                        format=translated(_NAME)
                    )
                )
        elif element == "color":
            _add(found, attributes)

    walk(data, _NAME, begin)
    return found.found()


def _add(found: Gathering, attributes: dict[str, str]) -> None:
    """Add the color of an element, or leave it out if it has none."""
    color = parse_hex(attributes.get("color", "").strip())
    if color is None:
        number = len(found) + found.odd + 1
        found.leave_out(
            number,
            _("color {number} of this {format} is none like #1a2b3c").format(
                number=number, format=translated(_NAME)
            ),
        )
        return
    name = attributes.get("name", "").strip()
    repeated = _REPEATED.match(name)
    found.add(color, without_hex(repeated[1] if repeated else name, color))


def _is_it(data: bytes) -> bool:
    beginning = data[:2000]
    return (
        beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b":color-table" in beginning
    )


FORMAT = PaletteFormat(
    _NAME,
    ".soc",
    _write,
    _read,
    is_it=_is_it,
    programs="LibreOffice, OpenOffice",  # untranslated: names
)
