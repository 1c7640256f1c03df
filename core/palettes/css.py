"""Palettes for the web, .css: each color a custom property.

https://www.w3.org/TR/css-variables-1/. A property is called by its color's name, or by what the
color is called in words if it has none; of several that would be called the same, the later ones
have a number. The exact name is a comment behind it, as not every name can be that of a property.
Variables of Sass ($name) and Less (@name) are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, count

from core.color.names import color_name, color_names
from core.language import N_
from core.model import Palette
from core.palettes.format import PaletteFormat, one_line, text_of
from core.palettes.found import MOST_KEPT, Found
from core.palettes.gathering import Gathering
from core.palettes.pasted import marked_color_with_alpha, marked_colors
from core.settings import Color

_NAME = N_("style sheet")
# A comment that is not closed ends with the text, so that its end is searched for only once.
_COMMENT = re.compile(r"/\*(.*?)(?:\*/|\Z)", re.DOTALL)
_PROPERTY = re.compile(r"(?<![\w$@-])(?:--|[$@])([\w-]+)[ \t]*:[ \t]*([^;{}\n]*)")
_BEHIND = re.compile(r"[ \t;]*\Z")


def _write(palette: Palette, title: str) -> bytes:
    lines = [f"/* {_comment(title)} */", ":root {"]
    properties = _properties_of(palette)
    for property_, hex_, name in zip(properties, palette.hex, palette.names, strict=True):
        comment = _comment(name)
        lines.append(f"  --{property_}: {hex_};" + (f" /* {comment} */" if comment else ""))
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _properties_of(palette: Palette) -> list[str]:
    """Call each color by an identifier that no other has."""
    found: dict[str, None] = {}
    in_words = color_names(palette.colors)
    for name, words in zip(palette.names, in_words, strict=True):
        plain = _identifier(name) or _identifier(words)
        numbered = (f"{plain}-{number}" for number in count(2))
        found[next(each for each in chain([plain], numbered) if each not in found)] = None
    return list(found)


def _comment(text: str) -> str:
    return one_line(text).replace("*/", "* /")


def _identifier(name: str) -> str:
    """Make the name of a property from a color's name; "" if no letter or digit is in it."""
    # Underscores are letters to the pattern; nothing else in it needs to be escaped in CSS.
    return re.sub(r"[\W_]+", "-", one_line(name)[:60]).strip("-").lower()


def _read(data: bytes) -> Found:
    text = text_of(data, _NAME)
    found = Gathering(_NAME)
    for color, alpha, property_, comment in _properties(text):
        name = comment
        if not comment and len(found) < MOST_KEPT and not _is_of_no_name(property_, color):
            name = property_
        found.add(color, name, alpha)
    if not len(found):
        for color in dict.fromkeys(marked_colors(_COMMENT.sub(" ", text))):
            found.add(color)
    return found.found()


def _is_of_no_name(property_: str, color: Color) -> bool:
    """Return whether Fewtone calls a color so that has no name; "color-3" in earlier versions."""
    words = re.escape(_identifier(color_name(color)))
    return re.fullmatch(rf"color-\d+|{words}(-\d+)?", property_) is not None


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


FORMAT = PaletteFormat("CSS", ".css", _write, _read, alpha=True, programs=N_("Web, CSS variables"))
