"""Lines of colors, as people and programs write them: what `.hex` and `.txt` have in common."""

from __future__ import annotations

import re

from core.errors import PaletteError
from core.language import _, npgettext, translated
from core.palettes.format import parse_hex_with_alpha, text_lines, without_hex
from core.palettes.found import Found
from core.palettes.gathering import Gathering
from core.palettes.pasted import marked_colors
from core.settings import Color

_WORD = re.compile(r"[^\s,|\"'()\[\]{}]+")
# Short words without a mark, as "add" and "fee", are colors only among colors.
_LONG = re.compile(r"#|0[xX]|[0-9a-fA-F]{6}")


def read(data: bytes, format_name: str, like: str, *, alpha_first: bool) -> Found:
    """Read a text with colors in its lines: hex, or numbers to 255; a name or a comment may follow.

    Parameters
    ----------
    data : bytes
    format_name : str
        For messages: "hex list".
    like : str
        What a color of this format looks like, for messages.
    alpha_first : bool
        Whether eight digits are AARRGGBB rather than RRGGBBAA.

    Raises
    ------
    PaletteError
        (a ValueError) when no line has a color, or most lines have none: then it is another text.
    """
    found = Gathering(format_name)
    for number, line in enumerate(text_lines(data, format_name), start=1):
        plain = parse_hex_with_alpha(line.strip(), alpha_first=alpha_first)
        if plain is not None:
            found.add(plain[0], alpha=plain[1])
            continue
        text, _semicolon, comment = line.partition(";")
        if not text.strip() or text.lstrip().startswith(("# ", "//")):
            continue
        if not _add_colors(found, text, comment.strip(), alpha_first=alpha_first):
            found.leave_out(
                number,
                _("line {number} of this {format} is no color").format(
                    number=number, format=translated(format_name)
                ),
            )
    if found.odd > len(found):
        raise _another_text(found, like)
    return found.found()


def _another_text(found: Gathering, like: str) -> PaletteError:
    """Make the error for a text that is about something else, maybe with a color or two in it."""
    lines = len(found) + found.odd
    if not len(found):
        sentence = _("the text has no colors; in a palette, lines are colors like {example}")
        return PaletteError(sentence.format(example=like))
    return PaletteError(
        _(
            "the text has just {colors} in {lines}; in a palette, lines are colors like {example}"
        ).format(
            # Translators: a part of: the text has just 1 color in 7 lines
            colors=npgettext("in lines", "{count} color", "{count} colors", len(found)).format(
                count=len(found)
            ),
            # Translators: a part of: the text has just 1 color in 7 lines
            lines=npgettext("with colors", "{count} line", "{count} lines", lines).format(
                count=lines
            ),
            example=like,
        )
    )


def _add_colors(found: Gathering, text: str, comment: str, *, alpha_first: bool) -> bool:
    """Add the colors of a line; return whether there are any."""
    words = _WORD.findall(text)
    rgb = _decimal(words)
    if rgb is not None:
        found.add(rgb, comment)
        return True
    colors = [parse_hex_with_alpha(word, alpha_first=alpha_first) for word in words]
    if words and None not in colors:
        for color, alpha in filter(None, colors):
            found.add(color, without_hex(comment, color) if len(colors) == 1 else "", alpha)
        return True
    if colors and colors[0] is not None and _LONG.match(words[0]):
        # The rest of the line is its name.
        color, alpha = colors[0]
        found.add(color, comment or _after(text, words[0]), alpha)
        return True
    marked = list(marked_colors(text))
    for color in marked:
        found.add(color, comment if len(marked) == 1 else "")
    return bool(marked)


def _decimal(words: list[str]) -> Color | None:
    """Read three numbers to 255, as "255 128 0"; None for anything else."""
    if len(words) != 3 or not all(len(word) <= 3 and word.isdecimal() for word in words):
        return None
    red, green, blue = map(int, words)
    return (red, green, blue) if max(red, green, blue) <= 255 else None


def _after(text: str, word: str) -> str:
    return text.partition(word)[2].strip(" \t,:=|\"'()[]{}").lstrip("/# ")
