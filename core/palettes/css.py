"""Palettes for the web, .css: each color a custom property.

https://www.w3.org/TR/css-variables-1/. Names of colors are comments behind the properties, as not
every name can be that of a property. Variables of Sass ($name) and Less (@name) are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.model import Palette
from core.palettes.format import Gathering, PaletteFormat, one_line, text_of
from core.palettes.pasted import marked_color_with_alpha, marked_colors
from core.settings import Color

_NAME = "style sheet"
# A comment that is not closed ends with the text, so that its end is searched for only once.
_COMMENT = re.compile(r"/\*(.*?)(?:\*/|\Z)", re.DOTALL)
_PROPERTY = re.compile(r"(?<![\w$@-])(?:--|[$@])([\w-]+)[ \t]*:[ \t]*([^;{}\n]*)")
_BEHIND = re.compile(r"[ \t;]*\Z")


def _write(palette: Palette, title: str) -> bytes:
    lines = [f"/* {_comment(title)} */", ":root {"]
    for number, (hex_, name) in enumerate(zip(palette.hex, palette.names, strict=True), start=1):
        comment = _comment(name)
        property_ = f"  --{_identifier(name)}-{number}: {hex_};"
        lines.append(property_ + (f" /* {comment} */" if comment else ""))
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _comment(text: str) -> str:
    return one_line(text).replace("*/", "* /")


def _identifier(name: str) -> str:
    """Make a part of a property's name from a color's name."""
    # Underscores are letters to the pattern; nothing else in it needs to be escaped in CSS.
    return re.sub(r"[\W_]+", "-", one_line(name)[:60]).strip("-").lower() or "color"


def _read(data: bytes) -> Palette:
    text = text_of(data, _NAME)
    found = Gathering(_NAME)
    for color, alpha, property_, comment in _properties(text):
        # Fewtone writes this name for a color without one.
        unnamed = property_ == f"color-{len(found) + 1}"
        found.add(color, comment or ("" if unnamed else property_), alpha)
    if not len(found):
        for color in dict.fromkeys(marked_colors(_COMMENT.sub(" ", text))):
            found.add(color)
    return found.palette()


def _properties(text: str) -> Iterator[tuple[Color, int, str, str]]:
    """Yield the properties that are colors: the color, its alpha, name, the comment behind it."""
    begin = 0
    for comment in _COMMENT.finditer(text):
        yield from _properties_of_part(text[begin : comment.start()], one_line(comment[1]))
        begin = comment.end()
    yield from _properties_of_part(text[begin:], "")


def _properties_of_part(part: str, comment: str) -> Iterator[tuple[Color, int, str, str]]:
    for match in _PROPERTY.finditer(part):
        found = marked_color_with_alpha(match[2].strip())
        if found is not None:
            behind = _BEHIND.match(part, match.end())
            yield *found, match[1], comment if behind else ""


FORMAT = PaletteFormat("CSS", ".css", _write, _read, alpha=True)
