"""Words in a picture: a font of the system, or the small one that Pillow brings."""

from __future__ import annotations

import unicodedata
from functools import cache

from PIL import ImageFont

from core.names import plain

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Each system has one of them, and they have the letters of Europe at least.
_OF_SYSTEMS = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "segoeui.ttf",
    "Arial.ttf",
    "Helvetica.ttc",
)
_INSTEAD = str.maketrans(
    {"×": "x", "Δ": "d", "−": "-", "–": "-", "≤": "<=", "∞": "infinite", "²": "2"}
) | str.maketrans("đĐłŁøØı", "dDlLoOi")  # their strokes are no marks that can be left out


@cache
def font(size: int) -> Font:
    """Return a font of so many pixels."""
    for name in _OF_SYSTEMS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def drawable(text: str) -> str:
    """Return words as the font can draw them: without a font of the system, those of ASCII."""
    text = plain(text)
    if _has_letters():
        return text
    simple = unicodedata.normalize("NFKD", text.translate(_INSTEAD))
    letters = "".join(each for each in simple if not unicodedata.combining(each))
    return letters.encode("ascii", "replace").decode("ascii")


def fitted(text: str, size: int, room: float) -> str:
    """Return as much of a line of words as fits in a width, with a mark where some is missing."""
    text = drawable(text)
    if font(size).getlength(text) <= room:
        return text
    while text and font(size).getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, size: int, room: float) -> list[str]:
    """Break words into lines that fit in a width; a word that is too long loses its end."""
    lines: list[str] = []
    for word in drawable(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(size).getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, size, room))
    return lines


@cache
def _has_letters() -> bool:
    """Return whether the font is one of the system."""
    found = font(12)
    return isinstance(found, ImageFont.FreeTypeFont) and found.getname()[0] != "Aileron"
