"""Palette files: one module a format, and the table that lists them.

A new format is a module with a `PaletteFormat` in it, and a line in `_FORMATS`.
"""

from __future__ import annotations

from pathlib import Path

from core.atomic import replace_file
from core.errors import PaletteError, ReadError, WriteError
from core.model import Palette, Saved
from core.palettes import gimp, hex_list, json_list, png_sheet
from core.palettes.format import PaletteFormat
from core.reasons import reason

_FORMATS: tuple[PaletteFormat, ...] = (
    gimp.FORMAT,
    hex_list.FORMAT,
    json_list.FORMAT,
    png_sheet.FORMAT,
)
# Far more than any palette needs; a reader must not swallow whatever it is given.
_MAX_BYTES = 16_000_000


def palette_formats() -> tuple[PaletteFormat, ...]:
    """List the formats that `save_palette` and `load_palette` know."""
    return _FORMATS


def palette_format(path: Path) -> PaletteFormat | None:
    """Find the format of a file name's ending; None if there is none."""
    return next((each for each in _FORMATS if each.ending == path.suffix.lower()), None)


def save_palette(palette: Palette, path: str | Path) -> Saved:
    """Save a palette, in the format of the file name's ending.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; what was there before is still there.
    """
    path = Path(path)
    chosen = palette_format(path)
    if chosen is None:
        raise WriteError(f"Cannot save {path}: {unknown_ending(path)}")
    data = chosen.write(palette, path.stem)
    replace_file(path, data)
    return Saved(path, len(data))


def load_palette(path: str | Path) -> Palette:
    """Load a palette file.

    Raises
    ------
    ReadError
        (an OSError) when the file cannot be read.
    PaletteError
        (a ValueError) when it holds no palette; both name the file and the reason.
    """
    path = Path(path)
    chosen = palette_format(path)
    if chosen is None:
        raise PaletteError(f"Cannot load {path}: {unknown_ending(path)}")
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise PaletteError("the file is too large to be a palette")
        return chosen.read(data)
    except PaletteError as error:
        raise PaletteError(f"Cannot load {path}: {error}") from error
    except OSError as error:
        raise ReadError(f"Cannot load {path}: {reason(error)}") from error


def unknown_ending(path: Path) -> str:
    """Say that a file name's ending is no palette format, and which there are."""
    known = ", ".join(each.ending for each in _FORMATS)
    return f"{path.suffix or 'no ending'} is no palette format Fewtone knows; it knows {known}"
