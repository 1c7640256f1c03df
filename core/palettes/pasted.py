"""Colors found in any text, such as pasted text: hex and rgb(), wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from core.errors import PaletteError
from core.language import _
from core.model import MAX_COLORS, Palette
from core.palettes import gimp, jasc
from core.palettes.format import parse_hex, parse_hex_with_alpha
from core.palettes.found import Found
from core.settings import Color

_RGB = r"rgba?\(\s{0,9}([0-9]{1,3})[\s,]{1,9}([0-9]{1,3})[\s,]{1,9}([0-9]{1,3})(?=[\s,/)])"
_HEX = r"((?:#|0x)(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3}))(?!\w)"
# A color begins after no letter, which would make it the end of a word, and after no & or /, which
# would make it part of HTML or of a link.
_COLOR = re.compile(rf"(?<![\w&#/])(?:{_RGB}|{_HEX})", re.IGNORECASE)
_ALPHA = re.compile(r"\s{0,9}[,/\s]\s{0,9}([0-9]{0,9}\.?[0-9]{1,9})(%?)\s{0,9}\)")
_WORD = re.compile(r"[^\s,;|\"'()\[\]{}]+")


def colors_in_text(text: str) -> Palette:
    """Find the colors in a text: `#1a2b3c`, `#abc`, `0x1a2b3c`, `rgb(26, 43, 60)`.

    Without a mark, as in `1a2b3c`, they count only where the text is nothing but a list of them:
    in a sentence "facade" is a word. Alpha is dropped. The text of a GIMP or JASC palette is read
    as its file is, with alpha, names and notes.

    Parameters
    ----------
    text : str
        From anywhere; time grows no faster than its length.

    Returns
    -------
    Palette
        The colors in the order of the text, each once; shares are not known.

    Raises
    ------
    PaletteError
        (a ValueError) when there is none, or more than 256.
    """
    file = file_in(text)
    if file is not None:
        palette = file.palette()
        return replace(palette.distinct, notes=palette.notes)
    return Palette.of(colors_in(text, MAX_COLORS))


def file_in(text: str) -> Found | None:
    """Read the text of a GIMP or JASC palette; None for any other text."""
    data = text.encode(errors="replace")
    return next((each.read(data) for each in (gimp.FORMAT, jasc.FORMAT) if each.is_it(data)), None)


def colors_in(text: str, most: int) -> list[Color]:
    """List the different colors of a text; raise PaletteError for none or too many."""
    found: dict[Color, None] = {}
    for color in _listed_colors(text) or marked_colors(text):
        found[color] = None
        if len(found) > most:
            raise PaletteError(_("the text has more than {most} colors").format(most=most))
    if not found:
        raise PaletteError(_("the text has no colors like #1a2b3c"))
    return list(found)


def _listed_colors(text: str) -> list[Color]:
    """List the colors of a text in which every word is a hex color; none of any other text."""
    words = dict.fromkeys(_WORD.findall(text))
    if all(len(word) == 3 and word.isdecimal() for word in words):
        # "255 128 100" is no list of colors.
        return []
    colors = []
    for word in words:
        color = _hex_color(word)
        if color is None:
            return []
        colors.append(color)
    return colors


def marked_colors(text: str) -> Iterator[Color]:
    """Yield the colors with a mark, as # or rgb(), wherever they stand in a text."""
    seen = set()
    for match in _COLOR.finditer(text):
        if match[0] in seen:
            continue
        seen.add(match[0])
        color = _color(match)
        if color is not None:
            yield color


def marked_color_with_alpha(text: str) -> tuple[Color, int] | None:
    """Read a color with a mark at the beginning of a text, and its alpha; None without one."""
    match = _COLOR.match(text)
    if match is None:
        return None
    if match[4] is not None:
        return parse_hex_with_alpha(match[4])
    color, alpha = _color(match), _ALPHA.match(text, match.end())
    if color is None:
        return None
    return color, 255 if alpha is None else round(255 * min(_part(alpha), 1))


def _part(alpha: re.Match[str]) -> float:
    """Read the alpha of rgba(), in parts or per cent."""
    return float(alpha[1]) / (100 if alpha[2] else 1)


def _color(match: re.Match[str]) -> Color | None:
    """Read a color out of a match of `_COLOR`; None if a number is above 255."""
    if match[4] is not None:
        return _hex_color(match[4])
    rgb = int(match[1]), int(match[2]), int(match[3])
    return rgb if max(rgb) <= 255 else None


def _hex_color(word: str) -> Color | None:
    if word[:2] in {"0x", "0X"}:
        # Programs write alpha first: 0xAARRGGBB.
        digits = word[2:]
        word = digits[2:] if len(digits) == 8 else digits
    return parse_hex(word)
