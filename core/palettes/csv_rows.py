"""The rows of CSV files from anywhere, read as colors with names and numbers.

Commas, semicolons or TABs separate the cells. Columns are told by their titles, in any order;
without titles by what is in the cells, as in the public lists of beads: code, name, red, green,
blue.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from core.errors import PaletteError
from core.language import N_, _, translated
from core.palettes.codes import joined
from core.palettes.format import parse_hex_with_alpha, text_of, without_hex
from core.palettes.found import MOST_KEPT, Found
from core.palettes.gathering import Gathering
from core.settings import Color

NAME = N_("CSV list")

_SEPARATORS = ",;\t"
_FIRST_ROWS = 20
_MOST_COLUMNS = 100
_EXCEL = re.compile(r"sep=([,;:|])\Z", re.IGNORECASE)
# What a spreadsheet would take for a formula has an apostrophe before it.
_HARMLESS = re.compile(r"'(?='*[=+\-@])")
_BESIDE_LETTERS = re.compile(r"[^a-z]")
_HEX = re.compile(r"#|0[xX]|(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
_MARKED = re.compile(r"#|0[xX]")
_CHANNELS = re.compile(r"(?:rgb)?\(?\s?(\d{1,3})[\s,;]{1,3}(\d{1,3})[\s,;]{1,3}(\d{1,3})\s?\)?\Z")
_CODE = re.compile(r"(?=.{0,19}\d)\S{1,20}\Z", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")

# Titles without spaces, digits and the like; those of colors may stand over names or numbers too.
_TITLES = {
    "red": ("red", "r", "rgbr"),
    "green": ("green", "g", "rgbg"),
    "blue": ("blue", "b", "rgbb"),
    "color": (
        *("hex", "hexcode", "hexcolor", "hexcolour", "hexvalue", "rgbhex", "html", "htmlcode"),
        *("rgb", "srgb", "rgbcode", "rgbvalue", "rgbvalues", "rgbcolor", "rgbcolour"),
    ),
    "name": ("name", "colorname", "colourname", "description", "title", "label"),
    "code": (
        *("code", "number", "no", "nr", "id", "sku", "ref", "reference", "referencecode", "dmc"),
        *("article", "catalog", "catalognumber", "floss", "colornumber", "colournumber"),
    ),
    "pixels": ("pixels", "count"),
    "any": ("color", "colour", "colorcode", "colourcode", "value", "thread", "bead", "paint"),
}
_ROLE_OF = {title: role for role, titles in _TITLES.items() for title in titles}


class _Row(NamedTuple):
    line: int
    cells: list[str]


class _Color(NamedTuple):
    color: Color
    alpha: int = 255
    name: str = ""
    code: str = ""
    pixels: int = 0


def read(data: bytes) -> Found:
    """Read a CSV list; raise PaletteError with the reason if it is none."""
    rows = _rows(text_of(data, NAME))
    first = list(islice(rows, _FIRST_ROWS))
    titles = _find_titles(first)
    begin = 0 if titles is None else titles.place + 1
    found = Gathering(NAME)
    for row in chain(first[begin:], rows):
        if len(found) > MOST_KEPT:
            # Too many anyway: the rest is only counted, for the message.
            found.add((0, 0, 0))
            continue
        each = _by_content(row.cells) if titles is None else titles.color_of(row.cells)
        if each is not None:
            name = without_hex(each.name, each.color)
            # Some lists have numbers for names.
            name = joined(name, "" if each.code == name else each.code)
            found.add(each.color, name, each.alpha, each.pixels)
            continue
        reason = _("line {number} of this {format} has no color, as hex or as red, green, blue")
        found.leave_out(row.line, reason.format(number=row.line, format=translated(NAME)))
    if found.odd > len(found):
        raise found.refusal()
    return found.found()


def _rows(text: str) -> Iterator[_Row]:
    """Yield the rows that have something in them, without comments."""
    lines = io.StringIO(text, newline="")
    before = 0
    if match := _EXCEL.match(text.partition("\n")[0].strip()):
        separator, before = match[1], 1
        lines.readline()
    else:
        separator = _separator(text)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    try:
        for cells in reader:
            stripped = [_without_apostrophe(cell.strip()) for cell in cells[:_MOST_COLUMNS]]
            if any(stripped) and not stripped[0].startswith("# "):
                yield _Row(before + reader.line_num, stripped)
    except csv.Error as error:
        raise PaletteError(
            _("this {format} is damaged ({reason})").format(format=translated(NAME), reason=error)
        ) from error


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if _HARMLESS.match(cell) else cell


def _separator(text: str) -> str:
    """Find what separates the cells: what is there most often in the first lines."""
    first = "\n".join(text[:100_000].split("\n", _FIRST_ROWS)[:_FIRST_ROWS])
    return max(_SEPARATORS, key=first.count)


@dataclass(frozen=True, slots=True)
class _Titles:
    """Which columns mean what.

    Parameters
    ----------
    place : int
        The row of the titles.
    columns : dict of str to int
        Columns by their roles.
    """

    place: int
    columns: dict[str, int]

    def color_of(self, cells: Sequence[str]) -> _Color | None:
        """Read the color of a row; None if it has none."""
        found = _color_in(self._cell("color", cells)) or self._by_channels(cells)
        if found is None:
            return None
        name, code, pixels = (self._cell(role, cells) for role in ("name", "code", "pixels"))
        if not {"name", "code"} & self.columns.keys():
            # Their titles may be in any language.
            known = self.columns.values()
            name, code = _texts_of(cell for at, cell in enumerate(cells) if at not in known)
        return _Color(*found, name, code, int(pixels) if _is_count(pixels) else 0)

    def _by_channels(self, cells: Sequence[str]) -> tuple[Color, int] | None:
        values = [_channel(self._cell(role, cells)) for role in ("red", "green", "blue")]
        color = _color_of(values)
        return None if color is None else (color, 255)

    def _cell(self, role: str, cells: Sequence[str]) -> str:
        place = self.columns.get(role, len(cells))
        return cells[place] if place < len(cells) else ""


def _find_titles(rows: Sequence[_Row]) -> _Titles | None:
    """Find the row of titles among the first rows, and what its columns mean."""
    for place, row in enumerate(rows):
        roles = [_ROLE_OF.get(_BESIDE_LETTERS.sub("", cell.lower()), "") for cell in row.cells]
        columns: dict[str, int] = {}
        for column, role in enumerate(roles):
            if role:
                columns.setdefault(role, column)
        if "color" in columns or {"red", "green", "blue"} <= columns.keys():
            return _Titles(place, _with_name(columns))
        if not {"name", "code", "any"} & columns.keys():
            continue
        # A title may say "Color" or "Value": what is below it decides.
        for below in rows[place + 1 :]:
            for column, cell in enumerate(below.cells):
                if column not in {columns.get("name"), columns.get("code")} and _color_in(cell):
                    free = columns if columns.get("any") != column else _without(columns, "any")
                    return _Titles(place, _with_name({**free, "color": column}))
    return None


def _with_name(columns: dict[str, int]) -> dict[str, int]:
    """Have the column called "Color" or the like be the one of names where there is no other."""
    return {"name": columns["any"], **columns} if "any" in columns else columns


def _without(columns: dict[str, int], role: str) -> dict[str, int]:
    return {each: column for each, column in columns.items() if each != role}


def _by_content(cells: Sequence[str]) -> _Color | None:
    """Read the color of a row without titles; None if it has none."""
    found = _place_of_color(cells)
    if found is None:
        return None
    color, alpha, begin, end = found
    name, code = _texts_of(cells[:begin] if any(cells[:begin]) else cells[end:])
    return _Color(color, alpha, name, code)


def _texts_of(cells: Iterable[str]) -> tuple[str, str]:
    """Find a name and the number of a maker in cells without titles; "" for what is not there."""
    texts = [cell for cell in cells if cell]
    code = next((text for text in texts if _CODE.match(text)), "")
    # In some lists a single sign follows that stands for the color in patterns.
    names = [each for each in texts if each != code and len(each) > 1 and _LETTER.search(each)]
    return names[0] if names else "", code


def _place_of_color(cells: Sequence[str]) -> tuple[Color, int, int, int] | None:
    """Find a color, its alpha, and the columns that it begins and ends at."""
    values = [_channel(cell) for cell in cells]
    three = [place for place in range(len(cells) - 2) if _color_of(values[place : place + 3])]
    hexes = [place for place, cell in enumerate(cells) if _color_in(cell) is not None]
    marked = [place for place in hexes if _MARKED.match(cells[place])]
    if three and not marked:
        # A number that is no part of the color stands before it, as that of a row does.
        place = _end_of_run(three)
        color = _color_of(values[place : place + 3])
        return None if color is None else (color, 255, place, place + 3)
    # A01 may be a number, and add a word.
    long = [place for place in hexes if len(cells[place]) > 3]
    for place in marked or long[-1:] or hexes[-1:]:
        found = _color_in(cells[place])
        if found is not None:
            return *found, place, place + 1
    return None


def _end_of_run(places: Sequence[int]) -> int:
    """Return the last of the whole numbers that follow each other at the beginning."""
    return max(place for number, place in enumerate(places) if place == places[0] + number)


def _color_in(text: str) -> tuple[Color, int] | None:
    """Read the color of a cell, as hex or "rgb(1, 2, 3)", and its alpha; None if it has none."""
    if _HEX.match(text) or (len(text) == 3 and not text.isdecimal()):
        return parse_hex_with_alpha(text)
    match = _CHANNELS.match(text.lower()) if len(text) < 40 else None
    color = None if match is None else _color_of([_channel(each) for each in match.groups()])
    return None if color is None else (color, 255)


def _color_of(values: Iterable[int | None]) -> Color | None:
    """Make a color of three whole numbers to 255; None if one of them is missing."""
    known = [value for value in values if value is not None]
    return (known[0], known[1], known[2]) if len(known) == 3 else None


def _channel(text: str) -> int | None:
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 256
    return value if value <= 255 else None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 14
