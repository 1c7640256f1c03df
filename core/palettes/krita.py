"""Palettes of Krita, .kpl: an archive with colorset.xml.

https://docs.krita.org/en/untranslatable_pages/kpl_defintion.html, and loadKpl in Krita's
KoColorSet.cpp: it looks for the uncompressed mimetype, and leaves out colors beyond the columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core.color.spaces import linear_to_srgb
from core.errors import PaletteError
from core.language import N_, _, translated
from core.model import Palette
from core.palettes import color_models
from core.palettes.archive import has_member, member, packed
from core.palettes.format import PaletteFormat, name_or_hex, one_line, without_hex
from core.palettes.found import Found
from core.palettes.gathering import Gathering
from core.palettes.xml_elements import attribute, walk
from core.settings import Color

_NAME = N_("Krita palette")
_MIMETYPE = b"application/x-krita-palette"
_COLORS = "colorset.xml"
_COLUMNS = 16
_MOST_XML = 2_000_000
_LAST = 2**31


def _write(palette: Palette, title: str) -> bytes:
    place = f'columns="{_COLUMNS}" rows="{-(-len(palette) // _COLUMNS)}"'
    head = f'name={attribute(title)} comment="" {place}'  # untranslated: XML
    lines = [f'<ColorSet version="2.0" {head}>']  # untranslated: XML
    for number, color in enumerate(palette.colors.tolist()):
        name = one_line(name_or_hex(palette, number)) or palette.hex[number]
        row, column = divmod(number, _COLUMNS)
        red, green, blue = (f"{channel / 255:.8f}" for channel in color)
        entry = f'name={attribute(name)} id="{number}" spot="false" bitdepth="U8"'
        lines += [
            f" <ColorSetEntry {entry}>",  # untranslated: XML
            f'  <sRGB r="{red}" g="{green}" b="{blue}"/>',
            f'  <Position row="{row}" column="{column}"/>',  # untranslated: XML
            " </ColorSetEntry>",
        ]
    colors = "\n".join([*lines, "</ColorSet>\n"]).encode()
    profiles = b"<Profiles/>\n"
    return packed([("mimetype", _MIMETYPE), (_COLORS, colors), ("profiles.xml", profiles)])


class _Entry(NamedTuple):
    group: int
    row: int
    column: int
    name: str
    color: Color


@dataclass(slots=True)
class _Reader:
    """What has been read of colorset.xml."""

    entries: list[_Entry] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    number: int = 0
    group: int = 0
    name: str = ""
    in_entry: bool = False
    is_root: bool = True
    old: bool = False
    title: str = ""

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        """Enter what an element that begins says of a color."""
        if self.is_root:
            self.is_root = False
            self.old = attributes.get("version") == "1.0"
            self.title = attributes.get("name", "")
            if element.lower() != "colorset":
                raise PaletteError(
                    _("this is no {format}: its {file} is another kind of XML").format(
                        format=translated(_NAME), file=_COLORS
                    )
                )
        elif element == "Group":
            self.group += 1
        elif element == "ColorSetEntry":
            self.number += 1
            self.name, self.in_entry = attributes.get("name", ""), True
        elif element == "Position" and self.entries and not self.in_entry:
            row, column = (_whole(attributes.get(key, "")) for key in ("row", "column"))
            self.entries[-1] = self.entries[-1]._replace(row=row, column=column)
        elif self.in_entry:
            # The first element in an entry is its color.
            self.in_entry = False
            color = _color(element, attributes, old=self.old)
            if color is None:
                self.odd.append(self.number)
            else:
                self.entries.append(_Entry(self.group, _LAST, 0, self.name, color))


def _read(data: bytes) -> Found:
    reader = _Reader()
    walk(member(data, _COLORS, _NAME, _MOST_XML), _NAME, reader.begin)
    found = Gathering(_NAME, "entry")
    for number in reader.odd:
        found.leave_out(
            number,
            _("color {number} of this {format} is of an unknown model, or damaged").format(
                number=number, format=translated(_NAME)
            ),
        )
    # Krita writes column by column, and shows row by row.
    for entry in sorted(reader.entries, key=lambda entry: entry[:3]):
        found.add(entry.color, without_hex(entry.name, entry.color))
    return found.found(reader.title)


def _color(element: str, attributes: dict[str, str], *, old: bool) -> Color | None:
    """Convert a color, whose profile counts as sRGB unless it is linear; None for other models."""

    def parts(names: str) -> list[float]:
        return [float(attributes[name]) for name in names]

    try:
        match element.lower():
            case "srgb":
                return color_models.rgb(*parts("rgb"))
            case "rgb" if "g10" in attributes.get("space", ""):
                red, green, blue = (linear_to_srgb(parts("rgb")) / 255).tolist()
                return color_models.rgb(red, green, blue)
            case "rgb":
                return color_models.rgb(*parts("rgb"))
            case "cmyk":
                return color_models.cmyk(*parts("cmyk"))
            case "gray":
                return color_models.gray(*parts("g"))
            case "lab":
                light, a, b = parts("Lab")
                # Version 1.0 had all from 0 to 1.
                return color_models.lab(
                    *((100 * light, _signed(a), _signed(b)) if old else (light, a, b))
                )
    except (KeyError, ValueError):
        # A number is missing or none.
        return None
    return None


def _signed(part: float) -> float:
    return 2 * (part - 0.5) * (128 if part <= 0.5 else 127)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else _LAST


FORMAT = PaletteFormat(
    _NAME,
    ".kpl",
    _write,
    _read,
    is_it=lambda data: has_member(data, _COLORS.encode()),
    most_bytes=4_000_000,
    programs="Krita",  # untranslated: a name
)
