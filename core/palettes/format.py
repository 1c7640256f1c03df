"""The record that every palette file format fills in, and what readers and writers share."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import PaletteError
from core.language import _, ngettext, translated
from core.model import Palette
from core.needed import Needs
from core.palettes.found import Found
from core.settings import Color

_MOST_OF_A_LINE = 1000
_HEX = re.compile(r"#?([0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
# All that ends a line in some program is among these.
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]+")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def _shows_nothing(_data: bytes) -> bool:
    return False


def _nothing_to_remark(_colors: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PaletteFormat:
    """One palette file format.

    Parameters
    ----------
    name : str
        Name for a user, which `translated` translates.
    ending : str
        Ending of file names, with its dot, in lower case; several formats may share it.
    write : callable or None
        Makes bytes of a palette and a title; None where Fewtone only reads the format.
    read : callable
        Finds the colors in bytes from anywhere; raises only PaletteError, with the reason.
    is_it : callable
        Whether the content of a file shows that it is of this format, whatever its ending; for
        formats that show nothing, always False.
    most_bytes : int
        A larger file is refused. Reading takes at most some fifty times the size of a file in
        memory, so this bounds memory and time.
    alpha : bool
        Whether alpha is written.
    read_places : callable or None
        Finds every place of a color table, also those that `read` leaves out.
    whole : bool
        Whether all of a file is needed; otherwise `most_bytes` of it are read, whatever its size.
    write_needs : callable or None
        Makes bytes as `write` does, with what each color needs.
    programs : str
        Programs that know it, as the filter of a file chooser names them; "" for `name`.
    remark : callable
        Makes a sentence for the user on a file with this number of colors; "" if all is well.
    """

    name: str
    ending: str
    write: Callable[[Palette, str], bytes] | None
    read: Callable[[bytes], Found]
    is_it: Callable[[bytes], bool] = _shows_nothing
    most_bytes: int = 2_000_000
    alpha: bool = False
    read_places: Callable[[bytes], Found] | None = None
    whole: bool = True
    remark: Callable[[int], str] = _nothing_to_remark
    write_needs: Callable[[Palette, str, Needs], bytes] | None = None
    programs: str = ""

    @property
    def filter(self) -> str:
        """Filter of a file chooser: the programs that know the format, and its ending."""
        return f"{translated(self.programs or self.name)} (*{self.ending})"


def text_lines(data: bytes, format_name: str) -> list[str]:
    """Decode text from anywhere, and split it into lines."""
    # Python's own way splits at characters, too, that other programs write in names.
    return _LINE_ENDS.split(text_of(data, format_name))


def text_of(data: bytes, format_name: str) -> str:
    """Decode text from anywhere: UTF-16 by its mark, otherwise UTF-8, or Windows' if it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise PaletteError(
            _("this is no {format}: it is not text").format(format=translated(format_name))
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def first_line(data: bytes) -> str:
    """Return the first line of a text, without spaces around it; "" for what is no text."""
    try:
        lines = text_lines(data[:_MOST_OF_A_LINE], "")
    except PaletteError:
        return ""
    return next((line.strip() for line in lines if line.strip()), "")


def parse_hex(text: str) -> Color | None:
    """Parse RRGGBB, RGB or RRGGBBAA (alpha is dropped), with or without #; None for other text."""
    parsed = parse_hex_with_alpha(text)
    return None if parsed is None else parsed[0]


def parse_hex_with_alpha(text: str, *, alpha_first: bool = False) -> tuple[Color, int] | None:
    """Parse RRGGBB, RGB, and RRGGBBAA or AARRGGBB, with # or 0x or without; None for other text.

    Behind 0x alpha always comes first.
    """
    if text[:2] in {"0x", "0X"}:
        text, alpha_first = text[2:], True
        if text[:1] == "#":
            return None
    match = _HEX.match(text)
    if match is None:
        return None
    digits = match[1]
    if len(digits) == 3:
        digits = 2 * digits[0] + 2 * digits[1] + 2 * digits[2]
    values = bytes.fromhex(digits)
    if len(values) == 4 and alpha_first:
        values = values[1:] + values[:1]
    return (values[0], values[1], values[2]), values[3] if len(values) == 4 else 255


def cut_off(format_name: str, announced: int, there: int) -> PaletteError:
    """Make the error for a file that ends too soon."""
    return PaletteError(
        ngettext(
            "this {format} is cut off: it announces {announced} color and has {count}",
            "this {format} is cut off: it announces {announced} colors and has {count}",
            announced,
        ).format(format=translated(format_name), announced=announced, count=there)
    )


def one_line(text: str) -> str:
    """Make a name fit for a format with one color a line."""
    return well_formed(_CONTROLS.sub(" ", text)).strip()


def well_formed(text: str) -> str:
    """Replace halves of surrogate pairs: JSON and file names can hold them, UTF-8 cannot."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def name_or_hex(palette: Palette, number: int) -> str:
    """Return a color's name, or its hex if it has none, for programs that need one."""
    return palette.names[number] or f"#{bytes(palette.colors[number].tolist()).hex()}"


def without_hex(name: str, color: Color) -> str:
    """Drop a name that is only the color's hex, as `name_or_hex` and Pixelorama write it."""
    return "" if name.lower().removeprefix("#") == bytes(color).hex() else name


def utf16_name(text: str, most_units: int) -> bytes:
    """Encode a name for Adobe's formats: UTF-16BE, and the NUL that ends it."""
    # A character has at most two units, and no half of a pair may be left over.
    kept = well_formed(text.replace("\0", " "))[: (most_units - 1) // 2]
    return (kept + "\0").encode("utf-16-be")


def name_of_utf16(data: bytes) -> str:
    """Decode a name of Adobe's formats, up to its NUL."""
    return data.decode("utf-16-be", errors="replace").partition("\0")[0]
