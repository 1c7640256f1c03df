"""What every palette file format offers."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import PaletteError
from core.model import MAX_COLORS, Palette

_HEX = re.compile(r"#?([0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")


@dataclass(frozen=True, slots=True)
class PaletteFormat:
    """One palette file format.

    Parameters
    ----------
    name : str
        For a user.
    ending : str
        Of file names, with its dot, in lower case.
    write : callable
        Palette and title to bytes.
    read : callable
        Bytes, from anywhere, to a palette; raises PaletteError with the reason and nothing else.
    """

    name: str
    ending: str
    write: Callable[[Palette, str], bytes]
    read: Callable[[bytes], Palette]


def text_lines(data: bytes, format_name: str) -> list[str]:
    """Decode text of strangers: UTF-8 or 16 by its mark, else UTF-8, else Latin-1."""
    if b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise PaletteError(f"this is no {format_name}: it is not text")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").splitlines()
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return data.decode("latin-1").splitlines()


def parse_hex(text: str) -> tuple[int, int, int] | None:
    """Read RRGGBB, RGB or RRGGBBAA (alpha is dropped), with or without #; None if it is none."""
    match = _HEX.match(text)
    if match is None:
        return None
    digits = match[1]
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def require_count(count: int, format_name: str) -> None:
    """Raise PaletteError unless a palette can have so many colors."""
    if count == 0:
        raise PaletteError(f"this {format_name} holds no colors")
    if count > MAX_COLORS:
        raise PaletteError(f"this {format_name} holds more than {MAX_COLORS} colors")


def one_line(text: str) -> str:
    """Make a name fit for a format with a color a line."""
    return " ".join(text.split())
