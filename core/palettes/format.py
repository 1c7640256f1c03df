"""The record that every palette file format fills in, and what readers and writers share."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import PaletteError
from core.model import MAX_COLORS, Palette
from core.settings import Color

_HEX = re.compile(r"#?([0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
# All that ends a line in some program is among these.
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class PaletteFormat:
    """One palette file format.

    Parameters
    ----------
    name : str
        Name for a user.
    ending : str
        Ending of file names, with its dot, in lower case; several formats may share it.
    write : callable or None
        Makes bytes of a palette and a title; None where Fewtone only reads the format.
    read : callable
        Makes a palette of bytes from anywhere; raises only PaletteError, with the reason.
    begins : bytes
        First bytes of such a file, which distinguish it from others of the same ending.
    most_bytes : int
        A larger file is refused. Reading takes at most some fifty times the size of a file in
        memory, so this bounds memory and time.
    alpha : bool
        Whether alpha is written. It is never read: colors count as opaque.
    """

    name: str
    ending: str
    write: Callable[[Palette, str], bytes] | None
    read: Callable[[bytes], Palette]
    begins: bytes = b""
    most_bytes: int = 2_000_000
    alpha: bool = False


class Gathering:
    """Colors of a file as its reader finds them; beyond 256 they are only counted.

    Parameters
    ----------
    format_name : str
        For messages: "GIMP palette".
    """

    def __init__(self, format_name: str) -> None:
        self._format_name = format_name
        self._colors: list[Color] = []
        self._names: list[str] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, color: Color, name: str = "") -> None:
        """Add a color, with its name."""
        self._count += 1
        if self._count <= MAX_COLORS:
            self._colors.append(color)
            self._names.append(name)

    def palette(self) -> Palette:
        """Make a palette of the colors; raise PaletteError for none or too many."""
        require_count(self._count, self._format_name)
        return Palette.of(self._colors, self._names)


def text_lines(data: bytes, format_name: str) -> list[str]:
    """Decode text from anywhere, and split it into lines."""
    return text_of(data, format_name).splitlines()


def text_of(data: bytes, format_name: str) -> str:
    """Decode text from anywhere: UTF-16 by its mark, otherwise UTF-8, or Latin-1 if it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise PaletteError(f"this is no {format_name}: it is not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def parse_hex(text: str) -> Color | None:
    """Parse RRGGBB, RGB or RRGGBBAA (alpha is dropped), with or without #; None for other text."""
    match = _HEX.match(text)
    if match is None:
        return None
    digits = match[1]
    if len(digits) == 3:
        digits = 2 * digits[0] + 2 * digits[1] + 2 * digits[2]
    values = bytes.fromhex(digits)
    return values[0], values[1], values[2]


def require_count(count: int, format_name: str) -> None:
    """Raise PaletteError unless a palette can have this number of colors."""
    if count == 0:
        raise PaletteError(f"this {format_name} holds no colors")
    if count > MAX_COLORS:
        raise PaletteError(f"this {format_name} holds {count} colors, more than {MAX_COLORS}")


def cut_off(format_name: str, announced: int, there: int) -> PaletteError:
    """Make the error for a file that ends too soon."""
    return PaletteError(
        f"this {format_name} is cut off: it announces {announced} colors and has {there}"
    )


def one_line(text: str) -> str:
    """Make a name fit for a format with one color a line."""
    return well_formed(_CONTROLS.sub(" ", text)).strip()


def well_formed(text: str) -> str:
    """Replace halves of surrogate pairs: JSON and file names can hold them, UTF-8 cannot."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def name_or_hex(palette: Palette, number: int) -> str:
    """Return a color's name, or its hex if it has none, for programs that show only names."""
    return palette.names[number] or palette.hex[number]


def without_hex(name: str, color: Color) -> str:
    """Drop a name that is only the color's hex, as `name_or_hex` writes it."""
    return "" if name.lower() == f"#{bytes(color).hex()}" else name


def utf16_name(text: str, most_units: int) -> bytes:
    """Encode a name for Adobe's formats: UTF-16BE, and the NUL that ends it."""
    # A character has at most two units, and no half of a pair may be left over.
    kept = well_formed(text.replace("\0", " "))[: (most_units - 1) // 2]
    return (kept + "\0").encode("utf-16-be")


def name_of_utf16(data: bytes) -> str:
    """Decode a name of Adobe's formats, up to its NUL."""
    return data.decode("utf-16-be", errors="replace").partition("\0")[0]
